"""A thing by the code that somebody typed, as far as they may read."""

from __future__ import annotations

from egov.accounts.models import User
from egov.verbs.refusal import Invalid
from infrastructure.models import Asset
from infrastructure.vocabulary import AssetKind


def find_asset(*, user: User, code: str, kind: AssetKind | None = None, field: str = "") -> Asset:
    """Raises where there is no such code, or none of that kind, or none that this person reads."""
    rows = Asset.objects.visible_to(user).filter(code__iexact=code.strip())
    asset = rows.filter(kind=kind).first() if kind else rows.first()
    if asset is None:
        word = kind.label.lower() if kind else "aset"
        sentence = f"Tidak ada {word} dengan kode {code.strip()[:40]}. Periksa tulisannya."
        raise Invalid("unknown_code", sentence, field=field)
    return asset
