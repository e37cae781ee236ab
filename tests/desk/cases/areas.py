"""Of areas: their office is their own staff's."""

from __future__ import annotations

from egov.areas import admin
from egov.areas.offices import write_office
from tests.desk.cases import Case, ready_for
from tests.town import Town, fresh


@ready_for(admin.WriteOffice)
@ready_for(admin.RestoreOffice)
def of_an_office(town: Town) -> Case:
    own, area = town.staff["lurah"], town.areas["35.78.01.1001"]
    write_office(actor=fresh(own), area=area, address="Jalan Mawar 1")
    others = (town.far["lurah"], town.staff["camat"], town.staff["ketua_rw"])
    return Case(area, own, others, {"address": "Jalan Melati 2"})
