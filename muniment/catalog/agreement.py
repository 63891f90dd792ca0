"""Agreement between those who have given rows values of a feature: kappa, by statsmodels."""

import html
import math
from collections.abc import Collection, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import TYPE_CHECKING, Any, Literal

import sqlalchemy as sa

from muniment import ids
from muniment.catalog import features, frames
from muniment.catalog.catalog import Catalog
from muniment.catalog.database import listed
from muniment.catalog.feature_records import EXECUTION, Feature, only_column
from muniment.catalog.features import Scope
from muniment.catalog.schema.types import BuiltinTypes
from muniment.errors import InvalidValue, nearest, plural

if TYPE_CHECKING:
    import pandas as pd

Annotator = Literal["person", "execution", "workflow"]
"""What counts as one annotator: who wrote the values, each run, or each workflow."""

Weights = Literal["linear", "quadratic"]
"""How much it matters by how many steps two values of an order differ."""

_ANNOTATORS = ("person", "execution", "workflow")
_WEIGHTS = ("linear", "quadratic")
_UNLIKE = {BuiltinTypes.json, BuiltinTypes.jsonb, BuiltinTypes.text_array}
_SHOWN = 20


@dataclass(frozen=True, eq=False)
class FeatureAgreement:
    """How far annotators agree on the values of a feature, beyond what chance would do.

    Attributes:
        feature_name: The feature.
        target_table: The table whose rows have values.
        column: The column that is compared.
        statistic: ``Cohen's kappa`` of two annotators, ``Fleiss' kappa`` of more; with weights, of more than
            two, ``Light's kappa``: the mean of Cohen's kappa of every two.
        kappa: 1 if all agree, 0 if they agree as often as by chance. Not a number if all have given all rows
            the same value, since chance would have done that as well.
        rows: How many rows it is computed on; of a feature with qualifiers, each of them counts as a row.
        annotators: Those who gave values, whether these are computed with or not.
        left_out: Number of values that a row has → how many such rows are left out: those with one value,
            and for Fleiss' kappa those with fewer or more than most have.
        repeated: How many values are left aside because their annotator has given the row a newer one.
        unknown: How many values are left aside because nobody knows who gave them.
        weights: How values are weighted by their distance.
        table: Of two annotators, how often the first (index) gave a value where the second gave another
            (columns); of more, how many gave a row (index) each value (columns).
    """

    feature_name: str
    target_table: str
    column: str
    statistic: str
    kappa: float
    rows: int
    annotators: tuple[str, ...]
    left_out: dict[int, int]
    repeated: int
    unknown: int
    weights: str | None
    table: "pd.DataFrame" = field(repr=False)
    _ratings: "pd.DataFrame" = field(repr=False)
    _values: list[Any] = field(repr=False)

    @cached_property
    def pairs(self) -> "pd.DataFrame":
        """Cohen's kappa of every two annotators who have rows in common, and of how many rows."""
        return _pairs(self._ratings, self._values, self.weights)

    def __repr__(self) -> str:
        return (
            f"<FeatureAgreement on {self.column} of {self.feature_name}: {self.statistic} {self.kappa:.3f}, "
            f"{plural(self.rows, '1 row', '{:,} rows')}, {len(self.annotators)} annotators>"
        )

    def _repr_html_(self) -> str:
        what = f"{self.column} of {self.feature_name}: {self.rows:,} of {self.target_table}"
        figure = f"<b>{self.statistic} {self.kappa:.3f}</b> on {html.escape(what)}"
        told = [f"{figure}, {len(self.annotators)} annotators"]
        told += [f"left out: {self._said_left_out()}"] if self.left_out else []
        told += [f"left aside: {self.repeated:,} values given anew since"] if self.repeated else []
        told += [f"left aside: {self.unknown:,} values of nobody knows whom"] if self.unknown else []
        shown = self.table if len(self.annotators) == 2 else self.pairs
        return "<br>".join(told) + str(shown.to_html(max_rows=_SHOWN))

    def _said_left_out(self) -> str:
        return ", ".join(
            f"{plural(count, '1 row', '{:,} rows')} with {plural(number, '1 value', '{:,} values')}"
            for number, count in self.left_out.items()
        )


def measure(
    catalog: Catalog,
    table: str,
    name: str,
    column: str | None = None,
    *,
    annotator: Annotator = "person",
    weights: Weights | None = None,
    order: Sequence[Any] | None = None,
    execution_rids: Collection[str] | None = None,
    scope: Scope | None = None,
) -> FeatureAgreement:
    """Compute how far annotators agree on the values of a feature.

    Args:
        catalog: Where to read.
        table: The table whose rows have values.
        name: Name of the feature.
        column: The column to compare; the feature's only term, or only column, if left out.
        annotator: What counts as one annotator.
        weights: How values are weighted by their distance in `order`.
        order: The values from the least to the most.
        execution_rids: Of which executions; all if left out.
        scope: Gives the condition for the values to read.

    Raises:
        TableNotFound: There is no such table.
        FeatureNotFound: The table has no such feature.
        InvalidValue: There is no such column, nothing to compare, weights without an order, or an order that
            lacks a value.
        ImportError: statsmodels is not installed.
    """
    _check_options(annotator, weights, order)
    feature = features.lookup(catalog, table, name)
    chosen = _column_of(feature, column)
    given = _read(catalog, feature, chosen, annotator, execution_rids, scope)
    known = given[given["annotator"].notna()]
    ratings = known.drop_duplicates(["row", "annotator"], keep="last")
    values = _ordered(ratings["value"].unique().tolist(), order)
    annotators = tuple(sorted(ratings["annotator"].unique()))
    counts = ratings["row"].value_counts()
    several = counts[counts > 1]
    if several.empty:
        raise InvalidValue(_nothing_to_compare(feature, annotator, given, len(annotators)))
    of_two, is_weighted = len(annotators) == 2, weights is not None
    compared = counts > 1 if is_weighted and not of_two else counts == several.mode().max()
    complete = ratings[ratings["row"].isin(counts[compared].index)]
    counted = _counted(complete, values, annotators if of_two else None)
    left_out = counts[~compared].value_counts().sort_index()
    return FeatureAgreement(
        feature.feature_name,
        feature.target_table,
        chosen,
        "Cohen's kappa" if of_two else "Light's kappa" if is_weighted else "Fleiss' kappa",
        _kappa(complete, counted, values, weights, of_two),
        int(compared.sum()),
        annotators,
        dict(zip(left_out.index.tolist(), left_out.tolist(), strict=True)),
        len(known) - len(ratings),
        len(given) - len(known),
        weights,
        counted,
        ratings,
        values,
    )


def _check_options(annotator: str, weights: str | None, order: Sequence[Any] | None) -> None:
    if annotator not in _ANNOTATORS:
        raise InvalidValue(f"annotator={annotator!r} is none of {', '.join(_ANNOTATORS)}.")
    if weights is not None and weights not in _WEIGHTS:
        raise InvalidValue(f"weights={weights!r} is none of {', '.join(_WEIGHTS)}.")
    if weights is not None and order is None:
        raise InvalidValue(
            f"weights={weights!r} needs order=[...], the values from the least to the most: without it, "
            "nothing says how far apart two of them are."
        )


def _column_of(feature: Feature, column: str | None) -> str:
    chosen = column or only_column(feature)
    known = {each.name: each for each in feature.feature_columns}
    if chosen not in known:
        raise InvalidValue(
            f"{feature.feature_name} of {feature.target_table} has no column {chosen!r} to compare."
            f"{nearest(chosen, known)} It has {', '.join(known) or 'none'}."
        )
    if chosen in feature.qualifiers:
        raise InvalidValue(
            f"{chosen} says which of several values of a row one is, so that annotators cannot differ on it."
        )
    if chosen in feature.assets or known[chosen].type in _UNLIKE:
        raise InvalidValue(f"Files, lists and JSON are no values to agree on, and {chosen} holds such.")
    return chosen


def _read(
    catalog: Catalog,
    feature: Feature,
    column: str,
    annotator: Annotator,
    execution_rids: Collection[str] | None,
    scope: Scope | None,
) -> "pd.DataFrame":
    """Read who has given which row what, the oldest first."""
    import pandas as pd

    with catalog.read() as connection:
        model = catalog.model_in(connection)
        table, executions = model.table(feature.feature_table), model.table(EXECUTION)
        origin: sa.FromClause = table
        which = [table.c[name] for name in feature.qualifiers]
        who = table.c.RCB if annotator == "person" else table.c.Execution
        if annotator == "workflow":
            origin = sa.outerjoin(table, executions, table.c.Execution == executions.c.RID)
            who = executions.c.Workflow
        value = table.c[column]
        query = sa.select(who, value, table.c[feature.target_table], *which).select_from(origin)
        query = query.where(value.is_not(None))
        if execution_rids is not None:
            wanted = [ids.normalize(str(rid)) for rid in execution_rids]
            query = query.where(table.c.Execution.in_(listed(connection, wanted)))
        if scope is not None:
            query = query.where(scope(connection, model, table))
        found = connection.execute(query.order_by(table.c.RCT, *frames.rid_order(table.c.RID)))
        lines = ((" ".join(map(str, row)), who, value) for who, value, *row in found)
        return pd.DataFrame(lines, columns=["row", "annotator", "value"], dtype=object)


def _ordered(found: Sequence[Any], order: Sequence[Any] | None) -> list[Any]:
    if order is None:
        return sorted(found)
    known = list(order)
    if len(set(known)) < len(known):
        raise InvalidValue(f"order={known!r:.200} names a value twice.")
    if lacking := sorted(set(found) - set(known)):
        raise InvalidValue(f"order={known!r:.200} lacks {lacking[0]!r}, which rows have.")
    return known


def _nothing_to_compare(
    feature: Feature, annotator: Annotator, given: "pd.DataFrame", annotators: int
) -> str:
    hint = (
        " annotator='execution' counts each run as an annotator of its own."
        if annotator != "execution" and len(given)
        else ""
    )
    return (
        f"There is nothing to compare: no row of {feature.target_table} has values of "
        f"{feature.feature_name} by two annotators. There are {len(given):,} values by "
        f"{plural(annotators, '1 annotator', '{:,} annotators')}.{hint}"
    )


def _counted(complete: "pd.DataFrame", values: list[Any], two: tuple[str, ...] | None) -> "pd.DataFrame":
    import pandas as pd

    if two is None:
        return pd.crosstab(complete["row"], complete["value"]).reindex(columns=values, fill_value=0)
    first, second = (complete[complete["annotator"] == each].set_index("row")["value"] for each in two)
    pairs = pd.crosstab(first, second.reindex(first.index), rownames=[two[0]], colnames=[two[1]])
    return pairs.reindex(index=values, columns=values, fill_value=0)


def _kappa(
    complete: "pd.DataFrame",
    counted: "pd.DataFrame",
    values: list[Any],
    weights: Weights | None,
    of_two: bool,
) -> float:
    import numpy as np

    if of_two:
        return _cohen(counted.to_numpy(), weights)
    if weights is not None:
        return float(_pairs(complete, values, weights)["kappa"].mean())
    fleiss_kappa = _statsmodels().fleiss_kappa
    with np.errstate(invalid="ignore"):
        return float(fleiss_kappa(counted.to_numpy()))


def _cohen(counted: Any, weights: str | None) -> float:
    import numpy as np

    if counted.shape[0] < 2:
        return math.nan
    with np.errstate(invalid="ignore"):
        return float(_statsmodels().cohens_kappa(counted, wt=weights, return_results=False))


def _pairs(ratings: "pd.DataFrame", values: list[Any], weights: str | None) -> "pd.DataFrame":
    """Compare every two annotators on the rows that both have given values."""
    import numpy as np
    import pandas as pd

    place = {value: number for number, value in enumerate(values)}
    coded = ratings.assign(value=ratings["value"].map(place).astype(int))
    both = coded.merge(coded, on="row", suffixes=("_1", "_2"))
    both = both[both["annotator_1"] < both["annotator_2"]]
    lines = []
    for two, found in both.groupby(["annotator_1", "annotator_2"]):
        counted = np.zeros((len(values), len(values)))
        np.add.at(counted, (found["value_1"].to_numpy(), found["value_2"].to_numpy()), 1)
        lines.append((*two, len(found), _cohen(counted, weights)))
    return pd.DataFrame(lines, columns=["first", "second", "rows", "kappa"])


def _statsmodels() -> Any:
    try:
        from statsmodels.stats import inter_rater
    except ImportError as error:
        raise ImportError(
            "This needs statsmodels, which is not installed: pip install 'muniment[agreement]'."
        ) from error
    return inter_rater
