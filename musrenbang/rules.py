"""Who may see and do what with the objects of e-Musrenbang, one permission a line."""

import rules

from egov.accounts.predicates import administers, is_administrator, is_staff, reads_all
from egov.desk.predicates import holds
from musrenbang.vocabulary import PLANNER

is_planner = holds(PLANNER)

rules.add_perm("musrenbang", is_staff)
# view: staff within their scope; the public pages have their own rule (Proposal.objects.visible_to)
rules.add_perm("musrenbang.view_proposal", is_staff & administers)
rules.add_perm("musrenbang.view_decision", is_staff & administers)
rules.add_perm("musrenbang.view_support", reads_all)
rules.add_perm("musrenbang.view_cycle", is_staff)
rules.add_perm("musrenbang.view_channel", is_staff)
rules.add_perm("musrenbang.view_stage", is_staff)
rules.add_perm("musrenbang.view_kamusentry", is_staff)
rules.add_perm("musrenbang.view_kamusvariant", is_staff)
rules.add_perm("musrenbang.view_kamusprice", is_staff)
# configure: the planner keeps the calendar and the kamus
for _model in ("cycle", "channel", "stage", "kamusentry", "kamusvariant", "kamusprice"):
    rules.add_perm(f"musrenbang.add_{_model}", is_planner | is_administrator)
    rules.add_perm(f"musrenbang.change_{_model}", is_planner | is_administrator)
# what readers report is worked on the proposal's own page (domain/moderation.py asks the office)
# a proposal and a decision are never edited, added or deleted here: the verbs write them
