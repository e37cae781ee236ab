from egov.accounts.admin import appointments, people, places, residents

__all__ = ["appointments", "people", "places", "residents"]
