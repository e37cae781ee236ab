"""In-app notices and e-mail. Consumes the outbox; imported by nobody."""
