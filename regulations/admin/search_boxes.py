"""What the desk's search boxes find: what the public's find, also before a word is typed out."""

from __future__ import annotations

from dataclasses import replace

from egov.search.lists import Searchable, containing
from regulations import search as public

# in lists and in the boxes that complete what is typed; some thousand rows
REGULATIONS = replace(
    public.REGULATIONS, ways=(*public.REGULATIONS.ways, containing("title", "number"))
)
APPLICATIONS = Searchable(ways=(containing("name", "code", "purpose"),))
