from django.http import HttpRequest, HttpResponse
from django.urls import include, path
from django.utils import timezone

from infrastructure.models import CheckState
from tests.bench.inventory import bare_rows


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


def bare_bytes(request: HttpRequest) -> HttpResponse:
    """What a bench put there, as a calendar."""
    return HttpResponse(BYTES[-1], content_type="text/calendar; charset=utf-8")


def bare_update(request: HttpRequest, key: int) -> HttpResponse:
    """The least that a view does which notes something."""
    CheckState.objects.filter(pk=key).update(last_at=timezone.now())
    return HttpResponse("ok")


BYTES: list[bytes] = []
urlpatterns = [
    path("_bare/bytes/", bare_bytes),
    path("_bare/", bare),
    path("_bare/rows/", bare_rows),
    path("_bare/update/<int:key>/", bare_update),
    path("", include("egov.urls")),
]
handler404 = "egov.home.errors.not_found"
