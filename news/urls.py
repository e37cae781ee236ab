from django.urls import path

from news.views import agenda, article_feeds, articles, documents, embargo, feeds, signing_up
from news.views.visits import asking, by_link, door, pages

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
    path("kunjungan/", pages.visits, name="visits"),
    path("kunjungan/statistik/", pages.statistics, name="visit_statistics"),
    path("kunjungan/minta/", asking.begin, name="visit_ask"),
    path("kunjungan/minta/terkirim/", asking.sent, name="visit_sent"),
    path("kunjungan/minta/<slug:slug>/", asking.step, name="visit_step"),
    path("kunjungan/pastikan/<str:token>/", by_link.confirm, name="visit_confirm"),
    path("kunjungan/tamu/<str:token>/", by_link.guest, name="visit_guest"),
    path("kunjungan/tamu/<str:token>/kunjungan.ics", by_link.guest_entry, name="visit_guest_entry"),
    path("kunjungan/tamu/<str:token>/salinan.json", by_link.guest_copy, name="visit_guest_copy"),
    path("kunjungan/tamu/<str:token>/lembar.pdf", by_link.guest_sheet, name="visit_guest_sheet"),
    path("kunjungan/hadir/<str:token>/", door.door, name="visit_door"),
    path("kunjungan/kehadiran/<str:token>/", door.own_row, name="visit_own_row"),
    path("kunjungan/lembar/<str:token>/", door.sheet_check, name="visit_sheet_check"),
    path("kunjungan/<int:pk>/", pages.visit, name="visit"),
    path("kunjungan/<int:pk>/kunjungan.ics", pages.visit_entry, name="visit_entry"),
    path("kunjungan/<int:pk>/berkas.pdf", pages.dossier_pdf, name="dossier_pdf"),
    path("kunjungan/<int:pk>/berkas.zip", pages.dossier_zip, name="dossier_zip"),
    path("kunjungan/<int:pk>/materi/<int:material>.pdf", pages.material, name="visit_material"),
]
