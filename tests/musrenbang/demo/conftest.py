from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import pytest
import time_machine
from pytest_django import DjangoCaptureOnCommitCallbacks

from egov.areas.models import Area
from egov.areas.profile import load_profile
from musrenbang.demo.proposals import make_demo
from musrenbang.domain.packs import read_pack
from tests.town import build_areas

Make = Callable[..., None]


@pytest.fixture
def make(
    db: None,
    settings: Any,
    tmp_path: Any,
    django_capture_on_commit_callbacks: DjangoCaptureOnCommitCallbacks,
) -> Make:
    """Makes the demo of a town at a moment, told in UTC. Its mails are kept apart."""
    settings.DEMO_MAIL_ROOT = str(tmp_path / "surat")

    def at(moment: str, *, least: int = 150) -> None:
        if not Area.objects.exists():
            build_areas()
        with (
            time_machine.travel(moment, tick=False),
            django_capture_on_commit_callbacks(execute=True),
        ):
            assert make_demo(seed="uji", quiet=True, least=least)

    return at


@pytest.fixture
def klaten(db: None, settings: Any) -> Iterator[None]:
    """The region is a kabupaten, with a desa and a kelurahan of five RW each."""
    read_pack.cache_clear()  # it says the words of a region
    settings.REGION, settings.REGION_PROFILE = "33.10", load_profile("33.10", "")
    region = Area.objects.create(code="33.10", level="region", kind="kabupaten", name="Klaten")
    district = region.children.create(
        code="33.10.01", level="kecamatan", kind="kecamatan", name="Prambanan"
    )
    for code, kind, name in (("2001", "desa", "Kokosan"), ("1001", "kelurahan", "Bareng")):
        village = district.children.create(
            code=f"33.10.01.{code}", level="kelurahan", kind=kind, name=name
        )
        for number in range(1, 6):
            village.children.create(
                code=f"{village.code}/0{number}", level="rw", kind="rw", name=f"RW 0{number}"
            )
    yield
    read_pack.cache_clear()
