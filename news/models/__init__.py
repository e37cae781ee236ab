"""Events and articles, and what belongs to them."""

from news.models.article import Article, FormerAddress, OutgoingHost
from news.models.body_picture import BodyPicture
from news.models.edition import Edition, EditionReview
from news.models.embargo import EmbargoLink
from news.models.emergency import Emergency
from news.models.event import Event, EventDocument
from news.models.occurrence import Occurrence, SignUp
from news.models.room import Room
from news.models.visits import (
    BlackoutDay,
    Visit,
    VisitAct,
    VisitBooking,
    VisitContact,
    VisitDossier,
    VisitDraft,
    VisitGuest,
    VisitHours,
    VisitLetter,
    VisitLink,
    VisitMaterial,
    VisitQuestion,
)

__all__ = [
    "Article",
    "BlackoutDay",
    "BodyPicture",
    "Edition",
    "EditionReview",
    "EmbargoLink",
    "Emergency",
    "Event",
    "EventDocument",
    "FormerAddress",
    "Occurrence",
    "OutgoingHost",
    "Room",
    "SignUp",
    "Visit",
    "VisitAct",
    "VisitBooking",
    "VisitContact",
    "VisitDossier",
    "VisitDraft",
    "VisitGuest",
    "VisitHours",
    "VisitLetter",
    "VisitLink",
    "VisitMaterial",
    "VisitQuestion",
]
