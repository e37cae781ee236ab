"""Council visits: asked for, answered, held, and what they leave."""

from news.models.visits.act import VisitAct, VisitLetter, VisitLink
from news.models.visits.day import VisitGuest
from news.models.visits.hours import BlackoutDay, VisitBooking, VisitHours
from news.models.visits.result import VisitDossier, VisitMaterial, VisitQuestion
from news.models.visits.visit import Visit, VisitContact, VisitDraft

__all__ = [
    "BlackoutDay",
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
