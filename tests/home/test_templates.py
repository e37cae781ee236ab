"""Templates read like code: a line fits on a screen."""

from pathlib import Path

from django.conf import settings

WIDEST = 120


def test_no_line_of_a_template_is_over_120_columns() -> None:
    root = Path(settings.BASE_DIR)
    pages = sorted(path for folder in _folders(root) for path in folder.rglob("*.html"))
    long = [
        f"{page.relative_to(root)}:{place} has {len(line)} columns"
        for page in pages
        for place, line in enumerate(page.read_text().splitlines(), start=1)
        if len(line) > WIDEST
    ]
    assert len(pages) > 50
    assert long == [], "\n".join(["Break these lines:", *long])


def _folders(root: Path) -> list[Path]:
    """The project's own folders of templates, the apps' too should they have any."""
    apps = [
        folder
        for app in ("egov", "infrastructure", "musrenbang", "news", "regulations")
        for folder in (root / app).rglob("templates")
    ]
    return [root / "templates", *apps]
