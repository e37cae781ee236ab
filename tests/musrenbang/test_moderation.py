"""Nobody floods, readers report, offices withhold and give back.

What is withheld is nowhere to be read.
"""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

import pytest
from django.core.files.base import ContentFile
from django.db import DatabaseError, transaction
from django.test import Client
from django.utils import timezone

from egov.files.pictures import store_picture
from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox
from egov.search.indexing import drain
from egov.verbs.refusal import Refusal
from musrenbang.domain.moderation import close_reports, give_back, report, withhold
from musrenbang.domain.own_proposal import edit
from musrenbang.domain.submission import submit
from musrenbang.models import Proposal, Report, Withholding
from tests.conftest import picture
from tests.town import PASSWORD, Town, client_of, decide, reside, user

SECRET = "RahasiaTetangga"
MODERATES = {"lurah", "operator_kelurahan", "editor", "planner"}


@pytest.fixture
def named(town: Town) -> Proposal:
    """A proposal that says something of somebody in every text, with a photo, decided twice."""
    photo = store_picture(upload=ContentFile(picture(), "a.jpg"), actor_id=None)
    texts = {name: f"{name} {SECRET}" for name in ("title", "problem", "wish", "address")}
    content = town.content(**texts, photos=(photo,), latitude=-7.33, longitude=112.70)
    p = submit(actor=town.citizen, channel=town.channel, content=content, key="k")
    decide(actor=town.staff["ketua_rw"], proposal=p, outcome="endorse", reason="Alasan RW.")
    decide(actor=town.staff["lurah"], proposal=p, outcome="reject", reason=f"Sebab {SECRET}.")
    return p


def kept(town: Town, proposal: Proposal, **more: Any) -> Withholding:
    given = {"fault": "personal", "sentence": "Memuat nama orang.", **more}
    return withhold(actor=town.staff["lurah"], proposal=proposal, **given)


def public_addresses(p: Proposal) -> list[str]:
    return [
        p.get_absolute_url(),
        f"{p.get_absolute_url()}bukti/",
        f"{p.get_absolute_url()}lapor/",
        f"/api/v1/usulan/{p.number}/",
        "/api/v1/usulan/",
        "/api/v1/keputusan/",
        "/usulan/",
        f"/usulan/?q={SECRET}",
        f"/cari/?q={SECRET}",
        "/",
        f"/wilayah/{p.rw.path}/",
        f"/wilayah/{p.kelurahan.code}/",
    ]


def test_what_is_withheld_is_nowhere_to_be_read(town: Town, named: Proposal) -> None:
    reader = Client()
    seen = [a for a in public_addresses(named) if SECRET in reader.get(a).content.decode()]
    assert len(seen) >= 9, seen
    kept(town, named)
    kept(town, named, decision=named.decisions.get(outcome="reject"))
    for viewer in (reader, client_of(town.neighbour), client_of(town.far["lurah"])):
        for address in public_addresses(named):
            answer = viewer.get(address)
            assert answer.status_code == 200, address
            text = (
                answer.content.decode().replace(f"q={SECRET}", "").replace(f'value="{SECRET}"', "")
            )
            assert SECRET not in text.replace(f"“{SECRET}”", ""), address
        photo = named.photos.get()
        assert viewer.get(f"{named.get_absolute_url()}foto/{photo.pk}.jpg").status_code == 404
    # the page and the object stay
    page = reader.get(named.get_absolute_url()).content.decode()
    assert named.number in page
    assert "ditahan dari umum" in page
    row = json.loads(reader.get(f"/api/v1/usulan/{named.number}/").content)
    assert (row["withheld"], row["masalah"], row["alamat"], row["lintang"]) == (True, "", "", None)
    assert [d["alasan"] for d in row["keputusan"]] == ["Alasan RW.", ""]
    assert row["keadaan"] == "rejected"
    # the desk of its office still reads it, its photo included
    desk = client_of(town.staff["lurah"])
    assert SECRET in desk.get(f"/admin/musrenbang/proposal/{named.pk}/change/").content.decode()
    shown = desk.get(f"{named.get_absolute_url()}foto/{named.photos.get().pk}.jpg")
    assert (shown.status_code, shown["Cache-Control"]) == (200, "private, no-store")


def test_it_is_given_back_and_both_are_told(town: Town, named: Proposal) -> None:
    row = kept(town, named)
    with pytest.raises(Refusal) as told:
        kept(town, named)
    assert told.value.code == "already_withheld"
    give_back(actor=town.staff["editor"], withholding=row, sentence="Nama sudah disamarkan.")
    with pytest.raises(Refusal) as told:
        give_back(actor=town.staff["editor"], withholding=row, sentence="Lagi.")
    assert told.value.code == "already_given_back"
    assert SECRET in Client().get(named.get_absolute_url()).content.decode()
    deliver_outbox()
    heard = " ".join(Notice.objects.filter(user=town.citizen).values_list("sentence", flat=True))
    assert "ditahan dari umum oleh Lurah Karang Pilang 1" in heard
    assert "ditampilkan lagi oleh Penyunting berita Surabaya" in heard
    kept(town, named)  # and again, if it must


def test_who_withholds_and_who_gives_back(town: Town, named: Proposal) -> None:
    people = {**town.staff, "citizen": town.citizen, "stranger": town.stranger}
    for role, actor in people.items():
        row = None
        try:
            row = withhold(actor=actor, proposal=named, fault="insult", sentence="Sebab.")
            give_back(actor=actor, withholding=row, sentence="Selesai.")
            close_reports(actor=actor, proposal=named)
        except Refusal as refusal:
            assert refusal.code == "not_moderating", role
        assert (row is not None) == (role in MODERATES), role
    standing = kept(town, named)
    for actor in (town.far["lurah"], town.staff["camat"], town.citizen):
        with pytest.raises(Refusal):
            give_back(actor=actor, withholding=standing, sentence="Saya mau.")


def test_a_reader_reports_on_a_page_of_its_own(town: Town, named: Proposal) -> None:
    reader = Client()
    assert not reader.get(named.get_absolute_url()).cookies
    address = f"{named.get_absolute_url()}lapor/"
    empty = reader.post(address, {"fault": "", "sentence": "tetap"})
    assert "tetap" in empty.content.decode()
    assert "Laporan Anda terkirim" in reader.post(address, {"fault": "personal"}).content.decode()
    assert Report.objects.get().reported_by is None
    for role in ("lurah", "operator_kelurahan", "editor", "planner"):
        assert named.number in client_of(town.staff[role]).get("/admin/").content.decode(), role
    assert "Laporan pembaca" not in client_of(town.far["lurah"]).get("/admin/").content.decode()
    desk = client_of(town.staff["editor"])
    acts = f"/admin/musrenbang/proposal/{named.pk}/tindakan/"
    assert "Memuat data pribadi" in desk.get(acts).content.decode()
    given = {"act": "tahan", "tahan-fault": "personal", "tahan-sentence": "Memuat nama orang."}
    assert desk.post(acts, given).status_code == 302
    assert Proposal.objects.get(pk=named.pk).withheld
    assert not Report.objects.open().exists()


def test_reports_have_an_end_and_an_other_cause_has_a_sentence(town: Town, named: Proposal) -> None:
    with pytest.raises(Refusal) as told:
        report(actor=None, proposal=named, fault="other")
    assert told.value.field == "sentence"
    address = f"{named.get_absolute_url()}lapor/"
    pages = [Client().post(address, {"fault": "advert"}).content.decode() for _ in range(21)]
    assert "Laporan Anda terkirim" in pages[19]
    assert "terlalu banyak laporan" in pages[20]
    # another network is not concerned
    other = Client().post(address, {"fault": "advert"}, REMOTE_ADDR="203.0.113.4")
    assert "Laporan Anda terkirim" in other.content.decode()


def test_what_happened_stays_in_the_database(town: Town, named: Proposal) -> None:
    row = kept(town, named)
    for change in (lambda: row.delete(), lambda: Withholding.objects.update(sentence="lain")):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()


def test_who_proved_nothing_keeps_a_draft_and_sends_nothing(town: Town) -> None:
    from egov.accounts.models import User

    person = User.objects.create_user("baru@uji.example", PASSWORD, name="Baru")
    reside(person, town.rw)
    with pytest.raises(Refusal) as told:
        submit(actor=person, channel=town.channel, content=town.content(), key="k")
    assert told.value.code == "contact_first"
    begun = client_of(person).post("/usulan/baru/", {})
    assert "/usulan/baru/" in begun["Location"]
    # a clerk may enter for somebody present
    clerk = town.staff["operator_kelurahan"]
    submit(
        actor=clerk, channel=town.channel, content=town.content(behalf_name="Bu Rekaan"), key="k"
    )


def test_an_account_and_an_rw_send_only_so_much_an_hour(town: Town, settings: Any) -> None:
    settings.SENT_PER_HOUR_BY_ACCOUNT, settings.SENT_PER_HOUR_BY_RW = 3, 5

    def send(person: Any, key: str, **more: Any) -> str:
        try:
            submit(actor=person, channel=town.channel, content=town.content(), key=key, **more)
        except Refusal as refusal:
            return refusal.code
        return "ok"

    assert [send(town.citizen, str(n)) for n in range(4)] == ["ok"] * 3 + ["too_many_sent"]
    assert send(town.citizen, "1") == "ok"  # a repeated key makes nothing new
    other = user("lain")
    reside(other, town.rw)
    assert [send(other, str(n)) for n in range(3)] == ["ok", "ok", "too_many_sent"]
    later = timezone.now() + timedelta(hours=1, minutes=1)
    assert send(town.citizen, "nanti", now=later) == "ok"


def test_a_withheld_proposal_asks_no_query_more(
    town: Town, named: Proposal, django_assert_max_num_queries: Any
) -> None:
    kept(town, named)
    with django_assert_max_num_queries(12):
        Client().get(named.get_absolute_url())


def test_a_withheld_passage_is_found_no_more(town: Town) -> None:
    proposal = town.proposal("rw", problem=f"Becek. Tanya {SECRET} di situ.", wish="Rata.")
    reader = Client()

    def found(word: str) -> list[bool]:
        drain()
        pages = (f"/usulan/?q={word}", f"/cari/?q={word}")
        return [proposal.get_absolute_url() in reader.get(p).content.decode() for p in pages]

    assert found(SECRET) == [True, True]
    passage = {"field": "problem", "passage": SECRET}
    row = kept(town, proposal, **passage)
    assert found(SECRET) == [False, False]
    assert found("situ") == [True, True]
    changes = {"wish": f"Rata, kata {SECRET}."}  # not the passage that is withheld
    edit(actor=town.citizen, proposal=Proposal.objects.get(pk=proposal.pk), changes=changes)
    assert found(SECRET) == [True, True]
    edit(
        actor=town.citizen,
        proposal=Proposal.objects.get(pk=proposal.pk),
        changes={"wish": "Rata saja."},
    )
    assert (found(SECRET), found("saja")) == ([False, False], [True, True])
    give_back(actor=town.staff["planner"], withholding=row, sentence="Boleh dibaca.")
    assert found(SECRET) == [True, True]
