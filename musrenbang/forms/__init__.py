"""The forms of e-Musrenbang: one topic a page for citizens, one panel for those who decide."""

from musrenbang.forms.calendar import ReopenForm, StageForm
from musrenbang.forms.deliberation import BulkForm, DecisionForm
from musrenbang.forms.moderation import GiveBackForm, ReportForm, WithholdForm, WithholdReasonForm
from musrenbang.forms.submission import (
    AssistedPlaceForm,
    CompleteForm,
    PhotoForm,
    PlaceForm,
    PointForm,
    SendForm,
    StoryForm,
    VariantForm,
    VolumeForm,
)

__all__ = [
    "AssistedPlaceForm",
    "BulkForm",
    "CompleteForm",
    "DecisionForm",
    "GiveBackForm",
    "PhotoForm",
    "PlaceForm",
    "PointForm",
    "ReopenForm",
    "ReportForm",
    "SendForm",
    "StageForm",
    "StoryForm",
    "VariantForm",
    "VolumeForm",
    "WithholdForm",
    "WithholdReasonForm",
]
