"""When what stands alone on a line is a reference that the printed line broke off."""

from __future__ import annotations

import re

# a heading after such a line, or before a line that goes on in small letters,
# is a reference that the printed line broke off
REFERS = re.compile(
    r"(?:\b(?:dalam|pada|dan|atau|dan/atau|ketentuan|oleh|dengan|dari|menurut|terhadap|sampai"
    r"|dimaksud|sesuai|diatur|jo\.?|s\.d\.)|,)\s*$"
)
GOES_ON = re.compile(r"^\s*(?:ayat\b|huruf\b|[a-z]{3,}\s)")
