"""The API's schema is a promise: what clients were written against stays.

It is kept in `api_schema.json`. Where it changes deliberately (an endpoint more, a field more),
it is renewed, and the commit says why:

    KEEP_SCHEMA=1 .venv/bin/python -m pytest -n 0 tests/home/test_schema_kept.py
"""

from __future__ import annotations

import json
import os
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from drf_spectacular.generators import SchemaGenerator

KEPT = Path(__file__).with_name("api_schema.json")
RENEW = "Meant so? KEEP_SCHEMA=1 .venv/bin/python -m pytest -n 0 tests/home/test_schema_kept.py"


def schema_now() -> Any:
    """The schema as the portal serves it."""
    schema = SchemaGenerator().get_schema(request=None, public=True)
    return json.loads(json.dumps(schema, default=str))


def differences(kept: Any, now: Any, at: str = "") -> Iterator[str]:
    """Each place in the document where the two are not the same."""
    if isinstance(kept, dict) and isinstance(now, dict):
        for key in sorted(kept.keys() | now.keys()):
            if key not in now:
                yield f"gone: {at}.{key}"
            elif key not in kept:
                yield f"new: {at}.{key}"
            else:
                yield from differences(kept[key], now[key], f"{at}.{key}")
    elif kept != now:
        yield f"{at}: {kept!r} -> {now!r}"


def test_the_schema_is_the_one_kept() -> None:
    now = schema_now()
    if os.environ.get("KEEP_SCHEMA"):
        text = json.dumps(now, indent=1, sort_keys=True, ensure_ascii=False)
        KEPT.write_text(f"{text}\n", encoding="utf-8")
    kept = json.loads(KEPT.read_text(encoding="utf-8"))
    assert list(differences(kept, now)) == [], RENEW


def test_a_difference_is_named_by_its_place() -> None:
    kept = {"paths": {"/a/": {"get": 1}, "/b/": 1}}
    now = {"paths": {"/a/": {"get": 2}, "/c/": 1}}
    told = [".paths./a/.get: 1 -> 2", "gone: .paths./b/", "new: .paths./c/"]
    assert list(differences(kept, now)) == told
