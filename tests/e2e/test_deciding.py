"""A lurah at the desk: forwards, refuses, corrects, merges, from page to page of the queue."""

from __future__ import annotations

from typing import Any

import pytest
from playwright.sync_api import Page, expect

from musrenbang.domain.deliberation import prepare
from musrenbang.models import Proposal
from tests.town import PASSWORD, Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
OLD = {"forward": "2", "reject": "2 + typing", "correct": "3-4"}
SETTLED = 400  # milliseconds; sooner a press is taken for a second tap on the page before


class Clicks:
    """Presses of a person, counted."""

    def __init__(self, page: Page) -> None:
        self.page, self.count = page, 0

    def on(self, role: Any, name: str) -> None:
        self.page.wait_for_timeout(SETTLED)
        target = self.page.get_by_role(role, name=name).first
        expect(target).to_be_in_viewport()  # nobody scrolls to it
        target.click()
        self.page.wait_for_load_state()
        self.count += 1

    def since(self, before: int) -> int:
        return self.count - before


def ready(visit: Any, town: Town, width: int, script: bool = True) -> tuple[Any, Clicks]:
    v = visit(width=width, script=script)
    v.sign_in(town.staff["lurah"], PASSWORD)
    return v, Clicks(v.page)


def page_of(proposal: Proposal) -> str:
    return f"/admin/musrenbang/proposal/{proposal.pk}/change/"


def states(rows: list[Proposal]) -> list[str]:
    return [Proposal.objects.get(pk=p.pk).tier for p in rows]


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
@pytest.mark.parametrize("width", [360, 1280])
def test_a_lurah_forwards_one_after_the_other_and_corrects(
    visit: Any, committed_town: Town, width: int, script: bool
) -> None:
    town = committed_town
    rows = [town.proposal("rw", title=f"Paving gang {n}") for n in range(1, 5)]
    v = visit(width=width, script=script)
    v.sign_in(town.staff["ketua_rw"], PASSWORD)
    clicks = Clicks(v.page)
    v.go(page_of(rows[0]))
    for p in rows[:3]:
        expect(v.page.locator("h1")).to_contain_text(p.number)
        clicks.on("button", "Sepakati dan beri urutan")
        expect(v.page.locator(".messagelist")).to_contain_text(f"Disepakati {p.number}")
        v.look()
    assert clicks.count == 3
    assert states(rows) == ["kelurahan", "kelurahan", "kelurahan", "rw"]
    clicks.on("button", f"batalkan {rows[2].number}")
    expect(v.page.locator("h1")).to_contain_text(rows[2].number)
    v.look()
    assert states(rows) == ["kelurahan", "kelurahan", "rw", "rw"]
    print({"forward": 1, "correct": 1}, "before:", OLD)
    clicks.on("button", "Sepakati dan beri urutan")
    clicks.on("button", "Sepakati dan beri urutan")
    expect(v.page.locator(".messagelist")).to_contain_text("Tidak ada lagi yang menunggu Anda")
    assert v.page.url.endswith("/admin/")
    assert states(rows) == ["kelurahan"] * 4


def test_the_fields_change_at_once_and_keep_what_was_typed(
    visit: Any, committed_town: Town
) -> None:
    p = committed_town.proposal("kelurahan")
    v, clicks = ready(visit, committed_town, 1280)
    v.go(page_of(p))
    page = v.page
    clicks.on("link", "Teruskan dengan perubahan")
    page.fill("[name=volume]", "80")
    expect(page.locator("[name=cost]")).to_have_value("16.800.000")
    expect(page.locator("#id_cost_helptext")).to_contain_text("x 80 m² = Rp\u00a016.800.000")
    expect(page.locator("[data-difference]")).to_have_text("-20 m², -4.200.000 rupiah")
    page.fill("[name=reason]", "Gangnya 80 meter.")
    page.get_by_role("link", name="Tolak").click()
    expect(page.locator("[name=volume]")).to_be_hidden()
    expect(page.locator("[name=reason]")).to_have_value("Gangnya 80 meter.")
    v.look()
    page.get_by_role("link", name="Teruskan dengan perubahan").click()
    expect(page.locator("[name=volume]")).to_have_value("80")
    page.keyboard.press("Control+Enter")
    page.wait_for_load_state()
    expect(page.locator(".messagelist")).to_contain_text(f"Diteruskan {p.number}")
    row = p.decisions.get()
    assert (row.volume, row.cost, row.reason_code) == (80, 16800000, "changed")


def test_keys_walk_and_choose_but_never_while_typing(visit: Any, committed_town: Town) -> None:
    first, second = committed_town.proposal("kelurahan"), committed_town.proposal("kelurahan")
    v, clicks = ready(visit, committed_town, 1280)
    v.go(page_of(first))
    page, head = v.page, v.page.locator("h1")
    page.keyboard.press("j")
    expect(head).to_contain_text(second.number)
    page.keyboard.press("k")
    expect(head).to_contain_text(first.number)
    page.keyboard.press("x")
    expect(page.locator("[data-word]")).to_have_text("Tolak")
    page.keyboard.type("jkbt tidak sesuai")  # the field has the focus
    expect(head).to_contain_text(first.number)
    expect(page.locator("[data-word]")).to_have_text("Tolak")
    before = clicks.count
    page.locator("[name=reason]").fill("Jalan ini milik pengembang.")
    page.keyboard.press("Control+Enter")
    expect(head).to_contain_text(second.number)
    print({"reject": f"{clicks.since(before)} + typing"}, "before:", OLD)
    assert Proposal.objects.get(pk=first.pk).state == "rejected"
    # and they can be turned off
    page.get_by_role("button", name="Matikan").click()
    page.keyboard.press("b")
    expect(page.locator("[data-decision]")).to_be_hidden()


@pytest.mark.parametrize("width", [360, 1280])
def test_advice_is_taken_and_a_twin_is_merged(visit: Any, committed_town: Town, width: int) -> None:
    town = committed_town
    advised, twin, target = (town.proposal("kelurahan") for _ in range(3))
    operator = town.staff["operator_kelurahan"]
    prepare(actor=operator, proposal=advised, outcome="reserve", reason="Menunggu saluran.")
    v, clicks = ready(visit, town, width)
    v.go(page_of(advised))
    clicks.on("button", "Ikuti saran")
    expect(v.page.locator("h1")).to_contain_text(twin.number)
    assert advised.decisions.get().reason == "Menunggu saluran."
    v.page.get_by_role("link", name="Gabungkan").click()
    v.look()
    v.page.get_by_role("button", name=f"Gabungkan ke sini {target.number}").click()
    expect(v.page.locator(".messagelist")).to_contain_text(f"Digabung {twin.number}")
    assert Proposal.objects.get(pk=twin.pk).merged_into_id == target.pk
