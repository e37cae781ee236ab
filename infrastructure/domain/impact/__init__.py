"""What a cut takes with it: pure functions over plain values; nothing of the database."""
