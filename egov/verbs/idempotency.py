from egov.verbs.models import IdempotencyKey
from egov.verbs.refusal import Invalid


def reserve_key(*, act: str, actor_id: int, key: str) -> IdempotencyKey:
    """The row of this (act, actor, key); `result` is filled when the act was done before.

    Call inside the act's transaction: a second caller waits on the unique index until
    the first one ends.
    """
    if not key.isprintable() or not 0 < len(key) <= 200:
        raise Invalid(
            "idempotency_key",
            "Permintaan ini tidak membawa kunci pengaman. Muat ulang halaman, lalu kirim lagi.",
        )
    row, _ = IdempotencyKey.objects.get_or_create(act=act, actor_id=actor_id, key=key)
    return row
