"""What e-Musrenbang gives the portal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta

from celery.schedules import crontab
from django.conf import settings
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.urls import reverse

from egov.desk.overviews import TEMPLATE as OVERVIEW
from egov.portal.declarations import (
    AgendaEntry,
    AgendaSource,
    ApiRoute,
    Beat,
    DemoAccount,
    DemoStep,
    LegalReference,
    MenuItem,
    Panel,
    Place,
    Portal,
    Retention,
    SitemapPart,
    Task,
)
from egov.portal.mapping import Shading, Spots
from egov.portal.mornings import Morning
from egov.portal.offices import Office, Reach
from egov.verbs.rights import Record
from musrenbang import area_panels, notices, panels
from musrenbang.admin import overviews
from musrenbang.admin import panels as desk
from musrenbang.admin.rooms import ROOMS
from musrenbang.admin.sheets import sheets_waiting
from musrenbang.admin.taking_over import kinds_without_agency
from musrenbang.api import (
    DecisionViewSet,
    GroupViewSet,
    KamusViewSet,
    PerformanceViewSet,
    ProposalViewSet,
)
from musrenbang.demo.conditions import ask_examples, lacks_conditions
from musrenbang.demo.drafts import begin_drafts, lacks_drafts
from musrenbang.demo.happenings import happen, happened
from musrenbang.demo.proposals import make_demo
from musrenbang.demo.ratings import give_ratings, lacks_ratings
from musrenbang.domain.area_changes import changes_by_area
from musrenbang.domain.basis import (
    grounds_in_use,
    price_bases_in_use,
    stages_founded_on,
)
from musrenbang.domain.current_figures import sent_by_area
from musrenbang.domain.edges import next_edge
from musrenbang.domain.figures import count_figures
from musrenbang.domain.named_offices import named_by_a_stage
from musrenbang.domain.performance import count_performance
from musrenbang.followed import FOLLOWED
from musrenbang.imports.offers import OFFERS
from musrenbang.models import (
    Channel,
    Cycle,
    Decision,
    DecisionPhoto,
    DecisionSheet,
    Proposal,
    ProposalVersion,
    Redirection,
    Stage,
    Withholding,
)
from musrenbang.mornings import at_desk
from musrenbang.search_source import AGENCIES, KAMUS, PROPOSALS
from musrenbang.tasks import BROWSER_DAYS, DRAFT_DAYS
from musrenbang.vocabulary import BUDGET_TEAM, COMMUNITY, EARLIER_YEARS, EDITOR, PARTNER, PLANNER

WITHHOLDING_ENDS = ("ended_by", "ended_office", "ended_reason", "ended_at")


def _stages(begin: datetime, end: datetime) -> Iterator[AgendaEntry]:
    """The stages of all channels that are open at some moment between two."""
    rows = Stage.objects.filter(window__overlap=DateTimeTZRange(begin, end))
    rows = rows.exclude(channel__procedure=EARLIER_YEARS)  # of those no days are known
    for stage in rows.select_related("channel__cycle").order_by("window", "id"):
        title = f"{stage.name}, {stage.channel.name}"
        url = reverse("musrenbang:cycle", args=[stage.channel.cycle.year])
        yield AgendaEntry(f"musrenbang-{stage.pk}", title, stage.opens, stage.closes, url)


def _fill_demo() -> bool:
    return make_demo(seed=settings.REGION)


PORTAL = Portal(
    menu=(
        MenuItem(10, "Usulan", "musrenbang:proposals"),
        MenuItem(20, "Kamus", "musrenbang:kamus", in_bar=False),
    ),
    footer=(
        MenuItem(10, "Kamus usulan", "musrenbang:kamus"),
        MenuItem(12, "Kinerja", "musrenbang:performance"),
    ),
    offices=(
        Office(
            60,
            PLANNER,
            "Perencana",
            Reach.REGION,
            reads_all=True,
            title="Perencana {planning_agency} {region}",
        ),
        Office(
            25,
            COMMUNITY,
            "LPMK",
            Reach.KELURAHAN,
            may_be_vacant=True,
            title="{label} {name}",
            government=False,
            offered=named_by_a_stage(COMMUNITY),
        ),
        Office(
            62,
            PARTNER,
            "Mitra perencana",
            Reach.REGION,
            may_be_vacant=True,
            reads_all=True,
            title="Mitra {planning_agency} {region}",
            offered=named_by_a_stage(PARTNER),
        ),
        Office(
            64,
            BUDGET_TEAM,
            "Tim Anggaran Pemerintah Daerah",
            Reach.REGION,
            may_be_vacant=True,
            reads_all=True,
            title="TAPD {region}",
            offered=named_by_a_stage(BUDGET_TEAM),
        ),
        Office(100, EDITOR, "Penyunting berita", Reach.REGION),
    ),
    desk_rooms=ROOMS,
    panels=(
        Panel(Place.DESK, 10, "admin/panel_queue.html", desk.work_queue),
        Panel(Place.DESK, 14, "admin/panel_sheets.html", sheets_waiting),
        Panel(Place.DESK, 15, "admin/panel_reports.html", desk.reported),
        Panel(Place.DESK, 16, "admin/panel_stages.html", overviews.by_kecamatan),
        Panel(Place.DESK, 17, OVERVIEW, overviews.opinions_owed),
        Panel(Place.DESK, 18, OVERVIEW, overviews.redirections_asked),
        Panel(Place.DESK, 19, OVERVIEW, kinds_without_agency),
        Panel(Place.DESK, 50, OVERVIEW, overviews.corrections),
        Panel(Place.DESK, 51, OVERVIEW, overviews.against_opinion),
        Panel(Place.DESK, 52, OVERVIEW, overviews.money_changed),
        Panel(Place.HOME_NOW, 10, "musrenbang/home_now.html", panels.home_now, public=True),
        Panel(
            Place.HOME_AROUND, 10, "musrenbang/home_around.html", panels.home_around, public=True
        ),
        Panel(Place.HOME, 20, "musrenbang/home_figures.html", panels.home_figures, public=True),
        Panel(Place.IN_REACH, 10, "musrenbang/in_reach.html", panels.in_reach, public=True),
        Panel(Place.AREA_FIGURES, 10, "musrenbang/area_figures.html", panels.of_area),
        Panel(Place.AREA_FIGURES, 20, "musrenbang/area_act.html", area_panels.proposing_from),
        Panel(Place.AREA, 9, "musrenbang/area_money.html", area_panels.money_of_area),
        Panel(Place.AREA, 8, "musrenbang/area_ranking.html", panels.ranking_of_area),
        Panel(Place.AREA, 10, "musrenbang/area_proposals.html", panels.proposals_of_area),
        Panel(Place.ACCOUNT, 10, "musrenbang/panel_returned.html", panels.returned_to),
        Panel(Place.ACCOUNT, 30, "musrenbang/panel_account.html", panels.proposals_of),
    ),
    tasks=(
        Task(10, "Kirim usulan", "musrenbang:proposal_new", panels.submission_open),
        Task(11, "Kapan dapat mengusulkan?", "musrenbang:proposal_new", panels.submission_shut),
        Task(20, "Lacak usulan", "musrenbang:proposals"),
    ),
    followed=FOLLOWED,
    spots=(Spots(10, "usulan", area_panels.places_in),),
    shadings=(Shading(10, "usulan", sent_by_area),),
    importers=OFFERS,
    search=(PROPOSALS, KAMUS, AGENCIES),
    api=(
        ApiRoute("kamus", KamusViewSet, "api-kamus"),
        ApiRoute("usulan", ProposalViewSet, "api-proposal"),
        ApiRoute("keputusan", DecisionViewSet, "api-decision"),
        ApiRoute("kelompok", GroupViewSet, "api-group"),
        ApiRoute("kinerja", PerformanceViewSet, "api-performance"),
    ),
    enum_names={
        "TingkatMusrenbang": "musrenbang.vocabulary.Tier",
        "KeadaanUsulan": "musrenbang.vocabulary.State",
    },
    records={
        Decision: Record(),
        DecisionPhoto: Record(),
        DecisionSheet: Record(),
        ProposalVersion: Record(),
        Redirection: Record(changes=("settled_by", "settled_at", "confirmed")),
        Withholding: Record(changes=WITHHOLDING_ENDS),
    },
    legal_references=(
        LegalReference(
            "Tahap musrenbang",
            stages_founded_on,
            lambda stage: f"{stage.name}, {stage.channel}",
            lambda stage: reverse("musrenbang:cycle", args=[stage.channel.cycle.year]),
            grounds_in_use,
        ),
        LegalReference(
            "Harga satuan",
            lambda _regulation, _user: (),  # the kamus tells it; a page of the law stays light
            lambda row: f"Harga satuan {row.count} ukuran dalam kamus usulan",
            lambda _row: reverse("musrenbang:kamus"),
            price_bases_in_use,
        ),
    ),
    notices={
        "proposal.submitted": notices.submitted,
        "proposal.decided": notices.decided,
        "proposal.withheld": notices.proposal_withheld,
        "proposal.appealed": notices.appealed,
        "stage.ending": notices.stage_ending,
        "stage.silent": notices.stage_silent,
    },
    mornings=(Morning(10, at_desk),),
    schedule=(
        Beat("forget-old-drafts", "musrenbang.tasks.forget_old_drafts", 86400.0),
        Beat("count-figures", "musrenbang.tasks.count", 300.0),
        Beat(
            "count-performance",
            "musrenbang.tasks.count_the_performance",
            crontab(hour=2, minute=40),
        ),
        Beat("close-ended-stages", "musrenbang.tasks.close_ended_stages", 600.0),
        Beat("remind-offices", "musrenbang.tasks.remind_offices", 600.0),
        Beat("warn-silent-heads", "musrenbang.tasks.warn_silent_heads", 600.0),
    ),
    demo=(
        DemoStep(20, "usulan contoh", lambda: not Cycle.objects.exists(), _fill_demo, many=True),
        DemoStep(25, "kejadian contoh", lambda: not happened(), lambda: bool(happen())),
        DemoStep(27, "syarat contoh", lacks_conditions, ask_examples),
        DemoStep(28, "kata warga contoh", lacks_ratings, give_ratings),
        DemoStep(29, "formulir contoh", lacks_drafts, begin_drafts),
        DemoStep(31, "kinerja contoh", lambda: True, count_performance),
        DemoStep(30, "angka beranda dan wilayah", lambda: True, count_figures),
    ),
    demo_accounts=(
        DemoAccount(10, "warga"),
        DemoAccount(20, "ketua-rw"),
        DemoAccount(30, "operator-kelurahan"),
        DemoAccount(40, "lurah"),
        DemoAccount(50, "operator-kecamatan"),
        DemoAccount(60, "camat"),
        DemoAccount(70, "opd-dsdabm"),
        DemoAccount(80, "perencana"),
        DemoAccount(95, "penyunting", EDITOR),
    ),
    retention=(
        Retention(
            "Draf usulan yang tidak disentuh",
            timedelta(days=DRAFT_DAYS),
            "UU 27/2022 (PDP): tidak lebih lama dari yang diperlukan",
            "musrenbang.tasks.forget_old_drafts",
        ),
        Retention(
            "Draf usulan yang dimulai tanpa akun",
            BROWSER_DAYS,
            "UU 27/2022 (PDP): tidak lebih lama dari yang diperlukan",
            "musrenbang.tasks.forget_old_drafts",
        ),
    ),
    sitemap=(
        SitemapPart(
            "usulan",
            lambda: Proposal.objects.listed().with_last_change().only("number"),
            lambda proposal: proposal.get_absolute_url(),
            changed="last_change",
        ),
        SitemapPart(
            "musrenbang",
            Cycle.objects.all,
            lambda cycle: reverse("musrenbang:cycle", args=[cycle.year]),
        ),
    ),
    area_changes=(changes_by_area,),
    uncrawled=("/usulan/baru/",),
    agenda=(AgendaSource("musrenbang", _stages, models=(Stage, Channel), kind="musrenbang"),),
    page_changes=(next_edge,),
)
