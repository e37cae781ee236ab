from django.apps import AppConfig


class AccountsConfig(AppConfig):
    name = "egov.accounts"
    label = "accounts"
    verbose_name = "Orang dan jabatan"

    def ready(self) -> None:
        from egov.accounts import writers  # noqa: F401 - tells histories who wrote
