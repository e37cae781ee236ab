"""Who may see and do what with people and their offices, one permission a line."""

import rules

from egov.accounts.predicates import (
    administers,
    confirms_residence,
    is_administrator,
    is_auditor,
    is_clerk,
    is_staff,
    keeps_residents,
    prints_password_code,
)
from egov.verbs.permission import permit

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

# -- the verbs; which place is theirs, the verbs themselves ask ------------------------------

permit(
    "accounts.decide_residence",
    keeps_residents & confirms_residence,
    code="not_your_resident",
    sentence="Domisili dipastikan oleh ketua RW warga ini, "
    "atau oleh kelurahan bila RW belum punya akun.",
)
permit(
    "accounts.print_contact_code",
    is_clerk,
    code="not_your_area",
    sentence="Kode hanya dicetak oleh kelurahan tempat warga ini terdaftar.",
)
permit(
    "accounts.print_password_code",
    (is_clerk | is_administrator) & prints_password_code,
    code="not_your_area",
    sentence="Kode dicetak oleh kelurahan untuk warga dan ketua RW-nya, atau oleh administrator.",
)
permit(
    "accounts.print_registration_code",
    is_clerk,
    code="not_your_area",
    sentence="Kode hanya dicetak oleh kelurahan tempat warga ini mendaftar.",
)
permit(
    "accounts.end_appointment",
    is_administrator,
    code="not_administrator",
    sentence="Hanya administrator yang mengakhiri penunjukan.",
)
