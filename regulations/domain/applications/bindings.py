"""Verbs of the binding between applications and regulations: bind, take over, look again, end."""

from __future__ import annotations

import hashlib
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.formats import date_format

from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from regulations.domain.applications.legal_check import may_shelter
from regulations.domain.law.events import recompute_soon, require_legal_officer
from regulations.domain.law.states import force_of
from regulations.domain.text.versions import part_as_of
from regulations.models import Application, Binding, Provision, Regulation, RegulationFile
from regulations.models.provision import CITABLE
from regulations.vocabulary import BindingRole, Force, LifecycleState


@verb
def bind(
    *,
    actor: Any,
    application: Application,
    regulation: Regulation,
    role: str,
    start: date,
    until: date | None = None,
    provision: Provision | None = None,
    quote: str = "",
) -> Binding:
    """Binds an application to a regulation or one pasal of it.

    From `start` until `until` (exclusive). The quote is frozen with its hash.

    A Keputusan is refused (UU 12/2011 ps 100).
    One umbrella per application and one application per umbrella at a time: the database holds
    both, also against direct SQL.
    An umbrella's successor takes over on the same day.
    """
    require_legal_officer(actor)
    if not regulation.may_be_basis:
        raise Invalid(
            "decision_no_basis",
            f"{regulation.citation} adalah keputusan, bukan peraturan; "
            "tidak dapat menjadi dasar hukum.",
            field="regulation",
        )
    if provision is not None and provision.regulation_id != regulation.pk:
        raise Invalid(
            "other_regulation", "Pasal ini bukan bagian dari peraturan itu.", field="provision"
        )
    if regulation.other_region:
        raise Invalid(
            "other_region",
            f"{regulation.citation} dibuat daerah lain; tidak dapat menjadi dasar di sini.",
            field="regulation",
        )
    if role == BindingRole.UMBRELLA and not may_shelter(regulation):
        raise Invalid(
            "no_umbrella",
            f"Payung adalah satu {settings.REGION_PROFILE.head_regulation} daerah ini.",
            field="regulation",
        )
    if provision is not None and provision.kind not in CITABLE:
        raise Invalid("which_part", "Ikat pada pasalnya; judul bab bukan dasar.", field="provision")
    unconfirmed = RegulationFile.objects.filter(regulation=regulation, confirmed_at=None)
    if provision is not None and unconfirmed.exists():
        raise Refusal(
            "not_confirmed",
            f"Pastikan dulu susunan {regulation.citation}; kutipan pasalnya dibekukan saat diikat.",
        )
    if until is not None and until <= start:
        raise Invalid("bad_period", "Tanggal akhir harus sesudah tanggal mulai.", field="until")
    if role == BindingRole.UMBRELLA:
        _hand_over(application, regulation, start, until)
    wording = part_as_of(provision, start) if provision else None
    period = DateRange(start, until)
    made = Binding(
        application=application,
        regulation=regulation,
        provision=provision,
        role=role,
        valid=period,
    )
    try:
        with transaction.atomic():
            return _freeze(made, quote or (wording.text if wording else ""), actor)
    except IntegrityError:
        umbrellas = Binding.objects.filter(
            regulation=regulation, role=BindingRole.UMBRELLA, valid__overlap=period
        )
        others = umbrellas.exclude(application=application).select_related("application")
        taken = others.first()
        if taken is not None:
            raise Refusal(
                "umbrella_taken",
                f"{regulation.citation} sudah memayungi {taken.application}. "
                "Satu aplikasi, satu peraturan.",
            ) from None
        same = application.bindings.filter(
            regulation=regulation, provision=provision, role=role, valid__overlap=period
        )
        if same.exists():
            raise Refusal("already_bound", "Ikatan yang sama sudah ada pada masa itu.") from None
        raise Refusal(
            "has_umbrella",
            f"{application} sudah punya payung pada masa itu. Akhiri dulu yang lama.",
        ) from None


def _hand_over(
    application: Application, regulation: Regulation, start: date, until: date | None
) -> None:
    """Ends the umbrella of the day on which another regulation takes over from it."""
    umbrellas = application.bindings.select_for_update(no_key=True).filter(
        role=BindingRole.UMBRELLA
    )
    previous = umbrellas.filter(valid__contains=start).first()
    if previous is None or previous.regulation_id == regulation.pk or previous.valid.lower == start:
        return
    if until is not None and (previous.valid.upper is None or until < previous.valid.upper):
        raise Invalid(
            "leaves_gap",
            f"Sesudah {date_format(until, 'j F Y')} aplikasi ini akan tanpa payung. "
            "Kosongkan tanggal akhirnya.",
            field="until",
        )
    previous.valid = DateRange(previous.valid.lower, start)
    previous.save(update_fields=["valid"])


@verb
def renew(*, actor: Any, binding: Binding, on: date | None = None) -> Binding:
    """An officer has held a binding against its pasal as it reads today.

    The old row ends on that day, a new one freezes the new wording.
    """
    require_legal_officer(actor)
    on = on or timezone.localdate()
    row = Binding.objects.select_for_update(no_key=True).get(pk=binding.pk)
    if on not in row.valid:
        raise Refusal("binding_ended", "Ikatan ini tidak berlaku pada hari itu.")
    if force_of(row.regulation, on, row.provision) == Force.ENDED:
        raise Refusal(
            "basis_ended",
            f"{row.regulation.citation} tidak berlaku lagi. Ikat aplikasi pada penggantinya.",
        )
    wording = part_as_of(row.provision, on) if row.provision else None
    text = wording.text if wording else row.quote
    if row.valid.lower == on:
        raise Refusal(
            "bound_today",
            "Ikatan ini baru dibuat hari ini; periksa lagi besok, atau bila pasalnya berubah.",
        )
    until = row.valid.upper
    row.valid = DateRange(row.valid.lower, on)
    row.save(update_fields=["valid"])
    made = Binding(
        application=row.application,
        regulation=row.regulation,
        provision=row.provision,
        role=row.role,
        valid=DateRange(on, until),
    )
    return _freeze(made, text, actor)


@verb
def end(*, actor: Any, binding: Binding, on: date) -> Binding:
    """The application stands on it no longer from a day.

    The row stays: as-of questions still find it.
    A binding made by mistake today, ended on its own first day, never stood: its row goes, its
    history stays.
    """
    require_legal_officer(actor)
    row = Binding.objects.select_for_update(no_key=True).get(pk=binding.pk)
    if row.valid.upper is not None and row.valid.upper <= on:
        raise Refusal("binding_ended", "Ikatan ini sudah berakhir.")
    lower = row.valid.lower
    if lower is not None and on <= lower:
        live = row.application.steps.filter(on__gte=lower, life=LifecycleState.LIVE)
        used = row.findings.exists() or live.exists()
        if on < lower or used or row.checked_on != timezone.localdate():
            raise Invalid("bad_period", "Tanggal akhir harus sesudah tanggal mulai.", field="on")
        row.delete()
        cut = None
        if row.role == BindingRole.UMBRELLA:
            umbrellas = row.application.bindings.filter(role=BindingRole.UMBRELLA)
            cut = umbrellas.filter(valid__endswith=lower).first()
        if cut is not None:  # what the mistake had ended goes on
            cut.valid = DateRange(cut.valid.lower, row.valid.upper)
            cut.save(update_fields=["valid"])
        recompute_soon()
        return row
    row.valid = DateRange(row.valid.lower, on)
    row.save(update_fields=["valid"])
    recompute_soon()
    return row


def _freeze(binding: Binding, quote: str, actor: Any) -> Binding:
    """Writes a binding with its quote and the quote's hash, checked by the actor today."""
    binding.quote = quote.strip()
    digest = hashlib.sha256(binding.quote.encode()).hexdigest()
    binding.quote_sha256 = digest if binding.quote else ""
    binding.checked_by, binding.checked_on = actor, timezone.localdate()
    binding.save()
    recompute_soon()
    return binding
