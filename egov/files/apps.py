from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "egov.files"
    label = "files"
