"""docs/menjalankan.md names commands, files, services and settings that there are."""

from __future__ import annotations

import re
import shlex

import pytest
from django.core.management import CommandError, get_commands, load_command_class

from egov.embedded.supervisor import ROOT
from tests.deploy.test_deploy_files import DEPLOY, NAMES, OF_COMPOSE

TEXT = (ROOT / "docs" / "menjalankan.md").read_text()
LINES = "\n".join(re.findall(r"(?ms)^```sh\n(.*?)^```", TEXT)).splitlines()
# also within the text and within $(...)
CALLS = sorted(set(re.findall(r"(?<![\w/-])portal ([a-z_]+(?:[^`$)&|;\n]*))", "\n".join(LINES))))


def test_the_document_has_commands() -> None:
    assert len(LINES) > 50
    assert len(CALLS) > 10


@pytest.mark.parametrize("call", CALLS)
def test_a_command_of_the_document_is_understood(call: str) -> None:
    name, *words = shlex.split(call)
    command = load_command_class(get_commands()[name], name)
    parser = command.create_parser("manage.py", name)
    try:
        parser.parse_args(words)
    except CommandError as error:
        pytest.fail(f"{call}: {error}")


def test_files_that_are_copied_are_there() -> None:
    named = {word for word in " ".join(LINES).split() if word.startswith("deploy/")}
    assert len(named) > 8
    assert [name for name in named if not list(ROOT.glob(name))] == []


def test_services_that_are_started_are_there() -> None:
    lines = [line for line in LINES if "systemctl" in line]
    services = {word for word in " ".join(lines).split() if word.startswith("portal")}
    assert services
    units = {path.name for path in (DEPLOY / "systemd").iterdir()}
    assert [s for s in services if s not in units and f"{s}.service" not in units] == []


def test_settings_that_are_named_are_read() -> None:
    named = set(re.findall(r"`([A-Z]+(?:_[A-Z0-9]+)+)(?:=[^`]*)?`", TEXT))
    named |= set(re.findall(r"\b[A-Z]+_URL\b|\bBACKUP_\w+", "\n".join(LINES)))
    assert named
    assert named - {"BACKUP_S3_"} <= NAMES | OF_COMPOSE
