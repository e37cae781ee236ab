"""Rows with something to hide in every table that has any, and the arguments of addresses."""

from __future__ import annotations

from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.conf import settings
from django.core.files.base import ContentFile
from django.utils import timezone

from egov.accounts.codes import make_code
from egov.accounts.models import Contact, ContactCode, Registration, Residence
from egov.accounts.models.contact import ProvedHow, Purpose
from egov.files.documents import store_document
from egov.home.pages import write_page
from egov.imports.models import ImportRun
from egov.notices.models import Notice
from egov.verbs.models import IdempotencyKey
from musrenbang.domain.moderation import withhold
from musrenbang.domain.performance import count_performance
from musrenbang.domain.submission import support
from musrenbang.models import (
    DecisionSheet,
    Draft,
    KamusCondition,
    Preparation,
    Proposal,
    ProposalDocument,
    ProposalPhoto,
    ProposalVersion,
    Rating,
    Report,
)
from musrenbang.models.rating import Moment
from regulations.domain.text.incoming import receive_pdf
from regulations.models import Binding, Clause, Finding, LegalEvent
from tests.factories.musrenbang import GroupFactory
from tests.home.planted_network import plant_network
from tests.home.planted_news import plant_news
from tests.home.planted_notices import plant_followers
from tests.home.planted_search import plant_search
from tests.home.secret import (
    ADMINISTERS,
    EVERYWHERE,
    HERE,
    KNOWS_RESIDENTS,
    MODERATES,
    STAFF,
    WORKS_WITH,
    Planted,
    picture,
)
from tests.regulations.factories import app, attach_pdf, make, pasal
from tests.regulations.sample_texts import draw
from tests.town import Town, client_of, decide, reside, user


def plant(town: Town) -> Planted:
    planted = Planted(town)
    _people(planted)
    _accounts(planted)
    _proposals(planted)
    _draft(planted)
    count_performance()
    _registry(planted)
    plant_network(planted)
    plant_news(planted)
    plant_followers(planted)
    plant_search(planted)
    words = {"slug": "bantuan", "title": "Bantuan", "text": "<p>Bantuan kota.</p>"}
    write_page(actor=town.staff["administrator"], **words)
    return planted


def _people(planted: Planted) -> None:
    """Names, contacts and homes."""
    town, hide = planted.town, planted.hide
    knows = KNOWS_RESIDENTS | ADMINISTERS
    owner = town.citizen
    owner.name = hide("Pemilik Namarahasia", may=knows | {"citizen"}, shown_to="lurah")
    owner.save()
    own = ADMINISTERS | {"citizen"}
    for kind, value in (("email", "kontakrahasia@uji.example"), ("phone", "+6281277001234")):
        contact = hide(value, may=own, shown_to="administrator")
        proved = {"proved_at": timezone.now(), "proved_how": "email"}
        Contact.objects.create(user=owner, kind=kind, value=contact, **proved)
    name = hide("Pendatang Namabaru", may=knows, shown_to="ketua_rw")
    newcomer = user("pendatang", name)
    reside(newcomer, town.rw, confirmed=False)
    reason = hide("alasandomisili", may=HERE | EVERYWHERE | {"citizen"}, shown_to="lurah")
    refused = user("ditolak")
    Residence.objects.create(user=refused, rw=town.rw, declined_at=timezone.now(), reason=reason)
    row = Registration.objects.create(
        kind="phone",
        value=hide("+6281277009999", may=set()),
        name=hide("Pendaftar Namabaru", may=KNOWS_RESIDENTS, shown_to="lurah"),
        rw=town.rw,
        expires_at=timezone.now() + timedelta(days=14),
    )
    _codes(planted, row)
    village = town.rw.parent
    assert village
    planted.rows["accounts.user"] = [owner.pk, newcomer.pk, town.staff["lurah"].pk]
    planted.arguments |= {
        "register_form": [{"code": village.code}],
        "move_form": [{"code": village.code}],
        "area": [{"path": path} for path in ("35.78", "35.78.01", village.code, town.rw.path)],
        "area_outline": [{"path": "35.78.01.1001"}],
        "api-performance-detail": [{"year": str(town.cycle.year)}],
        "api-area-detail": [{"code": "35.78.01.1001/01"}],
    }


def _codes(planted: Planted, row: Registration) -> None:
    """One-time codes; the link of an invitation is opened with a guess."""
    owner, hide = planted.town.citizen, planted.hide
    make_code(owner=row, purpose=Purpose.REGISTER, channel=ProvedHow.PRINT)
    token = make_code(owner=owner, purpose=Purpose.PASSWORD, channel=ProvedHow.LINK)
    hide(token, may=set(), name="token of an invitation")
    for code in ContactCode.objects.all():
        hide(code.digest, may=set(), name="digest of a code")
    key = ContactCode.objects.filter(user=owner).values_list("pk", flat=True)[0]
    planted.arguments["invitation"] = [{"key": key, "token": "tebakan"}]
    planted.arguments["mail"] = [{"name": "01234567890123456-0123abcd"}]


def _accounts(planted: Planted) -> None:
    """What signs somebody in, and what an account was told."""
    town, hide = planted.town, planted.hide
    owner = town.citizen
    hide(owner.password.rpartition("$")[2], may=set(), name="hash of a password")
    hide(owner.username, may=set(), name="opaque name of an account")
    hide(settings.SECRET_KEY, may=set(), name="SECRET_KEY")
    secret = hide("RAHASIATOTPPEMILIK", may=set())
    Authenticator.objects.create(user=owner, type="totp", data={"secret": secret})
    seed = hide("benihkodecadangan", may=set())
    spare = {"seed": seed, "used_mask": 0}
    Authenticator.objects.create(user=owner, type="recovery_codes", data=spare)
    session = client_of(owner).session.session_key
    hide(session, may=set(), name="key of a session")
    UserSession.objects.create(
        user=owner,
        ip=hide("203.0.113.77", may={"citizen"}, shown_to="citizen"),
        user_agent=hide("PerambanRahasia", may={"citizen"}),
        session_key=session,
    )
    Notice.objects.create(
        user=owner,
        event=1,
        subject="Kabar",
        sentence=hide("kalimatpemberitahuan", may={"citizen"}, shown_to="citizen"),
        url="/",
    )
    IdempotencyKey.objects.create(
        verb="submit", reserved_by=owner, key=hide("kuncisekali", may=set())
    )
    reads_all = {"administrator", "auditor", "planner", "mitra", "tapd", "root"}
    ImportRun.objects.create(
        kind="rw",
        source=hide("sumberimpor.csv", may=reads_all, shown_to="auditor"),
        errors=[{"line": 1, "field": "nama", "code": "x", "sentence": "Nilai laporanimpor."}],
    )
    hide("laporanimpor", may=reads_all)
    slugs = [{"slug": slug} for slug in ("rw", "batas", "jdihn", "agenda-ics")]
    parts = ("wilayah", "usulan", "musrenbang", "regulasi", "aplikasi", "agenda", "berita")
    planted.arguments["notice_board"] = [{"path": town.rw.path}]
    planted.arguments["sitemap_part"] = [{"name": name, "number": 0} for name in parts]
    planted.arguments |= {"imports_importrun_offer": slugs, "imports_importrun_example": slugs}


def _proposals(planted: Planted) -> None:
    """One that the public reads, one that is withheld whole, one whose reason is withheld."""
    town, hide = planted.town, planted.hide
    shown = town.proposal("kelurahan", behalf_name=hide("Atasnama Disembunyikan", may=set()))
    Preparation.objects.create(
        proposal=shown,
        stage=town.stages["kelurahan"],
        outcome="reject",
        reason_code="other",
        reason=hide("saranoperator", may=WORKS_WITH, shown_to="lurah"),
        volume=10,
        cost=10,
        prepared_by=town.staff["operator_kelurahan"],
        office="Operator",
    )
    backer = user("pendukung", hide("Pendukung Namarahasia", may=KNOWS_RESIDENTS | ADMINISTERS))
    reside(backer, town.rw)
    support(actor=backer, proposal=shown)
    text = hide("laporanpembaca", may=MODERATES, shown_to="editor")
    Report.objects.create(proposal=shown, fault="other", sentence=text, reported_by=backer)
    withheld = _withheld(planted)
    judged = town.proposal("kelurahan")
    reason = hide("alasanditahan", may=WORKS_WITH, shown_to="lurah")
    row = decide(actor=town.staff["lurah"], proposal=judged, outcome="reject", reason=reason)
    lurah = town.staff["lurah"]
    withhold(actor=lurah, proposal=judged, fault="insult", sentence="Menuduh.", decision=row)
    due = timezone.localdate() + timedelta(days=5)
    returned = town.proposal("kelurahan", state="returned", return_until=due)
    numbers = [{"number": p.number} for p in (shown, withheld, judged, returned)]
    names = ("proposal", "receipt", "support", "complete", "report", "api-proposal-detail")
    own = ("edit", "withdraw", "carry", "versions", "documents", "rate")
    planted.arguments |= {name: numbers for name in (*names, *own)}
    edited = hide("versiditarik", may=WORKS_WITH | {"citizen"}, shown_to="citizen")
    ProposalVersion.objects.create(
        proposal=shown, number=1, title=edited, problem="", wish="", address="", volume=1, cost=1
    )
    said = hide("katawargarahasia", may={"editor", "planner"}, shown_to="planner")
    Rating.objects.create(
        proposal=shown, given_by=town.citizen, moment=Moment.RECEIPT, score=2, sentence=said
    )
    group = GroupFactory(kelurahan=shown.kelurahan)
    acts = ("withdrawal", "carrying", "appeals")
    planted.arguments |= {f"api-proposal-{act}": numbers for act in acts}
    answered = [{"number": withheld.number, "penahanan": withheld.withholdings.get().pk}]
    planted.arguments["api-proposal-answer"] = answered
    groups = ("api-group-detail", "api-group-speaker", "api-group-ending")
    planted.arguments |= {name: [{"pk": group.pk}] for name in groups}
    paper = store_document(upload=ContentFile(draw("Surat pengantar."), "a.pdf"), actor_id=None)
    attached = ProposalDocument.objects.create(proposal=shown, kind="surat", document=paper)
    planted.arguments["document"] = [{"number": shown.number, "pk": attached.pk}]
    year, place = town.cycle.year, town.rw.path
    planted.arguments |= {
        "cycle": [{"year": year}],
        "ranking": [{"year": year, "channel": town.channel.code, "place": place}],
        "musrenbang_proposal_ranking": [{"stage": town.stages["rw"].pk, "code": place}],
        "musrenbang_proposal_sheet": [{"code": place}],
        "api-kamus-detail": [{"code": town.variant.code}],
    }
    asked = {"code": "tanah", "question": "Tanahnya milik pemerintah?", "kind": "yes_no"}
    asked |= {"accepted": ["ya"], "instead": "Tanyakan ke kelurahan."}
    KamusCondition.objects.create(entry=town.variant.entry, **asked)


def _withheld(planted: Planted) -> Proposal:
    """A proposal that is withheld, with photos of its own and of its opinion."""
    town, hide = planted.town, planted.hide
    own_too = WORKS_WITH | {"citizen"}
    texts = {
        name: hide(f"{name}ditahan", may=own_too, shown_to="camat")
        for name in ("title", "problem", "wish", "address")  # of its form
    }
    found = town.proposal("kota", latitude=-7.3219876, longitude=112.7019876, **texts)
    hide("3219876", may=WORKS_WITH, name="point of the withheld proposal")
    photo = picture(planted, "withheld photo", WORKS_WITH, "camat", "camat")
    own = ProposalPhoto.objects.create(proposal=found, file=photo)
    opinion = picture(planted, "withheld field photo", WORKS_WITH, "verifier", "verifier")
    decision = decide(
        actor=town.staff["verifier"],
        proposal=found,
        outcome="not_feasible",
        reason_code="other",
        reason="Tidak layak.",
        photos=[opinion],
    )
    cause = hide("sebabditahan", may=own_too, shown_to="camat")
    withhold(actor=town.staff["lurah"], proposal=found, fault="personal", sentence=cause)
    paper = picture(planted, "signed sheet", WORKS_WITH, "camat", "camat")
    sheet = DecisionSheet.objects.create(decision=decision, file=paper)
    planted.arguments["appeal"] = [
        {"number": found.number, "pk": found.withholdings.get().pk},
    ]
    _scanned(planted)
    planted.arguments |= {
        "decision_sheet": [{"number": found.number, "pk": sheet.pk}],
        "proposal_photo": [{"number": found.number, "pk": own.pk}],
        "decision_photo": [{"number": found.number, "pk": decision.photos.get().pk}],
    }
    return found


def _scanned(planted: Planted) -> None:
    """An RW's sheet that came as a PDF."""
    agreed = planted.town.proposal("rw")
    row = decide(actor=planted.town.staff["ketua_rw"], proposal=agreed, outcome="endorse")
    scan = store_document(upload=ContentFile(draw("Berita acara."), "b.pdf"), actor_id=None)
    sheet = DecisionSheet.objects.create(decision=row, document=scan)
    planted.arguments["decision_scan"] = [{"number": agreed.number, "pk": sheet.pk}]
    every = Proposal.objects.order_by("-pk").values_list("pk", flat=True)
    planted.rows["musrenbang.proposal"] = list(every)


def _draft(planted: Planted) -> None:
    """What the citizen has typed and not sent."""
    town = planted.town
    title = planted.hide("judulkonsep", may={"citizen"}, shown_to="citizen")
    draft = Draft.objects.create(
        owner=town.citizen,
        channel=town.channel,
        data={"title": title, "problem": "Becek", "variant": town.variant.pk},
    )
    photo = picture(planted, "photo of a draft", {"citizen"}, "citizen", full_shown_to="")
    draft.photos.add(photo)
    slugs = ("jenis", "tempat", "titik", "masalah", "biaya", "foto", "periksa")
    planted.arguments |= {
        "draft_autosave": [{"draft": draft.pk}],
        "draft_discard": [{"draft": draft.pk}],
        "proposal_begin": [{}],
        "draft_photo": [{"draft": draft.pk, "pk": photo.pk}],
        "proposal_step": [{"draft": draft.pk, "slug": slug} for slug in slugs],
    }


def _registry(planted: Planted) -> None:
    """A regulation with its PDF, an application, and what the officers note of both."""
    town, hide = planted.town, planted.hide
    law, officer = make("perda", "3", 2018), town.staff["legal_officer"]
    attach_pdf(actor=officer, regulation=law, upload=ContentFile(draw("Pasal 1\nBunyi."), "a.pdf"))
    waiting = receive_pdf(actor=officer, upload=ContentFile(draw("Pasal 2\nBunyi."), "b.pdf"))
    article = law.provisions.filter(path="pasal-9").first() or pasal(law, 9)
    sentence = hide("ketentuanbelumdipastikan", may=STAFF, shown_to="legal_officer")
    Clause.objects.create(provision=article, kind="duty", sentence=sentence)
    parking = app()
    today = timezone.localdate()
    LegalEvent.objects.create(
        kind="repeals", source=make("perda", "4", 2019), target=law, takes_effect_on=today
    )
    bound = {"role": "umbrella", "valid": (today, None)}
    Binding.objects.create(application=parking, regulation=law, **bound)
    Finding.objects.create(
        application=parking,
        problem="amended",
        opened_on=today,
        closed_on=today,
        closed_by=officer,
        closing_note="Dibaca umum di halaman aplikasinya.",
    )
    one = {"kind": "perda", "year": 2018, "number": "3"}
    work = {"country": "id-3578", **one}
    code = {"code": parking.code}
    planted.arguments |= {
        "akn": [{**work, "rest": rest} for rest in ("3", "3.akn", "3/pasal-9")],
        "regulation": [one],
        "follow_regulation": [one],
        "regulation_pdf": [one],
        "compare": [one],
        "provision": [{**one, "path": "pasal-9"}],
        "application": [code],
        "follow_application": [code],
        "publiccode": [code],
        "api-application-detail": [code],
        "api-regulation-detail": [{"path": "perda/2018/3"}],
        "akn_pdf": [work],
        "regulations_incoming_file": [{"pk": waiting.pk}],
    }
