"""What is compared of two DataFrames that have to be the same."""

import hashlib
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    import pandas as pd


def fingerprint(frame: "pd.DataFrame") -> dict[str, Any]:
    """Give the number of rows, the dtypes, and a checksum of the rows at both ends."""
    ends = frame.iloc[:1000].to_csv() + frame.iloc[-1000:].to_csv()
    return {
        "rows": len(frame),
        "dtypes": {name: str(dtype) for name, dtype in frame.dtypes.items()},
        "sha256": hashlib.sha256(ends.encode()).hexdigest(),
    }
