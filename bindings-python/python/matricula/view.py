"""What one actor sees of a register (`ADM-3`): every question refused or narrowed to what they may see."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from matricula._matricula import Register
    from matricula.types import (
        Actor,
        AdministratorView,
        CatalogCount,
        CollectionView,
        ContractNotice,
        ContractView,
        CourseView,
        DomainView,
        EnrollmentView,
        Forecast,
        Funnel,
        Id,
        InvitationView,
        LearnerView,
        LedgerEntry,
        MembershipView,
        ProgramView,
        Question,
        Right,
        SpecializationView,
        Time,
    )

__all__ = ["View"]


class View:
    """A register as one actor sees it at one instant; see `Register.seen_by`.

    Whoever has no right to a question gets a `Refusal`. A program administrator is told of the programs administrated, a
    learner of themselves; what lies outside is as if it were not there. Each method answers like the register's own of the
    same name.
    """

    __slots__ = ("_actor", "_now", "_register")

    def __init__(self, register: Register, now: Time, actor: Actor) -> None:
        self._register = register
        self._now = now
        self._actor = actor

    def ask(self, question: Question) -> Any:
        """Answers a question that came as data."""
        return self._register._ask(question, now=self._now, actor=self._actor)

    def contracts(self) -> list[ContractView]:
        """All contracts."""
        found: list[ContractView] = self.ask({"question": "contracts"})
        return found

    def contract_by_id(self, contract: Id) -> ContractView | None:
        """A contract."""
        found: ContractView | None = self.ask({"question": "contract_by_id", "contract": contract})
        return found

    def programs(self) -> list[ProgramView]:
        """The programs that the actor sees."""
        found: list[ProgramView] = self.ask({"question": "programs"})
        return found

    def program_by_id(self, program: Id) -> ProgramView | None:
        """A program; none for one that the actor does not see."""
        found: ProgramView | None = self.ask({"question": "program_by_id", "program": program})
        return found

    def funnel(self) -> Funnel:
        """The sum over the programs that the actor sees."""
        found: Funnel = self.ask({"question": "funnel"})
        return found

    def learner(self, learner: Id) -> LearnerView | None:
        """A learner, with the memberships that the actor sees; none for learners without any."""
        found: LearnerView | None = self.ask({"question": "learner", "learner": learner})
        return found

    def learner_by_email(self, email: str) -> LearnerView | None:
        """The learner whose account has an email, with the memberships that the actor sees."""
        found: LearnerView | None = self.ask({"question": "learner_by_email", "email": email})
        return found

    def membership(self, program: Id, learner: Id) -> MembershipView | None:
        """What a learner is to a program."""
        found: MembershipView | None = self.ask(
            {"question": "membership", "program": program, "learner": learner}
        )
        return found

    def enrollments(self, program: Id, learner: Id) -> list[EnrollmentView]:
        """A learner's enrollments in a program; none of a membership that the actor does not see."""
        found: list[EnrollmentView] = self.ask(
            {"question": "enrollments", "program": program, "learner": learner}
        )
        return found

    def invitation(self, invitation: Id) -> InvitationView | None:
        """An invitation; none for one to a program that the actor does not see."""
        found: InvitationView | None = self.ask({"question": "invitation", "invitation": invitation})
        return found

    def invitation_of(self, program: Id, email: str) -> InvitationView | None:
        """The latest invitation of an email to a program."""
        found: InvitationView | None = self.ask(
            {"question": "invitation_of", "program": program, "email": email}
        )
        return found

    def whitelist(self, program: Id) -> list[DomainView] | None:
        """A program's whitelist."""
        found: list[DomainView] | None = self.ask({"question": "whitelist", "program": program})
        return found

    def courses(self) -> list[CourseView]:
        """Every course."""
        found: list[CourseView] = self.ask({"question": "courses"})
        return found

    def specializations(self) -> list[SpecializationView]:
        """Every specialization."""
        found: list[SpecializationView] = self.ask({"question": "specializations"})
        return found

    def collections(self, program: Id) -> list[CollectionView] | None:
        """A program's collections in order."""
        found: list[CollectionView] | None = self.ask({"question": "collections", "program": program})
        return found

    def catalog_counts(self, program: Id) -> list[CatalogCount] | None:
        """How often each item of a program's collections is taken."""
        found: list[CatalogCount] | None = self.ask({"question": "catalog_counts", "program": program})
        return found

    def administrators(self) -> list[AdministratorView]:
        """The administrators of the organization, and of the programs that the actor sees."""
        found: list[AdministratorView] = self.ask({"question": "administrators"})
        return found

    def ledger(
        self, contract: Id, units: bool = False, start: int = 0, limit: int = 0xFFFF_FFFF
    ) -> list[LedgerEntry] | None:
        """The movements of a contract's seats, or of its units, that the actor sees.

        `start` and `limit` count all entries.
        """
        found: list[LedgerEntry] | None = self.ask(
            {"question": "ledger", "contract": contract, "units": units, "start": start, "limit": limit}
        )
        return found

    def seats_as_of(self, contract: Id, at: Time) -> int | None:
        """Seats occupied of a contract at an instant, which need not be the view's."""
        found: int | None = self.ask({"question": "seats_as_of", "contract": contract, "at": at})
        return found

    def units_as_of(self, contract: Id, at: Time) -> int | None:
        """Units used of a contract at an instant, which need not be the view's."""
        found: int | None = self.ask({"question": "units_as_of", "contract": contract, "at": at})
        return found

    def remaining_as_of(self, contract: Id, at: Time) -> int | None:
        """Seats or units that were left of a contract at an instant, which need not be the view's."""
        found: int | None = self.ask({"question": "remaining_as_of", "contract": contract, "at": at})
        return found

    def notices(self) -> list[ContractNotice]:
        """The notices about contracts that are due."""
        found: list[ContractNotice] = self.ask({"question": "notices"})
        return found

    def forecast(self, contract: Id, days: int = 28) -> Forecast | None:
        """When a contract's seats or units will have run out, judged by what the last days took."""
        found: Forecast | None = self.ask({"question": "forecast", "contract": contract, "days": days})
        return found

    def rights(self) -> list[Right]:
        """Who may do what, as things stand."""
        found: list[Right] = self.ask({"question": "rights"})
        return found

    def __repr__(self) -> str:
        return f"<View of {self._register!r} for {self._actor['kind']}>"
