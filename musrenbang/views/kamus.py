"""The kamus usulan and the cycles, for everybody."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils import timezone

from egov.web.exports import asked_format, export_response
from egov.web.public import known_params, public_page
from musrenbang.domain.basis import price_bases
from musrenbang.domain.cases import cases
from musrenbang.domain.needs import by_need
from musrenbang.domain.submission import open_channels
from musrenbang.exports import example_note, kamus_table
from musrenbang.filters import KamusFilter
from musrenbang.models import Channel, Cycle, KamusVariant, Stage
from musrenbang.views.submission_wizard.entrance import for_strangers

known_params(*KamusFilter.base_filters)


@public_page
def kamus(request: HttpRequest) -> HttpResponse:
    """Search by plain words; `?format=pdf|csv|xlsx` gives the same rows to keep."""
    every = KamusVariant.objects.priced().prefetch_related("entry__asked")
    narrowing = KamusFilter(request.GET, every)
    valid = narrowing.is_valid()
    shape = asked_format(request) if valid else ""
    variants = list(narrowing.qs.order_by("entry__name", "code"))
    today = timezone.localdate()
    if shape:
        return export_response(shape, kamus_table(variants, today))
    note = example_note(variants)
    form = narrowing.form
    proposing = for_strangers(open_channels())
    context = {
        "needs": by_need(variants),
        "searched": bool(narrowing.wanted.get("q")),
        "form": form,
        "note": note,
        "today": today,
        "price_bases": price_bases(variants, today),
        "proposing": proposing,
    }
    return render(request, "musrenbang/kamus.html", context, status=200 if valid else 422)


@public_page
def cycle(request: HttpRequest, year: int) -> HttpResponse:
    """One planning year: what it does now, and its channels, stages and dates."""
    shown = get_object_or_404(Cycle, year=year)
    now = timezone.now()
    stages = Stage.objects.filter(channel__cycle=shown).select_related("channel__cycle")
    channels: dict[Channel, list[tuple[Stage, str]]] = {}
    for stage in stages.order_by("channel_id", "position"):
        channels.setdefault(stage.channel, []).append((stage, stage.phase(now)))
    running = [
        (channel, channel.accepts_at(now), [stage for stage, phase in rows if phase == "open"])
        for channel, rows in channels.items()
    ]
    context = {
        "cycle": shown,
        "running": [row for row in running if row[1] or row[2]],
        "channels": channels,
        "others": Cycle.objects.exclude(pk=shown.pk),
        "cases": cases(),
    }
    return render(request, "musrenbang/cycle.html", context)
