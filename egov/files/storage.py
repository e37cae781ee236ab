from django.core.files.storage import FileSystemStorage


class PrivateStorage(FileSystemStorage):
    """Files without a public address."""

    def url(self, name: str | None) -> str:
        raise ValueError("Private files are served by the view of the object they belong to.")
