//! Moving members to another contract (`CON-5`).

use alloc::boxed::Box;
use alloc::string::ToString;

use crate::bulk::{AlreadyThere, Moved, RowOutcome, RowRefused, RowResult};
use crate::command::MoveMembers;
use crate::contract::Contract;
use crate::event::MemberMoved;
use crate::invitation::refuse_rows;
use crate::ledger::{ActorHandle, Movement};
use crate::policy::SeatRelease;
use crate::register::{ApplyError, Register};
use crate::removal::check_room;
use crate::seat_room::{RenewalSeats, SeatRoom};
use crate::store::{Moment, Set};
use crate::verdict::{Effects, Judged, Judging, Verdict};
use crate::{ContractId, LearnerId, Refusal};

impl Register {
    pub(crate) fn judge_move_members(
        &self,
        command: &MoveMembers,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        let program = self.open_program(command.program, verdict)?;
        let contract = self.known_contract(command.contract, verdict)?;
        if let Some(found) = self.contract(contract) {
            verdict.check(found.consumable(judging.at))?;
        }
        check_room(command.learners.len(), verdict)?;
        let mut effects = Effects::none();
        let mut seen = Set::default();
        // Learners who take a seat by this very command; where a seat counts learners, each takes one at most.
        let mut taken = 0_u32;
        let room = SeatRoom::of(contract, judging.at);
        let coming = u32::try_from(command.learners.len()).unwrap_or(u32::MAX);
        let mut renewals = self.tight_renewals(contract, coming, judging.at);
        for (line, learner) in (1_u64..).zip(&command.learners) {
            let judged = if seen.insert(*learner) {
                self.judge_move(program, &room, &mut renewals, *learner, taken, command)
            } else {
                Err(Refusal::ListedTwice { id: learner.to_string().into() })
            };
            let result = match judged {
                Ok(None) => AlreadyThere {}.into(),
                Ok(Some(takes)) => {
                    taken = taken.saturating_add(takes);
                    let (program, contract) = (command.program, command.contract);
                    effects.events.push(MemberMoved { program, learner: *learner, contract }.into());
                    Moved {}.into()
                }
                Err(refusal) => RowResult::from(RowRefused { refusal: Box::new(refusal) }),
            };
            effects.rows.push(RowOutcome { line, result });
        }
        refuse_rows(&effects.rows, command.mode, verdict)?;
        Ok(effects)
    }

    /// How many seats moving a learner takes, or none if there is nothing to move. `taken` were taken before.
    fn judge_move(
        &self,
        program: u16,
        room: &SeatRoom,
        renewals: &mut [RenewalSeats],
        learner: LearnerId,
        taken: u32,
        command: &MoveMembers,
    ) -> Result<Option<u32>, Refusal> {
        let found = self.find_learner(learner).ok_or(Refusal::UnknownLearner { learner })?;
        let membership = self
            .membership_of(found, program)
            .filter(|membership| self.is_current(*membership, room.at))
            .ok_or(Refusal::NotAMember { learner, program: command.program })?;
        if self.memberships.at(membership).contract == room.contract {
            return Ok(None);
        }
        let takes = !self.seat_use(membership, room.contract).occupied;
        if takes {
            self.seat_for_joiner(room, || false, taken)?;
        }
        for renewal in renewals.iter() {
            renewal.room_for(self, Some(found), program, renewal.promised)?;
        }
        for renewal in renewals {
            renewal.count(self, Some(found), program);
        }
        Ok(Some(takes.into()))
    }

    /// Seats that a move takes.
    pub(crate) fn seats_of_move(&self, event: &MemberMoved) -> u32 {
        let Some(contract) = self.contract_handle(event.contract) else { return 0 };
        let membership = self.membership_by_ids(event.program, event.learner);
        membership.map_or(0, |membership| u32::from(!self.seat_use(membership, contract).occupied))
    }

    /// Whether a contract has this many seats left.
    pub(crate) fn has_seats_for(&self, contract: Option<ContractId>, seats: u32) -> bool {
        let found = contract.and_then(|contract| self.contract_handle(contract));
        found.and_then(|handle| self.contract(handle)).is_none_or(|found| {
            found.seats_sold().is_none_or(|sold| found.occupied().saturating_add(seats) <= sold)
        })
    }

    pub(crate) fn check_member_moved(&self, event: &MemberMoved) -> Result<(), ApplyError> {
        let membership = self.membership_by_ids(event.program, event.learner);
        let contract = self.contract_handle(event.contract);
        let good = membership.zip(contract).is_some_and(|(membership, contract)| {
            let found = self.memberships.at(membership);
            found.removed_at == Moment::NONE
                && found.contract != contract
                && self.has_seats_for(Some(event.contract), self.seats_of_move(event))
        });
        ApplyError::unless(good, "a member who moved")
    }

    pub(crate) fn apply_member_moved(&mut self, event: &MemberMoved, at: crate::Timestamp, by: ActorHandle) {
        let membership = self.membership_by_ids(event.program, event.learner);
        let (Some(membership), Some(to)) = (membership, self.contract_handle(event.contract)) else {
            return;
        };
        let from = self.memberships.at(membership).contract;
        let never = self
            .contract(from)
            .is_some_and(|contract| contract.policies.seat_release == SeatRelease::Never);
        let keeps = never || self.frees_seat(membership) && !self.may_release(from);
        self.change_contract(membership, to, keeps, [Movement::MovedOut, Movement::MovedIn], at, by);
    }

    /// Lets a member consume from another contract. The seat of the old one stays occupied if it `keeps` it.
    pub(crate) fn change_contract(
        &mut self,
        membership: u32,
        to: u16,
        keeps: bool,
        [out, into]: [Movement; 2],
        at: crate::Timestamp,
        by: ActorHandle,
    ) {
        let old = *self.memberships.at(membership);
        self.tally_membership(membership, false);
        let left = self.seat_use(membership, old.contract);
        let entered = self.seat_use(membership, to);
        let key = (old.learner, old.program);
        if keeps
            && old.seat
            && let Some(contract) = self.contract_mut(old.contract)
        {
            contract.retained.insert(key, old.has_enrolled);
        }
        let has_seats = self.contract(to).is_some_and(Contract::has_seats);
        if let Some(contract) = self.contract_mut(to) {
            contract.retained.remove(&key);
        }
        let found = self.memberships.at_mut(membership);
        found.contract = to;
        found.seat = has_seats;
        self.enter_seat(membership, old.contract, left, out, at, by);
        self.enter_seat(membership, to, entered, into, at, by);
        self.tally_membership(membership, true);
    }
}
