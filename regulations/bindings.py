"""Verbs of the binding between applications and regulations: register, bind, take over, go live, record what runs."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateRange
from django.utils import timezone
from django.utils.formats import date_format

from egov.acts.refusal import Invalid, Refusal
from regulations.force import effective, ended_by, force_of
from regulations.models import Application, Binding, Finding, LifeStep, Provision, Regulation
from regulations.models.application import Life, Problem, Role
from regulations.models.event import Event
from regulations.models.regulation import Force, Reach
from regulations.timeline import require_legal_officer

STANDING = (Force.IN_FORCE, Force.PARTLY)


@transaction.atomic
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
    """Binds an application to a regulation or one pasal of it, from `start` until `until` (exclusive). The quote is frozen with its hash.

    A Keputusan is refused (UU 12/2011 ps 100). One umbrella per application and one application per umbrella at a time: the
    database holds both, also against direct SQL. An umbrella's successor takes over on the same day.
    """
    require_legal_officer(actor)
    if not regulation.may_be_basis:
        raise Invalid(
            "decision_no_basis", f"{regulation.citation} adalah keputusan, bukan peraturan; tidak dapat menjadi dasar hukum.", field="regulation"
        )
    if provision is not None and provision.regulation_id != regulation.pk:
        raise Invalid("other_regulation", "Pasal ini bukan bagian dari peraturan itu.", field="provision")
    if until is not None and until <= start:
        raise Invalid("bad_period", "Tanggal akhir harus sesudah tanggal mulai.", field="until")
    if role == Role.UMBRELLA:
        previous = application.bindings.select_for_update().filter(role=Role.UMBRELLA, valid__contains=start).first()
        if previous is not None and previous.regulation_id != regulation.pk and previous.valid.lower != start:
            previous.valid = DateRange(previous.valid.lower, start)
            previous.save(update_fields=["valid"])
    quote = (quote or (provision.text if provision else "")).strip()
    try:
        with transaction.atomic():
            return Binding.objects.create(
                application=application,
                regulation=regulation,
                provision=provision,
                role=role,
                valid=DateRange(start, until),
                quote=quote,
                quote_sha256=hashlib.sha256(quote.encode()).hexdigest() if quote else "",
                checked_by=actor,
                checked_on=timezone.localdate(),
            )
    except IntegrityError:
        other = Binding.objects.filter(regulation=regulation, role=Role.UMBRELLA, valid__overlap=DateRange(start, until)).exclude(
            application=application
        )
        taken = other.select_related("application").first()
        if taken is not None:
            raise Refusal("umbrella_taken", f"{regulation.citation} sudah memayungi {taken.application}. Satu aplikasi, satu peraturan.") from None
        raise Refusal("has_umbrella", f"{application} sudah punya payung pada masa itu. Akhiri dulu yang lama.") from None


@dataclass(frozen=True)
class Lack:
    """One thing that is missing before an application may go live, and the way to it."""

    problem: str
    sentence: str
    binding: Binding | None = None


def lacks(application: Application, on: date, bound: Sequence[Binding] | None = None) -> list[Lack]:
    """What the legal basis of an application lacks on a day; empty when it is sound. One look for going live and for health.

    `bound`: its bindings of that day `with_law`, for those who look at many applications.
    """
    if bound is None:
        bound = list(application.bindings.standing_on(on).with_law())
    found: list[Lack] = []
    umbrella = next((b for b in bound if b.role == Role.UMBRELLA), None)
    short = settings.REGION_PROFILE.head_regulation
    if umbrella is None:
        found.append(Lack(Problem.NO_BASIS, f"Belum ada payung. Ikat {application} pada satu {short} yang berlaku."))
    else:
        state = force_of(umbrella.regulation, on, umbrella.provision)
        cited = umbrella.regulation.citation
        if state == Force.ENDED:
            event = ended_by(umbrella.regulation, on)
            by = f" dengan {event.source.citation}" if event and event.source else ""
            found.append(Lack(Problem.UMBRELLA_ENDED, f"{cited} tidak berlaku lagi{by}. Ikat pada penggantinya.", umbrella))
        elif state == Force.NOT_YET:
            begins = umbrella.regulation.commences_on or umbrella.regulation.promulgated_on
            when = date_format(begins, "j F Y") if begins else "kemudian"
            found.append(Lack(Problem.UMBRELLA_NOT_YET, f"{cited} baru berlaku {when}. Tunggu sampai hari itu.", umbrella))
        elif state == Force.UNKNOWN:
            found.append(Lack(Problem.UMBRELLA_UNKNOWN, f"Berlakunya {cited} belum diketahui. Lengkapi tanggal diundangkannya.", umbrella))
    if (application.obliges or application.tax_or_levy) and not any(_obliges(b, application, on) for b in bound):
        what = "Perda daerah ini (UU 1/2022 pasal 94)" if application.tax_or_levy else "Perda atau yang lebih tinggi"
        lost = next((b for b in bound if b.role == Role.OBLIGATION and force_of(b.regulation, on, b.provision) == Force.ENDED), None)
        found.append(Lack(Problem.NO_PERDA, f"Aplikasi ini mewajibkan warga: ikat pada pasal {what} yang berlaku, sebagai kewajiban.", lost))
    return found


def _obliges(binding: Binding, application: Application, on: date) -> bool:
    """Whether a binding carries an obligation of citizens: a pasal, in force, of a Perda or higher (of this region's Perda for a tax)."""
    kind = binding.regulation.kind
    if binding.role != Role.OBLIGATION or binding.provision is None or not kind.penal:
        return False
    if application.tax_or_levy and not (kind.code == "perda" and kind.reach == Reach.REGION):
        return False
    return force_of(binding.regulation, on, binding.provision) in STANDING


@transaction.atomic
def go_live(*, actor: Any, application: Application, on: date | None = None) -> LifeStep:
    """A new application goes live only with an umbrella in force that day and, where it obliges citizens, a pasal of a Perda or higher.

    The refusal names everything that is missing and the way to it.
    """
    require_legal_officer(actor)
    on = on or timezone.localdate()
    Application.objects.select_for_update().get(pk=application.pk)
    missing = lacks(application, on)
    if missing:
        raise Refusal(missing[0].problem, " ".join(lack.sentence for lack in missing))
    return LifeStep.objects.create(application=application, life=Life.LIVE, on=on, by=actor)


@transaction.atomic
def record_running(*, actor: Any, application: Application, year: int, source: str, on: date | None = None) -> LifeStep:
    """Registers an application that already runs: live, its first year and source; from that day an open finding *berjalan tanpa dasar*
    unless its basis is sound."""
    require_legal_officer(actor)
    if not source.strip():
        raise Invalid("no_source", "Sebutkan dari mana diketahui bahwa aplikasi ini berjalan.", field="source")
    on = on or timezone.localdate()
    application.first_year, application.source_note = year, source.strip()
    application.save(update_fields=["first_year", "source_note"])
    step = LifeStep.objects.create(application=application, life=Life.LIVE, on=on, by=actor, note=f"Berjalan sejak {year}. {source.strip()}")
    open_findings(application, on)
    return step


def open_findings(application: Application, on: date) -> list[Finding]:
    """Opens a finding for each lack that has none open yet. Nothing closes here: only an act closes a finding."""
    opened = []
    for lack in [*lacks(application, on), *amended(application, on)]:
        finding, new = Finding.objects.get_or_create(
            application=application,
            problem=lack.problem,
            binding=lack.binding,
            closed_on=None,
            defaults={"opened_on": on, "candidate": candidate_for(lack.binding, on) if lack.binding else None},
        )
        if new:
            opened.append(finding)
    return opened


def amended(application: Application, on: date) -> list[Lack]:
    """Bound pasal that were amended after the binding was last checked. No lack of basis: an officer looks and closes it."""
    found = []
    for binding in application.bindings.standing_on(on).with_law():
        since = max(filter(None, (binding.valid.lower, binding.checked_on)), default=None)
        events = [e for e in effective(list(binding.regulation.changes.all()), on) if e.kind == Event.AMENDS]
        touching = [
            e for e in events if binding.provision_id is not None and e.provision_id == binding.provision_id and (since is None or e.on > since)
        ]
        if touching:
            label = binding.provision.label if binding.provision else ""
            sentence = f"{label} {binding.regulation.citation} sudah diubah. Periksa apakah kutipannya masih sesuai."
            found.append(Lack(Problem.AMENDED, sentence, binding))
    return found


def candidate_for(binding: Binding, on: date) -> Regulation | None:
    """The regulation offered in place of one that ended: its repealer, where that may be a basis and stands alone."""
    event = ended_by(binding.regulation, on)
    found = event.source if event else None
    return found if found is not None and found.may_be_basis else None


@transaction.atomic
def close_finding(*, actor: Any, finding: Finding, note: str, on: date | None = None) -> Finding:
    """Closes a finding by an act that says how; refused while the lack is still there."""
    require_legal_officer(actor)
    on = on or timezone.localdate()
    row = Finding.objects.select_for_update().select_related("application").get(pk=finding.pk)
    if row.closed_on:
        raise Refusal("already_closed", "Temuan ini sudah ditutup.")
    if not note.strip():
        raise Invalid("no_note", "Tulis bagaimana temuan ini diselesaikan.", field="note")
    still = _sentences(lacks(row.application, on), row)
    if still:
        raise Refusal("still_lacking", f"Sebabnya masih ada. {' '.join(still)}")
    row.closed_on, row.closed_by, row.closing_note = on, actor, note.strip()
    row.save(update_fields=["closed_on", "closed_by", "closing_note"])
    return row


def _sentences(found: Sequence[Lack], finding: Finding) -> list[str]:
    return [lack.sentence for lack in found if lack.problem == finding.problem and (lack.binding.pk if lack.binding else None) == finding.binding_id]
