"""News of an RW on paper: for neighbours without e-mail, to be pinned to its board."""

from __future__ import annotations

from datetime import timedelta

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from egov.areas.models import Area, Level
from egov.web.public import public_page
from musrenbang.models import Decision
from musrenbang.vocabulary import Outcome

DAYS = 30
MOST = 40


@public_page
def notice_board(request: HttpRequest, path: str) -> HttpResponse:
    """What was decided on an RW's proposals within a month, to be printed. Nobody is named."""
    rows = Area.objects.current().filter(level=Level.RW).select_related("parent__parent")
    area = get_object_or_404(rows, code=path.replace("~", "/"))
    since = timezone.now() - timedelta(days=DAYS)
    told = (
        Decision.objects.filter(
            proposal__rw=area, proposal__withheld=False, decided_at__gte=since, corrected_by=None
        )
        .exclude(outcome=Outcome.COMPLETED)
        .select_related("proposal__rw", "proposal__kelurahan", "proposal__kecamatan")
        .order_by("-decided_at", "-id")[:MOST]
    )
    context = {"area": area, "told": told, "since": since, "today": timezone.now()}
    return render(request, "musrenbang/notice_board.html", context)
