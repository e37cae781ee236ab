from celery import shared_task
from django.utils import timezone

from musrenbang.deliberation import close_stage
from musrenbang.models import Stage


@shared_task
def close_ended_stages() -> int:
    """Closes every stage whose window is over. Returns how many proposals were not discussed."""
    return sum(close_stage(stage=stage) for stage in Stage.objects.filter(closed_at=None, window__endswith__lte=timezone.now()))
