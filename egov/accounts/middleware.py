import time
from collections.abc import Callable
from typing import Any

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect

from egov.web.problem import asks_api, problem_json

UNWATCHED = ("/static/", "/healthz", "/readyz", "/metrics")
OPEN = ("/akun/", "/static/", "/healthz", "/readyz")


def needs_second_factor(user: Any) -> bool:
    """Whether an account is of staff in an office for which a setting does not say otherwise.

    One that holds several needs it for the strictest; a superuser always.
    """
    if not user.is_authenticated or not user.is_staff:
        return False
    if user.is_superuser or not settings.MFA_NOT_FOR:
        return True
    roles = user.roles()
    return not roles or not roles <= settings.MFA_NOT_FOR


class RequireStaffMfaMiddleware:
    """Staff must have a second factor before anything that is not their own account.

    allauth asks for it at sign-in.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.STAFF_MFA_REQUIRED and self._concerns(request):
            user = request.user
            if needs_second_factor(user) and not get_adapter().is_mfa_enabled(user):
                if asks_api(request):
                    sentence = (
                        "Petugas wajib memakai verifikasi dua langkah. Aktifkan di /akun/2fa/."
                    )
                    return problem_json("mfa_required", 403, sentence)
                return redirect("mfa_index")
        return self.get_response(request)

    @staticmethod
    def _concerns(request: HttpRequest) -> bool:
        # a page read without a session cookie asks nothing of the database
        return settings.SESSION_COOKIE_NAME in request.COOKIES and not request.path.startswith(OPEN)


class StaffIdleMiddleware:
    """Staff that did nothing for STAFF_IDLE_HOURS sign in again; citizens stay signed in."""

    EVERY = 300  # seconds between two writes of the session

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        has_session = settings.SESSION_COOKIE_NAME in request.COOKIES
        if not has_session or request.path.startswith(UNWATCHED):
            return self.get_response(request)
        user = request.user
        if user.is_authenticated and user.is_staff:
            now, seen = int(time.time()), request.session.get("seen")
            if seen is not None and now - seen > settings.STAFF_IDLE_HOURS * 3600:
                logout(request)
                request.session["signed_out"] = True  # the sign-in page says why
            elif seen is None or now - seen > self.EVERY:
                request.session["seen"] = now
                request.session.pop("signed_out", None)
        return self.get_response(request)
