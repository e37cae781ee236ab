from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "egov.accounts"
    label = "accounts"
    verbose_name = "Orang dan jabatan"

    def ready(self) -> None:
        from egov.accounts import audience  # noqa: F401 - tells the outbox who hears of what
