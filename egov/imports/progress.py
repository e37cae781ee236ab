"""A progress bar for long steps: one moving line on a terminal, a line each quarter elsewhere."""

import sys
from collections.abc import Iterable, Iterator, Sized
from typing import TypeVar

T = TypeVar("T")


def progress(
    items: Iterable[T], *, label: str, total: int | None = None, quiet: bool = False
) -> Iterator[T]:
    if total is None and isinstance(items, Sized):
        total = len(items)
    if quiet or not total:
        yield from items
        return
    tty, shown = sys.stdout.isatty(), -1
    for count, item in enumerate(items, start=1):
        yield item
        step = count * (30 if tty else 4) // total
        if step != shown:
            shown = step
            if tty:
                bar = "#" * step + "." * (30 - step)
                print(
                    f"\r  {label:<24} [{bar}] {count}/{total}",
                    end="" if count < total else "\n",
                    flush=True,
                )
            elif step:
                print(f"  {label}: {count}/{total}", flush=True)
