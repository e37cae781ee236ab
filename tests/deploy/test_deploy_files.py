"""Units, containers, settings and documents name only what there is, and all of it."""

from __future__ import annotations

import re
import subprocess
import sys
from configparser import RawConfigParser
from importlib.util import find_spec
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import get_commands

from egov.backup.backing_up import OF_GUNICORN
from egov.embedded.supervisor import ROOT

DEPLOY = ROOT / "deploy"
UNITS = sorted((DEPLOY / "systemd").glob("*.service"))
OF_TESTS = {"TEST_DATABASE"}
OF_COMPOSE = {"POSTGRES_PASSWORD", "VALKEY_PASSWORD"}  # of the images beside the portal
NAMES = {*settings.ENVIRONMENT, *OF_GUNICORN} - OF_TESTS


def unit(path: Path) -> RawConfigParser:
    parser = RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment, method-assign]
    parser.read(path)
    return parser


def test_compose_follows_its_schema() -> None:
    argv = [sys.executable, "-m", "check_jsonschema", "--builtin-schema", "vendor.compose-spec"]
    checked = subprocess.run([*argv, str(DEPLOY / "compose.yaml")], capture_output=True, text=True)
    assert checked.returncode == 0, checked.stdout


def test_compose_names_files_that_are_there() -> None:
    text = (DEPLOY / "compose.yaml").read_text()
    bound = set(re.findall(r"- \./([\w./-]+):", text)) - {"tls"}  # the city's certificate
    assert bound
    assert [name for name in bound if not (DEPLOY / name).exists()] == []
    assert (ROOT / "deploy" / "Containerfile").exists()
    asked = set(re.findall(r"\$\{(\w+)", text))
    assert asked - OF_COMPOSE <= NAMES


def test_the_example_names_every_setting() -> None:
    text = (DEPLOY / "portal.env.example").read_text()
    assert set(re.findall(r"^#?([A-Z0-9_]+)=", text, re.M)) == NAMES | OF_COMPOSE
    assert re.findall(r"""^[A-Z0-9_]+=.*["'\\]""", text, re.M) == []  # read by four programs


def test_the_readme_explains_every_setting() -> None:
    rows = re.findall(r"^\| (`[A-Z].*?) \|", (ROOT / "README.md").read_text(), re.M)
    assert set(re.findall(r"`(\w+)`", "\n".join(rows))) == NAMES


@pytest.mark.parametrize("path", UNITS, ids=lambda path: path.stem)
def test_a_service_runs_what_there_is(path: Path) -> None:
    program, *words = unit(path)["Service"]["ExecStart"].split()
    assert program == "/opt/portal/.venv/bin/python"
    if words[0] == "-m":
        assert find_spec(words[1]) is not None
    else:
        assert words[0] == "manage.py"
        assert words[1] in get_commands()
    for word in words:
        assert not word.startswith("deploy/") or (ROOT / word).exists()
    hidden = re.findall(r"^UnsetEnvironment=(.*)$", path.read_text(), re.M)
    names = {name.removesuffix("_FILE") for name in " ".join(hidden).split()}
    assert names <= NAMES


def test_all_services_share_user_and_walls() -> None:
    common = unit(DEPLOY / "systemd" / "portal-.service.d" / "common.conf")["Service"]
    assert common["User"] == "portal"
    assert common["UMask"] == "0077"
    assert common["ProtectSystem"] == "strict"
    assert common["NoNewPrivileges"] == "yes"
    assert UNITS
    for path in UNITS:
        own = unit(path)["Service"]
        assert path.name.startswith("portal-")  # else the shared file would not reach it
        assert {"User", "UMask", "EnvironmentFile", "NoNewPrivileges"}.isdisjoint(own)


def test_folders_are_for_the_portal_only() -> None:
    lines = (DEPLOY / "systemd" / "portal.tmpfiles.conf").read_text().splitlines()
    folders = {line.split()[1]: line.split()[2:5] for line in lines if line.startswith("d ")}
    assert set(map(tuple, folders.values())) == {("0700", "portal", "portal")}
    example = (DEPLOY / "portal.env.example").read_text()
    for name in ("MEDIA_ROOT", "KEPT_ROOT", "STATIC_ROOT", "BACKUP_SPOOL"):
        assert re.search(rf"^{name}=(.*)$", example, re.M)[1] in folders  # type: ignore[index]
