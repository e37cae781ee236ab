"""Forms that people of the demo began: most are sent, the others left at some question."""

from __future__ import annotations

import random
from typing import Any

from django.conf import settings

from musrenbang.models import Draft, KamusVariant, Proposal

SENT, LEFT = 180, 70
# what each question leaves in a draft, with how many of those who came to it answered, of ten
ANSWERS: tuple[tuple[dict[str, Any], int], ...] = (
    ({"point_seen": True}, 8),
    ({"wish": "Dipasang baru (contoh)."}, 7),
    ({"volume": "2"}, 8),
    ({"photos_seen": True}, 6),
)


def lacks_drafts() -> bool:
    return not Draft.objects.exists()


def begin_drafts() -> bool:
    """Returns whether there was anything to begin with."""
    chance = random.Random(settings.REGION)  # noqa: S311 - no secret
    newest = Proposal.objects.filter(proposer__isnull=False, entered_office="", withheld=False)
    sent = list(newest.order_by("-id")[:SENT])
    variant = KamusVariant.objects.order_by("id").first()
    if not sent or variant is None:
        return False
    rows = [Draft(owner_id=p.proposer_id, channel_id=p.channel_id, sent_as=p) for p in sent]
    for proposal in chance.choices(sent, k=LEFT):
        data: dict[str, Any] = {"variant": variant.pk}
        if chance.randrange(10) < 8:
            data["rw"] = proposal.rw_id
            for answer, of_ten in ANSWERS:
                if chance.randrange(10) >= of_ten:
                    break
                data |= answer
        rows.append(Draft(channel_id=proposal.channel_id, data=data))
    return bool(Draft.objects.bulk_create(rows))
