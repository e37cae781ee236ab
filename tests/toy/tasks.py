from celery import shared_task

from tests.toy.models import Kite


@shared_task
def forget_kites() -> int:
    """Deletes kites without a name. Returns how many."""
    return Kite.objects.filter(name="").delete()[0]
