"""What the repository says of itself is true: names, versions, files, tests and addresses."""

from __future__ import annotations

import re
import tomllib
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import yaml
from django.conf import settings
from django.urls import resolve

ROOT = Path(settings.BASE_DIR)
DOCUMENTS = (
    "README.md",
    "docs/CONTRIBUTING.md",
    "docs/GOVERNANCE.md",
    "docs/SECURITY.md",
    "docs/perubahan.md",
    "docs/standar.md",
)
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
REQUIRED = {  # of publiccode.yml 0.5
    *("publiccodeYmlVersion", "name", "url", "platforms", "developmentStatus"),
    *("softwareType", "description", "legal", "maintenance", "localisation"),
}
OPTIONAL = {"softwareVersion", "categories", "intendedAudience", "dependsOn"}
PATH = re.compile(r"\.?[A-Za-z][\w.-]*(/[\w.*-]+)+/?")
SECTIONS = 16, 9  # criteria of the Standard for Public Code, indicators of the DPG Standard


@pytest.fixture(scope="module")
def publiccode() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((ROOT / "publiccode.yml").read_text())
    return loaded


def test_publiccode_has_what_its_standard_asks(publiccode: dict[str, Any]) -> None:
    assert set(publiccode) >= REQUIRED
    assert set(publiccode) <= REQUIRED | OPTIONAL
    assert publiccode["publiccodeYmlVersion"] == "0.5"
    assert publiccode["developmentStatus"] in {
        *("concept", "development", "beta", "stable", "obsolete")
    }
    assert publiccode["localisation"]["availableLanguages"] == [settings.LANGUAGE_CODE]
    for words in publiccode["description"].values():
        assert len(words["shortDescription"]) <= 150
        assert 150 <= len(words["longDescription"]) <= 10_000
        assert max(map(len, words["features"])) <= 100
        assert [name for name in words["screenshots"] if not (ROOT / name).is_file()] == []
    # its standard asks a person's name of any other upkeep
    assert publiccode["maintenance"] == {"type": "none"}


def test_publiccode_agrees_with_the_project(publiccode: dict[str, Any]) -> None:
    assert publiccode["softwareVersion"] == PROJECT["version"]
    assert publiccode["legal"]["license"] == PROJECT["license"]
    needed = {part["name"]: part.get("versionMin") for part in publiccode["dependsOn"]["open"]}
    assert f">={needed['Python']}" == PROJECT["requires-python"]
    assert f"PostgreSQL {needed['PostgreSQL']} or newer" in (ROOT / "README.md").read_text()


def test_the_newest_change_is_of_this_version() -> None:
    text = (ROOT / "docs" / "perubahan.md").read_text()
    versions = re.findall(r"^## (\d+\.\d+\.\d+)\b", text, re.M)
    assert versions[0] == PROJECT["version"]
    numbers = [tuple(map(int, version.split("."))) for version in versions]
    assert numbers == sorted(numbers, reverse=True)
    assert f"Versi {PROJECT['version']}" in (ROOT / "README.md").read_text()


def test_the_self_assessment_has_every_section_and_a_proof_in_every_line() -> None:
    text = (ROOT / "docs" / "standar.md").read_text()
    public_code, goods = text.split("\n## Standar Barang Publik Digital")
    assert len(re.findall(r"^### \d+\. ", public_code, re.M)) == SECTIONS[0]
    rows = [line for line in text.splitlines() if re.match(r"\| (wajib|sebaiknya|\d)", line)]
    assert len([row for row in rows if row in goods]) == SECTIONS[1]
    assert len(rows) > 80
    bare = [row for row in rows if "*belum" not in row.lower() and "tidak berlaku" not in row]
    assert [row for row in bare if not re.search(r"`[^`]+`|\]\(", row.rsplit("| ", 1)[1])] == []
    day = re.search(r"Diperiksa (\d{4}-\d{2}-\d{2})", text)
    assert day is not None
    assert date.fromisoformat(day[1])


def _words(name: str) -> list[str]:
    """What a document sets as code."""
    text = re.sub(r"(?ms)^```.*?^```", "", (ROOT / name).read_text())
    return re.findall(r"`([^`\s]+)`", text)


def _links(name: str) -> set[str]:
    """Where a document's links lead within the repository."""
    links = re.findall(r"\]\(([^)#\s]+)", (ROOT / name).read_text())
    return {link for link in links if "://" not in link}


def _is_path(word: str) -> bool:
    """Whether a word names a place of the repository: below one of its folders, or beside them."""
    if PATH.fullmatch(word):
        return not word.startswith(".local/") and (ROOT / word.split("/")[0]).is_dir()
    return re.fullmatch(r"[a-z]+\.(yml|toml|lock)|[A-Z]+\.md", word) is not None


@pytest.mark.parametrize("name", DOCUMENTS)
def test_files_and_tests_that_a_document_names_are_there(name: str) -> None:
    here = (ROOT / name).parent
    assert [link for link in _links(name) if not (here / link).exists()] == []
    parted = {word.partition("::")[::2] for word in _words(name)}
    paths = {(path, test) for path, test in parted if _is_path(path)}
    assert paths
    for path, test in sorted(paths):
        matches = list(ROOT.glob(path.rstrip("/")))
        assert matches, f"{name} names {path}"
        assert not test or f"def {test}(" in matches[0].read_text(), f"{name} names {test}"


@pytest.mark.parametrize("name", DOCUMENTS)
def test_addresses_that_a_document_names_are_served(name: str) -> None:
    for word in _words(name):
        if word.startswith("/") and "<" not in word:
            assert resolve(word.partition("?")[0]), f"{name} names {word}"
