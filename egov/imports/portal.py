"""What imports give the portal."""

from typing import Any

from egov.imports.importing import FRESH
from egov.imports.offers import offers_for
from egov.portal.declarations import Beat, DeskRoom, Portal, Retention


def _imports(user: Any) -> bool:
    return bool(offers_for(user))


PORTAL = Portal(
    desk_rooms=(
        DeskRoom(
            99,
            "Impor data",
            "admin:imports_importrun_offers",
            allows=_imports,
            help="Tabel masuk: diperiksa dulu, lalu diterapkan.",
        ),
    ),
    schedule=(
        Beat("perform-imports", "egov.imports.tasks.perform_waiting", 60.0),
        Beat("forget-uploads", "egov.imports.tasks.forget_uploads", 3600.0),
    ),
    retention=(
        Retention(
            "Berkas yang diunggah untuk diimpor",
            FRESH,
            "UU 27/2022 (PDP): tidak lebih lama dari yang diperlukan",
            "egov.imports.tasks.forget_uploads",
        ),
    ),
)
