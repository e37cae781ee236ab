"""Safe uploads and private storage: no file has an address of its own, a view with a predicate serves it."""
