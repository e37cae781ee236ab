"""Sending a proposal, one topic a page. Everything typed is kept on the server at each step."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.contrib.auth.views import redirect_to_login
from django.db import transaction
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.cache import patch_cache_control
from django.views.decorators.cache import never_cache

from egov.accounts.models import User
from egov.areas.boundaries import outline_of
from egov.areas.models import Area, Level
from egov.files.pictures import send_picture, store_picture
from egov.verbs.refusal import Invalid, Refusal
from egov.web.context import signed_in
from egov.web.public import public_page
from musrenbang import forms
from musrenbang.domain.eligibility import ASSISTING
from musrenbang.domain.submission import draft_content, locate, open_channels, send_draft
from musrenbang.domain.validation import MAX_PHOTOS, TEXT_SIZES, check_volume, cost_of
from musrenbang.models import Channel, Draft, KamusVariant
from musrenbang.models.kamus import KamusVariantQuerySet
from musrenbang.vocabulary import tier_word


@dataclass(frozen=True)
class Step:
    """One page. `fields` are the draft's keys it fills."""

    slug: str
    title: str
    question: str
    fields: tuple[str, ...]


STEPS = (
    Step("jenis", "Jenis usulan", "Apa yang Anda usulkan?", ("variant",)),
    Step("tempat", "Tempat", "Di mana tempatnya?", ("rw", "address")),
    Step("titik", "Titik di peta", "Di titik mana?", ()),
    Step(
        "masalah",
        "Masalah dan harapan",
        "Apa masalah dan harapan Anda?",
        ("title", "problem", "wish"),
    ),
    Step("biaya", "Volume dan biaya", "Berapa banyak?", ("volume",)),
    Step("foto", "Foto", "Ada fotonya?", ()),
    Step("periksa", "Periksa dan kirim", "Periksa sebelum mengirim", ()),
)
BY_SLUG = {step.slug: step for step in STEPS}
TYPED = {**TEXT_SIZES, "volume": 20, "behalf_name": 150}
STEP_OF_FIELD = {"behalf_name": "tempat", "point": "titik", "photo": "foto"}
for _step in STEPS:
    STEP_OF_FIELD |= dict.fromkeys(_step.fields, _step.slug)


@public_page
def start(request: HttpRequest) -> HttpResponse:
    """Who may propose, until when, and the drafts one has."""
    user: Any = request.user if signed_in(request) else None
    if request.method == "POST":
        if user is None:
            return redirect_to_login("/usulan/baru/")
        return _begin(request, user)
    context: dict[str, Any] = {"channels": open_channels(), "steps": STEPS}
    if user is not None:
        drafts = Draft.objects.filter(owner=user, sent_as=None).select_related("channel__cycle")
        context["drafts"] = drafts.order_by("-saved_at")[:10]
        context["residence"] = user.residence
        context["assists"] = user.holds(*ASSISTING)
        context["upcoming"] = None
    if not context["channels"]:
        upcoming = Channel.objects.filter(submission__startswith__gt=timezone.now())
        context["upcoming"] = upcoming.order_by("submission").first()
    return render(request, "musrenbang/start.html", context)


def _begin(request: HttpRequest, user: User) -> HttpResponse:
    channels = open_channels()
    key = request.POST.get("channel", "")
    chosen = next((c for c in channels if str(c.pk) == key), None)
    if chosen is None and len(channels) == 1:
        chosen = channels[0]
    if chosen is None:
        messages.error(request, "Pilih jalur usulan yang sedang terbuka.")
        return redirect("proposal_new")
    if not user.residence and not user.holds(*ASSISTING):
        messages.error(request, "Nyatakan dulu di RW mana Anda tinggal.")
        return redirect("move")
    draft = Draft.objects.create(owner=user, channel=chosen)
    if request.POST.get("assisted") and user.holds(*ASSISTING):
        draft.data = {"assisted": True}
        draft.save(update_fields=["data"])
    return redirect("proposal_step", draft=draft.pk, slug=STEPS[0].slug)


def _draft(request: HttpRequest, pk: uuid.UUID) -> Draft:
    """One's own draft; a stranger's does not exist."""
    drafts = Draft.objects.select_related("channel__cycle", "sent_as", "owner")
    return get_object_or_404(drafts, pk=pk, owner=request.user)


def _rws(user: User, draft: Draft) -> Any:
    rws = Area.objects.current().level(Level.RW).select_related("parent")
    rws = rws.order_by("parent__code", "sort_key")
    if draft.data.get("assisted"):
        offices = [a for a in user.appointments_now if a.role in ASSISTING]
        return rws.filter(parent_id__in=[office.area_id for office in offices])
    return rws.filter(pk=user.residence.rw_id) if user.residence else rws.none()


def _variants(query: str) -> KamusVariantQuerySet:
    rows = KamusVariant.objects.priced().proposable().with_price().order_by("entry__name", "code")
    return rows.matching(query) if query else rows


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


def _after(slug: str) -> str:
    slugs = [s.slug for s in STEPS]
    return slugs[min(slugs.index(slug) + 1, len(slugs) - 1)]


def _onward(request: HttpRequest, draft: Draft, slug: str) -> HttpResponse:
    target = "periksa" if "ubah" in request.GET else _after(slug)
    return redirect("proposal_step", draft=draft.pk, slug=target)


def _keep(draft: Draft, values: dict[str, Any]) -> None:
    """Adds values to the draft under a lock.

    So an autosave on its way never undoes another step, nor fills a sent draft again.
    """
    with transaction.atomic():
        row = Draft.objects.select_for_update(no_key=True).get(pk=draft.pk)
        if row.sent_as_id is None:
            row.data = {**row.data, **values}
            row.save(update_fields=["data", "saved_at"])
    draft.data, draft.saved_at = row.data, row.saved_at


def _typed(post: Any) -> dict[str, str]:
    """The texts of a form as typed, cut to what their columns hold."""
    return {
        name: post[name].replace("\0", "")[:size]
        for name, size in TYPED.items()
        if isinstance(post.get(name), str)
    }


@never_cache
@login_required
def step(request: HttpRequest, draft: uuid.UUID, slug: str) -> HttpResponse:
    row = _draft(request, draft)
    if row.sent_as is not None:
        return redirect("receipt", number=row.sent_as.number)
    if slug not in BY_SLUG:
        raise Http404
    return HANDLERS[slug](request, row)


SHOWN_AGAIN = frozenset({"tempat", "masalah", "biaya"})


def _given(request: HttpRequest, held: dict[str, Any]) -> Any:
    """What a form is bound to: what was posted, or what was typed before.

    The latter is shown again with its errors.
    """
    if request.method == "POST":
        return request.POST
    return held if {"salah", "hitung"} & set(request.GET) else None


def _same_page(request: HttpRequest, mark: str) -> HttpResponse:
    """Back to this step by address, so that the browser's back button finds a page."""
    changing = "&ubah=1" if "ubah" in request.GET else ""
    return redirect(f"{request.path}?{mark}=1{changing}")


def _show(request: HttpRequest, draft: Draft, slug: str, form: Any, **extra: Any) -> HttpResponse:
    position = [s.slug for s in STEPS].index(slug)
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
        chosen = form.cleaned_data.get("rw")
        _keep(draft, {**_typed(form.data), **({"rw": chosen.pk} if chosen else {})})
        if slug in SHOWN_AGAIN:
            return _same_page(request, "salah")
    return render(request, f"musrenbang/step_{slug}.html", context)


def _kind(request: HttpRequest, draft: Draft) -> HttpResponse:
    query = request.GET.get("q", "").strip()[:100]
    variants = _variants(query)
    form = forms.VariantForm(
        request.POST or None,
        variants=variants if not request.POST else _variants(""),
        initial={"variant": draft.data.get("variant")},
    )
    if request.method == "POST" and form.is_valid():
        chosen = form.cleaned_data["variant"]
        _keep(draft, {"variant": chosen.pk})
        return _onward(request, draft, "jenis")
    groups: dict[Any, list[KamusVariant]] = {}
    for variant in variants:
        groups.setdefault(variant.entry, []).append(variant)
    current = draft.data.get("variant")
    return _show(request, draft, "jenis", form, query=query, groups=groups, chosen=current)


def _place(request: HttpRequest, draft: Draft) -> HttpResponse:
    assert request.user.is_authenticated
    rws = _rws(request.user, draft)
    form_class = forms.AssistedPlaceForm if draft.data.get("assisted") else forms.PlaceForm
    initial = dict(draft.data)
    if not draft.data.get("assisted") and request.user.residence:
        initial["rw"] = request.user.residence.rw_id
    form = form_class(_given(request, initial), rws=rws, initial=initial)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        behalf_name = data.get("behalf_name", "")
        place = {"rw": data["rw"].pk, "address": data["address"], "behalf_name": behalf_name}
        _keep(draft, place)
        return _onward(request, draft, "tempat")
    return _show(request, draft, "tempat", form, residence=request.user.residence)


def _village_of(draft: Draft) -> Area | None:
    rw = Area.objects.filter(pk=draft.data.get("rw")).select_related("parent").first()
    return rw.parent if rw else None


def _point(request: HttpRequest, draft: Draft) -> HttpResponse:
    village = _village_of(draft)
    if village is None:
        return redirect("proposal_step", draft=draft.pk, slug="tempat")
    form = forms.PointForm(request.POST or None, initial=draft.data)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        try:
            rw = Area.objects.select_related("parent").get(pk=draft.data["rw"])
            locate(rw, data["latitude"], data["longitude"])
        except Refusal as refusal:
            form.refuse(refusal)
        else:
            point = {"latitude": data["latitude"], "longitude": data["longitude"]}
            _keep(draft, {**point, "point_seen": True})
            return _onward(request, draft, "titik")
    official = bool(outline_of(village)["properties"]["official"])
    return _show(request, draft, "titik", form, village=village, official=official)


def _story(request: HttpRequest, draft: Draft) -> HttpResponse:
    form = forms.StoryForm(_given(request, draft.data), initial=draft.data)
    if request.method == "POST" and form.is_valid():
        _keep(draft, form.cleaned_data)
        return _onward(request, draft, "masalah")
    return _show(request, draft, "masalah", form)


def _cost(request: HttpRequest, draft: Draft) -> HttpResponse:
    variant = KamusVariant.objects.priced().filter(pk=draft.data.get("variant")).first()
    if variant is None:
        return redirect("proposal_step", draft=draft.pk, slug="jenis")
    price = variant.unit_price  # type: ignore[attr-defined]
    form = forms.VolumeForm(_given(request, draft.data), initial=draft.data)
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
                _keep(draft, _typed(request.POST))
                if "hitung" in request.POST:
                    return _same_page(request, "hitung")
                return _onward(request, draft, "biaya")
    shown = None if form.errors else cost
    return _show(request, draft, "biaya", form, variant=variant, price=price, cost=shown)


def _photos(request: HttpRequest, draft: Draft) -> HttpResponse:
    form = forms.PhotoForm()
    if request.method == "POST":
        form = forms.PhotoForm(request.POST or None, request.FILES or None)
        if "hapus" in request.POST:
            key = request.POST["hapus"]
            draft.photos.remove(*(p for p in draft.photos.all() if str(p.pk) == key))
            return redirect(request.get_full_path())
        if form.is_valid():
            uploads = form.cleaned_data["photo"]
            try:
                if draft.photos.count() + len(uploads) > MAX_PHOTOS:
                    sentence = f"Paling banyak {MAX_PHOTOS} foto. Hapus salah satu dulu."
                    raise Invalid("too_many_photos", sentence, field="photo")
                for upload in uploads:
                    draft.photos.add(store_picture(upload=upload, actor_id=request.user.pk))
            except Refusal as refusal:
                form.refuse(refusal)
            else:
                _keep(draft, {"photos_seen": True})
                if "tambah" in request.POST:
                    return redirect(request.get_full_path())
                return _onward(request, draft, "foto")
    photos = list(draft.photos.order_by("uploaded_at"))
    return _show(request, draft, "foto", form, photos=photos, limit=MAX_PHOTOS)


def _review(request: HttpRequest, draft: Draft) -> HttpResponse:
    form = forms.SendForm(request.POST or None, initial=draft.data)
    if draft.data.get("assisted"):
        form.fields["show_name"].label = "Warga yang hadir setuju namanya ditampilkan kepada umum"
    content, missing = None, None
    if request.method == "POST" and form.is_valid():
        _keep(draft, {"show_name": form.cleaned_data["show_name"]})
        try:
            proposal = send_draft(draft=draft)
        except Refusal as refusal:
            form.refuse(refusal)
            missing = STEP_OF_FIELD.get(refusal.field)
        else:
            response = redirect("receipt", number=proposal.number)
            response["Location"] += "?terkirim"
            return response
    try:
        content = draft_content(draft)
    except Invalid as refusal:
        missing = missing or STEP_OF_FIELD.get(refusal.field)
    cost = None
    if content is not None:
        cost = cost_of(content.volume, content.variant.unit_price)  # type: ignore[attr-defined]
    rw = Area.objects.filter(pk=draft.data.get("rw")).select_related("parent").first()
    extra = {
        "content": content,
        "missing": BY_SLUG.get(missing or ""),
        "cost": cost,
        "rw": rw,
        "photos": list(draft.photos.order_by("uploaded_at")),
        "first_tier": tier_word("rw"),
    }
    return _show(request, draft, "periksa", form, **extra)


HANDLERS: dict[str, Callable[[HttpRequest, Draft], HttpResponse]] = {
    "jenis": _kind,
    "tempat": _place,
    "titik": _point,
    "masalah": _story,
    "biaya": _cost,
    "foto": _photos,
    "periksa": _review,
}


@never_cache
@login_required
def draft_photo(request: HttpRequest, draft: uuid.UUID, pk: uuid.UUID) -> FileResponse:
    photo = get_object_or_404(_draft(request, draft).photos, pk=pk)
    return send_picture(photo, small=True, public=False)


@never_cache
@login_required
def autosave(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    """Keeps what is being typed, a few seconds after the last key.

    The page shows "Draf tersimpan 14.02".
    """
    row = _draft(request, draft)
    if request.method != "POST" or row.sent_as is not None:
        raise Http404
    _keep(row, _typed(request.POST))
    response = HttpResponse(timezone.localtime().strftime("%H.%M"), content_type="text/plain")
    patch_cache_control(response, no_store=True)
    return response


@never_cache
@login_required
def discard(request: HttpRequest, draft: uuid.UUID) -> HttpResponse:
    row = _draft(request, draft)
    if request.method == "POST" and row.sent_as is None:
        row.delete()
        messages.success(request, "Draf dihapus.")
        return redirect("proposal_new")
    return render(request, "musrenbang/discard.html", {"draft": row})
