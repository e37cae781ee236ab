from __future__ import annotations

from django.db import models


class TopologyVersion(models.Model):
    """One row. Its number rises at the commit of whatever changes what hangs on what.

    A deferred constraint trigger raises it (migrations): so no reader sees a number before the
    data that belong to it, and two open writers do not wait for each other.
    """

    number = models.BigIntegerField(default=1)

    class Meta:
        verbose_name = "versi jaringan"
        verbose_name_plural = "versi jaringan"

    def __str__(self) -> str:
        return str(self.number)
