from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from egov.accounts.contacts import canonical
from egov.accounts.signing_in import WRONG_PASSWORDS, remember_device, tries_key
from egov.accounts.tries import CONTACTS, MET
from egov.verbs.refusal import Refusal


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]  # allauth has no types
    """allauth keeps sign-in, sessions and MFA.

    Registering, and passwords by a code, are our own verbs.
    """

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "username_password_mismatch": (
            "E-mail, nomor HP, atau kata sandi tidak cocok. "
            "Periksa lagi, atau pilih Lupa kata sandi."
        ),
        "too_many_login_attempts": (
            "Terlalu banyak percobaan. "
            "Tunggu lima menit, lalu coba lagi, atau pilih Lupa kata sandi."
        ),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def clean_username(self, username: str, shallow: bool = False) -> str:
        try:
            return canonical(username)[1]
        except Refusal:
            return username.strip().lower()

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Counts wrong passwords by the pair of login and network, or of login and known device."""
        limit, key = self._tries(request, credentials)
        if limit.reached(*key) or (limit is WRONG_PASSWORDS and CONTACTS.reached(key[-1])):
            raise self.validation_error("too_many_login_attempts")

    def authentication_failed(self, request: HttpRequest, **credentials: Any) -> None:
        limit, key = self._tries(request, credentials)
        limit.hit(*key)
        if MET.hit(*key):  # a login more at which somebody of this network failed
            CONTACTS.hit(key[-1])

    def _rollback_login_failed_rl_usage(self) -> None:
        """Nothing to take back: only failures are counted."""

    def _tries(self, request: HttpRequest, credentials: dict[str, Any]) -> Any:
        login = str(credentials.get("username") or "")
        return tries_key(request, login, self.get_client_ip(request))

    def post_login(self, request: HttpRequest, user: Any, **kwargs: Any) -> HttpResponse:
        response: HttpResponse = super().post_login(request, user, **kwargs)
        remember_device(request, response, user)
        return response

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        staff = request.user.is_authenticated and request.user.is_staff
        return reverse("admin:index") if staff else reverse("home:account_home")

    def format_email_subject(self, subject: str) -> str:
        return f"{subject} | {settings.REGION_PROFILE.name}"
