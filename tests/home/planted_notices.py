"""Who follows without an account, whose address no page tells; and what short messages cost."""

from __future__ import annotations

from egov.gateway.models import SentText, TextCode, TextTemplate
from egov.notices.models import Reader, Subscription
from egov.notices.subscriptions import address_hash, confirm_token, end_token
from tests.home.secret import Planted


def plant_followers(planted: Planted) -> None:
    """One who has yet to confirm; only the copy that the link itself asks for tells the address."""
    address = planted.hide("pengikutrahasia@uji.example", may=set())
    reader = Reader.objects.create(address=address, address_hash=address_hash(address))
    asked = Subscription.objects.create(reader=reader, kind="wilayah", key="35.78.01")
    token = end_token(reader)
    planted.arguments["confirm"] = [{"token": confirm_token(asked, asked.pace)}]
    planted.arguments["by_link"] = planted.arguments["end_by_link"] = [{"token": token}]
    planted.arguments["copy_by_link"] = [{"token": "tautan-lama"}]
    SentText.objects.create(code=TextCode.NEWS, price=500)
    TextTemplate.objects.create(code=TextCode.NEWS, words="{judul} {alamat}")
