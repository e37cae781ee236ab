from django.apps import AppConfig

from egov.verbs.rights import Record

WITHHOLDING_ENDS = ("ended_by", "ended_office", "ended_reason", "ended_at")


class MusrenbangConfig(AppConfig):
    name = "musrenbang"
    verbose_name = "e-Musrenbang"
    records = (
        Record("Decision"),
        Record("DecisionPhoto"),
        Record("Withholding", changes=WITHHOLDING_ENDS),
    )

    def ready(self) -> None:
        from egov.web.public import known_change
        from musrenbang import notices  # noqa: F401 - tells the outbox who hears of what
        from musrenbang.domain.edges import next_edge

        known_change(next_edge)
