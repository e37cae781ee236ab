"""What the registry gives the portal."""

from django.core.management import call_command

from egov.desk.overviews import TEMPLATE as OVERVIEW
from egov.portal.declarations import (
    ApiRoute,
    Beat,
    DemoAccount,
    DemoStep,
    DeskRoom,
    Feed,
    MenuItem,
    Panel,
    Place,
    Portal,
    Retention,
    SitemapPart,
    Task,
)
from egov.portal.offices import Office, Reach
from egov.verbs.rights import Record
from regulations import notices
from regulations.admin import panels
from regulations.api import ApplicationViewSet, EventViewSet, RegulationViewSet
from regulations.changes import changed_applications, changed_regulations
from regulations.demo.examples import examples_missing, make_examples
from regulations.domain.grounds import law_words
from regulations.domain.registry import load_kinds
from regulations.followed import FOLLOWED
from regulations.models import (
    Application,
    BasisSearch,
    Binding,
    Finding,
    LegalEvent,
    LifeStep,
    Regulation,
)
from regulations.models.incoming import KEPT
from regulations.offers import OFFERS
from regulations.search_source import APPLICATIONS, PARTS, REGULATIONS
from regulations.views.panels import learn
from regulations.vocabulary import LEGAL_OFFICER

FINDING_CLOSES = ("candidate", "closed_on", "closed_at", "closed_by", "closing_note")

PORTAL = Portal(
    menu=(
        MenuItem(30, "Aplikasi", "regulations:applications"),
        MenuItem(40, "Regulasi", "regulations:regulations"),
    ),
    offices=(Office(80, LEGAL_OFFICER, "Petugas hukum", Reach.REGION),),
    desk_rooms=(
        DeskRoom(
            60,
            "Peraturan",
            "admin:regulations_regulation_changelist",
            (LEGAL_OFFICER,),
            help="Naskah, pasal, dan yang diubahnya.",
        ),
        DeskRoom(
            65,
            "Aplikasi",
            "admin:regulations_application_changelist",
            (LEGAL_OFFICER,),
            help="Layanan dan dasar hukumnya.",
        ),
        DeskRoom(
            70,
            "Ketentuan",
            "admin:regulations_clause_changelist",
            (LEGAL_OFFICER,),
            help="Kewajiban yang dibaca dari pasal.",
        ),
    ),
    panels=(
        Panel(Place.HOME, 40, "regulations/home_learn.html", learn, public=True),
        Panel(Place.DESK, 29, "admin/panel_law.html", panels.law_panel),
        Panel(Place.DESK, 30, OVERVIEW, panels.lost_grounds_panel),
        Panel(Place.DESK, 30, "admin/panel_findings.html", panels.open_findings_panel),
        Panel(Place.DESK, 31, "admin/panel_texts.html", panels.texts_panel),
    ),
    tasks=(
        Task(30, "Cek peraturan", "regulations:regulations"),
        Task(40, "Lihat aplikasi", "regulations:applications"),
    ),
    search=(PARTS, REGULATIONS, APPLICATIONS),
    api=(
        ApiRoute("regulasi", RegulationViewSet, "api-regulation"),
        ApiRoute("peristiwa-hukum", EventViewSet, "api-legal-event"),
        ApiRoute("aplikasi", ApplicationViewSet, "api-application"),
    ),
    enum_names={"KeadaanAplikasi": "regulations.vocabulary.LifecycleState"},
    importers=OFFERS,
    records={
        LegalEvent: Record(),
        LifeStep: Record(),
        BasisSearch: Record(),
        Finding: Record(changes=FINDING_CLOSES),
        Binding: Record(changes=("valid",), goes=True),  # only one made by mistake today
    },
    notices={"finding.opened": notices.finding_opened, "law.changed": notices.law_changed},
    law_words=law_words,
    followed=FOLLOWED,
    feeds=(
        Feed(30, "Perubahan peraturan", "regulations:regulation_feed"),
        Feed(31, "Dokumen peraturan menurut JDIHN", "regulations:jdihn_feed", "JSON"),
    ),
    word_families=(("perda", "peraturan daerah"),),
    schedule=(
        Beat("keep-published", "regulations.tasks.keep_published", 60.0),
        Beat("read-waiting-pdfs", "regulations.tasks.read_waiting", 60.0),
        Beat("forget-incoming-pdfs", "regulations.tasks.forget_incoming", 86400.0),
        Beat("recompute-legal-health", "regulations.tasks.recompute_health", 86400.0),
    ),
    retention=(
        Retention(
            "PDF peraturan yang diunggah petugas dan tidak didaftarkan",
            KEPT,
            "UU 27/2022 (PDP): tidak lebih lama dari yang diperlukan",
            "regulations.tasks.forget_incoming",
        ),
    ),
    demo=(
        DemoStep(
            40,
            "registri regulasi",
            lambda: not Application.objects.exists(),
            lambda: call_command("load_registry", verbosity=0),
        ),
        # a newer portal may know kinds that an older one did not
        DemoStep(41, "jenis peraturan", lambda: True, load_kinds),
        DemoStep(42, "peraturan dan aplikasi contoh", examples_missing, make_examples),
    ),
    demo_accounts=(DemoAccount(90, "hukum", LEGAL_OFFICER),),
    sitemap=(
        SitemapPart(
            "regulasi",
            lambda: Regulation.objects.select_related("kind"),
            lambda regulation: regulation.get_absolute_url(),
            changes=changed_regulations,
        ),
        SitemapPart(
            "aplikasi",
            Application.objects.all,
            lambda application: application.get_absolute_url(),
            changes=changed_applications,
        ),
    ),
)
