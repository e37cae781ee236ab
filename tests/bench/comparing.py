"""Two records of a walk against each other."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from typing import Any

HEAVIER = 1.03
GRAIN = 16  # bytes that do not count: a page may be very small
EXAMPLES = 3
SAME = ("status", "location", "type", "cookies", "keep")
OFFERS = ("links", "forms", "fields", "buttons", "pictures", "items")
HARMLESS = {"address new", "links new", "pictures new", "items new"}
Pages = dict[str, dict[str, Any]]


def differences(before: Pages, after: Pages) -> Iterator[tuple[str, str, str]]:
    """(kind, what, role and address) of each."""
    for key in sorted(before.keys() | after.keys()):
        if key not in after:
            yield "address gone", "not walked any more", key
        elif key not in before:
            yield "address new", f"status {after[key]['status']}", key
        else:
            yield from ((kind, what, key) for kind, what in _of_page(before[key], after[key]))


def _of_page(old: dict[str, Any], new: dict[str, Any]) -> Iterator[tuple[str, str]]:
    for word in SAME:
        if old[word] != new[word]:
            yield word, f"{old[word]!r} -> {new[word]!r}"
    if new["queries"] > old["queries"]:
        yield "more queries", f"/{old['route']}: {old['queries']} -> {new['queries']}"
    if new["weight"] > old["weight"] * HEAVIER and new["weight"] > old["weight"] + GRAIN:
        yield "heavier", f"/{old['route']}: {old['weight']} -> {new['weight']} bytes"
    for word in OFFERS:
        for gone in sorted(set(old[word]) - set(new[word])):
            yield f"{word} gone", gone
        for added in sorted(set(new[word]) - set(old[word])):
            yield f"{word} new", added


def report(before: Pages, after: Pages) -> tuple[list[str], bool]:
    """The lines to print, none where nothing differs, and whether something got worse.

    What is the same on many pages is told once, with how many.
    """
    grouped: dict[tuple[str, str], list[str]] = defaultdict(list)
    for kind, what, key in differences(before, after):
        grouped[kind, what].append(key)
    lines = []
    for (kind, what), keys in sorted(grouped.items()):
        more = f" … {len(keys)} in all" if len(keys) > EXAMPLES else ""
        lines.append(f"{kind}: {what}  ({', '.join(keys[:EXAMPLES])}{more})")
    common = before.keys() & after.keys()
    fewer = sum(after[key]["queries"] < before[key]["queries"] for key in common)
    if fewer:
        lines.append(f"fewer queries: {fewer} of {len(common)} pages")
    return lines, any(kind not in HARMLESS for kind, _ in grouped)
