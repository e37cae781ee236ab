"""What notices give the portal."""

from datetime import timedelta

from celery.schedules import crontab

from egov.notices import panels
from egov.notices.asking import asked
from egov.portal.declarations import Beat, Panel, Place, Portal, Retention

FORGET = "egov.notices.tasks.forget_unconfirmed"

PORTAL = Portal(
    panels=(Panel(Place.ACCOUNT, 40, "notices/panel_account.html", panels.newest),),
    letters={"subscription.asked": asked},
    schedule=(
        Beat("begin-morning", "egov.notices.tasks.begin_morning", crontab(hour=5, minute=45)),
        Beat("deliver-notices", "egov.notices.tasks.deliver_outbox", 60.0),
        Beat("forget-unconfirmed", FORGET, 3600.0),
    ),
    retention=(
        Retention(
            "Alamat e-mail pengikut tanpa akun yang tidak dipastikan",
            timedelta(days=2),
            "hanya selama diperlukan (UU 27/2022 Pasal 16 ayat (2) huruf g)",
            FORGET,
        ),
    ),
    uncrawled=("/ikuti/", "/langganan/"),
)
