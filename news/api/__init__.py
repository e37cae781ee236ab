"""The API of agenda and news."""

from news.api.articles import ArticleViewSet
from news.api.events import OccurrenceViewSet

__all__ = ["ArticleViewSet", "OccurrenceViewSet"]
