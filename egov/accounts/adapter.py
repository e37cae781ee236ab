from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from egov.accounts.contacts import canonical
from egov.acts.refusal import Refusal


class AccountAdapter(DefaultAccountAdapter):
    """allauth keeps sign-in, sessions and MFA; registering is our own verb, since it names an RW."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": "E-mail, nomor HP, atau kata sandi tidak cocok. Periksa lagi, atau pilih Lupa kata sandi.",
        "too_many_login_attempts": "Terlalu banyak percobaan. Tunggu lima menit, lalu coba lagi, atau pilih Lupa kata sandi.",
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_username(self, username: str, shallow: bool = False) -> str:
        try:
            return canonical(username)[1]
        except Refusal:
            return username.strip().lower()

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        return reverse("admin:index") if request.user.is_authenticated and request.user.is_staff else reverse("account_home")

    def format_email_subject(self, subject: str) -> str:
        return f"{subject} | {settings.REGION_PROFILE.name}"
