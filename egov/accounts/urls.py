from allauth.account import views as allauth
from django.urls import include, path, re_path

from egov.accounts import views

urlpatterns = [
    path("daftar/", views.register_start, name="register"),
    path("daftar/<str:code>/", views.register_form, name="register_form"),
    path("kontak/", views.contact, name="contact"),
    path("tinggal/", views.move_start, name="move"),
    path("tinggal/<str:code>/", views.move_form, name="move_form"),
    # allauth's views under Indonesian addresses, by the names it asks for
    path("masuk/", allauth.login, name="account_login"),
    path("keluar/", allauth.logout, name="account_logout"),
    path("ulang-masuk/", allauth.reauthenticate, name="account_reauthenticate"),
    path("pendaftaran/", views.register_start, name="account_signup"),
    path("nonaktif/", allauth.account_inactive, name="account_inactive"),
    path("kata-sandi/", allauth.password_change, name="account_change_password"),
    path("kata-sandi/buat/", allauth.password_set, name="account_set_password"),
    path("kata-sandi/lupa/", allauth.password_reset, name="account_reset_password"),
    path("kata-sandi/lupa/terkirim/", allauth.password_reset_done, name="account_reset_password_done"),
    re_path(r"^kata-sandi/baru/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$", allauth.password_reset_from_key, name="account_reset_password_from_key"),
    path("kata-sandi/baru/selesai/", allauth.password_reset_from_key_done, name="account_reset_password_from_key_done"),
    path("2fa/", include("allauth.mfa.urls")),
    path("sesi/", include("allauth.usersessions.urls")),
]
