"""Who gives a command."""

from __future__ import annotations

from typing import Final

from matricula.types import Administrator, Host, Id, Learner, Operator

__all__ = ["HOST", "OPERATOR", "administrator", "learner"]

OPERATOR: Final[Operator] = {"kind": "operator"}
"""The platform's operator: creates organizations, contracts and programs."""

HOST: Final[Host] = {"kind": "host"}
"""The host itself, on behalf of nobody: reports facts, bounces and single sign-on profiles."""


def administrator(administrator: Id) -> Administrator:
    """An administrator, of the organization or of a program.

    >>> administrator("75a1be6b-e3b5-11e8-a328-1212096c5fea")
    {'kind': 'administrator', 'administrator': '75a1be6b-e3b5-11e8-a328-1212096c5fea'}
    """
    return {"kind": "administrator", "administrator": str(administrator)}


def learner(learner: Id) -> Learner:
    """A learner, for themselves.

    >>> learner("daG-a-O1EeijKBISCWxf6g")
    {'kind': 'learner', 'learner': 'daG-a-O1EeijKBISCWxf6g'}
    """
    return {"kind": "learner", "learner": str(learner)}
