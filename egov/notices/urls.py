from django.urls import path

from egov.notices import demo_mails, views

app_name = "notices"
urlpatterns = [
    path("akun/pemberitahuan/", views.notices, name="notices"),
    path("demo/surat/", demo_mails.mails, name="mails"),
    path("demo/surat/<str:name>/", demo_mails.mail, name="mail"),
]
