"""What every verb shares: a refusal with a code and a sentence, the idempotency key, the outbox."""
