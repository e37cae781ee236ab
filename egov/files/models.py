import uuid

from django.conf import settings
from django.db import models


class StoredFile(models.Model):
    """A picture as this portal re-encoded it.

    Nothing of the uploaded bytes is kept, so neither is its location data.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to="foto/%Y/%m")
    thumbnail = models.FileField(upload_to="foto/%Y/%m")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="byte")
    width = models.PositiveIntegerField(help_text="piksel")
    height = models.PositiveIntegerField(help_text="piksel")
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.id)


class Rendition(models.Model):
    """A picture in one width and format, for one size of screen; made by a task, at any time anew.

    `share` is cut to what a link shows where it is shared.
    """

    class Format(models.TextChoices):
        AVIF = "avif", "AVIF"
        JPEG = "jpeg", "JPEG"
        SHARE = "share", "JPEG 1200x630"

    source = models.ForeignKey(StoredFile, on_delete=models.CASCADE, related_name="renditions")
    format = models.CharField(max_length=5, choices=Format)
    width = models.PositiveIntegerField(help_text="piksel")
    height = models.PositiveIntegerField(help_text="piksel")
    file = models.FileField(upload_to="foto/%Y/%m")
    size = models.PositiveIntegerField(help_text="byte")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "format", "width"], name="rendition_once")
        ]

    def __str__(self) -> str:
        return f"{self.source_id} {self.format} {self.width}"


class StoredDocument(models.Model):
    """A PDF as it was given; what its kind allows was asked before (`documents.Kind`).

    `pages` 0: it was not opened here, its app counts them.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    file = models.FileField(upload_to="dokumen/%Y/%m")
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField(help_text="byte")
    pages = models.PositiveIntegerField()
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+"
    )
    uploaded_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return str(self.id)
