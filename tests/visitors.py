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
CLERKS = {"lurah", "operator_kelurahan"}
ADMINISTRATORS = {"administrator", "root"}


def person(town: Town, who: str) -> Any:
    from django.contrib.auth.models import AnonymousUser

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
