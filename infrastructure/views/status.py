"""The status page where its file is not there yet: written now, then sent like every other."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_safe

from egov.web.written import send_written
from infrastructure.statuspage.files import find
from infrastructure.statuspage.writing import write_status


@require_safe
def status(request: HttpRequest, code: str = "") -> HttpResponseBase:
    """Everything, or one service by the code of an application or a thing; 404 for all else.

    `.json`, `.atom`, `.ics` and `.svg` behind a code in the place of its last "/".
    """
    found = find(request.path_info)
    if found is None and find(f"{request.path_info}/") is not None:
        return redirect(f"{request.path_info}/", permanent=True)
    if found is None:
        raise Http404
    if not find("/status/").path.exists():  # type: ignore[union-attr]
        write_status(timezone.now())
    response = send_written(request, found)
    if response is None:
        raise Http404
    return response
