from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from tests.bench.inventory import bare_rows


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [
    path("_bare/", bare),
    path("_bare/rows/", bare_rows),
    path("", include("egov.urls")),
]
handler404 = "egov.home.errors.not_found"
