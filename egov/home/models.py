from __future__ import annotations

import pghistory
from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone


class PageSlug(models.TextChoices):
    """The pages at the foot of every page; the value is the address."""

    ABOUT = "tentang", "Tentang"
    HELP = "bantuan", "Bantuan"
    CONTACT = "kontak", "Kontak"
    PRIVACY = "privasi", "Privasi"
    ACCESSIBILITY = "aksesibilitas", "Aksesibilitas"


@pghistory.track()
class Page(models.Model):
    """A page whose words are the city's own; without it the portal's own words stand there."""

    slug = models.CharField("halaman", max_length=20, choices=PageSlug, unique=True)
    title = models.CharField("judul", max_length=120)
    text = models.TextField("isi")
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.SET_NULL,
        related_name="+",
        editable=False,
    )
    changed_at = models.DateTimeField("diubah", default=timezone.now, editable=False)

    class Meta:
        verbose_name = "halaman"
        verbose_name_plural = "halaman"
        ordering = ["slug"]

    def __str__(self) -> str:
        return self.get_slug_display()

    def get_absolute_url(self) -> str:
        return reverse(f"home:page-{self.slug}")
