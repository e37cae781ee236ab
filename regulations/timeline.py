"""The verb of legal events. Each rule of UU 12/2011 Lampiran II refuses by its number; a reasoned override is recorded."""

from __future__ import annotations

import logging
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction

from egov.accounts.roles import Role as Office
from egov.acts.outbox import announce
from egov.acts.refusal import Invalid, NotAllowed, Refusal
from regulations.force import force_of
from regulations.models import Clause, LegalEvent, Provision, Regulation, RegulationFile
from regulations.models.clause import ClauseKind
from regulations.models.event import Amendment, Event
from regulations.models.regulation import Force


class RuleBroken(Refusal):
    """A rule of law-making, by its number in UU 12/2011 Lampiran II, or by the `article` of the law itself."""

    def __init__(self, rule: str, sentence: str, article: str = "") -> None:
        super().__init__(f"rule_{rule}", f"{sentence} (UU 12/2011, {article or f'Lampiran II nomor {rule}'}.)")
        self.rule = rule


def require_legal_officer(actor: Any) -> None:
    if not getattr(actor, "is_authenticated", False) or not actor.holds(Office.LEGAL_OFFICER):
        raise NotAllowed("not_legal_officer", "Hanya petugas hukum yang mencatat peraturan dan peristiwanya.")


def carries_penal(regulation: Regulation) -> bool:
    """Whether it may not work back in time: its text holds a penal clause, or may hold one and no officer has confirmed the text yet."""
    if not regulation.kind.penal:
        return False
    read = RegulationFile.objects.filter(regulation=regulation, confirmed_at__isnull=False).exists()
    return not read or Clause.objects.filter(provision__regulation=regulation, kind=ClauseKind.PENAL).exists()


def broken_rule(*, kind: str, source: Regulation | None, target: Regulation, on: date, provision: Provision | None = None) -> RuleBroken | None:
    """The first rule that this event would break; None when it breaks none. 154 (parts may start later) is no refusal."""
    if kind == Event.COMMENCES:
        promulgated = target.promulgated_on
        if promulgated and on < promulgated:
            if carries_penal(target):
                return RuleBroken("156", "Peraturan yang dapat memuat pidana tidak berlaku surut.")
            return RuleBroken("155", f"Mulai berlaku tidak boleh sebelum diundangkan ({promulgated}), kecuali berlaku surut dengan alasan.")
    if kind in (Event.IMPLEMENTS, Event.ESTABLISHES) and source is not None:
        begins, parent = source.commences_on or source.promulgated_on, target.commences_on or target.promulgated_on
        if begins and parent and begins < parent:
            return RuleBroken("157", f"Peraturan pelaksanaan tidak boleh berlaku sebelum {target.citation}.")
    if kind in (Event.REPEALS, Event.REPEALS_PART) and source is not None:
        if source.kind.rank > target.kind.rank or not source.may_be_basis:
            return RuleBroken("223", f"{target.citation} hanya dapat dicabut dengan peraturan yang setingkat atau lebih tinggi.")
        begins = source.commences_on or source.promulgated_on
        if begins and on < begins:
            return RuleBroken("158", f"Pencabutan tidak berlaku sebelum {source.citation} berlaku.")
    if kind == Event.AMENDS and source is not None:
        if source.kind.rank > target.kind.rank:
            return RuleBroken("rank", f"{target.citation} tidak dapat diubah dengan peraturan yang lebih rendah.", "pasal 7 ayat (2)")
        begins = source.commences_on or source.promulgated_on
        if begins and on < begins:
            return RuleBroken("155", f"Perubahan tidak berlaku sebelum {source.citation} berlaku, kecuali berlaku surut dengan alasan.")
    if kind == Event.WITHDRAWS and force_of(target, on) != Force.NOT_YET:
        return RuleBroken("149", "Yang ditarik kembali hanya peraturan yang sudah diundangkan dan belum berlaku; selain itu dicabut.")
    return None


@transaction.atomic
def record_event(
    *,
    actor: Any,
    kind: str,
    target: Regulation,
    on: date,
    source: Regulation | None = None,
    provision: Provision | None = None,
    basis: str = "",
    override: str = "",
    amendment: str = "",
    wording: str = "",
    tell: bool = True,
) -> LegalEvent:
    """Writes one legal event. A broken rule refuses unless `override` gives the reason; penal retroactivity never passes (156).

    `amendment` and `wording`: of an amendment of one pasal, what it does and how the pasal reads from that day. `tell`: whether
    followers hear of it; the pasal of one amending regulation are told once.

    Nothing cascades: what stood on the target keeps standing until an act of its own (228); findings are opened instead.
    """
    require_legal_officer(actor)
    Regulation.objects.select_for_update().get(pk=target.pk)
    if provision is not None and provision.regulation_id != target.pk:
        raise Invalid("other_regulation", "Pasal ini bukan bagian dari peraturan yang dituju.", field="provision")
    if kind == Event.REPEALS_PART and provision is None:
        raise Invalid("which_part", "Sebutkan pasal yang dicabut.", field="provision")
    if kind == Event.AMENDS and provision is not None:
        amendment = amendment or Amendment.CHANGES
        if amendment != Amendment.DELETES and not wording.strip() and amendment == Amendment.INSERTS:
            raise Invalid("no_wording", "Tulis bunyi pasal yang disisipkan.", field="wording")
    elif amendment or wording.strip():
        raise Invalid("no_amendment", "Bunyi baru hanya untuk peristiwa “mengubah” terhadap satu pasal.", field="wording")
    broken = broken_rule(kind=kind, source=source, target=target, on=on, provision=provision)
    if broken is not None and (broken.rule == "156" or not override.strip()):
        raise broken
    try:
        with transaction.atomic():
            event = LegalEvent.objects.create(
                kind=kind,
                source=source,
                target=target,
                provision=provision,
                on=on,
                amendment=amendment,
                wording="" if amendment == Amendment.DELETES else wording.strip(),
                basis=basis,
                override=override.strip() if broken else "",
                overridden_rule=broken.rule if broken else "",
                recorded_by=actor,
            )
    except IntegrityError:
        raise Refusal("event_exists", "Peristiwa ini sudah dicatat, atau tidak lengkap: sebutkan peraturan yang melakukannya.") from None
    if kind == Event.COMMENCES and provision is None:
        target.commences_on = on
        target.save(update_fields=["commences_on"])
    if tell:
        announce("law.changed", {"event": event.pk})
    transaction.on_commit(send_recompute, robust=True)
    return event


def send_recompute() -> None:
    """Hurries the recomputation; the daily round does it anyway."""
    from celery import current_app

    try:
        current_app.send_task("regulations.tasks.recompute_health", retry=False)
    except Exception:
        logging.getLogger(__name__).warning("health.broker_away")
