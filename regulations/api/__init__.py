"""The API of the registry: regulations, legal events and applications.

They are told as of a day (`pada=YYYY-MM-DD`). Everything here is public.
"""

from regulations.api.applications import ApplicationViewSet
from regulations.api.events import EventViewSet
from regulations.api.regulations import RegulationViewSet

__all__ = ["ApplicationViewSet", "EventViewSet", "RegulationViewSet"]
