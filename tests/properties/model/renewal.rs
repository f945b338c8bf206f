//! Renewals, in the reference model (`CON-5`).

use super::*;

impl Model {
    pub(super) fn settle(&mut self, at: Timestamp) {
        loop {
            let due = self.contracts.iter().filter_map(|(id, found)| match found.renewal {
                Some((into, when, false)) if when <= at => Some((when, *id, into)),
                _ => None,
            });
            let Some((when, from, into)) = due.min() else { return };
            self.contracts.get_mut(&from).unwrap().renewal = Some((into, when, true));
            self.renew(from, into, when);
            self.remember(when);
        }
    }

    /// Members, invitations that were open at an instant, and domains go on in another contract.
    pub(super) fn renew(&mut self, from: ContractId, into: ContractId, when: Timestamp) {
        self.carry(from, into);
        for found in self.invitations.values_mut() {
            let open = found.open && found.expires_at.is_none_or(|expires_at| when < expires_at);
            if found.contract == from && open {
                found.contract = into;
            }
        }
        for program in self.programs.values_mut() {
            for named in program.whitelist.values_mut().filter(|named| **named == from) {
                *named = into;
            }
        }
    }

    /// What will be occupied of a contract when another has been renewed into it, and what open invitations of both hold
    /// besides.
    pub(super) fn after_renewal(&self, from: ContractId, into: ContractId, at: Timestamp) -> (u32, u32) {
        let mut later = self.clone();
        later.carry(from, into);
        for found in later.invitations.values_mut().filter(|found| found.contract == from) {
            found.contract = into;
        }
        let promised = match self.contracts[&into].policies.overbooking {
            Overbooking::Reserved => later.holding(into, at),
            Overbooking::Allowed | Overbooking::Refused => 0,
        };
        (later.occupied(into), promised)
    }

    pub(super) fn carry(&mut self, from: ContractId, into: ContractId) {
        let members = self.members.iter().filter(|(_, found)| !found.removed && found.contract == from);
        let mut members: Vec<_> = members.map(|(member, found)| (found.number, *member)).collect();
        members.sort_unstable();
        for (_, member) in members {
            self.held.remove(&(from, member.0, member.1));
            self.takes_seat(into, member);
        }
    }

    /// Renewals to come that a contract has to do with, into a number of seats.
    pub(super) fn renewals_with(&self, contract: ContractId) -> Vec<(ContractId, ContractId, u32)> {
        let pending = self.contracts.iter().filter_map(|(from, found)| {
            let Some((into, _, false)) = found.renewal else { return None };
            match &self.contracts[&into].terms {
                ContractTerms::Memberships(terms) => Some((*from, into, terms.seats)),
                _ => None,
            }
        });
        pending.filter(|(from, into, _)| *from == contract || *into == contract).collect()
    }

    /// Whether what is about to happen leaves room for those whom renewals will carry over. Who does not hold an invitation
    /// must leave what invitations hold.
    pub(super) fn leaves_room_for_renewal(
        &self,
        contract: ContractId,
        is_invited: impl Fn(ContractId, ContractId) -> bool,
        at: Timestamp,
        happens: impl Fn(&mut Self),
    ) -> bool {
        let mut later = self.clone();
        happens(&mut later);
        self.renewals_with(contract).into_iter().all(|(from, into, seats)| {
            let (before, promised) = self.after_renewal(from, into, at);
            let (after, _) = later.after_renewal(from, into, at);
            let promised = if is_invited(from, into) { 0 } else { promised };
            after <= before || after + promised <= seats
        })
    }

    /// The contract that goes on with what a contract began.
    pub(super) fn renewed(&self, contract: ContractId) -> ContractId {
        match self.contracts[&contract].renewal {
            Some((into, _, true)) => self.renewed(into),
            _ => contract,
        }
    }

    /// What a renewal raised goes back to what it was, unless it was amended since or is needed.
    pub(super) fn renewal_canceled(&mut self, event: &RenewalCanceled, at: Timestamp) {
        let found = self.contracts.get_mut(&event.contract).unwrap();
        let (into, _, _) = found.renewal.take().unwrap();
        let (before, after) = found.raised.take().unwrap();
        let target = &self.contracts[&into];
        let held = match target.policies.overbooking {
            Overbooking::Reserved => self.invited(into, at),
            Overbooking::Allowed | Overbooking::Refused => 0,
        };
        let fits = match &before {
            ContractTerms::Memberships(terms) => self.occupied(into) + held <= terms.seats,
            ContractTerms::Enrollments(terms) => target.units + held <= terms.units,
            ContractTerms::Unlimited(_) => true,
        };
        if target.terms == after && fits {
            self.sells(into, before);
        }
    }
}
