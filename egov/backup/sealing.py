"""Everything of value leaves this machine sealed with age; the key that opens it is never here."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path
from typing import Any

import pyrage
from django.conf import settings

from egov.verbs.refusal import Refusal

Identity = Any


def recipients() -> list[Any]:
    """The public keys of BACKUP_RECIPIENTS. Refuses none at all, and what is no key."""
    if not settings.BACKUP_RECIPIENTS:
        raise Refusal(
            "backup_no_recipient",
            "BACKUP_RECIPIENTS belum diisi. Buat kunci dengan "
            "`manage.py backup --new-identity BERKAS`, lalu isi dengan kunci umumnya (age1…).",
        )
    try:
        return [pyrage.x25519.Recipient.from_str(text) for text in settings.BACKUP_RECIPIENTS]
    except pyrage.RecipientError:
        sentence = "BACKUP_RECIPIENTS salah tulis. Salin lagi kunci umumnya (age1…)."
        raise Refusal("backup_bad_recipient", sentence) from None


def new_identity(path: Path) -> str:
    """Writes a new secret key to `path`, for its owner only, and returns its public key."""
    identity = pyrage.x25519.Identity.generate()
    public = str(identity.to_public())
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        sentence = f"{path} sudah ada dan tidak ditimpa. Pilih nama berkas lain."
        raise Refusal("backup_key_exists", sentence) from None
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(f"# public key: {public}\n{identity}\n")
    return public


def read_identities(path: Path) -> list[Identity]:
    """The secret keys in a file as age-keygen writes it."""
    try:
        lines = [line.strip() for line in path.read_text(encoding="ascii").splitlines()]
        keys = [line for line in lines if line and line[0] != "#"]
        identities = [pyrage.x25519.Identity.from_str(key) for key in keys]
    except (OSError, UnicodeDecodeError, pyrage.IdentityError):
        identities = []
    if not identities:
        sentence = f"Tidak ada kunci rahasia yang dapat dibaca di {path} (baris AGE-SECRET-KEY-…)."
        raise Refusal("restore_no_key", sentence)
    return identities


def seal(data: bytes) -> bytes:
    return bytes(pyrage.encrypt(data, recipients()))


def seal_file(source: Path, target: Path) -> None:
    pyrage.encrypt_file(str(source), str(target), recipients())


def unseal(data: bytes, identities: list[Identity]) -> bytes:
    try:
        return bytes(pyrage.decrypt(data, identities))
    except pyrage.DecryptError:
        raise _wrong_key() from None


def unseal_file(source: Path, target: Path, identities: list[Identity]) -> None:
    try:
        pyrage.decrypt_file(str(source), str(target), identities)
    except pyrage.DecryptError:
        raise _wrong_key() from None


def _wrong_key() -> Refusal:
    sentence = "Kunci ini tidak membuka cadangan, atau berkasnya rusak. Coba kunci yang lain."
    return Refusal("restore_wrong_key", sentence)


def sha256_of(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
