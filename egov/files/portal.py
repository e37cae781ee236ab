"""What files give the portal."""

from datetime import timedelta

from egov.files.orphans import KEPT_DAYS
from egov.portal.declarations import Beat, Portal, Retention

PORTAL = Portal(
    schedule=(Beat("forget-orphans", "egov.files.tasks.forget_orphans", 86400.0),),
    retention=(
        Retention(
            "Foto dan dokumen yang tidak dipakai halaman mana pun",
            timedelta(days=KEPT_DAYS),
            "UU 27/2022 (PDP): tidak lebih lama dari yang diperlukan",
            "egov.files.tasks.forget_orphans",
        ),
    ),
)
