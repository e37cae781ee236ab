from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from egov.ui.public import public_page
from regulations.jdihn import feed


@public_page
def document_feed(request: HttpRequest) -> JsonResponse:
    """The JDIHN feed at its usual path."""
    return JsonResponse(feed(timezone.localdate()), safe=False, json_dumps_params={"ensure_ascii": False})
