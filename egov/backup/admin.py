from typing import Any

from django.http import HttpRequest

from egov.accounts.roles import Role
from egov.backup.status import cached_status
from egov.desk.site import desk_panel


@desk_panel(order=5, template="admin/panel_backup.html")
def backup_panel(request: HttpRequest) -> dict[str, Any] | None:
    """For administrators: how far back the city would fall if the server were gone now."""
    user: Any = request.user
    if not (user.is_superuser or user.holds(Role.ADMINISTRATOR)):
        return None
    return {"status": cached_status()}
