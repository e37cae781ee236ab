"""What somebody means to cut, from codes as they are typed."""

from __future__ import annotations

import re

from django.db.models.functions import Upper

from egov.accounts.models import User
from egov.verbs.permission import require
from egov.verbs.refusal import Invalid
from infrastructure.domain.expansion import Cut
from infrastructure.models import Asset, Duct

MOST = 200  # things in one cut
_BETWEEN = re.compile(r"[\s,;]+")
_DUCT = re.compile(r"(.+)#(\d{1,3})")  # SEG-31#2: the second pipe of the segment


def read_cut(*, user: User, text: str) -> Cut:
    """The cut of codes, one a line or with commas between; `SEG-31#2` is a duct of a segment.

    What the reader may not read is not known to him either: the same refusal as for no code.
    """
    require(user, "infrastructure.assess_impact")
    codes = list(dict.fromkeys(code.upper() for code in _BETWEEN.split(text) if code))
    if not codes:
        raise Invalid("nothing_cut", "Tulis kode aset yang putus atau padam.", field="kode")
    if len(codes) > MOST:
        raise Invalid(
            "too_many", f"Paling banyak {MOST} kode. Bagi menjadi beberapa hitungan.", field="kode"
        )
    ducts = {code: match for code in codes if (match := _DUCT.fullmatch(code))}
    names = {ducts[code][1] if code in ducts else code for code in codes}
    known = Asset.objects.visible_to(user).annotate(upper=Upper("code")).filter(upper__in=names)
    keys = dict(known.values_list("upper", "pk"))
    missing = [code for code in codes if (ducts[code][1] if code in ducts else code) not in keys]
    rows = Duct.objects.filter(segment__in=[keys[m[1]] for m in ducts.values() if m[1] in keys])
    pipes = {(duct.segment_id, duct.number): duct.pk for duct in rows}
    chosen = {code: pipes.get((keys.get(m[1], 0), int(m[2]))) for code, m in ducts.items()}
    missing += [code for code, key in chosen.items() if key is None and code not in missing]
    if missing:
        shown = ", ".join(missing[:5])
        raise Invalid("unknown_code", f"Kode ini tidak ada di inventaris: {shown}.", field="kode")
    return Cut(
        assets=frozenset(keys[code] for code in codes if code not in ducts),
        ducts=frozenset(key for key in chosen.values() if key is not None),
    )
