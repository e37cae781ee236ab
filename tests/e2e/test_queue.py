"""A day at the queue: twenty passed on with twenty taps, advice for twenty, keys, no script."""

from __future__ import annotations

from itertools import pairwise
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from musrenbang.domain.deliberation import prepare
from musrenbang.models import Decision
from tests.town import PASSWORD, Town

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
LIST = "/admin/musrenbang/proposal/"
TWENTY = 20
OLD_CLICKS = {"one": 2, "bulk of 20": 24}


def lurah_of(town: Town, visit: Any, **how: Any) -> Any:
    visitor = visit(**how)
    visitor.sign_in(town.staff["lurah"], PASSWORD)
    visitor.go(LIST)
    return visitor


def place(page: Page) -> tuple[float, float]:
    """How far the page is scrolled, and how far it could be."""
    tall = "document.documentElement.scrollHeight - innerHeight"
    top, end = page.evaluate(f"[scrollY, {tall}]")
    return float(top), float(end)


@pytest.mark.parametrize("width", [360, 1280])
def test_twenty_are_passed_on_with_twenty_taps(
    visit: Any, committed_town: Town, width: int
) -> None:
    for _ in range(TWENTY + 2):
        committed_town.proposal("kelurahan")
    visitor = lurah_of(committed_town, visit, width=width)
    page, taps = visitor.page, 0
    lines = page.locator("tr.told")
    for number in range(TWENTY):
        button = page.locator("button[name=teruskan]").first
        button.scroll_into_view_if_needed()
        before, _ = place(page)
        button.click()
        taps += 1
        expect(lines).to_have_count(number + 1)
        after, end = place(page)
        # the row becomes a line, so the page may end sooner; it never goes back by itself
        assert after >= min(before, end) - 1, (number, before, after, end)
        expect(page.locator("button[name=teruskan]").first).to_be_in_viewport()
        page.wait_for_timeout(350)  # as long as a hand takes
    assert Decision.objects.filter(outcome="forward").count() == TWENTY == taps
    print(f"{width} px: {taps} taps for {TWENTY}; before: {OLD_CLICKS['one'] * TWENTY}")
    expect(page.locator(".sum")).to_contain_text("2 usulan, Rp\u00a042.000.000")
    visitor.look()
    # what was passed on by mistake is taken back from its line
    lines.last.get_by_role("button", name="batalkan").click()
    expect(lines.last).to_contain_text("Dibatalkan")
    expect(page.locator(".sum")).to_contain_text("3 usulan, Rp\u00a063.000.000")
    assert Decision.objects.filter(outcome="reopened").count() == 1


def test_two_quick_taps_pass_on_one(visit: Any, committed_town: Town) -> None:
    for _ in range(3):
        committed_town.proposal("kelurahan")
    page = lurah_of(committed_town, visit, width=360).page
    page.locator("button[name=teruskan]").first.dblclick()
    expect(page.locator("tr.told")).to_have_count(1)
    page.wait_for_timeout(500)
    assert Decision.objects.count() == 1


@pytest.mark.parametrize("script", [True, False], ids=["with-script", "without-script"])
def test_advice_is_taken_for_twenty(visit: Any, committed_town: Town, script: bool) -> None:
    town = committed_town
    for number in range(TWENTY):
        given = {"outcome": "reject", "reason_code": "duplicate", "reason": f"Sebab {number}."}
        prepare(
            actor=town.staff["operator_kelurahan"],
            proposal=town.proposal("kelurahan"),
            **given,
        )
    visitor = lurah_of(town, visit, width=360, script=script)
    page, clicks = visitor.page, 0
    expect(page.locator(".advice")).to_have_count(TWENTY)
    if script:
        page.get_by_label("Centang semua").check()
        clicks += 1
    else:
        for tick in page.locator("input[name=_selected_action]").all():
            tick.check()
            clicks += 1
    for _ in range(2):  # how many is said, then it is done
        page.locator(".bulk, .act-panel").get_by_role("button", name="Ikuti saran").click()
        clicks += 1
        visitor.look()
    expect(page.locator(".tag.good")).to_have_count(TWENTY)
    reasons = Decision.objects.filter(outcome="reject").values_list("reason", flat=True)
    assert sorted(reasons) == sorted(f"Sebab {number}." for number in range(TWENTY))
    print(f"script={script}: {clicks} clicks for {TWENTY}; before: {OLD_CLICKS['bulk of 20']}")


def test_keys_work_on_rows_and_never_while_something_is_typed(
    visit: Any, committed_town: Town
) -> None:
    first, second, third = (committed_town.proposal("kelurahan") for _ in range(3))
    visitor = lurah_of(committed_town, visit, width=1280)
    page = visitor.page
    expect(page.locator("[data-keys]")).to_contain_text("berikutnya")
    page.locator("#cari-usulan").press_sequentially("jt")
    page.locator("#cari-usulan").blur()
    page.keyboard.press("t")  # no row is chosen yet
    page.keyboard.press("j")
    expect(page.locator(f"#baris-{first.pk}")).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("t")
    expect(page.locator("tr.told")).to_have_count(1)
    expect(page.locator(f"#baris-{third.pk}")).to_be_focused()
    assert list(Decision.objects.values_list("proposal", flat=True)) == [second.pk]
    page.keyboard.press("k")
    expect(page.locator(f"#baris-{first.pk}")).to_be_focused()
    page.keyboard.press("x")
    page.wait_for_url(f"**{LIST}{first.pk}/change/?keputusan=reject*")
    page.go_back()
    page.locator("input[name=_selected_action]").first.check()
    page.keyboard.press("Control+Enter")
    expect(page.locator("h1")).to_contain_text("Ikuti saran")


def test_without_script_the_list_comes_back_at_the_row_that_follows(
    visit: Any, committed_town: Town
) -> None:
    rows = [committed_town.proposal("kelurahan") for _ in range(6)]
    visitor = lurah_of(committed_town, visit, width=360, script=False)
    page = visitor.page
    for done, below in pairwise(rows[:5]):
        page.locator(f"#baris-{done.pk} button[name=teruskan]").click()
        page.wait_for_url(f"**#baris-{below.pk}")
        line = page.locator("tr.told")
        expect(line).to_contain_text(done.number)
        expect(line).to_be_in_viewport()
        expect(page.locator(f"#baris-{below.pk}")).to_be_in_viewport()
    assert Decision.objects.count() == 4
    page.locator("tr.told button[name=batalkan]").click()
    expect(page.locator("body")).to_contain_text("Dibatalkan")


def test_a_refusal_stands_in_its_row(visit: Any, committed_town: Town) -> None:
    proposal = committed_town.proposal("kelurahan")
    committed_town.proposal("kelurahan")
    visitor = lurah_of(committed_town, visit, width=360)
    type(proposal).objects.filter(pk=proposal.pk).update(decided=7)  # somebody was quicker
    page = visitor.page
    page.locator("button[name=teruskan]").first.click()
    expect(page.locator(".refused").first).to_contain_text("Sementara Anda membaca")
    visitor.console.clear()  # the browser notes the 409
    visitor.look()
