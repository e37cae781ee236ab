"""The steps that fill a draft, one function each."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.cache import never_cache

from egov.accounts.models import User
from egov.areas.maps import point_map
from egov.areas.models import Area, Level
from egov.files.pictures import store_picture
from egov.verbs.refusal import Invalid, Refusal
from musrenbang import forms
from musrenbang.domain.eligibility import ASSISTING
from musrenbang.domain.submission_plan import locate
from musrenbang.domain.validation import MAX_PHOTOS, check_volume, cost_of
from musrenbang.models import Draft, KamusVariant
from musrenbang.models.kamus import KamusVariantQuerySet
from musrenbang.views.submission_wizard.frame import (
    bound_data,
    keep,
    onward,
    own_draft,
    same_page,
    show,
    typed,
)
from musrenbang.views.submission_wizard.review import review


@never_cache
@login_required
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
    variants = _variants(query, edition)
    form = forms.VariantForm(
        request.POST or None,
        variants=variants if not request.POST else _variants("", edition),
        initial={"variant": draft.data.get("variant")},
    )
    if request.method == "POST" and form.is_valid():
        keep(draft, {"variant": form.cleaned_data["variant"].pk})
        return onward(request, draft, "jenis")
    groups: dict[Any, list[KamusVariant]] = {}
    for variant in variants:
        groups.setdefault(variant.entry, []).append(variant)
    chosen = draft.data.get("variant")
    return show(request, draft, "jenis", form, query=query, groups=groups, chosen=chosen)


def _variants(query: str, edition: str) -> KamusVariantQuerySet:
    rows = KamusVariant.objects.priced().proposable().with_price().of_edition(edition)
    rows = rows.order_by("entry__name", "code")
    return rows.matching(query) if query else rows


def _place(request: HttpRequest, draft: Draft) -> HttpResponse:
    assert request.user.is_authenticated
    rws = _rws(request.user, draft)
    form_class = forms.AssistedPlaceForm if draft.data.get("assisted") else forms.PlaceForm
    initial = dict(draft.data)
    if not draft.data.get("assisted") and request.user.residence:
        initial["rw"] = request.user.residence.rw_id
    form = form_class(bound_data(request, initial), rws=rws, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        behalf_name = data.get("behalf_name", "")
        place = {"rw": data["rw"].pk, "address": data["address"], "behalf_name": behalf_name}
        keep(draft, place)
        return onward(request, draft, "tempat")
    return show(request, draft, "tempat", form, residence=request.user.residence)


def _rws(user: User, draft: Draft) -> Any:
    """Where this person may propose: their own RW, or those of the kelurahan that assists."""
    rws = Area.objects.current().level(Level.RW).select_related("parent")
    rws = rws.order_by("parent__code", "sort_key")
    if draft.data.get("assisted"):
        offices = [a for a in user.appointments_now if a.role in ASSISTING]
        return rws.filter(parent_id__in=[office.area_id for office in offices])
    return rws.filter(pk=user.residence.rw_id) if user.residence else rws.none()


def _point(request: HttpRequest, draft: Draft) -> HttpResponse:
    rw = Area.objects.filter(pk=draft.data.get("rw")).select_related("parent").first()
    village = rw.parent if rw else None
    if rw is None or village is None:
        return redirect("musrenbang:proposal_step", draft=draft.pk, slug="tempat")
    form = forms.PointForm(request.POST or None, initial=draft.data)
    if request.method == "POST" and form.is_valid():
        point = {name: form.cleaned_data[name] for name in ("latitude", "longitude")}
        try:
            locate(rw, point["latitude"], point["longitude"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            keep(draft, {**point, "point_seen": True})
            return onward(request, draft, "titik")
    return show(request, draft, "titik", form, village=village, map=point_map(village))


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
    form.fields["volume"].label = f"Volume dalam {variant.unit}"
    cost = None
    if form.is_bound and form.is_valid():
        volume = form.cleaned_data["volume"]
        try:
            check_volume(volume, variant.max_volume, variant.unit)
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            cost = cost_of(volume, price)
            if request.method == "POST":
                keep(draft, typed(request.POST))
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
    return show(request, draft, "foto", form, photos=photos, limit=MAX_PHOTOS)


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
