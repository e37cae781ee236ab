"""How well the procedure served, as people of the demo say; each sentence an example."""

from __future__ import annotations

import random
from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from musrenbang.models import Proposal, Rating
from musrenbang.models.rating import Moment
from musrenbang.vocabulary import DECIDED

MOST = 60  # of each moment
SAID = {
    Moment.RECEIPT: {
        2: "Foto saya ditolak dua kali karena terlalu besar (contoh).",
        4: "Cepat, nomornya langsung dapat (contoh).",
        5: "Mengisinya sambil menunggu anak pulang sekolah, selesai (contoh).",
    },
    Moment.DECISION: {
        1: "Menunggu lama dan alasannya cuma satu baris (contoh).",
        3: "Jelas, tetapi volumenya dikurangi banyak (contoh).",
        5: "Tiap tahap ada kabarnya, jadi tidak perlu bertanya ke balai (contoh).",
    },
}


def lacks_ratings() -> bool:
    return not Rating.objects.exists()


def give_ratings() -> bool:
    """By proposers, mostly good ones; returns whether anybody gave one."""
    chance = random.Random(settings.REGION)  # noqa: S311 - no secret
    rows: list[Rating] = []
    for moment in Moment:
        said = dict(SAID[moment])
        for proposal in _rated_at(moment):
            score = chance.choice((1, 2, 3, 4, 4, 4, 5, 5))
            row = Rating(proposal=proposal, given_by=proposal.proposer, moment=moment)
            row.score, row.sentence = score, said.pop(score, "")
            row.given_at = min(proposal.submitted_at + timedelta(hours=1), timezone.now())
            if moment == Moment.DECISION:
                row.given_at = timezone.now()
            if row.sentence and said:  # the last one waits at the desk
                row.shown, row.settled_at = True, timezone.now()
            rows.append(row)
    return bool(Rating.objects.bulk_create(rows))


def _rated_at(moment: Moment) -> list[Proposal]:
    rows = Proposal.objects.filter(proposer__isnull=False, withheld=False)
    if moment == Moment.DECISION:
        rows = rows.filter(state__in=DECIDED)
    return list(rows.select_related("proposer").order_by("-id")[:MOST])
