"""The region's colours as a style sheet: the only part of the look that a region changes."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse


def theme(request: HttpRequest) -> HttpResponse:
    profile = settings.REGION_PROFILE

    def block(colours: dict[str, str]) -> str:
        return "".join(f"--{name}:{value};" for name, value in sorted(colours.items()))

    printed = profile.colours | {"paper": "#fff", "brand": "#000", "ink": "#000"}
    css = (
        f":root{{color-scheme:light dark;{block(profile.colours)}}}\n"
        f"@media (prefers-color-scheme:dark){{:root{{{block(profile.dark_colours)}}}}}\n"
        f"@media print{{:root{{{block(printed)}}}}}\n"
    )
    headers = {"Cache-Control": "public, max-age=3600"}
    return HttpResponse(css, content_type="text/css", headers=headers)
