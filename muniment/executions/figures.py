"""Figures of runs, of whatever library they are."""

from collections.abc import Callable
from pathlib import Path
from typing import Any, cast

from muniment.errors import InvalidValue

TABLE = "Execution_Asset"
KIND = "Figure"


def figure_name(figure: Any, name: str) -> str:
    """Give the name of the file for a figure: with the ending that its library writes best, if it has none.

    Example:
        >>> figure_name(object(), "loss"), figure_name(object(), "loss.pdf")
        ('loss.png', 'loss.pdf')
    """
    return name if Path(name).suffix else f"{name}{'.html' if hasattr(figure, 'write_html') else '.png'}"


def saver(figure: Any, name: str) -> Callable[[Path], Any]:
    """Give what writes a figure of Matplotlib, Plotly, Altair or Pillow, or what draws on one, to a file.

    Raises:
        InvalidValue: It is none of these.
    """
    whole = figure if hasattr(figure, "savefig") else getattr(figure, "figure", figure)
    is_page = Path(name).suffix == ".html"
    for method in ("savefig", "write_html" if is_page else "write_image", "save"):
        found = getattr(whole, method, None)
        if callable(found):
            return cast("Callable[[Path], Any]", found)
    raise InvalidValue(
        f"{figure!r:.80} is no figure that can be saved: it has no savefig, write_image, write_html or save. "
        "Save it yourself, to the path that exe.asset_file_path('Execution_Asset', ...) gives."
    )
