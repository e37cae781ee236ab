"""What imports give the portal."""

from typing import Any

from django.http import HttpRequest

from egov.imports.importing import FRESH
from egov.imports.offers import offers_for
from egov.portal.declarations import Beat, Panel, Place, Portal, Retention


def _importable(request: HttpRequest, _about: Any) -> dict[str, Any] | None:
    """What this person may import."""
    offers = offers_for(request.user)
    return {"offers": offers} if offers else None


PORTAL = Portal(
    panels=(Panel(Place.DESK, 80, "admin/import_panel.html", _importable),),
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
