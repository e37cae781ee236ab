"""Clauses of a regulation's pasal.

Found by program, confirmed by an officer, settled by the regulation that was owed.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.conf import settings
from django.db.models import Q, QuerySet
from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from regulations.domain.law.states import starts_on
from regulations.domain.parsing.dates import later
from regulations.models import Clause, Regulation
from regulations.models.clause import PENAL
from regulations.vocabulary import ClauseKind, Jurisdiction

_DELEGATES = re.compile(
    r"(?:diatur|ditetapkan)(?:\s+lebih\s+lanjut)?\s+(?:dalam|dengan|oleh)\s+"
    r"(Peraturan\s+(?:Wali\s*kota|Bupati|Gubernur|Kepala\s+Daerah|Daerah"
    r"|Presiden|Pemerintah|Menteri)"
    r"|Keputusan\s+(?:Wali\s*kota|Bupati|Kepala\s+Daerah))",
    re.IGNORECASE,
)
_DUE = re.compile(
    r"paling\s+(?:lama|lambat)\s+(\d{1,4})\s*(?:\([^()]{0,60}\)\s*)?"
    r"(hari|bulan|tahun)\s+(?:sejak|setelah|terhitung)([^.;]{0,90})",
    re.IGNORECASE,
)
# "Wajib Pajak adalah …" obliges nobody
_DEFINES = re.compile(r"^\d+[a-z]?\.\s+[^.;]{1,120}\badalah\b")
_KINDS = (
    (ClauseKind.SANCTION, re.compile(r"\bdikenakan\s+sanksi\b", re.IGNORECASE)),
    (ClauseKind.BAN, re.compile(r"\bdilarang\b", re.IGNORECASE)),
    (ClauseKind.DUTY, re.compile(r"\bwajib\b", re.IGNORECASE)),
)


@dataclass(frozen=True)
class ClauseInText:
    kind: str
    sentence: str
    to: str = ""
    amount: int = 0
    unit: str = ""


def find_clauses(text: str) -> Iterator[ClauseInText]:
    """The clauses of one pasal's text, sentence by sentence; an ayat is a sentence."""
    for raw in re.split(r"(?<=[.;])\s*\n|\n(?=\(\d+\w?\))", text):
        sentence = " ".join(raw.split())
        if not sentence or _DEFINES.match(sentence):
            continue
        delegates = _DELEGATES.search(sentence)
        if delegates:
            due = _DUE.search(sentence)
            yield ClauseInText(
                ClauseKind.DELEGATION,
                sentence,
                " ".join(delegates[1].split()),
                int(due[1]) if due else 0,
                due[2].lower() if due else "",
            )
        if PENAL.search(sentence):
            yield ClauseInText(ClauseKind.PENAL, sentence)
        for kind, pattern in _KINDS:
            if pattern.search(sentence):
                yield ClauseInText(kind, sentence)
                break


def due_of(sentence: str, regulation: Regulation) -> date | None:
    """When what a sentence delegates is due.

    Counted from promulgation, or from commencement where the sentence says so.
    """
    due = _DUE.search(sentence)
    if due is None:
        return None
    start = starts_on(regulation) if re.search(r"\bberlaku", due[3]) else regulation.promulgated_on
    return due_day(start, int(due[1]), due[2].lower())


@verb
def redate(*, regulation: Regulation) -> int:
    """Counts the deadlines anew after a date of the regulation changed. Returns how many moved."""
    moved = 0
    delegations = Clause.objects.filter(kind=ClauseKind.DELEGATION)
    for clause in delegations.filter(provision__regulation=regulation):
        due = due_of(clause.sentence, regulation)
        if due != clause.due_on:
            clause.due_on = due
            clause.save(update_fields=["due_on"])
            moved += 1
    return moved


def due_day(start: date | None, amount: int, unit: str) -> date | None:
    """The last day to do what is due `amount` days, months or years after `start`.

    None where either is unknown.
    """
    if start is None or not amount:
        return None
    try:
        return later(start, amount, unit)
    except (ValueError, OverflowError):  # beyond the last day of the calendar
        return None


@verb
def read_clauses(*, actor: User, regulation: Regulation) -> int:
    """Reads the clauses of all pasal, with their deadlines. Confirmed ones stay.

    Returns how many are new.
    """
    require(actor, "regulations.read_clauses", regulation)
    Clause.objects.filter(provision__regulation=regulation, confirmed_at=None).delete()
    rows = []
    for part in regulation.provisions.articles():
        for read in find_clauses(part.text):
            clause = Clause(provision=part, kind=read.kind, sentence=read.sentence, to=read.to)
            if read.amount:
                clause.due_on = due_of(read.sentence, regulation)
            rows.append(clause)
    before = Clause.objects.filter(provision__regulation=regulation).count()
    Clause.objects.bulk_create(rows, ignore_conflicts=True, batch_size=500)
    return Clause.objects.filter(provision__regulation=regulation).count() - before


@verb
def confirm_clause(*, actor: User, clause: Clause) -> Clause:
    """From now it counts: a delegation is a debt until settled."""
    require(actor, "regulations.confirm_clause", clause)
    row = Clause.objects.select_for_update(no_key=True).get(pk=clause.pk)
    if row.confirmed_at:
        raise Refusal("already_confirmed", "Ketentuan ini sudah dipastikan.")
    row.confirmed_at, row.confirmed_by = timezone.now(), actor
    row.save(update_fields=["confirmed_at", "confirmed_by"])
    return row


@verb
def confirm_clauses(*, actor: User, regulation: Regulation, ids: Sequence[int]) -> int:
    """Confirms those of `ids` that still wait in this regulation; returns how many."""
    require(actor, "regulations.confirm_clause", regulation)
    rows = Clause.objects.filter(
        pk__in=ids, provision__regulation=regulation, confirmed_at=None
    ).order_by("pk")
    for clause in rows:
        confirm_clause(actor=actor, clause=clause)
    return len(rows)


def may_settle(clause: Clause) -> QuerySet[Regulation]:
    """The regulations that may settle a delegation.

    Made by the same region or the nation, not before the one that delegates, of the kind it
    names where it names one, and no Keputusan unless it asks for one.
    """
    owner = clause.provision.regulation
    rows = Regulation.objects.exclude(pk=owner.pk).filter(
        Q(other_region=owner.other_region) | Q(kind__reach=Jurisdiction.NATIONAL)
    )
    made_on = owner.promulgated_on or owner.enacted_on
    if made_on:
        undated = Q(promulgated_on=None, year__gte=made_on.year)
        rows = rows.filter(Q(promulgated_on__gte=made_on) | undated)
    asked = "".join(clause.to.lower().split())
    if not asked.startswith("keputusan"):
        rows = rows.filter(kind__regulation=True)
    if asked in ("peraturanwalikota", "peraturanbupati", "peraturankepaladaerah"):
        rows = rows.filter(kind__name__in=[settings.REGION_PROFILE.head_regulation_long])
    elif asked == "peraturandaerah":
        rows = rows.filter(kind__code__in=["perda", "perda-provinsi"])
    return rows


@verb
def settle(*, actor: User, clause: Clause, regulation: Regulation) -> Clause:
    """The regulation that was owed has been made."""
    require(actor, "regulations.settle_clause", clause)
    row = Clause.objects.select_for_update(no_key=True).get(pk=clause.pk)
    if row.kind != ClauseKind.DELEGATION or not row.confirmed_at:
        raise Refusal("no_debt", "Yang dapat dilunasi hanya pendelegasian yang sudah dipastikan.")
    if not may_settle(row).filter(pk=regulation.pk).exists():
        raise Invalid(
            "cannot_settle",
            f"{regulation.citation} bukan peraturan yang diminta ketentuan ini, "
            "atau lebih tua darinya.",
            field="regulation",
        )
    row.settled_by = regulation
    row.save(update_fields=["settled_by"])
    return row


@verb
def reopen(*, actor: User, clause: Clause) -> Clause:
    """A settlement recorded by mistake is taken back; the history keeps both."""
    require(actor, "regulations.reopen_clause", clause)
    row = Clause.objects.select_for_update(no_key=True).get(pk=clause.pk)
    if row.settled_by_id is None:
        raise Refusal("not_settled", "Utang ini belum dilunasi.")
    row.settled_by = None
    row.save(update_fields=["settled_by"])
    return row
