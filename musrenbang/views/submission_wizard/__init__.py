"""Sending a proposal, one topic a page. Everything typed is kept on the server at each step."""

from musrenbang.views.submission_wizard.drafts import autosave, discard, draft_photo
from musrenbang.views.submission_wizard.entrance import begin, start
from musrenbang.views.submission_wizard.steps import step

__all__ = ["autosave", "begin", "discard", "draft_photo", "start", "step"]
