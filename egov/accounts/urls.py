from allauth.account import views as allauth
from django.urls import include, path

from egov.accounts.views import demo, own, registering, residence

own_pages = [
    path("daftar/", registering.register_start, name="register"),
    path("daftar/<str:code>/", registering.register_form, name="register_form"),
    path("kode/", registering.code, name="code"),
    path("undangan/<int:key>/<str:token>/", registering.invitation, name="invitation"),
    path("kontak/", own.contacts, name="contact"),
    path("nama/", own.name, name="rename"),
    path("tinggal/", residence.move_start, name="move"),
    path("tinggal/<str:code>/", residence.move_form, name="move_form"),
    path("masuk/sebagai/", demo.sign_in_as, name="sign_in_as"),
]
urlpatterns = [
    path("", include((own_pages, "accounts"))),
    # allauth's views under Indonesian addresses, by the names it asks for
    path("masuk/", allauth.login, name="account_login"),
    path("keluar/", allauth.logout, name="account_logout"),
    path("ulang-masuk/", allauth.reauthenticate, name="account_reauthenticate"),
    path("pendaftaran/", registering.register_start, name="account_signup"),
    path("nonaktif/", allauth.account_inactive, name="account_inactive"),
    path("kata-sandi/", allauth.password_change, name="account_change_password"),
    path("kata-sandi/buat/", allauth.password_set, name="account_set_password"),
    path("kata-sandi/lupa/", registering.forgot, name="account_reset_password"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sesi/", include("allauth.usersessions.urls")),
]
