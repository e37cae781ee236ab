"""Events and articles for tests."""

from __future__ import annotations

from datetime import timedelta

import factory
from django.utils import timezone

from news.domain.entries import write_entry
from news.models import Event, Occurrence
from news.vocabulary import EventKind
from tests.factories.agencies import AgencyFactory

HOUR = timedelta(hours=1)


class EventFactory(factory.django.DjangoModelFactory[Event]):
    """A public event tomorrow, with its one occurrence and its text for calendars."""

    class Meta:
        model = Event
        skip_postgeneration_save = True

    title = factory.Sequence(lambda n: f"Acara uji {n}")
    kind = EventKind.MEETING
    agency = factory.SubFactory(AgencyFactory)
    place = "Balai uji"
    begins_at = factory.LazyFunction(
        lambda: timezone.now().replace(microsecond=0) + timedelta(days=1)
    )
    ends_at = factory.LazyAttribute(lambda event: event.begins_at + 2 * HOUR)

    @factory.post_generation
    def times(  # type: ignore[misc]
        self: Event, create: bool, extracted: object, **kwargs: object
    ) -> None:
        values = {"begins_at": self.begins_at, "ends_at": self.ends_at}
        Occurrence.objects.create(event=self, original_at=self.begins_at, **values)
        write_entry(self, timezone.now(), changed=False)
