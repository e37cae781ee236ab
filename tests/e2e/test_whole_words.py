"""No list breaks a word or an amount: "Kead|aan", "Rp 307.80|0.000"."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from regulations.models import Regulation
from tests.regulations.factories import app, make
from tests.town import PASSWORD, Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]

# every word of the page that stands on two lines,
# save where it has a place to be parted: a hyphen or a slash
BROKEN = """
() => {
  const found = [], main = document.querySelector('main, #main');
  const walker = document.createTreeWalker(main, NodeFilter.SHOW_TEXT);
  for (let node; (node = walker.nextNode());) {
    const parent = node.parentElement;
    if (!parent.checkVisibility() || parent.closest('code, .address')) continue;
    for (const word of node.data.matchAll(/[^\\s\\-\\u2013\\/]+/g)) {
      const range = document.createRange();
      range.setStart(node, word.index); range.setEnd(node, word.index + word[0].length);
      const parts = [...range.getClientRects()].filter((r) => r.width > 0.5);
      const lines = new Set(parts.map((r) => Math.round(r.top)));
      if (lines.size > 1) found.push(word[0]);
    }
  }
  return found;
}
"""
TOO_WIDE = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
PUBLIC = (
    "/",
    "/usulan/",
    "/usulan/?tampilan=tabel",
    "/kamus/",
    "/aplikasi/",
    "/regulasi/",
    "/musrenbang/",
    "/wilayah/",
)
DESK = (
    "/admin/",
    "/admin/musrenbang/proposal/",
    "/admin/musrenbang/stage/",
    "/admin/accounts/appointment/",
    "/admin/accounts/user/",
)
COST = Decimal(307_800_000)


def fill(town: Town) -> None:
    for tier in ("kelurahan", "kecamatan", "opd", "kota"):
        town.proposal(
            tier,
            title="Perbaikan saluran pembuangan air hujan permukiman",
            cost=COST,
            proposed_cost=COST,
        )
    app("pelayanan-kependudukan", purpose="Pertanggungjawaban penyelenggaraan pemerintahan.")
    Regulation.objects.filter(pk=make("perwali", "5").pk).update(
        title="Penyelenggaraan Pertanggungjawaban Ketenagakerjaan"
    )


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_no_list_breaks_a_word(visit: Any, committed_town: Town, width: int) -> None:
    fill(committed_town)
    v = visit(width=width)
    broken: dict[str, Any] = {}

    def look(who: str, address: str) -> None:
        answer = v.page.goto(v.base + address)
        if answer.status != 200:  # not every office has every list
            return
        assert v.page.evaluate(TOO_WIDE) <= 0, address
        if found := v.page.evaluate(BROKEN):
            broken[f"{who} {address}"] = found

    for address in PUBLIC:
        look("anybody", address)
    for role in ("planner", "lurah", "administrator"):
        v.sign_in(committed_town.staff[role], PASSWORD)
        for address in DESK:
            look(role, address)
        v.sign_out()
    v.console.clear()  # it tells the lists that an office does not have
    assert broken == {}


def test_the_look_finds_a_broken_word(visit: Any, committed_town: Town) -> None:
    v = visit(width=360)
    v.go("/")
    # by script: the page's policy lets no attribute in
    style = "p.style.width = '3em'; p.style.overflowWrap = 'anywhere'"
    v.page.evaluate(
        f"const p = document.querySelector('main p'); p.textContent = 'Rp 307.800.000'; {style}"
    )
    assert v.page.evaluate(BROKEN) == ["307.800.000"]
