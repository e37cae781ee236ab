from django.apps import AppConfig


class DocumentsConfig(AppConfig):
    name = "egov.documents"
    label = "documents"

    def ready(self) -> None:
        from egov.documents.pdf import table_pdf
        from egov.web.exports import printed_by

        printed_by(table_pdf)
