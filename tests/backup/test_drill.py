"""Hundreds send while backups run, then the server is gone: what was acknowledged comes back."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from threading import Thread
from types import SimpleNamespace
from typing import Any

import pytest
from django.db import connection

from egov.backup.backing_up import back_up
from egov.backup.programs import connect
from egov.backup.recovery import is_primary
from egov.backup.server import ScratchServer
from egov.backup.store import open_store
from egov.backup.wal import read_marks
from musrenbang.domain.submission import submit
from tests.backup.test_restore import receiving, restore
from tests.bench.drill import PHOTO_EVERY, Result, Send, compare, send_all, with_photo
from tests.town import Town, build_town

pytestmark = [pytest.mark.alone]
SENT = 300


def sending(town: Town, run: str) -> Send:
    def send(number: int) -> dict[str, str]:
        key = f"{run}-{number}"
        if number % PHOTO_EVERY == 0:
            return with_photo(town.citizen, town.rw, key)
        content = town.content(title=f"Uji {key}")
        try:
            sent = submit(actor=town.citizen, channel=town.channel, key=key, content=content)
        finally:
            connection.close()
        return {"number": sent.number}

    return send


def held_against(made: dict[str, Any], home: Path, acks: Path, until: datetime) -> Result:
    """What a server over the restored folder has of what was acknowledged."""
    room = home / "room"
    room.mkdir()
    facts = made["server"]
    server = ScratchServer(home / "data", room, major=facts["major"], superuser=facts["superuser"])
    with server.running(), acks.open() as lines:
        server.wait(facts["database"], is_primary)
        with connect(server.url(facts["database"])) as link:
            return compare(lines, until, home / "back", using=link)


def test_all_acknowledged_before_the_last_safe_moment_is_there(
    backups: SimpleNamespace, settings: SimpleNamespace
) -> None:
    settings.SENT_PER_HOUR_BY_ACCOUNT = settings.SENT_PER_HOUR_BY_RW = 10 * SENT
    town, acks = build_town(), backups.home / "acks.jsonl"
    with receiving() as carried:
        citizens = Thread(
            target=send_all, args=[sending(town, "a"), SENT, acks], kwargs={"workers": 4}
        )
        citizens.start()
        made = back_up()
        back_up()
        citizens.join()
        carried()
    send_all(sending(town, "b"), 5, acks, workers=1)  # nobody carries these any more
    told = restore(backups, "--into", backups.home / "data", "--media", backups.home / "back")
    assert "Semuanya cocok." in told
    until = datetime.fromisoformat(
        read_marks(open_store(), made["server"]["system"])["marks"][-1]["moment"]
    )
    result = held_against(made, backups.home, acks, until)
    assert result == Result(SENT + 5, SENT, 0, 5, SENT // PHOTO_EVERY, 0)
