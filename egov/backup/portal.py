"""What backups give the portal."""

from celery.schedules import crontab
from django.conf import settings

from egov.backup import panels
from egov.portal.declarations import Beat, Panel, Place, Portal

# at night, in the region's time
NIGHTLY = Beat("back-up", "egov.backup.tasks.back_up_tonight", crontab(hour=2, minute=10))

PORTAL = Portal(
    panels=(Panel(Place.DESK, 5, "admin/panel_backup.html", panels.of_backup),),
    schedule=(NIGHTLY,) if settings.BACKUP_URL else (),
)
