"""Who may see and do what with people and their offices, one permission a line."""

from __future__ import annotations

import rules

from egov.accounts.predicates import (
    administers,
    confirms_residence,
    is_administrator,
    is_auditor,
    is_clerk,
    is_oneself,
    is_staff,
    keeps_residents,
    owns_contact,
    prints_password_code,
    serves_newcomer,
    serves_resident,
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

# -- the verbs; without an object the desk asks whether an office has any at all ---------------

# offices
permit(
    "accounts.appoint",
    is_administrator,
    code="not_administrator",
    sentence="Hanya administrator yang menunjuk petugas.",
)
permit(
    "accounts.end_appointment",
    is_administrator,
    code="not_administrator",
    sentence="Hanya administrator yang mengakhiri penunjukan.",
)
# the accounts of others
_ONLY_THE_ADMINISTRATOR = {
    "code": "not_administrator",
    "sentence": "Hanya administrator yang mengurus akun orang lain.",
}
permit("accounts.add_person", is_administrator, **_ONLY_THE_ADMINISTRATOR)
permit("accounts.invite", is_administrator, **_ONLY_THE_ADMINISTRATOR)
permit("accounts.correct_contact", is_administrator, **_ONLY_THE_ADMINISTRATOR)
permit("accounts.drop_contact", is_administrator, **_ONLY_THE_ADMINISTRATOR)
permit("accounts.set_active", is_administrator, **_ONLY_THE_ADMINISTRATOR)
permit("accounts.end_sessions", is_administrator, **_ONLY_THE_ADMINISTRATOR)
permit("accounts.ask_factor_reset", is_administrator, **_ONLY_THE_ADMINISTRATOR)
permit("accounts.confirm_factor_reset", is_administrator, **_ONLY_THE_ADMINISTRATOR)
permit("accounts.rename", is_oneself | is_administrator, **_ONLY_THE_ADMINISTRATOR)
# one's own
permit(
    "accounts.prove_contact",
    owns_contact,
    code="not_your_contact",
    sentence="Kontak ini bukan milik akun Anda.",
)
permit(
    "accounts.remove_contact",
    owns_contact,
    code="not_owner",
    sentence="Hanya pemilik akun yang menghapus kontaknya sendiri.",
)
# citizens, at the kelurahan's desk
permit(
    "accounts.decide_residence",
    keeps_residents & confirms_residence,
    code="not_your_resident",
    sentence="Domisili dipastikan oleh ketua RW warga ini, "
    "atau oleh kelurahan bila RW belum punya akun.",
)
permit(
    "accounts.print_contact_code",
    is_clerk & serves_resident,
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
    is_clerk & serves_newcomer,
    code="not_your_area",
    sentence="Kode hanya dicetak oleh kelurahan tempat warga ini mendaftar.",
)
