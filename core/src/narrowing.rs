//! What each actor sees (`ADM-3`): every question with its actor, refused or narrowed in this one place.
//!
//! A question that is asked of the [`Register`] itself is the operator's. [`Register::seen_by`] asks it for someone: the
//! table of rights says whether there is an answer, and what the answer tells of other programs' people is left out.

use alloc::borrow::Cow;
use alloc::vec::Vec;

use crate::authority::{Right, Scope};
use crate::commit::{Actor, Context};
use crate::contract_notice::{ContractNotice, Forecast};
use crate::register::Register;
use crate::view::*;
use crate::{ContractId, InvitationId, LearnerId, ProgramId, Refusal, Timestamp};

/// A register as one actor sees it at one instant.
///
/// Whoever has no right to a question is refused ([`Refusal::NotAuthorized`]). A program administrator is told of the
/// programs administrated, a learner of themselves; what lies outside is as if it were not there, so that an answer does not
/// even tell that it exists. Contracts, courses and specializations belong to no program: whoever may ask for them sees
/// all of them.
///
/// ```
/// use matricula::{Actor, AdministratorId, Context, ProgramId, Register};
///
/// let register = Register::new();
/// let now = "2020-01-01T00:00:00.000Z".parse().unwrap();
/// let operator = Context::new(now, Actor::OPERATOR);
/// assert_eq!(register.seen_by(&operator).programs().unwrap(), []);
///
/// let stranger = Context::new(now, Actor::administrator(AdministratorId::from_u128(1)));
/// assert_eq!(register.seen_by(&stranger).programs().unwrap_err().code(), "not_authorized");
/// ```
#[derive(Clone, Debug)]
pub struct View<'a> {
    register: Cow<'a, Register>,
    actor: &'a Actor,
    at: Timestamp,
}

impl Register {
    /// The register as the context's actor sees it at the context's time (`ADM-3`).
    pub fn seen_by<'a>(&'a self, context: &'a Context) -> View<'a> {
        View { register: self.settled(context.now), actor: &context.actor, at: context.now }
    }
}

impl View<'_> {
    fn scope(&self, question: &str) -> Result<Scope, Refusal> {
        self.register.scope_of(self.actor, question)
    }

    fn sees_program(&self, scope: &Scope, program: ProgramId) -> bool {
        let handle = self.register.program_handle(program);
        match scope {
            Scope::Everything => true,
            Scope::Programs(own) => handle.is_some_and(|handle| own.contains(&handle)),
            // A learner knows the programs that they joined.
            Scope::Learner(learner) => self.register.membership_by_ids(program, *learner).is_some(),
        }
    }

    fn sees_learner(&self, scope: &Scope, program: ProgramId, learner: LearnerId) -> bool {
        match scope {
            Scope::Learner(own) => *own == learner,
            _ => self.sees_program(scope, program),
        }
    }

    /// As [`Register::contracts`].
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`], as for every question here.
    pub fn contracts(&self) -> Result<Vec<ContractView>, Refusal> {
        self.scope("contracts").map(|_| self.register.contracts(self.at))
    }

    /// As [`Register::contract_by_id`].
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn contract_by_id(&self, contract: ContractId) -> Result<Option<ContractView>, Refusal> {
        self.scope("contract_by_id").map(|_| self.register.contract_by_id(contract, self.at))
    }

    /// As [`Register::programs`], of the programs that the actor sees.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn programs(&self) -> Result<Vec<ProgramView>, Refusal> {
        let scope = self.scope("programs")?;
        let mut programs = self.register.programs(self.at);
        programs.retain(|program| self.sees_program(&scope, program.program));
        Ok(programs)
    }

    /// As [`Register::program_by_id`]; none for a program that the actor does not see.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn program_by_id(&self, program: ProgramId) -> Result<Option<ProgramView>, Refusal> {
        let scope = self.scope("program_by_id")?;
        let found = self.register.program_by_id(program, self.at);
        Ok(found.filter(|found| self.sees_program(&scope, found.program)))
    }

    /// As [`Register::funnel`]: the sum over the programs that the actor sees.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn funnel(&self) -> Result<Funnel, Refusal> {
        let scope = self.scope("funnel")?;
        let programs = self.register.programs(self.at);
        let seen = programs.iter().filter(|program| self.sees_program(&scope, program.program));
        Ok(seen.fold(Funnel::default(), |sum, program| sum.with(&program.funnel)))
    }

    /// As [`Register::learner`], with the memberships that the actor sees; none for learners without any.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn learner(&self, learner: LearnerId) -> Result<Option<LearnerView>, Refusal> {
        let scope = self.scope("learner")?;
        Ok(self.narrowed(&scope, self.register.learner(learner, self.at)))
    }

    /// As [`Register::learner_by_email`], with the memberships that the actor sees; none for learners without any.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn learner_by_email(&self, email: &str) -> Result<Option<LearnerView>, Refusal> {
        let scope = self.scope("learner_by_email")?;
        Ok(self.narrowed(&scope, self.register.learner_by_email(email, self.at)))
    }

    fn narrowed(&self, scope: &Scope, learner: Option<LearnerView>) -> Option<LearnerView> {
        let mut learner = learner?;
        let id = learner.learner;
        learner.memberships.retain(|membership| self.sees_learner(scope, membership.program, id));
        (matches!(scope, Scope::Everything) || !learner.memberships.is_empty()).then_some(learner)
    }

    /// As [`Register::membership`]; none for one that the actor does not see.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn membership(
        &self,
        program: ProgramId,
        learner: LearnerId,
    ) -> Result<Option<MembershipView>, Refusal> {
        let scope = self.scope("membership")?;
        let found = self.register.membership(program, learner, self.at);
        Ok(found.filter(|_| self.sees_learner(&scope, program, learner)))
    }

    /// As [`Register::enrollments`]; none of a membership that the actor does not see.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn enrollments(
        &self,
        program: ProgramId,
        learner: LearnerId,
    ) -> Result<Vec<EnrollmentView>, Refusal> {
        let scope = self.scope("enrollments")?;
        if !self.sees_learner(&scope, program, learner) {
            return Ok(Vec::new());
        }
        Ok(self.register.enrollments(program, learner))
    }

    /// As [`Register::invitation`]; none for one to a program that the actor does not see.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn invitation(&self, invitation: InvitationId) -> Result<Option<InvitationView>, Refusal> {
        let scope = self.scope("invitation")?;
        let found = self.register.invitation(invitation, self.at);
        Ok(found.filter(|found| self.sees_program(&scope, found.program)))
    }

    /// As [`Register::invitation_of`]; none for a program that the actor does not see.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn invitation_of(&self, program: ProgramId, email: &str) -> Result<Option<InvitationView>, Refusal> {
        let scope = self.scope("invitation_of")?;
        let found = self.register.invitation_of(program, email, self.at);
        Ok(found.filter(|found| self.sees_program(&scope, found.program)))
    }

    /// As [`Register::whitelist`]; none for a program that the actor does not see.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn whitelist(&self, program: ProgramId) -> Result<Option<Vec<DomainView>>, Refusal> {
        self.of_program("whitelist", program, Register::whitelist)
    }

    /// As [`Register::courses`].
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn courses(&self) -> Result<Vec<CourseView>, Refusal> {
        self.scope("courses").map(|_| self.register.courses())
    }

    /// As [`Register::specializations`].
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn specializations(&self) -> Result<Vec<SpecializationView>, Refusal> {
        self.scope("specializations").map(|_| self.register.specializations())
    }

    /// As [`Register::collections`]; none for a program that the actor does not see.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn collections(&self, program: ProgramId) -> Result<Option<Vec<CollectionView>>, Refusal> {
        self.of_program("collections", program, Register::collections)
    }

    /// As [`Register::catalog_counts`]; none for a program that the actor does not see.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn catalog_counts(&self, program: ProgramId) -> Result<Option<Vec<CatalogCount>>, Refusal> {
        self.of_program("catalog_counts", program, Register::catalog_counts)
    }

    fn of_program<T>(
        &self,
        question: &str,
        program: ProgramId,
        ask: impl FnOnce(&Register, ProgramId) -> Option<T>,
    ) -> Result<Option<T>, Refusal> {
        let scope = self.scope(question)?;
        Ok(self.sees_program(&scope, program).then(|| ask(&self.register, program)).flatten())
    }

    /// As [`Register::administrators`]: the organization's, and those of programs that the actor sees, with these.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn administrators(&self) -> Result<Vec<AdministratorView>, Refusal> {
        let scope = self.scope("administrators")?;
        let mut found = self.register.administrators();
        for administrator in &mut found {
            administrator.programs.retain(|program| self.sees_program(&scope, *program));
        }
        found.retain(|administrator| administrator.organization || !administrator.programs.is_empty());
        Ok(found)
    }

    /// As [`Register::ledger`]. `start` and `limit` count all entries; those of other programs' people are left out.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn ledger(
        &self,
        contract: ContractId,
        units: bool,
        start: u32,
        limit: u32,
    ) -> Result<Option<Vec<LedgerEntry>>, Refusal> {
        let scope = self.scope("ledger")?;
        let mut entries = self.register.ledger(contract, units, start, limit);
        if let Some(entries) = &mut entries {
            entries.retain(|entry| self.sees_program(&scope, entry.program));
        }
        Ok(entries)
    }

    /// As [`Register::seats_as_of`], for an instant that need not be the view's.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn seats_as_of(&self, contract: ContractId, at: Timestamp) -> Result<Option<u32>, Refusal> {
        self.scope("seats_as_of").map(|_| self.register.seats_as_of(contract, at))
    }

    /// As [`Register::remaining_as_of`], for an instant that need not be the view's.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn remaining_as_of(&self, contract: ContractId, at: Timestamp) -> Result<Option<u32>, Refusal> {
        self.scope("remaining_as_of").map(|_| self.register.remaining_as_of(contract, at))
    }

    /// As [`Register::units_as_of`], for an instant that need not be the view's.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn units_as_of(&self, contract: ContractId, at: Timestamp) -> Result<Option<u32>, Refusal> {
        self.scope("units_as_of").map(|_| self.register.units_as_of(contract, at))
    }

    /// As [`Register::notices`].
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn notices(&self) -> Result<Vec<ContractNotice>, Refusal> {
        self.scope("notices").map(|_| self.register.notices(self.at))
    }

    /// As [`Register::forecast`].
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn forecast(&self, contract: ContractId, days: u16) -> Result<Option<Forecast>, Refusal> {
        self.scope("forecast").map(|_| self.register.forecast(contract, self.at, days))
    }

    /// As [`Register::rights`].
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`].
    pub fn rights(&self) -> Result<Vec<Right>, Refusal> {
        self.scope("rights").map(|_| self.register.rights())
    }
}
