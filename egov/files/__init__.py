"""Safe uploads, private storage: a file has no address, a view with a predicate serves it."""
