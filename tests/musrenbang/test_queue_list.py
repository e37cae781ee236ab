"""The desk's list of proposals: tabs, filters, order, sums, and what stands in a row."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egov.web.fields import WRONG_SUM
from egov.web.filters import UNKNOWN
from egov.web.forms import ONE_OF_THE_LIST
from musrenbang.admin import queue_list
from musrenbang.domain import queue
from musrenbang.domain.deliberation import prepare
from musrenbang.models import Proposal
from tests.factories.musrenbang import KamusEntryFactory, KamusVariantFactory
from tests.town import Town, client_of, decide, fresh, with_opinion

LIST = "/admin/musrenbang/proposal/"


def desk(town: Town, who: str) -> Client:
    return client_of(fresh(town.staff[who]))


def shown(client: Client, query: str = "") -> list[Proposal]:
    answer = client.get(f"{LIST}?{query}")
    assert answer.status_code == 200
    return [row.proposal for row in answer.context["cl"].rows]


def text_of(answer: Any) -> str:
    return " ".join(answer.content.decode().split())


def change(proposal: Proposal, **values: Any) -> Proposal:
    Proposal.objects.filter(pk=proposal.pk).update(**values)
    return proposal


LEFT = ["Belum diputuskan", "Dibawa saya"]  # by a year: the kelurahan carries it on
# -- tabs ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("who", "words"),
    [
        ("ketua_rw", ["Menunggu", "Dikembalikan", "Diputuskan saya", "Semua"]),
        ("lurah", ["Menunggu", "Dikembalikan", "Diputuskan saya", *LEFT, "Semua"]),
        ("camat", ["Menunggu", "Dikembalikan", "Diputuskan saya", "Semua"]),
        ("verifier", ["Menunggu", "Dikembalikan", "Diputuskan saya", "Semua"]),
        ("planner", ["Menunggu", "Dikembalikan", "Diputuskan saya", "Semua"]),
        (
            "operator_kelurahan",
            ["Belum disiapkan", "Sudah disiapkan", "Dikembalikan", *LEFT, "Semua"],
        ),
        ("operator_kecamatan", ["Belum disiapkan", "Sudah disiapkan", "Dikembalikan", "Semua"]),
        ("auditor", ["Semua"]),
        ("administrator", ["Semua"]),
        ("editor", ["Semua"]),
    ],
)
def test_each_office_has_its_tabs(town: Town, who: str, words: list[str]) -> None:
    answer = desk(town, who).get(LIST)
    assert [tab.word for tab in answer.context["cl"].tabs] == words
    assert answer.context["cl"].tab.word == words[0]


def test_nobody_else_reads_it(town: Town, client: Client) -> None:
    assert client.get(LIST)["Location"].startswith("/admin/login/")
    for person in (town.citizen, town.stranger):
        assert client_of(person).get(LIST).status_code in (302, 403)


def test_a_tab_holds_what_it_says(town: Town) -> None:
    waits, sent_back, passed, elsewhere = (town.proposal("kelurahan") for _ in range(4))
    change(elsewhere, tier="rw", stage=town.stages["rw"])
    lurah = town.staff["lurah"]
    decide(actor=lurah, proposal=sent_back, outcome="return", reason="Ukuran?")
    decide(actor=lurah, proposal=passed, outcome="forward")
    client = desk(town, "lurah")
    assert shown(client) == [waits]
    assert shown(client, "antrean=saya") == [waits]
    assert shown(client, "antrean=entah") == [waits]
    assert shown(client, "antrean=dikembalikan") == [sent_back]
    assert shown(client, "antrean=diputuskan") == [passed, sent_back]
    assert shown(client, "antrean=semua") == [elsewhere, passed, sent_back, waits]


def test_a_search_looks_at_everything_unless_a_tab_was_chosen(town: Town) -> None:
    waits, passed = town.proposal("kelurahan"), town.proposal("kecamatan")
    client = desk(town, "lurah")
    assert shown(client, f"q={passed.number}") == [passed]
    assert shown(client, f"antrean=saya&q={passed.number}") == []
    assert shown(client, f"antrean=saya&q={waits.number}") == [waits]


def test_the_operator_sees_what_is_prepared_apart(town: Town) -> None:
    bare, ready = town.proposal("kelurahan"), town.proposal("kelurahan")
    operator = town.staff["operator_kelurahan"]
    prepare(actor=operator, proposal=ready, outcome="reject", reason="Bukan milik kota.")
    client = desk(town, "operator_kelurahan")
    assert shown(client) == [bare]
    assert shown(client, "antrean=siap") == [ready]
    assert "Ubah saran" in text_of(client.get(f"{LIST}?antrean=siap"))
    assert "data-in-row" not in text_of(client.get(f"{LIST}?antrean=siap"))
    first_page = text_of(client.get("/admin/"))
    assert first_page.index("Belum disiapkan") < first_page.index(bare.number)
    assert first_page.index(bare.number) < first_page.index("Sudah disiapkan")
    assert first_page.index("Sudah disiapkan") < first_page.index(ready.number)


# -- filters ------------------------------------------------------------------------------


def test_what_narrows_the_list(town: Town) -> None:
    neighbour = town.areas["35.78.01.1001/02"]
    first = change(town.proposal("kelurahan"), cost=Decimal(1_000_000), rw_rank=2)
    second = town.proposal("kelurahan", rw=neighbour, agency=town.other_agency)
    change(second, cost=Decimal(9_000_000), rw_rank=1, rw_declined=True)
    lamp = KamusVariantFactory(entry=KamusEntryFactory(code="lampu", agency=town.agency))
    third = change(town.proposal("kelurahan", variant=lamp), cost=Decimal(5_000_000), rw_rank=3)
    operator = town.staff["operator_kelurahan"]
    prepare(actor=operator, proposal=third, outcome="forward")
    client = desk(town, "lurah")
    queries = {
        "": [second, first, third],
        "rw=35.78.01.1001/02": [second],
        "wilayah=35.78.01.1001": [second, first, third],
        "wilayah=35.78.02": [],
        "jenis=lampu": [third],
        "opd=dlh": [second],
        "dari=5.000.000": [second, third],
        "sampai=Rp 5.000.000": [first, third],
        "dari=2000000&sampai=6000000": [third],
        "saran=ada": [third],
        "saran=belum": [second, first],
        "rembuk=tidak": [second],
        "rembuk=ya": [first, third],
        "urut=biaya": [second, third, first],
        "urut=biaya-kecil": [first, third, second],
        "urut=urutan": [second, first, third],
        "urut=terbaru": [third, second, first],
        "urut=terlama": [first, second, third],
    }
    assert {query: shown(client, query) for query in queries} == queries


def test_what_is_overdue(town: Town) -> None:
    town.proposal("kelurahan")
    late = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=late, outcome="return", reason="Ukuran?")
    client = desk(town, "lurah")
    assert shown(client, "waktu=lewat") == []
    change(late, return_until=timezone.localdate() - timedelta(days=1))
    assert shown(client, "waktu=lewat") == [late]
    assert "tidak dilengkapi" in text_of(client.get(f"{LIST}?waktu=lewat"))


@pytest.mark.parametrize(
    ("field", "value", "sentence"),
    [
        ("wilayah", "entah", UNKNOWN),
        ("rw", "' OR 1=1", UNKNOWN),
        ("jenis", "entah", UNKNOWN),
        ("opd", "entah", UNKNOWN),
        ("dari", "banyak", WRONG_SUM),
        ("sampai", "-5", WRONG_SUM),
        ("dari", "9" * 24, WRONG_SUM),
        ("saran", "x", ONE_OF_THE_LIST),
        ("rembuk", "x", ONE_OF_THE_LIST),
        ("waktu", "x", ONE_OF_THE_LIST),
        ("urut", "x", ONE_OF_THE_LIST),
        ("tahun", "abc", "empat angka"),
        ("tingkat", "langit", ONE_OF_THE_LIST),
    ],
)
def test_a_value_that_fits_nothing_is_said_at_its_field(
    town: Town, field: str, value: str, sentence: str
) -> None:
    waits = town.proposal("kelurahan")
    answer = desk(town, "lurah").get(LIST, {field: value, "antrean": "saya"})
    assert answer.status_code == 422
    assert sentence in " ".join(answer.context["cl"].narrowing.form.errors[field])
    assert [row.proposal for row in answer.context["cl"].rows] == [waits]


@pytest.mark.parametrize("query", ["p=0", "p=-3", "p=999", "p=x", "p=", "entah=1", "o=3", "e=1"])
def test_an_odd_address_shows_the_list(town: Town, query: str) -> None:
    waits = town.proposal("kelurahan")
    assert shown(desk(town, "lurah"), query) == [waits]


def test_places_are_those_of_the_office(town: Town) -> None:
    def options(who: str, query: str = "") -> dict[str, list[str]]:
        form = desk(town, who).get(f"{LIST}?{query}").context["cl"].narrowing.form
        fields = {name: form.fields[name].widget.choices for name in ("wilayah", "rw")}
        return {name: [str(code) for code, _ in choices] for name, choices in fields.items()}

    rws = ["", "35.78.01.1001/01", "35.78.01.1001/02"]
    assert options("lurah") == {"wilayah": [""], "rw": rws}
    villages = ["", "35.78.01.1001", "35.78.01.1002"]
    assert options("camat") == {"wilayah": villages, "rw": [""]}
    assert options("camat", "wilayah=35.78.01.1001") == {"wilayah": villages, "rw": rws}
    assert len(options("planner")["wilayah"]) == 7
    assert options("ketua_rw") == {"wilayah": [""], "rw": [""]}


# -- sums and pages -----------------------------------------------------------------------


def test_the_sum_is_of_what_is_filtered_and_counts_no_further_than_needed(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for cost in (1, 2, 4):
        change(town.proposal("kelurahan"), cost=Decimal(cost * 1_000_000))
    client = desk(town, "lurah")
    page = text_of(client.get(LIST))
    assert re.search(r">3</strong> usulan, <strong[^>]*>Rp 7.000.000<", page)
    total = client.get(f"{LIST}?dari=2000000").context["cl"].total
    assert total == queue.Total(2, Decimal(6_000_000), False)
    for module in (queue, queue_list):
        monkeypatch.setattr(module, "COUNT_UP_TO", 2)
    page = text_of(client.get(LIST))
    assert "Lebih dari <strong>2</strong> usulan, lebih dari" in page
    assert client.get(f"{LIST}?antrean=saya&q=zeppelin").context["cl"].total.count == 0


def test_pages_hold_a_part_each_and_the_last_takes_what_lies_beyond(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("musrenbang.admin.proposals.ProposalAdmin.list_per_page", 2)
    first, second, third = (town.proposal("kelurahan") for _ in range(3))
    client = desk(town, "lurah")
    assert shown(client) == [first, second]
    assert shown(client, "p=2") == shown(client, "p=7") == [third]
    assert "Halaman 2 dari 2" in text_of(client.get(f"{LIST}?p=2"))


# -- rows ---------------------------------------------------------------------------------


def buttons(answer: Any) -> list[str]:
    cells = re.findall(r'<td class="acts">(.*?)</td>', text_of(answer))
    words = re.findall(r"<(?:a|button) [^>]*>([^<]+)<span", " ".join(cells))
    return [word.strip() for word in words]


@pytest.mark.parametrize(
    ("who", "tier", "words"),
    [
        ("ketua_rw", "rw", ["Sepakati dan beri urutan", "Kembalikan", "Tidak sepakati"]),
        (
            "lurah",
            "kelurahan",
            ["Teruskan", "Kembalikan", "Tolak", "Gabungkan", "Jadikan cadangan"],
        ),
        (
            "camat",
            "kecamatan",
            ["Teruskan", "Kembalikan", "Tolak", "Gabungkan", "Jadikan cadangan"],
        ),
        ("verifier", "kota", ["Layak", "Tidak layak", "Layak dengan perubahan"]),
        ("planner", "kota", ["Terima", "Kembalikan", "Tolak", "Jadikan cadangan"]),
        ("operator_kelurahan", "kelurahan", ["Siapkan"]),
        ("operator_kecamatan", "kecamatan", ["Siapkan"]),
    ],
)
def test_a_row_offers_what_its_office_decides(
    town: Town, who: str, tier: str, words: list[str]
) -> None:
    proposal = with_opinion(town) if who == "planner" else town.proposal(tier)
    client = desk(town, who)
    assert buttons(client.get(LIST)) == words
    assert buttons(client.get("/admin/")) == words
    assert shown(client, "antrean=semua") == [proposal]


def test_who_only_reads_is_offered_nothing(town: Town) -> None:
    town.proposal("kelurahan")
    for who in ("auditor", "administrator", "editor"):
        answer = desk(town, who).get(LIST)
        assert len(answer.context["cl"].rows) == 1
        assert buttons(answer) == []
        assert "_selected_action" not in text_of(answer)


def test_what_the_opd_finds_unfit_is_not_accepted_in_the_row(town: Town) -> None:
    with_opinion(town, "not_feasible", reason="Tanahnya milik provinsi.")
    answer = desk(town, "planner").get(LIST)
    assert buttons(answer)[0] == "Terima"
    assert "data-in-row" not in text_of(answer)
    assert "tidak layak" in text_of(answer)


def test_a_row_tells_rank_advice_and_what_the_rw_said(town: Town) -> None:
    proposal = change(town.proposal("kelurahan"), rw_rank=4, rw_declined=True)
    prepare(
        actor=town.staff["operator_kelurahan"],
        proposal=proposal,
        outcome="forward",
        volume=Decimal(50),
        reason_code="changed",
        reason="Cukup separuh gang.",
    )
    for address in (LIST, "/admin/"):
        page = text_of(desk(town, "lurah").get(address))
        for words in (
            "urutan 4",
            "tidak disepakati RW",
            "Saran Operator Kelurahan Karang Pilang 1: <strong>diteruskan</strong>.",
            "Disetujui dengan perubahan volume atau biaya. Cukup separuh gang.",
            "Rp 10.500.000",
            "Ikuti saran",
        ):
            assert words in page, words


def test_our_own_words_and_one_root(town: Town) -> None:
    town.proposal("kelurahan")
    page = text_of(desk(town, "lurah").get(LIST))
    assert "Lakukan pada yang dicentang" in page
    for word in ("Jalankan", "Pilih usulan", "Beranda"):
        assert word not in page


@pytest.mark.parametrize(
    ("who", "tab"),
    [
        *(("lurah", tab) for tab in ("saya", "dikembalikan", "diputuskan", "semua")),
        ("operator_kelurahan", "belum"),
        ("operator_kelurahan", "siap"),
        ("verifier", "saya"),
        ("planner", "saya"),
        ("auditor", "semua"),
    ],
)
def test_as_many_questions_for_one_row_as_for_thirty(town: Town, who: str, tab: str) -> None:
    def more(count: int) -> None:
        for _ in range(count):
            waits = town.proposal("kelurahan")
            town.proposal("kota")
            change(town.proposal("kota"), has_opinion=True)
            if tab in ("saya", "siap"):
                prepare(actor=town.staff["operator_kelurahan"], proposal=waits, outcome="forward")
            if tab in ("dikembalikan", "diputuskan"):
                given = {"outcome": "return", "reason": "Ukuran?"}
                decide(actor=town.staff["lurah"], proposal=town.proposal("kelurahan"), **given)

    def questions() -> int:
        with CaptureQueriesContext(connection) as log:
            assert len(client.get(f"{LIST}?antrean={tab}").context["cl"].rows) > 0
            assert client.get("/admin/").status_code == 200
        return len(log)

    more(1)
    client = desk(town, who)
    questions()  # what is kept for some minutes is read once
    few = questions()
    more(29)
    assert questions() == few


def test_the_first_page_counts_ones_own_decisions_of_this_year(town: Town) -> None:
    lurah = town.staff["lurah"]
    for outcome in ("forward", "forward", "reserve"):
        given = {"reason": "Nanti."} if outcome == "reserve" else {}
        decide(actor=lurah, proposal=town.proposal("kelurahan"), outcome=outcome, **given)
    corrected = town.proposal("kelurahan")
    decide(actor=lurah, proposal=corrected, outcome="forward")
    decide(actor=lurah, proposal=corrected, outcome="reject", reason="Bukan milik kota.")
    decide(actor=town.staff["camat"], proposal=town.proposal("kecamatan"), outcome="forward")
    page = text_of(desk(town, "lurah").get("/admin/"))
    counts = re.findall(r"<li><strong>(\d+)</strong> ([^<]+)</li>", page)
    assert [(word, int(count)) for count, word in counts][:3] == [
        ("diteruskan", 2),
        ("ditolak", 1),
        ("cadangan", 1),
    ]
