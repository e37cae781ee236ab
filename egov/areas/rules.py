"""Who may see and do what with areas, one permission a line."""

import rules

from egov.desk.predicates import is_administrator, is_staff

rules.add_perm("areas", is_staff)
rules.add_perm("areas.view_area", is_staff)
rules.add_perm("areas.change_area", is_administrator)
rules.add_perm("areas.add_area", is_administrator)
rules.add_perm("areas.view_areaalias", is_staff)
rules.add_perm("areas.add_areaalias", is_administrator)
rules.add_perm("areas.change_areaalias", is_administrator)
rules.add_perm("areas.delete_areaalias", is_administrator)
rules.add_perm("areas.view_areaoffice", is_staff)
rules.add_perm("areas.add_areaoffice", is_administrator)
rules.add_perm("areas.change_areaoffice", is_administrator)
rules.add_perm("areas.delete_areaoffice", is_administrator)
