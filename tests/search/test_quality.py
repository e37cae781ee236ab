"""What citizens type finds what they want, over the demo (`quality.yaml`)."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

QUALITY: dict[str, Any] = yaml.safe_load(
    (Path(__file__).parent / "quality.yaml").read_text(encoding="utf-8")
)


def test_the_set_is_whole() -> None:
    sizes = {name: len(rows) for name, rows in QUALITY["queries"].items()}
    assert sizes == {"affixes": 15, "typos": 10, "numbers": 10, "acronyms": 10, "citizens": 15}
    assert [len(QUALITY[name]) for name in ("traps", "complaints", "wishes")] == [20, 60, 40]
    assert len({*QUALITY["complaints"], *QUALITY["wishes"]}) == 100
