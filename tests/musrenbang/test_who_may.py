"""Each verb of e-Musrenbang asks first who calls it, and is refused in words of its own."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from egov.verbs.refusal import NotAllowed
from musrenbang.domain.calendar import close_stage, reopen_stage
from musrenbang.domain.deliberation import complete, prepare
from musrenbang.domain.moderation import close_reports, give_back, report, withhold
from musrenbang.domain.submission import submit, support
from musrenbang.models import Proposal, Withholding
from tests.town import HOUR, Town, decide
from tests.visitors import POWERLESS, person

pytestmark = pytest.mark.django_db

Arguments = Callable[[Town], dict[str, Any]]
NOT_MODERATING = (
    "not_moderating",
    "Yang menahan tulisan dari umum adalah kelurahan tempat usulan ini, penyunting, "
    "atau perencana.",
)
WHY = {"fault": "insult", "sentence": "Sebab uji."}
FAR_RW = "35.78.02.1001/01"


def theirs(town: Town) -> Proposal:
    """A neighbour's, who lives in another kelurahan than the citizen."""
    return town.proposal(rw=town.areas[FAR_RW])


def withheld(town: Town) -> Withholding:
    return withhold(actor=town.staff["editor"], proposal=theirs(town), **WHY)


def reopening(town: Town) -> dict[str, Any]:
    until = town.channel.submission.upper + 2 * HOUR
    return {"stage": town.stages["rw"], "until": until, "reason": "Sebab uji."}


# the verb, what it is called with, and the code and sentence of its refusal
VERBS: list[tuple[Callable[..., Any], Arguments, tuple[str, str]]] = [
    (
        close_stage,
        lambda town: {"stage": town.stages["rw"]},
        ("not_planner", "Hanya perencana yang menutup tahap."),
    ),
    (
        reopen_stage,
        reopening,
        ("not_planner", "Hanya perencana yang membuka kembali tahap."),
    ),
    (withhold, lambda town: {"proposal": theirs(town), **WHY}, NOT_MODERATING),
    (
        give_back,
        lambda town: {"withholding": withheld(town), "sentence": "Sebab uji."},
        NOT_MODERATING,
    ),
    (close_reports, lambda town: {"proposal": theirs(town)}, NOT_MODERATING),
    (
        support,
        lambda town: {"proposal": theirs(town)},
        (
            "not_a_resident",
            "Yang dapat mendukung adalah warga Kelurahan Wonocolo 1 "
            "yang domisilinya sudah dipastikan.",
        ),
    ),
    (
        decide,
        lambda town: {"proposal": theirs(town), "outcome": "endorse"},
        (
            "not_your_office",
            "Jabatan Anda tidak memutuskan usulan ini. "
            "Usulan ini milik wilayah atau perangkat daerah lain.",
        ),
    ),
    (
        prepare,
        lambda town: {"proposal": theirs(town), "outcome": "endorse"},
        ("not_your_office", "Jabatan Anda tidak menyiapkan usulan ini."),
    ),
    (
        complete,
        lambda town: {"proposal": theirs(town), "changes": {}},
        ("not_your_proposal", "Hanya pengusul yang melengkapi usulan ini."),
    ),
]


@pytest.mark.parametrize("who", POWERLESS)
@pytest.mark.parametrize(
    ("act", "arguments", "words"), VERBS, ids=[act.__name__ for act, *_ in VERBS]
)
def test_a_verb_is_refused_to_whom_it_is_not_given(
    town: Town, who: str, act: Callable[..., Any], arguments: Arguments, words: tuple[str, str]
) -> None:
    with pytest.raises(NotAllowed) as refused:
        act(actor=person(town, who), **arguments(town))
    assert (refused.value.code, refused.value.sentence) == words


@pytest.mark.parametrize("who", [who for who in POWERLESS if who != "citizen"])
def test_who_has_no_open_account_sends_nothing(town: Town, who: str) -> None:
    with pytest.raises(NotAllowed) as refused:
        submit(actor=person(town, who), channel=town.channel, content=town.content(), key="kunci")
    assert refused.value.code == "sign_in_first"


def test_a_citizen_enters_nothing_for_others(town: Town) -> None:
    content = town.content(behalf_name="Bu Rekaan")
    with pytest.raises(NotAllowed) as refused:
        submit(actor=town.citizen, channel=town.channel, content=content, key="kunci")
    assert refused.value.code == "not_assisting"


@pytest.mark.parametrize("who", POWERLESS)
def test_everybody_reports(town: Town, who: str) -> None:
    row = report(actor=person(town, who), proposal=theirs(town), fault="insult")
    assert (row.reported_by is not None) == (who in ("citizen", "closed"))
