from django.contrib.admin.apps import AdminConfig


class DeskConfig(AdminConfig):
    """Django's admin, with a work queue as its first page and only what is made for it."""

    default = False
    default_site = "egov.desk.site.DeskSite"

    def ready(self) -> None:
        """Takes off the desk what other packages registered.

        Secrets of the second factor, sessions, groups.
        """
        super().ready()
        from django.contrib import admin

        from egov.desk.frame import DeskAdmin

        for model, page in list(admin.site._registry.items()):
            if not isinstance(page, DeskAdmin):
                admin.site.unregister(model)
