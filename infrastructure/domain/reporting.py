"""What somebody says who stands before a thing with its label; and what became of it."""

from __future__ import annotations

from django.utils import timezone

from egov.accounts.models import User
from egov.files.models import StoredFile
from egov.verbs.idempotency import reserve_key
from egov.verbs.permission import may, require
from egov.verbs.plain import plain
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from infrastructure.domain.lifecycle import verify
from infrastructure.domain.records import reason_of
from infrastructure.models import Asset, LabelReport
from infrastructure.vocabulary import AssetStatus, LabelAnswer

LONGEST = 500  # letters of a note
COUNTED = 100


@verb
def report_label(
    *,
    actor: User,
    asset: Asset,
    answer: str,
    key: str,
    note: str = "",
    photo: StoredFile | None = None,
) -> LabelReport:
    """Keeps the answer once per (actor, key). From who keeps the thing, "still right" verifies it.

    A changed or lost thing says in a note what is otherwise.
    """
    require(actor, "infrastructure.report_asset", asset)
    slot = reserve_key(verb="infrastructure.report", actor_id=actor.pk, key=key)
    if slot.result:
        return LabelReport.objects.get(pk=slot.result)
    if answer not in LabelAnswer.values:
        raise Invalid("no_answer", "Pilih satu jawaban.", field="answer")
    note = " ".join(plain(note).split())
    if len(note) > LONGEST:
        raise Invalid("long_note", f"Tulis paling banyak {LONGEST} huruf.", field="note")
    if answer != LabelAnswer.STILL_RIGHT and not note:
        raise Invalid("no_note", "Tulis apa yang berubah atau sejak kapan hilang.", field="note")
    report = LabelReport.objects.create(
        asset=asset, answer=answer, note=note, photo=photo, reported_by=actor
    )
    own = may(actor, "infrastructure.keep_asset", asset)
    if answer == LabelAnswer.STILL_RIGHT and own and asset.status != AssetStatus.RETIRED:
        verify(actor=actor, asset=asset, reason="Label dipindai: masih benar")
        _close(report, actor, "Dicatat sebagai pemeriksaan.")
    slot.complete_key(str(report.pk))
    return report


@verb
def close_report(*, actor: User, report: LabelReport, note: str) -> LabelReport:
    """Says what was done about it."""
    row = _locked(actor, report)
    if row.closed_at is not None:
        raise Refusal("closed_already", "Laporan ini sudah diselesaikan.")
    _close(row, actor, reason_of(note))
    return row


@verb
def reopen_report(*, actor: User, report: LabelReport) -> LabelReport:
    """The way back: it waits again."""
    row = _locked(actor, report)
    if row.closed_at is None:
        raise Refusal("open_already", "Laporan ini masih terbuka.")
    row.closed_at, row.closed_by, row.closing_note = None, None, ""
    row.save(update_fields=["closed_at", "closed_by", "closing_note"])
    return row


def open_reports(user: User) -> int:
    """How many wait for this person, counted to a limit."""
    rows = LabelReport.objects.administered_by(user).filter(closed_at=None)
    return int(rows.order_by()[:COUNTED].count())


def _locked(actor: User, report: LabelReport) -> LabelReport:
    require(actor, "infrastructure.keep_asset", report.asset)
    rows = LabelReport.objects.select_for_update(of=("self",), no_key=True)
    row: LabelReport = rows.select_related("asset").get(pk=report.pk)
    return row


def _close(report: LabelReport, actor: User, note: str) -> None:
    report.closed_at, report.closed_by, report.closing_note = timezone.now(), actor, note
    report.save(update_fields=["closed_at", "closed_by", "closing_note"])
