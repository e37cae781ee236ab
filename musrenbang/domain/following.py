"""A merged proposal goes on in another one, its head: who follows, and how supports are counted."""

from __future__ import annotations

from collections.abc import Iterable

from django.db.models import Count

from musrenbang.models import Proposal, Support
from musrenbang.models.proposal import ProposalQuerySet

DEPTH = 20  # a head merged into another, and so on


def head_key(key: int, into: int | None) -> int:
    """The key of the proposal that carries this one on; its own where it was not merged."""
    for _ in range(DEPTH):
        if into is None:
            break
        key = into
        into = Proposal.objects.filter(pk=key).values_list("merged_into", flat=True).first()
    return key


def head_of(proposal: Proposal) -> Proposal | None:
    """The proposal in which this one goes on, with what its page shows; None where it is itself."""
    if proposal.merged_into_id is None:
        return None
    key = head_key(proposal.pk, proposal.merged_into_id)
    return Proposal.objects.for_page().get(pk=key)


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
    """Writes how many people support these proposals or what was merged into them, each once."""
    for head in set(keys):
        people = Support.objects.filter(proposal__in={head, *followers_of([head])})
        many = people.aggregate(many=Count("supported_by", distinct=True))["many"]
        Proposal.objects.filter(pk=head).exclude(support_count=many).update(support_count=many)


def is_supported_by(person: int, proposal: Proposal) -> bool:
    """Whether a person backs this proposal, or one that goes on in it."""
    keys = {proposal.pk, *followers_of([proposal.pk])}
    return Support.objects.filter(proposal__in=keys, supported_by=person).exists()


def recount_merge(proposal: Proposal, was: int | None) -> None:
    """After a proposal was merged or separated: those whose supporters changed, counted anew."""
    if proposal.merged_into_id != was:
        keys = {head_key(proposal.pk, into) for into in (was, proposal.merged_into_id)}
        count_supports(keys)
