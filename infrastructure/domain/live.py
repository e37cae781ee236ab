"""A camera's picture as it is now, through the city's gateway.

A token lets one reader watch one path for ten minutes. The gateway asks for every segment of the
picture, so what it is answered comes from the token and the cache alone: the cache holds for each
path that is being watched how far a reader must see to watch it now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import IntEnum
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from django.conf import settings
from django.core import signing
from django.core.cache import cache
from django.utils import timezone

from egov.accounts.models import User
from egov.verbs.memory import CACHE_AWAY
from egov.verbs.permission import Actor
from egov.verbs.refusal import NotAllowed
from egov.verbs.verb import verb
from infrastructure.domain.records import reason_of
from infrastructure.models import Asset, Camera, CameraStream, CameraView, TopologyVersion
from infrastructure.models.asset import is_of_government, own_agencies, reads_restricted
from infrastructure.vocabulary import AssetStatus, Connectivity, Visibility

SECONDS = 600  # that a token lets somebody watch
_KEPT = SECONDS + 30
_SALT = "cctv-tonton"
_SEEN = "cctv:seen"
LARGEST_STILL = 3_000_000  # bytes
VIEWS_KEPT = timedelta(days=90)
WATCHED = (AssetStatus.ACTIVE, AssetStatus.MAINTENANCE)


class Sight(IntEnum):
    """How far a reader sees, and how far one must see to watch a camera now."""

    EVERYBODY = 0
    GOVERNMENT = 1
    KEEPER = 2
    NOBODY = 3


@dataclass(frozen=True)
class Watching:
    """What a page needs to show a camera: an address that ends at `until`."""

    address: str
    until: datetime


def gateway() -> str:
    """The base address of the gateway; empty where there is none, or none that could be closed."""
    return settings.CCTV_GATEWAY_URL if settings.REDIS_URL else ""


def gateway_origin() -> str:
    """Of the gateway, as a policy names it."""
    parts = urlsplit(gateway())
    return f"{parts.scheme}://{parts.netloc}" if parts.netloc else ""


def sight_of(user: Actor, asset: Asset) -> Sight:
    """How far somebody sees of this camera, whatever its own row says."""
    if reads_restricted(user) or (asset.owner_id in own_agencies(user)):
        return Sight.KEEPER
    return Sight.GOVERNMENT if is_of_government(user) else Sight.EVERYBODY


def needed(asset: Asset, camera: Camera, now: datetime) -> Sight:
    """How far one must see to watch it at this moment.

    Outside its window a camera that everybody may watch is for offices only.
    """
    if asset.status not in WATCHED or camera.connectivity != Connectivity.ONLINE:
        return Sight.NOBODY
    if asset.visibility == Visibility.PUBLIC:
        return Sight.EVERYBODY if in_window(camera.window, now) else Sight.GOVERNMENT
    return Sight.GOVERNMENT if asset.visibility == Visibility.GOVERNMENT else Sight.KEEPER


def in_window(window: str, now: datetime) -> bool:
    """Whether a moment lies in "06.00-21.00" of the region; over midnight too. Empty: always."""
    if not window:
        return True
    begin, end = (_hour(part) for part in window.split("-"))
    local = timezone.localtime(now).time()
    return begin <= local < end if begin < end else local >= begin or local < end


def _hour(text: str) -> time:
    hour, minute = text.split(".")
    return time(min(int(hour), 23), min(int(minute), 59))


def let_watch(stream: CameraStream, sight: Sight, need: Sight, now: datetime) -> Watching:
    """An address to watch at for ten minutes. Who asks has seen that `sight` reaches `need`."""
    cache.set(_key(stream.path), int(need), _KEPT)
    token = signing.dumps({"p": stream.path, "s": int(sight)}, salt=_SALT)
    address = f"{gateway().rstrip('/')}/{stream.path}/index.m3u8?token={token}"
    return Watching(address, now + timedelta(seconds=SECONDS))


def may_read(question: Mapping[str, Any]) -> bool:
    """The gateway's question `{action, path, token, query}`. Asks the database for nothing.

    Only reading is let in: with a token for this very path, young enough, while the camera is
    open as far as its reader saw. Where the cache is away or knows nothing, nobody watches.
    """
    path, token = question.get("path"), _token(question)
    if question.get("action") != "read" or not isinstance(path, str) or not token:
        return False
    try:
        value = signing.loads(token, salt=_SALT, max_age=SECONDS)
        need = cache.get(_key(path.strip("/")))
    except (signing.BadSignature, ValueError, *CACHE_AWAY):
        return False
    if need is None or not isinstance(value, dict) or value.get("p") != path.strip("/"):
        return False
    return bool(value.get("s", -1) >= need)


def _token(question: Mapping[str, Any]) -> str:
    """As the gateway read it, or out of the raw query that it hands on."""
    token = question.get("token")
    if isinstance(token, str) and token:
        return token
    query = question.get("query")
    return parse_qs(query).get("token", [""])[0] if isinstance(query, str) else ""


def _key(path: str) -> str:
    return f"cctv:need:{path}"


def close_what_is_closed(now: datetime) -> int:
    """Tells the cache of the cameras that are being watched and are open less far by now.

    One query where nothing changed since the last time and no minute passed. How many there were.
    """
    number = TopologyVersion.objects.values_list("number", flat=True).first()
    seen = f"{number} {now:%Y%m%d%H%M}"
    if cache.get(_SEEN) == seen:
        return 0
    streams = CameraStream.objects.select_related("camera__asset")
    wanted = {
        _key(row.path): int(needed(row.camera.asset, row.camera, now)) for row in streams.iterator()
    }
    watched = cache.get_many(wanted)
    changed = {key: wanted[key] for key, need in watched.items() if need != wanted[key]}
    if changed:
        cache.set_many(changed, _KEPT)
    cache.set(_SEEN, seen, 120)
    return len(changed)


@verb
def view_restricted(*, actor: User, camera: Camera, reason: str, now: datetime) -> CameraView:
    """Somebody watches a restricted camera and says why; kept for VIEWS_KEPT."""
    if sight_of(actor, camera.asset) < Sight.KEEPER:
        sentence = "Kamera ini hanya ditonton pengelolanya."
        raise NotAllowed("not_its_keeper", sentence)
    return CameraView.objects.create(
        camera=camera, viewed_by=actor, viewed_at=now, reason=reason_of(reason)
    )


def forget_views(now: datetime) -> int:
    """Those older than VIEWS_KEPT. How many."""
    return CameraView.objects.filter(viewed_at__lt=now - VIEWS_KEPT).delete()[0]


# -- a still picture -------------------------------------------------------------------------------


@dataclass(frozen=True)
class Still:
    """The last picture of a camera that the gateway's side laid down, and when."""

    path: Path
    taken_at: datetime


def still_of(stream: CameraStream | None) -> Still | None:
    """`CCTV_STILL_ROOT/<path>.jpg`, as docs/pemantauan.md has it made; None where there is none."""
    if stream is None or not settings.CCTV_STILL_ROOT:
        return None
    path = Path(settings.CCTV_STILL_ROOT) / f"{stream.path}.jpg"
    try:
        facts = path.stat()
    except OSError:
        return None
    if not 0 < facts.st_size <= LARGEST_STILL:
        return None
    return Still(path, datetime.fromtimestamp(facts.st_mtime, UTC))
