"""Where a proposal stands, in words and as a tone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.utils import timezone
from django.utils.formats import date_format

from musrenbang.vocabulary import State, Tier

if TYPE_CHECKING:
    from musrenbang.models.proposal import Proposal

TONES = {
    State.WAITING: "wait",
    State.RETURNED: "act",
    State.RESERVE: "wait",
    State.ACCEPTED: "good",
    State.MERGED: "good",  # it goes on in another
    State.WITHDRAWN: "muted",
    State.UNDECIDED: "wait",  # nobody refused it
    State.REDIRECTED: "muted",
}


def standing(proposal: Proposal) -> str:
    """ "Menunggu keputusan Kelurahan Kebraon", "Ditolak RW 05 Kebraon"."""
    where = _where(proposal)
    match proposal.state:
        case State.WAITING:
            return f"Menunggu keputusan {where}"
        case State.RETURNED:
            return _returned(proposal)
        case State.LAPSED:
            return f"Tidak dilengkapi pengusul{_until(proposal)}"
        case State.RESERVE:
            return f"Cadangan di {where}"
        case State.REJECTED:
            return f"Ditolak {where}"
        case State.MERGED:
            return "Digabung dengan usulan lain"
        case State.ACCEPTED:
            return f"Diterima {where}"
        case State.WITHDRAWN:
            return "Ditarik pengusul"
        case State.REDIRECTED:
            return "Dialihkan ke luar musrenbang"
        case State.UNDECIDED:
            return f"Belum diputuskan tahun ini di {where}"
    return f"Tidak dibahas di {where}"


def _where(proposal: Proposal) -> str:
    if proposal.tier == Tier.RW:
        return proposal.place
    if proposal.tier == Tier.RT:
        return f"RT di {proposal.place}"
    area = proposal.tier_area
    return area.label if area else settings.REGION_PROFILE.name


def _returned(proposal: Proposal) -> str:
    """Sent back, and from the day after its deadline that nobody answered."""
    if proposal.return_until is None or timezone.localdate() <= proposal.return_until:
        return "Perlu dilengkapi pengusul"
    return f"Tidak dilengkapi pengusul{_until(proposal)}"


def _until(proposal: Proposal) -> str:
    until = proposal.return_until
    return f" sampai {date_format(until, 'j F Y')}" if until else ""
