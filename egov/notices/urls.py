from django.urls import path

from egov.notices import demo_mails, following_views, views

app_name = "notices"
urlpatterns = [
    path("akun/pemberitahuan/", views.notices, name="notices"),
    path("akun/langganan/", following_views.own, name="own"),
    path("ikuti/", following_views.follow, name="follow"),
    path("ikuti/pasti/<str:token>/", following_views.confirm, name="confirm"),
    path("langganan/<str:token>/", following_views.by_link, name="by_link"),
    path("langganan/<str:token>/salinan.json", following_views.copy_by_link, name="copy_by_link"),
    path("langganan/<str:token>/berhenti/", following_views.end_by_link, name="end_by_link"),
    path("demo/surat/", demo_mails.mails, name="mails"),
    path("demo/surat/<str:name>/", demo_mails.mail, name="mail"),
]
