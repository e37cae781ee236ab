from django.utils import timezone

from egov.verbs.background import task
from infrastructure.domain.standing import make_reports


@task()
def make_standing_reports() -> None:
    """Each night: single points, shared risk, full cables, what nobody looked at. Repeatable."""
    make_reports(now=timezone.now())
