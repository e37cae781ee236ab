from django.utils import timezone

from egov.verbs.background import task
from regulations.domain.applications.health import recompute
from regulations.domain.exchange.published import keep_all
from regulations.domain.text.incoming import forget_incoming as forget
from regulations.domain.text.intake import read_document
from regulations.models import RegulationFile
from regulations.models.document import GRACE, reading_limits

AT_ONCE = 3  # documents in one round: other tasks wait behind it


@task()
def recompute_health() -> int:
    """Daily and at each legal event. Safe to repeat. Returns how many findings were opened."""
    return len(recompute())


@task()
def keep_published() -> int:
    """Makes the files to take away where the registry changed or the day turned. Safe to repeat."""
    return keep_all()


@task(time_limit=reading_limits().by_the_clock + GRACE)
def read_pdf(document: int) -> bool:
    """Reads one PDF right after it was given. Safe to repeat: it is read once."""
    return read_document(document) is not None


@task()
def read_waiting() -> int:
    """Each minute: what waits because no worker was there, or its reader was killed.

    Returns how many.
    """
    waiting = RegulationFile.objects.free(timezone.now()).values_list("pk", flat=True)[:AT_ONCE]
    return sum(read_document(pk) is not None for pk in list(waiting))


@task()
def forget_incoming() -> int:
    """Daily: PDFs of which nobody made a regulation go. Safe to repeat. Returns how many."""
    return forget()
