"""Every admin page, export, autocomplete, history and file address, tried by those who may not."""

from __future__ import annotations

from typing import Any

import pytest
from django.contrib import admin
from django.core.files.base import ContentFile
from django.test import Client
from django.urls import reverse

from egov.accounts.models import Residence, User
from egov.files.pictures import store_picture
from musrenbang.models import Draft, Proposal, ProposalPhoto
from tests.conftest import picture
from tests.town import Town, decide, reside, user


def signed_in(person: User | None) -> Client:
    client = Client(raise_request_exception=False)
    if person is not None:
        client.force_login(person, backend="egov.accounts.signing_in.ContactBackend")
    return client


def admin_addresses() -> list[tuple[str, str, str]]:
    """(model, page, address) of every page of every model of the desk.

    It is that of the first object where one is needed.
    """
    found = []
    for model in admin.site._registry:
        name = f"{model._meta.app_label}_{model._meta.model_name}"
        pk = model._default_manager.order_by("pk").values_list("pk", flat=True).first() or 1
        found.append((name, "list", reverse(f"admin:{name}_changelist")))
        found.append((name, "add", reverse(f"admin:{name}_add")))
        for page in ("change", "history", "delete"):
            found.append((name, page, reverse(f"admin:{name}_{page}", args=[pk])))
    for model, field in (
        ("accounts.appointment", "user"),
        ("accounts.appointment", "area"),
        ("areas.area", "parent"),
    ):
        app, label = model.split(".")
        found.append(
            (
                model,
                "autocomplete",
                f"{reverse('admin:autocomplete')}?app_label={app}&model_name={label}"
                f"&field_name={field}&term=a",
            )
        )
    return found


@pytest.fixture
def full(town: Town) -> Town:
    proposal = town.proposal("kelurahan")
    decide(actor=town.staff["lurah"], proposal=proposal, outcome="forward")
    town.extra["proposal"] = proposal
    return town


@pytest.mark.parametrize("who", ["anonymous", "citizen"])
def test_nobody_without_an_office_opens_the_desk(full: Town, who: str) -> None:
    client = signed_in(full.citizen if who == "citizen" else None)
    for name, page, address in [*admin_addresses(), ("index", "index", "/admin/")]:
        answer = client.get(address)
        assert answer.status_code in (302, 403), (name, page, answer.status_code)
        if answer.status_code == 302:
            final = client.get(address, follow=True)
            assert (
                any("/akun/masuk/" in hop for hop, _ in final.redirect_chain)
                or final.status_code == 403
            ), (name, page)
            assert full.extra["proposal"].title not in final.content.decode()


def test_the_neighbour_sees_none_of_it(full: Town) -> None:
    proposal: Proposal = full.extra["proposal"]
    decision = proposal.decisions.get()
    home = full.citizen.residences.get()
    for role in (
        "ketua_rw",
        "lurah",
        "operator_kelurahan",
        "camat",
        "operator_kecamatan",
        "verifier",
    ):
        client = signed_in(full.far[role])
        for tab in ("saya", "belum", "siap", "dikembalikan", "diputuskan", "semua"):
            listed = client.get(f"/admin/musrenbang/proposal/?antrean={tab}")
            assert listed.status_code == 200, role
            assert proposal.number not in listed.content.decode(), role
        assert proposal.number not in client.get("/admin/").content.decode(), role
        for address in (
            f"/admin/musrenbang/proposal/{proposal.pk}/change/",
            f"/admin/musrenbang/proposal/{proposal.pk}/history/",
            f"/admin/musrenbang/proposal/{proposal.pk}/delete/",
            f"/admin/musrenbang/proposal/{proposal.pk}/baris/",
            f"/admin/musrenbang/decision/{decision.pk}/change/",
            f"/admin/musrenbang/decision/{decision.pk}/history/",
            f"/admin/accounts/residence/{home.pk}/change/",
            f"/admin/accounts/residence/{home.pk}/history/",
        ):
            answer = client.get(address)
            assert answer.status_code in (302, 403, 404), (role, address, answer.status_code)
            assert proposal.title not in answer.content.decode()
        acted = client.post(
            f"/admin/musrenbang/proposal/{proposal.pk}/change/",
            {"outcome": "reject", "reason": "x", "seen": "1"},
        )
        assert acted.status_code == 404
    assert proposal.decisions.count() == 1


def test_the_own_office_sees_it(full: Town) -> None:
    proposal: Proposal = full.extra["proposal"]
    for role in (
        "ketua_rw",
        "lurah",
        "operator_kelurahan",
        "camat",
        "operator_kecamatan",
        "verifier",
        "planner",
        "auditor",
        "administrator",
    ):
        client = signed_in(full.staff[role])
        listed = client.get("/admin/musrenbang/proposal/?antrean=semua")
        assert proposal.number in listed.content.decode(), role
        for page in ("change", "history"):
            assert (
                client.get(f"/admin/musrenbang/proposal/{proposal.pk}/{page}/").status_code == 200
            ), role


def test_the_auditor_reads_and_changes_nothing(full: Town) -> None:
    client = signed_in(full.staff["auditor"])
    proposal: Proposal = full.extra["proposal"]
    before = (Proposal.objects.count(), proposal.decisions.count())
    for name, page, address in admin_addresses():
        if page in ("add", "delete"):
            assert client.get(address).status_code == 403, (name, page)
    assert (
        client.post(
            f"/admin/musrenbang/proposal/{proposal.pk}/change/", {"outcome": "accept", "seen": "1"}
        ).status_code
        == 403
    )
    waiting = user("baru", "Nama Lengkap Rahasia")
    reside(waiting, full.rw, confirmed=False)
    row = Residence.objects.get(user=waiting)
    page = client.post(f"/admin/accounts/residence/{row.pk}/change/", {"confirm": "1"})
    assert "Domisili dipastikan oleh ketua RW" in page.content.decode()
    assert (Proposal.objects.count(), proposal.decisions.count()) == before
    row.refresh_from_db()
    assert row.state == "menunggu"
    for address in (
        "/admin/accounts/residence/",
        "/admin/accounts/user/",
        f"/admin/accounts/user/{waiting.pk}/change/",
    ):
        text = client.get(address).content.decode()
        assert "Rahasia" not in text, address
        assert "baru@uji.example" not in text, address


def test_only_administrators_look_people_up(full: Town) -> None:
    address = (
        f"{reverse('admin:autocomplete')}?app_label=accounts&model_name=appointment"
        "&field_name=user&term=warga@uji.example"
    )
    for role in ("ketua_rw", "lurah", "camat", "verifier", "planner", "editor"):
        assert signed_in(full.staff[role]).get(address).status_code == 403, role
    assert signed_in(full.staff["administrator"]).get(address).status_code == 200


def test_drafts_and_their_photos_are_ones_own(full: Town) -> None:
    draft = Draft.objects.create(
        owner=full.citizen,
        channel=full.channel,
        data={"title": "Rahasia", "variant": full.variant.pk, "rw": full.rw.pk},
    )
    photo = store_picture(upload=ContentFile(picture(), "a.jpg"), actor_id=full.citizen.pk)
    draft.photos.add(photo)
    addresses = [
        f"/usulan/baru/{draft.pk}/{slug}/"
        for slug in ("jenis", "tempat", "masalah", "biaya", "foto", "periksa", "hapus")
    ]
    addresses.append(f"/usulan/baru/{draft.pk}/foto/{photo.pk}/")
    for person, expected in (
        (None, 302),
        (full.neighbour, 404),
        (full.staff["lurah"], 404),
        (full.staff["administrator"], 404),
        (full.citizen, 200),
    ):
        for address in addresses:
            assert signed_in(person).get(address).status_code == expected, (person, address)
    assert (
        signed_in(full.neighbour)
        .post(f"/usulan/baru/{draft.pk}/simpan/", {"title": "x"})
        .status_code
        == 404
    )
    # no file has an address of its own
    assert signed_in(None).get(f"/media/{photo.file.name}").status_code == 404


def test_a_photo_of_another_proposal_is_not_found(full: Town) -> None:
    a, b = full.proposal(), full.proposal()
    shot = ProposalPhoto.objects.create(
        proposal=a, file=store_picture(upload=ContentFile(picture(), "a.jpg"), actor_id=None)
    )
    assert signed_in(None).get(f"/usulan/{a.number}/foto/{shot.pk}.jpg").status_code == 200
    assert signed_in(None).get(f"/usulan/{b.number}/foto/{shot.pk}.jpg").status_code == 404


def test_ones_own_pages_are_ones_own(full: Town) -> None:
    for address in (
        "/akun/",
        "/akun/pemberitahuan/",
        "/akun/kontak/",
        "/akun/tinggal/",
        "/akun/2fa/",
        "/akun/sesi/",
    ):
        assert signed_in(None).get(address).status_code == 302, address
    mine = full.proposal(title="Hanya milik tetangga", proposer=full.neighbour, state="returned")
    assert "Hanya milik tetangga" not in signed_in(full.citizen).get("/akun/").content.decode()
    assert signed_in(full.citizen).get(f"/usulan/{mine.number}/lengkapi/").status_code == 404


def test_staff_without_a_second_factor_are_sent_to_set_it_up(full: Town, settings: Any) -> None:
    settings.STAFF_MFA_REQUIRED = True
    client = signed_in(full.staff["lurah"])
    assert client.get("/admin/")["Location"] == "/akun/2fa/"
    assert client.get("/api/v1/usulan/").json()["code"] == "mfa_required"
    assert signed_in(full.citizen).get("/akun/").status_code == 200


def test_metrics_need_their_token(full: Town, settings: Any) -> None:
    settings.METRICS_TOKEN = "kunci"
    client = signed_in(None)
    assert client.get("/metrics").status_code == 401
    assert client.get("/metrics", headers={"Authorization": "Bearer salah"}).status_code == 401
    assert (
        b"django_http" in client.get("/metrics", headers={"Authorization": "Bearer kunci"}).content
    )
