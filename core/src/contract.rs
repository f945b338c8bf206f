//! Contracts, and the seats and units they sell (`CON-1` to `CON-8`).

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::catalog::{id_in_use, room};
use crate::command::{AmendContract, CreateContract, FreezeContract, UnfreezeContract};
use crate::event::{ContractAmended, ContractCreated, ContractWasFrozen, ContractWasUnfrozen};
use crate::ledger::Ledger;
use crate::register::{ApplyError, Register};
use crate::store::Moment;
use crate::text::check_name;
use crate::verdict::{Effects, Judged, Judging, Stop, Verdict, text};
use crate::{
    ContractId, ContractPolicies, ContractStatus, ContractTerms, EndOfContract, Refusal, SettingRule,
    Timestamp,
};

/// Contracts or programs that a register holds at most, of each.
pub const CONTRACTS_LIMIT: usize = 65_000;

#[derive(Clone, Debug, Serialize, Deserialize)]
pub(crate) struct Contract {
    pub(crate) id: ContractId,
    pub(crate) name: Box<str>,
    pub(crate) terms: ContractTerms,
    pub(crate) starts_at: Timestamp,
    pub(crate) ends_at: Timestamp,
    pub(crate) policies: ContractPolicies,
    pub(crate) frozen: bool,
    /// Movements of seats; its balance is the number occupied.
    pub(crate) seats: Ledger,
    /// Movements of units; its balance is the number used.
    pub(crate) units: Ledger,
    /// When three quarters, and all, of what was sold were taken first (`CON-7`).
    pub(crate) reached: [Moment; 2],
    /// What was sold before, each with the instant until which it was (`CON-6`).
    #[serde(skip)]
    pub(crate) sold_until: Vec<(Timestamp, u32)>,
    /// Seats whose learner has enrolled (`CON-2`).
    #[serde(skip)]
    pub(crate) utilized: u32,
    /// Seats that removals and moves have released in all (`CON-7`).
    #[serde(skip)]
    pub(crate) released: u32,
    /// Open invitations that name this contract, those that expired after the latest commit included.
    #[serde(skip)]
    pub(crate) open_invitations: u32,
    /// Seats that stay occupied by memberships that moved on to another contract: learner and program, and whether
    /// the seat was utilized by then. What the learner does under the other contract does not bear on it.
    pub(crate) retained: BTreeMap<(u32, u16), bool>,
}

impl Contract {
    /// Seats occupied.
    pub(crate) fn occupied(&self) -> u32 {
        self.seats.balance()
    }

    /// Whether joining occupies a seat: it does but for contracts that sell enrollments.
    pub(crate) fn has_seats(&self) -> bool {
        !matches!(self.terms, ContractTerms::Enrollments(_))
    }

    /// Whether enrolling takes a unit: it does but for contracts that sell seats.
    pub(crate) fn has_units(&self) -> bool {
        !matches!(self.terms, ContractTerms::Memberships(_))
    }

    /// Seats sold, if they are limited.
    pub(crate) fn seats_sold(&self) -> Option<u32> {
        match &self.terms {
            ContractTerms::Memberships(terms) => Some(terms.seats),
            _ => None,
        }
    }

    /// Units sold, if they are limited.
    pub(crate) fn units_sold(&self) -> Option<u32> {
        match &self.terms {
            ContractTerms::Enrollments(terms) => Some(terms.units),
            _ => None,
        }
    }

    /// What is left of what was sold; none for an unlimited contract (`CON-1`).
    pub(crate) fn remaining(&self) -> Option<u32> {
        let seats = self.seats_sold().map(|sold| sold.saturating_sub(self.occupied()));
        seats.or_else(|| self.units_sold().map(|sold| sold.saturating_sub(self.units.balance())))
    }

    /// Seats or units sold, if they are limited.
    pub(crate) fn sold(&self) -> Option<u32> {
        sold(&self.terms)
    }

    /// Seats or units taken, whichever the contract sells.
    pub(crate) fn taken(&self) -> u32 {
        match self.terms {
            ContractTerms::Enrollments(_) => self.units.balance(),
            _ => self.occupied(),
        }
    }

    /// What was left of what was sold at an instant, the movements and amendments of that instant included (`CON-6`).
    pub(crate) fn remaining_as_of(&self, at: Timestamp) -> Option<u32> {
        let earlier = self.sold_until.iter().find(|(until, _)| at < *until).map(|(_, sold)| *sold);
        let ledger = match self.terms {
            ContractTerms::Enrollments(_) => &self.units,
            _ => &self.seats,
        };
        Some(earlier.or(self.sold())?.saturating_sub(ledger.balance_as_of(at)))
    }

    /// Whether anything was taken just before an instant.
    pub(crate) fn was_taken_before(&self, at: Timestamp) -> bool {
        let before = Timestamp::from_millis(at.millis().saturating_sub(1)).unwrap_or(Timestamp::MIN);
        self.seats.balance_as_of(before) > 0 || self.units.balance_as_of(before) > 0
    }

    /// Notes when use reaches three quarters, and all, of what is sold, each once (`CON-7`). Whatever moves seats or
    /// units calls it, so that single and bulk paths count alike.
    pub(crate) fn note_use(&mut self, at: Timestamp) {
        let marks = marks(&self.terms, self.taken());
        for (reached, is_reached) in self.reached.iter_mut().zip(marks) {
            if *reached == Moment::NONE && is_reached {
                *reached = at.into();
            }
        }
    }

    /// Sells something else from now on. What of it was never reached will be a notice when it is (`CON-7`). Commits of version
    /// 1 do not remember what was sold before, as snapshots of their time do not.
    pub(crate) fn change_terms(&mut self, terms: ContractTerms, at: Timestamp, version: u16) {
        if let Some(before) = self.sold().filter(|before| version > 1 && Some(*before) != sold(&terms)) {
            self.sold_until.push((at, before));
        }
        self.terms = terms;
        let marks = marks(&self.terms, self.taken());
        for (reached, is_reached) in self.reached.iter_mut().zip(marks) {
            if !is_reached {
                *reached = Moment::NONE;
            }
        }
        self.note_use(at);
    }

    /// Whether other terms are of the same kind and cover what is taken.
    pub(crate) fn can_sell(&self, terms: &ContractTerms) -> bool {
        match (terms, &self.terms) {
            (ContractTerms::Memberships(terms), ContractTerms::Memberships(_)) => {
                terms.seats >= self.occupied()
            }
            (ContractTerms::Enrollments(terms), ContractTerms::Enrollments(_)) => {
                terms.units >= self.units.balance()
            }
            (ContractTerms::Unlimited(_), ContractTerms::Unlimited(_)) => true,
            _ => false,
        }
    }

    /// Whether one more seat can be occupied without overselling (`CON-2`).
    pub(crate) fn has_free_seat(&self) -> bool {
        self.seats_sold().is_none_or(|sold| self.occupied() < sold)
    }

    /// Whether one more unit can be taken without overselling (`CON-3`).
    pub(crate) fn has_free_unit(&self) -> bool {
        self.units_sold().is_none_or(|sold| self.units.balance() < sold)
    }

    /// Whether something may be consumed at this instant, or which of the three reasons stands against it (`CON-8`).
    pub(crate) fn consumable(&self, at: Timestamp) -> Result<(), Refusal> {
        let contract = self.id;
        if at < self.starts_at {
            Err(Refusal::ContractNotStarted { contract, starts_at: self.starts_at })
        } else if at >= self.ends_at {
            Err(Refusal::ContractEnded { contract, ended_at: self.ends_at })
        } else if self.frozen {
            Err(Refusal::ContractFrozen { contract })
        } else {
            Ok(())
        }
    }

    /// Whether the contract's period holds at this instant.
    pub(crate) fn is_active(&self, at: Timestamp) -> bool {
        self.starts_at <= at && at < self.ends_at
    }

    /// Whether the contract's end has made its members leave (`EndOfContract::Remove`).
    pub(crate) fn has_lapsed(&self, at: Timestamp) -> bool {
        at >= self.ends_at && self.policies.end_of_contract == EndOfContract::Remove
    }

    pub(crate) fn status(&self, at: Timestamp) -> ContractStatus {
        if at < self.starts_at {
            ContractStatus::Upcoming
        } else if at >= self.ends_at {
            ContractStatus::Ended
        } else if self.frozen {
            ContractStatus::Frozen
        } else {
            ContractStatus::Active
        }
    }
}

/// What terms sell, if it is limited.
pub(crate) fn sold(terms: &ContractTerms) -> Option<u32> {
    match terms {
        ContractTerms::Memberships(terms) => Some(terms.seats),
        ContractTerms::Enrollments(terms) => Some(terms.units),
        ContractTerms::Unlimited(_) => None,
    }
}

/// Whether so much taken is three quarters, and all, of what is sold.
fn marks(terms: &ContractTerms, taken: u32) -> [bool; 2] {
    let quarters = u64::from(taken).saturating_mul(4);
    [3, 4].map(|of_four| sold(terms).is_some_and(|sold| quarters >= u64::from(sold).saturating_mul(of_four)))
}

impl Register {
    /// What was left of a contract at an instant, be it past: what it sold then less what was taken, the movements and
    /// amendments of that instant included (`CON-6`). None for an unlimited contract, and if there is no such contract. What
    /// commits of version 1 amended is taken to have been so from the beginning.
    ///
    /// ```
    /// # use matricula::*;
    /// # let mut register = Register::new();
    /// # let at = |text: &str| text.parse::<Timestamp>().unwrap();
    /// # let start = at("2020-01-01T00:00:00.000Z");
    /// # let contract = ContractId::from_u128(2);
    /// # let organization = CreateOrganization {
    /// #     organization: OrganizationId::from_u128(1), name: "Acme".into(), domains: vec![], policies: None,
    /// # };
    /// # register.execute(&organization.into(), &Context::new(start, Actor::OPERATOR))?;
    /// let create = CreateContract {
    ///     contract,
    ///     name: "Seats".into(),
    ///     terms: Memberships { seats: 10 }.into(),
    ///     starts_at: start,
    ///     ends_at: at("2021-01-01T00:00:00.000Z"),
    ///     policies: None,
    /// };
    /// register.execute(&create.into(), &Context::new(start, Actor::OPERATOR))?;
    /// let june = at("2020-06-01T00:00:00.000Z");
    /// let amend = AmendContract { contract, terms: Some(Memberships { seats: 50 }.into()), ends_at: None };
    /// register.execute(&amend.into(), &Context::new(june, Actor::OPERATOR))?;
    /// assert_eq!(register.remaining_as_of(contract, start), Some(10));
    /// assert_eq!(register.remaining_as_of(contract, june), Some(50));
    /// # Ok::<(), Refusal>(())
    /// ```
    pub fn remaining_as_of(&self, contract: ContractId, at: Timestamp) -> Option<u32> {
        let register = self.settled(at);
        register.contract(register.contract_handle(contract)?)?.remaining_as_of(at)
    }

    /// The contract of an id, or a stop.
    pub(crate) fn known_contract(&self, contract: ContractId, verdict: &mut Verdict) -> Result<u16, Stop> {
        self.contract_handle(contract)
            .ok_or_else(|| verdict.stop(Refusal::UnknownContract { contract }))
    }

    pub(crate) fn contract_handle(&self, contract: ContractId) -> Option<u16> {
        self.indexes.contracts.get(&contract).copied()
    }

    pub(crate) fn judge_create_contract(&self, command: &CreateContract, verdict: &mut Verdict) -> Judged {
        if self.contract_handle(command.contract).is_some() {
            verdict.refuse(id_in_use("contract", command.contract))?;
        }
        verdict.check(room("contracts", self.contracts.len(), CONTRACTS_LIMIT))?;
        for (field, time) in [("starts_at", command.starts_at), ("ends_at", command.ends_at)] {
            if !Moment::holds(time) {
                verdict.refuse(Refusal::TimeOutOfRange { field: field.into(), time })?;
            }
        }
        if command.ends_at <= command.starts_at {
            verdict
                .refuse(Refusal::EmptyPeriod { starts_at: command.starts_at, ends_at: command.ends_at })?;
        }
        if sold(&command.terms) == Some(0) {
            verdict.refuse(Refusal::NothingSold {})?;
        }
        let name = text(SettingRule::Con1, "name", check_name(&command.name));
        Ok(ContractCreated {
            contract: command.contract,
            name: verdict.require(name)?,
            terms: command.terms.clone(),
            starts_at: command.starts_at,
            ends_at: command.ends_at,
            policies: command.policies.unwrap_or_default(),
        }
        .into())
    }

    pub(crate) fn judge_freeze_contract(&self, command: &FreezeContract, verdict: &mut Verdict) -> Judged {
        let handle = self.known_contract(command.contract, verdict)?;
        if self.contract(handle).is_some_and(|contract| contract.frozen) {
            return Ok(Effects::none());
        }
        Ok(ContractWasFrozen { contract: command.contract }.into())
    }

    pub(crate) fn judge_unfreeze_contract(
        &self,
        command: &UnfreezeContract,
        verdict: &mut Verdict,
    ) -> Judged {
        let handle = self.known_contract(command.contract, verdict)?;
        if self.contract(handle).is_some_and(|contract| !contract.frozen) {
            return Ok(Effects::none());
        }
        Ok(ContractWasUnfrozen { contract: command.contract }.into())
    }

    pub(crate) fn judge_amend_contract(
        &self,
        command: &AmendContract,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        let contract = command.contract;
        let handle = self.known_contract(contract, verdict)?;
        let found =
            self.contract(handle).ok_or_else(|| verdict.stop(Refusal::UnknownContract { contract }))?;
        self.refuse_ended(handle, judging.at, verdict)?;
        if command.terms.is_none() && command.ends_at.is_none() {
            verdict.refuse(Refusal::NothingToAmend {})?;
        }
        if let Some(terms) = &command.terms {
            let (wanted, taken) = match (terms, &found.terms) {
                (ContractTerms::Memberships(terms), ContractTerms::Memberships(_)) => {
                    (terms.seats, found.occupied())
                }
                (ContractTerms::Enrollments(terms), ContractTerms::Enrollments(_)) => {
                    (terms.units, found.units.balance())
                }
                (ContractTerms::Unlimited(_), ContractTerms::Unlimited(_)) => (1, 0),
                _ => return Err(verdict.stop(Refusal::TermsOfAnotherKind { contract })),
            };
            if wanted == 0 {
                verdict.refuse(Refusal::NothingSold {})?;
            }
            // Fewer than are sold must cover what is held or spoken for; more may always be bought.
            let (taken, spoken_for) = match terms {
                ContractTerms::Memberships(_) => self.seats_spoken_for(handle, judging.at),
                _ => (taken, taken),
            };
            let is_less = found.seats_sold().is_some_and(|sold| wanted < sold);
            if wanted < taken || is_less && wanted < spoken_for {
                verdict.refuse(Refusal::BelowTaken { contract, wanted, taken: spoken_for })?;
            }
        }
        if let Some(ends_at) = command.ends_at {
            if ends_at <= judging.at {
                verdict.refuse(Refusal::TimePassed { field: "ends_at".into(), time: ends_at })?;
            }
            if ends_at <= found.starts_at {
                verdict.refuse(Refusal::EmptyPeriod { starts_at: found.starts_at, ends_at })?;
            }
            verdict.check(self.renewal_fits(handle, ends_at))?;
        }
        let terms = command.terms.clone().unwrap_or_else(|| found.terms.clone());
        let ends_at = command.ends_at.unwrap_or(found.ends_at);
        if terms == found.terms && ends_at == found.ends_at {
            return Ok(Effects::none());
        }
        Ok(ContractAmended { contract, terms, ends_at }.into())
    }

    /// Open invitations that name a contract, without those that have expired by then.
    pub(crate) fn open_invitations(&self, handle: u16, at: Timestamp) -> u32 {
        let stored = self.contract(handle).map_or(0, |contract| contract.open_invitations);
        stored.saturating_sub(self.expired_between_commits(at, |_, contract| contract == handle))
    }

    pub(crate) fn check_contract_known(&self, contract: ContractId) -> Result<(), ApplyError> {
        ApplyError::unless(self.contract_handle(contract).is_some(), "a contract")
    }

    pub(crate) fn check_contract_created(&self, event: &ContractCreated) -> Result<(), ApplyError> {
        ApplyError::unless(
            self.contract_handle(event.contract).is_none()
                && self.contracts.len() < CONTRACTS_LIMIT
                && event.starts_at < event.ends_at,
            "a new contract",
        )
    }

    pub(crate) fn apply_contract_created(&mut self, event: &ContractCreated) {
        let handle = u16::try_from(self.contracts.len()).unwrap_or(u16::MAX);
        self.indexes.contracts.insert(event.contract, handle);
        self.contracts.push(Contract {
            id: event.contract,
            name: event.name.clone(),
            terms: event.terms.clone(),
            starts_at: event.starts_at,
            ends_at: event.ends_at,
            policies: event.policies,
            frozen: false,
            seats: Ledger::default(),
            units: Ledger::default(),
            reached: [Moment::NONE; 2],
            sold_until: Vec::new(),
            utilized: 0,
            released: 0,
            open_invitations: 0,
            retained: BTreeMap::new(),
        });
    }

    pub(crate) fn check_contract_amended(&self, event: &ContractAmended) -> Result<(), ApplyError> {
        let found = self.contract_handle(event.contract).and_then(|handle| self.contract(handle));
        let good = found.is_some_and(|found| found.can_sell(&event.terms) && found.starts_at < event.ends_at);
        ApplyError::unless(good, "an amended contract")
    }

    pub(crate) fn apply_contract_amended(&mut self, event: &ContractAmended, at: Timestamp, version: u16) {
        let handle = self.contract_handle(event.contract);
        if let Some(contract) = handle.and_then(|handle| self.contract_mut(handle)) {
            contract.ends_at = event.ends_at;
            contract.change_terms(event.terms.clone(), at, version);
        }
    }

    pub(crate) fn set_frozen(&mut self, contract: ContractId, frozen: bool) {
        let handle = self.contract_handle(contract);
        if let Some(contract) = handle.and_then(|handle| self.contract_mut(handle)) {
            contract.frozen = frozen;
        }
    }

    pub(crate) fn contract(&self, handle: u16) -> Option<&Contract> {
        self.contracts.get(usize::from(handle))
    }

    pub(crate) fn contract_mut(&mut self, handle: u16) -> Option<&mut Contract> {
        self.contracts.get_mut(usize::from(handle))
    }
}
