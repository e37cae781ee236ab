"""Form frame, components, static assets, keyset pages.

The API's frame, and the registry of panels.
"""
