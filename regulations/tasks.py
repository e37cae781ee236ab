from celery import shared_task

from regulations.health import recompute


@shared_task
def recompute_health() -> int:
    """Daily and at each legal event. Safe to repeat. Returns how many findings were opened."""
    return len(recompute())
