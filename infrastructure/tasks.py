from django.utils import timezone

from egov.verbs.background import task
from infrastructure.domain.live import close_what_is_closed
from infrastructure.domain.standing import make_reports


@task()
def make_standing_reports() -> None:
    """Each night: single points, shared risk, full cables, what nobody looked at. Repeatable."""
    make_reports(now=timezone.now())


@task()
def close_closed_cameras() -> None:
    """Four times a minute: a camera that was closed, or whose hours are over, is shown no more."""
    close_what_is_closed(timezone.now())
