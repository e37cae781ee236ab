from egov.areas.drawing import draw_map
from egov.verbs.background import task


@task()
def draw() -> bool:
    """Draws the map where areas began or ended since; see `draw_map`."""
    return draw_map()
