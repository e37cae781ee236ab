"""Users, appointments (who acts for which area or agency, from-until), residents, MFA, and the admin's frame."""
