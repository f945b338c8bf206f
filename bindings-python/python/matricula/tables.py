"""The types around tables. What they are made of is in `matricula.Table`."""

from __future__ import annotations

from typing import Any, Protocol, TypedDict

__all__ = ["ArrowTable", "TableColumn"]


class TableColumn(TypedDict):
    """A column of a table."""

    name: str
    """The name of the field, the same in every language; for a column that the report does not have, its header."""
    type: str
    """The Arrow type, such as `decimal128(18, 9)`."""
    nullable: bool
    """Whether rows may be without a value."""
    header: str | None
    """The header in files."""
    meaning: str | None
    """What the value means."""
    unit: str | None
    """The unit in which values are measured, if they are."""


class ArrowTable(Protocol):
    """Whatever gives its rows by Arrow's PyCapsule protocol: a data frame, a table, a relation."""

    def __arrow_c_stream__(self, requested_schema: object | None = None) -> Any:
        """A capsule of a stream of record batches."""
