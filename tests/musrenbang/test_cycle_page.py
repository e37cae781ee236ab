"""The page of a planning year: what it does now, in constant queries."""

from __future__ import annotations

from datetime import timedelta

from django.core.cache import cache
from django.db import connection
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from musrenbang.models import Stage
from tests.factories.musrenbang import ChannelFactory, StageFactory
from tests.town import Town


def page(town: Town, client: Client) -> str:
    return " ".join(client.get(f"/musrenbang/{town.cycle.year}/").content.decode().split())


def test_it_says_what_is_open_and_leads_there(town: Town, client: Client) -> None:
    year = town.cycle.year
    text = page(town, client)
    assert '<h2 id="sekarang">Sekarang</h2>' in text
    wanted = f"/usulan/?tahun={year}&amp;tingkat=kelurahan&amp;keadaan=waiting"
    assert f'<a href="{wanted}"> Yang menunggu di Kelurahan </a>' in text
    assert "tingkat=opd" not in text  # an opinion is no station
    assert '<a href="/usulan/baru/">Kirim usulan</a>' in text
    assert client.get(wanted.replace("&amp;", "&")).status_code == 200


def test_a_year_that_is_over_leads_to_what_was_accepted(town: Town, client: Client) -> None:
    now = timezone.now()
    over = DateTimeTZRange(now - timedelta(days=30), now - timedelta(days=1))
    Stage.objects.update(window=over)
    town.channel.submission = over
    town.channel.save()
    text = page(town, client)
    assert "Tidak ada tahap yang sedang berlangsung." in text
    assert f"?tahun={town.cycle.year}&amp;keadaan=accepted" in text
    assert "/usulan/baru/" not in text.partition("<main")[2].partition("</main>")[0]


def test_its_queries_do_not_grow(town: Town, client: Client) -> None:
    def queries() -> int:
        cache.clear()
        with CaptureQueriesContext(connection) as seen:
            page(town, client)
        return len(seen)

    few = queries()
    for number in range(30):
        channel = ChannelFactory(cycle=town.cycle, code=f"jalur-{number}")
        for tier in ("rw", "kelurahan", "kecamatan", "kota"):
            StageFactory(channel=channel, tier=tier)
    assert queries() == few <= 6


def test_search_engines_are_told_of_it(town: Town, client: Client) -> None:
    assert (
        f"/musrenbang/{town.cycle.year}/"
        in client.get("/sitemap/musrenbang-0.xml").content.decode()
    )
