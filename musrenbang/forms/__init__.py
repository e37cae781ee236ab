"""The forms of e-Musrenbang: one topic a page for citizens, one panel for those who decide."""

from musrenbang.forms.calendar import ChannelForm, ProcedureForm, ReopenForm, StageForm
from musrenbang.forms.choices import Matter
from musrenbang.forms.deliberation import AdviceForm, BulkForm, DecisionForm, SeenForm
from musrenbang.forms.moderation import GiveBackForm, ReportForm, WithholdForm, WithholdReasonForm
from musrenbang.forms.own_proposal import CarryForm, WithdrawForm
from musrenbang.forms.redirecting import (
    AskRedirectionForm,
    BringBackForm,
    ComplaintForm,
    RedirectForm,
    SettleRedirectionForm,
    TakeOverForm,
)
from musrenbang.forms.silence import AssemblyForm, PromoteForm, SeparateForm, SettleForm
from musrenbang.forms.submission import (
    AddressForm,
    AssistedPlaceForm,
    CompleteForm,
    PhotoForm,
    PlaceForm,
    PointForm,
    SendForm,
    StoryForm,
    TypedPlaceForm,
    VariantForm,
    VolumeForm,
)

__all__ = [
    "AddressForm",
    "AdviceForm",
    "AskRedirectionForm",
    "AssemblyForm",
    "AssistedPlaceForm",
    "BringBackForm",
    "BulkForm",
    "CarryForm",
    "ChannelForm",
    "ComplaintForm",
    "CompleteForm",
    "DecisionForm",
    "GiveBackForm",
    "Matter",
    "PhotoForm",
    "PlaceForm",
    "PointForm",
    "ProcedureForm",
    "PromoteForm",
    "RedirectForm",
    "ReopenForm",
    "ReportForm",
    "SeenForm",
    "SendForm",
    "SeparateForm",
    "SettleForm",
    "SettleRedirectionForm",
    "StageForm",
    "StoryForm",
    "TakeOverForm",
    "TypedPlaceForm",
    "VariantForm",
    "VolumeForm",
    "WithdrawForm",
    "WithholdForm",
    "WithholdReasonForm",
]
