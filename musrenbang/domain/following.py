"""A merged proposal goes on in another one, its head: who follows, and how supports are counted."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence

from django.db.models import Exists, OuterRef, Q

from musrenbang.models import Proposal, Support
from musrenbang.models.proposal import ProposalQuerySet

DEPTH = 20  # a head merged into another, and so on


def head_key(key: int, into: int | None) -> int:
    """The key of the proposal that carries this one on; its own where it was not merged."""
    return head_keys({key: into})[key]


def head_keys(into: Mapping[int, int | None]) -> dict[int, int]:
    """Of each proposal, merged into another or not, the key of the one that carries it on."""
    heads = {key: key if other is None else other for key, other in into.items()}
    for _ in range(DEPTH):
        merged = Proposal.objects.filter(pk__in=set(heads.values()), merged_into__isnull=False)
        onward = dict(merged.values_list("pk", "merged_into"))
        if not onward:
            break
        heads = {key: onward.get(head) or head for key, head in heads.items()}
    return heads


def head_of(proposal: Proposal) -> Proposal | None:
    """The proposal in which this one goes on, with what its page shows; None where it is itself."""
    head, into = None, proposal.merged_into_id
    for _ in range(DEPTH):
        if into is None:
            break
        head = Proposal.objects.for_page().get(pk=into)
        into = head.merged_into_id
    return head


def followers_of(keys: Iterable[int]) -> dict[int, int]:
    """The keys of all that was merged into these, directly or through another: to their head."""
    heads = {key: key for key in keys}
    found: dict[int, int] = {}
    for _ in range(DEPTH):
        known = {**heads, **found}
        rows = Proposal.objects.filter(merged_into__in=known).exclude(pk__in=known)
        pairs = rows.values_list("pk", "merged_into")
        new = {key: known[into] for key, into in pairs if into is not None}
        if not new:
            break
        found |= new
    return found


def followers(proposal: Proposal) -> ProposalQuerySet:
    """What goes on in this one, the oldest first."""
    return Proposal.objects.filter(pk__in=followers_of([proposal.pk])).order_by("pk")


def count_supports(keys: Iterable[int]) -> None:
    """Writes how many people support these heads or what was merged into them, each once."""
    heads = set(keys)
    whose = {**followers_of(heads), **{head: head for head in heads}}
    people: dict[int, set[int]] = {head: set() for head in heads}
    rows = Support.objects.filter(proposal__in=whose).values_list("proposal", "supported_by")
    for key, person in rows:
        people[whose[key]].add(person)
    counts = {head: len(supporters) for head, supporters in people.items()}
    changed = [
        head
        for head in Proposal.objects.filter(pk__in=heads).only("pk", "support_count")
        if head.support_count != counts[head.pk]
    ]
    for head in changed:
        head.support_count = counts[head.pk]
    Proposal.objects.bulk_update(changed, ["support_count"])


def supported_by(person: int) -> Exists:
    """Of a row of proposals: whether a person backs it, or one that goes on in it."""
    own = Q(proposal=OuterRef("pk")) | Q(proposal__merged_into=OuterRef("pk"))
    through = Q(proposal__merged_into__merged_into=OuterRef("pk"))
    return Exists(Support.objects.filter(own | through, supported_by=person))


def recount_merges(moved: Sequence[tuple[Proposal, int | None]]) -> None:
    """After proposals were merged or separated: those whose supporters changed, counted anew.

    Each comes with the key of what it had been merged into.
    """
    changed = [(proposal, was) for proposal, was in moved if proposal.merged_into_id != was]
    if changed:
        was = head_keys({proposal.pk: was for proposal, was in changed})
        now = head_keys({proposal.pk: proposal.merged_into_id for proposal, _ in changed})
        count_supports({*was.values(), *now.values()})
