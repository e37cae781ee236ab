"""The proposer attaches a letter, a cost plan or a land paper."""

from __future__ import annotations

from egov.accounts.models import User
from egov.files.models import StoredDocument
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from musrenbang.domain.own_proposal import WITHDRAWN_FROM, own_right
from musrenbang.models import Proposal, ProposalDocument
from musrenbang.vocabulary import Paper

MOST = 5


@verb
def attach(
    *, actor: User, proposal: Proposal, kind: str, document: StoredDocument
) -> ProposalDocument:
    """While it runs, at most MOST.

    Refuses strangers (`not_your_proposal`), an unknown kind (`unknown_paper`), what has ended
    (`ended`) and one too many (`too_many_papers`).
    """
    row = Proposal.objects.locked(proposal.pk)
    own_right(actor, row)
    if kind not in Paper.values:
        raise Invalid("unknown_paper", "Pilih jenis lampirannya.", field="kind")
    if row.state not in WITHDRAWN_FROM:
        raise Refusal("ended", f"Usulan ini sekarang: {row.status}. Lampiran tidak dibaca lagi.")
    if row.documents.count() >= MOST:
        sentence = f"Paling banyak {MOST} lampiran. Gabungkan menjadi satu PDF lebih dulu."
        raise Invalid("too_many_papers", sentence, field="document")
    return ProposalDocument.objects.create(
        proposal=row, kind=kind, document=document, attached_by=actor
    )
