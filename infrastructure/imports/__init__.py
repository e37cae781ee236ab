"""Tables of the inventory come in, by the desk's import page."""
