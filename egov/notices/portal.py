"""What notices give the portal."""

from egov.notices import panels
from egov.portal.declarations import Beat, Panel, Place, Portal

PORTAL = Portal(
    panels=(Panel(Place.ACCOUNT, 40, "notices/panel_account.html", panels.newest),),
    schedule=(Beat("deliver-notices", "egov.notices.tasks.deliver_outbox", 60.0),),
)
