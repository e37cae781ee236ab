"""What a search finds of a proposal's texts: not the passages that are withheld."""

from __future__ import annotations

from musrenbang.models import Proposal, Withholding
from musrenbang.models.moderation import PASSAGES


def keep_findable(proposal: Proposal) -> None:
    """After its texts or what is withheld of them changed: writes what may be found."""
    hidden = Withholding.objects.standing().filter(proposal=proposal).exclude(field="")
    texts = {name: getattr(proposal, name) for name, _ in PASSAGES}
    for row in hidden:
        texts[row.field] = texts[row.field].replace(row.passage, " ")
    text = " ".join(texts.values()) if hidden else ""
    if text != proposal.search_text:
        proposal.search_text = text
        proposal.save(update_fields=["search_text"])
