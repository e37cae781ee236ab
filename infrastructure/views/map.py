from django.http import HttpRequest, HttpResponse


def asset_map(request: HttpRequest) -> HttpResponse:
    return HttpResponse()
