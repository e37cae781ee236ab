from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def bare(request: HttpRequest) -> HttpResponse:
    return HttpResponse("ok")


urlpatterns = [path("_bare/", bare), path("", include("egov.urls"))]
handler404 = "egov.home.errors.not_found"
