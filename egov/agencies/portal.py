"""What the OPD give the portal."""

from egov.agencies.offers import OFFERS
from egov.portal.declarations import Portal

PORTAL = Portal(importers=OFFERS)
