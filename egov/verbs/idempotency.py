from egov.verbs.models import IdempotencyKey
from egov.verbs.refusal import Invalid


def reserve_key(*, verb: str, actor_id: int, key: str) -> IdempotencyKey:
    """The row of this (verb, actor, key); `result` is filled when the verb ran before.

    Call inside the verb's transaction: a second caller waits on the unique index until
    the first one ends.
    """
    if not key.isprintable() or not 0 < len(key) <= 200:
        raise Invalid(
            "idempotency_key",
            "Permintaan ini tidak membawa kunci pengaman. Muat ulang halaman, lalu kirim lagi.",
        )
    row, _ = IdempotencyKey.objects.get_or_create(verb=verb, reserved_by_id=actor_id, key=key)
    return row
