from django.apps import AppConfig


class BackupConfig(AppConfig):
    name = "egov.backup"
    label = "backup"
    verbose_name = "Cadangan"
