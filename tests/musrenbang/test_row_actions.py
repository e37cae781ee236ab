"""Decided in the row: one press, the same place of the list, and what is told there."""

from __future__ import annotations

import re
from decimal import Decimal
from html import unescape
from typing import Any

import pytest
from django.test import Client

from musrenbang.admin.row_actions import Seen
from musrenbang.domain.advice import follow_advice
from musrenbang.domain.deliberation import prepare
from musrenbang.models import Decision, Preparation, Proposal
from tests.refusals import outcome_of
from tests.town import Town, client_of, decide, fresh, with_opinion

LIST = "/admin/musrenbang/proposal/"
FETCH = {"X-Requested-With": "fetch"}


def desk(town: Town, who: str) -> Client:
    return client_of(fresh(town.staff[who]))


def row_of(proposal: Proposal, query: str = "") -> str:
    return f"{LIST}{proposal.pk}/baris/?{query}"


def press(proposal: Proposal, slug: str = "teruskan", seen: int = 0) -> dict[str, str]:
    return {slug: "1", f"seen_{proposal.pk}": str(seen)}


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def outcomes(proposal: Proposal) -> list[str]:
    return list(proposal.decisions.order_by("sequence").values_list("outcome", flat=True))


def shown(client: Client) -> list[Proposal]:
    return [row.proposal for row in client.get(LIST).context["cl"].rows]


def advise(town: Town, proposal: Proposal, **given: Any) -> Preparation:
    values = {"outcome": "reject", "reason_code": "duplicate", "reason": "Sama dengan RW 02."}
    operator = town.staff["operator_kelurahan"]
    return prepare(actor=operator, proposal=proposal, **{**values, **given})


def test_one_press_passes_on_and_the_list_stays_at_the_next_row(town: Town) -> None:
    first, second = town.proposal("kelurahan"), town.proposal("kelurahan")
    client = desk(town, "lurah")
    answer = client.post(row_of(first, f"antrean=saya&p=1&lalu={second.pk}"), press(first))
    assert answer["Location"] == f"{LIST}?antrean=saya&p=1#baris-{second.pk}"
    assert outcomes(first) == ["forward"]
    page = text_of(client.get(answer["Location"]))
    line = re.search(r'<tr class="told">.*?</tr>\s*<tr id="baris-(\d+)"', page)
    assert line is not None
    assert int(line[1]) == second.pk
    for words in ("Diteruskan", first.number, ">lihat", ">batalkan"):
        assert words in line[0]
    assert "told" not in re.sub(r'id="baris-akhir" class="told"', "", text_of(client.get(LIST)))


def test_after_the_last_row_it_is_told_at_the_end(town: Town) -> None:
    first, only = town.proposal("kelurahan"), town.proposal("kelurahan")
    client = desk(town, "lurah")
    for proposal in (only, first):  # rows are left, then none is
        answer = client.post(row_of(proposal, "antrean=saya&lalu="), press(proposal))
        assert answer["Location"] == f"{LIST}?antrean=saya#baris-akhir"
        told = re.search(
            r'id="baris-akhir".*?</p>|<p class="told".*?</p>', text_of(client.get(LIST))
        )
        assert told is not None
        assert proposal.number in told[0]


def test_from_the_first_page_one_comes_back_to_it(town: Town) -> None:
    first, second = town.proposal("kelurahan"), town.proposal("kelurahan")
    client = desk(town, "lurah")
    answer = client.post(row_of(first, f"meja=1&lalu={second.pk}"), press(first))
    assert answer["Location"] == f"/admin/#baris-{second.pk}"
    assert f"</span> {first.number}" in text_of(client.get("/admin/"))


def test_a_script_gets_the_row_only(town: Town) -> None:
    proposal = town.proposal("kelurahan")
    answer = desk(town, "lurah").post(row_of(proposal), press(proposal), headers=FETCH)
    assert answer.status_code == 200
    assert "<html" not in text_of(answer)
    assert f"Diteruskan, urutan 1</span> {proposal.number}" in text_of(answer)


@pytest.mark.parametrize(
    ("who", "tier", "outcome"),
    [
        ("ketua_rw", "rw", "endorse"),
        ("lurah", "kelurahan", "forward"),
        ("camat", "kecamatan", "forward"),
        ("verifier", "kota", "feasible"),
        ("planner", "kota", "accept"),
    ],
)
def test_each_office_passes_on_in_its_own_way(
    town: Town, who: str, tier: str, outcome: str
) -> None:
    proposal = with_opinion(town) if who == "planner" else town.proposal(tier)
    seen = Seen(proposal.decided, 0).number
    answer = desk(town, who).post(row_of(proposal), press(proposal, seen=seen))
    assert answer.status_code == 302
    assert outcomes(proposal)[-1] == outcome
    last = proposal.decisions.latest("sequence")
    assert (last.volume, last.cost) == (proposal.volume, proposal.cost)


@pytest.mark.parametrize(
    ("who", "status"),
    [
        ("operator_kelurahan", 403),
        ("camat", 409),
        ("ketua_rw", 409),
        ("verifier", 409),
        ("planner", 409),
        ("auditor", 403),
        ("administrator", 403),
        ("editor", 403),
        ("legal_officer", 403),
    ],
)
def test_others_are_refused(town: Town, who: str, status: int) -> None:
    proposal = town.proposal("kelurahan")
    for headers in ({}, FETCH):
        answer = desk(town, who).post(row_of(proposal), press(proposal), headers=headers)
        assert answer.status_code == status
    assert outcomes(proposal) == []


def test_who_may_not_see_it_is_refused(town: Town, client: Client) -> None:
    proposal = town.proposal("kelurahan")
    people = [town.far["lurah"], town.far["camat"], town.citizen, town.stranger]
    for person in people:
        answer = client_of(fresh(person)).post(row_of(proposal), press(proposal))
        assert answer.status_code in (302, 403)
    assert client.post(row_of(proposal), press(proposal))["Location"].startswith("/admin/login/")
    assert outcomes(proposal) == []


@pytest.mark.parametrize("headers", [{}, FETCH], ids=["without-script", "with-script"])
def test_a_double_press_decides_once_and_is_told_the_same(
    town: Town, headers: dict[str, str]
) -> None:
    proposal = town.proposal("kelurahan")
    client = desk(town, "lurah")
    answers = [client.post(row_of(proposal), press(proposal), headers=headers) for _ in "12"]
    assert answers[0].status_code == answers[1].status_code < 400
    assert outcomes(proposal) == ["forward"]


def test_what_was_decided_meanwhile_is_not_decided_again(town: Town) -> None:
    proposal = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=proposal, outcome="reserve", reason="Nanti.")
    Proposal.objects.filter(pk=proposal.pk).update(state="waiting")
    other = client_of(fresh(town.staff["lurah"]))
    answer = other.post(row_of(proposal), press(proposal, seen=Seen(9, 0).number))
    assert answer.status_code == 409
    assert "Sementara Anda membaca" in text_of(answer)
    assert f"#baris-{proposal.pk}" in text_of(answer)  # the way back
    script = other.post(row_of(proposal), press(proposal, seen=9_000_000), headers=FETCH)
    assert script["X-Row"] == "refused"
    assert script.content.decode().startswith("Sementara Anda membaca")
    assert outcomes(proposal) == ["reserve"]


@pytest.mark.parametrize("given", [{}, {"teruskan": "1"}, {"entah": "1"}, {"teruskan": ""}])
def test_a_press_that_says_too_little_does_nothing(town: Town, given: dict[str, str]) -> None:
    proposal = town.proposal("kelurahan")
    answer = desk(town, "lurah").post(row_of(proposal), given)
    assert answer.status_code in (403, 422)
    assert outcomes(proposal) == []


@pytest.mark.parametrize("key", ["0", "x", "9" * 30, "²"])
def test_a_row_of_nothing(town: Town, key: str) -> None:
    answer = desk(town, "lurah").post(f"{LIST}{key}/baris/", {"teruskan": "1"})
    assert answer.status_code == 403


def test_reading_the_address_of_a_row_decides_nothing(town: Town) -> None:
    proposal = town.proposal("kelurahan")
    answer = desk(town, "lurah").get(row_of(proposal, "teruskan=1"))
    assert answer["Location"] == f"{LIST}{proposal.pk}/change/"
    assert outcomes(proposal) == []


def test_a_refusal_of_the_verb_is_said(town: Town) -> None:
    proposal = town.proposal("rw", rw=town.areas["35.78.01.1001/02"])  # of no confirmed resident
    Proposal.objects.filter(pk=proposal.pk).update(rw=town.rw)
    answer = desk(town, "ketua_rw").post(row_of(proposal), press(proposal), headers=FETCH)
    assert answer.status_code == 409
    assert "belum dipastikan" in answer.content.decode()


# -- taken back ---------------------------------------------------------------------------


@pytest.mark.parametrize("headers", [{}, FETCH], ids=["without-script", "with-script"])
def test_what_was_passed_on_is_taken_back_from_its_line(
    town: Town, headers: dict[str, str]
) -> None:
    first, second = town.proposal("rw"), town.proposal("rw")
    client = desk(town, "ketua_rw")
    query = f"antrean=saya&lalu={second.pk}"
    line = client.post(row_of(first, query), press(first), headers=headers)
    page = text_of(line if headers else client.get(f"{LIST}?antrean=saya"))
    offered = re.search(r'name="batalkan" value="1" data-in-row formaction="([^"]+)"', page)
    assert offered is not None
    assert unescape(offered[1]) == row_of(first, query)
    given = {"batalkan": "1", **seen_of(page)}
    for _ in range(2):  # a double press too
        back = client.post(row_of(first, query), given, headers=headers)
        assert back.status_code == line.status_code
    assert outcomes(first) == ["endorse", "reopened"]
    page = text_of(back if headers else client.get(f"{LIST}?antrean=saya"))
    assert "Dibatalkan, menunggu Anda lagi" in page
    assert 'name="batalkan"' not in page
    assert first in shown(client)


def test_an_opinion_is_taken_back_too(town: Town) -> None:
    proposal = with_opinion(town)
    given = {"batalkan": "1", f"seen_{proposal.pk}": str(Seen(proposal.decided, 0).number)}
    line = desk(town, "verifier").post(row_of(proposal), given, headers=FETCH)
    assert "Dibatalkan, menunggu Anda lagi" in text_of(line)
    assert outcomes(proposal)[-2:] == ["feasible", "reopened"]
    assert shown(desk(town, "verifier")) == [proposal]
    assert shown(desk(town, "planner")) == []


# -- advice -------------------------------------------------------------------------------


def test_advice_is_taken_as_it_is(town: Town) -> None:
    proposal = town.proposal("kelurahan")
    advice = advise(
        town,
        proposal,
        outcome="forward",
        volume=Decimal(50),
        reason_code="changed",
        reason="Cukup separuh.",
    )
    given = press(proposal, "ikuti_saran", Seen.of(proposal, advice).number)
    answer = desk(town, "lurah").post(row_of(proposal), given, headers=FETCH)
    assert answer.status_code == 200
    decision = proposal.decisions.get()
    told = (decision.outcome, decision.reason_code, decision.reason, decision.volume, decision.cost)
    assert told == ("forward", "changed", "Cukup separuh.", Decimal(50), Decimal(10_500_000))
    assert decision.office == "Lurah Karang Pilang 1"
    assert not Preparation.objects.exists()


def test_advice_that_changed_meanwhile_is_not_taken(town: Town) -> None:
    proposal = town.proposal("kelurahan")
    seen = Seen.of(proposal, advise(town, proposal)).number
    advise(town, proposal, outcome="forward", reason_code="needed", reason="")
    answer = desk(town, "lurah").post(
        row_of(proposal), press(proposal, "ikuti_saran", seen), headers=FETCH
    )
    assert answer.status_code == 409
    assert "berubah sementara Anda membaca" in answer.content.decode()
    assert outcomes(proposal) == []


def test_there_is_no_advice_to_take(town: Town) -> None:
    proposal = town.proposal("kelurahan")
    answers = {
        who: outcome_of(
            follow_advice, actor=fresh(town.staff[who]), proposal=proposal, seen=0, stamp=0
        )
        for who in ("lurah", "camat", "operator_kelurahan", "auditor")
    }
    assert answers == {
        "lurah": "no_advice",
        "camat": "no_advice",
        "operator_kelurahan": "not_your_office",
        "auditor": "not_your_office",
    }


def test_to_merge_as_advised_one_opens_the_proposal(town: Town) -> None:
    proposal = town.proposal("kelurahan")
    advise(town, proposal, outcome="merge")
    page = text_of(desk(town, "lurah").get(LIST))
    assert "Saran Operator" in page
    assert 'name="ikuti_saran"' not in page


def many(town: Town, count: int = 3) -> list[Proposal]:
    rows = [town.proposal("kelurahan") for _ in range(count)]
    for number, proposal in enumerate(rows):
        advise(town, proposal, reason=f"Sebab {number}.")
    return rows


def ticked(rows: list[Proposal], **given: str) -> dict[str, Any]:
    keys = [proposal.pk for proposal in rows]
    return {"action": "ikuti_saran", "index": "0", "_selected_action": keys, **given}


def seen_of(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(seen_\d+)" value="(\d+)"', page))


def test_advice_is_taken_for_many_after_it_is_said_how_many(town: Town) -> None:
    rows = many(town)
    client = desk(town, "lurah")
    page = text_of(client.post(LIST, ticked(rows)))
    assert "3 usulan dipilih." in page
    assert page.count("saran: ditolak") == 3
    assert not Decision.objects.exists()
    advise(town, rows[1], reason="Sebab yang lain.")
    decide(actor=town.staff["lurah"], proposal=rows[2], outcome="forward")
    answer = client.post(LIST, ticked(rows, apply="1", **seen_of(page)))
    results = {r.obj.pk: (r.ok, r.sentence) for r, _ in answer.context["results"]}
    assert results[rows[0].pk] == (True, "Ditolak")
    assert [results[p.pk][0] for p in rows[1:]] == [False, True]  # that one, by the same hand
    assert "berubah sementara Anda membaca" in results[rows[1].pk][1]
    assert rows[0].decisions.get().reason == "Sebab 0."


def test_what_has_no_advice_is_told_among_many(town: Town) -> None:
    rows = [*many(town, 1), town.proposal("kelurahan")]
    client = desk(town, "lurah")
    page = text_of(client.post(LIST, ticked(rows)))
    assert "tanpa saran" in page
    answer = client.post(LIST, ticked(rows, apply="1", **seen_of(page)))
    results = [(r.ok, r.sentence) for r, _ in answer.context["results"]]
    assert results[0] == (True, "Ditolak")
    assert results[1][0] is False
    assert results[1][1].startswith("Tidak ada saran untuk Anda.")


def test_nothing_ticked_is_said(town: Town) -> None:
    many(town, 1)
    answer = desk(town, "lurah").post(LIST, {"action": "ikuti_saran", "index": "0"}, follow=True)
    assert "Belum ada usulan yang dicentang." in text_of(answer)
    assert not Decision.objects.exists()
