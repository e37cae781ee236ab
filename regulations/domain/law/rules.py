"""The numbered rules of law-making (UU 12/2011 Lampiran II), one function a rule.

Each is asked of an event that is planned, and answers with the rule that it would break, or with
None. The tuples say which are asked of what, and in which order they refuse.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date

from django.utils.formats import date_format

from egov.verbs.refusal import Refusal
from regulations.domain.law.event_plan import EventPlan
from regulations.domain.law.states import force_of, starts_on
from regulations.models import Clause, LegalEvent, Regulation, RegulationFile
from regulations.models.clause import PENAL
from regulations.vocabulary import CARRIES_OUT, ClauseKind, EventKind, Force

# what a regulation does to another before it is in force itself says something false (158)
WAITS_FOR_ITS_SOURCE = (EventKind.REPEALS, EventKind.REPEALS_PART, EventKind.AMENDS)
ENDS = (EventKind.REPEALS, EventKind.REPEALS_PART, EventKind.WITHDRAWS)
NEVER = "156"  # no reason passes it over


class RuleBroken(Refusal):
    """A rule of law-making.

    By its number in UU 12/2011 Lampiran II, or by the `article` of the law itself.
    """

    def __init__(self, rule: str, sentence: str, article: str = "") -> None:
        where = article or f"Lampiran II nomor {rule}"
        super().__init__(f"rule_{rule}", f"{sentence} (UU 12/2011, {where}.)")
        self.rule = rule


def broken_rules(plan: EventPlan) -> Iterator[RuleBroken]:
    """Every rule that this event would break. 154 (parts may start later) is no refusal."""
    if plan.kind == EventKind.COMMENCES and plan.provision is None:
        yield from commencement_broken(plan.target, plan.on)
        return
    rules = OF_A_PART if plan.kind == EventKind.COMMENCES else OF_EVENTS
    yield from filter(None, (rule(plan) for rule in rules))


def commencement_broken(regulation: Regulation, on: date) -> Iterator[RuleBroken]:
    """What a commencement on this day would contradict.

    155/156 against promulgation, 157 and 158 against what is recorded.
    """
    yield from filter(None, (rule(regulation, on) for rule in OF_COMMENCEMENT))
    for act in regulation.acts.select_related("target__kind"):
        yield from filter(None, (rule(act, on) for rule in OF_ITS_ACTS))
    below = regulation.changes.filter(kind__in=CARRIES_OUT, source__isnull=False)
    for act in below.select_related("source__kind"):
        yield from filter(None, (rule(act, on) for rule in OF_THOSE_BELOW))


# -- of a commencement -----------------------------------------------------------------


def rule_156_no_penal_commencement_back(regulation: Regulation, on: date) -> RuleBroken | None:
    """156: what may carry a penal clause never works back in time."""
    if _promulgated_by(regulation, on) or not carries_penal(regulation):
        return None
    return RuleBroken("156", "Peraturan yang dapat memuat pidana tidak berlaku surut.")


def rule_155_commences_when_promulgated(regulation: Regulation, on: date) -> RuleBroken | None:
    """155: in force not before it is promulgated, but with a reason."""
    promulgated = regulation.promulgated_on or regulation.enacted_on
    if promulgated is None or promulgated <= on:
        return None
    return RuleBroken(
        "155",
        f"Mulai berlaku tidak boleh sebelum diundangkan ({date_format(promulgated, 'j F Y')}), "
        "kecuali berlaku surut dengan alasan.",
    )


def rule_157_commences_after_its_parent(act: LegalEvent, on: date) -> RuleBroken | None:
    """157: what carries out another begins with it or later."""
    begins = starts_on(act.target)
    if act.kind not in CARRIES_OUT or begins is None or begins <= on:
        return None
    return _before_parent(act.target)


def rule_158_commences_before_its_acts(act: LegalEvent, on: date) -> RuleBroken | None:
    """158: what it ends or changes cannot have ended or changed before."""
    if act.kind not in WAITS_FOR_ITS_SOURCE or on <= act.takes_effect_on:
        return None
    return RuleBroken(
        "158",
        f"Peraturan ini sudah tercatat {act.get_kind_display()} {act.target.citation} "
        "sebelum hari itu.",
    )


def rule_157_commences_before_those_below(act: LegalEvent, on: date) -> RuleBroken | None:
    """157, seen from above: what carries it out must not stand already."""
    begins = starts_on(act.source) if act.source else None
    if act.source is None or begins is None or on <= begins:
        return None
    return RuleBroken(
        "157",
        f"{act.source.citation} melaksanakan peraturan ini dan sudah berlaku sebelum hari itu.",
    )


def rule_155_part_commences_when_promulgated(plan: EventPlan) -> RuleBroken | None:
    """155, of a part that starts apart (154); 156 where the regulation may carry a penal clause."""
    if _promulgated_by(plan.target, plan.on):
        return None
    return RuleBroken(
        "156" if carries_penal(plan.target) else "155",
        "Bagian peraturan tidak berlaku sebelum peraturannya diundangkan.",
    )


# -- of every other event ----------------------------------------------------------------


def rule_157_not_before_its_parent(plan: EventPlan) -> RuleBroken | None:
    """157: what carries out another, or is established by it, does not stand before it."""
    if plan.kind not in CARRIES_OUT or plan.source_begins is None:
        return None
    parent_begins = starts_on(plan.target)
    if parent_begins is None or parent_begins <= plan.source_begins:
        return None
    return _before_parent(plan.target)


def rule_223_ended_by_its_equal(plan: EventPlan) -> RuleBroken | None:
    """223: only an equal or a higher one repeals or withdraws."""
    if plan.kind not in ENDS or plan.source is None or not _lower(plan.source, plan.target):
        return None
    return RuleBroken(
        "223",
        f"{plan.target.citation} hanya dapat dicabut atau ditarik "
        "dengan peraturan yang setingkat atau lebih tinggi.",
    )


def rule_158_no_end_before_its_source(plan: EventPlan) -> RuleBroken | None:
    """158: a repeal takes effect not before the regulation that repeals."""
    if plan.kind not in ENDS or plan.source is None or not _before_source(plan):
        return None
    return RuleBroken("158", f"Pencabutan tidak berlaku sebelum {plan.source.citation} berlaku.")


def rule_156_no_penal_amendment_back(plan: EventPlan) -> RuleBroken | None:
    """156: an amendment that may carry a penal clause never works back in time."""
    if plan.kind != EventKind.AMENDS or plan.source is None or not _before_source(plan):
        return None
    if not carries_penal(plan.source) and not PENAL.search(plan.wording):
        return None
    return RuleBroken("156", "Perubahan yang dapat memuat pidana tidak berlaku surut.")


def rule_155_no_amendment_before_its_source(plan: EventPlan) -> RuleBroken | None:
    """155: an amendment takes effect not before the regulation that amends, but with a reason."""
    if plan.kind != EventKind.AMENDS or plan.source is None or not _before_source(plan):
        return None
    return RuleBroken(
        "155",
        f"Perubahan tidak berlaku sebelum {plan.source.citation} berlaku, "
        "kecuali berlaku surut dengan alasan.",
    )


def article_7_amended_by_its_equal(plan: EventPlan) -> RuleBroken | None:
    """Article 7 (2): the weight of regulations follows their rank."""
    if plan.kind != EventKind.AMENDS or plan.source is None:
        return None
    if not _lower(plan.source, plan.target):
        return None
    return RuleBroken(
        "rank",
        f"{plan.target.citation} tidak dapat diubah dengan peraturan yang lebih rendah.",
        "pasal 7 ayat (2)",
    )


def rule_149_withdrawn_before_repealed_after(plan: EventPlan) -> RuleBroken | None:
    """149: promulgated and not yet in force is withdrawn; what has been in force is repealed."""
    if plan.kind not in (EventKind.WITHDRAWS, EventKind.REPEALS):
        return None
    waits = plan.target_force == Force.NOT_YET
    promulgated = plan.target.promulgated_on
    unborn = promulgated is not None and plan.on < promulgated
    may_be_withdrawn = waits and not unborn
    if plan.kind == EventKind.WITHDRAWS and may_be_withdrawn:
        return None
    if plan.kind == EventKind.REPEALS and not waits:
        return None
    return RuleBroken(
        "149",
        "Yang sudah diundangkan dan belum berlaku ditarik kembali; yang sudah berlaku dicabut.",
    )


def article_7_in_force_that_day(plan: EventPlan) -> RuleBroken | None:
    """Article 7: nothing is done to what has ended. A court may still say that it was void."""
    if plan.kind == EventKind.ANNULS:
        return None
    target, part = plan.target, plan.provision
    ended = plan.target_force == Force.ENDED
    if not ended and (part is None or force_of(target, plan.on, part) != Force.ENDED):
        return None
    name = f"{part.label} {target.citation}" if part else target.citation
    return RuleBroken("ended", f"{name} pada hari itu sudah tidak berlaku.", "pasal 7")


# -- what they ask of regulations --------------------------------------------------------


def carries_penal(regulation: Regulation) -> bool:
    """Whether it may not work back in time.

    Its text holds a penal clause, or may hold one and no officer has confirmed the text yet.
    """
    if not regulation.kind.penal:
        return False
    confirmed = RegulationFile.objects.filter(regulation=regulation, confirmed_at__isnull=False)
    penal = Clause.objects.filter(provision__regulation=regulation, kind=ClauseKind.PENAL)
    return not confirmed.exists() or penal.exists()


def _promulgated_by(regulation: Regulation, on: date) -> bool:
    """Whether it was promulgated by a day; True where that is unknown."""
    promulgated = regulation.promulgated_on or regulation.enacted_on
    return promulgated is None or promulgated <= on


def _before_source(plan: EventPlan) -> bool:
    """Whether the event would take effect before the regulation that does it."""
    return plan.source_begins is not None and plan.on < plan.source_begins


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


# -- which are asked, in the order in which they refuse ------------------------------------

OF_COMMENCEMENT: tuple[Callable[[Regulation, date], RuleBroken | None], ...] = (
    rule_156_no_penal_commencement_back,
    rule_155_commences_when_promulgated,
)
OF_ITS_ACTS: tuple[Callable[[LegalEvent, date], RuleBroken | None], ...] = (
    rule_157_commences_after_its_parent,
    rule_158_commences_before_its_acts,
)
OF_THOSE_BELOW: tuple[Callable[[LegalEvent, date], RuleBroken | None], ...] = (
    rule_157_commences_before_those_below,
)
OF_A_PART: tuple[Callable[[EventPlan], RuleBroken | None], ...] = (
    rule_155_part_commences_when_promulgated,
)
OF_EVENTS: tuple[Callable[[EventPlan], RuleBroken | None], ...] = (
    rule_157_not_before_its_parent,
    rule_223_ended_by_its_equal,
    rule_158_no_end_before_its_source,
    rule_156_no_penal_amendment_back,
    rule_155_no_amendment_before_its_source,
    article_7_amended_by_its_equal,
    rule_149_withdrawn_before_repealed_after,
    article_7_in_force_that_day,
)
