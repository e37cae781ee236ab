"""The project: settings, urls, celery, and what all apps share."""

from egov.celery import app as celery_app

__all__ = ["celery_app"]
