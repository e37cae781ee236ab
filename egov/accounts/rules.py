"""Who may see and do what with people, areas, agencies and imports, one permission a line."""

import rules

from egov.accounts.predicates import (
    administers,
    is_administrator,
    is_auditor,
    is_staff,
    keeps_residents,
    reads_all,
)

for _app in ("accounts", "areas", "agencies", "imports"):
    rules.add_perm(_app, is_staff)
_knows_residents = keeps_residents | is_administrator | is_auditor
rules.add_perm("accounts.view_residence", _knows_residents & administers)
rules.add_perm("accounts.view_registration", keeps_residents & administers)
rules.add_perm("accounts.view_appointment", is_administrator | is_auditor)
rules.add_perm("accounts.add_appointment", is_administrator)
rules.add_perm("accounts.change_appointment", is_administrator)
rules.add_perm("accounts.view_user", is_administrator | is_auditor)
rules.add_perm("accounts.add_user", is_administrator)
rules.add_perm("accounts.change_user", is_administrator)
rules.add_perm("areas.view_area", is_staff)
rules.add_perm("areas.change_area", is_administrator)
rules.add_perm("areas.add_area", is_administrator)
rules.add_perm("areas.view_areaalias", is_staff)
rules.add_perm("areas.add_areaalias", is_administrator)
rules.add_perm("areas.change_areaalias", is_administrator)
rules.add_perm("areas.delete_areaalias", is_administrator)
rules.add_perm("agencies.view_agency", is_staff)
rules.add_perm("agencies.add_agency", is_administrator)
rules.add_perm("agencies.change_agency", is_administrator)
rules.add_perm("imports.view_importrun", reads_all)
