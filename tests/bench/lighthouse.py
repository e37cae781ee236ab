"""What Lighthouse says of a page on a phone; told, loudly, where node or it is not there.

`python -m tests.bench.lighthouse http://127.0.0.1:8000 / /usulan/` looks at a portal that runs.
"""

from __future__ import annotations

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

VERSION = "13.5.0"
HOME = Path(__file__).resolve().parents[2] / ".local" / "lighthouse"
CHROMIUM = shutil.which("chromium") or shutil.which("google-chrome")
FLAGS = "--headless=new --no-sandbox --disable-gpu --disable-background-networking --no-first-run"
SECONDS = 120  # of one look


@dataclass(frozen=True)
class Look:
    """Scores from 0 to 100 by category; milliseconds, shift, bytes; and what fell short."""

    scores: dict[str, int]
    lcp: float
    cls: float
    weight: float
    short: tuple[str, ...]

    @property
    def line(self) -> str:
        scores = " ".join(f"{name} {score}" for name, score in self.scores.items())
        kilobytes = self.weight / 1000
        return f"{scores}  LCP {self.lcp:.0f} ms  CLS {self.cls:.3f}  {kilobytes:.1f} kB"


def program() -> tuple[str, str]:
    """(the program, "") or ("", why there is none); fetched into `.local/` where npm is there."""
    if CHROMIUM is None:
        return "", "NO BROWSER: install Debian's package chromium"
    known = (os.environ.get("LIGHTHOUSE"), HOME / "node_modules" / ".bin" / "lighthouse")
    for path in (*known, shutil.which("lighthouse")):
        if path and Path(path).exists():
            return str(path), ""
    if shutil.which("node") is None or shutil.which("npm") is None:
        return "", "NO NODE: install Debian's packages nodejs and npm"
    HOME.mkdir(parents=True, exist_ok=True)
    install = ["npm", "install", "--prefix", str(HOME), "--no-audit", f"lighthouse@{VERSION}"]
    try:
        subprocess.run(install, capture_output=True, timeout=SECONDS, check=True)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired) as error:
        return "", f"NO LIGHTHOUSE: npm could not fetch it: {type(error).__name__}"
    return str(HOME / "node_modules" / ".bin" / "lighthouse"), ""


def look(address: str, lighthouse: str) -> Look:
    """One look, as a phone on a slow connection would see it; once more where Chromium gave up."""
    try:
        return _look(address, lighthouse)
    except (subprocess.CalledProcessError, subprocess.TimeoutExpired):
        return _look(address, lighthouse)


def _look(address: str, lighthouse: str) -> Look:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        told = Path(folder) / "told.json"
        command = [lighthouse, address, "--quiet", "--output=json", f"--output-path={told}"]
        subprocess.run(
            [*command, f"--chrome-flags={FLAGS}"],
            env={**os.environ, "CHROME_PATH": str(CHROMIUM)},
            capture_output=True,
            timeout=SECONDS,
            check=True,
        )
        return _read(json.loads(told.read_text()))


def _read(report: dict[str, Any]) -> Look:
    audits = report["audits"]
    scores = {name: round(each["score"] * 100) for name, each in report["categories"].items()}
    weighed = {
        ref["id"]
        for category in report["categories"].values()
        for ref in category["auditRefs"]
        if ref["weight"]
    }
    short = tuple(name for name in sorted(weighed) if (audits[name]["score"] or 0) < 0.9)
    return Look(
        scores,
        audits["largest-contentful-paint"]["numericValue"],
        audits["cumulative-layout-shift"]["numericValue"],
        audits["total-byte-weight"]["numericValue"],
        tuple(name for name in short if audits[name]["scoreDisplayMode"] != "notApplicable"),
    )


def median(looks: Sequence[Look]) -> Look:
    """The look whose LCP lies in the middle, with the middle of each score."""
    middle = sorted(looks, key=lambda each: each.lcp)[len(looks) // 2]
    scores = {n: round(statistics.median(x.scores[n] for x in looks)) for n in middle.scores}
    return Look(scores, middle.lcp, middle.cls, middle.weight, middle.short)


def report(base: str, paths: Iterable[str], runs: int = 3) -> None:
    """Prints the median of some runs of each page."""
    lighthouse, why = program()
    if not lighthouse:
        print(f"\nLighthouse left out. {why}", flush=True)
        return
    print(f"\nLighthouse {VERSION}, a phone, median of {runs}")
    for path in paths:
        got = median([look(base + path, lighthouse) for _ in range(runs)])
        print(f"{path:45} {got.line}  {' '.join(got.short)}", flush=True)


if __name__ == "__main__":
    report(sys.argv[1], sys.argv[2:] or ["/"], int(os.environ.get("RUNS", "3")))
