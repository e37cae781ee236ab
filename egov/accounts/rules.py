"""Who may see and do what with people and their offices, one permission a line."""

import rules

from egov.accounts.predicates import (
    administers,
    is_administrator,
    is_auditor,
    is_staff,
    keeps_residents,
)

rules.add_perm("accounts", is_staff)
_knows_residents = keeps_residents | is_administrator | is_auditor
rules.add_perm("accounts.view_residence", _knows_residents & administers)
rules.add_perm("accounts.view_registration", keeps_residents & administers)
rules.add_perm("accounts.view_appointment", is_administrator | is_auditor)
rules.add_perm("accounts.add_appointment", is_administrator)
rules.add_perm("accounts.change_appointment", is_administrator)
rules.add_perm("accounts.view_user", is_administrator | is_auditor)
rules.add_perm("accounts.add_user", is_administrator)
rules.add_perm("accounts.change_user", is_administrator)
