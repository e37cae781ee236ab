"""The steps that fill a draft, one function each."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from egov.areas.maps import point_map
from egov.areas.models import Area, Level
from egov.files.pictures import store_picture
from egov.verbs.refusal import Invalid, Refusal
from musrenbang import forms
from musrenbang.domain.similar import similar_drafted
from musrenbang.domain.submission_plan import locate
from musrenbang.domain.validation import MAX_PHOTOS, check_least, check_volume, cost_of
from musrenbang.models import Draft, KamusVariant
from musrenbang.views.submission_wizard.frame import (
    bound_data,
    keep,
    onward,
    same_page,
    show,
    typed,
)
from musrenbang.views.submission_wizard.keeping import for_drafter, own_draft
from musrenbang.views.submission_wizard.offering import offer, offered_variants
from musrenbang.views.submission_wizard.placing import place_form
from musrenbang.views.submission_wizard.review import review
from musrenbang.vocabulary import PlaceLevel


@never_cache
@for_drafter
def step(request: HttpRequest, draft: uuid.UUID, slug: str) -> HttpResponse:
    row = own_draft(request, draft)
    if row.sent_as is not None:
        return redirect("musrenbang:receipt", number=row.sent_as.number)
    if slug not in HANDLERS:
        raise Http404
    return HANDLERS[slug](request, row)


def _kind(request: HttpRequest, draft: Draft) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    edition = draft.channel.kamus_edition
    variants = offered_variants(query, edition)
    form = forms.VariantForm(
        request.POST or None,
        variants=variants if not request.POST else offered_variants("", edition),
        initial={"variant": draft.data.get("variant")},
    )
    if request.method == "POST" and form.is_valid():
        keep(draft, {"variant": form.cleaned_data["variant"].pk})
        return onward(request, draft, "jenis")
    chosen = draft.data.get("variant")
    offered = offer(variants, query, _place_of(request, draft), chosen)
    return show(request, draft, "jenis", form, query=query, offer=offered, chosen=chosen)


def _place_of(request: HttpRequest, draft: Draft) -> Area | None:
    """Where a draft is for; before it says so, where its person lives."""
    if draft.data.get("rw"):
        rows = Area.objects.select_related("parent__parent")
        return rows.filter(pk=draft.data["rw"]).first()
    residence = getattr(request.user, "residence", None)
    return residence.rw if residence is not None else None


def _place(request: HttpRequest, draft: Draft) -> HttpResponse:
    form = place_form(request, draft.channel, draft.data)
    if request.method == "POST" and form.is_valid():
        keep(draft, form.place)
        return onward(request, draft, "tempat")
    return show(request, draft, "tempat", form, residence=getattr(request.user, "residence", None))


def _point(request: HttpRequest, draft: Draft) -> HttpResponse:
    area = Area.objects.filter(pk=draft.data.get("rw")).select_related("parent").first()
    if area is None and draft.channel.place_level != PlaceLevel.KOTA:
        return redirect("musrenbang:proposal_step", draft=draft.pk, slug="tempat")
    village = area.parent if area is not None and area.level == Level.RW else area
    form = forms.PointForm(request.POST or None, initial=draft.data)
    if request.method == "POST" and form.is_valid():
        point = {name: form.cleaned_data[name] for name in ("latitude", "longitude")}
        try:
            locate(area, point["latitude"], point["longitude"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            keep(draft, {**point, "point_seen": True})
            return onward(request, draft, "titik")
    return show(
        request, draft, "titik", form, village=village, map=point_map(village) if village else None
    )


def _story(request: HttpRequest, draft: Draft) -> HttpResponse:
    form = forms.StoryForm(bound_data(request, draft.data), initial=draft.data)
    if request.method == "POST" and form.is_valid():
        keep(draft, form.cleaned_data)
        return onward(request, draft, "masalah")
    return show(request, draft, "masalah", form)


def _cost(request: HttpRequest, draft: Draft) -> HttpResponse:
    variant = KamusVariant.objects.priced().filter(pk=draft.data.get("variant")).first()
    if variant is None:
        return redirect("musrenbang:proposal_step", draft=draft.pk, slug="jenis")
    price = variant.unit_price  # type: ignore[attr-defined]
    form = forms.VolumeForm(bound_data(request, draft.data), initial=draft.data)
    form.of_unit(variant.unit)
    form.ask(list(variant.entry.asked.all()))
    cost = None
    if form.is_bound and form.is_valid():
        volume = form.cleaned_data["volume"]
        try:
            check_volume(volume, variant.max_volume, variant.unit)
            check_least(volume, variant.min_volume, variant.unit)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            cost = cost_of(volume, price)
            if request.method == "POST":
                keep(draft, {**typed(request.POST), "volume": f"{volume.normalize():f}"})
                if "hitung" in request.POST:
                    return same_page(request, "hitung")
                return onward(request, draft, "biaya")
    shown = None if form.errors else cost
    return show(request, draft, "biaya", form, variant=variant, price=price, cost=shown)


def _photos(request: HttpRequest, draft: Draft) -> HttpResponse:
    form = forms.PhotoForm()
    if request.method == "POST":
        form = forms.PhotoForm(request.POST or None, request.FILES or None)
        if "hapus" in request.POST:
            key = request.POST["hapus"]
            draft.photos.remove(*(p for p in draft.photos.all() if str(p.pk) == key))
            return redirect(request.get_full_path())
        if form.is_valid():
            try:
                _add_photos(draft, form.cleaned_data["photo"], request.user.pk)
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                keep(draft, {"photos_seen": True})
                if "tambah" in request.POST:
                    return redirect(request.get_full_path())
                return onward(request, draft, "foto")
    photos = list(draft.photos.order_by("uploaded_at"))
    alike = similar_drafted(draft)
    return show(request, draft, "foto", form, photos=photos, limit=MAX_PHOTOS, alike=alike)


def _add_photos(draft: Draft, uploads: list[Any], actor_id: int | None) -> None:
    """Refuses what is more than a proposal may show, or is no picture."""
    if draft.photos.count() + len(uploads) > MAX_PHOTOS:
        sentence = f"Paling banyak {MAX_PHOTOS} foto. Hapus salah satu dulu."
        raise Invalid("too_many_photos", sentence, field="photo")
    for upload in uploads:
        draft.photos.add(store_picture(upload=upload, actor_id=actor_id))


HANDLERS: dict[str, Callable[[HttpRequest, Draft], HttpResponse]] = {
    "jenis": _kind,
    "tempat": _place,
    "titik": _point,
    "masalah": _story,
    "biaya": _cost,
    "foto": _photos,
    "periksa": review,
}
