"""The great drill of docs/menjalankan.md: what was acknowledged, held against what came back.

    python -m tests.bench.drill send --acks FILE      beside the running portal, as its user
    python -m tests.bench.drill compare --acks FILE --until MOMENT      after the restore

`send` sends proposals through the front door, every twentieth with a photo through the verb, and
notes each one when its answer is there. It ends when the portal does not answer any more.
"""

from __future__ import annotations

import argparse
import hashlib
import http.client
import io
import json
import os
import secrets
import ssl
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

PHOTO_EVERY = 20
CITIZENS = 40
Send = Callable[[int], dict[str, str]]  # what was acknowledged: {"number": ...} and more


@dataclass(frozen=True)
class Result:
    """`early` were acknowledged before the last safe moment: none of them may be lost."""

    acknowledged: int
    early: int
    lost_early: int
    lost_late: int
    photos: int
    lost_photos: int

    def __str__(self) -> str:
        return (
            f"acknowledged {self.acknowledged}, of these {self.early} up to the last safe moment: "
            f"{self.lost_early} lost; after it {self.acknowledged - self.early}: "
            f"{self.lost_late} lost; photos {self.photos}: {self.lost_photos} lost"
        )


def send_all(send: Send, count: int, acks: Path, *, workers: int) -> int:
    """Calls `send(n)` for 0..count-1 and writes a line for each answer; how many there were."""
    lock, gone = threading.Lock(), threading.Event()
    done = 0

    def one(number: int) -> None:
        nonlocal done
        if gone.is_set():
            return
        try:
            answer = send(number)
        except (OSError, http.client.HTTPException):
            gone.set()  # the disaster has happened
            return
        line = json.dumps({**answer, "at": datetime.now(UTC).isoformat()})
        with lock:
            file.write(f"{line}\n")
            file.flush()
            done += 1
            if done % 1000 == 0:
                print(done, flush=True)

    with acks.open("a") as file, ThreadPoolExecutor(workers) as pool:
        list(pool.map(one, range(count)))
    return done


def compare(acks: Iterable[str], until: datetime, media: Path, *, using: Any) -> Result:
    """Holds the lines of `send_all` against the database that `using` is connected to."""
    noted = [json.loads(line) for line in acks]
    with using.cursor() as cursor:
        cursor.execute("SELECT number FROM musrenbang_proposal")
        restored = {row[0] for row in cursor.fetchall()}
    early = [ack for ack in noted if datetime.fromisoformat(ack["at"]) <= until]
    lost = [ack for ack in noted if ack["number"] not in restored]
    lost_early = [ack for ack in early if ack["number"] not in restored]
    photos = [ack for ack in noted if "photo" in ack and ack["number"] in restored]
    return Result(
        acknowledged=len(noted),
        early=len(early),
        lost_early=len(lost_early),
        lost_late=len(lost) - len(lost_early),
        photos=len(photos),
        lost_photos=sum(not _same(media / ack["photo"], ack["sha256"]) for ack in photos),
    )


def _same(path: Path, sha256: str) -> bool:
    return path.exists() and hashlib.sha256(path.read_bytes()).hexdigest() == sha256


# -- the front door --------------------------------------------------------------------------
def front_door(host: str, run: str) -> Send:
    """Sends as citizens of the demo: over TLS to nginx on this machine, each with a session."""
    from egov.accounts.models import Residence

    homes = Residence.objects.exclude(confirmed_at=None).filter(ended_at=None)
    citizens = [(home.user, home.rw) for home in homes.select_related("user", "rw")[:CITIZENS]]
    cookies = [_signed_in(user) for user, _ in citizens]
    trust = ssl.create_default_context()
    trust.check_hostname, trust.verify_mode = False, ssl.CERT_NONE  # a drill's own certificate
    local = threading.local()

    def send(number: int) -> dict[str, str]:
        user, rw = citizens[number % len(citizens)]
        if number % PHOTO_EVERY == 0:
            return with_photo(user, rw, f"{run}-{number}")
        if getattr(local, "link", None) is None:
            local.link = http.client.HTTPSConnection("127.0.0.1", 443, timeout=60, context=trust)
        content = {"jenis": "paving-6", "rw": rw.code, "alamat": "Gang 3", "judul": f"Uji {number}"}
        content |= {"masalah": "Becek saat hujan.", "harapan": "Dipaving.", "volume": "10"}
        session, token = cookies[number % len(citizens)], secrets.token_hex(16)
        headers = {"Host": host, "Origin": f"https://{host}", "Content-Type": "application/json"}
        headers |= {"Cookie": f"{session}; csrftoken={token}", "X-CSRFToken": token}
        headers |= {"Referer": f"https://{host}/", "Idempotency-Key": f"{run}-{number}"}
        local.link.request("POST", "/api/v1/usulan/", json.dumps(content), headers)
        answer = local.link.getresponse()
        body = answer.read()
        if answer.status >= 500:
            raise ConnectionError(answer.status)
        if answer.status != 201:
            raise SystemExit(f"{answer.status} {body[:300]!r}")
        return {"number": json.loads(body)["nomor"]}

    return send


def _signed_in(user: Any) -> str:
    from django.conf import settings
    from django.test import Client

    browser = Client()
    browser.force_login(user, backend="egov.accounts.signing_in.ContactBackend")
    name = settings.SESSION_COOKIE_NAME
    return f"{name}={browser.cookies[name].value}"


def with_photo(user: Any, rw: Any, key: str) -> dict[str, str]:
    """A proposal with a photo of its own, through the verb."""
    from django.core.files.uploadedfile import SimpleUploadedFile
    from django.db import Error, connection
    from PIL import Image

    from egov.files.pictures import store_picture
    from musrenbang.domain.submission import Content, open_channels, submit
    from musrenbang.models import KamusVariant

    out = io.BytesIO()
    Image.new("RGB", (640, 480), f"#{secrets.token_hex(3)}").save(out, "JPEG")
    try:
        upload = SimpleUploadedFile("foto.jpg", out.getvalue())
        photo = store_picture(upload=upload, actor_id=user.pk)
        content = Content(
            variant=KamusVariant.objects.get(code="paving-6"),
            area=rw,
            address="Gang 3",
            title=f"Uji {key}",
            problem="Becek.",
            wish="Rata.",
            volume=Decimal(10),
            photos=(photo,),
        )
        proposal = submit(actor=user, channel=open_channels()[0], content=content, key=key)
        data = photo.file.read()
    except (Error, OSError) as error:
        raise ConnectionError from error
    finally:
        connection.close()
    sha256 = hashlib.sha256(data).hexdigest()
    return {"number": proposal.number, "photo": photo.file.name, "sha256": sha256}


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.drill")
    parser.add_argument("act", choices=["send", "compare"])
    parser.add_argument("--acks", type=Path, required=True, help="where the answers are noted")
    parser.add_argument("--count", type=int, default=10_000)
    parser.add_argument("--workers", type=int, default=8)
    parser.add_argument("--until", type=datetime.fromisoformat, help="the last safe moment")
    args = parser.parse_args()
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "egov.settings")
    import django

    django.setup()
    from django.conf import settings
    from django.db import connection

    if args.act == "send":
        door = front_door(settings.ALLOWED_HOSTS[0], secrets.token_hex(4))
        print(send_all(door, args.count, args.acks, workers=args.workers), "acknowledged")
        return
    with args.acks.open() as lines:
        print(compare(lines, args.until, Path(settings.MEDIA_ROOT), using=connection))


if __name__ == "__main__":
    main()
