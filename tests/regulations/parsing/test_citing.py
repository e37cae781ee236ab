"""What a text cites, and what its Menimbang says that it carries out."""

from __future__ import annotations

import pytest

from regulations.domain.parsing.citing import carried_out_in, cited

PARENTS = ("Peraturan Daerah Nomor 1 Tahun 2011", "Undang-Undang Nomor 2 Tahun 2012")


@pytest.mark.parametrize(
    ("text", "numbers"),
    [
        (f"bahwa untuk melaksanakan ketentuan Pasal 31 {PARENTS[0]} perlu diatur;", ["1"]),
        (f"bahwa untuk melaksanakan Pasal 5 {PARENTS[0]} dan {PARENTS[1]};", ["1", "2"]),
        (f"a. bahwa sebagai pelaksanaan Pasal 4 {PARENTS[1]};\nb. bahwa contoh;", ["2"]),
        (f"a. bahwa untuk melaksanakan Pasal 1 {PARENTS[0]};\n" * 2, ["1"]),
        (f"bahwa {PARENTS[0]} sudah tidak sesuai;", []),
        (f"bahwa berdasarkan {PARENTS[0]}, untuk melaksanakan Pasal 2 {PARENTS[1]};", ["2"]),
        (  # what amends a parent is no parent
            f"bahwa untuk melaksanakan Pasal 3 {PARENTS[0]} sebagaimana diubah dengan "
            "Peraturan Daerah Nomor 9 Tahun 2019;",
            ["1"],
        ),
        (  # three at most
            "bahwa untuk melaksanakan Pasal 3 "
            + ", ".join(f"Peraturan Daerah Nomor {n} Tahun 2011" for n in range(1, 6)),
            ["1", "2", "3"],
        ),
    ],
)
def test_what_a_menimbang_says_that_it_carries_out(text: str, numbers: list[str]) -> None:
    assert [number for _, number, _ in carried_out_in(text)] == numbers


def test_a_regulation_is_cited_once_in_the_order_of_the_text() -> None:
    text = f"{PARENTS[1]}, {PARENTS[0]}, dan Undang-\nUndang Nomor 2 Tahun 2012"
    assert list(cited(text)) == [
        ("Undang-Undang", "2", 2012),
        ("Peraturan Daerah", "1", 2011),
    ]
