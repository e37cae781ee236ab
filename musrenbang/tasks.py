from datetime import timedelta

from celery import shared_task
from django.db.models import Q
from django.utils import timezone

from egov.files.models import StoredFile
from musrenbang.deliberation import close_stage
from musrenbang.models import DecisionPhoto, Draft, ProposalPhoto, Stage

DRAFT_DAYS = 365


@shared_task
def close_ended_stages() -> int:
    """Closes every stage whose window is over. Returns how many proposals were not discussed."""
    return sum(close_stage(stage=stage) for stage in Stage.objects.filter(closed_at=None, window__endswith__lte=timezone.now()))


@shared_task
def forget_old_drafts() -> int:
    """Deletes drafts untouched for a year (UU PDP: no longer than needed), and pictures that nothing shows. Returns drafts."""
    old = timezone.now() - timedelta(days=DRAFT_DAYS)
    deleted, _ = Draft.objects.filter(saved_at__lt=old).delete()
    shown = (
        Q(pk__in=ProposalPhoto.objects.values("file"))
        | Q(pk__in=DecisionPhoto.objects.values("file"))
        | Q(pk__in=Draft.photos.through.objects.values("storedfile"))
    )
    for stored in StoredFile.objects.filter(uploaded_at__lt=old).exclude(shown):
        stored.file.delete(save=False)
        stored.thumbnail.delete(save=False)
        stored.delete()
    return deleted
