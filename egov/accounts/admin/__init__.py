from egov.accounts.admin import appointments, people, residents

__all__ = ["appointments", "people", "residents"]
