from django.urls import path

from news.views import agenda, article_feeds, articles, documents, embargo, feeds, signing_up

app_name = "news"
urlpatterns = [
    path("berita/", articles.article_list, name="articles"),
    path("berita/embargo/<str:token>/", embargo.embargo, name="embargo"),
    path("berita/atom/", article_feeds.atom, name="atom"),
    path("berita/umpan.json", article_feeds.json_feed, name="json_feed"),
    path(
        "berita/gambar/<int:pk>/<str:name>.<str:ending>",
        articles.body_picture,
        name="body_picture",
    ),
    path("berita/<int:year>/<slug:slug>/", articles.article, name="article"),
    path(
        "berita/<int:year>/<slug:slug>/gambar/<int:edition>/<str:name>.<str:ending>",
        articles.article_picture,
        name="article_picture",
    ),
    path("agenda/", agenda.agenda, name="agenda"),
    path("agenda.ics", feeds.agenda_feed, name="agenda_feed"),
    path("agenda/<int:pk>/", agenda.event, name="event"),
    path("agenda/<int:pk>/acara.ics", feeds.event_entry, name="event_entry"),
    path("agenda/<int:pk>/daftar/<int:occurrence>/", signing_up.sign_up_page, name="sign_up"),
    path(
        "agenda/<int:pk>/dokumen/<int:document>.pdf",
        documents.event_document,
        name="event_document",
    ),
]
