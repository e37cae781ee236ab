from celery import shared_task

from regulations.health import recompute
from regulations.published import keep_all


@shared_task
def recompute_health() -> int:
    """Daily and at each legal event. Safe to repeat. Returns how many findings were opened."""
    return len(recompute())


@shared_task
def keep_published() -> int:
    """Makes the files to take away where the registry changed or the day turned. Safe to repeat."""
    return keep_all()
