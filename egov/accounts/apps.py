from django.apps import AppConfig

from egov.verbs.rights import Record

RESIDENCE_DECIDED = (
    "confirmed_at",
    "declined_at",
    "reason",
    "decided_by",
    "decided_office",
    "ended_at",
)


class AccountsConfig(AppConfig):
    name = "egov.accounts"
    label = "accounts"
    verbose_name = "Orang dan jabatan"
    records = (
        Record("Appointment", changes=("period", "ended_at", "ended_by")),
        # goes with its account: accounts_forget(person)
        Record("Residence", changes=RESIDENCE_DECIDED),
        Record("AccountEvent", changes=("told_at", "actor")),
    )

    def ready(self) -> None:
        from egov.accounts import (
            notices,  # noqa: F401 - tells the outbox who hears of what
            writers,  # noqa: F401 - tells histories who wrote
        )
