"""What makes a text hard is told; a plain text is left alone."""

from __future__ import annotations

import pytest

from news.domain.hints import hints_of
from news.models import Edition

PLAIN = "<p>Taman buka pukul lima pagi. Bawa pulang sampah Anda.</p>"
LONG = "<p>" + "dan lalu " * 14 + "selesai.</p>"
OFFICE = "<p>Dalam rangka lomba itu, warga datang. Adapun juri juga.</p>"
HARD = "<p>Penyelenggaraan pemberdayaan kemasyarakatan berkesinambungan dilaksanakan.</p>"


@pytest.mark.parametrize(
    ("body", "said"),
    [
        (PLAIN, []),
        (LONG, ["kalimat lebih dari 25 kata"]),
        (OFFICE, ["dalam rangka", "adapun"]),
        (HARD, ["pecah"]),
        ("<p>Untuk daftar, klik di sini ya.</p>", ["ke mana tautannya"]),
        ("", []),
    ],
)
def test_what_is_told(body: str, said: list[str]) -> None:
    hints = hints_of(Edition(body=body))
    assert len(hints) == len(said), hints
    assert all(part in hint for part, hint in zip(said, hints, strict=True))
