from collections.abc import Callable

from allauth.mfa.adapter import get_adapter
from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect

OPEN = ("/akun/", "/static/", "/healthz", "/readyz")


class RequireStaffMfaMiddleware:
    """Staff must have a second factor before anything that is not their own account. allauth asks for it at sign-in."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        if settings.STAFF_MFA_REQUIRED and self._concerns(request):
            user = request.user
            if user.is_authenticated and user.is_staff and not get_adapter().is_mfa_enabled(user):
                if request.path.startswith("/api/"):
                    sentence = "Petugas wajib memakai verifikasi dua langkah. Aktifkan di /akun/2fa/."
                    return JsonResponse({"code": "mfa_required", "detail": sentence}, status=403, content_type="application/problem+json")
                return redirect("mfa_index")
        return self.get_response(request)

    @staticmethod
    def _concerns(request: HttpRequest) -> bool:
        # a page read without a session cookie asks nothing of the database
        return settings.SESSION_COOKIE_NAME in request.COOKIES and not request.path.startswith(OPEN)
