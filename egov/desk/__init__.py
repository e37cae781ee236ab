"""The staff's desk: Django's admin, its frame, actions on objects, history as people say it."""
