"""What other monitoring systems tell the portal, each in its own words."""
