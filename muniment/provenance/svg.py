"""A lineage as a drawing, which stands in a notebook without any other program.

Columns are distances from the root, and data goes from left to right.
"""

import html
from collections.abc import Iterator, Mapping

from muniment.catalog.lineage.graph import Graph, Kind
from muniment.provenance.collapsed import Collapsed, Group, Step, collapse
from muniment.provenance.tree import describe, remarks

_WIDTH, _HEIGHT = 190, 34
_ACROSS, _DOWN, _MARGIN = 250, 48, 12
_LETTERS = 27
_GROUPS = 300
"""Groups that are drawn, those nearest to the root."""

_COLOURS = {
    Kind.asset: "#dbeafe",
    Kind.execution: "#fef3c7",
    Kind.dataset: "#dcfce7",
    Kind.feature: "#fae8ff",
    Kind.row: "#f3f4f6",
}


def draw(graph: Graph) -> str:
    """Draw a lineage as the element `svg` of a page."""
    return _draw(graph, collapse(graph))


def _draw(graph: Graph, collapsed: Collapsed) -> str:
    columns = _arrange(collapsed)
    places = _place(columns, rightward=graph.direction == "forward")
    width = len(columns) * _ACROSS - (_ACROSS - _WIDTH) + 2 * _MARGIN
    height = max(map(len, columns)) * _DOWN + 2 * _MARGIN
    # A page may hold several drawings, and what they name is the page's.
    arrow = f"arrow-{graph.root}-{graph.direction}"
    opening = (
        f'<svg xmlns="http://www.w3.org/2000/svg" width="{width}" height="{height}" '
        f'viewBox="0 0 {width} {height}" font-family="sans-serif" font-size="12" role="img" '
        f'aria-label="{html.escape(f"Lineage of {graph.root}")}">'
    )
    marker = (
        f'<defs><marker id="{arrow}" viewBox="0 0 8 8" refX="8" refY="4" markerWidth="7" markerHeight="7" '
        'orient="auto"><path d="M0,0 L8,4 L0,8 z" fill="#6b7280"/></marker></defs>'
    )
    lines = _lines(graph, collapsed, places, arrow)
    boxes = (_box(collapsed.groups[number], place) for number, place in places.items())
    return "".join([opening, marker, *lines, *boxes, "</svg>"])


def draw_page(graph: Graph) -> str:
    """Draw a lineage for a notebook, with what the drawing leaves out."""
    collapsed = collapse(graph)
    groups = len(collapsed.groups)
    said = [f"{groups:,} groups, the nearest {_GROUPS} drawn."] if groups > _GROUPS else []
    notes = "".join(f"<p>{html.escape(remark)}</p>" for remark in [*said, *remarks(graph)])
    return f'<div style="overflow-x:auto">{_draw(graph, collapsed)}</div>{notes}'


_Place = tuple[int, int]


def _arrange(collapsed: Collapsed) -> list[list[int]]:
    """Put groups into columns, each as near as can be to those that lead to it."""
    shown = collapsed.groups[:_GROUPS]
    columns: list[list[int]] = [[] for _ in range(max(group.level for group in shown) + 1)]
    for group in shown:
        columns[group.level].append(group.number)
    leading: dict[int, list[int]] = {}
    for step in collapsed.steps:
        leading.setdefault(step.far, []).append(step.near)
    height: dict[int, float] = {0: 0.0}
    for column in columns[1:]:
        wanted = {n: _mean([height[m] for m in leading[n] if m in height]) for n in column}
        column.sort(key=lambda number: (wanted[number], number))
        height.update((number, float(index)) for index, number in enumerate(column))
    return columns


def _mean(values: list[float]) -> float:
    return sum(values) / len(values) if values else 0.0


def _place(columns: list[list[int]], *, rightward: bool) -> dict[int, _Place]:
    tallest = max(map(len, columns))
    places = {}
    for level, column in enumerate(columns):
        across = level if rightward else len(columns) - 1 - level
        top = _MARGIN + (tallest - len(column)) * _DOWN // 2
        for index, number in enumerate(column):
            places[number] = (_MARGIN + across * _ACROSS, top + index * _DOWN)
    return places


def _lines(graph: Graph, collapsed: Collapsed, places: Mapping[int, _Place], arrow: str) -> Iterator[str]:
    for step in collapsed.steps:
        if step.near in places and step.far in places:
            yield _line(graph, step, places, arrow)


def _line(graph: Graph, step: Step, places: Mapping[int, _Place], arrow: str) -> str:
    ends = (step.near, step.far) if graph.direction == "forward" else (step.far, step.near)
    (x1, y1), (x2, y2) = (places[number] for number in ends)
    x1, y1, y2 = x1 + _WIDTH, y1 + _HEIGHT // 2, y2 + _HEIGHT // 2
    dashes = ' stroke-dasharray="4"' if step.is_deleted else ""
    return (
        f'<path d="M{x1},{y1} C{x1 + 30},{y1} {x2 - 30},{y2} {x2},{y2}" fill="none" stroke="#6b7280"{dashes} '
        f'marker-end="url(#{arrow})"><title>{step.relation}</title></path>'
    )


def _box(group: Group, place: _Place) -> str:
    x, y = place
    title = group.title if len(group.title) <= _LETTERS else group.title[: _LETTERS - 1] + "…"
    dashes = ' stroke-dasharray="4" opacity="0.6"' if group.is_deleted else ""
    width = 3 if group.number == 0 else 1
    round_ = _HEIGHT // 2 if group.kind is Kind.execution else 4
    return (
        f'<g><title>{html.escape(describe(group))}</title><rect x="{x}" y="{y}" width="{_WIDTH}" '
        f'height="{_HEIGHT}" rx="{round_}" fill="{_COLOURS[group.kind]}" stroke="#374151" '
        f'stroke-width="{width}"{dashes}/><text x="{x + _WIDTH // 2}" y="{y + _HEIGHT // 2 + 4}" '
        f'text-anchor="middle" fill="#111827">{html.escape(title)}</text></g>'
    )
