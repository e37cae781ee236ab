"""Citizens who send proposals as a browser does, and press again until the portal says yes."""

from __future__ import annotations

import http.client
import re
import threading
import time
import urllib.error
import urllib.parse
import urllib.request
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from tests.embedded.running import Reader

THOUGHT = 0.1  # seconds before somebody turns to the next page
PAUSE = 0.3  # seconds before somebody presses again
PATIENCE = 150.0  # seconds after which somebody gives up, which is a fault
NO_ANSWER = (OSError, http.client.HTTPException)  # refused, reset, cut off, too late
NUMBER = re.compile(r"/usulan/([\d-]+)/bukti/")


class KeepRedirect(urllib.request.HTTPRedirectHandler):
    """A redirect is an answer like another: it is the acknowledgement."""

    def redirect_request(self, *args: object, **kwargs: object) -> None:
        return None


@dataclass
class Answer:
    status: int
    headers: http.client.HTTPMessage
    text: str


@dataclass
class Book:
    """What all citizens saw. `sent`: title -> number, as acknowledged."""

    sent: dict[str, str] = field(default_factory=dict)
    statuses: Counter[str] = field(default_factory=Counter)
    faults: list[str] = field(default_factory=list)
    pressed: Counter[str] = field(default_factory=Counter)  # how often each title was sent
    on_their_way: int = 0
    over: threading.Event = field(default_factory=threading.Event)
    lock: threading.Lock = field(default_factory=threading.Lock)

    @contextmanager
    def sending(self, title: str) -> Iterator[None]:
        with self.lock:
            self.pressed[title] += 1
            self.on_their_way += 1
        try:
            yield
        finally:
            with self.lock:
                self.on_their_way -= 1

    def note(self, address: str, answer: Answer | None) -> bool:
        """Counts an answer. Whether it is one, and not a reason to press again."""
        with self.lock:
            self.statuses["none" if answer is None else str(answer.status)] += 1
            if answer is None:
                return False
            if answer.status == 503 and not self._tells_when(answer):
                self.faults.append(f"{address}: 503 without a time or a sentence: {answer.text}")
            if answer.status not in (200, 302, 503):
                self.faults.append(f"{address}: {answer.status} {answer.text[-600:]}")
            return answer.status in (200, 302)

    @staticmethod
    def _tells_when(answer: Answer) -> bool:
        return bool(answer.headers["Retry-After"]) and "Tunggu sebentar" in answer.text


class Citizen(threading.Thread):
    """Somebody with an account who sends one proposal after another."""

    def __init__(self, book: Book, port: int, login: str) -> None:
        super().__init__(name=login, daemon=True)
        self.book, self.login = book, login
        self.reader = Reader(port)
        self.opener = urllib.request.build_opener(self.reader.cookies, KeepRedirect())
        self.token = ""
        self.variant = ""
        self.rw = ""

    def enter(self) -> None:
        """Signs in, before anything is killed."""
        self.reader.sign_in(self.login)
        self.token = self.reader.token("/usulan/baru/")

    def run(self) -> None:
        number = 0
        try:
            while not self.book.over.is_set():
                number += 1
                self.propose(f"Uji putus {self.login} ke {number}")
        except Exception as error:  # a thread's fault is seen by nobody else
            self.book.faults.append(f"{self.login}: {error!r}")

    def propose(self, title: str) -> None:
        """Walks through the form; its last page is sent, the same, until it is acknowledged."""
        draft = self.press("/usulan/baru/", {}).headers["Location"].removesuffix("jenis/")
        if not self.variant:
            self.variant = self.choice(f"{draft}jenis/", r'name="variant" value="(\d+)"')
        self.press(f"{draft}jenis/", {"variant": self.variant})
        if not self.rw:
            self.rw = self.choice(f"{draft}tempat/", r'<option value="(\d+)"')
        self.press(f"{draft}tempat/", {"rw": self.rw, "address": "Gang 3, dekat balai RW"})
        story = {"title": title, "problem": "Becek bila hujan.", "wish": "Jalan yang rata."}
        self.press(f"{draft}masalah/", story)
        self.press(f"{draft}biaya/", {"volume": "1"})
        answer = self.press(f"{draft}periksa/", {}, title)
        match = NUMBER.match(answer.headers["Location"] or "")
        with self.book.lock:
            if match:
                self.book.sent[title] = match.group(1)
            else:
                self.book.faults.append(f"{title}: {answer.status} {answer.headers['Location']}")

    def choice(self, address: str, pattern: str) -> str:
        match = re.search(pattern, self.ask(address).text)
        assert match, address
        return match.group(1)

    def press(self, address: str, data: dict[str, str], title: str = "") -> Answer:
        answer = self.ask(address, {"csrfmiddlewaretoken": self.token, **data}, title)
        assert answer.status == 302, f"{address}: {answer.status} {answer.text[-600:]}"
        return answer

    def ask(self, address: str, data: dict[str, str] | None = None, title: str = "") -> Answer:
        """The very same request again and again, until it is answered."""
        time.sleep(THOUGHT)
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until:
            if title:
                with self.book.sending(title):
                    answer = self._once(address, data)
            else:
                answer = self._once(address, data)
            if self.book.note(address, answer):
                assert answer is not None
                return answer
            time.sleep(PAUSE)
        raise AssertionError(f"{address} was not answered within {PATIENCE:.0f} s")

    def _once(self, address: str, data: dict[str, str] | None) -> Answer | None:
        body = None if data is None else urllib.parse.urlencode(data).encode()
        try:
            with self.opener.open(self.reader.base + address, body, timeout=30) as answer:
                return Answer(answer.status, answer.headers, answer.read().decode())
        except urllib.error.HTTPError as error:
            with error:
                try:
                    return Answer(error.code, error.headers, error.read().decode())
                except NO_ANSWER:
                    return None
        except NO_ANSWER:
            return None
