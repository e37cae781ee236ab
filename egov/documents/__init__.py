"""typst: one way to make a PDF."""
