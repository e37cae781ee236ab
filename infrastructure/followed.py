"""What of the status page people follow: all services, or one."""

from __future__ import annotations

from egov.portal.declarations import Followed
from infrastructure.domain.status.rows import public_service
from infrastructure.planned.notices import ALL, KIND


def _service(key: str) -> tuple[str, str] | None:
    if key == ALL:
        return ("status semua layanan", "/status/")
    service = public_service(key)
    if service is None:
        return None
    code, name = service
    return (f"status {name}", f"/status/{code.replace('/', '~')}/")


FOLLOWED = (Followed(KIND, _service),)
