//! What the model allows: the same rules once more, from nothing but its plain maps.

use super::*;
use crate::world::DAY;

impl Model {
    fn consumable(&self, contract: ContractId, at: Timestamp) -> bool {
        let found = &self.contracts[&contract];
        found.starts_at <= at && at < found.ends_at && !found.frozen
    }

    /// Whether joining under a contract would take a seat that is there (`CON-2`, `CON-4`).
    fn has_seat(&self, contract: ContractId, member: Member, own: u32, at: Timestamp) -> bool {
        let found = &self.contracts[&contract];
        let ContractTerms::Memberships(terms) = &found.terms else { return true };
        let holds = self.held.keys().any(|(of, program, learner)| {
            *of == contract
                && *learner == member.1
                && (*program == member.0 || found.policies.seat_counting == SeatCounting::Learner)
        });
        if holds {
            return true;
        }
        let left = terms.seats - self.occupied(contract);
        match found.policies.overbooking {
            Overbooking::Reserved => left > self.invited(contract, at) - own,
            Overbooking::Allowed | Overbooking::Refused => left > 0,
        }
    }

    fn latest_invitation(&self, program: ProgramId, address: &str) -> Option<&InvitationModel> {
        let address = folded(address);
        let mut found = self.order.iter().rev().map(|id| &self.invitations[id]);
        found.find(|found| found.program == program && found.address == address)
    }

    /// Open invitations of a contract that someone's joining answers: the one whose link was opened, and those to their
    /// address in the program, and in programs of which they are a member.
    fn answered(
        &self,
        contract: ContractId,
        member: Member,
        link: Option<InvitationId>,
        address: &str,
        at: Timestamp,
    ) -> u32 {
        let programs = self
            .programs
            .keys()
            .filter(|program| **program == member.0 || self.is_member((**program, member.1), at));
        let mut found: BTreeSet<InvitationId> = link.into_iter().collect();
        for program in programs {
            let of_address = |id: &&InvitationId| {
                let found = &self.invitations[*id];
                found.program == *program && found.address == folded(address)
            };
            found.extend(self.order.iter().rev().find(of_address));
        }
        let open = found.iter().map(|id| &self.invitations[id]);
        u32::try_from(open.filter(|found| found.contract == contract && self.is_open(found, at)).count())
            .unwrap()
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
        let others = self.addresses.iter().any(|(id, known)| *id != member.1 && *known == folded(address));
        is_name(name)
            && is_address(address)
            && !others
            && !self.is_member(member, at)
            && self.consumable(contract, at)
            && self.has_seat(contract, member, self.answered(contract, member, link, address, at), at)
            && self.has_room_for_renewal(contract)
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

    /// Whether a contract takes one more invitation, so many having come about in the same command.
    fn takes_invitation(&self, contract: ContractId, pending: u32, at: Timestamp) -> bool {
        let found = &self.contracts[&contract];
        let ContractTerms::Memberships(terms) = &found.terms else { return true };
        found.policies.overbooking == Overbooking::Allowed
            || self.invited(contract, at) + pending < terms.seats - self.occupied(contract)
    }

    /// What becomes of an invitee: an event, nothing to do, or a refusal.
    fn invites(
        &self,
        (program, contract): (ProgramId, ContractId),
        (name, address): (&str, &str),
        pending: u32,
        at: Timestamp,
    ) -> Invites {
        if !is_name(name) || !is_address(address) {
            return Invites::Refused;
        }
        let known = self.addresses.iter().find(|(_, known)| **known == folded(address));
        if known.is_some_and(|(learner, _)| self.is_member((program, *learner), at)) {
            return Invites::Nothing;
        }
        let earlier = self.latest_invitation(program, address);
        if earlier
            .and_then(|found| found.accepted)
            .is_some_and(|learner| self.is_member((program, learner), at))
        {
            return Invites::Nothing;
        }
        let moves = earlier.filter(|found| self.is_open(found, at)).map(|found| found.contract != contract);
        match moves {
            Some(false) => Invites::Either,
            _ if self.takes_invitation(contract, pending, at) => Invites::Takes,
            _ => Invites::Refused,
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
        let (mut pending, mut refused, mut seen) = (0, 0, BTreeSet::new());
        for (position, row) in (0..).zip(&command.rows) {
            if seen.contains(&folded(&row.email)) {
                continue;
            }
            let target = (command.program, command.contract);
            let taken = self.invitations.contains_key(&command.import.derive(position));
            let row_result = match self.invites(target, (&row.name, &row.email), pending, at) {
                _ if taken => Invites::Refused,
                result => result,
            };
            match row_result {
                Invites::Refused => {
                    refused += 1;
                    continue;
                }
                Invites::Takes => pending += 1,
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
                match self.invites(target, (&command.name, &command.email), 0, at) {
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
                    && (self.is_open(found, at) || self.takes_invitation(found.contract, 0, at))
            }
            _ => return None,
        })
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
