from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from egov.urls import handler400, handler403, handler404, handler500
from egov.urls import urlpatterns as portal

__all__ = ["handler400", "handler403", "handler404", "handler500", "urlpatterns"]


def kite(request: HttpRequest, pk: int) -> HttpResponse:
    return HttpResponse("layang-layang")


pages = [
    path("layang/<int:pk>/", kite, name="kite"),
    path("layang/", kite, {"pk": 0}, name="kites"),
]
urlpatterns = [path("", include(pages)), *portal]
