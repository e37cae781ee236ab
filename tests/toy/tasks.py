from egov.verbs.background import task
from tests.toy.models import Kite


@task()
def forget_kites() -> int:
    """Deletes kites without a name. Returns how many."""
    return Kite.objects.filter(name="").delete()[0]
