from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin, with a work queue as its first page."""

    default = False
    default_site = "egov.accounts.desk.DeskSite"
