"""The verb that carries an amending regulation into the text it amends, pasal by pasal."""

from __future__ import annotations

import re
from datetime import date
from functools import partial

from django.db.models import F, Max

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Refusal
from egov.verbs.verb import verb
from regulations.domain.law.events import record_event
from regulations.domain.parsing.changes import Change, read_changes
from regulations.domain.parsing.numbers import roman
from regulations.models import LegalEvent, Provision, Regulation, RegulationFile
from regulations.vocabulary import AmendmentKind, EventKind, PartKind


def changes_of(regulation: Regulation) -> list[Change]:
    """What the Pasal I of an amending regulation says, as an officer has corrected it.

    Empty for any other regulation.
    """
    first = regulation.provisions.filter(path="pasal-i").first()
    return read_changes(first.text) if first else []


@verb
def apply_changes(
    *, actor: User, regulation: Regulation, target: Regulation, on: date, override: str = ""
) -> list[LegalEvent]:
    """Writes the new wording of each pasal that `regulation` changes in `target`.

    It is in force from a day (inclusive).
    The first wording stays: `?pada=` before that day still shows it.
    Refused until the amending text is confirmed, and a second time.
    A BAB that is deleted takes its pasal with it.
    `override`: the reason where a rule is broken on purpose.
    """
    require(actor, "regulations.apply_changes", regulation)
    changes = _confirmed_changes(regulation)
    Regulation.objects.select_for_update(no_key=True).get(pk=target.pk)
    recorded = LegalEvent.objects.filter(source=regulation, target=target, kind=EventKind.AMENDS)
    if recorded.filter(provision__isnull=False).exists():
        raise Refusal("already_applied", "Perubahan peraturan ini sudah diterapkan.")
    amends = partial(
        record_event,
        actor=actor,
        kind=EventKind.AMENDS,
        source=regulation,
        target=target,
        on=on,
        override=override,
    )
    if not recorded.filter(provision=None).exists():
        amends()
    events: dict[int, LegalEvent] = {}
    for change in changes:
        for part in _touched(target, change):
            if part.pk not in events:  # one amending regulation says once how a pasal reads
                events[part.pk] = amends(
                    provision=part,
                    amendment=change.act,
                    wording=change.text,
                    basis=f"Pasal I angka {change.number}",
                    tell=False,
                )
    return list(events.values())


def _confirmed_changes(regulation: Regulation) -> list[Change]:
    """The changes of an amending regulation whose text an officer has confirmed."""
    confirmed = RegulationFile.objects.filter(regulation=regulation, confirmed_at__isnull=False)
    if not confirmed.exists():
        raise Refusal(
            "not_confirmed",
            f"Pastikan dulu susunan {regulation.citation}, lalu terapkan perubahannya.",
        )
    changes = changes_of(regulation)
    if not changes:
        raise Refusal(
            "no_changes",
            "Tidak terbaca perubahan pasal demi pasal. "
            "Catat perubahannya satu per satu sebagai peristiwa hukum.",
        )
    return changes


def _touched(target: Regulation, change: Change) -> list[Provision]:
    """The parts that a change is about: its pasal, or a deleted BAB with the pasal under it."""
    if change.kind == PartKind.CHAPTER and change.act == AmendmentKind.DELETES:
        rows = list(target.provisions.all())
        at = next((i for i, row in enumerate(rows) if row.path == change.path), None)
        if at is None:
            return []
        inner = (PartKind.PART, PartKind.PARAGRAPH, PartKind.ARTICLE)
        outside = (i for i in range(at + 1, len(rows)) if rows[i].kind not in inner)
        return rows[at : next(outside, len(rows))]
    return [_changed(target, change)]


def _changed(target: Regulation, change: Change) -> Provision:
    """The pasal that a change is about: the one there is, or a new row in its place."""
    standing = target.provisions.filter(path=change.path).first()
    if standing is not None:
        return standing
    before = target.provisions.filter(path=change.after).first() or _place(target, change)
    position = (before.position if before else _last_position(target)) + 1
    target.provisions.filter(position__gte=position).update(position=F("position") + 1)
    heading = ""
    if change.kind == PartKind.CHAPTER:
        heading = change.text
    elif before and before.kind == PartKind.ARTICLE:
        heading = before.heading
    return Provision.objects.create(
        regulation=target,
        kind=change.kind,
        label=change.label,
        path=change.path,
        position=position,
        heading=heading[:600],
    )


def _place(target: Regulation, change: Change) -> Provision | None:
    """The part after which an inserted one stands by its number.

    Pasal 4A after Pasal 4, BAB IIA after the last pasal of BAB II.
    """
    parts = target.provisions.filter(kind__in=[PartKind.ARTICLE, PartKind.CHAPTER])
    rows = list(parts.only("pk", "path", "label", "kind", "position", "heading"))
    if change.kind == PartKind.CHAPTER:
        number = roman(change.label.split()[1])
        chapters = (i for i, row in enumerate(rows) if row.kind == PartKind.CHAPTER)
        higher = (i for i in chapters if roman(rows[i].label.split()[1]) > number)
        following = next(higher, len(rows))
        return rows[following - 1] if following else None
    articles = (row for row in rows if row.kind == PartKind.ARTICLE)
    before = [row for row in articles if _key(row.path) < _key(change.path)]
    last = max(before, key=lambda row: _key(row.path), default=None)
    if last is None:
        return None
    below = rows[rows.index(last) + 1 :]
    if change.act == AmendmentKind.INSERTS and below and _is_inserted_chapter(below[0]):
        return below[0]
    return last


def _last_position(target: Regulation) -> int:
    return target.provisions.aggregate(last=Max("position"))["last"] or 0


def _is_inserted_chapter(part: Provision) -> bool:
    return part.kind == PartKind.CHAPTER and part.label[-1] not in "IVXLC"


def _key(path: str) -> tuple[int, str]:
    match = re.fullmatch(r"pasal-(\d+)([a-z]*)", path)
    return (int(match[1]), match[2]) if match else (0, "")
