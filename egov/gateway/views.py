"""What the gateway tells back."""

from __future__ import annotations

import hmac
import json
import uuid

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from egov.gateway.models import SentText, TextState

STATES = {"delivered": TextState.DELIVERED, "failed": TextState.FAILED}


@csrf_exempt
@require_POST
def status(request: HttpRequest) -> HttpResponse:
    """`{"reference": "<uuid>", "status": "delivered" | "failed"}` with the gateway's token.

    401 without it, 422 for anything else, 204 where it was noted; twice is once, and an unknown
    reference is no error, for a provider would go on sending it.
    """
    bearer = request.headers.get("Authorization", "").removeprefix("Bearer ")
    token = settings.GATEWAY_TOKEN
    if not token or not hmac.compare_digest(bearer.encode(), token.encode()):
        return JsonResponse({"code": "token_needed"}, status=401)
    try:
        told = json.loads(request.body)
        reference, state = uuid.UUID(str(told["reference"])), STATES[told["status"]]
    except (ValueError, KeyError, TypeError):
        return JsonResponse({"code": "not_understood"}, status=422)
    rows = SentText.objects.filter(reference=reference)
    rows.exclude(state=state).update(state=state, told_at=timezone.now())
    return HttpResponse(status=204)
