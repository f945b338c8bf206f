"""The register behind enterprise learning programs, as a pure state machine.

A `Register` holds one organization. Give it commands with the time and the actor; it gives back commits to store, or
raises a `Refusal` that changes nothing. It does no I/O, knows no clock and makes up no ids.

>>> from uuid import UUID
>>> from matricula import OPERATOR, Refusal, Register, commands, learner, types
>>> register = Register()
>>> now = "2020-01-06T08:00:00.000Z"
>>> contract, program, jo = UUID(int=2), UUID(int=3), UUID(int=10)
>>> setup: list[types.Command] = [
...     commands.create_organization(organization=UUID(int=1), name="Acme", domains=["acme.example"]),
...     commands.create_contract(
...         contract=contract, name="Year 1", terms={"kind": "memberships", "seats": 1},
...         starts_at=now, ends_at="2021-01-06T08:00:00.000Z",
...     ),
...     commands.create_program(
...         program=program, name="Learning Program", slug="learning-program",
...         url="https://learn.acme.example/learning-program", tagline="",
...     ),
...     commands.add_domain(program=program, domain="acme.example", contract=contract),
... ]
>>> for command in setup:
...     commit = register.execute(command, now=now, actor=OPERATOR)
>>> join = commands.join_program(program=program, learner=jo, name="Jo Doe", email="jo@acme.example")
>>> commit = register.execute(join, now=now, actor=learner(jo))
>>> commit
<Commit 5 at 2020-01-06T08:00:00.000Z: learner_joined>
>>> commit.events[0]["path"]
'whitelist'

The one seat is taken: the next is refused, with a code, a rule and facts.

>>> ada = commands.join_program(
...     program=program, learner=UUID(int=11), name="Ada Roe", email="ada@acme.example"
... )
>>> try:
...     register.execute(ada, now=now, actor=OPERATOR)
... except Refusal as refusal:
...     print(refusal.code, refusal.rule, refusal.facts["seats"])
seats_exhausted CON-2 1

Commits are the history: another register that applies them is the same.

>>> copy = Register.restore(register.snapshot())
>>> copy.snapshot() == register.snapshot()
True
"""

from matricula import commands, types
from matricula._matricula import (
    Commit,
    Decision,
    EmailReport,
    FiguresAccumulator,
    Gradebook,
    GradebookAccumulator,
    GroupAccumulator,
    MembershipDifference,
    Register,
    Report,
    ReportStream,
    SpecializationDifference,
    SummaryAccumulator,
    Table,
    UsageDifference,
    __version__,
    activity_template,
    attempt_template,
    catalog_template,
    check_dialect,
    compare_membership,
    compare_specialization,
    compare_usage,
    convert_report,
    due_between,
    group_reports,
    groups_table,
    invitation_template,
    iter_membership_report,
    iter_specialization_report,
    iter_usage_report,
    known_dialect,
    membership_changes_table,
    next_due,
    read_activity,
    read_attempts,
    read_catalog,
    read_gradebook,
    read_invitations,
    read_membership,
    read_membership_report,
    read_specialization,
    read_specialization_report,
    read_usage,
    read_usage_report,
    read_whitelist,
    recognize_file,
    schedule_of,
    specialization_changes_table,
    summarize_reports,
    usage_changes_table,
    usage_figures,
    whitelist_template,
    write_membership,
    write_membership_report,
    write_specialization,
    write_specialization_report,
    write_usage,
    write_usage_report,
    zone_data_version,
)
from matricula.actors import HOST, OPERATOR, administrator, learner
from matricula.errors import (
    ApplyError,
    DialectError,
    GroupError,
    InvalidInput,
    MatriculaError,
    Refusal,
    RestoreError,
)
from matricula.view import View

__all__ = [
    "HOST",
    "OPERATOR",
    "ApplyError",
    "Commit",
    "Decision",
    "DialectError",
    "EmailReport",
    "FiguresAccumulator",
    "Gradebook",
    "GradebookAccumulator",
    "GroupAccumulator",
    "GroupError",
    "InvalidInput",
    "MatriculaError",
    "MembershipDifference",
    "Refusal",
    "Register",
    "Report",
    "ReportStream",
    "RestoreError",
    "SpecializationDifference",
    "SummaryAccumulator",
    "Table",
    "UsageDifference",
    "View",
    "__version__",
    "activity_template",
    "administrator",
    "attempt_template",
    "catalog_template",
    "check_dialect",
    "commands",
    "compare_membership",
    "compare_specialization",
    "compare_usage",
    "convert_report",
    "due_between",
    "group_reports",
    "groups_table",
    "invitation_template",
    "iter_membership_report",
    "iter_specialization_report",
    "iter_usage_report",
    "known_dialect",
    "membership_changes_table",
    "learner",
    "next_due",
    "read_activity",
    "read_attempts",
    "read_catalog",
    "read_gradebook",
    "read_invitations",
    "read_membership",
    "read_membership_report",
    "read_specialization",
    "read_specialization_report",
    "read_usage",
    "read_usage_report",
    "read_whitelist",
    "recognize_file",
    "schedule_of",
    "specialization_changes_table",
    "summarize_reports",
    "usage_changes_table",
    "types",
    "usage_figures",
    "whitelist_template",
    "write_membership",
    "write_membership_report",
    "write_specialization",
    "write_specialization_report",
    "write_usage",
    "write_usage_report",
    "zone_data_version",
]
