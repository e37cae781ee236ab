from django.utils import timezone

from egov.verbs.background import task
from infrastructure.domain.standing import make_reports
from infrastructure.monitoring.checker import run_turn
from infrastructure.monitoring.keeping import forget_pings, keep_result_days


@task()
def make_standing_reports() -> None:
    """Each night: single points, shared risk, full cables, what nobody looked at. Repeatable."""
    make_reports(now=timezone.now())


@task(time_limit=300)
def run_checks() -> int:
    """A turn of the small checker, on a queue of its own. Safe twice and in parallel."""
    return run_turn().asked


@task()
def keep_results() -> None:
    """Makes the coming days' tables of results and lets the old ones go. Repeatable."""
    keep_result_days(timezone.localdate())
    forget_pings(timezone.now())
