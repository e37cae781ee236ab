from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Self

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone

from egov.files.models import StoredFile
from news.models.article import Article
from news.models.edition import Edition
from news.models.scope import administered

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User


class BodyPictureQuerySet(models.QuerySet["BodyPicture"]):
    def shown(self, now: datetime) -> Self:
        """Those that a public text shows."""
        number = Cast(OuterRef("pk"), models.TextField())
        mark = Concat(Value("[gambar:"), number, Value("]"), output_field=models.TextField())
        live = Edition.objects.live(now).filter(article=OuterRef("article"), body__contains=mark)
        return self.filter(Exists(live))

    def administered_by(self, user: User | AnonymousUser | None) -> Self:
        return self.filter(administered(user, "article__"))


class BodyPicture(models.Model):
    """A picture that texts of an article show where they say `[gambar:number]`.

    It stays as it is, for approved texts show it; another caption is another row.
    """

    article = models.ForeignKey(
        Article, on_delete=models.PROTECT, related_name="pictures", verbose_name="artikel"
    )
    picture = models.ForeignKey(StoredFile, on_delete=models.PROTECT, related_name="+")
    alt = models.CharField("isi gambar", max_length=200)
    caption = models.CharField("keterangan gambar", max_length=200, blank=True)
    credit = models.CharField("sumber gambar", max_length=100)
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    added_at = models.DateTimeField(default=timezone.now)

    objects = models.Manager.from_queryset(BodyPictureQuerySet)()

    class Meta:
        verbose_name = "gambar dalam teks"
        verbose_name_plural = "gambar dalam teks"
        ordering = ["id"]
        triggers = [pgtrigger.Protect(name="picture_stays", operation=pgtrigger.Update)]

    def __str__(self) -> str:
        return self.mark

    @property
    def mark(self) -> str:
        """What a text says where the picture stands."""
        return f"[gambar:{self.pk}]"
