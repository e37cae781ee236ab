"""The staff's desk: Django's admin, its frame, acts on one object, history as people say it."""
