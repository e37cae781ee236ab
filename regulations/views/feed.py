from django.http import HttpRequest, HttpResponseBase
from django.utils import timezone

from egov.web.public import public_page
from regulations.domain.exchange.published import published


@public_page
def document_feed(request: HttpRequest) -> HttpResponseBase:
    """The JDIHN feed at its usual path."""
    return published(request, "document.json", timezone.localdate(), filename="document.json")
