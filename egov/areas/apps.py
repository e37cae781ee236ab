from typing import Any

from django.apps import AppConfig
from django.db import connection
from django.db.models.signals import post_migrate


class AreasConfig(AppConfig):
    name = "egov.areas"
    label = "areas"
    verbose_name = "Wilayah"

    def ready(self) -> None:
        post_migrate.connect(draw_after_migrating, sender=self)


def draw_after_migrating(**_sent: Any) -> None:
    """A database of before has no map yet, and a release may bring other centre points."""
    from egov.areas.drawing import draw_map
    from egov.areas.models import MapShape

    if MapShape._meta.db_table in connection.introspection.table_names():
        draw_map()
