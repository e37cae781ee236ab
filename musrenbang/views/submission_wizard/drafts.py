"""A draft beside its steps: its pictures, what is kept while typing, throwing it away."""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache

from egov.files.pictures import send_picture
from musrenbang.views.submission_wizard.frame import keep, typed
from musrenbang.views.submission_wizard.keeping import for_drafter, own_draft


@never_cache
@for_drafter
def draft_photo(request: HttpRequest, draft: uuid.UUID, pk: uuid.UUID) -> FileResponse:
    photo = get_object_or_404(own_draft(request, draft).photos, pk=pk)
    return send_picture(photo, small=True, public=False)


@never_cache
@for_drafter
def autosave(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Keeps what is being typed, a few seconds after the last key.

    The page shows "Draf tersimpan 14.02".
    """
    row = own_draft(request, draft)
    if request.method != "POST" or row.sent_as is not None:
        raise Http404
    keep(row, typed(request.POST))
    response = HttpResponse(timezone.localtime().strftime("%H.%M"), content_type="text/plain")
    patch_cache_control(response, no_store=True)
    return response


@never_cache
@for_drafter
def discard(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    row = own_draft(request, draft)
    if request.method == "POST" and row.sent_as is None:
        row.delete()
        messages.success(request, "Draf dihapus.")
        return redirect("musrenbang:proposal_new")
    return render(request, "musrenbang/discard.html", {"draft": row})
