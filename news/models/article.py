from __future__ import annotations

from typing import TYPE_CHECKING, Self

import pghistory
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone

from egov.agencies.models import Agency
from egov.areas.models import Area
from news.models.scope import administered
from news.vocabulary import ArticleKind

if TYPE_CHECKING:
    from django.contrib.auth.models import AnonymousUser

    from egov.accounts.models import User


class ArticleQuerySet(models.QuerySet["Article"]):
    def administered_by(self, user: User | AnonymousUser | None) -> Self:
        return self.filter(administered(user))


@pghistory.track()
class Article(models.Model):
    """What an article is and where it stands; what it says, its editions say."""

    year = models.PositiveSmallIntegerField("tahun")
    slug = models.SlugField("alamat", max_length=80)
    kind = models.CharField("jenis", max_length=12, choices=ArticleKind)
    agency = models.ForeignKey(
        Agency,
        on_delete=models.PROTECT,
        related_name="articles",
        verbose_name="perangkat daerah",
    )
    area = models.ForeignKey(
        Area,
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="articles",
        verbose_name="wilayah",
    )
    regulations = models.ManyToManyField(
        "regulations.Regulation", blank=True, related_name="articles", verbose_name="peraturan"
    )
    applications = models.ManyToManyField(
        "regulations.Application", blank=True, related_name="articles", verbose_name="aplikasi"
    )
    proposals = models.ManyToManyField(
        "musrenbang.Proposal", blank=True, related_name="articles", verbose_name="usulan"
    )
    agenda = models.ManyToManyField(
        "news.Event", blank=True, related_name="articles", verbose_name="acara"
    )
    withdrawn_at = models.DateTimeField("ditarik", null=True, blank=True)
    withdrawn_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    withdraw_reason = models.CharField("sebab ditarik", max_length=300, blank=True)
    replaced_by = models.ForeignKey(
        "self",
        null=True,
        blank=True,
        on_delete=models.PROTECT,
        related_name="replaces",
        verbose_name="digantikan oleh",
    )
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    created_at = models.DateTimeField("dibuat", default=timezone.now)

    objects = models.Manager.from_queryset(ArticleQuerySet)()

    class Meta:
        verbose_name = "artikel"
        verbose_name_plural = "artikel"
        ordering = ["-id"]
        constraints = [
            models.UniqueConstraint(fields=["year", "slug"], name="article_address_once"),
            models.CheckConstraint(
                condition=Q(withdrawn_at=None) | ~Q(withdraw_reason=""),
                name="article_withdrawn_with_reason",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.year}/{self.slug}"

    def get_absolute_url(self) -> str:
        return reverse("news:article", args=[self.year, self.slug])


class FormerAddress(models.Model):
    """Where an article stood before: who comes there is led to it."""

    article = models.ForeignKey(Article, on_delete=models.CASCADE, related_name="former_addresses")
    year = models.PositiveSmallIntegerField("tahun")
    slug = models.SlugField("alamat", max_length=80)
    left_at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["year", "slug"], name="former_address_once")]

    def __str__(self) -> str:
        return f"{self.year}/{self.slug}"


class OutgoingHost(models.Model):
    """A host that an approved text links to: the next approver knows it already."""

    host = models.CharField(max_length=253, unique=True)
    first_used_at = models.DateTimeField(default=timezone.now)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = "alamat luar"
        verbose_name_plural = "alamat luar"
        ordering = ["host"]

    def __str__(self) -> str:
        return self.host
