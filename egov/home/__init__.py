"""Composition: home page, area pages, one's own page, the API's root."""
