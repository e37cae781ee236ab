"""What the inventory gives the portal."""

from datetime import timedelta

from celery.schedules import crontab

from egov.portal.declarations import (
    Beat,
    DemoAccount,
    DemoStep,
    Feed,
    MenuItem,
    Panel,
    Place,
    Portal,
    Retention,
)
from egov.portal.offices import Office, Reach
from egov.verbs.rights import Record
from infrastructure import panels
from infrastructure.api import ROUTES
from infrastructure.demo.city import is_empty, make_city
from infrastructure.demo.contracts import contracts_missing, make_contracts
from infrastructure.demo.details import details_missing, make_details
from infrastructure.demo.status import make_past, no_past
from infrastructure.demo.watching import checks_missing, make_checks
from infrastructure.domain.contract_warnings import TOPIC as CONTRACT
from infrastructure.domain.contracts import Terms
from infrastructure.domain.live import VIEWS_KEPT
from infrastructure.domain.standing import no_reports
from infrastructure.followed import FOLLOWED
from infrastructure.imports.offers import OFFERS
from infrastructure.incidents.notices import incident_told, outage_told
from infrastructure.incidents.verbs import TOPIC as INCIDENT
from infrastructure.models import (
    Batch,
    Contract,
    FigureRelease,
    ImpactRun,
    IncidentUpdate,
    LabelReport,
    Opening,
    Outage,
    OutageMember,
    StatusChange,
    Stoppage,
    WorkRecord,
)
from infrastructure.monitoring.keeping import KEPT_DAYS
from infrastructure.monitoring.telling import FOLLOWERS
from infrastructure.notices import contract_told, told
from infrastructure.planned.notices import maintenance_calendar, maintenance_told
from infrastructure.planned.verbs import TOPIC as MAINTENANCE
from infrastructure.portal_rooms import ROOMS
from infrastructure.search_source import ASSETS
from infrastructure.statuspage.files import find as status_file
from infrastructure.tasks import make_standing_reports
from infrastructure.vocabulary import AGENCY_OPERATOR, INFRA_OPERATOR

# of an outage: who is at it, that it is over, and what turned out to be behind it
OUTAGE_CHANGES = (
    "root",
    "cause",
    "impact",
    "acknowledged_at",
    "acknowledged_by",
    "acknowledged_note",
    "resolved_at",
)
# of a contract: its terms, whether it is closed, and of what the officers were warned
CONTRACT_CHANGES = (
    *Terms.__dataclass_fields__,
    "closed_at",
    "closed_by",
    "closing_reason",
    "reminded_days",
)
RUN_CHANGES = ("title", "closed_at", "closed_by")  # the result itself stays

PORTAL = Portal(
    menu=(MenuItem(70, "Infrastruktur", "infrastructure:overview", in_bar=False),),
    footer=(
        MenuItem(50, "Infrastruktur", "infrastructure:overview"),
        MenuItem(51, "Status layanan", "infrastructure:status"),
    ),
    offices=(
        Office(90, INFRA_OPERATOR, "Operator infrastruktur", Reach.REGION),
        Office(
            91,
            AGENCY_OPERATOR,
            "Operator infrastruktur perangkat daerah",
            Reach.AGENCY,
            may_be_vacant=True,
            only_by_name=True,  # the proposals of its agency are not its work
            title="Operator infrastruktur {agency}",
        ),
    ),
    desk_rooms=ROOMS,
    schedule=(
        Beat(
            "standing-reports",
            "infrastructure.tasks.make_standing_reports",
            crontab(hour=3, minute=20),
        ),
        Beat(
            "ending-contracts",
            "infrastructure.tasks.tell_ending_contracts",
            crontab(hour=5, minute=10),  # before the morning of the offices
        ),
        Beat("closed-cameras", "infrastructure.tasks.close_closed_cameras", 15.0),
        Beat("turn-maintenance", "infrastructure.tasks.turn_maintenance", 15.0),
        Beat("status-page", "infrastructure.tasks.write_status_page", 60.0),
        Beat(
            "forget-camera-views",
            "infrastructure.tasks.forget_camera_views",
            crontab(hour=2, minute=40),
        ),
        Beat("run-checks", "infrastructure.tasks.run_checks", 5.0, queue="checks"),
        Beat("keep-results", "infrastructure.tasks.keep_results", crontab(hour=1, minute=10)),
    ),
    api=ROUTES,
    enum_names={
        "AssetKind": "infrastructure.vocabulary.AssetKind",
        "AssetStatus": "infrastructure.vocabulary.AssetStatus",
        "AssetVisibility": "infrastructure.vocabulary.Visibility",
        "SiteKind": "infrastructure.vocabulary.SiteKind",
        "PowerKind": "infrastructure.vocabulary.PowerKind",
        "StructureKind": "infrastructure.vocabulary.StructureKind",
        "SegmentKind": "infrastructure.vocabulary.SegmentKind",
        "EnclosureKind": "infrastructure.vocabulary.EnclosureKind",
        "CameraKind": "infrastructure.vocabulary.CameraKind",
        "CameraPurpose": "infrastructure.vocabulary.CameraPurpose",
        "Connectivity": "infrastructure.vocabulary.Connectivity",
        "NoticeSign": "infrastructure.vocabulary.NoticeSign",
        "LinkMedium": "infrastructure.vocabulary.Medium",
        "CoreState": "infrastructure.vocabulary.CoreState",
        "JointKind": "infrastructure.vocabulary.JointKind",
        "JointState": "infrastructure.vocabulary.JointState",
        "ContractKind": "infrastructure.vocabulary_contracts.ContractKind",
        "ContractState": "infrastructure.vocabulary_contracts.ContractState",
    },
    records={
        ImpactRun: Record(changes=RUN_CHANGES),
        Batch: Record(),
        Contract: Record(changes=CONTRACT_CHANGES),
        WorkRecord: Record(),
        FigureRelease: Record(changes=("withdrawn_at", "withdrawn_by")),
        Opening: Record(changes=("closed_at", "closed_by", "closing_ground")),
        LabelReport: Record(changes=("closed_at", "closed_by", "closing_note")),
        StatusChange: Record(changes=("handled_at",)),
        Outage: Record(changes=OUTAGE_CHANGES),
        OutageMember: Record(changes=("is_root", "left_at")),
        IncidentUpdate: Record(),
        Stoppage: Record(changes=("resumed_at", "resumed_by")),
    },
    notices={
        "monitoring.told": told,
        MAINTENANCE: maintenance_told,
        INCIDENT: incident_told,
        FOLLOWERS: outage_told,
        CONTRACT: contract_told,
    },
    attachments={MAINTENANCE: maintenance_calendar},
    followed=FOLLOWED,
    feeds=(
        Feed(40, "Status layanan", "infrastructure:status_atom"),
        Feed(41, "Pemeliharaan layanan", "infrastructure:status_ics", ".ics"),
    ),
    written=(status_file,),
    retention=(
        Retention(
            "Siapa menonton kamera terbatas, dan alasannya",
            VIEWS_KEPT,
            "Pengawasan atas pengawas: cukup untuk satu pemeriksaan, lalu dihapus.",
            "infrastructure.tasks.forget_camera_views",
        ),
        Retention(
            "Isi kabar program dan hasil pemeriksaan",
            timedelta(days=KEPT_DAYS),
            "hanya selama diperlukan untuk mencari sebab gangguan",
            "infrastructure.tasks.keep_results",
        ),
    ),
    importers=OFFERS,
    demo=(
        DemoStep(50, "infrastruktur contoh", is_empty, make_city, many=True),
        DemoStep(51, "rincian infrastruktur contoh", details_missing, make_details),
        DemoStep(52, "pemeriksaan contoh", checks_missing, make_checks),
        DemoStep(53, "riwayat status contoh", no_past, make_past),
        DemoStep(54, "kontrak contoh", contracts_missing, make_contracts),
        DemoStep(59, "laporan infrastruktur", no_reports, make_standing_reports),
    ),
    panels=(
        Panel(
            Place.HOME,
            40,
            "infrastructure/panel_status.html",
            panels.status_of_services,
            public=True,
        ),
        Panel(
            Place.APPLICATION, 20, "infrastructure/panel_application.html", panels.of_application
        ),
        Panel(Place.REGULATION, 20, "infrastructure/panel_regulation.html", panels.of_regulation),
        Panel(
            Place.REGULATION,
            21,
            "infrastructure/panel_regulation_cameras.html",
            panels.cameras_of_regulation,
        ),
        Panel(Place.AREA, 19, "infrastructure/panel_figures.html", panels.figures_of_region),
        Panel(Place.AREA, 20, "infrastructure/panel_area.html", panels.of_area),
    ),
    search=(ASSETS,),
    demo_accounts=(DemoAccount(100, "infrastruktur", INFRA_OPERATOR),),
)
