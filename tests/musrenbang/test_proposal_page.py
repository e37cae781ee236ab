"""The page of one proposal at the desk: what it offers to whom, and what a press does."""

from __future__ import annotations

import re
from decimal import Decimal
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from egov.files.pictures import store_picture
from musrenbang.domain.deliberation import prepare
from musrenbang.models import DecisionPhoto, Proposal
from tests.conftest import picture
from tests.town import Town, client_of, decide

CHANGED = {"volume": Decimal(50), "reason_code": "changed", "reason": "Gangnya pendek."}


def page_of(proposal: Proposal) -> str:
    return f"/admin/musrenbang/proposal/{proposal.pk}/change/"


def read(client: Client, address: str) -> str:
    answer = client.get(address)
    assert answer.status_code == 200
    return answer.content.decode().replace("\xa0", " ")


def shown_fields(page: str) -> set[str]:
    """The names of the fields that are not hidden, of the form that is not hidden."""
    form = page[page.index("data-decision") :]
    if re.match(r"[^>]*\shidden\s*>", form):
        return set()
    parts = re.findall(
        r'<div data-for="[^"]*"( hidden)?>(.*?)(?=<div data-for|data-save)', form, re.S
    )
    shown = "".join(text for hidden, text in parts if not hidden)
    return set(re.findall(r'name="(\w+)"', shown)) - {"candidate"}


def standing(proposal: Proposal) -> tuple[str, str]:
    proposal.refresh_from_db()
    return proposal.tier, proposal.state


def at_the_city(town: Town) -> Proposal:
    """By the decisions of those before, for an opinion counts only with them."""
    proposal = town.proposal()
    for role, outcome in (("ketua_rw", "endorse"), ("lurah", "forward"), ("camat", "forward")):
        decide(actor=town.staff[role], proposal=proposal, outcome=outcome)
    return proposal


# -- what is shown --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("outcome", "fields"),
    [
        ("", set()),
        ("forward", {"volume", "cost", "reason_code", "reason"}),
        ("return", {"deadline", "reason_code", "reason"}),
        ("reject", {"reason_code", "reason"}),
        ("merge", {"merged_into", "reason_code", "reason"}),
        ("reserve", {"reason_code", "reason"}),
        ("accept", set()),  # no outcome of this tier
        ("nonsens<", set()),
    ],
)
def test_only_the_fields_of_the_chosen_outcome_are_shown(
    town: Town, outcome: str, fields: set[str]
) -> None:
    desk = client_of(town.staff["lurah"])
    page = read(desk, f"{page_of(town.proposal('kelurahan'))}?keputusan={outcome}")
    assert shown_fields(page) == fields
    assert page.count('aria-current="true"') == bool(fields)


def test_the_units_and_the_difference_stand_beside_the_fields(town: Town) -> None:
    desk = client_of(town.staff["lurah"])
    p = town.proposal("kelurahan")
    page = read(desk, f"{page_of(p)}?keputusan=forward")
    for words in ("Volume (m2)", "Biaya (Rp)", "tidak ada perubahan", "100 m2", "Rp 21.000.000"):
        assert words in page
    given = {"outcome": "forward", "seen": "0", "volume": "80", "cost": "16.800.000"}
    answer = desk.post(page_of(p), given).content.decode()
    assert "-20 m2, -4.200.000 rupiah" in answer
    assert "Anda mengubah dari 100 m2" in answer  # its reason is missing


OFFERS = {  # who sees which actions of a proposal that waits at the kelurahan
    "ketua_rw": set(),
    "lurah": {"putuskan"},
    "operator_kelurahan": {"siapkan"},
    "camat": set(),
    "operator_kecamatan": set(),
    "verifier": set(),
    "planner": set(),
    "auditor": set(),
    "administrator": set(),
    "editor": set(),
}


@pytest.mark.parametrize("role", OFFERS)
def test_each_office_sees_what_it_may_do_and_else_why_not(town: Town, role: str) -> None:
    page = read(client_of(town.staff[role]), page_of(town.proposal("kelurahan")))
    assert set(re.findall(r'id="tindakan-(\w+)"', page)) == OFFERS[role]
    told_why = "Jabatan Anda tidak memutuskan" in page or "Giliran Anda" in page
    assert told_why is not bool(OFFERS[role])


def test_who_works_elsewhere_finds_nothing(town: Town) -> None:
    p = town.proposal("kelurahan")
    given = {"outcome": "forward", "seen": "0"}
    for who in ("lurah", "camat", "ketua_rw", "operator_kelurahan", "verifier"):
        desk = client_of(town.far[who])
        assert [desk.get(page_of(p)).status_code, desk.post(page_of(p), given).status_code] == [
            404,
            404,
        ], who
    for person in (town.citizen, town.stranger):
        assert client_of(person).get(page_of(p)).status_code in (302, 403)
        assert client_of(person).post(page_of(p), given).status_code in (302, 403)
    assert Client().post(page_of(p), given)["Location"].startswith("/admin/login/")
    assert p.decisions.count() == 0


def test_what_would_be_refused_is_not_offered(town: Town) -> None:
    waits_for_the_opd = at_the_city(town)
    page = read(client_of(town.staff["planner"]), page_of(waits_for_the_opd))
    assert "belum memberi hasil verifikasi" in page
    assert re.findall(r'data-choose="(\w+)"', page) == ["return"]


def test_photos_of_the_opd_stand_with_its_opinion(town: Town) -> None:
    p = at_the_city(town)
    row = decide(actor=town.staff["verifier"], proposal=p, outcome="feasible")
    upload = SimpleUploadedFile("a.jpg", picture(), "image/jpeg")
    file = store_picture(upload=upload, actor_id=town.staff["verifier"].pk)
    photo = DecisionPhoto.objects.create(decision=row, file=file)
    page = read(client_of(town.staff["planner"]), page_of(p))
    assert f"/usulan/{p.number}/lapangan/{photo.pk}.jpg?kecil" in page


# -- what a press does ------------------------------------------------------------------------


def test_one_press_forwards_and_opens_the_next(town: Town) -> None:
    first, second, third = (town.proposal("kelurahan") for _ in range(3))
    desk = client_of(town.staff["lurah"])
    assert "2 dari 3" in read(desk, page_of(second))
    answer = desk.post(page_of(second), {"outcome": "forward", "seen": "0"})
    assert (answer.status_code, answer["Location"]) == (302, page_of(third))
    assert standing(second) == ("kecamatan", "waiting")
    page = read(desk, answer["Location"])
    told = re.search(r'<li class="success">(.*?)</li>', page, re.S).group(1)  # type: ignore[union-attr]
    words = " ".join(re.sub(r"<[^>]+>", " ", told).split())
    assert words.startswith(f"Diteruskan {second.number} · lihat {second.number} · batalkan")
    assert "2 dari 2" in page
    # at the end it begins with what was left out
    assert desk.post(page_of(third), {"outcome": "forward", "seen": "0"})["Location"] == page_of(
        first
    )


def test_at_the_end_it_says_so_and_leads_back_to_the_desk(town: Town) -> None:
    p = town.proposal("kelurahan")
    desk = client_of(town.staff["lurah"])
    answer = desk.post(page_of(p), {"outcome": "forward", "seen": "0"})
    assert answer["Location"] == "/admin/"
    assert "Tidak ada lagi yang menunggu Anda di antrean ini." in read(desk, "/admin/")


def test_the_last_press_is_taken_back_by_one(town: Town) -> None:
    first, second = town.proposal(), town.proposal()
    desk = client_of(town.staff["ketua_rw"])
    page = read(desk, desk.post(page_of(first), {"outcome": "endorse", "seen": "0"})["Location"])
    form = re.search(r'<form method="post" action="([^"]+)">(.*?)</form>', page, re.S)
    assert form is not None
    assert (form[1], 'name="batalkan" value="1"' in form[2]) == (page_of(first), True)
    answer = desk.post(form[1], {"batalkan": "1"})
    assert answer["Location"] == page_of(first)
    assert standing(first) == ("rw", "waiting")
    assert "menunggu Anda lagi" in read(desk, page_of(first))
    assert standing(second) == ("rw", "waiting")


def test_a_second_tap_does_nothing_more_and_goes_on(town: Town) -> None:
    first, second = town.proposal("kelurahan"), town.proposal("kelurahan")
    desk = client_of(town.staff["lurah"])
    given = {"outcome": "forward", "seen": "0"}
    answers = [desk.post(page_of(first), given)["Location"] for _ in range(2)]
    assert answers == [page_of(second)] * 2
    assert first.decisions.count() == 1
    # what another one decided meanwhile is no second tap
    decide(actor=town.staff["camat"], proposal=first, outcome="forward")
    assert "Giliran Anda" in desk.post(page_of(first), given).content.decode()


def test_a_refusal_keeps_what_was_typed_at_the_outcome_that_was_chosen(town: Town) -> None:
    p = town.proposal("kelurahan")
    desk = client_of(town.staff["lurah"])
    answer = desk.post(page_of(p), {"outcome": "reject", "reason_code": "budget", "seen": "0"})
    page = answer.content.decode()
    assert shown_fields(page) == {"reason_code", "reason"}
    assert '<option value="budget" selected>' in page
    assert "Tulis penjelasan dalam satu kalimat" in page


def test_changed_money_brings_its_reason_code(town: Town) -> None:
    p = town.proposal("kelurahan")
    given = {"outcome": "forward", "seen": "0", "volume": "80", "cost": "21.000.000"}
    client_of(town.staff["lurah"]).post(page_of(p), {**given, "reason": "Gangnya 80 meter."})
    row = p.decisions.get()
    assert (row.volume, row.cost, row.reason_code) == (Decimal(80), Decimal(16800000), "changed")


def test_a_correction_begins_with_what_it_corrects(town: Town) -> None:
    p = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=p, outcome="forward", **CHANGED)
    desk = client_of(town.staff["lurah"])
    page = read(desk, f"{page_of(p)}?keputusan=forward")
    assert set(re.findall(r'id="tindakan-(\w+)"', page)) == {"batalkan", "putuskan"}
    assert "Anda sudah memutuskan: <strong>diteruskan</strong>." in page
    assert "data-at-once" not in page  # the same once more is no correction
    assert 'value="50"' in page
    given = {"outcome": "forward", "seen": "1", "volume": "", "cost": "", "reason": "Diukur lagi."}
    desk.post(page_of(p), given)
    last = p.decisions.last()
    assert last is not None
    assert (last.volume, last.reason_code, last.sequence) == (Decimal(50), "changed", 2)


def test_feasible_is_as_it_came_even_after_a_change(town: Town) -> None:
    p = at_the_city(town)
    verifier = town.staff["verifier"]
    decide(actor=verifier, proposal=p, outcome="feasible_changed", **CHANGED)
    client_of(verifier).post(page_of(p), {"outcome": "feasible", "seen": "4"})
    last = p.decisions.last()
    assert last is not None
    assert (last.outcome, last.volume) == ("feasible", Decimal(100))


def test_against_the_opinion_no_one_press_accepts(town: Town) -> None:
    p = at_the_city(town)
    decide(actor=town.staff["verifier"], proposal=p, outcome="not_feasible", reason="Rawa.")
    desk = client_of(town.staff["planner"])
    assert "data-at-once" not in read(desk, page_of(p))
    answer = desk.post(page_of(p), {"outcome": "accept", "seen": "4"})
    assert "Tulis mengapa tetap diterima" in answer.content.decode()


# -- advice -----------------------------------------------------------------------------------


def advised(town: Town, outcome: str = "forward", **given: Any) -> Proposal:
    p = town.proposal("kelurahan")
    operator = town.staff["operator_kelurahan"]
    prepare(actor=operator, proposal=p, outcome=outcome, **(given or CHANGED))
    return p


def test_advice_is_taken_with_all_it_says_in_one_press(town: Town) -> None:
    p, following = advised(town), town.proposal("kelurahan")
    desk = client_of(town.staff["lurah"])
    page = read(desk, page_of(p))
    assert "Saran Operator Kelurahan Karang Pilang 1" in page
    assert "Gangnya pendek." in page
    stamp = re.search(r'name="stamp" value="(\d+)"', page)
    assert stamp is not None
    answer = desk.post(page_of(p), {"ikuti_saran": "1", "seen": "0", "stamp": stamp[1]})
    assert answer["Location"] == page_of(following)
    row = p.decisions.get()
    assert (row.outcome, row.volume, row.reason_code, row.reason) == (
        "forward",
        Decimal(50),
        "changed",
        "Gangnya pendek.",
    )
    assert f'Diteruskan <span class="number">{p.number}</span>' in read(desk, page_of(following))


def test_advice_that_changed_or_was_decided_meanwhile_is_not_taken(town: Town) -> None:
    p = advised(town)
    desk = client_of(town.staff["lurah"])
    answer = desk.post(page_of(p), {"ikuti_saran": "1", "seen": "0", "stamp": "1234567"})
    assert "berubah sementara Anda membaca" in answer.content.decode()
    for missing in ({"seen": "0"}, {"stamp": str(p.preparations.get().stamp)}):
        desk.post(page_of(p), {"ikuti_saran": "1", **missing})
    assert p.decisions.count() == 0


def test_a_merge_that_is_advised_names_its_target_first(town: Town) -> None:
    p = advised(town, "merge", reason="Sama dengan gang 4.")
    page = read(client_of(town.staff["lurah"]), page_of(p))
    assert "Sama dengan gang 4." in page
    assert 'name="ikuti_saran"' not in page


def test_the_operator_advises_by_one_press_and_goes_on_to_the_end(town: Town) -> None:
    first, second = town.proposal("kelurahan"), town.proposal("kelurahan")
    desk = client_of(town.staff["operator_kelurahan"])
    assert "Sarankan teruskan ke kecamatan" in read(desk, page_of(first))
    given = {"outcome": "forward", "seen": "0"}
    assert desk.post(page_of(first), given)["Location"] == page_of(second)
    assert desk.post(page_of(second), given)["Location"] == "/admin/"
    assert "terakhir di antrean" in read(desk, "/admin/")
    assert first.preparations.get().outcome == "forward"
    assert first.decisions.count() == 0
