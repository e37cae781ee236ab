"""What accounts give the portal."""

from datetime import timedelta

from egov.accounts import demo, notices, panels
from egov.accounts.admin import registrations, residents
from egov.accounts.models import AccountEvent, Appointment, Residence
from egov.accounts.tasks import DAYS
from egov.portal.declarations import (
    Beat,
    DemoAccount,
    DemoStep,
    Office,
    Panel,
    Place,
    Portal,
    Reach,
    Retention,
)
from egov.verbs.rights import Record

RESIDENCE_DECIDED = (
    "confirmed_at",
    "declined_at",
    "reason",
    "decided_by",
    "decided_office",
    "ended_at",
)

PORTAL = Portal(
    offices=(
        Office(10, "ketua_rw", "Ketua RW", Reach.RW, single=True, title="{head} {place}"),
        Office(
            20,
            "operator_kelurahan",
            "Operator desa/kelurahan",
            Reach.KELURAHAN,
            title="Operator {area}",
        ),
        Office(
            30, "lurah", "Lurah / kepala desa", Reach.KELURAHAN, single=True, title="{head} {name}"
        ),
        Office(
            40, "operator_kecamatan", "Operator kecamatan", Reach.KECAMATAN, title="Operator {area}"
        ),
        Office(50, "camat", "Camat", Reach.KECAMATAN, single=True, title="{head} {name}"),
        Office(
            70,
            "verifier",
            "Verifikator perangkat daerah",
            Reach.AGENCY,
            title="Verifikator {agency}",
        ),
        Office(110, "auditor", "Auditor", Reach.REGION, reads_all=True),
        Office(120, "administrator", "Administrator", Reach.REGION, reads_all=True),
    ),
    panels=(
        Panel(Place.DESK, 20, "admin/panel_residences.html", residents.residences_waiting),
        Panel(
            Place.DESK, 21, "admin/panel_registrations.html", registrations.registrations_waiting
        ),
        Panel(Place.ACCOUNT, 0, "accounts/panel_unproved.html", panels.unproved),
        Panel(Place.ACCOUNT, 20, "accounts/panel_residence.html", panels.residence),
        Panel(Place.ACCOUNT, 90, "accounts/panel_security.html", panels.own_account),
    ),
    records={
        Appointment: Record(changes=("period", "ended_at", "ended_by")),
        # goes with its account: accounts_forget(person)
        Residence: Record(changes=RESIDENCE_DECIDED),
        AccountEvent: Record(changes=("told_at", "done_by")),
    },
    notices={"residence.decided": notices.residence_decided},
    schedule=(
        Beat("tell-account-events", "egov.accounts.tasks.tell_account_events", 60.0),
        Beat("forget-unproved", "egov.accounts.tasks.forget_unproved", 86400.0),
    ),
    demo=(DemoStep(25, "akun petugas contoh", demo.officers_missing, demo.make_officers),),
    demo_accounts=(
        DemoAccount(100, "auditor", "auditor"),
        DemoAccount(110, "admin", "administrator"),
    ),
    retention=(
        Retention(
            "Akun yang kontaknya tidak pernah dipastikan",
            timedelta(days=DAYS),
            "UU 27/2022 (PDP): tidak lebih lama dari yang diperlukan",
            "egov.accounts.tasks.forget_unproved",
        ),
    ),
)
