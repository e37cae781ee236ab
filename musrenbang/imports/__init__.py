"""Tables that come in: the kamus, its sizes and their prices."""
