//! Whether seats are left: for whoever joins or moves, for invitations that hold one, and for those whom a renewal will
//! carry over (`CON-2`, `CON-4`, `CON-5`).
//!
//! Most answers come from counters alone. Only when these would refuse somebody, who holds what is looked at person by
//! person: whoever keeps a seat needs no other, and their invitation holds none besides.

use core::cell::OnceCell;

use smallvec::SmallVec;

use crate::register::Register;
use crate::store::{Moment, Set, increment};
use crate::{ContractId, Overbooking, Refusal, Timestamp};

/// A contract's seats as one command finds them.
pub(crate) struct SeatRoom {
    pub(crate) contract: u16,
    pub(crate) at: Timestamp,
    /// Open invitations that hold a seat, once they were counted.
    holding: OnceCell<u32>,
}

impl SeatRoom {
    pub(crate) const fn of(contract: u16, at: Timestamp) -> Self {
        Self { contract, at, holding: OnceCell::new() }
    }

    fn holding(&self, register: &Register) -> u32 {
        *self.holding.get_or_init(|| register.holding_invitations(self.contract, self.at))
    }
}

/// Room for invitations that one command makes: in their contract, and in what this is renewed into where invitations hold
/// seats of that.
pub(crate) struct InvitationRoom {
    seats: SeatRoom,
    /// Whether invitations have to leave seats to each other.
    is_limited: bool,
    renewals: SmallVec<[RenewalSeats; 2]>,
    /// Invitations of the command so far that hold a seat.
    pending: u32,
}

/// Someone to be invited.
#[derive(Clone, Copy)]
pub(crate) struct Invitee<'a> {
    pub(crate) address: &'a str,
    pub(crate) program: u16,
    /// The contract of the open invitation that they have.
    pub(crate) open: Option<u16>,
}

/// The seats of a contract as they will be when a renewal has come about.
pub(crate) struct RenewalSeats {
    pub(crate) source: u16,
    pub(crate) into: u16,
    id: ContractId,
    /// Seats that it sells.
    seats: u32,
    /// Seats occupied then.
    occupied: u32,
    /// Those of them that carrying over occupies.
    carried: u32,
    /// Open invitations that hold a seat besides, if they do.
    pub(crate) promised: u32,
    pub(crate) counts_learners: bool,
    /// Where it counts learners, those who will be carried into a seat.
    learners: Set<u32>,
}

impl RenewalSeats {
    /// Refuses a renewal into so many seats.
    pub(crate) fn fit(&self, seats: u32) -> Result<(), Refusal> {
        if self.occupied.saturating_add(self.promised) > seats {
            return Err(Refusal::RenewalTooSmall {
                contract: self.id,
                seats,
                carried: self.carried.saturating_add(self.promised),
            });
        }
        Ok(())
    }

    /// Whether someone would take a seat that is not counted yet.
    fn takes(&self, register: &Register, learner: Option<u32>, program: u16) -> bool {
        let Some(known) = learner else { return true };
        let is_carried = self.learners.contains(&known)
            || register.membership_of(known, program).is_some_and(|membership| {
                let found = register.memberships.at(membership);
                found.contract == self.source && found.removed_at == Moment::NONE
            });
        !is_carried && !register.keeps_seat(learner, program, self.into)
    }

    /// Whether there is room for one more who takes part in a program, beside invitations that hold so many seats.
    pub(crate) fn room_for(
        &self,
        register: &Register,
        learner: Option<u32>,
        program: u16,
        promised: u32,
    ) -> Result<(), Refusal> {
        let needed = self.occupied.saturating_add(promised);
        if needed >= self.seats && self.takes(register, learner, program) {
            let carried = self.carried.saturating_add(promised);
            return Err(Refusal::RenewalTooSmall { contract: self.id, seats: self.seats, carried });
        }
        Ok(())
    }

    /// Counts one more who takes part in a program.
    pub(crate) fn count(&mut self, register: &Register, learner: Option<u32>, program: u16) {
        if self.takes(register, learner, program) {
            increment(&mut self.occupied);
            if self.counts_learners {
                self.learners.extend(learner);
            }
        }
    }
}

impl Register {
    /// Whether one more seat may be occupied (`CON-2`, `CON-4`), `taken` having been taken before in the same command.
    /// Whoever holds an invitation that holds a seat needs no other.
    pub(crate) fn seat_for_joiner(
        &self,
        room: &SeatRoom,
        is_invited: impl FnOnce() -> bool,
        taken: u32,
    ) -> Result<(), Refusal> {
        let Some(contract) = self.contract(room.contract) else {
            return Ok(());
        };
        let Some(seats) = contract.seats_sold() else {
            return Ok(());
        };
        let seats_left = seats.saturating_sub(contract.occupied().saturating_add(taken));
        if seats_left == 0 {
            return Err(Refusal::SeatsExhausted { contract: contract.id, seats });
        }
        if contract.policies.overbooking == Overbooking::Reserved
            && seats_left <= self.open_invitations(room.contract, room.at)
            && !is_invited()
            && seats_left <= room.holding(self)
        {
            return Err(Refusal::SeatsSpokenFor { contract: contract.id, seats_left });
        }
        Ok(())
    }

    /// Whether one more invitation may be made (`CON-4`); if so it is counted.
    pub(crate) fn seat_for_invitee(
        &self,
        room: &mut InvitationRoom,
        invitee: Invitee<'_>,
    ) -> Result<(), Refusal> {
        let Invitee { address, program, open } = invitee;
        let InvitationRoom { seats, is_limited, renewals, pending } = room;
        if !*is_limited && renewals.is_empty() {
            return Ok(());
        }
        let learner = self.addressee(program, address);
        let holds =
            *is_limited && open != Some(seats.contract) && !self.keeps_seat(learner, program, seats.contract);
        if holds {
            self.seat_for_invitation(seats, *pending)?;
        }
        // An open invitation of either contract is counted in what is promised.
        let counts = |renewal: &RenewalSeats| {
            let is_counted = open.is_some_and(|open| open == renewal.source || open == renewal.into);
            !is_counted && renewal.takes(self, learner, program)
        };
        for renewal in renewals.iter().filter(|renewal| counts(renewal)) {
            renewal.room_for(self, learner, program, renewal.promised)?;
        }
        for renewal in renewals.iter_mut().filter(|renewal| counts(renewal)) {
            increment(&mut renewal.promised);
        }
        if holds {
            increment(pending);
        }
        Ok(())
    }

    fn seat_for_invitation(&self, room: &SeatRoom, pending: u32) -> Result<(), Refusal> {
        let Some(contract) = self.contract(room.contract) else {
            return Ok(());
        };
        let Some(seats) = contract.seats_sold() else {
            return Ok(());
        };
        let seats_left = seats.saturating_sub(contract.occupied());
        let left_for_others = seats_left.saturating_sub(pending);
        if seats_left == 0 {
            Err(Refusal::SeatsExhausted { contract: contract.id, seats })
        } else if self.open_invitations(room.contract, room.at) >= left_for_others
            && room.holding(self) >= left_for_others
        {
            Err(Refusal::SeatsSpokenFor { contract: contract.id, seats_left })
        } else {
            Ok(())
        }
    }

    /// Room for so many invitations to a contract.
    pub(crate) fn invitation_room(&self, contract: u16, coming: usize, at: Timestamp) -> InvitationRoom {
        let coming = u32::try_from(coming).unwrap_or(u32::MAX);
        let mut renewals = self.tight_renewals(contract, coming, at);
        renewals.retain(|renewal| self.reserves_seats(renewal.into));
        let is_limited = self.contract(contract).is_some_and(|contract| {
            contract.seats_sold().is_some() && contract.policies.overbooking != Overbooking::Allowed
        });
        InvitationRoom { seats: SeatRoom::of(contract, at), is_limited, renewals, pending: 0 }
    }

    fn reserves_seats(&self, contract: u16) -> bool {
        self.contract(contract)
            .is_some_and(|contract| contract.policies.overbooking == Overbooking::Reserved)
    }

    /// The learner whom an address stands for in a program: whose account has it, or who accepted an invitation to it.
    pub(crate) fn addressee(&self, program: u16, address: &str) -> Option<u32> {
        if address.is_empty() {
            return None;
        }
        self.find_learner_by_email(address).or_else(|| {
            let mut next = self.invitation_to(program, address);
            loop {
                let handle = next?;
                let found = self.invitations.at(handle);
                if let Some(membership) = self.memberships.get(found.membership) {
                    return Some(membership.learner);
                }
                // Each is earlier than the one before, except in forged histories.
                next = Some(found.invited_before).filter(|before| *before < handle);
            }
        })
    }

    /// Whether an address has an open invitation under one of these contracts, to whatever program.
    pub(crate) fn is_invited(&self, address: &str, contracts: &[u16], at: Timestamp) -> bool {
        (0_u16..).zip(&self.programs).any(|(program, _)| {
            self.invitation_to(program, address).is_some_and(|handle| {
                let found = self.invitations.at(handle);
                found.is_open(at) && contracts.contains(&found.contract)
            })
        })
    }

    /// Seats that are held or spoken for: occupied now or by a renewal to come, and those with what open invitations hold.
    pub(crate) fn seats_spoken_for(&self, contract: u16, at: Timestamp) -> (u32, u32) {
        let occupied = self.contract(contract).map_or(0, |found| found.occupied());
        let (taken, promised) = match self.renewals.pending_source(contract) {
            Some(source) => {
                let renewal = self.renewal_seats(source, contract, at);
                (renewal.occupied, renewal.promised)
            }
            None if self.reserves_seats(contract) => (occupied, self.holding_invitations(contract, at)),
            None => (occupied, 0),
        };
        (taken, taken.saturating_add(promised))
    }

    /// Open invitations that hold a seat, where they do: all but those of people who keep one.
    fn holding_invitations(&self, contract: u16, at: Timestamp) -> u32 {
        let open = self.open_invitations(contract, at);
        let occupied = self.contract(contract).map_or(0, |found| found.occupied());
        let may_keep = self.counts_learners(contract) || occupied > self.members_of_contract(contract);
        if open == 0 || !may_keep {
            return open;
        }
        self.count_invitations(
            |found| found == contract,
            at,
            |learner, program| !self.keeps_seat(learner, program, contract),
        )
    }

    /// Counts open invitations of contracts by whom they are for.
    fn count_invitations(
        &self,
        of: impl Fn(u16) -> bool,
        at: Timestamp,
        counts: impl Fn(Option<u32>, u16) -> bool,
    ) -> u32 {
        let open = self.invitations.iter().filter(|found| of(found.contract) && found.is_open(at));
        let counted = open.filter(|found| {
            let address = self.people.email(found.person);
            counts(self.addressee(found.program, address), found.program)
        });
        u32::try_from(counted.count()).unwrap_or(u32::MAX)
    }

    /// The renewals to come that so many more people of a contract could leave without room.
    pub(crate) fn tight_renewals(
        &self,
        contract: u16,
        coming: u32,
        at: Timestamp,
    ) -> SmallVec<[RenewalSeats; 2]> {
        let mut tight = SmallVec::new();
        for (source, into) in self.renewals_with(contract) {
            let Some(target) = self.contract(into) else { continue };
            let Some(seats) = target.seats_sold() else { continue };
            let promised = if self.reserves_seats(into) {
                self.open_invitations(source, at).saturating_add(self.open_invitations(into, at))
            } else {
                0
            };
            let most = self.members_of_contract(source).saturating_add(target.occupied());
            if most.saturating_add(promised).saturating_add(coming) > seats {
                tight.push(self.renewal_seats(source, into, at));
            }
        }
        tight
    }

    /// The seats of a contract as they would be when another were renewed into it.
    pub(crate) fn renewal_seats(&self, source: u16, into: u16, at: Timestamp) -> RenewalSeats {
        let counts_learners = self.counts_learners(into);
        let target = self.contract(into);
        let mut learners = Set::default();
        let mut carried = 0;
        for handle in 0..self.memberships.len() {
            let found = self.memberships.at(handle);
            if found.contract == source
                && found.removed_at == Moment::NONE
                && !self.seat_use(handle, into).occupied
                && (!counts_learners || learners.insert(found.learner))
            {
                increment(&mut carried);
            }
        }
        let mut renewal = RenewalSeats {
            source,
            into,
            id: target.map_or(ContractId::from_u128(0), |target| target.id),
            seats: target.and_then(|target| target.seats_sold()).unwrap_or(u32::MAX),
            occupied: target.map_or(0, |target| target.occupied()).saturating_add(carried),
            carried,
            promised: 0,
            counts_learners,
            learners,
        };
        if self.reserves_seats(into) {
            let of = |contract| contract == source || contract == into;
            renewal.promised =
                self.count_invitations(of, at, |learner, program| renewal.takes(self, learner, program));
        }
        renewal
    }
}
