"""What agenda and news give the portal."""

from datetime import timedelta

from celery.schedules import crontab
from django.conf import settings
from django.utils import timezone

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
from news import notices, panels
from news.api import ArticleViewSet, OccurrenceViewSet
from news.demo.agenda import is_empty, make_agenda
from news.demo.articles import make_articles, no_articles
from news.demo.visits import make_visits, no_visits
from news.domain.editions import next_publication
from news.domain.visits import letters
from news.domain.visits.acting import ANSWER, CONFIRM, TOLD
from news.followed import FOLLOWED
from news.imports.offers import OFFERS
from news.models import Edition, EditionReview, Event, Visit, VisitAct
from news.search_source import ARTICLES, EVENTS
from news.vocabulary import CONTRIBUTOR, EDITOR, HOST, PLANNER

PORTAL = Portal(
    menu=(
        MenuItem(55, "Berita", "news:articles"),
        MenuItem(60, "Agenda", "news:agenda"),
        MenuItem(65, "Kunjungan", "news:visits", in_bar=False),
    ),
    footer=(MenuItem(60, "Kunjungan kerja", "news:visits"),),
    offices=(
        Office(
            101,
            CONTRIBUTOR,
            "Kontributor berita dan agenda",
            Reach.AGENCY,
            may_be_vacant=True,
            only_by_name=True,  # the proposals of its agency are not its work
            title="Kontributor berita {agency}",
        ),
        Office(
            102,
            HOST,
            "Penerima tamu",
            Reach.AGENCY,
            may_be_vacant=True,
            only_by_name=True,
            title="Penerima tamu {agency}",
        ),
    ),
    panels=(
        Panel(Place.EVERY_PAGE, 10, "news/emergency.html", panels.emergencies),
        Panel(Place.HOME_WEEK, 10, "news/home_week.html", panels.week, public=True),
        Panel(Place.HOME_NEWS, 10, "news/home_news.html", panels.newest, public=True),
        Panel(Place.HOME_WEEK, 20, "news/home_closed.html", panels.closed, public=True),
        Panel(Place.HOME, 45, "news/visits/home_panel.html", panels.of_visits, public=True),
        Panel(Place.AREA, 9, "news/panel_coming.html", panels.of_area),
        Panel(Place.REGULATION, 40, "news/panel_about.html", panels.of_regulation),
        Panel(Place.APPLICATION, 40, "news/panel_about.html", panels.of_application),
        Panel(Place.PROPOSAL, 40, "news/panel_about.html", panels.of_proposal),
        Panel(Place.DESK, 30, OVERVIEW, panels.waiting),
        Panel(Place.DESK, 31, OVERVIEW, panels.own_texts),
        Panel(Place.DESK, 32, OVERVIEW, panels.broken_links),
        Panel(Place.DESK, 33, OVERVIEW, panels.waiting_visits),
    ),
    tasks=(
        Task(50, "Lihat jadwal", "news:agenda"),
        Task(60, "Minta kunjungan", "news:visits"),
    ),
    desk_rooms=(
        DeskRoom(
            83,
            "Berita",
            "admin:news_edition_changelist",
            (CONTRIBUTOR, EDITOR),
            help="Teks yang ditulis, menunggu, terjadwal, dan terbit.",
        ),
        DeskRoom(
            89,
            "Kalender terbit",
            "admin:news_edition_calendar",
            (CONTRIBUTOR, EDITOR),
            help="Apa yang terbit, terjadwal, dan berakhir, hari demi hari.",
        ),
        DeskRoom(
            84,
            "Artikel",
            "admin:news_article_changelist",
            (CONTRIBUTOR, EDITOR),
            help="Alamat, tautan, ditarik, digantikan.",
        ),
        DeskRoom(
            87,
            "Pengumuman darurat",
            "admin:news_emergency_changelist",
            (EDITOR, PLANNER),
            help="Tampil di semua halaman, paling lama 72 jam, oleh dua orang.",
        ),
        DeskRoom(
            85,
            "Agenda",
            "admin:news_event_changelist",
            (CONTRIBUTOR, EDITOR),
            help="Acara umum, undangan, dan internal.",
        ),
        DeskRoom(
            86,
            "Waktu acara",
            "admin:news_occurrence_changelist",
            (CONTRIBUTOR, EDITOR),
            help="Dipindahkan atau dibatalkan: yang ini, seterusnya, atau semua.",
        ),
        DeskRoom(
            88,
            "Ruang",
            "admin:news_room_changelist",
            (CONTRIBUTOR, EDITOR),
            help="Ruang yang dapat dipesan untuk acara, satu acara pada satu waktu.",
        ),
        DeskRoom(
            90,
            "Kunjungan",
            "admin:news_visit_changelist",
            (HOST, EDITOR),
            help="Permintaan kunjungan: dijawab, diterima, dan hasilnya.",
        ),
        DeskRoom(
            91,
            "Pertanyaan tamu",
            "admin:news_visitquestion_changelist",
            (HOST,),
            help="Dijawab, lalu diterbitkan bila disetujui.",
        ),
        DeskRoom(
            92,
            "Jam terima tamu",
            "admin:news_visithours_changelist",
            (HOST,),
            help="Hari dan jam, banyaknya tamu, dan ruangnya.",
        ),
        DeskRoom(
            93,
            "Hari tidak menerima tamu",
            "admin:news_blackoutday_changelist",
            (HOST,),
            help="Libur dan hari lain yang ditutup.",
        ),
    ),
    api=(
        ApiRoute("agenda", OccurrenceViewSet, "api-agenda"),
        ApiRoute("berita", ArticleViewSet, "api-article"),
    ),
    enum_names={
        "JenisAcara": "news.vocabulary.EventKind",
        "JenisArtikel": "news.vocabulary.ArticleKind",
        "KesimpulanKlarifikasi": "news.vocabulary.Verdict",
        "PesertaAcara": "news.vocabulary.Audience",
    },
    importers=OFFERS,
    notices={
        "event.changed": notices.event_changed,
        "event.edited": notices.event_edited,
        "article.published": notices.article_published,
        "edition.returned": notices.edition_returned,
        "sign_up.moved_up": notices.moved_up,
        TOLD: notices.visit_told,
    },
    letters={CONFIRM: letters.confirmation, ANSWER: letters.answer},
    # an act of a request that nobody confirmed goes with it; a trigger keeps the others
    records={EditionReview: Record(), VisitAct: Record(changes=("note",), goes=True)},
    followed=FOLLOWED,
    feeds=(
        Feed(10, "Berita", "news:atom"),
        Feed(11, "Berita", "news:json_feed", "JSON Feed"),
        Feed(20, "Agenda", "news:agenda_feed", "iCalendar (.ics)"),
    ),
    search=(ARTICLES, EVENTS),
    schedule=(
        Beat("pull-agenda", "news.tasks.pull_agenda", 600.0),
        Beat("announce-articles", "news.tasks.announce", 60.0),
        Beat("check-links", "news.tasks.check_links", crontab(hour=4, minute=10)),
        Beat("keep-emergencies", "news.tasks.keep_emergencies", 30.0),
        Beat("forget-visits", "news.tasks.forget_visits", crontab(hour=3, minute=40)),
    ),
    retention=(
        Retention(
            "Kontak dan daftar hadir kunjungan",
            timedelta(days=settings.VISIT_RETENTION_DAYS),
            "UU 27/2022 (PDP): tidak lebih lama dari yang diperlukan",
            "news.tasks.forget_visits",
        ),
    ),
    uncrawled=tuple(f"/kunjungan/{part}/" for part in ("pastikan", "tamu", "hadir", "kehadiran")),
    page_changes=(next_publication,),
    demo=(
        DemoStep(70, "agenda contoh", is_empty, make_agenda),
        DemoStep(71, "berita contoh", no_articles, make_articles),
        DemoStep(72, "kunjungan contoh", no_visits, make_visits),
    ),
    demo_accounts=(DemoAccount(96, "kontributor"), DemoAccount(97, "penerima-tamu")),
    sitemap=(
        SitemapPart(
            "berita",
            lambda: Edition.objects.live(timezone.now()).select_related("article"),
            lambda edition: edition.get_absolute_url(),
            changed="publish_at",
        ),
        SitemapPart(
            "agenda",
            Event.objects.visible_to,
            lambda event: event.get_absolute_url(),
            changed="changed_at",
        ),
        SitemapPart("kunjungan", Visit.objects.visible_to, lambda visit: visit.page),
    ),
)
