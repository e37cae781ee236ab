"""What changed on an object, as people say it: pages of lines, newest first."""

from egov.desk.history.pages import ROWS, Line, Page, Source, page_of
from egov.desk.history.tracked import Happening, Said, earlier, tracked

__all__ = ["ROWS", "Happening", "Line", "Page", "Said", "Source", "earlier", "page_of", "tracked"]
