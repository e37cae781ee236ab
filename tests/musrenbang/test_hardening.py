"""What a reviewer broke once."""

from __future__ import annotations

import logging
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.core import mail
from django.core.files.base import ContentFile
from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.test import Client
from django.utils import timezone

from egov.accounts.appointing import end_appointment
from egov.accounts.models import Appointment, Residence, User
from egov.accounts.residents import declare_residence
from egov.areas.succession import merge_areas
from egov.files.pictures import store_picture
from egov.notices.models import Notice
from egov.notices.tasks import deliver_outbox
from egov.verbs.models import OutboxEvent
from egov.verbs.refusal import Refusal
from egov.web.logs import JsonFormatter
from musrenbang.admin import queue_of
from musrenbang.domain.deliberation import complete, prepare
from musrenbang.domain.submission import submit
from musrenbang.models import Draft, Proposal
from tests.conftest import picture
from tests.town import HOUR, Town, appoint, decide, reside, user

CHANGED = {"reason_code": "changed", "reason": "Lebih pendek."}


def client_of(person: User) -> Client:
    client = Client()
    client.force_login(person, backend="egov.accounts.signing_in.ContactBackend")
    return client


def fresh(person: User) -> User:
    return User.objects.get(pk=person.pk)


def test_what_the_form_shows_is_what_is_recorded(town: Town) -> None:
    p = town.proposal("kelurahan")
    prepare(
        actor=town.staff["operator_kelurahan"],
        proposal=p,
        outcome="forward",
        volume=Decimal(90),
        **CHANGED,
    )
    page = client_of(town.staff["lurah"]).get(f"/admin/musrenbang/proposal/{p.pk}/change/")
    shown = page.context["form"].initial
    assert (shown["volume"], shown["cost"]) == ("90", "18.900.000")
    given = {"outcome": "forward", "volume": "90", "cost": "18.900.000", "seen": "0", **CHANGED}
    client_of(town.staff["lurah"]).post(f"/admin/musrenbang/proposal/{p.pk}/change/", given)
    assert list(p.decisions.values_list("volume", "cost")) == [(Decimal(90), Decimal(18900000))]


def test_the_opinions_money_reaches_the_city(town: Town) -> None:
    p = submit(actor=town.citizen, channel=town.channel, content=town.content(), key="k")
    for role, outcome in (("ketua_rw", "endorse"), ("lurah", "forward"), ("camat", "forward")):
        decide(actor=town.staff[role], proposal=p, outcome=outcome)
    decide(
        actor=town.staff["verifier"],
        proposal=p,
        outcome="feasible_changed",
        reason="Lebih pendek.",
        volume=Decimal(50),
    )
    assert decide(actor=town.staff["planner"], proposal=p, outcome="accept").volume == Decimal(50)


def test_completing_keeps_what_offices_set_and_what_was_wished(town: Town) -> None:
    p = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=p, outcome="forward", volume=Decimal(40), **CHANGED)
    decide(actor=town.staff["camat"], proposal=p, outcome="return", reason="Foto?")
    shot = store_picture(upload=ContentFile(picture(), "a.jpg"), actor_id=None)
    with pytest.raises(Refusal) as told:
        complete(actor=town.citizen, proposal=p, changes={"volume": Decimal(9000)})
    assert told.value.code == "volume_too_large"
    complete(actor=town.citizen, proposal=p, changes={"problem": "Lebih jelas."}, photos=[shot])
    assert (p.volume, p.proposed_volume, p.photos.count()) == (Decimal(40), Decimal(100), 1)


def test_the_nearest_deadline_comes_first_and_the_verifier_sees_their_own(town: Town) -> None:
    late, soon = town.proposal("kelurahan"), town.proposal("kelurahan")
    other = town.stages["kecamatan"]
    now = timezone.now()
    other.window = DateTimeTZRange(now - timedelta(days=9), now + timedelta(days=1))
    other.save()
    Proposal.objects.filter(pk=soon.pk).update(tier="kecamatan", stage=other)
    appoint(town.staff["lurah"], "operator_kecamatan", town.areas["35.78.02"])
    far = town.proposal("kecamatan", rw=town.areas["35.78.02.1001/01"])
    assert list(queue_of(fresh(town.staff["lurah"]))) == [far, late]
    opd = town.stages["opd"]
    opd.window = DateTimeTZRange(now - HOUR, now + timedelta(days=2))
    opd.save()
    town.proposal("kota")
    assert queue_of(fresh(town.staff["verifier"]))[0].due == opd.closes


def test_an_unanswered_return_comes_back_to_the_office(town: Town) -> None:
    p = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=p, outcome="return", reason="Ukuran?")
    assert list(queue_of(fresh(town.staff["lurah"]))) == []
    Proposal.objects.filter(pk=p.pk).update(return_until=timezone.localdate() - timedelta(days=1))
    assert list(queue_of(fresh(town.staff["lurah"]))) == [p]
    decide(actor=town.staff["lurah"], proposal=p, outcome="reject", reason="Tidak dilengkapi.")
    assert p.state == "rejected"


def test_nothing_is_sent_into_a_stage_that_is_over(town: Town) -> None:
    stage = town.stages["rw"]
    stage.closed_at = timezone.now()
    stage.save()
    with pytest.raises(Refusal) as told:
        submit(actor=town.citizen, channel=town.channel, content=town.content(), key="k")
    assert told.value.code == "stage_over"
    p = town.proposal("kelurahan")
    following = town.stages["kecamatan"]
    following.closed_at = timezone.now()
    following.save()
    with pytest.raises(Refusal) as told:
        decide(actor=town.staff["lurah"], proposal=p, outcome="forward")
    assert told.value.code == "next_stage_over"


def test_a_channel_may_end_at_kecamatan(town: Town) -> None:
    for tier in ("kota", "opd"):
        town.stages[tier].delete()
    p = town.proposal("kecamatan")
    decide(actor=town.staff["camat"], proposal=p, outcome="forward")
    assert (p.tier, p.state) == ("kecamatan", "accepted")


def test_two_proposals_never_merge_into_each_other(town: Town) -> None:
    a, b = town.proposal("kelurahan"), town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=a, outcome="merge", reason="Sama.", merged_into=b)
    with pytest.raises(Refusal) as told:
        decide(
            actor=town.staff["lurah"], proposal=b, outcome="merge", reason="Sama.", merged_into=a
        )
    assert told.value.code == "merge_ended"


def test_the_new_lurah_holds_what_the_old_kelurahan_left(town: Town) -> None:
    p = town.proposal("kelurahan")
    old = [town.areas["35.78.01.1001"], town.areas["35.78.01.1002"]]
    new = merge_areas(predecessors=old, code="35.78.01.1009", name="Baru", on=timezone.localdate())
    head = user("lurah-baru")
    appoint(head, "lurah", new)
    assert list(queue_of(fresh(head))) == [p]
    decide(actor=fresh(head), proposal=p, outcome="forward")
    assert p.decisions.get().office == "Lurah Baru"


def test_ending_an_appointment_never_rewrites_the_past(town: Town) -> None:
    admin, held = town.staff["administrator"], town.staff["lurah"].appointments.get()
    end_appointment(actor=admin, appointment=held)
    with pytest.raises(Refusal) as told:
        end_appointment(actor=admin, appointment=held)
    assert told.value.code == "already_ended"
    person = user("sehari")
    appoint(person, "editor")
    row = person.appointments.get()
    start = row.period.lower
    with pytest.raises(Refusal) as told:
        end_appointment(actor=admin, appointment=row, on=start)
    assert told.value.code == "bad_period"
    assert Appointment.objects.get(pk=row.pk).period.upper is None


def test_names_are_for_the_offices_that_know_them_only_in_their_area(town: Town) -> None:
    reside(user("jauh-warga", "Nama Jauh Sekali"), town.areas["35.78.02.1001/02"], confirmed=False)
    head = town.staff["ketua_rw"]
    appoint(head, "auditor")
    text = client_of(head).get("/admin/accounts/residence/").content.decode()
    assert "Siti Rekaan" in text
    assert "Nama Jauh Sekali" not in text


def test_an_assisted_proposal_is_completed_by_the_office_not_by_who_once_held_it(
    town: Town,
) -> None:
    clerk = town.staff["operator_kelurahan"]
    p = submit(
        actor=clerk, channel=town.channel, content=town.content(behalf_name="Bu Rekaan"), key="k"
    )
    decide(actor=town.staff["ketua_rw"], proposal=p, outcome="return", reason="Ukuran?")
    deliver_outbox()
    assert Notice.objects.filter(user=clerk).count() == 1
    end_appointment(actor=town.staff["administrator"], appointment=clerk.appointments.get())
    with pytest.raises(Refusal):
        complete(actor=fresh(clerk), proposal=p, changes={})
    successor = user("operator-baru")
    appoint(successor, "operator_kelurahan", town.areas["35.78.01.1001"])
    complete(actor=fresh(successor), proposal=p, changes={"wish": "Rata."})
    assert p.state == "waiting"


def test_logs_never_quote_a_row(town: Town) -> None:
    try:
        with transaction.atomic():
            user("warga")
    except IntegrityError as error:
        record = logging.LogRecord(
            "x", logging.ERROR, "f", 1, "gagal", None, (type(error), error, error.__traceback__)
        )
        line = JsonFormatter().format(record)
    assert "IntegrityError" in line
    assert "uji.example" not in line


def test_one_bad_address_blocks_nobody(town: Town, monkeypatch: Any) -> None:
    from django.core.mail import EmailMessage

    for person in (town.citizen, town.neighbour, town.stranger):
        Notice.objects.create(
            user=person, event=person.pk, subject="Kabar", sentence="Isi.", url="/"
        )
    real = EmailMessage.send

    def send(self: EmailMessage, *args: Any, **kwargs: Any) -> int:
        if "tetangga" in self.to[0]:
            raise ConnectionRefusedError
        return real(self, *args, **kwargs)

    monkeypatch.setattr(EmailMessage, "send", send)
    OutboxEvent.objects.create(topic="proposal.decided", payload={"decision": 0})  # points nowhere
    for _ in range(8):
        deliver_outbox()
    assert len(mail.outbox) == 2
    assert Notice.objects.get(user=town.neighbour).mail_tries == 5
    assert OutboxEvent.objects.get().tries == 5


def test_saying_the_same_rw_again_keeps_the_confirmation(town: Town) -> None:
    declare_residence(user=fresh(town.citizen), rw=town.rw)
    assert Residence.objects.filter(user=town.citizen).count() == 1


def test_the_kelurahan_sees_the_heads_own_residence_and_inactive_heads_block_nobody(
    town: Town,
) -> None:
    head = town.staff["ketua_rw"]
    reside(head, town.rw, confirmed=False)
    assert head.name in client_of(town.staff["lurah"]).get("/admin/").content.decode()
    waiting = user("baru", "Warga Menunggu")
    reside(waiting, town.rw, confirmed=False)
    assert "Warga Menunggu" not in client_of(town.staff["lurah"]).get("/admin/").content.decode()
    User.objects.filter(pk=head.pk).update(is_active=False)
    assert "Warga Menunggu" in client_of(town.staff["lurah"]).get("/admin/").content.decode()


BAD_VOLUMES = ["1e30", "0,001", "99999999999", "-1", "NaN", "١٢", "1.2.3"]


@pytest.mark.parametrize("volume", BAD_VOLUMES)
def test_no_number_breaks_a_step_or_the_desk(town: Town, volume: str) -> None:
    draft = Draft.objects.create(
        owner=town.citizen,
        channel=town.channel,
        data={"variant": town.variant.pk, "rw": town.rw.pk},
    )
    client = client_of(town.citizen)
    for slug in ("biaya", "periksa"):
        page = client.post(f"/usulan/baru/{draft.pk}/{slug}/", {"volume": volume}, follow=True)
        assert page.status_code == 200, slug
    p = town.proposal("kelurahan")
    page = client_of(town.staff["lurah"]).post(
        f"/admin/musrenbang/proposal/{p.pk}/change/",
        {"outcome": "forward", "volume": volume, "cost": "1"},
    )
    assert page.status_code == 200
    assert p.decisions.count() == 0


@pytest.mark.parametrize(
    ("slug", "given"),
    [
        ("masalah", {"title": "x" * 300, "problem": "a\0b", "wish": ""}),
        ("tempat", {"rw": "abc", "address": ""}),
        ("jenis", {"variant": "abc"}),
        ("titik", {"latitude": "-7.2", "longitude": ""}),
        ("titik", {"latitude": "abc", "longitude": "1"}),
        ("foto", {"hapus": "abc"}),
    ],
)
def test_nothing_typed_breaks_a_later_step(town: Town, slug: str, given: dict[str, str]) -> None:
    draft = Draft.objects.create(
        owner=town.citizen,
        channel=town.channel,
        data={"variant": town.variant.pk, "rw": town.rw.pk},
    )
    client = client_of(town.citizen)
    assert client.post(f"/usulan/baru/{draft.pk}/{slug}/", given).status_code in (200, 302)
    assert (
        client.post(
            f"/usulan/baru/{draft.pk}/simpan/", {"title": "y" * 300, "wish": "a\0"}
        ).status_code
        == 200
    )
    for other in ("jenis", "tempat", "titik", "masalah", "biaya", "foto", "periksa"):
        assert client.get(f"/usulan/baru/{draft.pk}/{other}/").status_code == 200, other
    assert client.post(f"/usulan/baru/{draft.pk}/periksa/", {}).status_code == 200
    assert Proposal.objects.count() == 0


@pytest.mark.parametrize(
    "address",
    [
        "/usulan/%00/",
        "/usulan/%00/bukti/",
        "/wilayah/%00/",
        "/api/v1/usulan/?ukuran=%C2%B2",
        "/api/v1/usulan/?ukuran=" + "9" * 5000,
        "/usulan/?q=%00",
        "/api/v1/wilayah/?sesudah=WyJcdTAwMDAiLCIxIl0",
    ],
)
def test_no_address_breaks_a_page(town: Town, client: Client, address: str) -> None:
    assert 400 <= client.get(address).status_code < 500


def test_no_desk_address_breaks_either(town: Town) -> None:
    client = client_of(town.staff["lurah"])
    for address in (
        "/admin/accounts/residence/abc/change/",
        "/admin/musrenbang/proposal/²/change/",
        "/admin/musrenbang/proposal/abc/history/",
    ):
        assert client.get(address).status_code in (302, 403, 404), address
    p = town.proposal("kelurahan")
    page = client.post(
        f"/admin/musrenbang/proposal/{p.pk}/change/", {"outcome": "forward", "seen": "9"}
    )
    assert page.status_code == 200


@pytest.mark.parametrize("point", [{"lintang": 80}, {"lintang": -7.2}, {"bujur": 112.0}])
def test_half_a_point_is_refused_by_the_verb(town: Town, point: dict[str, float]) -> None:
    body = {
        "jenis": "paving-6",
        "rw": town.rw.code,
        "alamat": "G",
        "judul": "P",
        "masalah": "B",
        "harapan": "R",
        "volume": "1",
        **point,
    }
    answer = client_of(town.citizen).post(
        "/api/v1/usulan/", body, content_type="application/json", headers={"Idempotency-Key": "k"}
    )
    assert (answer.status_code, answer.json()["code"]) == (422, "half_a_point")


def test_a_channel_being_set_up_does_not_take_home_down(town: Town, client: Client) -> None:
    from musrenbang.models import Channel

    Channel.objects.create(
        cycle=town.cycle, code="kosong", name="Kosong", submission=town.channel.submission
    )
    assert client.get("/").status_code == 200
    with pytest.raises(IntegrityError), transaction.atomic():
        Channel.objects.create(
            cycle=town.cycle,
            code="tanpa",
            name="Tanpa batas",
            submission=DateTimeTZRange(timezone.now(), None),
        )
