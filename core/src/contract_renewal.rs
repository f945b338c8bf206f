//! Renewing a contract into another at a set instant, and the cap on reused seats (`CON-5`, `CON-7`, `API-5`).
//!
//! A renewal is one stored fact. When its instant has come, whatever is judged, applied or asked finds the members carried
//! over as of that instant, however late it comes: the first commit after it settles the renewal for good, and until then
//! questions are answered by a copy in which it is settled. A renewal that is arranged after its instant is settled at once:
//! all is as if it had been arranged in time, but that its seats move when it is told.

use alloc::borrow::Cow;
use alloc::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};

use crate::clock::judge_at;
use crate::command::{CancelRenewal, LimitReuse, RenewContract};
use crate::commit::Context;
use crate::contract::{Contract, sold};
use crate::event::{RenewalCanceled, RenewalScheduled, ReuseLimited};
use crate::ledger::{ActorHandle, Movement};
use crate::policy::{Enrollments, Memberships, SeatRelease};
use crate::register::{ApplyError, Register};
use crate::store::Moment;
use crate::verdict::{Effects, Judged, Judging, Verdict};
use crate::{ContractId, ContractTerms, Overbooking, Refusal, Timestamp};

/// What a contract goes on in.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Renewal {
    pub(crate) into: u16,
    pub(crate) at: Timestamp,
    /// Who arranged it, and so moves the seats.
    pub(crate) by: ActorHandle,
    /// What the other contract sold before and sells since, if the renewal raised it. Stored apart, since version 2 of
    /// snapshots has none.
    #[serde(skip)]
    raised: Option<(u32, u32)>,
}

/// The renewals of all contracts, those that have come about included.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Renewals {
    of: BTreeMap<u16, Renewal>,
    /// Those that have not been settled, by their instant.
    #[serde(skip)]
    pending: BTreeSet<(Timestamp, u16)>,
}

impl Renewals {
    pub(crate) fn get(&self, contract: u16) -> Option<&Renewal> {
        self.of.get(&contract)
    }

    /// By how much renewals raised what the other contract sells, by the contract that is renewed.
    pub(crate) fn raised(&self) -> BTreeMap<u16, (u32, u32)> {
        self.of
            .iter()
            .filter_map(|(contract, renewal)| Some((*contract, renewal.raised?)))
            .collect()
    }

    /// Puts back what [`Self::raised`] gave.
    pub(crate) fn set_raised(&mut self, raised: BTreeMap<u16, (u32, u32)>) -> Result<(), ApplyError> {
        for (contract, by) in raised {
            let renewal = self.of.get_mut(&contract);
            renewal.ok_or(ApplyError::Inconsistent { what: "what a renewal raised" })?.raised = Some(by);
        }
        Ok(())
    }

    /// The renewal that is to come.
    fn pending(&self, contract: u16) -> Option<&Renewal> {
        self.of.get(&contract).filter(|renewal| self.pending.contains(&(renewal.at, contract)))
    }

    /// The contract that will be renewed into this one.
    pub(crate) fn pending_source(&self, into: u16) -> Option<u16> {
        let mut sources = self.pending.iter().map(|(_, source)| *source);
        sources.find(|source| self.of.get(source).is_some_and(|renewal| renewal.into == into))
    }

    pub(crate) fn next_after(&self, after: Timestamp) -> Option<Timestamp> {
        self.pending.iter().map(|(at, _)| *at).find(|at| *at > after)
    }

    /// Puts aside which renewals are still to come, given the latest instant seen, and checks what was stored.
    pub(crate) fn rebuild(&mut self, contracts: usize, latest: Option<Timestamp>) -> Result<(), ApplyError> {
        for (contract, renewal) in &self.of {
            let good = usize::from(*contract) < contracts
                && usize::from(renewal.into) < contracts
                && renewal.into != *contract;
            ApplyError::unless(good, "a contract's renewal")?;
            if latest < Some(renewal.at) {
                self.pending.insert((renewal.at, *contract));
            }
        }
        Ok(())
    }
}

impl Register {
    pub(crate) fn judge_renew_contract(
        &self,
        command: &RenewContract,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        let (contract, into) = (command.contract, command.into);
        let handle = self.known_contract(contract, verdict)?;
        let into_handle = self.known_contract(into, verdict)?;
        let (Some(found), Some(target)) = (self.contract(handle), self.contract(into_handle)) else {
            return Err(verdict.stop(Refusal::UnknownContract { contract }));
        };
        let renews_at = command.renews_at;
        if let Some(renewal) = self.renewals.get(handle) {
            let same = renewal.into == into_handle
                && renewal.at == renews_at
                && command.terms.as_ref().is_none_or(|terms| *terms == target.terms);
            if same && self.renewals.pending(handle).is_some() {
                return Ok(Effects::none());
            }
            return Err(verdict.stop(Refusal::AlreadyRenewed { contract, renews_at: renewal.at }));
        }
        verdict.check(within(renews_at, found, target))?;
        let is_taken = if renews_at <= judging.at {
            target.was_taken_before(renews_at)
        } else {
            self.is_taken(into_handle, judging.at)
        };
        if handle == into_handle || is_taken || self.has_renewal(into_handle) {
            verdict.refuse(Refusal::RenewalTargetUsed { contract: into })?;
        }
        let mut terms = target.terms.clone();
        if let Some(wanted) = &command.terms {
            let (sold, wanted_sold) = match (&target.terms, wanted) {
                (ContractTerms::Memberships(old), ContractTerms::Memberships(new)) => (old.seats, new.seats),
                (ContractTerms::Enrollments(old), ContractTerms::Enrollments(new)) => (old.units, new.units),
                (ContractTerms::Unlimited(_), ContractTerms::Unlimited(_)) => (0, 0),
                _ => return Err(verdict.stop(Refusal::TermsOfAnotherKind { contract: into })),
            };
            if sold > wanted_sold {
                verdict.refuse(Refusal::RenewalTargetLarger { contract: into, sold, wanted: wanted_sold })?;
            }
            terms = wanted.clone();
        }
        if let ContractTerms::Memberships(sells) = &terms {
            let renewal = self.renewal_seats(handle, into_handle, judging.at);
            verdict.check(renewal.fit(sells.seats))?;
        }
        Ok(RenewalScheduled { contract, into, renews_at, terms }.into())
    }

    pub(crate) fn judge_cancel_renewal(&self, command: &CancelRenewal, verdict: &mut Verdict) -> Judged {
        let contract = command.contract;
        let handle = self.known_contract(contract, verdict)?;
        if self.renewals.pending(handle).is_none() {
            verdict.refuse(Refusal::NoRenewal { contract })?;
        }
        Ok(RenewalCanceled { contract }.into())
    }

    pub(crate) fn judge_limit_reuse(&self, command: &LimitReuse, verdict: &mut Verdict) -> Judged {
        let (contract, seats) = (command.contract, command.seats);
        let handle = self.known_contract(contract, verdict)?;
        if self.contract(handle).is_some_and(|found| !found.has_seats()) {
            verdict.refuse(Refusal::NoSeats { contract })?;
        }
        if self.reuse_limits.get(&handle).copied() == seats {
            return Ok(Effects::none());
        }
        Ok(ReuseLimited { contract, seats }.into())
    }

    /// Whether anything of a contract is taken or promised.
    fn is_taken(&self, handle: u16, at: Timestamp) -> bool {
        let taken = self
            .contract(handle)
            .is_some_and(|contract| contract.occupied() > 0 || contract.units.balance() > 0);
        taken
            || self.open_invitations(handle, at) > 0
            || self.members_of_contract(handle) > 0
            || self.whitelisted_contracts().contains(&handle)
    }

    /// Whether a contract is part of a renewal, be it to come or not.
    fn has_renewal(&self, handle: u16) -> bool {
        self.renewals.get(handle).is_some() || self.renewals.of.values().any(|renewal| renewal.into == handle)
    }

    pub(crate) fn members_of_contract(&self, handle: u16) -> u32 {
        let tallies = self.programs.iter().flat_map(|program| &program.tallies);
        tallies
            .filter(|tally| tally.contract == handle)
            .fold(0, |sum, tally| sum.saturating_add(tally.joined))
    }

    /// The renewals to come that a contract has to do with: what is renewed, and into what.
    pub(crate) fn renewals_with(&self, handle: u16) -> impl Iterator<Item = (u16, u16)> {
        let onward = self.renewals.pending(handle).map(|renewal| (handle, renewal.into));
        let inward = self.renewals.pending_source(handle).map(|source| (source, handle));
        onward.into_iter().chain(inward)
    }

    /// Refuses another end of a contract that a renewal to come does not fit.
    pub(crate) fn renewal_fits(&self, handle: u16, ends_at: Timestamp) -> Result<(), Refusal> {
        let onward = self.renewals.pending(handle);
        let inward = self.renewals.pending_source(handle).and_then(|source| self.renewals.pending(source));
        let starts_at = |handle| self.contract(handle).map_or(ends_at, |found| found.starts_at);
        if let Some(renewal) = onward
            && renewal.at > ends_at
        {
            let starts_at = starts_at(renewal.into);
            return Err(Refusal::RenewalOutsidePeriods { renews_at: renewal.at, ends_at, starts_at });
        }
        if let Some(renewal) = inward
            && renewal.at >= ends_at
        {
            let starts_at = starts_at(handle);
            return Err(Refusal::RenewalOutsidePeriods { renews_at: renewal.at, ends_at, starts_at });
        }
        Ok(())
    }

    /// The contract that goes on with what a contract began, as far as renewals have come about.
    pub(crate) fn renewed(&self, handle: u16) -> u16 {
        let mut latest = handle;
        // Each step is a later renewal, so that there is an end to it; forged histories end at the number of contracts.
        for _ in 0..self.contracts.len() {
            match self.renewals.get(latest) {
                Some(renewal) if self.renewals.pending(latest).is_none() => latest = renewal.into,
                _ => break,
            }
        }
        latest
    }

    /// The register as it stands at an instant: with the renewals that have come about since the latest commit.
    pub(crate) fn settled(&self, at: Timestamp) -> Cow<'_, Self> {
        if !self.is_renewal_due(at) {
            return Cow::Borrowed(self);
        }
        let mut settled = self.clone();
        settled.settle_renewals(at);
        Cow::Owned(settled)
    }

    /// The register as a command finds it.
    pub(crate) fn settled_for(&self, context: &Context) -> Cow<'_, Self> {
        match judge_at(self.latest, context.now, &self.policies()) {
            Ok(at) => self.settled(at),
            Err(_) => Cow::Borrowed(self),
        }
    }

    /// Whether a contract is to be renewed by an instant and has not been (`CON-5`). Then the next command carries its members
    /// over first, and every answer as of that instant is made as if it had, which takes the longer the more there are.
    ///
    /// ```
    /// assert!(!matricula::Register::new().is_renewal_due(matricula::Timestamp::MAX));
    /// ```
    pub fn is_renewal_due(&self, at: Timestamp) -> bool {
        self.renewals.pending.first().is_some_and(|(due, _)| *due <= at)
    }

    /// Carries out the renewals that are due at an instant, in their order.
    pub(crate) fn settle_renewals(&mut self, at: Timestamp) {
        while self.is_renewal_due(at) {
            let Some((due, contract)) = self.renewals.pending.pop_first() else { return };
            let Some(renewal) = self.renewals.of.get(&contract).copied() else { return };
            // What expires until then is expired when invitations are carried over.
            self.latest = Some(due);
            self.expire_invitations(due);
            self.carry_over(contract, renewal, due);
        }
    }

    /// Carries members, invitations and domains over. Seats move `at` an instant, which is later than that of the renewal if
    /// the renewal was arranged late; what was open at the instant of the renewal goes on all the same.
    fn carry_over(&mut self, contract: u16, renewal: Renewal, at: Timestamp) {
        let Renewal { into, by, .. } = renewal;
        for handle in 0..self.memberships.len() {
            let found = self.memberships.at(handle);
            if found.contract != contract || found.removed_at != Moment::NONE {
                continue;
            }
            // Judging has seen to the room; a forged history must not oversell either.
            let has_room = self.seat_use(handle, into).occupied
                || self.contract(into).is_some_and(Contract::has_free_seat);
            if has_room {
                self.change_contract(
                    handle,
                    into,
                    false,
                    [Movement::CarriedOut, Movement::CarriedIn],
                    at,
                    by,
                );
            }
        }
        for handle in 0..self.invitations.len() {
            let found = self.invitations.at(handle);
            if found.contract == contract && found.is_open(renewal.at) {
                self.count_invitation(handle, false);
                self.invitations.at_mut(handle).contract = into;
                self.count_invitation(handle, true);
            }
        }
        for program in &mut self.programs {
            for named in program.whitelist.domains.values_mut() {
                if *named == contract {
                    *named = into;
                }
            }
        }
    }

    pub(crate) fn check_renewal_scheduled(&self, event: &RenewalScheduled) -> Result<(), ApplyError> {
        let handles = self.contract_handle(event.contract).zip(self.contract_handle(event.into));
        let good = handles.is_some_and(|(handle, into)| {
            let found = self.contract(handle).zip(self.contract(into));
            handle != into
                && self.renewals.get(handle).is_none()
                && self.renewals.pending_source(into).is_none()
                && found.is_some_and(|(found, target)| {
                    within(event.renews_at, found, target).is_ok() && target.can_sell(&event.terms)
                })
        });
        ApplyError::unless(good, "a contract's renewal")
    }

    pub(crate) fn apply_renewal_scheduled(
        &mut self,
        event: &RenewalScheduled,
        at: Timestamp,
        by: ActorHandle,
        version: u16,
    ) {
        let handles = self.contract_handle(event.contract).zip(self.contract_handle(event.into));
        let Some((contract, into)) = handles else { return };
        let mut raised = None;
        if let Some(target) = self.contract_mut(into) {
            raised = target.sold().zip(sold(&event.terms)).filter(|(before, after)| before != after);
            target.change_terms(event.terms.clone(), at, version);
        }
        let renewal = Renewal { into, at: event.renews_at, by, raised };
        self.renewals.of.insert(contract, renewal);
        if event.renews_at <= at {
            self.carry_over(contract, renewal, at);
        } else {
            self.renewals.pending.insert((event.renews_at, contract));
        }
    }

    pub(crate) fn check_renewal_canceled(&self, event: &RenewalCanceled) -> Result<(), ApplyError> {
        let pending = self.contract_handle(event.contract).and_then(|handle| self.renewals.pending(handle));
        ApplyError::unless(pending.is_some(), "a renewal that was taken back")
    }

    /// Takes a renewal back, and with it the seats or units by which it raised what the other contract sells, unless these
    /// were amended since or are needed.
    pub(crate) fn apply_renewal_canceled(&mut self, event: &RenewalCanceled, at: Timestamp, version: u16) {
        let Some(handle) = self.contract_handle(event.contract) else { return };
        let Some(renewal) = self.renewals.of.remove(&handle) else { return };
        self.renewals.pending.remove(&(renewal.at, handle));
        let Some((before, after)) = renewal.raised else { return };
        let open = self.open_invitations(renewal.into, at);
        let Some(target) = self.contract_mut(renewal.into) else { return };
        let held = match target.policies.overbooking {
            Overbooking::Reserved => open,
            Overbooking::Allowed | Overbooking::Refused => 0,
        };
        let needed = target.taken().saturating_add(held);
        if target.sold() == Some(after) && needed <= before {
            let terms = match &target.terms {
                ContractTerms::Memberships(_) => Memberships { seats: before }.into(),
                ContractTerms::Enrollments(_) => Enrollments { units: before }.into(),
                ContractTerms::Unlimited(_) => return,
            };
            target.change_terms(terms, at, version);
        }
    }

    /// Sets a limit, and releases the seats that the one before kept, as far as the new one goes: first of those who were
    /// removed, in the order of leaving, then of those who went to another contract.
    pub(crate) fn apply_reuse_limited(
        &mut self,
        event: &ReuseLimited,
        at: Timestamp,
        by: ActorHandle,
        version: u16,
    ) {
        let Some(handle) = self.contract_handle(event.contract) else { return };
        match event.seats {
            Some(seats) => self.reuse_limits.insert(handle, seats),
            None => self.reuse_limits.remove(&handle),
        };
        let is_released = |contract: &Contract| {
            contract.policies.seat_release == SeatRelease::OnRemoval && at < contract.ends_at
        };
        if version > 1 && self.contract(handle).is_some_and(is_released) && self.may_release(handle) {
            self.release_kept_seats(handle, at, by);
        }
    }

    fn release_kept_seats(&mut self, contract: u16, at: Timestamp, by: ActorHandle) {
        let mut kept = alloc::vec::Vec::new();
        for (handle, found) in (0_u32..).zip(self.memberships.iter()) {
            if found.contract == contract && found.seat && found.removed_at != Moment::NONE {
                kept.push((found.removed_at, handle));
            }
        }
        kept.sort_unstable();
        for (_, membership) in kept {
            if !self.frees_seat(membership) || self.may_release(contract) {
                let before = self.seat_use(membership, contract);
                self.memberships.at_mut(membership).seat = false;
                self.enter_seat(membership, contract, before, Movement::Removed, at, by);
            }
        }
        let retained = self.contract(contract).map(|found| found.retained.clone()).unwrap_or_default();
        for (key, utilized) in retained {
            let Some(membership) = self.membership_of(key.0, key.1) else { continue };
            let may_release = self.may_release(contract);
            let before = self.seat_use(membership, contract);
            if let Some(found) = self.contract_mut(contract) {
                found.retained.remove(&key);
            }
            if !may_release && !self.seat_use(membership, contract).occupied {
                if let Some(found) = self.contract_mut(contract) {
                    found.retained.insert(key, utilized);
                }
                continue;
            }
            self.enter_seat(membership, contract, before, Movement::MovedOut, at, by);
        }
    }

    /// Whether one more seat of a contract may be released for others (`CON-7`).
    pub(crate) fn may_release(&self, contract: u16) -> bool {
        let released = self.contract(contract).map_or(0, |found| found.released);
        self.reuse_limits.get(&contract).is_none_or(|limit| released < *limit)
    }

    /// The renewal of a contract, for whoever looks at it.
    pub(crate) fn renewal_of(&self, handle: u16) -> Option<(ContractId, Timestamp)> {
        let renewal = self.renewals.get(handle)?;
        Some((self.contract(renewal.into)?.id, renewal.at))
    }
}

/// Whether members can be carried over at an instant: the one contract has not ended before, the other has started and
/// not ended.
fn within(renews_at: Timestamp, from: &Contract, into: &Contract) -> Result<(), Refusal> {
    if from.starts_at < renews_at
        && renews_at <= from.ends_at
        && into.starts_at <= renews_at
        && renews_at < into.ends_at
    {
        return Ok(());
    }
    Err(Refusal::RenewalOutsidePeriods { renews_at, ends_at: from.ends_at, starts_at: into.starts_at })
}
