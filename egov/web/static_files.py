"""Which static files of the apps are served."""

from django.contrib.staticfiles.apps import StaticFilesConfig

UNUSED_HTMX = (
    "django_htmx/ext/*",
    "django_htmx/htmx-4*",
    "django_htmx/htmax-4*",
    "django_htmx/htmx-2.js",
    "django_htmx/django-htmx.js",
)


class ServedStaticFiles(StaticFilesConfig):
    """Of htmx only the release that a page asks for; its successors stay in the package."""

    ignore_patterns = [*StaticFilesConfig.ignore_patterns, *UNUSED_HTMX]
