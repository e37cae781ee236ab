"""Acts of the legal officer on one object."""

from __future__ import annotations

from typing import Any

from django.http import HttpRequest

from egov.desk.acts import ActsAdmin
from egov.verbs.permission import may


class LegalActs(ActsAdmin):
    """Acts of the legal officer, offered to those who may do the one that `permission` names."""

    permission: str

    def may_act(self, request: HttpRequest, obj: Any) -> bool:
        return may(request.user, self.permission, obj)
