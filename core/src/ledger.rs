//! The ledger of a contract: every movement of a seat or unit, and the balance at any instant (`CON-6`).

use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

use crate::Timestamp;
use crate::schema::choice;
use crate::store::{Moment, Pages};

choice! {
    /// Why a seat or unit moved.
    pub enum Movement {
        /// A member joined and occupies a seat (`CON-2`).
        Joined = "joined",
        /// A removed member came back and occupies a seat again.
        Returned = "returned",
        /// A member was removed and the seat is free again (`CON-4`).
        Removed = "removed",
        /// An enrollment took a unit (`CON-3`).
        Enrolled = "enrolled",
        /// An enrollment was given up in time and its unit came back (`CON-4`).
        Unenrolled = "unenrolled",
        /// A member came from another contract and occupies a seat of this one (`CON-5`).
        MovedIn = "moved_in",
        /// A member went to another contract and the seat is free again (`CON-5`).
        MovedOut = "moved_out",
        /// A renewal carried a member over, who occupies a seat of this contract (`CON-5`).
        CarriedIn = "carried_in",
        /// A renewal carried a member over into another contract (`CON-5`).
        CarriedOut = "carried_out",
        /// The program was removed, so that nobody can come back to it, and the seat is free again (`PRG-2`).
        ProgramRemoved = "program_removed",
    }
}

impl Movement {
    /// Whether the movement releases a seat that may be reused, which a contract can limit (`CON-7`).
    pub(crate) const fn releases(self) -> bool {
        matches!(self, Self::Removed | Self::MovedOut)
    }

    /// Whether a member only went from one contract to another.
    pub(crate) const fn changes_contract(self) -> bool {
        matches!(self, Self::MovedIn | Self::MovedOut | Self::CarriedIn | Self::CarriedOut)
    }

    /// Whether the movement takes a seat or unit; otherwise it gives one back.
    pub const fn takes(self) -> bool {
        matches!(self, Self::Joined | Self::Returned | Self::Enrolled | Self::MovedIn | Self::CarriedIn)
    }
}

/// One movement, in 24 bytes.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Entry {
    pub(crate) at: Moment,
    pub(crate) program: u16,
    pub(crate) learner: u32,
    pub(crate) by: ActorHandle,
    /// Seats or units taken after this movement.
    pub(crate) balance: u32,
    pub(crate) movement: Movement,
}

/// Who caused a movement, as a small number: see [`crate::administrator`].
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ActorHandle(pub(crate) u32);

impl ActorHandle {
    pub(crate) const OPERATOR: Self = Self(0);
    pub(crate) const HOST: Self = Self(1);
    /// The learner whose seat it is.
    pub(crate) const SELF: Self = Self(2);
    /// The first administrator; the others follow.
    pub(crate) const FIRST_ADMINISTRATOR: u32 = 3;
}

/// The movements of one kind of thing that a contract sells, in order of time.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Ledger {
    entries: Pages<Entry>,
    /// What of the balance is due to members who only changed contracts, as it was from each instant on at which one did.
    #[serde(skip)]
    crossed: Vec<(Moment, i64)>,
}

impl Ledger {
    /// Seats or units taken now.
    pub(crate) fn balance(&self) -> u32 {
        self.entries.last().map_or(0, |entry| entry.balance)
    }

    /// Seats or units taken at an instant, the movements of that very instant included.
    pub(crate) fn balance_as_of(&self, at: Timestamp) -> u32 {
        let after = self.entries.partition_point(|entry| entry.at.get() <= Some(at));
        after.checked_sub(1).map_or(0, |last| self.entries.at(last).balance)
    }

    /// What was taken more than given back between two instants, the second one included, by people who came and left.
    /// Members who only changed contracts are left out.
    pub(crate) fn demand_between(&self, since: Timestamp, until: Timestamp) -> u32 {
        let come_by = |at| {
            let after = self.crossed.partition_point(|(since, _)| since.get() <= Some(at));
            let last = after.checked_sub(1).and_then(|last| self.crossed.get(last));
            i64::from(self.balance_as_of(at)).saturating_sub(last.map_or(0, |(_, crossed)| *crossed))
        };
        u32::try_from(come_by(until).saturating_sub(come_by(since))).unwrap_or(0)
    }

    /// Builds what follows from the entries.
    pub(crate) fn rebuild(&mut self) {
        self.crossed = crossed(&self.entries);
    }

    pub(crate) fn record(
        &mut self,
        at: Timestamp,
        movement: Movement,
        learner: u32,
        program: u16,
        by: ActorHandle,
    ) {
        let before = self.balance();
        let balance = if movement.takes() {
            before.saturating_add(1)
        } else {
            before.saturating_sub(1)
        };
        note_crossing(&mut self.crossed, at.into(), movement);
        self.entries.push(Entry { at: at.into(), program, learner, by, balance, movement });
    }

    pub(crate) fn entries(&self) -> &Pages<Entry> {
        &self.entries
    }

    /// Whether every balance is the sum of the movements up to it, time never goes back, and what follows from that is right.
    pub(crate) fn is_consistent(&self) -> bool {
        let mut balance = 0_i64;
        let mut latest = None;
        let in_order = self.entries.iter().all(|entry| {
            balance = balance.saturating_add(if entry.movement.takes() { 1 } else { -1 });
            let in_order = latest <= entry.at.get();
            latest = entry.at.get();
            in_order && i64::from(entry.balance) == balance
        });
        in_order && self.crossed == crossed(&self.entries)
    }
}

fn crossed(entries: &Pages<Entry>) -> Vec<(Moment, i64)> {
    let mut crossed = Vec::new();
    for entry in entries.iter() {
        note_crossing(&mut crossed, entry.at, entry.movement);
    }
    crossed
}

fn note_crossing(crossed: &mut Vec<(Moment, i64)>, at: Moment, movement: Movement) {
    if !movement.changes_contract() {
        return;
    }
    let by = if movement.takes() { 1 } else { -1 };
    match crossed.last_mut() {
        Some((last, sum)) if *last == at => *sum = sum.saturating_add(by),
        last => {
            let before = last.map_or(0, |(_, sum)| *sum);
            crossed.push((at, before.saturating_add(by)));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn con_5_whoever_changes_contracts_is_no_demand() {
        let mut ledger = Ledger::default();
        let at = |millis| Timestamp::from_millis(millis).unwrap();
        for (millis, movement) in [
            (10, Movement::Joined),
            (20, Movement::CarriedIn),
            (20, Movement::CarriedIn),
            (20, Movement::MovedIn),
            (30, Movement::Joined),
            (30, Movement::Returned),
            (40, Movement::Removed),
            (40, Movement::MovedOut),
            (40, Movement::CarriedOut),
            (50, Movement::Removed),
        ] {
            ledger.record(at(millis), movement, 0, 0, ActorHandle::SELF);
        }
        let demand = |since, until| ledger.demand_between(at(since), at(until));
        assert_eq!([demand(0, 10), demand(10, 29), demand(10, 30), demand(10, 40)], [1, 0, 2, 1]);
        assert_eq!([demand(30, 50), demand(0, 99), demand(50, 10)], [0, 1, 0]);
        assert!(ledger.is_consistent());
        assert_eq!(ledger.crossed.len(), 2, "one for each instant");
    }

    #[test]
    fn con_6_the_balance_as_of_an_instant_counts_that_instant() {
        let mut ledger = Ledger::default();
        let at = |millis| Timestamp::from_millis(millis).unwrap();
        for (millis, movement) in [
            (10, Movement::Joined),
            (10, Movement::Joined),
            (20, Movement::Removed),
            (30, Movement::Returned),
        ] {
            ledger.record(at(millis), movement, 0, 0, ActorHandle::SELF);
        }
        let balances = [9, 10, 19, 20, 29, 30, 99].map(|millis| ledger.balance_as_of(at(millis)));
        assert_eq!(balances, [0, 2, 2, 1, 1, 2, 2]);
        assert!(ledger.is_consistent());
        assert_eq!(size_of::<Entry>(), 24);
    }
}
