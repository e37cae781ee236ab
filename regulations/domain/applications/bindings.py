"""Verbs of the binding between applications and regulations: bind, take over, look again, end."""

from __future__ import annotations

import hashlib
from datetime import date

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.formats import date_format

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from regulations.domain.applications.binding_plan import BindingPlan, check_binding
from regulations.domain.law.events import recompute_soon
from regulations.domain.law.states import force_of
from regulations.domain.text.versions import part_as_of
from regulations.models import Application, Binding, Provision, Regulation
from regulations.vocabulary import BindingRole, Force, LifecycleState


@verb
def bind(
    *,
    actor: User,
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
    require(actor, "regulations.bind_application", application)
    plan = BindingPlan(application, regulation, role, start, until, provision)
    check_binding(plan)
    if plan.is_umbrella:
        _hand_over(plan)
    return _write(plan, quote or plan.text_as_of_start(), actor)


def _hand_over(plan: BindingPlan) -> None:
    """Ends the umbrella of the day on which another regulation takes over from it."""
    umbrellas = plan.application.bindings.select_for_update(no_key=True).filter(
        role=BindingRole.UMBRELLA
    )
    previous = umbrellas.filter(valid__contains=plan.start).first()
    if previous is None or previous.regulation_id == plan.regulation.pk:
        return
    if previous.valid.lower == plan.start:
        return
    until, ends = plan.until, previous.valid.upper
    if until is not None and (ends is None or until < ends):
        raise Invalid(
            "leaves_gap",
            f"Sesudah {date_format(until, 'j F Y')} aplikasi ini akan tanpa payung. "
            "Kosongkan tanggal akhirnya.",
            field="until",
        )
    previous.valid = DateRange(previous.valid.lower, plan.start)
    previous.save(update_fields=["valid"])


def _write(plan: BindingPlan, quote: str, actor: User) -> Binding:
    """The binding as a row; what the database does not let stand is refused by its cause."""
    binding = Binding(
        application=plan.application,
        regulation=plan.regulation,
        provision=plan.provision,
        role=plan.role,
        valid=plan.period,
    )
    try:
        with transaction.atomic():
            return _freeze(binding, quote, actor)
    except IntegrityError:
        raise _collision(plan) from None


def _collision(plan: BindingPlan) -> Refusal:
    """Why the database refused: another application's umbrella, the same binding, or another."""
    overlapping = Binding.objects.filter(regulation=plan.regulation, valid__overlap=plan.period)
    umbrellas = overlapping.filter(role=BindingRole.UMBRELLA)
    others = umbrellas.exclude(application=plan.application).select_related("application")
    other = others.first()
    if other is not None:
        return Refusal(
            "umbrella_taken",
            f"{plan.regulation.citation} sudah memayungi {other.application}. "
            "Satu aplikasi, satu peraturan.",
        )
    own = overlapping.filter(application=plan.application)
    if own.filter(provision=plan.provision, role=plan.role).exists():
        return Refusal("already_bound", "Ikatan yang sama sudah ada pada masa itu.")
    return Refusal(
        "has_umbrella",
        f"{plan.application} sudah punya payung pada masa itu. Akhiri dulu yang lama.",
    )


@verb
def renew(*, actor: User, binding: Binding, on: date | None = None) -> Binding:
    """An officer has held a binding against its pasal as it reads today.

    The old row ends on that day, a new one freezes the new wording.
    """
    require(actor, "regulations.renew_binding", binding)
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
    renewed = Binding(
        application=row.application,
        regulation=row.regulation,
        provision=row.provision,
        role=row.role,
        valid=DateRange(on, until),
    )
    return _freeze(renewed, text, actor)


@verb
def end(*, actor: User, binding: Binding, on: date) -> Binding:
    """The application stands on it no longer from a day.

    The row stays: as-of questions still find it.
    A binding made by mistake today, ended on its own first day, never stood: its row goes, its
    history stays.
    """
    require(actor, "regulations.end_binding", binding)
    row = Binding.objects.select_for_update(no_key=True).get(pk=binding.pk)
    if row.valid.upper is not None and row.valid.upper <= on:
        raise Refusal("binding_ended", "Ikatan ini sudah berakhir.")
    lower = row.valid.lower
    if lower is not None and on <= lower:
        _take_back(row, lower, on)
    else:
        row.valid = DateRange(lower, on)
        row.save(update_fields=["valid"])
    recompute_soon()
    return row


def _take_back(row: Binding, lower: date, on: date) -> None:
    """Deletes a binding on its own first day, where nothing has stood on it."""
    live = row.application.steps.filter(entered_on__gte=lower, life=LifecycleState.LIVE)
    used = row.findings.exists() or live.exists()
    if on < lower or used or row.checked_on != timezone.localdate():
        raise Invalid("bad_period", "Tanggal akhir harus sesudah tanggal mulai.", field="on")
    row.delete()
    if row.role != BindingRole.UMBRELLA:
        return
    umbrellas = row.application.bindings.filter(role=BindingRole.UMBRELLA)
    previous = umbrellas.filter(valid__endswith=lower).first()
    if previous is not None:  # what the mistake had ended goes on
        previous.valid = DateRange(previous.valid.lower, row.valid.upper)
        previous.save(update_fields=["valid"])


def _freeze(binding: Binding, quote: str, actor: User) -> Binding:
    """Writes a binding with its quote and the quote's hash, checked by the actor today."""
    binding.quote = quote.strip()
    digest = hashlib.sha256(binding.quote.encode()).hexdigest()
    binding.quote_sha256 = digest if binding.quote else ""
    binding.checked_by, binding.checked_on = actor, timezone.localdate()
    binding.save()
    recompute_soon()
    return binding
