"""Asking for a code, and reading it off a letter."""

from __future__ import annotations

import re
from typing import Any

from django.test import Client

from tests.town import Town

SECRET = "kata-yang-cukup-panjang"
PHONE = "0812 3456 7890"


def digits(text: str) -> str:
    found = re.search(r"\b\d{8}\b", text)
    assert found
    return found.group()


def fill(town: Town, contact: str, client: Client | None = None) -> tuple[Client, Any]:
    """The form of registering, sent; the page that follows."""
    client = client or Client()
    given = {"rw": town.rw.pk, "name": "Baru Rekaan", "contact": contact}
    return client, client.post(f"/akun/daftar/{town.rw.parent.code}/", given, follow=True)
