"""What belongs on the desk, and what nobody does there: not even a superuser."""

from __future__ import annotations

import pytest
from django.contrib import admin
from django.test import Client

from egov.accounts.models import Residence, User
from egov.desk.frame import DeskAdmin
from tests.town import Town, decide


@pytest.fixture
def root(town: Town) -> Client:
    client = Client()
    person = User.objects.create_superuser("root@uji.example", "x", name="Root")
    client.force_login(person, backend="egov.accounts.signing_in.ContactBackend")
    return client


def test_only_pages_made_for_the_desk_are_on_it(root: Client) -> None:
    assert admin.site._registry
    for model, page in admin.site._registry.items():
        assert isinstance(page, DeskAdmin), model
    for address in (
        "mfa/authenticator/",
        "usersessions/usersession/",
        "account/emailaddress/",
        "auth/group/",
    ):
        assert root.get(f"/admin/{address}").status_code == 404, address


def test_a_superuser_deletes_and_edits_nothing_that_must_stay(town: Town, root: Client) -> None:
    decision = decide(actor=town.staff["ketua_rw"], proposal=town.proposal(), outcome="endorse")
    residence = Residence.objects.get(user=town.citizen)
    rows = {
        "musrenbang/decision": decision.pk,
        "musrenbang/proposal": decision.proposal_id,
        "accounts/residence": residence.pk,
        "accounts/user": town.citizen.pk,
        "accounts/appointment": town.staff["lurah"].appointments.get().pk,
    }
    for name, pk in rows.items():
        assert root.post(f"/admin/{name}/{pk}/delete/", {"post": "yes"}).status_code == 403, name
        given = {"action": "delete_selected", "_selected_action": [pk], "post": "yes"}
        root.post(f"/admin/{name}/", given)
    assert (
        root.post(f"/admin/musrenbang/decision/{decision.pk}/change/", {"reason": "x"}).status_code
        == 403
    )
    assert Residence.objects.filter(pk=residence.pk).exists()
    assert type(decision).objects.get(pk=decision.pk).reason == ""


def test_no_page_keeps_what_one_reader_asked_for_the_next(town: Town, root: Client) -> None:
    """A page is one object for all threads: what it notes of one request, another reads."""
    pages = list(admin.site._registry.values())
    before = [set(vars(page)) for page in pages]
    for page in pages:
        name = f"{page.opts.app_label}/{page.opts.model_name}"
        newest = page.model._default_manager.order_by("-pk").first()
        for rest in ("", f"{newest.pk}/change/", f"{newest.pk}/history/") if newest else ("",):
            assert root.get(f"/admin/{name}/{rest}").status_code in (200, 403), (name, rest)
    assert [set(vars(page)) for page in pages] == before
