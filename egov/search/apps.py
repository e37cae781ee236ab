from django.apps import AppConfig
from django.db.models.signals import post_migrate


class SearchConfig(AppConfig):
    name = "egov.search"
    label = "search"

    def ready(self) -> None:
        from egov.search import asking, seeding, triggers

        post_migrate.connect(triggers.install, sender=self)
        post_migrate.connect(seeding.seed, sender=self)
        asking.listen()
