//! Which memberships hold which seats, and what becomes of a seat in a contract's books (`CON-2`, `CON-4`, `CON-6`).

use crate::Timestamp;
use crate::ledger::{ActorHandle, Movement};
use crate::policy::SeatCounting;
use crate::register::Register;
use crate::store::{decrement, increment};

/// How a membership stands to a seat of a contract.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct SeatUse {
    pub(crate) occupied: bool,
    pub(crate) utilized: bool,
}

/// What stands for a seat that a learner has by several memberships.
#[derive(PartialEq, Eq)]
enum SeatHolder {
    Membership(u32),
    Retained(u16),
}

impl Register {
    pub(crate) fn counts_learners(&self, contract: u16) -> bool {
        self.contract(contract)
            .is_some_and(|contract| contract.policies.seat_counting == SeatCounting::Learner)
    }

    /// The seat that a membership has or shares in a contract.
    pub(crate) fn seat_use(&self, membership: u32, contract: u16) -> SeatUse {
        if self.counts_learners(contract) {
            self.learner_seat(self.memberships.at(membership).learner, contract)
        } else {
            self.membership_seat(membership, contract)
        }
    }

    /// Whether taking part in a program under a contract takes no further seat of it, because the learner has one that
    /// they share or come back to (`CON-4`).
    pub(crate) fn keeps_seat(&self, learner: Option<u32>, program: u16, contract: u16) -> bool {
        learner.is_some_and(|learner| match self.membership_of(learner, program) {
            Some(membership) => self.seat_use(membership, contract).occupied,
            None => self.counts_learners(contract) && self.learner_seat(learner, contract).occupied,
        })
    }

    fn membership_seat(&self, membership: u32, contract: u16) -> SeatUse {
        let found = self.memberships.at(membership);
        if found.contract == contract && found.seat {
            return SeatUse { occupied: true, utilized: found.has_enrolled };
        }
        let retained = self
            .contract(contract)
            .and_then(|contract| contract.retained.get(&(found.learner, found.program)));
        SeatUse { occupied: retained.is_some(), utilized: retained.copied().unwrap_or(false) }
    }

    pub(crate) fn learner_seat(&self, learner: u32, contract: u16) -> SeatUse {
        self.memberships_of(learner).fold(SeatUse::default(), |seat, membership| {
            let own = self.membership_seat(membership, contract);
            SeatUse { occupied: seat.occupied || own.occupied, utilized: seat.utilized || own.utilized }
        })
    }

    /// Gives each occupied seat of each contract once, with whether it is utilized.
    pub(crate) fn count_seats(&self, mut each: impl FnMut(u16, bool)) {
        for handle in 0..self.memberships.len() {
            let found = self.memberships.at(handle);
            if !found.seat {
                continue;
            }
            let contract = found.contract;
            if !self.counts_learners(contract) {
                each(contract, found.has_enrolled);
            } else if self.first_of_seat(found.learner, contract) == Some(SeatHolder::Membership(handle)) {
                each(contract, self.learner_seat(found.learner, contract).utilized);
            }
        }
        for (contract, found) in (0_u16..).zip(&self.contracts) {
            for ((learner, program), is_utilized) in &found.retained {
                if !self.counts_learners(contract) {
                    each(contract, *is_utilized);
                } else if self.first_of_seat(*learner, contract) == Some(SeatHolder::Retained(*program)) {
                    each(contract, self.learner_seat(*learner, contract).utilized);
                }
            }
        }
    }

    /// Where a learner counts once, the one of their memberships that stands for the seat.
    fn first_of_seat(&self, learner: u32, contract: u16) -> Option<SeatHolder> {
        let own = self.memberships_of(learner).find(|handle| {
            let found = self.memberships.at(*handle);
            found.seat && found.contract == contract
        });
        own.map(SeatHolder::Membership).or_else(|| {
            let retained = &self.contract(contract)?.retained;
            let mut programs = retained.range((learner, 0)..=(learner, u16::MAX));
            programs.next().map(|((_, program), _)| SeatHolder::Retained(*program))
        })
    }

    /// Whether the seat of a membership would be free without it.
    pub(crate) fn frees_seat(&self, membership: u32) -> bool {
        let found = self.memberships.at(membership);
        if !found.seat || !self.counts_learners(found.contract) {
            return found.seat;
        }
        let (learner, contract) = (found.learner, found.contract);
        let others = self.memberships_of(learner).any(|handle| {
            let other = self.memberships.at(handle);
            handle != membership && other.seat && other.contract == contract
        });
        let retained = self.contract(contract).is_some_and(|contract| {
            contract.retained.range((learner, 0)..=(learner, u16::MAX)).next().is_some()
        });
        !others && !retained
    }

    /// Marks a membership as one that has enrolled, which makes its seat utilized (`CON-2`).
    pub(crate) fn mark_enrolled(&mut self, membership: u32) {
        let contract = self.memberships.at(membership).contract;
        let before = self.seat_use(membership, contract);
        self.memberships.at_mut(membership).has_enrolled = true;
        let after = self.seat_use(membership, contract);
        if let Some(contract) = self.contract_mut(contract)
            && after.utilized
            && !before.utilized
        {
            increment(&mut contract.utilized);
        }
    }

    /// Enters in a contract's books what has become of a seat.
    pub(crate) fn enter_seat(
        &mut self,
        membership: u32,
        contract: u16,
        before: SeatUse,
        movement: Movement,
        at: Timestamp,
        by: ActorHandle,
    ) {
        let after = self.seat_use(membership, contract);
        let found = *self.memberships.at(membership);
        let Some(contract) = self.contract_mut(contract) else {
            return;
        };
        if before.occupied != after.occupied {
            contract.seats.record(at, movement, found.learner, found.program, by);
            if movement.releases() {
                increment(&mut contract.released);
            }
            contract.note_use(at);
        }
        match (before.utilized, after.utilized) {
            (false, true) => increment(&mut contract.utilized),
            (true, false) => decrement(&mut contract.utilized),
            _ => {}
        }
    }
}
