"""What the toy shows, run with its own settings by tests/portal/test_toy.py."""

from __future__ import annotations

import io
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core import mail
from django.core.management import call_command
from django.test import Client, RequestFactory
from django.utils import timezone

from egov.accounts.appointing import appoint
from egov.accounts.models import Appointment
from egov.imports.offers import offers_for
from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox
from egov.portal import joining
from egov.portal.declarations import Place
from egov.portal.templatetags.panels import show_panels
from egov.search.indexing import drain
from egov.search.queries import variants
from egov.verbs.outbox import publish
from egov.verbs.records import records
from egov.web.public import seconds_fresh
from regulations.domain.registry import load_kinds
from regulations.models import Regulation
from tests.factories.accounts import UserFactory
from tests.town import Town, client_of, fresh
from tests.toy.models import Kite

pytestmark = pytest.mark.django_db


@pytest.fixture
def kite(town: Town) -> Kite:
    return Kite.objects.create(name="Garuda", colour="biru")


def test_it_stands_in_the_menu_and_at_the_foot_of_every_page(client: Client) -> None:
    for address in ("/", "/usulan/", "/regulasi/", "/akun/masuk/", "/tidak-ada/"):
        page = " ".join(client.get(address).content.decode().split()).replace(" >", ">")
        assert '<a href="/layang/">Layang-layang</a>' in page, address
        assert '<a href="/layang/">Kaki layang-layang</a>' in page, address


def test_a_new_office_is_no_migration_of_accounts(town: Town) -> None:
    admin, person = town.staff["administrator"], town.stranger
    appoint(actor=admin, user=person, role="pilot", agency=town.agency)
    row = Appointment.objects.get(role="pilot")
    assert (row.reach, row.single) == ("agency", False)
    assert row.title == f"Pilot {town.agency.short_name}"
    assert fresh(person).holds("pilot")
    assert "pilot" in client_of(admin).get("/admin/accounts/appointment/add/").content.decode()


@pytest.mark.parametrize("place", list(Place))
def test_each_place_shows_its_panel(town: Town, place: Place) -> None:
    kind = load_kinds()["perda"]
    law = Regulation.objects.create(kind=kind, number="3", year=2018, title="Parkir")
    call_command("load_registry", verbosity=0)
    client, address = {
        Place.DESK: (client_of(town.staff["administrator"]), "/admin/"),
        **dict.fromkeys([p for p in Place if p.value.startswith("home")], (Client(), "/")),
        Place.IN_REACH: (Client(), "/usulan/"),
        Place.AREA_FIGURES: (Client(), f"/wilayah/{town.rw.path}/"),
        Place.AREA: (Client(), f"/wilayah/{town.rw.path}/"),
        Place.ACCOUNT: (client_of(town.citizen), "/akun/"),
        Place.APPLICATION: (Client(), "/aplikasi/ssw/"),
        Place.REGULATION: (Client(), law.get_absolute_url()),
        Place.PROPOSAL: (Client(), town.proposal().get_absolute_url()),
        Place.EVERY_PAGE: (Client(), "/kamus/"),
        Place.SIGN_IN: (Client(), "/akun/masuk/"),
    }[place]
    answer = client.get(address)
    assert answer.status_code == 200
    assert f"Layang-layang di {place}:" in answer.content.decode()


def test_it_can_be_followed_and_its_feed_is_told(kite: Kite, town: Town) -> None:
    page = Client().get(f"/ikuti/?jenis=layang&kunci={kite.pk}").content.decode()
    assert f"Ikuti layang-layang {kite.name}" in page
    assert Client().get("/ikuti/?jenis=layang&kunci=0").status_code == 404
    assert "Layang-layang terbaru" in Client().get("/umpan/").content.decode()


def test_what_can_be_done_for_a_while_stands_first(town: Town) -> None:
    page = Client().get("/").content.decode()
    listed = page.split('<ul class="tasks">')[1].split("</ul>")[0]
    assert listed.index("Terbangkan layang-layang") < listed.index("Lacak usulan")
    assert "Ikuti lomba" not in listed


def test_its_room_stands_on_the_desk_of_who_may_enter(kite: Kite, town: Town) -> None:
    page = client_of(town.staff["administrator"]).get("/admin/").content.decode()
    room = page.split('<a href="/layang/">Bengkel</a>')[1].split("</li>")[0]
    assert '<span class="count">1</span>' in room
    assert "Bengkel" not in client_of(town.staff["auditor"]).get("/admin/").content.decode()


def test_a_panel_may_have_nothing_for_a_reader(town: Town) -> None:
    town.citizen.name = "Tak Suka"
    town.citizen.save()
    assert "Layang-layang di account" not in client_of(town.citizen).get("/akun/").content.decode()


def test_it_is_found_by_everybody_or_not_at_all(kite: Kite, town: Town, client: Client) -> None:
    Kite.objects.create(name="Garuda merah", colour="merah")
    drain()
    page = client.get("/cari/", {"q": "garuda", "jenis": "layang"}).content.decode()
    assert f'href="/layang/{kite.pk}/">Garuda</a>' in page
    assert "Garuda merah" not in page
    assert '<a href="/layang/?q=garuda">Semua layang-layang</a>' in page
    # what only some may see does not enter
    mine = client_of(town.citizen).get("/cari/", {"q": "garuda"}).content.decode()
    assert "Garuda merah" not in mine
    assert client.get("/cari/", {"q": f"LL-{kite.pk}"})["Location"] == f"/layang/{kite.pk}/"
    assert "gapangan" in variants("layang")


def test_its_api_stands_beside_the_others(kite: Kite, client: Client) -> None:
    answer = client.get("/api/v1/layang/").json()
    assert answer["results"] == [{"nama": "Garuda", "warna": "biru"}]
    schema = client.get("/api/v1/schema/", {"format": "json"}).json()
    assert schema["components"]["schemas"]["WarnaLayang"]["enum"] == ["merah", "biru"]


def test_its_importer_is_offered_at_the_desk(town: Town) -> None:
    slugs = [offer.slug for offer in offers_for(town.staff["administrator"])]
    assert "layang" in slugs
    assert "layang" not in [offer.slug for offer in offers_for(town.citizen)]


def test_its_rows_stay(town: Town) -> None:
    assert dict(records())[Kite].changes == ("colour",)


def test_the_law_tells_who_stands_on_it(kite: Kite, client: Client) -> None:
    law = Regulation.objects.create(kind=load_kinds()["perda"], number="3", year=2018)
    Kite.objects.filter(pk=kite.pk).update(basis=law)
    page = client.get(law.get_absolute_url()).content.decode()
    assert "Layang-layang menurut peraturan ini" in page
    assert f'<a href="/layang/{kite.pk}/">Garuda</a>' in page


def test_whoever_should_hears(town: Town) -> None:
    publish("kite.flown", {"user": town.citizen.pk})
    deliver_outbox()
    assert Notice.objects.get(user=town.citizen).sentence == "Sudah terbang."


def test_a_letter_goes_to_who_has_no_account(town: Town) -> None:
    publish("kite.lent", {"to": "tamu@contoh.example"})
    deliver_outbox()
    assert mail.outbox[-1].to == ["tamu@contoh.example"]


def test_its_task_runs_by_itself_and_keeps_its_promise() -> None:
    from egov.celery import app

    planned = app.conf.beat_schedule["forget-kites"]
    expected = {"task": "tests.toy.tasks.forget_kites", "schedule": 86400.0}
    assert expected.items() <= planned.items()
    tasks = {entry["task"] for entry in settings.CELERY_BEAT_SCHEDULE.values()}
    assert [r.what for r in joining.retention() if r.task not in tasks] == []
    assert "Layang-layang tanpa nama" in [r.what for r in joining.retention()]


def test_a_demo_gets_what_is_missing_and_keeps_the_rest(town: Town, monkeypatch: Any) -> None:
    monkeypatch.setattr(settings, "DEMO", True)
    steps = [step for step in joining.demo_steps() if step.title == "layang-layang contoh"]
    for _ in range(2):
        for step in steps:
            if step.missing():
                step.make()
    assert Kite.objects.count() == 1
    assert joining.demo_accounts()[-1].login == "pilot"
    UserFactory(contact="pilot@demo.example")
    out = io.StringIO()
    call_command("demo_accounts", stdout=out)
    assert "pilot@demo.example" in out.getvalue()


def test_search_engines_are_told(kite: Kite, client: Client, monkeypatch: Any) -> None:
    assert f"/layang/{kite.pk}/" in client.get("/sitemap/layang-0.xml").content.decode()
    told = client.get("/sitemap/wilayah-0.xml").content.decode()
    assert f"/wilayah/{settings.REGION}/</loc><lastmod>2999-01-02" in told
    monkeypatch.setattr(settings, "DEMO", False)
    assert "Disallow: /layang/rahasia/" in client.get("/robots.txt").content.decode()


def test_the_agenda_hears_of_every_source(town: Town) -> None:
    now = timezone.now()
    begin, end = now - timedelta(hours=1), now + timedelta(hours=1)
    titles = [e.title for s in joining.agenda_sources() for e in s.between(begin, end)]
    assert "Lomba layang-layang" in titles
    assert any(town.channel.name in title for title in titles)


def test_the_first_of_all_apps_darkens_the_map() -> None:
    shading = joining.shading()
    assert shading is not None and shading.word == "layang-layang"


def test_a_page_is_kept_no_longer_than_it_holds() -> None:
    assert seconds_fresh(timezone.now()) <= 20


def test_panels_need_a_page_that_is_asked_for() -> None:
    request = RequestFactory().get("/")
    request.user = AnonymousUser()
    from django.template import Context, Template

    assert show_panels(Context({}), "home") == ""
    template = Template('{% show_panels "home_week" %}')
    assert "toy" in template.render(Context({"request": request, "lines": []}))
