from datetime import timedelta

from django.utils import timezone

from egov.verbs.background import task
from infrastructure.domain.contract_warnings import warn_of_contracts
from infrastructure.domain.live import close_what_is_closed, forget_views
from infrastructure.domain.standing import make_reports
from infrastructure.monitoring.checker import run_turn
from infrastructure.monitoring.daily import count_day
from infrastructure.monitoring.keeping import forget_pings, keep_result_days
from infrastructure.planned.verbs import turn_windows
from infrastructure.statuspage.writing import write_status


@task()
def make_standing_reports() -> None:
    """Each night: single points, shared risk, full cables, what nobody looked at. Repeatable."""
    make_reports(now=timezone.now())


@task()
def tell_ending_contracts() -> int:
    """Each early morning: contracts that end in 90 or 30 days, each once. Repeatable."""
    return warn_of_contracts(now=timezone.now())


@task()
def close_closed_cameras() -> None:
    """Four times a minute: a camera that was closed, or whose hours are over, is shown no more."""
    close_what_is_closed(timezone.now())


@task()
def turn_maintenance() -> None:
    """Four times a minute: what is announced begins and ends by the clock. Repeatable."""
    turn_windows(now=timezone.now())


@task(time_limit=120)
def write_status_page() -> None:
    """On each change and each minute: all files of the status page anew."""
    write_status(timezone.now())


@task()
def forget_camera_views() -> None:
    """Each night: who watched restricted cameras, after its time."""
    forget_views(timezone.now())


@task(time_limit=300)
def run_checks() -> int:
    """A turn of the small checker, on a queue of its own. Safe twice and in parallel."""
    return run_turn().asked


@task()
def keep_results() -> None:
    """Counts what yesterday was, makes the coming days' tables, lets old ones go. Repeatable."""
    today = timezone.localdate()
    count_day(today - timedelta(days=1))
    keep_result_days(today)
    forget_pings(timezone.now())
