"""What accounts give the portal."""

from datetime import timedelta

from egov.accounts import demo, notices, panels
from egov.accounts.admin import overviews, registrations, residents
from egov.accounts.models import AccountEvent, Appointment, Residence
from egov.accounts.offers import OFFERS
from egov.accounts.residents import CLERKS
from egov.accounts.roles import Role
from egov.accounts.tasks import DAYS
from egov.desk.overviews import TEMPLATE as OVERVIEW
from egov.portal.declarations import (
    Beat,
    DemoAccount,
    DemoStep,
    DeskRoom,
    Panel,
    Place,
    Portal,
    Retention,
)
from egov.portal.offices import Office, Reach
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
    importers=OFFERS,
    offices=(
        Office(
            10,
            "ketua_rw",
            "Ketua RW",
            Reach.RW,
            single=True,
            government=False,
            title="{head} {place}",
        ),
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
    desk_rooms=(
        DeskRoom(
            10,
            "Jabatan",
            "admin:accounts_appointment_offices",
            (Role.ADMINISTRATOR, Role.AUDITOR),
            help="Siapa memegang jabatan apa, dan yang kosong.",
        ),
        DeskRoom(
            15,
            "Orang dan akun",
            "admin:accounts_user_changelist",
            (Role.ADMINISTRATOR, Role.AUDITOR),
            help="Cari nama, kontak, atau tempat.",
        ),
        DeskRoom(
            30,
            "Domisili warga",
            "admin:accounts_residence_changelist",
            (Role.KETUA_RW, *CLERKS),
            help="Siapa tinggal di mana.",
        ),
        DeskRoom(
            35,
            "Pendaftaran",
            "admin:accounts_registration_changelist",
            tuple(CLERKS),
            help="Yang menunggu kode dicetak.",
        ),
    ),
    panels=(
        Panel(Place.DESK, 20, "admin/panel_residences.html", residents.residences_waiting),
        Panel(
            Place.DESK, 21, "admin/panel_registrations.html", registrations.registrations_waiting
        ),
        Panel(Place.DESK, 22, OVERVIEW, overviews.residents_too_long),
        Panel(Place.DESK, 40, OVERVIEW, overviews.vacant_offices),
        Panel(Place.DESK, 41, OVERVIEW, overviews.ending_offices),
        Panel(Place.DESK, 42, OVERVIEW, overviews.without_second_factor),
        Panel(Place.DESK, 39, OVERVIEW, overviews.doubtful_offices),
        Panel(Place.SIGN_IN, 10, "accounts/panel_demo.html", panels.sign_in_as),
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
