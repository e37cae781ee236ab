"""Which agencies a person receives guests for, and which have nobody who does."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.apps import apps
from django.db.models import QuerySet

from egov.accounts.models import Appointment
from egov.agencies.models import Agency
from news.vocabulary import HOST

if TYPE_CHECKING:
    from egov.accounts.models import User


def hosting() -> QuerySet[Appointment]:
    """Who receives guests today."""
    rows = Appointment.objects.current().filter(role=HOST, agency__isnull=False)
    return rows.filter(user__is_active=True)


def agencies_hosted_by(user: User) -> tuple[frozenset[int], QuerySet[Agency]]:
    """The agencies whose guests a person receives, and those whose guests nobody receives."""
    own = {a.agency_id for a in user.appointments_now if a.role == HOST and a.agency_id}
    agencies: QuerySet[Agency] = apps.get_model("agencies", "Agency")._default_manager.all()
    return frozenset(own), agencies.exclude(pk__in=hosting().values("agency"))


def is_hosted(agency: int | None) -> bool:
    """Whether somebody receives the guests of an agency today."""
    return agency is not None and hosting().filter(agency=agency).exists()


def first_host() -> Agency | None:
    """Whom a request comes to first: the agency that receives guests longest; None for editors."""
    row = hosting().select_related("agency").order_by("period", "id").first()
    return row.agency if row is not None else None
