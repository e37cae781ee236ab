"""Everybody who may knock: each office, citizens, strangers; and what a verb answers them."""

from __future__ import annotations

from typing import Any

from django.db import transaction

from egov.accounts.models import User
from egov.portal.joining import offices
from egov.verbs.refusal import Refusal
from tests.town import Town

PEOPLE = ["anonymous", "citizen", "stranger", *offices()]
EVERYBODY = [*PEOPLE, "root"]
POWERLESS = ["nobody", "anonymous", "citizen", "closed"]  # no office, each in another way
CLERKS = {"lurah", "operator_kelurahan"}
ADMINISTRATORS = {"administrator", "root"}


def person(town: Town, who: str) -> Any:
    """By their office, or `root`, a superuser; `closed`, one whose account is closed; `nobody`."""
    from django.contrib.auth.models import AnonymousUser

    if who == "nobody":
        return None
    if who == "closed":
        return User.objects.create(name="Contoh Tutup", is_superuser=True, is_active=False)
    if who == "anonymous":
        return AnonymousUser()
    if who == "root":
        return User.objects.create_superuser("root@uji.example", "x", name="Root")
    found = town.staff.get(who) or getattr(town, who)
    return User.objects.get(pk=found.pk)


def attempt(act: Any) -> str:
    """ "ok", or the code of the refusal; what it wrote is undone."""

    class Undo(Exception):
        pass

    try:
        with transaction.atomic():
            act()
            raise Undo
    except Undo:
        return "ok"
    except Refusal as refusal:
        assert refusal.sentence.endswith((".", ":")) or "." in refusal.sentence
        return refusal.code
