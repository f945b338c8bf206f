"""The options of the command line, and the four files that come in."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from matricula import read_activity, read_catalog, read_invitations, read_whitelist
from matricula.types import ActivityFile, CatalogFile, InvitationFile, WhitelistFile

HELP: Final = """\
Runs one organization through a year and writes its email report.

Options, each with a file of your own in place of the example's:
  --invitations FILE   the invited learners: Full Name, Email, External ID
  --whitelist FILE     email domains, one a line
  --catalog FILE       courses and specializations: Type, Name, Partner and more
  --activity FILE      what people did, in order of time: Time, Action, Program, Email and more
  --out FOLDER         where the files are written (default: out)
  --help               this text
"""


class Unusable(Exception):
    """What stands against running at all; nothing was done."""

    def __init__(self, problems: list[str]) -> None:
        super().__init__(*problems)
        self.problems = problems


def read_options(words: Sequence[str]) -> dict[str, str] | None:
    """The files and the folder by option; none if help is wanted."""
    here = "examples/data"
    data = here if os.path.isdir(here) else str(Path(__file__).resolve().parent.parent / "data")
    found = {name: f"{data}/{name}.csv" for name in ("invitations", "whitelist", "catalog", "activity")}
    found["out"] = "out"
    rest = iter(words)
    for word in rest:
        option, has_value, value = word.partition("=")
        if option in ("--help", "-h"):
            return None
        if not option.startswith("--") or option[2:] not in found:
            raise Unusable([f"there is no option `{option}`; `--help` lists them"])
        value = value if has_value else next(rest, "")
        if not value:
            raise Unusable([f"`{option}` needs a value, as `{option} FILE`; `--help` lists them"])
        found[option[2:]] = value
    return found


@dataclass
class Inputs:
    """The files, read."""

    invitations: InvitationFile
    whitelist: WhitelistFile
    catalog: CatalogFile
    activity: ActivityFile


def read_inputs(options: dict[str, str]) -> Inputs:
    """Reads the files. Whatever is wrong with them is told at once, and before anything is done."""
    unusable: list[str] = []
    data: dict[str, bytes] = {}
    for name in ("invitations", "whitelist", "catalog", "activity"):
        try:
            data[name] = Path(options[name]).read_bytes()
        except OSError as error:
            unusable.append(f"`{options[name]}` cannot be read: {error.strerror}")
    if unusable:
        raise Unusable(unusable)
    inputs = Inputs(
        read_invitations(data["invitations"]),
        read_whitelist(data["whitelist"]),
        read_catalog(data["catalog"]),
        read_activity(data["activity"]),
    )
    for name, problems in (
        ("invitations", inputs.invitations["problems"]),
        ("whitelist", inputs.whitelist["problems"]),
        ("catalog", inputs.catalog["problems"]),
        ("activity", inputs.activity["problems"]),
    ):
        # Without its header line no row means anything.
        header = (problem for problem in problems["kept"] if problem["record"] == 0)
        unusable.extend(f"`{options[name]}`: {problem['message']}" for problem in header)
    if unusable:
        raise Unusable(unusable)
    return inputs
