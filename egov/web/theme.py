"""The region's colours as a style sheet: the only part of the look that a region changes."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static


def _block(values: dict[str, str]) -> str:
    return "".join(f"--{name}:{value};" for name, value in sorted(values.items()))


def theme(request: HttpRequest) -> HttpResponse:
    """The colours by day, in the dark and in print, and the region's pattern."""
    profile = settings.REGION_PROFILE
    light = _block(profile.colours | {"pattern": f"url({static(profile.pattern)})"})
    dark = _block(profile.dark_colours)
    black = {"paper": "#fff", "brand": "#000", "soft": "#fff", "ink": "#000"}
    css = (
        f":root{{color-scheme:light dark;{light}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{dark}}}}}\n"
        f"@media print{{:root{{{_block(profile.colours | black)}}}}}\n"
    )
    headers = {"Cache-Control": "public, max-age=3600"}
    return HttpResponse(css, content_type="text/css", headers=headers)
