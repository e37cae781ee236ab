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
