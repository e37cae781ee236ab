"""What the agenda and the news do by themselves."""

from __future__ import annotations

from django.utils import timezone

from egov.verbs.background import task
from news.domain import editions, emergencies, links, pulling


@task()
def pull_agenda() -> int:
    """What other parts of the portal tell of what happens when. Returns how many changed."""
    return pulling.pull_all(timezone.now())


@task()
def announce() -> int:
    """Tells, once, of what became public. Whether it is public, nobody waits for this."""
    return editions.announce(timezone.now())


@task()
def keep_emergencies() -> int:
    """Writes what every page tells into the shared cache."""
    return emergencies.keep_standing(timezone.now())


@task()
def check_links() -> int:
    """Asks of every own link of the public texts whether it leads somewhere."""
    return len(links.check_links(timezone.now()))
