"""Users, appointments, residents, MFA, and the admin's frame.

An appointment says who acts for which area or agency, from-until.
"""
