from egov.imports import performing
from egov.imports.models import ImportRun
from egov.verbs.background import task

AT_ONCE = 3  # runs in one round: other tasks wait behind it
LONGEST = 3600  # seconds of one import


@task(time_limit=LONGEST)
def perform_import(run: int) -> bool:
    """Checks or applies one file right after it was given. Safe to repeat: it is done once."""
    return performing.perform(run) is not None


@task(time_limit=AT_ONCE * LONGEST)
def perform_waiting() -> int:
    """Each minute: what waits because no worker was there, or its worker was killed.

    Returns how many.
    """
    waiting = ImportRun.objects.waiting().values_list("pk", flat=True)[:AT_ONCE]
    return sum(performing.perform(run) is not None for run in list(waiting))


@task()
def forget_uploads() -> int:
    """Deletes uploaded tables that are a day old (UU PDP: no longer than needed)."""
    return performing.forget_uploads()
