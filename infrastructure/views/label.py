"""What a phone opens that scans a thing's label: is it still right, changed, gone?"""

from __future__ import annotations

import uuid

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache

from egov.accounts.models import User
from egov.files.pictures import send_picture, store_picture
from egov.verbs.permission import require
from egov.verbs.refusal import Refusal
from egov.web.requests import actor_of
from infrastructure.domain.reporting import report_label
from infrastructure.forms import LabelForm
from infrastructure.models import Asset, LabelReport
from infrastructure.vocabulary import LabelAnswer

THANKS = {
    LabelAnswer.STILL_RIGHT: "Terima kasih. Tercatat: masih benar.",
    LabelAnswer.CHANGED: "Terima kasih. Perubahannya diteruskan kepada pengelolanya.",
    LabelAnswer.GONE: "Terima kasih. Kehilangannya diteruskan kepada pengelolanya.",
}


@never_cache
@login_required
def label(request: HttpRequest, code: str) -> HttpResponse:
    """The question; 404 also where this person may not know of the thing."""
    actor = actor_of(request)
    require(actor, "infrastructure.report_asset")
    rows = Asset.objects.visible_to(actor).select_related("owner", "area")
    asset = get_object_or_404(rows.at(code))
    form = LabelForm(request.POST or None, request.FILES or None, initial={"key": uuid.uuid4().hex})
    if request.method == "POST" and form.is_valid():
        try:
            report = _report(actor, asset, form)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            messages.success(request, THANKS[LabelAnswer(report.answer)])
            return redirect("infrastructure:label", code=asset.path)
    return render(request, "infrastructure/label.html", {"asset": asset, "form": form})


def _report(actor: User, asset: Asset, form: LabelForm) -> LabelReport:
    data = form.cleaned_data
    upload = data.pop("photo")
    photo = store_picture(upload=upload, actor_id=actor.pk) if upload else None
    return report_label(actor=actor, asset=asset, photo=photo, **data)


@never_cache
@login_required
def photo(request: HttpRequest, number: int) -> HttpResponseBase:
    """A report's photo, for who may read the thing and holds an office."""
    actor = actor_of(request)
    reports = LabelReport.objects.visible_to(actor).select_related("asset", "photo")
    report = get_object_or_404(reports, pk=number)
    require(actor, "infrastructure.report_asset", report.asset)
    if report.photo is None:
        raise Http404
    return send_picture(report.photo, small="kecil" in request.GET, public=False)
