"""What the page of an asset tells of its kind: a template and what it needs, for one reader."""
