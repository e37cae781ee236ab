"""How a regulation is named in full."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from regulations.models.regulation import Regulation


def in_full(regulation: Regulation, owner: str) -> str:
    """ "Peraturan Wali Kota Surabaya Nomor 68 Tahun 2021 tentang ..."."""
    head = regulation.kind.name
    if head.endswith((" Wali Kota", " Bupati")):  # "Peraturan Bupati Klaten"
        owner = owner.split(" ", 1)[-1]
    about = f" tentang {regulation.title}" if regulation.title else ""
    numbered = f"Nomor {regulation.number} Tahun {regulation.year}"
    return " ".join(f"{head} {owner} {numbered}{about}".split())
