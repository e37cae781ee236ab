"""The status page as files: where they lie, what they look like, how they are written."""
