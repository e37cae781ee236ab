from django.contrib.auth.decorators import login_required
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache

from egov.notices.models import Notice
from egov.web.keyset import keyset_page
from egov.web.requests import AuthenticatedHttpRequest


@never_cache
@login_required
def notices(request: AuthenticatedHttpRequest) -> HttpResponse:
    """One's own notices, newest first; opening the page reads them."""
    mine = Notice.objects.filter(user=request.user)
    page = keyset_page(mine, order=("-id",), cursor=request.GET.get("sesudah", ""))
    unread = {notice.pk for notice in page.items if notice.read_at is None}
    if unread:
        mine.filter(pk__in=unread).update(read_at=timezone.now())
    return render(request, "notices/notices.html", {"page": page, "unread": unread})
