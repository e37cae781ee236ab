from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from egov.areas.models import AreaBoundary
from egov.verbs.refusal import Invalid
from musrenbang.domain.numbers import make_number, read_number
from musrenbang.domain.submission import open_channels, send_draft, submit
from musrenbang.domain.validation import read_decimal
from musrenbang.models import Draft, KamusVariant, Proposal
from tests.town import Town


@given(st.integers(2020, 2099), st.integers(1, 9_999_999), st.data())
def test_a_mistyped_digit_is_noticed(year: int, serial: int, data: st.DataObject) -> None:
    number = make_number(year, serial)
    assert read_number(number.replace("-", " ")) == number
    digits = [i for i, c in enumerate(number) if c.isdigit()]
    place = data.draw(st.sampled_from(digits))
    other = data.draw(st.sampled_from([d for d in "0123456789" if d != number[place]]))
    assert read_number(number[:place] + other + number[place + 1 :]) is None


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12,5", "12.5"),
        ("1.200", "1200"),
        ("12.5", "12.5"),
        ("1.234.567,25", "1234567.25"),
        (" 7 ", "7"),
        ("0.125", "0.125"),
    ],
)
def test_numbers_as_people_write_them(text: str, value: str) -> None:
    assert read_decimal(text) == Decimal(value)


@pytest.mark.parametrize("text", ["", "abc", "1,2,3", "NaN", "Infinity", "--5"])
def test_what_is_no_number_is_said(text: str) -> None:
    with pytest.raises(Invalid) as told:
        read_decimal(text)
    assert told.value.field == "volume"


def test_sending_twice_makes_one(town: Town) -> None:
    first = submit(actor=town.citizen, channel=town.channel, content=town.content(), key="k1")
    assert (
        submit(
            actor=town.citizen,
            channel=town.channel,
            content=town.content(title="Lain"),
            key="k1",
        )
        == first
    )
    assert (
        submit(actor=town.citizen, channel=town.channel, content=town.content(), key="k2") != first
    )
    assert Proposal.objects.count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": "  "}, "title"),
        ({"problem": ""}, "problem"),
        ({"wish": "\n"}, "wish"),
        ({"address": ""}, "address"),
        ({"volume": Decimal(0)}, "volume"),
        ({"volume": Decimal("1.234")}, "volume"),
        ({"volume": Decimal(2001)}, "volume"),
        ({"latitude": 50.0, "longitude": 112.0}, "point"),
    ],
)
def test_each_field_is_checked_by_the_verb(town: Town, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Invalid) as told:
        submit(actor=town.citizen, channel=town.channel, content=town.content(**changes), key="k")
    assert told.value.field == field
    assert Proposal.objects.count() == 0


def test_the_point_and_the_area_must_agree_where_a_boundary_is_held(town: Town) -> None:
    spot = {"latitude": -7.33, "longitude": 112.70}
    assert (
        submit(
            actor=town.citizen, channel=town.channel, content=town.content(**spot), key="a"
        ).point_check
        == "not_made"
    )
    ring = [[112.69, -7.34], [112.71, -7.34], [112.71, -7.32], [112.69, -7.32], [112.69, -7.34]]
    AreaBoundary.objects.create(
        area=town.areas["35.78.01.1001"], geometry={"type": "Polygon", "coordinates": [ring]}
    )
    assert (
        submit(
            actor=town.citizen, channel=town.channel, content=town.content(**spot), key="b"
        ).point_check
        == "inside"
    )
    with pytest.raises(Invalid) as told:
        submit(
            actor=town.citizen,
            channel=town.channel,
            content=town.content(latitude=-7.30, longitude=112.70),
            key="c",
        )
    assert told.value.code == "point_outside"


def test_a_price_is_needed(town: Town) -> None:
    town.variant.prices.all().delete()
    with pytest.raises(Invalid) as told:
        submit(actor=town.citizen, channel=town.channel, content=town.content(), key="k")
    assert told.value.code == "not_proposable"


def test_a_draft_is_sent_once_and_says_what_is_missing(town: Town) -> None:
    draft = Draft.objects.create(owner=town.citizen, channel=town.channel)
    with pytest.raises(Invalid) as told:
        send_draft(draft=draft)
    assert told.value.field == "variant"
    draft.data = {
        "variant": town.variant.pk,
        "rw": town.rw.pk,
        "address": "Gang 3",
        "title": "Paving",
        "problem": "Becek",
        "wish": "Rata",
        "volume": "12,5",
    }
    draft.save()
    proposal = send_draft(draft=draft)
    assert send_draft(draft=draft) == proposal
    assert (proposal.volume, proposal.cost) == (Decimal("12.5"), Decimal(2625000))


def test_the_public_reads_the_rw_not_the_name(town: Town, client: Any) -> None:
    quiet = submit(actor=town.citizen, channel=town.channel, content=town.content(), key="a")
    named = submit(
        actor=town.citizen, channel=town.channel, content=town.content(show_name=True), key="b"
    )
    for address in (
        f"/usulan/{quiet.number}/",
        f"/api/v1/usulan/{quiet.number}/",
        f"/usulan/{quiet.number}/bukti/",
    ):
        page = client.get(address).content.decode()
        assert "Siti Rekaan" not in page
        assert "uji.example" not in page
    assert "Siti Rekaan, warga RW 01" in client.get(f"/usulan/{named.number}/").content.decode()


def test_assisted_entry_is_recorded_as_such(town: Town, client: Any) -> None:
    p = submit(
        actor=town.staff["operator_kelurahan"],
        channel=town.channel,
        content=town.content(behalf_name="Bu Rekaan"),
        key="k",
    )
    assert (p.proposer, p.entered_office, p.behalf_name) == (
        None,
        "Operator Kelurahan Karang Pilang 1",
        "Bu Rekaan",
    )
    page = client.get(f"/usulan/{p.number}/").content.decode()
    assert "dimasukkan oleh Operator Kelurahan Karang Pilang 1" in page
    assert "Bu Rekaan" not in page


def test_plain_words_find_the_kamus(town: Town) -> None:
    assert list(KamusVariant.objects.priced().matching("jalan becek di gang")) == [town.variant]
    assert list(KamusVariant.objects.priced().matching("mesin roket")) == []


def test_channels_open_and_close(town: Town) -> None:
    assert open_channels(town.channel.submission.lower) == [town.channel]
    assert open_channels(town.channel.submission.upper) == []
