"""What citizens are told of services: now, over 90 days, planned, and what happened."""
