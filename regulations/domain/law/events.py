"""The verb of legal events.

Each rule of UU 12/2011 Lampiran II refuses by its number; a reasoned override is recorded.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.formats import date_format

from egov.accounts.roles import Role as Office
from egov.verbs.outbox import publish
from egov.verbs.refusal import Invalid, NotAllowed, Refusal
from egov.verbs.soon import soon
from egov.verbs.verb import verb
from regulations.domain.law.states import force_of
from regulations.models import Clause, LegalEvent, Provision, Regulation, RegulationFile
from regulations.models.clause import PENAL
from regulations.models.provision import CITABLE
from regulations.vocabulary import AmendmentKind, ClauseKind, EventKind, Force


class RuleBroken(Refusal):
    """A rule of law-making.

    By its number in UU 12/2011 Lampiran II, or by the `article` of the law itself.
    """

    def __init__(self, rule: str, sentence: str, article: str = "") -> None:
        where = article or f"Lampiran II nomor {rule}"
        super().__init__(f"rule_{rule}", f"{sentence} (UU 12/2011, {where}.)")
        self.rule = rule


def require_legal_officer(actor: Any) -> None:
    if not getattr(actor, "is_authenticated", False) or not actor.holds(Office.LEGAL_OFFICER):
        sentence = "Hanya petugas hukum yang mencatat peraturan dan peristiwanya."
        raise NotAllowed("not_legal_officer", sentence)


def carries_penal(regulation: Regulation) -> bool:
    """Whether it may not work back in time.

    Its text holds a penal clause, or may hold one and no officer has confirmed the text yet.
    """
    if not regulation.kind.penal:
        return False
    confirmed = RegulationFile.objects.filter(regulation=regulation, confirmed_at__isnull=False)
    penal = Clause.objects.filter(provision__regulation=regulation, kind=ClauseKind.PENAL)
    return not confirmed.exists() or penal.exists()


def begins_of(regulation: Regulation) -> date | None:
    return regulation.commences_on or regulation.promulgated_on


def _reaches(source: Regulation, target: Regulation) -> bool:
    """Whether the maker of one regulation has a say over another.

    The nation over all, a province over its own and its regions', a region over its own.
    """
    return target.region.startswith(source.region) if source.region else True


def commencement_broken(regulation: Regulation, on: date) -> Iterator[RuleBroken]:
    """What a commencement on this day would contradict.

    155/156 against promulgation, 157 and 158 against what is recorded.
    """
    promulgated = regulation.promulgated_on or regulation.enacted_on
    if promulgated and on < promulgated:
        if carries_penal(regulation):
            yield RuleBroken("156", "Peraturan yang dapat memuat pidana tidak berlaku surut.")
        day = date_format(promulgated, "j F Y")
        yield RuleBroken(
            "155",
            f"Mulai berlaku tidak boleh sebelum diundangkan ({day}), "
            "kecuali berlaku surut dengan alasan.",
        )
    for act in regulation.acts.select_related("target__kind"):
        begins = begins_of(act.target)
        if act.kind in (EventKind.IMPLEMENTS, EventKind.ESTABLISHES) and begins and on < begins:
            yield _before_parent(act.target)
        if (
            act.kind in (EventKind.REPEALS, EventKind.REPEALS_PART, EventKind.AMENDS)
            and act.on < on
        ):
            yield RuleBroken(
                "158",
                f"Peraturan ini sudah tercatat {act.get_kind_display()} {act.target.citation} "
                "sebelum hari itu.",
            )
    below = regulation.changes.filter(kind__in=[EventKind.IMPLEMENTS, EventKind.ESTABLISHES])
    for act in below.filter(source__isnull=False).select_related("source__kind"):
        begins = begins_of(act.source) if act.source else None
        if act.source and begins and begins < on:
            yield RuleBroken(
                "157",
                f"{act.source.citation} melaksanakan peraturan ini "
                "dan sudah berlaku sebelum hari itu.",
            )


def _before_parent(parent: Regulation) -> RuleBroken:
    sentence = f"Peraturan pelaksanaan tidak boleh berlaku sebelum {parent.citation}."
    return RuleBroken("157", sentence)


def _lower(source: Regulation, target: Regulation) -> bool:
    """Whether a regulation may not end or change another.

    Of lower rank, of another maker of the same rank, or a mere decision.
    """
    other_maker = (
        source.kind.rank == target.kind.rank
        and source.kind_id != target.kind_id
        and source.is_own
        and source.kind.regulation
    )
    return (
        source.kind.rank > target.kind.rank
        or (other_maker and target.kind.regulation)
        or (target.may_be_basis and not source.may_be_basis)
    )


def broken_rules(  # noqa: C901 - one rule after the other
    *,
    kind: str,
    source: Regulation | None,
    target: Regulation,
    on: date,
    provision: Provision | None = None,
    wording: str = "",
) -> Iterator[RuleBroken]:
    """Every rule that this event would break. 154 (parts may start later) is no refusal."""
    if kind == EventKind.COMMENCES:
        if provision is None:
            yield from commencement_broken(target, on)
            return
        promulgated = target.promulgated_on or target.enacted_on
        if promulgated and on < promulgated:
            rule = "156" if carries_penal(target) else "155"
            sentence = "Bagian peraturan tidak berlaku sebelum peraturannya diundangkan."
            yield RuleBroken(rule, sentence)
        return
    begins = begins_of(source) if source is not None else None
    if kind in (EventKind.IMPLEMENTS, EventKind.ESTABLISHES) and begins:
        parent = begins_of(target)
        if parent and begins < parent:
            yield _before_parent(target)
    if (
        kind in (EventKind.REPEALS, EventKind.REPEALS_PART, EventKind.WITHDRAWS)
        and source is not None
    ):
        if _lower(source, target):
            yield RuleBroken(
                "223",
                f"{target.citation} hanya dapat dicabut atau ditarik "
                "dengan peraturan yang setingkat atau lebih tinggi.",
            )
        if begins and on < begins:
            yield RuleBroken("158", f"Pencabutan tidak berlaku sebelum {source.citation} berlaku.")
    if kind == EventKind.AMENDS and source is not None:
        if begins and on < begins:
            if carries_penal(source) or PENAL.search(wording):
                yield RuleBroken("156", "Perubahan yang dapat memuat pidana tidak berlaku surut.")
            yield RuleBroken(
                "155",
                f"Perubahan tidak berlaku sebelum {source.citation} berlaku, "
                "kecuali berlaku surut dengan alasan.",
            )
        if _lower(source, target):
            yield RuleBroken(
                "rank",
                f"{target.citation} tidak dapat diubah dengan peraturan yang lebih rendah.",
                "pasal 7 ayat (2)",
            )
    state = force_of(target, on)
    unborn = target.promulgated_on is not None and on < target.promulgated_on
    wrongly_withdrawn = kind == EventKind.WITHDRAWS and (state != Force.NOT_YET or unborn)
    if wrongly_withdrawn or (kind == EventKind.REPEALS and state == Force.NOT_YET):
        yield RuleBroken(
            "149",
            "Yang sudah diundangkan dan belum berlaku ditarik kembali; yang sudah berlaku dicabut.",
        )
    if kind == EventKind.ANNULS:
        return
    ended = state == Force.ENDED
    if ended or (provision is not None and force_of(target, on, provision) == Force.ENDED):
        what = f"{provision.label} {target.citation}" if provision else target.citation
        sentence = f"{what} pada hari itu sudah tidak berlaku."
        yield RuleBroken("ended", sentence, "pasal 7")


def _complete(  # noqa: C901 - one value after the other
    kind: str,
    source: Regulation | None,
    target: Regulation,
    provision: Provision | None,
    on: date,
    basis: str,
) -> None:
    """Refuses what cannot be an event at all, whatever the reason."""
    if provision is not None and provision.regulation_id != target.pk:
        raise Invalid(
            "other_regulation",
            "Pasal ini bukan bagian dari peraturan yang dituju.",
            field="provision",
        )
    if kind == EventKind.REPEALS_PART and provision is None:
        raise Invalid("which_part", "Sebutkan pasal yang dicabut.", field="provision")
    if provision is not None and provision.kind not in CITABLE and kind != EventKind.AMENDS:
        raise Invalid(
            "which_part",
            "Sebutkan pasalnya satu per satu; judul bab bukan bagian yang dapat dituju.",
            field="provision",
        )
    if not 1800 <= on.year <= timezone.localdate().year + 20:
        raise Invalid("bad_day", "Periksa tanggalnya: terlalu jauh.", field="on")
    if kind == EventKind.ANNULS:
        if source is not None:
            raise Invalid(
                "court_annuls",
                "Yang membatalkan adalah pengadilan; kosongkan peraturannya.",
                field="source",
            )
        if not basis.strip():
            raise Invalid("no_decision", "Tulis nomor putusannya di kolom dasar.", field="basis")
        return
    if source is None:
        raise Invalid("no_source", "Sebutkan peraturan yang melakukannya.", field="source")
    if source.pk == target.pk and kind != EventKind.COMMENCES:
        raise Invalid(
            "itself",
            "Sebuah peraturan tidak melakukan ini terhadap dirinya sendiri.",
            field="target",
        )
    if kind in (EventKind.IMPLEMENTS, EventKind.ESTABLISHES):
        if not _reaches(target, source) or source.kind.rank < target.kind.rank:
            raise Invalid(
                "wrong_way",
                f"{source.citation} tidak melaksanakan {target.citation}; "
                "yang melaksanakan berada di bawahnya.",
                field="source",
            )
    elif not _reaches(source, target):
        raise Invalid(
            "other_maker",
            f"{source.citation} tidak berwenang atas {target.citation}.",
            field="source",
        )


@verb
def record_event(  # noqa: PLR0913 - what an event consists of
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
    """Writes one legal event.

    A broken rule refuses unless `override` gives the reason; penal retroactivity never passes
    (156).
    `amendment` and `wording`: of an amendment of one pasal, what it does and how the pasal
    reads from that day.
    `tell`: whether followers hear of it; the pasal of one amending regulation are told once.

    Nothing cascades: what stood on the target keeps standing until an act of its own (228);
    findings are opened instead.
    """
    require_legal_officer(actor)
    Regulation.objects.select_for_update(no_key=True).get(pk=target.pk)
    _complete(kind, source, target, provision, on, basis)
    if kind == EventKind.AMENDS and provision is not None:
        amendment = amendment or AmendmentKind.CHANGES
        if amendment == AmendmentKind.INSERTS and not wording.strip():
            raise Invalid("no_wording", "Tulis bunyi pasal yang disisipkan.", field="wording")
    elif amendment or wording.strip():
        raise Invalid(
            "no_amendment",
            "Bunyi baru hanya untuk peristiwa “mengubah” terhadap satu pasal.",
            field="wording",
        )
    broken = list(
        broken_rules(
            kind=kind, source=source, target=target, on=on, provision=provision, wording=wording
        )
    )
    never = next((rule for rule in broken if rule.rule == "156"), None)
    if broken and (never is not None or not override.strip()):
        raise never or broken[0]
    try:
        with transaction.atomic():
            event = LegalEvent.objects.create(
                kind=kind,
                source=source,
                target=target,
                provision=provision,
                on=on,
                amendment=amendment,
                wording="" if amendment == AmendmentKind.DELETES else wording.strip(),
                basis=basis,
                override=override.strip() if broken else "",
                overridden_rule=", ".join(dict.fromkeys(rule.rule for rule in broken))[:40],
                recorded_by=actor,
            )
    except IntegrityError:
        raise Refusal("event_exists", "Peristiwa ini sudah dicatat.") from None
    if kind == EventKind.COMMENCES and provision is None:
        target.commences_on = on
        target.save(update_fields=["commences_on"])
    if tell:
        publish("law.changed", {"event": event.pk})
    recompute_soon()
    return event


def recompute_soon() -> None:
    """Once the transaction stands, health is computed anew; the daily round does it anyway."""
    soon("regulations.tasks.recompute_health")
