"""What the agenda and the news do by themselves."""

from __future__ import annotations

from django.utils import timezone

from egov.verbs.background import task
from news.domain import editions, emergencies, links, pulling
from news.domain.visits import dossier, forgetting


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


@task(time_limit=300)
def make_dossier(pk: int) -> bool:
    """What a delegation takes home, written once. Whether it was this call that wrote it."""
    return dossier.make_dossier(pk)


@task()
def forget_visits() -> int:
    """Contacts and guests of visits go after their time (UU PDP). Returns how many visits."""
    return forgetting.forget_visits(timezone.now())
