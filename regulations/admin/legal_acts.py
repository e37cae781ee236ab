"""Acts of the legal officer on one object."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from egov.accounts.roles import Role as Office
from egov.desk.acts import ActsAdmin


class LegalActs(ActsAdmin):
    """Acts of the legal officer."""

    def may_act(self, request: HttpRequest, obj: Any) -> bool:
        return bool(request.user.holds(Office.LEGAL_OFFICER))  # type: ignore[union-attr]
