"""What befell a few proposals of the demo, done by the verbs as officers do it.

An RW without a head, whose sheet the kelurahan records; a wrong address, asked and settled; who
moves up from a reserve; a stage opened again, in which one was decided and one never completed.
Where the year has nothing fitting, a scene is left out.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Count, Exists, F, OuterRef
from django.utils import timezone
from PIL import Image, ImageDraw, ImageFont

from egov.accounts.models import Appointment, User
from egov.accounts.roles import Role
from egov.agencies.models import Agency
from egov.files.models import StoredFile
from egov.files.pictures import keep
from egov.verbs.refusal import Refusal
from musrenbang.demo.open_again import open_again
from musrenbang.demo.people import last_office_hour, officer
from musrenbang.domain.eligibility import needs_residence
from musrenbang.domain.promoting import promote
from musrenbang.domain.recording import record_assembly
from musrenbang.domain.redirecting import ask_redirection, settle_redirection
from musrenbang.domain.reserve import ORDER
from musrenbang.domain.residence import resident_confirmed
from musrenbang.models import Decision, Proposal, Stage
from musrenbang.models.proposal import ProposalQuerySet
from musrenbang.vocabulary import PLANNER, Act, Outcome, Outside, State, Tier

ASKED = 2  # redirections: one is settled, one waits for the planner
TRIED = 20  # rows that are looked at for one that fits
SHEET = "BERITA ACARA CONTOH - digambar program"


def happen(now: datetime | None = None) -> int:
    """Lets each scene happen in the last office hour before `now`; returns how many did."""
    at = last_office_hour(now or timezone.now())
    scenes: list[Callable[[datetime], bool]] = [_vacant, _redirected, _promoted, open_again]
    return sum(scene(at) for scene in scenes)


def happened() -> bool:
    """Whether a head left already: each scene happens once."""
    return Appointment.objects.filter(role=Role.KETUA_RW, ended_at__isnull=False).exists()


def _quiet_since(rows: ProposalQuerySet, at: datetime) -> ProposalQuerySet:
    """Those that nobody touched after a moment."""
    since = Decision.objects.filter(proposal=OuterRef("pk"), decided_at__gte=at)
    return rows.filter(~Exists(since), submitted_at__lt=at)


def _vacant(at: datetime) -> bool:
    """The RW of the example village with the most that waits loses its head, but the example's."""
    stages = Stage.objects.open_at(at).filter(tier=Tier.RW, act=Act.ASSEMBLY)
    rows = Proposal.objects.filter(stage__in=stages, state=State.WAITING)
    village = rows.filter(kelurahan__code=settings.REGION_PROFILE.example_village)
    fitting = _quiet_since(village or rows, at).exclude(rw__name__endswith="05")
    counted = fitting.values("rw").annotate(n=Count("id")).order_by("-n", "rw")
    rw = counted.values_list("rw", flat=True).first()
    if rw is None:
        return False
    heads = Appointment.objects.current().filter(role=Role.KETUA_RW, area_id=rw)
    heads.update(ended_at=at - timedelta(days=7))
    waiting = list(fitting.filter(rw=rw).order_by("submitted_at", "id")[:TRIED])
    clerk = officer(Role.OPERATOR_KELURAHAN, area_id=waiting[0].kelurahan_id)
    return clerk is not None and any(_recorded(clerk, row, at) for row in waiting)


def _recorded(clerk: User, row: Proposal, at: datetime) -> bool:
    """Whether it could be: of some proposers it is not known that they live there."""
    given = {"outcome": Outcome.ENDORSE, "reason": "Disepakati menurut berita acara (contoh)."}
    stages = list(row.channel.stages.all())
    if needs_residence(row.stage, row, stages) and not resident_confirmed(row):
        return False
    try:
        record_assembly(
            actor=clerk, proposal=row, sheet=_sheet(), seen=row.decided, now=at, **given
        )
    except Refusal:
        return False
    return True


def _sheet() -> StoredFile:
    """A drawn sheet of paper, marked as an example."""
    image = Image.new("RGB", (900, 1270), "#fbfaf6")
    pen = ImageDraw.Draw(image)
    pen.text((60, 60), SHEET, fill="#17211f", font=ImageFont.load_default(size=30))
    for line in range(12):
        pen.line((60, 180 + 80 * line, 840, 180 + 80 * line), fill="#55605c", width=2)
    return keep(image, actor_id=None)


def _redirected(at: datetime) -> bool:
    """One OPD says that a proposal is another's, and the planner agrees; one waits for that."""
    planner = officer(PLANNER)
    rows = Proposal.objects.filter(state=State.WAITING, tier=Tier.KOTA, has_opinion=False)
    rows = _quiet_since(rows.exclude(withheld=True), at).select_related("agency").order_by("-id")
    done = 0
    for row in rows[:TRIED]:
        verifier = officer(Role.VERIFIER, agency_id=row.agency_id)
        if verifier is None or planner is None:
            continue
        try:
            target = {"outside": Outside.PROVINCE} if done else {"agency": _other(row)}
            ask_redirection(actor=verifier, proposal=row, reason=_why(done), now=at, **target)
            if not done:
                settle_redirection(actor=planner, proposal=row, confirmed=True, now=at)
        except Refusal:
            continue
        done += 1
        if done == ASKED:
            break
    return done > 0


def _other(row: Proposal) -> Agency:
    return Agency.objects.current().exclude(pk=row.agency_id).order_by("code")[0]


def _why(done: int) -> str:
    if done:
        return "Ruas ini jalan provinsi (contoh)."
    return "Tugas ini ada pada perangkat daerah lain (contoh)."


def _promoted(at: datetime) -> bool:
    """The next of a kecamatan's reserve moves up."""
    rows = Proposal.objects.filter(state=State.RESERVE, tier=Tier.KECAMATAN)
    for row in _quiet_since(rows, at).order_by(F("channel").desc(), *ORDER)[:TRIED]:
        camat = officer(Role.CAMAT, area_id=row.kecamatan_id)
        if camat is None:
            continue
        try:
            why = "Satu usulan di atasnya dibatalkan pengusulnya (contoh)."
            promote(actor=camat, proposal=row, reason=why, seen=row.decided, now=at)
        except Refusal:
            continue
        return True
    return False
