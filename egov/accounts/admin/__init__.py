from egov.accounts.admin import appointments, people, registrations, residents

__all__ = ["appointments", "people", "registrations", "residents"]
