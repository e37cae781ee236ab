from datetime import timedelta

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from egov.verbs.background import task
from musrenbang.domain.calendar import GRACE, close_by_calendar
from musrenbang.domain.figures import count_figures
from musrenbang.domain.performance import count_performance
from musrenbang.domain.recording import SILENT
from musrenbang.domain.reminding import remind, warn_heads
from musrenbang.models import Draft, Proposal, Stage
from musrenbang.vocabulary import Act, Silence, State, Tier

DRAFT_DAYS = 365
BROWSER_DAYS = timedelta(days=14)


@task()
def count() -> bool:
    """Counts what home and area pages show."""
    return count_figures()


@task()
def count_the_performance() -> int:
    """Counts how well the procedure serves."""
    return count_performance()


@task()
def close_ended_stages() -> int:
    """Closes stages that ended an hour ago, and what they held where the year ended then.

    Returns how many proposals that moved or ended.
    """
    ended = Stage.objects.filter(window__endswith__lte=timezone.now() - GRACE).exclude(
        act=Act.VERIFICATION, closed_at__isnull=False
    )
    here = Proposal.objects.filter(stage=OuterRef("pk"))
    lapsed = Exists(here.filter(state=State.RETURNED, return_until__lt=timezone.localdate()))
    running = Stage.objects.filter(
        channel=OuterRef("channel"), window__endswith__gt=timezone.now() - GRACE
    )
    year_over = ~Exists(running.exclude(act=Act.VERIFICATION))
    held = Q(silence=Silence.HOLD) & ~year_over
    waiting = ~held & Exists(here.filter(state=State.WAITING))
    due = ended.filter(Q(closed_at=None) | lapsed | waiting)
    return sum(close_by_calendar(stage=stage) for stage in due)


@task()
def remind_offices() -> int:
    """From noon of a stage's last day its offices hear what will end undecided.

    Returns how many stages were told of.
    """
    soon = timezone.now() + timedelta(days=1)
    ending = Stage.objects.open_at().filter(window__endswith__lte=soon, reminded_at=None)
    return sum(remind(stage=stage) for stage in ending)


@task()
def warn_silent_heads() -> int:
    """Three days before an RW's stage ends its heads hear who may record their assembly.

    Returns how many stages were told of.
    """
    soon = timezone.now() + SILENT
    ending = Stage.objects.open_at().filter(window__endswith__lte=soon, warned_at=None)
    of_rw = ending.filter(tier=Tier.RW, act=Act.ASSEMBLY)
    return sum(warn_heads(stage=stage) for stage in of_rw)


@task()
def forget_old_drafts() -> int:
    """Deletes drafts untouched for a year (UU PDP: no longer than needed), and those that a
    browser alone knew after fourteen days. Returns how many.
    """
    old = timezone.now() - timedelta(days=DRAFT_DAYS)
    nobodys = Q(owner=None, saved_at__lt=timezone.now() - BROWSER_DAYS)
    deleted, _ = Draft.objects.filter(nobodys | Q(saved_at__lt=old)).delete()
    return deleted
