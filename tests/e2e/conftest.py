"""A real Chromium. Tests skip, loudly, only where no browser exists."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from itertools import chain
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.conf import settings
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page

from tests.town import client_of

CHROMIUM = (
    shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")
)
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]}
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@pytest.fixture(scope="session", autouse=True)
def _static_files_of_apps() -> Iterator[None]:
    """pytest's live server asks for this very name before it serves the apps' static files."""
    settings.INSTALLED_APPS.append("django.contrib.staticfiles")
    yield
    settings.INSTALLED_APPS.remove("django.contrib.staticfiles")


@pytest.fixture(scope="session")
def browser_type_launch_args() -> dict[str, Any]:
    if CHROMIUM is None:
        pytest.skip("NO BROWSER: install Debian's package chromium to run the end-to-end tests")
    return {"executable_path": CHROMIUM, "args": FLAGS}


def places(violation: Any) -> list[str]:
    """The first three elements in which axe finds it."""
    return [node["html"][:200] for node in violation["nodes"][:3]]


class Visitor:
    """A page that remembers every console line and looks at each page with axe."""

    def __init__(self, context: BrowserContext, base: str, script: bool) -> None:
        self.page: Page = context.new_page()
        self.page.set_default_timeout(30_000)
        self.base, self.script = base, script
        self.console: list[str] = []
        self.page.on("console", self._heard)
        self.page.on("pageerror", lambda error: self.console.append(f"{self.page.url} {error}"))

    def _heard(self, message: ConsoleMessage) -> None:
        if message.type in ("error", "warning"):
            self.console.append(f"{self.page.url} {message.type}: {message.text}")

    def go(self, address: str) -> None:
        answer = self.page.goto(self.base + address)
        assert answer is not None
        assert answer.status == 200, address
        self.look()

    def look(self) -> None:
        """No horizontal scrolling, and nothing that axe finds."""
        self.page.wait_for_load_state()
        assert self.page.title()
        if not self.script:
            return
        wide = self.page.evaluate(
            "document.documentElement.scrollWidth - document.documentElement.clientWidth"
        )
        assert wide <= 0, f"{self.page.url} is {wide} px too wide"
        found = Axe().run(self.page, options=RULES).response["violations"]
        assert [(v["id"], places(v)) for v in found] == [], self.page.url

    def sign_in(self, person: Any, password: str) -> None:
        self.go("/akun/masuk/")
        self.page.fill("[name=login]", person.email)
        self.page.fill("[name=password]", password)
        self.press("Masuk")

    def come_as(self, person: Any) -> None:
        """The session that signing in gives, without its page."""
        cookie = client_of(person).cookies[settings.SESSION_COOKIE_NAME]
        self.page.context.clear_cookies()
        self.page.context.add_cookies(
            [{"name": cookie.key, "value": cookie.value, "url": self.base}]
        )

    def widen(self, width: int) -> None:
        self.page.set_viewport_size({"width": width, "height": 740})

    def press(self, name: str) -> None:
        """A button or link by its words, then the page that follows."""
        main = self.page.locator("main, #main").first
        button = main.get_by_role("button", name=name, exact=True)
        (
            button if button.count() else main.get_by_role("link", name=name, exact=True)
        ).first.click()
        self.look()

    def sign_out(self) -> None:
        self.page.context.clear_cookies()


@pytest.fixture
def visit(browser: Browser, live_server: Any) -> Iterator[Any]:
    contexts: list[BrowserContext] = []
    visitors: list[Visitor] = []

    def make(*, width: int = 360, script: bool = True) -> Visitor:
        context = browser.new_context(
            viewport={"width": width, "height": 740}, java_script_enabled=script, locale="id-ID"
        )
        contexts.append(context)
        visitors.append(Visitor(context, live_server.url, script))
        return visitors[-1]

    yield make
    for context in contexts:
        context.close()
    assert list(chain.from_iterable(v.console for v in visitors)) == []
