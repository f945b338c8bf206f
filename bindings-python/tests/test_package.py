"""The package as a whole: its version, its examples, its commands and its types."""

from __future__ import annotations

import doctest
import importlib
import inspect
import subprocess
import sys
import tomllib
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Literal, get_args, get_origin, get_type_hints
from uuid import UUID

import pytest

import matricula
from matricula import HOST, MatriculaError, Refusal, Register, commands, types

HERE = Path(__file__).parent
WORKSPACE = HERE.parents[1] / "Cargo.toml"


def test_versions_agree() -> None:
    cargo = tomllib.loads(WORKSPACE.read_text(encoding="utf-8"))
    assert matricula.__version__ == cargo["workspace"]["package"]["version"]
    assert matricula.__version__ == importlib.import_module("importlib.metadata").version("matricula")


@pytest.mark.parametrize("name", ["matricula", "matricula.actors", "matricula.commands", "matricula.errors"])
def test_examples_run(name: str) -> None:
    result = doctest.testmod(importlib.import_module(name))
    assert (result.failed, result.attempted > 0) == (0, True)


def test_the_readme_runs(tmp_path: Path) -> None:
    text = (HERE.parent / "README.md").read_text(encoding="utf-8")
    blocks = [part.split("```", 1)[0] for part in text.split("```python\n")[1:]]
    assert blocks
    for block in blocks:
        subprocess.run([sys.executable, "-c", block], check=True, cwd=tmp_path)


def test_the_typing_sample_runs() -> None:
    subprocess.run([sys.executable, str(HERE / "typing" / "sample.py")], check=True)


def value_of(kind: Any) -> Any:
    """Some value of a type, for constructors."""
    origin = get_origin(kind)
    if origin is Sequence:
        return []
    if origin is Literal:
        return get_args(kind)[0]
    if kind is str or str in get_args(kind):
        return str(UUID(int=7))
    if kind in (int, bool):
        return kind(1)
    if get_args(kind):
        return value_of(get_args(kind)[0])
    hints = get_type_hints(kind)
    return {name: value_of(hint) for name, hint in hints.items()}


def constructors() -> list[str]:
    return sorted(commands.__all__)


@pytest.mark.parametrize("name", constructors())
def test_every_command_is_made_and_understood(name: str) -> None:
    make = getattr(commands, name)
    parameters = inspect.signature(make).parameters.values()
    assert all(parameter.kind is inspect.Parameter.KEYWORD_ONLY for parameter in parameters)
    hints = get_type_hints(make)
    required = [parameter.name for parameter in parameters if parameter.default is inspect.Parameter.empty]
    command = make(**{parameter: value_of(hints[parameter]) for parameter in required})
    assert command["kind"] == name
    assert list(command)[0] == "kind"
    for given in (command, {key: value for key, value in command.items() if value is not None}):
        for field in ("starts_at", "ends_at", "renews_at"):
            if field in given:
                given[field] = "2020-01-01T00:00:00.000Z"
        if "removal_limit" in given:
            given["removal_limit"] = "50"
        if name == "create_organization":
            with pytest.raises(Refusal, match="may not"):
                Register().execute(given, now="2020-01-01T00:00:00.000Z", actor=HOST)
            continue
        # Understood, and then refused, since there is nothing yet to command.
        with pytest.raises(Refusal) as refusal:
            Register().execute(given, now="2020-01-01T00:00:00.000Z", actor=HOST)
        assert refusal.value.code == "no_organization"


def test_commands_are_all_there() -> None:
    kinds = {get_args(get_type_hints(record)["kind"])[0] for record in get_args(types.Command)}
    assert kinds == set(commands.__all__)


def test_unknown_arguments_of_commands_are_refused() -> None:
    with pytest.raises(TypeError):
        commands.freeze_contract(contrac=UUID(int=1))


def test_optional_fields_are_optional_only_where_given() -> None:
    assert "external_id" in types.InviteLearner.__optional_keys__
    assert "external_id" in types.InvitationRow.__optional_keys__
    assert "external_id" in types.LearnerView.__required_keys__


def test_all_is_all() -> None:
    assert set(matricula.__all__) <= set(dir(matricula))
    assert issubclass(matricula.Refusal, MatriculaError)
    assert Path(matricula.__file__).with_name("py.typed").exists()


def test_classes_cannot_be_extended_or_changed() -> None:
    with pytest.raises(TypeError):
        type("Other", (Register,), {})
    with pytest.raises(AttributeError):
        Register().sequence = 5
    with pytest.raises(TypeError):
        matricula.Commit()
