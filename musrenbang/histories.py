"""The path of a proposal as the desk tells it: its decisions, and what else changed on it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet

from egov.desk.history import Happening, Line, Said, Source, earlier, tracked
from egov.web.templatetags.portal import number, rupiah
from musrenbang.models import Decision, Proposal
from musrenbang.vocabulary import Outcome

EVENTS: Any = Proposal.pgh_event_model  # type: ignore[attr-defined]
SENTENCES = {
    Outcome.ENDORSE: "Disepakati {office}",
    Outcome.DECLINE: "Tidak disepakati {office}",
    Outcome.FORWARD: "Diteruskan {office}",
    Outcome.RETURN: "Dikembalikan {office} untuk dilengkapi",
    Outcome.REJECT: "Ditolak {office}",
    Outcome.MERGE: "Digabung {office} dengan usulan {other}",
    Outcome.RESERVE: "Dijadikan cadangan oleh {office}",
    Outcome.FEASIBLE: "Dinilai layak oleh {office}",
    Outcome.FEASIBLE_CHANGED: "Dinilai layak dengan perubahan oleh {office}",
    Outcome.NOT_FEASIBLE: "Dinilai tidak layak oleh {office}",
    Outcome.ACCEPT: "Diterima dalam musrenbang {region}, dicatat {office}",
    Outcome.UNDECIDED: "Belum diputuskan sampai tahun ini berakhir ({office})",
    Outcome.NOT_DISCUSSED: "Tidak dibahas sampai waktunya habis ({office})",
    Outcome.COMPLETED: "Dilengkapi {office}",
    Outcome.REOPENED: "Dibuka kembali oleh {office}",
    Outcome.PROMOTE: "Naik dari cadangan oleh {office}",
    Outcome.REDIRECT: "Dialihkan {office}",
    Outcome.PASSED: "Naik tanpa keputusan ({office})",
    Outcome.LAPSED: "Tidak dilengkapi pengusul sampai waktunya habis ({office})",
}


def decisions_of(rows: QuerySet[Decision]) -> Source:
    """Decisions of one proposal as a source, in the order in which they were made."""
    rows = rows.select_related("proposal", "merged_into")
    return Source(rows, "sequence", lambda decision: decision.decided_at, _decided)


def of_proposal(proposal: Proposal, *, accounts: bool) -> list[Source]:
    """Every decision, and every change that came without one: sent, completed, withheld."""
    before = earlier(EVENTS.objects, "decided")
    rows = EVENTS.objects.filter(pgh_obj=proposal.pk).annotate(decided_before=before)
    apart = rows.filter(Q(pgh_label="insert") | Q(decided=F("decided_before")))
    changes = tracked(apart, say=_says, when=_when, accounts=accounts)
    return [decisions_of(proposal.decisions.all()), changes]


def _when(row: Any) -> datetime:
    """A proposal was sent when it says so: one that was imported is older than its row."""
    moment: datetime = row.submitted_at if row.pgh_label == "insert" else row.pgh_created_at
    return moment


def _decided(decisions: Sequence[Decision]) -> list[Line]:
    return [Line(d.decided_at, told(d), note=_note(d)) for d in decisions]


def told(decision: Decision) -> str:
    """ "Diteruskan Lurah Kebraon"; a correction says that it is one."""
    words = {
        "office": decision.office,
        "other": decision.merged_into.number if decision.merged_into else "",
        "region": settings.REGION_PROFILE.name,
    }
    sentence = SENTENCES[Outcome(decision.outcome)].format(**words)
    if decision.supersedes_id is None or decision.outcome == Outcome.REOPENED:
        return sentence
    return f"Dibetulkan: {sentence[:1].lower()}{sentence[1:]}"


def _note(decision: Decision) -> str:
    money = f"{number(decision.volume)} {decision.proposal.unit}, {rupiah(decision.cost)}."
    return f"{decision.reason_text} {money}".strip()


def _says(happenings: Sequence[Happening]) -> list[Said | None]:
    return [_said(h) for h in happenings]


def _said(h: Happening) -> Said | None:
    if h.kind == "insert":
        office = h.row.entered_office
        return Said(f"Dimasukkan {office}" if office else "Dikirim pengusul", by="")
    if h.changed("withheld"):
        return Said("Ditahan dari umum" if h.row.withheld else "Tampil lagi untuk umum")
    return None
