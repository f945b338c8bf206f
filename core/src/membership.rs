//! Learners and their memberships: joining, leaving and coming back (`ID-3`, `INV-5`, `INV-6`, `WL-3`).

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use crate::command::{AcceptInvitation, JoinProgram, RemoveLearner, UpdateLearner, UpdateProfile};
use crate::contract::Contract;
use crate::event::{
    InvitationAccepted, JoinPath, LearnerJoined, LearnerRemoved, LearnerUpdated, ProfileUpdated,
};
use crate::invitation::{InvitationStatus, Step};
use crate::ledger::{ActorHandle, Movement};
use crate::person::{LearnerSubject, PersonalRecord};
use crate::policy::SeatRelease;
use crate::register::{ApplyError, RECORDS_LIMIT, Register};
use crate::seat_room::SeatRoom;
use crate::store::{Moment, NONE, PersonHandle};
use crate::text::{check_label, check_name};
use crate::verdict::{Effects, Judged, Judging, Stop, Verdict, invalid_email, invalid_text};
use crate::{LearnerId, Personal, ProgramId, Refusal, Timestamp, email};

/// An account that joined at least once (`ID-3`).
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Learner {
    pub(crate) id: LearnerId,
    pub(crate) person: PersonHandle,
    /// Whether an invitation has the same person, so that it must not be blanked.
    pub(crate) shares_person: bool,
    /// The latest of the memberships; each names the one before.
    #[serde(skip, default = "crate::store::nothing")]
    pub(crate) membership: u32,
}

/// What a learner is to one program, whether still a member or not. Coming back continues it.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Membership {
    pub(crate) learner: u32,
    /// The invitation accepted last.
    pub(crate) invitation: u32,
    /// The learner's membership before this one.
    #[serde(skip, default = "crate::store::nothing")]
    pub(crate) before: u32,
    /// The program's membership before this one.
    #[serde(skip, default = "crate::store::nothing")]
    pub(crate) program_before: u32,
    /// The latest of the enrollments; each names the one before.
    #[serde(skip, default = "crate::store::nothing")]
    pub(crate) enrollment: u32,
    pub(crate) program: u16,
    pub(crate) contract: u16,
    pub(crate) joined_at: Moment,
    pub(crate) removed_at: Moment,
    /// The last activity in any enrollment, given up ones included.
    #[serde(skip)]
    pub(crate) last_activity_at: Moment,
    /// The last enrolling in anything.
    #[serde(skip)]
    pub(crate) last_enrolled_at: Moment,
    /// The last completion of a course that was not given up.
    #[serde(skip)]
    pub(crate) last_completed_at: Moment,
    /// Course enrollments ever made, given up ones included.
    pub(crate) ever: u16,
    /// Course enrollments not given up.
    #[serde(skip)]
    pub(crate) current: u16,
    /// Those of them that are completed.
    #[serde(skip)]
    pub(crate) completed: u16,
    /// Whether it holds a seat of its contract.
    pub(crate) seat: bool,
    /// Whether the learner ever enrolled in anything here, which makes a seat utilized (`CON-2`).
    pub(crate) has_enrolled: bool,
    pub(crate) allow_return: bool,
    /// Whether the program's removal ended it, so that its courses may still be looked at (`PRG-2`). Stored apart, since
    /// the first version of snapshots has none.
    #[serde(skip)]
    pub(crate) audits: bool,
}

impl Membership {
    /// The last sign of life: the latest of activity, enrolling and joining (`VIEW-2`).
    pub(crate) fn last_sign(&self) -> Moment {
        self.joined_at.max(self.last_enrolled_at).max(self.last_activity_at)
    }
}

/// Someone about to join.
struct Joiner<'a> {
    id: LearnerId,
    name: &'a str,
    email: &'a Personal,
    /// The domain of the email as it is compared.
    domain: alloc::borrow::Cow<'a, str>,
    learner: Option<u32>,
    membership: Option<u32>,
}

/// The way in that was found.
#[derive(Clone, Copy)]
struct Way {
    contract: u16,
    invitation: Option<u32>,
    path: JoinPath,
}

impl Register {
    pub(crate) fn find_learner(&self, id: LearnerId) -> Option<u32> {
        let hash = self.indexes.hashing.id(id.as_u128());
        self.indexes.learners.find(hash, |handle| self.learners.at(handle).id == id)
    }

    pub(crate) fn find_learner_by_email(&self, address: &str) -> Option<u32> {
        let hash = self.indexes.hashing.email(None, address);
        self.indexes.emails.find(hash, |handle| {
            email::canonical_eq(self.people.email(self.learners.at(handle).person), address)
        })
    }

    pub(crate) fn known_learner(&self, learner: LearnerId, verdict: &mut Verdict) -> Result<u32, Stop> {
        self.find_learner(learner)
            .ok_or_else(|| verdict.stop(Refusal::UnknownLearner { learner }))
    }

    /// A learner's memberships, the latest first.
    pub(crate) fn memberships_of(&self, learner: u32) -> impl Iterator<Item = u32> + '_ {
        let first = self.learners.get(learner).map_or(NONE, |learner| learner.membership);
        core::iter::successors(Some(first), |handle| Some(self.memberships.get(*handle)?.before))
            .take_while(|handle| *handle != NONE)
    }

    pub(crate) fn membership_of(&self, learner: u32, program: u16) -> Option<u32> {
        self.memberships_of(learner)
            .find(|handle| self.memberships.at(*handle).program == program)
    }

    /// Whether the learner is a member at this instant.
    pub(crate) fn is_current(&self, membership: u32, at: Timestamp) -> bool {
        self.memberships.get(membership).is_some_and(|found| {
            found.removed_at == Moment::NONE
                && !self.contract(found.contract).is_some_and(|contract| contract.has_lapsed(at))
        })
    }

    /// The member of a program at this instant whose account has an address.
    pub(crate) fn member_by_address(&self, program: u16, address: &str, at: Timestamp) -> Option<LearnerId> {
        let learner = self.find_learner_by_email(address)?;
        let membership = self.membership_of(learner, program)?;
        self.is_current(membership, at).then(|| self.learners.at(learner).id)
    }

    /// Whether a learner has ever been a member of one of these programs.
    pub(crate) fn shares_program(
        &self,
        learner: LearnerId,
        programs: &alloc::collections::BTreeSet<u16>,
    ) -> bool {
        self.find_learner(learner).is_some_and(|learner| {
            self.memberships_of(learner)
                .any(|handle| programs.contains(&self.memberships.at(handle).program))
        })
    }

    fn judge_joiner<'a>(
        &self,
        program: u16,
        id: LearnerId,
        name: &'a Personal,
        address: &'a Personal,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Result<Joiner<'a>, Stop> {
        let name = check_name(name.as_str()).map_err(|error| invalid_text("name", &error));
        let parts = email::check(address.as_str()).map_err(|error| invalid_email(&error));
        let name = verdict.require(name)?;
        let parts = verdict.require(parts)?;
        let learner = self.find_learner(id);
        let membership = learner.and_then(|learner| self.membership_of(learner, program));
        if membership.is_some_and(|membership| self.is_current(membership, judging.at)) {
            return Err(verdict.stop(Refusal::AlreadyMember { learner: id }));
        }
        if let Some(other) = self.find_learner_by_email(address.as_str())
            && Some(other) != learner
        {
            let learner = self.learners.at(other).id;
            verdict.refuse(Refusal::EmailInUse { learner })?;
        }
        let most = self.learners.len().max(self.memberships.len());
        if u64::from(most) >= RECORDS_LIMIT || self.people.is_full() {
            verdict.refuse(Refusal::RegisterFull { what: "learners".into(), limit: RECORDS_LIMIT })?;
        }
        Ok(Joiner { id, name, email: address, domain: parts.canonical_domain(), learner, membership })
    }

    pub(crate) fn judge_accept_invitation(
        &self,
        command: &AcceptInvitation,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        let id = command.invitation;
        let handle = self.known_invitation(id, verdict)?;
        let invitation = *self.invitations.at(handle);
        if let Some(program) = self.program(invitation.program)
            && program.removed
        {
            verdict.refuse(Refusal::ProgramRemoved { program: program.id })?;
        }
        match invitation.status(judging.at) {
            InvitationStatus::Accepted => {
                let membership = self.memberships.at(invitation.membership);
                if self.learners.at(membership.learner).id != command.learner {
                    return Err(verdict.stop(Refusal::InvitationTaken { invitation: id }));
                }
                if self.is_current(invitation.membership, judging.at) {
                    // The link was opened twice: what was asked for is so already.
                    return Ok(Effects::none());
                }
                let status = InvitationStatus::Accepted;
                return Err(verdict.stop(Refusal::InvitationClosed { invitation: id, status }));
            }
            status @ (InvitationStatus::Declined | InvitationStatus::Removed) => {
                verdict.refuse(Refusal::InvitationClosed { invitation: id, status })?;
            }
            InvitationStatus::Expired => {
                let expired_at = invitation.expires_at.get().unwrap_or(judging.at);
                verdict.refuse(Refusal::InvitationExpired { invitation: id, expired_at })?;
            }
            InvitationStatus::Created | InvitationStatus::Sent | InvitationStatus::Bounced => {}
        }
        let joiner = self.judge_joiner(
            invitation.program,
            command.learner,
            &command.name,
            &command.email,
            judging,
            verdict,
        )?;
        let way = Way {
            contract: invitation.contract,
            invitation: Some(handle),
            path: JoinPath::InvitationLink,
        };
        self.judge_way(invitation.program, &joiner, way, judging, verdict)
    }

    pub(crate) fn judge_join_program(
        &self,
        command: &JoinProgram,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        let program = self.open_program(command.program, verdict)?;
        let joiner =
            self.judge_joiner(program, command.learner, &command.name, &command.email, judging, verdict)?;
        let way = self.find_way(program, &joiner, judging.at);
        let way = verdict.require(way)?;
        self.judge_way(program, &joiner, way, judging, verdict)
    }

    /// What lets someone in at the program's URL: an open invitation, else a former membership that allows return,
    /// else a whitelisted domain (`WL-3`).
    fn find_way(&self, program: u16, joiner: &Joiner<'_>, at: Timestamp) -> Result<Way, Refusal> {
        let invitation = self.invitation_to(program, joiner.email.as_str());
        if let Some(handle) = invitation
            && self.invitations.at(handle).is_open(at)
        {
            let contract = self.invitations.at(handle).contract;
            return Ok(Way { contract, invitation, path: JoinPath::InvitedEmail });
        }
        let whitelisted = self.program(program).and_then(|program| {
            program.whitelist.contract_for(&joiner.domain, program.policies.whitelist_match)
        });
        if let Some(membership) = joiner.membership {
            let former = self.memberships.at(membership);
            let removed = former.removed_at != Moment::NONE;
            if removed && !former.allow_return {
                return Err(Refusal::InvitationRequired { learner: joiner.id });
            }
            // A former contract that takes nobody in any more gives way to that of the domain.
            let own = self.renewed(former.contract);
            let usable = self.contract(own).is_some_and(|found| found.consumable(at).is_ok());
            let contract = if usable { own } else { whitelisted.unwrap_or(own) };
            return Ok(Way { contract, invitation: None, path: JoinPath::Return });
        }
        if let Some(contract) = whitelisted {
            return Ok(Way { contract, invitation: None, path: JoinPath::Whitelist });
        }
        let expired = invitation
            .map(|handle| self.invitations.at(handle))
            .filter(|found| found.status(at) == InvitationStatus::Expired);
        Err(match expired {
            Some(found) => Refusal::InvitationExpired {
                invitation: found.id,
                expired_at: found.expires_at.get().unwrap_or(at),
            },
            None => Refusal::NotInvited { domain: joiner.domain.as_ref().into() },
        })
    }

    /// Whether the contract of a way takes one more, and what joining comes to.
    fn judge_way(
        &self,
        program: u16,
        joiner: &Joiner<'_>,
        way: Way,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        let (Some(contract), Some(program_id)) =
            (self.contract(way.contract), self.program(program).map(|program| program.id))
        else {
            return Err(verdict.stop(Refusal::NoOrganization {}));
        };
        verdict.check(contract.consumable(judging.at))?;
        let others = self.invitations_besides(program, joiner, way, judging.at);
        let holds_invitation = |contracts: &[u16], by_address: bool| {
            let mut answered = others.iter().copied().chain(way.invitation);
            answered.any(|handle| contracts.contains(&self.invitations.at(handle).contract))
                || by_address && self.is_invited(joiner.email.as_str(), contracts, judging.at)
        };
        if !self.keeps_seat(joiner.learner, program, way.contract) {
            let room = SeatRoom::of(way.contract, judging.at);
            let is_own = || holds_invitation(&[way.contract], self.counts_learners(way.contract));
            verdict.check(self.seat_for_joiner(&room, is_own, 0))?;
        }
        for renewal in self.tight_renewals(way.contract, 1, judging.at) {
            let is_own = || holds_invitation(&[renewal.source, renewal.into], renewal.counts_learners);
            let promised = if is_own() { 0 } else { renewal.promised };
            verdict.check(renewal.room_for(self, joiner.learner, program, promised))?;
        }
        let invitation = way.invitation.map(|handle| self.invitations.at(handle));
        let external_id = invitation
            .map(|invitation| self.people.get(invitation.person).external_id)
            .filter(|external_id| !external_id.is_empty());
        let event = LearnerJoined {
            program: program_id,
            learner: joiner.id,
            contract: contract.id,
            invitation: invitation.map(|invitation| invitation.id),
            path: way.path,
        };
        let accepted = others.into_iter().map(|handle| {
            InvitationAccepted { invitation: self.invitations.at(handle).id, learner: joiner.id }.into()
        });
        let mut effects = Effects::from(event);
        effects.events.extend(accepted);
        Ok(effects.with_personal(PersonalRecord {
            subject: LearnerSubject { learner: joiner.id }.into(),
            name: Some(joiner.name.into()),
            email: Some(joiner.email.clone()),
            external_id: external_id.map(Personal::from),
            profile: None,
        }))
    }

    /// Open invitations to the address of someone who joins that are not the way in: to this program, when another
    /// invitation's link was opened, and to programs of which they are a member by an address of before. They have served.
    fn invitations_besides(
        &self,
        program: u16,
        joiner: &Joiner<'_>,
        way: Way,
        at: Timestamp,
    ) -> SmallVec<[u32; 1]> {
        // By the program's URL an open invitation is the way in itself.
        let here = (way.path == JoinPath::InvitationLink).then_some(program);
        let elsewhere = joiner.learner.into_iter().flat_map(|learner| self.current_programs(learner, at));
        let programs = here.into_iter().chain(elsewhere);
        let open = programs.filter_map(|program| self.open_invitation_to(program, joiner.email.as_str(), at));
        open.filter(|handle| Some(*handle) != way.invitation).collect()
    }

    /// The programs of which a learner is a member at this instant, the latest first.
    fn current_programs(&self, learner: u32, at: Timestamp) -> impl Iterator<Item = u16> + '_ {
        let members = self.memberships_of(learner).filter(move |membership| self.is_current(*membership, at));
        members.map(|membership| self.memberships.at(membership).program)
    }

    fn open_invitation_to(&self, program: u16, address: &str, at: Timestamp) -> Option<u32> {
        self.invitation_to(program, address)
            .filter(|handle| self.invitations.at(*handle).is_open(at))
    }

    pub(crate) fn judge_update_learner(
        &self,
        command: &UpdateLearner,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        let learner = command.learner;
        let handle = self.known_learner(learner, verdict)?;
        let known = self.people.get(self.learners.at(handle).person);
        let mut record = PersonalRecord {
            subject: LearnerSubject { learner }.into(),
            name: None,
            email: None,
            external_id: None,
            profile: None,
        };
        let changed = |given: &str, known: &str| (given != known).then(|| Personal::from(given));
        if let Some(name) = &command.name {
            match check_name(name.as_str()) {
                Ok(name) => record.name = changed(name, known.name),
                Err(error) => verdict.refuse(invalid_text("name", &error))?,
            }
        }
        if let Some(address) = &command.email {
            match email::check(address.as_str()) {
                Ok(_) => record.email = changed(address.as_str(), known.email),
                Err(error) => verdict.refuse(invalid_email(&error))?,
            }
            if let Some(other) = self.find_learner_by_email(address.as_str())
                && other != handle
            {
                verdict.refuse(Refusal::EmailInUse { learner: self.learners.at(other).id })?;
            }
        }
        if let Some(external_id) = &command.external_id {
            match check_label(external_id.as_str()) {
                Ok(external_id) => record.external_id = changed(external_id, known.external_id),
                Err(error) => verdict.refuse(invalid_text("external_id", &error))?,
            }
        }
        if record.name.is_none() && record.email.is_none() && record.external_id.is_none() {
            return Ok(Effects::none());
        }
        if self.people.is_full() {
            verdict.refuse(Refusal::RegisterFull { what: "learners".into(), limit: RECORDS_LIMIT })?;
        }
        let mut effects = Effects::from(LearnerUpdated { learner });
        if let Some(address) = &record.email {
            let programs = self.current_programs(handle, judging.at);
            let open = programs.filter_map(|program| self.open_invitation_to(program, address, judging.at));
            effects.events.extend(open.map(|handle| {
                InvitationAccepted { invitation: self.invitations.at(handle).id, learner }.into()
            }));
        }
        Ok(effects.with_personal(record))
    }

    pub(crate) fn check_learner_updated(&self, event: &LearnerUpdated) -> Result<(), ApplyError> {
        ApplyError::unless(self.find_learner(event.learner).is_some(), "a learner's name and email")
    }

    /// Whether invitations can be accepted together with a joining, or with a change of a learner's email.
    pub(crate) fn check_accepted_with(
        &self,
        joined: Option<&LearnerJoined>,
        others: &[crate::Event],
    ) -> Result<(), ApplyError> {
        let mut seen = crate::store::Set::default();
        seen.extend(joined.and_then(|joined| joined.invitation));
        for event in others {
            let accepted = match event {
                crate::Event::InvitationAccepted(event) if seen.insert(event.invitation) => Some(event),
                _ => None,
            };
            let accepted = accepted
                .ok_or(ApplyError::Inconsistent { what: "what came with a joining or a new email" })?;
            self.check_invitation_accepted(accepted, joined)?;
        }
        Ok(())
    }

    pub(crate) fn check_invitation_accepted(
        &self,
        event: &InvitationAccepted,
        joined: Option<&LearnerJoined>,
    ) -> Result<(), ApplyError> {
        self.check_step(event.invitation, Step::Accept)?;
        let program =
            self.find_invitation(event.invitation).map(|handle| self.invitations.at(handle).program);
        let joins = joined.is_some_and(|joined| {
            joined.learner == event.learner && self.program_handle(joined.program) == program
        });
        let learner = self.find_learner(event.learner);
        let membership =
            learner.zip(program).and_then(|(learner, program)| self.membership_of(learner, program));
        let is_member =
            membership.is_some_and(|membership| self.memberships.at(membership).removed_at == Moment::NONE);
        ApplyError::unless(joins || is_member, "an invitation accepted by a member")
    }

    pub(crate) fn apply_invitation_accepted(&mut self, event: &InvitationAccepted) {
        let Some(handle) = self.find_invitation(event.invitation) else { return };
        let program = self.invitations.at(handle).program;
        let learner = self.find_learner(event.learner);
        let Some(membership) = learner.and_then(|learner| self.membership_of(learner, program)) else {
            return;
        };
        self.step_invitation(event.invitation, Step::Accept, |invitation| invitation.membership = membership);
        let found = self.memberships.at_mut(membership);
        if self.invitations.get(found.invitation).is_none() {
            found.invitation = handle;
        }
        self.chain_accepted(handle);
    }

    pub(crate) fn judge_remove_learner(
        &self,
        command: &RemoveLearner,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        let (program, learner) = (command.program, command.learner);
        self.current_membership(program, learner, judging.at, verdict)?;
        Ok(LearnerRemoved { program, learner, allow_return: command.allow_return }.into())
    }

    /// The membership of a learner who is a member now, or a stop.
    pub(crate) fn current_membership(
        &self,
        program: ProgramId,
        learner: LearnerId,
        at: Timestamp,
        verdict: &mut Verdict,
    ) -> Result<u32, Stop> {
        let handle = self.open_program(program, verdict)?;
        let found = self.known_learner(learner, verdict)?;
        self.membership_of(found, handle)
            .filter(|membership| self.is_current(*membership, at))
            .ok_or_else(|| verdict.stop(Refusal::NotAMember { learner, program }))
    }

    pub(crate) fn judge_update_profile(&self, command: &UpdateProfile, verdict: &mut Verdict) -> Judged {
        self.known_learner(command.learner, verdict)?;
        let mut profile = command.profile.clone();
        for (field, value) in profile.fields_mut() {
            let Some(text) = value else { continue };
            match check_label(text.as_str()) {
                Ok("") => *value = None,
                Ok(checked) if checked.len() == text.as_str().len() => {}
                Ok(checked) => *value = Some(checked.into()),
                Err(error) => verdict.refuse(invalid_text(field, &error))?,
            }
        }
        Ok(Effects::from(ProfileUpdated { learner: command.learner }).with_personal(PersonalRecord {
            subject: LearnerSubject { learner: command.learner }.into(),
            name: None,
            email: None,
            external_id: None,
            profile: Some(profile.into()),
        }))
    }

    pub(crate) fn check_learner_joined(
        &self,
        event: &LearnerJoined,
        at: Timestamp,
    ) -> Result<(), ApplyError> {
        let what = "a learner's joining";
        let (Some(program), Some(contract)) =
            (self.program_handle(event.program), self.contract_handle(event.contract))
        else {
            return Err(ApplyError::Inconsistent { what });
        };
        let learner = self.find_learner(event.learner);
        let membership = learner.and_then(|learner| self.membership_of(learner, program));
        let joins = !membership.is_some_and(|membership| self.is_current(membership, at));
        let seat = self.keeps_seat(learner, program, contract)
            || self.contract(contract).is_some_and(|contract| contract.has_free_seat());
        let invitation = event.invitation.map(|id| self.find_invitation(id));
        let invited = match invitation {
            None => true,
            Some(None) => false,
            Some(Some(handle)) => {
                let invitation = self.invitations.at(handle);
                invitation.program == program && invitation.status.after(Step::Accept).is_some()
            }
        };
        let room = u64::from(self.learners.len().max(self.memberships.len())) < RECORDS_LIMIT;
        ApplyError::unless(joins && seat && invited && room, what)
    }

    pub(crate) fn apply_learner_joined(&mut self, event: &LearnerJoined, at: Timestamp, by: ActorHandle) {
        let (Some(program), Some(contract)) =
            (self.program_handle(event.program), self.contract_handle(event.contract))
        else {
            return;
        };
        let learner = self.find_learner(event.learner).unwrap_or_else(|| {
            let handle = self.learners.push(Learner {
                id: event.learner,
                person: NONE,
                shares_person: false,
                membership: NONE,
            });
            let hash = self.indexes.hashing.id(event.learner.as_u128());
            self.indexes.learners.insert(hash, handle);
            handle
        });
        let invitation = event.invitation.and_then(|id| self.find_invitation(id));
        let former = self.membership_of(learner, program);
        let membership = former.unwrap_or_else(|| {
            let before = self.learners.at(learner).membership;
            let handle = self.memberships.push(Membership {
                learner,
                invitation: NONE,
                before,
                program_before: NONE,
                enrollment: NONE,
                program,
                contract,
                joined_at: at.into(),
                // Until it has joined, below.
                removed_at: at.into(),
                last_activity_at: Moment::NONE,
                last_enrolled_at: Moment::NONE,
                last_completed_at: Moment::NONE,
                ever: 0,
                current: 0,
                completed: 0,
                seat: false,
                has_enrolled: false,
                allow_return: false,
                audits: false,
            });
            self.learners.at_mut(learner).membership = handle;
            self.chain_membership(handle);
            handle
        });
        // Members of a lapsed contract were never removed and leave it only now.
        self.tally_membership(membership, false);
        let seat_before = self.seat_use(membership, contract);
        let old = *self.memberships.at(membership);
        if old.contract != contract
            && old.seat
            && let Some(contract) = self.contract_mut(old.contract)
        {
            contract.retained.insert((learner, program), old.has_enrolled);
        }
        let has_seats = self.contract(contract).is_some_and(Contract::has_seats);
        if let Some(contract) = self.contract_mut(contract) {
            contract.retained.remove(&(learner, program));
        }
        let found = self.memberships.at_mut(membership);
        found.contract = contract;
        found.seat = has_seats;
        found.joined_at = at.into();
        found.removed_at = Moment::NONE;
        found.allow_return = false;
        let accepted_before = found.invitation;
        if let Some(invitation) = invitation {
            found.invitation = invitation;
        }
        let movement = if former.is_some() { Movement::Returned } else { Movement::Joined };
        self.enter_seat(membership, contract, seat_before, movement, at, by);
        self.tally_membership(membership, true);
        if let Some(id) = event.invitation {
            self.step_invitation(id, Step::Accept, |invitation| {
                invitation.membership = membership;
                invitation.accepted_before = accepted_before;
            });
        }
    }

    /// Lets a membership be found as its program's latest.
    pub(crate) fn chain_membership(&mut self, handle: u32) {
        let program = self.memberships.at(handle).program;
        if let Some(program) = self.program_mut(program) {
            let before = core::mem::replace(&mut program.membership, handle);
            self.memberships.at_mut(handle).program_before = before;
        }
    }

    pub(crate) fn check_learner_removed(&self, event: &LearnerRemoved) -> Result<(), ApplyError> {
        let membership = self.membership_by_ids(event.program, event.learner);
        ApplyError::unless(
            membership.is_some_and(|handle| self.memberships.at(handle).removed_at == Moment::NONE),
            "a learner's removal",
        )
    }

    pub(crate) fn membership_by_ids(&self, program: ProgramId, learner: LearnerId) -> Option<u32> {
        self.membership_of(self.find_learner(learner)?, self.program_handle(program)?)
    }

    pub(crate) fn apply_learner_removed(&mut self, event: &LearnerRemoved, at: Timestamp, by: ActorHandle) {
        if let Some(membership) = self.membership_by_ids(event.program, event.learner) {
            self.end_membership(membership, event.allow_return, at, by);
        }
    }

    /// Makes a member leave, which frees the seat if the contract's policy says so (`CON-4`).
    pub(crate) fn end_membership(
        &mut self,
        membership: u32,
        allow_return: bool,
        at: Timestamp,
        by: ActorHandle,
    ) {
        let contract = self.memberships.at(membership).contract;
        let release = self
            .contract(contract)
            .is_some_and(|contract| contract.policies.seat_release == SeatRelease::OnRemoval)
            && (!self.frees_seat(membership) || self.may_release(contract));
        self.tally_membership(membership, false);
        let before = self.seat_use(membership, contract);
        let found = self.memberships.at_mut(membership);
        found.removed_at = at.into();
        found.allow_return = allow_return;
        found.seat &= !release;
        self.enter_seat(membership, contract, before, Movement::Removed, at, by);
    }

    /// Counts a membership that was not removed for its program, or counts it no longer.
    pub(crate) fn tally_membership(&mut self, membership: u32, add: bool) {
        let found = *self.memberships.at(membership);
        if found.removed_at != Moment::NONE {
            return;
        }
        if let Some(program) = self.program_mut(found.program) {
            program.tally(found.contract, found.current > 0, found.completed > 0, add);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_learner_takes_28_bytes_and_a_membership_64() {
        assert_eq!((size_of::<Learner>(), size_of::<Membership>()), (28, 64));
    }
}
