"""The short messages of a demo: kept on this machine instead of sent, read at `/demo/pesan/`."""

from __future__ import annotations

import json
import os
import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.timezone import get_fixed_timezone
from django.views.decorators.cache import never_cache

from egov.web.demo import demo_only

EXAMPLE = "contoh:"  # GATEWAY_URL of a demo
KEPT = 200  # the newest; older ones are deleted
EPOCH = datetime(1970, 1, 1, tzinfo=get_fixed_timezone(0))


@dataclass(frozen=True)
class Text:
    """One as its receiver would have read it."""

    at: datetime
    to: str
    text: str


def keep(to: str, text: str) -> None:
    """Keeps one in a file of its own; the demo's folder is nobody else's."""
    folder = _folder()
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    micros = (timezone.now() - EPOCH) // timedelta(microseconds=1)
    path = folder / f"{micros:017d}-{secrets.token_hex(4)}.json"
    new = path.with_suffix(".new")  # nobody reads half of one
    with os.fdopen(os.open(new, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as file:
        json.dump({"to": to, "text": text}, file)
    new.replace(path)
    for old in _paths()[KEPT:]:
        old.unlink(missing_ok=True)


def list_texts() -> list[Text]:
    """The newest first."""
    texts = []
    for path in _paths():
        try:
            told = json.loads(path.read_text())
        except FileNotFoundError:  # deleted meanwhile as too old
            continue
        at = EPOCH + timedelta(microseconds=int(path.stem.partition("-")[0]))
        texts.append(Text(at, told["to"], told["text"]))
    return texts


@demo_only
@never_cache
def texts(request: HttpRequest) -> HttpResponse:
    """All that are kept, for who sits at the demo's machine."""
    return render(request, "gateway/texts.html", {"texts": list_texts(), "kept": KEPT})


def _folder() -> Path:
    return Path(settings.DEMO_MAIL_ROOT) / "pesan"


def _paths() -> list[Path]:
    return sorted(_folder().glob("*.json"), reverse=True)
