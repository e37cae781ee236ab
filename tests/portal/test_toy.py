"""An app joins by INSTALLED_APPS and one include: the toy uses every hook."""

from __future__ import annotations

import dataclasses
import os
import subprocess
import sys

import pytest
from django.conf import settings
from django.db import connection

from egov.portal.declarations import Place, Portal
from tests.toy import portal_source


def test_the_toy_uses_every_hook() -> None:
    text = portal_source()
    assert [f.name for f in dataclasses.fields(Portal) if f"    {f.name}=" not in text] == []
    assert "for place in Place" in text and len(Place) > 5


@pytest.mark.django_db
def test_all_that_the_toy_gives_is_there() -> None:
    """In a process of its own: which apps there are is settled when Django starts."""
    values = connection.settings_dict
    address = (
        f"postgresql://{values['USER']}:{values['PASSWORD']}@/{'postgres'}?host={values['HOST']}"
    )
    command = [sys.executable, "-m", "pytest", "-q", "-n", "0", "--ds=tests.toy.settings"]
    run = subprocess.run(
        [*command, "-p", "no:cacheprovider", "tests/toy/inside.py"],
        cwd=settings.BASE_DIR,
        env={
            **os.environ,
            "DATABASE_URL": address,
            "TEST_DATABASE": "egov_test_toy",
            "TEST_TEMPLATE": settings.DATABASES["default"]["TEST"].get("TEMPLATE") or "",
        },
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stdout[-6000:] + run.stderr[-2000:]
