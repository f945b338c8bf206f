//! What the model allows: the same rules once more, from nothing but its plain maps.

use super::*;
use crate::world::{DAY, time};

impl Model {
    fn consumable(&self, contract: ContractId, at: Timestamp) -> bool {
        let found = &self.contracts[&contract];
        found.starts_at <= at && at < found.ends_at && !found.frozen
    }

    /// Whether joining under a contract would take a seat that is there (`CON-2`, `CON-4`).
    fn has_seat(&self, contract: ContractId, member: Member, is_invited: bool, at: Timestamp) -> bool {
        let found = &self.contracts[&contract];
        let ContractTerms::Memberships(terms) = &found.terms else { return true };
        if self.has_seat_already(contract, member) {
            return true;
        }
        let left = terms.seats - self.occupied(contract);
        match found.policies.overbooking {
            Overbooking::Reserved if !is_invited => left > self.holding(contract, at),
            _ => left > 0,
        }
    }

    fn latest_invitation(&self, program: ProgramId, address: &str) -> Option<&InvitationModel> {
        let address = folded(address);
        let mut found = self.order.iter().rev().map(|id| &self.invitations[id]);
        found.find(|found| found.program == program && found.address == address)
    }

    /// Whether someone who joins holds an open invitation of one of these contracts: the one whose link was opened, one to
    /// their address in the program or one of which they are a member, or in any where a seat counts learners.
    fn is_invited(
        &self,
        contracts: &[ContractId],
        counting: SeatCounting,
        member: Member,
        link: Option<InvitationId>,
        address: &str,
        at: Timestamp,
    ) -> bool {
        let programs = self.programs.keys().filter(|program| {
            counting == SeatCounting::Learner
                || **program == member.0
                || self.is_member((**program, member.1), at)
        });
        let link = link.map(|id| &self.invitations[&id]);
        let mut found = programs.filter_map(|program| self.latest_invitation(*program, address)).chain(link);
        found.any(|found| contracts.contains(&found.contract) && self.is_open(found, at))
    }

    fn can_join(
        &self,
        member: Member,
        contract: ContractId,
        link: Option<InvitationId>,
        name: &str,
        address: &str,
        at: Timestamp,
    ) -> bool {
        let counting = |contract: ContractId| self.contracts[&contract].policies.seat_counting;
        let others = self.addresses.iter().any(|(id, known)| *id != member.1 && *known == folded(address));
        is_name(name)
            && is_address(address)
            && !others
            && !self.is_member(member, at)
            && self.consumable(contract, at)
            && self.has_seat(
                contract,
                member,
                self.is_invited(&[contract], counting(contract), member, link, address, at),
                at,
            )
            && self.leaves_room_for_renewal(
                contract,
                |from, into| self.is_invited(&[from, into], counting(into), member, link, address, at),
                at,
                |later| {
                    let ((program, learner), path) = (member, JoinPath::Return);
                    later.joined(&LearnerJoined { program, learner, contract, invitation: None, path });
                },
            )
    }

    fn whitelisted(&self, program: ProgramId, address: &str) -> Option<ContractId> {
        let program = &self.programs[&program];
        let mut domain = folded(address).split('@').next_back()?.to_owned();
        loop {
            if let Some(contract) = program.whitelist.get(&domain) {
                return Some(*contract);
            }
            if program.policies.whitelist_match == WhitelistMatch::Exact {
                return None;
            }
            domain = domain.split_once('.')?.1.to_owned();
        }
    }

    fn joins(&self, command: &JoinProgram, at: Timestamp) -> bool {
        if !self.is_open_program(command.program) || !is_address(&command.email) {
            return false;
        }
        let member = (command.program, command.learner);
        let can = |contract| self.can_join(member, contract, None, &command.name, &command.email, at);
        if let Some(invitation) = self.latest_invitation(command.program, &command.email)
            && self.is_open(invitation, at)
        {
            return can(invitation.contract);
        }
        let whitelisted = self.whitelisted(command.program, &command.email);
        match (self.members.get(&member), whitelisted) {
            (Some(former), _) if former.removed && !former.allow_return => false,
            (Some(former), whitelisted) => {
                let own = self.renewed(former.contract);
                can(if self.consumable(own, at) { own } else { whitelisted.unwrap_or(own) })
            }
            (None, Some(contract)) => can(contract),
            (None, None) => false,
        }
    }

    fn accepts_invitation(&self, command: &AcceptInvitation, at: Timestamp) -> bool {
        let Some(found) = self.invitations.get(&command.invitation) else {
            return false;
        };
        let member = (found.program, command.learner);
        if let Some(accepted) = found.accepted {
            return accepted == command.learner && self.is_member(member, at);
        }
        self.is_open(found, at)
            && self.can_join(
                member,
                found.contract,
                Some(command.invitation),
                &command.name,
                &command.email,
                at,
            )
    }

    fn updates(&self, command: &UpdateLearner) -> bool {
        let is_free = |address: &str| {
            let other =
                |(id, known): (&LearnerId, &String)| *id != command.learner && *known == folded(address);
            !self.addresses.iter().any(other)
        };
        self.arrived.contains(&command.learner)
            && command.name.as_deref().is_none_or(is_name)
            && command.email.as_deref().is_none_or(|address| is_address(address) && is_free(address))
    }

    /// Whether a new email lets the invitations be accepted that are open to it where the learner is a member, and no other.
    pub(crate) fn accepts_rightly(&self, commit: &Commit) -> bool {
        let Some(Event::LearnerUpdated(updated)) = commit.events.first() else {
            return true;
        };
        let address = commit.personal.iter().find_map(|record| record.email.as_deref());
        let expected: BTreeSet<_> = address.map_or_else(BTreeSet::new, |address| {
            let programs = self
                .programs
                .keys()
                .filter(|program| self.is_member((**program, updated.learner), commit.at));
            let latest = programs.filter_map(|program| {
                self.order.iter().rev().find(|id| {
                    let found = &self.invitations[*id];
                    found.program == *program && found.address == folded(address)
                })
            });
            latest.filter(|id| self.is_open(&self.invitations[*id], commit.at)).copied().collect()
        });
        let accepted = commit.events.iter().filter_map(|event| match event {
            Event::InvitationAccepted(event) => Some(event.invitation),
            _ => None,
        });
        accepted.collect::<BTreeSet<_>>() == expected
    }

    /// Whether a contract takes one more invitation (`CON-4`): it holds a seat unless its addressee has one.
    fn takes_invitation(
        &self,
        contract: ContractId,
        program: ProgramId,
        address: &str,
        open: Option<ContractId>,
        at: Timestamp,
    ) -> bool {
        let found = &self.contracts[&contract];
        let learner = self.addressee(program, &folded(address));
        let has_seat = |model: &Self, contract| {
            learner.is_some_and(|learner| model.has_seat_already(contract, (program, learner)))
        };
        let own = match &found.terms {
            ContractTerms::Memberships(terms) if found.policies.overbooking != Overbooking::Allowed => {
                has_seat(self, contract) || self.holding(contract, at) + self.occupied(contract) < terms.seats
            }
            _ => true,
        };
        own && self.renewals_with(contract).into_iter().all(|(from, into, seats)| {
            let mut later = self.clone();
            later.carry(from, into);
            let (occupied, promised) = self.after_renewal(from, into, at);
            self.contracts[&into].policies.overbooking != Overbooking::Reserved
                || open.is_some_and(|open| open == from || open == into)
                || has_seat(&later, into)
                || occupied + promised < seats
        })
    }

    /// Whether the account of an address is a member of a program.
    fn is_joined(&self, program: ProgramId, address: &str, at: Timestamp) -> bool {
        let known = self.addresses.iter().find(|(_, known)| **known == folded(address));
        known.is_some_and(|(learner, _)| self.is_member((program, *learner), at))
    }

    /// What becomes of an invitee: an event, nothing to do, or a refusal.
    fn invites(
        &self,
        (program, contract): (ProgramId, ContractId),
        (name, address): (&str, &str),
        at: Timestamp,
    ) -> Invites {
        if !is_name(name) || !is_address(address) {
            return Invites::Refused;
        }
        if self.is_joined(program, address, at) {
            return Invites::Nothing;
        }
        let earlier = self.latest_invitation(program, address);
        if earlier
            .and_then(|found| found.accepted)
            .is_some_and(|learner| self.is_member((program, learner), at))
        {
            return Invites::Nothing;
        }
        let open = earlier.filter(|found| self.is_open(found, at)).map(|found| found.contract);
        match open {
            Some(open) if open == contract => Invites::Either,
            _ if self.takes_invitation(contract, program, address, open, at) => Invites::Takes,
            _ => Invites::Refused,
        }
    }

    /// What a row does, for the rows behind it.
    fn invited_by_row(&mut self, command: &InviteLearners, row: &InvitationRow, at: Timestamp) {
        let earlier = self.order.iter().rev().find(|id| {
            let found = &self.invitations[*id];
            found.program == command.program && found.address == folded(&row.email)
        });
        let earlier = earlier.copied().filter(|id| self.is_open(&self.invitations[id], at));
        let id = earlier.unwrap_or_else(|| InvitationId::from_u128(0xFFFF + self.order.len() as u128));
        let found = InvitationModel {
            program: command.program,
            contract: command.contract,
            address: folded(&row.email),
            open: true,
            created: !command.send,
            expires_at: None,
            accepted: None,
        };
        match self.invitations.get_mut(&id) {
            Some(known) => known.contract = found.contract,
            None => {
                self.order.push(id);
                self.invitations.insert(id, found);
            }
        }
    }

    fn has_ended(&self, contract: ContractId, at: Timestamp) -> bool {
        at >= self.contracts[&contract].ends_at
    }

    /// How many rows of a bulk invitation are refused; none if the whole of it is.
    fn refused_rows(&self, command: &InviteLearners, at: Timestamp) -> Option<usize> {
        let known = self.is_open_program(command.program) && self.contracts.contains_key(&command.contract);
        if !known || self.has_ended(command.contract, at) {
            return None;
        }
        let (mut refused, mut seen) = (0, BTreeSet::new());
        let mut model = self.clone();
        for (position, row) in (0..).zip(&command.rows) {
            if seen.contains(&folded(&row.email)) {
                continue;
            }
            let target = (command.program, command.contract);
            let taken = self.invitations.contains_key(&command.import.derive(position));
            let row_result = match model.invites(target, (&row.name, &row.email), at) {
                _ if taken => Invites::Refused,
                result => result,
            };
            match row_result {
                Invites::Refused => {
                    refused += 1;
                    continue;
                }
                Invites::Takes => model.invited_by_row(command, row, at),
                Invites::Nothing | Invites::Either => {}
            }
            seen.insert(folded(&row.email));
        }
        Some(refused)
    }

    fn enrolls(&self, member: Member, item: &str, source: Option<CollectionId>, at: Timestamp) -> bool {
        let (Some(program), Some(found)) = (self.programs.get(&member.0), self.members.get(&member)) else {
            return false;
        };
        let contract = &self.contracts[&found.contract];
        let is_course = item.starts_with("course");
        let current = found.enrollments.values().filter(|found| found.is_course && !found.given_up).count();
        let counted = match program.policies.limit_counting {
            LimitCounting::Current => u32::try_from(current).unwrap(),
            LimitCounting::Ever => found.courses_ever,
        };
        let unit = match &contract.terms {
            ContractTerms::Enrollments(terms) => contract.units < terms.units,
            _ => true,
        };
        self.is_member(member, at)
            && self.consumable(found.contract, at)
            && unit
            && program.collections.values().any(|items| self.offers(items, item))
            && source.is_none_or(|source| {
                program.collections.get(&source).is_some_and(|items| self.offers(items, item))
            })
            && found.enrollments.get(item).is_none_or(|known| known.given_up)
            && (!is_course || program.limit.is_none_or(|limit| counted < u32::from(limit)))
    }

    /// Whether giving up returns a unit; none if there is nothing to give up.
    fn gives_up(&self, member: Member, item: &str, at: Timestamp) -> Option<bool> {
        let found = self.members.get(&member).filter(|_| self.is_member(member, at))?;
        let enrollment = found.enrollments.get(item).filter(|found| !found.given_up)?;
        let contract = &self.contracts[&enrollment.contract];
        let in_time = contract
            .policies
            .unit_return_days
            .is_some_and(|days| at.millis() < enrollment.taken_at.millis() + i64::from(days) * DAY);
        let has_units = !matches!(contract.terms, ContractTerms::Memberships(_));
        Some(has_units && in_time && at < contract.ends_at)
    }

    /// Whether a command, given by the operator, is carried out. None for commands that are not modelled.
    pub(crate) fn allows(&self, command: &Command, at: Timestamp) -> Option<bool> {
        Some(match command {
            Command::JoinProgram(command) => self.joins(command, at),
            Command::AcceptInvitation(command) => self.accepts_invitation(command, at),
            Command::UpdateLearner(command) => self.updates(command),
            Command::RemoveLearner(command) => self.is_member((command.program, command.learner), at),
            Command::EnrollInCourse(command) => {
                let item = course_key(command.course);
                self.enrolls((command.program, command.learner), &item, command.source, at)
            }
            Command::EnrollInSpecialization(command) => {
                let item = specialization_key(command.specialization);
                self.enrolls((command.program, command.learner), &item, command.source, at)
            }
            Command::UnenrollFromCourse(command) => self
                .gives_up((command.program, command.learner), &course_key(command.course), at)
                .is_some(),
            Command::InviteLearners(command) => {
                let refused = self.refused_rows(command, at);
                refused.is_some_and(|refused| refused == 0 || command.mode == BulkMode::SkipInvalid)
            }
            Command::InviteLearner(command) => {
                let known = self.is_open_program(command.program)
                    && self.contracts.contains_key(&command.contract)
                    && !self.invitations.contains_key(&command.invitation);
                if !known || self.has_ended(command.contract, at) {
                    return Some(false);
                }
                let target = (command.program, command.contract);
                match self.invites(target, (&command.name, &command.email), at) {
                    Invites::Takes => true,
                    Invites::Refused | Invites::Nothing => false,
                    // It depends on the name and external id, which the model does not know.
                    Invites::Either => return None,
                }
            }
            Command::ResendInvitation(command) => {
                let Some(found) = self.invitations.get(&command.invitation) else {
                    return Some(false);
                };
                found.open
                    && !self.has_ended(found.contract, at)
                    && (self.is_open(found, at)
                        || !self.is_joined(found.program, &found.address, at)
                            && self.takes_invitation(found.contract, found.program, &found.address, None, at))
            }
            Command::AmendContract(command) => self.amends(command, at),
            Command::RenewContract(command) => self.renews(command, at),
            Command::MoveMembers(command) => match command.learners.as_slice() {
                [learner] => self.moves(command, *learner, at),
                // What comes first in a list bears on what follows.
                _ => return None,
            },
            _ => return None,
        })
    }

    /// Whether a contract can be amended so: never below what is taken, and not lower than what is spoken for (`CON-5`).
    fn amends(&self, command: &AmendContract, at: Timestamp) -> bool {
        let Some(found) = self.contracts.get(&command.contract) else { return false };
        let contract = command.contract;
        let terms = match (&command.terms, &found.terms) {
            (None, _) => true,
            (Some(ContractTerms::Memberships(wanted)), ContractTerms::Memberships(sold)) => {
                let (taken, promised) = match self.renewals_with(contract).iter().find(|it| it.1 == contract)
                {
                    Some((from, into, _)) => self.after_renewal(*from, *into, at),
                    None if found.policies.overbooking == Overbooking::Reserved => {
                        (self.occupied(contract), self.holding(contract, at))
                    }
                    None => (self.occupied(contract), 0),
                };
                wanted.seats > 0
                    && wanted.seats >= taken
                    && (wanted.seats >= sold.seats || wanted.seats >= taken + promised)
            }
            (Some(ContractTerms::Enrollments(wanted)), ContractTerms::Enrollments(_)) => {
                wanted.units > 0 && wanted.units >= found.units
            }
            (Some(ContractTerms::Unlimited(_)), ContractTerms::Unlimited(_)) => true,
            _ => false,
        };
        let onward = found.renewal.filter(|(_, _, done)| !done).map(|(_, when, _)| when);
        let mut inward = self.contracts.values().filter_map(|other| match other.renewal {
            Some((into, when, false)) if into == contract => Some(when),
            _ => None,
        });
        let end = command.ends_at.is_none_or(|ends_at| {
            ends_at > at
                && ends_at > found.starts_at
                && onward.is_none_or(|when| when <= ends_at)
                && inward.all(|when| when < ends_at)
        });
        (command.terms.is_some() || command.ends_at.is_some())
            && !self.has_ended(contract, at)
            && terms
            && end
    }

    /// Whether a contract can be renewed into another (`CON-5`): in time into one of which nothing is taken, or late into one
    /// of which nothing was taken by then.
    fn renews(&self, command: &RenewContract, at: Timestamp) -> bool {
        let (from, into, when) = (command.contract, command.into, command.renews_at);
        let (Some(found), Some(target)) = (self.contracts.get(&from), self.contracts.get(&into)) else {
            return false;
        };
        let terms = command.terms.clone().unwrap_or_else(|| target.terms.clone());
        if let Some(renewal) = found.renewal {
            return renewal == (into, when, false) && terms == target.terms;
        }
        let within = found.starts_at < when
            && when <= found.ends_at
            && target.starts_at <= when
            && when < target.ends_at;
        let others = self.contracts.values().any(|other| other.renewal.is_some_and(|it| it.0 == into));
        let before = self.balances_as_of(into, time(when.millis() - 1));
        let unused = before == (0, 0)
            && (when <= at
                || (self.occupied(into), target.units) == (0, 0)
                    && self.invited(into, at) == 0
                    && !self.members.values().any(|member| !member.removed && member.contract == into)
                    && !self.programs.values().any(|it| it.whitelist.values().any(|of| *of == into)));
        let (needed, promised) = self.after_renewal(from, into, at);
        let sells = match (&terms, &target.terms) {
            (ContractTerms::Memberships(wanted), ContractTerms::Memberships(sold)) => {
                wanted.seats >= sold.seats && wanted.seats >= needed + promised
            }
            (ContractTerms::Enrollments(wanted), ContractTerms::Enrollments(sold)) => {
                wanted.units >= sold.units
            }
            (ContractTerms::Unlimited(_), ContractTerms::Unlimited(_)) => true,
            _ => false,
        };
        from != into && within && target.renewal.is_none() && !others && unused && sells
    }

    /// Whether a single member can be moved to another contract (`CON-5`).
    fn moves(&self, command: &MoveMembers, learner: LearnerId, at: Timestamp) -> bool {
        let (program, contract, member) = (command.program, command.contract, (command.program, learner));
        if !self.is_open_program(program)
            || !self.contracts.contains_key(&contract)
            || !self.consumable(contract, at)
        {
            return false;
        }
        let event = MemberMoved { program, learner, contract };
        command.mode == BulkMode::SkipInvalid
            || self.is_member(member, at)
                && (self.members[&member].contract == contract
                    || self.has_seat(contract, member, false, at)
                        && self.leaves_room_for_renewal(
                            contract,
                            |_, _| false,
                            at,
                            |later| {
                                later.moved(&event);
                            },
                        ))
    }

    /// Whether a commit returns a unit exactly when it should.
    pub(crate) fn returns_rightly(&self, commit: &Commit) -> bool {
        commit.events.iter().all(|event| match event {
            Event::CourseUnenrolled(event) => {
                let member = (event.program, event.learner);
                self.gives_up(member, &course_key(event.course), commit.at) == Some(event.unit_returned)
            }
            Event::SpecializationUnenrolled(event) => {
                let (member, item) =
                    ((event.program, event.learner), specialization_key(event.specialization));
                self.gives_up(member, &item, commit.at) == Some(event.unit_returned)
            }
            _ => true,
        })
    }

    /// How many rows a commit should have refused.
    pub(crate) fn refuses_rightly(&self, command: &Command, commit: &Commit) -> bool {
        let Command::InviteLearners(command) = command else { return true };
        let refused = commit.rows.iter().filter(|row| matches!(row.result, RowResult::RowRefused(_)));
        self.refused_rows(command, commit.at) == Some(refused.count())
    }
}

enum Invites {
    /// One more open invitation of the contract.
    Takes,
    /// The person is a member already.
    Nothing,
    /// An open invitation of the same contract: updated or left as it is.
    Either,
    Refused,
}
