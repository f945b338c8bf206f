"""What is easier said in Python than in Rust: data frames of pandas, and the bar of long work."""

from __future__ import annotations

import sys
import time
from typing import Any

__all__ = ["Bar", "to_pandas"]


def to_pandas(table: Any) -> Any:
    """A table as a data frame of pandas. Its decimals stay exact, in Arrow's form; all else is as pandas has it."""
    import pandas
    import pyarrow

    def exact(kind: Any) -> Any:
        return pandas.ArrowDtype(kind) if pyarrow.types.is_decimal(kind) else None

    return pyarrow.table(table).to_pandas(types_mapper=exact)


class Bar:
    """Shows how far long work has come: with tqdm where it is installed, else as a line on the error output."""

    PATIENCE = 1.0
    """Seconds of work before anything is shown."""
    PAUSE = 0.2
    """Seconds between two looks of the line."""

    def __init__(self, total: int | None) -> None:
        self._total = total
        self._start = time.monotonic()
        self._shown = 0.0
        self._done = 0
        self._tqdm: Any = None
        self._line = False

    def __call__(self, done: int, total: int | None) -> None:
        now = time.monotonic()
        if now - self._start < self.PATIENCE or now - self._shown < self.PAUSE:
            return
        if self._tqdm is None and not self._line:
            try:
                from tqdm.auto import tqdm
            except ImportError:
                self._line = True
            else:
                self._tqdm = tqdm(total=total, unit="B", unit_scale=True, unit_divisor=1024)
        self._shown = now
        if self._tqdm is not None:
            self._tqdm.update(done - self._done)
            self._done = done
        else:
            self._print(done, now)

    def _print(self, done: int, now: float) -> None:
        size = f"{done / 2**20:,.0f} MiB"
        if self._total:
            size = f"{done / self._total:4.0%} of {self._total / 2**20:,.0f} MiB"
        rate = done / 2**20 / max(now - self._start, 1e-9)
        print(f"\rread {size}, {rate:,.0f} MiB/s ", end="", file=sys.stderr, flush=True)

    def close(self) -> None:
        if self._tqdm is not None:
            if self._total is not None:
                self._tqdm.update(self._total - self._done)
            self._tqdm.close()
        elif self._line:
            print(file=sys.stderr, flush=True)
