"""How well the procedure served somebody: asked once after sending, once after the decision."""

from __future__ import annotations

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid, Refusal
from egov.verbs.verb import verb
from musrenbang.domain.moderation import WHOLE_REGION
from musrenbang.domain.personal import personal_data
from musrenbang.models import Proposal, Rating
from musrenbang.models.rating import BEST, LONGEST, WORST, Moment
from musrenbang.vocabulary import DECIDED, State


def moment_for(user: User, proposal: Proposal) -> Moment | None:
    """Which moment this person may rate now.

    Its proposer from sending until the first decision; its proposer and who supported it once the
    last decision is there.
    """
    mine = proposal.proposer_id == user.pk
    if mine and proposal.state == State.WAITING and not proposal.decided:
        return Moment.RECEIPT
    if proposal.state not in DECIDED:
        return None
    concerned = mine or proposal.supports.filter(supported_by=user).exists()
    return Moment.DECISION if concerned else None


def rated(user: User, proposal: Proposal, moment: Moment) -> bool:
    return Rating.objects.filter(given_by=user, proposal=proposal, moment=moment).exists()


@verb
def rate(*, actor: User, proposal: Proposal, score: int, sentence: str = "") -> Rating:
    """Once for each moment.

    Refuses outside of both (`not_now`), a second one (`already_rated`), a number that is none
    (`no_score`), and a sentence that is too long or names somebody (`personal_data`).
    """
    row = Proposal.objects.locked(proposal.pk)
    moment = moment_for(actor, row)
    if moment is None:
        raise Refusal(
            "not_now",
            "Nilai diberikan pengusul setelah mengirim, lalu pengusul dan pendukung setelah "
            "keputusan terakhir.",
        )
    if not WORST <= score <= BEST:
        raise Invalid("no_score", f"Pilih nilai {WORST} sampai {BEST}.", field="score")
    try:
        with transaction.atomic():
            return Rating.objects.create(
                proposal=row,
                given_by=actor,
                moment=moment,
                score=score,
                sentence=_sentence(sentence),
            )
    except IntegrityError:
        sentence = f"Anda sudah memberi nilai {moment.label}. Terima kasih."
        raise Refusal("already_rated", sentence) from None


def _sentence(text: str) -> str:
    text = " ".join(text.split())
    if len(text) > LONGEST:
        sentence = f"Terlalu panjang. Paling banyak {LONGEST} huruf."
        raise Invalid("too_long", sentence, field="sentence")
    kinds = personal_data(text)
    if kinds:
        sentence = f"Kalimat ini tampaknya memuat {' dan '.join(kinds)}. Hapus dulu."
        raise Invalid("personal_data", sentence, field="sentence")
    return text


@verb
def settle_rating(
    *, actor: User, rating: Rating, shown: bool, now: datetime | None = None
) -> Rating:
    """An editor or the planner lets a sentence be public, or keeps it from the public.

    Its number counts either way. May be settled again. Refuses one without a sentence
    (`no_sentence`).
    """
    require(actor, "musrenbang.settle_rating", rating)
    row = Rating.objects.select_for_update(no_key=True).get(pk=rating.pk)
    if not row.sentence:
        raise Refusal("no_sentence", "Nilai ini tanpa kalimat.")
    office = next(o for o in actor.appointments_now if o.role in WHOLE_REGION)
    row.shown, row.settled_office = shown, office.title
    row.settled_at = now or timezone.now()
    row.save(update_fields=["shown", "settled_office", "settled_at"])
    return row
