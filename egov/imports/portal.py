"""What imports give the portal."""

from egov.portal.declarations import Beat, Portal

PORTAL = Portal(
    schedule=(
        Beat("perform-imports", "egov.imports.tasks.perform_waiting", 60.0),
        Beat("forget-uploads", "egov.imports.tasks.forget_uploads", 3600.0),
    ),
)
