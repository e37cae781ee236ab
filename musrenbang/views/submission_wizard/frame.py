"""The frame of the steps: their order, the draft they fill, and how a step is shown."""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import islice
from typing import Any

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from musrenbang.domain.conditions import LONGEST, PREFIX
from musrenbang.domain.validation import TEXT_SIZES
from musrenbang.models import Draft


@dataclass(frozen=True)
class Step:
    """One page. `fields` are the draft's keys it fills."""

    slug: str
    title: str
    question: str
    fields: tuple[str, ...] = ()


STEPS = (
    Step("jenis", "Jenis usulan", "Apa yang Anda usulkan?", ("variant",)),
    Step("tempat", "Tempat", "Di mana tempatnya?", ("rw", "address")),
    Step("titik", "Titik di peta", "Di titik mana?"),
    Step(
        "masalah",
        "Masalah dan harapan",
        "Apa masalah dan harapan Anda?",
        ("title", "problem", "wish"),
    ),
    Step("biaya", "Volume dan biaya", "Berapa banyak?", ("volume",)),
    Step("foto", "Foto", "Ada fotonya?"),
    Step("periksa", "Periksa dan kirim", "Periksa sebelum mengirim"),
)
SLUGS = [step.slug for step in STEPS]
BY_SLUG = {step.slug: step for step in STEPS}
TYPED = {**TEXT_SIZES, "volume": 20, "length": 20, "width": 20, "behalf_name": 150, "where": 80}
_STEP_OF_FIELD = {"behalf_name": "tempat", "group": "tempat", "point": "titik", "photo": "foto"}
for _step in STEPS:
    _STEP_OF_FIELD |= dict.fromkeys(_step.fields, _step.slug)
ASKED = re.compile(rf"{PREFIX}[\w-]{{1,30}}", re.ASCII)  # the fields of a type's conditions
# these are shown again by address after an error, so that the back button finds a page
SHOWN_AGAIN = frozenset({"tempat", "masalah", "biaya"})


def step_of(field: str) -> str | None:
    """The step in which a field of a refusal is asked."""
    return "biaya" if field.startswith(PREFIX) else _STEP_OF_FIELD.get(field)


def keep(draft: Draft, values: dict[str, Any]) -> None:
    """Adds values to the draft under a lock.

    So an autosave on its way never undoes another step, nor fills a sent draft again.
    """
    with transaction.atomic():
        row = Draft.objects.select_for_update(no_key=True).get(pk=draft.pk)
        if row.sent_as_id is None:
            row.data = {**row.data, **values}
            row.save(update_fields=["data", "saved_at"])
    draft.data, draft.saved_at = row.data, row.saved_at


def typed(post: Any) -> dict[str, str]:
    """The texts of a form as typed, cut to what their columns hold."""
    conditions = {name: LONGEST for name in islice(post, 50) if ASKED.fullmatch(name)}
    return {
        name: post[name].replace("\0", "")[:size]
        for name, size in {**TYPED, **conditions}.items()
        if isinstance(post.get(name), str)
    }


def bound_data(request: HttpRequest, kept: dict[str, Any]) -> Any:
    """What a form is bound to: what was posted, or what was typed before.

    The latter is shown again with its errors.
    """
    if request.method == "POST":
        return request.POST
    return kept if {"salah", "hitung"} & set(request.GET) else None


def onward(request: HttpRequest, draft: Draft, slug: str) -> HttpResponse:
    """To the next step; back to the review when one answer is being changed."""
    following = SLUGS[min(SLUGS.index(slug) + 1, len(SLUGS) - 1)]
    target = "periksa" if "ubah" in request.GET else following
    return redirect("musrenbang:proposal_step", draft=draft.pk, slug=target)


def same_page(request: HttpRequest, mark: str) -> HttpResponse:
    """Back to this step by address, so that the browser's back button finds a page."""
    changing = "&ubah=1" if "ubah" in request.GET else ""
    return redirect(f"{request.path}?{mark}=1{changing}")


def show(request: HttpRequest, draft: Draft, slug: str, form: Any, **extra: Any) -> HttpResponse:
    position = SLUGS.index(slug)
    context = {
        "draft": draft,
        "step": BY_SLUG[slug],
        "steps": STEPS,
        "done": _done(draft),
        "position": position + 1,
        "back": STEPS[position - 1].slug if position else "",
        "changing": "ubah" in request.GET,
        "form": form,
        **extra,
    }
    # what was typed but did not fit is kept too, so that leaving the page loses nothing
    if request.method == "POST" and form is not None and form.errors:
        rw = form.cleaned_data.get("rw")
        keep(draft, {**typed(form.data), **({"rw": rw.pk} if rw else {})})
        if slug in SHOWN_AGAIN:
            return same_page(request, "salah")
    return render(request, f"musrenbang/step_{slug}.html", context)


def _done(draft: Draft) -> set[str]:
    """Which steps hold what they ask for."""
    filled = {step.slug for step in STEPS if _filled(step, draft)}
    if draft.data.get("point_seen"):
        filled.add("titik")
    if draft.data.get("photos_seen"):
        filled.add("foto")
    return filled


def _filled(step: Step, draft: Draft) -> bool:
    """Whether the draft holds every field of a step that has fields."""
    texts = [str(draft.data.get(name, "")).strip() for name in step.fields]
    return bool(texts) and all(texts)
