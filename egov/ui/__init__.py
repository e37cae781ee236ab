"""Form frame, components, static assets, keyset pages, the API's frame, and the registry of panels."""
