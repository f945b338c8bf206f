"""What can go wrong, as exceptions. Each has a stable `code`, the same in every language."""

from __future__ import annotations

from typing import Any, ClassVar, cast

from matricula.types import ApplyErrorCode, Cure, RefusalCode, RefusalRecord, RestoreErrorCode

__all__ = [
    "ApplyError",
    "DialectError",
    "GroupError",
    "InvalidInput",
    "MatriculaError",
    "Refusal",
    "RestoreError",
]


class MatriculaError(Exception):
    """The base of all errors of this package."""

    message: str
    """What is wrong and what to do about it, for people."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


class Refusal(MatriculaError):
    """A command was not carried out, and nothing changed.

    >>> from matricula import HOST, Register, Refusal
    >>> command = {"kind": "freeze_contract", "contract": "75a1be6b-e3b5-11e8-a328-1212096c5fea"}
    >>> try:
    ...     Register().execute(command, now="2020-01-06T08:00:00.000Z", actor=HOST)
    ... except Refusal as refusal:
    ...     print(refusal.code, refusal.rule, refusal.cure)
    no_organization API-2 administrator
    """

    code: RefusalCode
    """The stable code."""
    rule: str
    """The number of the rule that refuses."""
    cure: Cure
    """What would let the command through."""
    facts: dict[str, Any]
    """The facts behind it, by name."""

    def __init__(
        self, message: str, code: RefusalCode, rule: str, cure: Cure, facts: dict[str, Any]
    ) -> None:
        super().__init__(message)
        self.code = code
        self.rule = rule
        self.cure = cure
        self.facts = facts

    @property
    def transient(self) -> bool:
        """Whether time alone may let the same command through."""
        return self.cure == "waiting"

    @staticmethod
    def from_dict(record: RefusalRecord) -> Refusal:
        """The refusal of a record: of a row that a bulk command refused, or of stored data. It is not raised.

        >>> from matricula import Refusal
        >>> str(Refusal.from_dict({"code": "nothing_given"}))
        'nothing is given to record; give at least one field'
        """
        from matricula import _matricula

        return _matricula.refusal_of(record)

    def to_dict(self) -> RefusalRecord:
        """The refusal as plain data: its code and its facts."""
        return cast(RefusalRecord, {"code": self.code, **self.facts})

    def __reduce__(self) -> tuple[type[Refusal], tuple[str, RefusalCode, str, Cure, dict[str, Any]]]:
        return (type(self), (self.message, self.code, self.rule, self.cure, self.facts))


class InvalidInput(MatriculaError, ValueError):
    """Data of the wrong shape: a field is missing, unknown, or of another type.

    >>> from matricula import HOST, InvalidInput, Register
    >>> try:
    ...     Register().execute({"kind": "freeze_contract"}, now="2020-01-06T08:00:00.000Z", actor=HOST)
    ... except InvalidInput as error:
    ...     print(error)
    `contract`: the field is missing
    """

    code: ClassVar[str] = "invalid_input"
    """The stable code."""
    field: str
    """The path of the field, as `rows[3].email`, or the name of the argument."""

    def __init__(self, message: str, field: str) -> None:
        super().__init__(message)
        self.field = field

    def __reduce__(self) -> tuple[type[InvalidInput], tuple[str, str]]:
        return (type(self), (self.message, self.field))


class ApplyError(MatriculaError):
    """A commit was not taken in, or a history does not hold together."""

    code: ApplyErrorCode
    """The stable code."""

    def __init__(self, message: str, code: ApplyErrorCode) -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[type[ApplyError], tuple[str, ApplyErrorCode]]:
        return (type(self), (self.message, self.code))


class RestoreError(MatriculaError):
    """A snapshot was not restored."""

    code: RestoreErrorCode
    """The stable code."""

    def __init__(self, message: str, code: RestoreErrorCode) -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[type[RestoreError], tuple[str, RestoreErrorCode]]:
        return (type(self), (self.message, self.code))


class DialectError(MatriculaError, ValueError):
    """A dialect cannot be used: a header or a field stands there twice, is unknown, or is missing.

    >>> from matricula import DialectError, check_dialect, known_dialect
    >>> dialect = known_dialect("usage", "legacy")
    >>> dialect["columns"].append({"header": "Team", "field": "team"})
    >>> try:
    ...     check_dialect(dialect)
    ... except DialectError as error:
    ...     print(error.code)
    unknown_field
    """

    code: str
    """The stable code."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[type[DialectError], tuple[str, str]]:
        return (type(self), (self.message, self.code))


class GroupError(MatriculaError, ValueError):
    """Columns cannot be grouped by: one is unknown, chosen twice, or holds times or numbers."""

    code: str
    """The stable code."""

    def __init__(self, message: str, code: str) -> None:
        super().__init__(message)
        self.code = code

    def __reduce__(self) -> tuple[type[GroupError], tuple[str, str]]:
        return (type(self), (self.message, self.code))
