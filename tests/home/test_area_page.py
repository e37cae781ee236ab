"""What a neighbour wants of an area's page: the act, the office, money by year, points."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from egov.areas.models import Area, AreaOffice, MapShape
from musrenbang.domain.figures import count_figures
from musrenbang.models import Channel
from tests.town import Town

pytestmark = pytest.mark.django_db
RW, VILLAGE = "/wilayah/35.78.01.1001~01/", "/wilayah/35.78.01.1001/"


def shape(area: Area, west: int) -> None:
    """A square around the demo's middle, beside that of a neighbour."""
    box = {"west": west, "north": -300, "east": west + 600, "south": 300}
    label = {"label": area.name, "label_x": west + 300, "label_y": 0, "label_size": 80}
    path = f"M{west} -300h600v600h-600z"
    MapShape.objects.create(area=area, official=False, geometry={}, path=path, **box, **label)


def test_an_rw_tells_where_to_go_and_lets_one_propose(town: Town, client: Client) -> None:
    page = client.get(RW).content.decode()
    assert "Kantor Kelurahan Karang Pilang 1" in page
    assert "Belum diisi daerah." in page
    assert "Senin sampai Jumat, 08.00-15.30 (jam kantor Kota Surabaya)" in page
    assert "Contoh: daerah belum mengisi yang sebenarnya." in page
    assert "/usulan/baru/?wilayah=35.78.01.1001~01" in page
    assert "/usulan/baru/?wilayah=" not in client.get(VILLAGE).content.decode()
    village = town.rw.parent
    assert village is not None
    own = {"address": "Jalan Mawar 1", "hours": "Senin-Kamis, 07.30-16.00"}
    AreaOffice.objects.create(area=village, **own)
    page = client.get(RW).content.decode()
    assert "Jalan Mawar 1" in page and "07.30-16.00" in page
    assert "jam kantor Kota" not in page and "belum mengisi" not in page
    now = timezone.now()
    over = DateTimeTZRange(now - timedelta(days=9), now - timedelta(days=2))
    Channel.objects.update(submission=over)
    assert "/usulan/baru/?wilayah=" not in client.get(RW).content.decode()


def test_the_first_question_knows_where_one_comes_from(town: Town, client: Client) -> None:
    town.proposal("rw")
    page = client.get("/usulan/baru/?wilayah=35.78.01.1001~01").content.decode()
    assert "Paling sering diusulkan di Kelurahan Karang Pilang 1" in page
    assert 'name="wilayah" value="35.78.01.1001~01"' in page
    address = f"/usulan/baru/mulai/?variant={town.variant.pk}&wilayah=35.78.01.1001~01"
    assert 'value="RW 01 Karang Pilang 1"' in client.get(address).content.decode()
    for odd in ("99.99", "%00", "~", "x" * 300):
        assert client.get(f"/usulan/baru/?wilayah={odd}").status_code in (200, 400)
    found = client.get("/usulan/baru/?q=becek&wilayah=35.78.01.1001~01").content.decode()
    assert "Yang cocok dengan" in found


def test_money_stands_by_year_and_points_on_the_map(town: Town, client: Client) -> None:
    for n, code in enumerate(("35.78.01.1001", "35.78.01.1002")):
        shape(town.areas[code], n * 600)
    assert "Uang menurut tahun" not in client.get(RW).content.decode()
    town.proposal("kota", state="accepted", cost=42_000_000, latitude=-7.27, longitude=112.76)
    town.proposal("rw")
    count_figures()
    for address in (RW, VILLAGE):
        page = client.get(address).content.decode()
        money = page.split("Uang menurut tahun")[1].split("</section>")[0]
        assert str(town.cycle.year) in money
        assert "Rp\xa042.000.000" in money.replace("&nbsp;", "\xa0").replace("Rp 42", "Rp\xa042")
        assert len(re.findall('class="spot small"', page)) == 1
        assert "Titik: 1 usulan terbaru" in page
    assert "spot small" not in client.get("/wilayah/35.78.01.1001~02/").content.decode()

    def asked(address: str) -> int:
        with CaptureQueriesContext(connection) as seen:
            client.get(address)
        return len(seen)

    before = [asked(address) for address in (RW, VILLAGE)]
    for _ in range(3):
        town.proposal("rw", latitude=-7.27, longitude=112.76)
    assert [asked(address) for address in (RW, VILLAGE)] == before
