"""Who signs in, and how often a wrong password may be tried."""

from __future__ import annotations

import ipaddress
import uuid
from typing import Any

from allauth.account.auth_backends import AuthenticationBackend
from allauth.mfa.adapter import DefaultMFAAdapter
from django.core import signing
from django.http import HttpRequest, HttpResponse

from egov.accounts.models import User
from egov.verbs.limit import Limit

DEVICE_COOKIE = "egov_device"
DEVICE_DAYS = 180
DEVICES_OF = 10  # people on one device: a shared computer of an office
SALT = "egov.accounts.device"

# the pair, not each alone: nobody locks an officer out from elsewhere,
# and one carrier's address locks out nobody else
WRONG_PASSWORDS = Limit("wrong-password", count=5, seconds=300)
WRONG_ON_DEVICE = Limit("wrong-password-device", count=20, seconds=300)


class ContactBackend(AuthenticationBackend):  # type: ignore[misc]
    """allauth's, by any proved contact instead of the account's own name."""

    def _authenticate_by_username(self, username: str, password: str) -> Any:
        return self._check_password(User.objects.signing_in(username), password)


class SecondFactorAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def get_totp_label(self, user: Any) -> str:
        """What the person's own authenticator shows: the contact they sign in by."""
        contact = next(iter(user.proved_contacts), None)
        return contact.value if contact else str(user.pk)


def network(address: str) -> str:
    """The network of an address: /24, or /48 for IPv6. A household or an office, not a person."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return "unknown"
    return str(ipaddress.ip_network((ip, 24 if ip.version == 4 else 48), strict=False))


def device_of(request: HttpRequest) -> tuple[str, list[int]]:
    """The id of a device on which somebody signed in before, and who.

    ("", []) for an unknown one.
    """
    try:
        cookie = request.COOKIES.get(DEVICE_COOKIE, "")
        data = signing.loads(cookie, salt=SALT, max_age=DEVICE_DAYS * 86400)
        return str(data["d"]), [int(pk) for pk in data["u"]]
    except (signing.BadSignature, KeyError, TypeError, ValueError):
        return "", []


def remember_device(request: HttpRequest, response: HttpResponse, user: Any) -> None:
    """A signed cookie that names this account by its number.

    The next wrong password here is an owner's slip.
    """
    device, people = device_of(request)
    people = [user.pk, *(pk for pk in people if pk != user.pk)][:DEVICES_OF]
    value = signing.dumps({"d": device or uuid.uuid4().hex, "u": people}, salt=SALT)
    response.set_cookie(
        DEVICE_COOKIE,
        value,
        max_age=DEVICE_DAYS * 86400,
        httponly=True,
        secure=request.is_secure(),
        samesite="Lax",
        path="/akun/",
    )


def tries_key(request: HttpRequest, login: str, address: str) -> tuple[Limit, tuple[object, ...]]:
    """Which limit a try of this login from here counts against."""
    device, people = device_of(request)
    if people:
        user = User.objects.signing_in(login)
        if user is not None and user.pk in people:
            return WRONG_ON_DEVICE, (login, device)
    return WRONG_PASSWORDS, (login, network(address))
