//! Commands that were given under an id, and what they were answered (`API-6`).

use alloc::boxed::Box;
use alloc::collections::VecDeque;

use serde::{Deserialize, Serialize};

use crate::commit::{Actor, Commit, Fingerprint, Receipt};
use crate::event::{
    InvitationUpdated, LearnerInvited, LearnerJoined, LearnerUpdated, OrganizationAdministratorAdded,
    ProfileUpdated, ProgramAdministratorAdded,
};
use crate::person::{AdministratorSubject, InviteeSubject, LearnerSubject, PersonalRecord, Subject};
use crate::register::Register;
use crate::store::{Map, PersonHandle};
use crate::{Command, CommandId, Event, Personal, Refusal, RegisterPolicies, Timestamp};

const HOUR: i64 = 3_600_000;

impl Receipt {
    /// The mark of a command: its id, and a fingerprint of what it says and who gave it.
    pub(crate) fn of(command_id: CommandId, command: &Command, actor: &Actor) -> Self {
        Self {
            command: command_id,
            fingerprint: Fingerprint::of_value(command_id, &(command, actor)),
        }
    }
}

/// The answers of commands with an id, in order of time, for as long as the policy says.
///
/// Personal records are left out: they are in the state, and what is erased there must not linger here (`ID-4`).
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(crate) struct Receipts {
    answers: VecDeque<Commit>,
    /// How many answers were forgotten: the place of the first that is left.
    forgotten: u64,
    #[serde(skip)]
    places: Map<CommandId, u64>,
}

impl Receipts {
    /// The answer that this very command got before, if it is remembered.
    pub(crate) fn answer(
        &self,
        receipt: &Receipt,
        now: Timestamp,
        policies: RegisterPolicies,
    ) -> Result<Option<&Commit>, Refusal> {
        let Some(place) = self.places.get(&receipt.command) else {
            return Ok(None);
        };
        let index = place.checked_sub(self.forgotten).and_then(|index| usize::try_from(index).ok());
        let Some(commit) = index.and_then(|index| self.answers.get(index)) else {
            return Ok(None);
        };
        if is_over(commit.at, now, policies) {
            return Ok(None);
        }
        if commit.receipt.is_some_and(|known| known.fingerprint == receipt.fingerprint) {
            Ok(Some(commit))
        } else {
            Err(Refusal::CommandIdReused { command: receipt.command })
        }
    }

    /// Remembers a commit that has a receipt, and forgets those whose time is over.
    pub(crate) fn take_in(&mut self, commit: &Commit, policies: RegisterPolicies) {
        while let Some(first) = self.answers.front() {
            if !is_over(first.at, commit.at, policies) {
                break;
            }
            if let Some(receipt) = first.receipt
                && self.places.get(&receipt.command) == Some(&self.forgotten)
            {
                self.places.remove(&receipt.command);
            }
            self.answers.pop_front();
            self.forgotten = self.forgotten.saturating_add(1);
        }
        if let Some(receipt) = commit.receipt {
            let place = self.forgotten.saturating_add(u64::try_from(self.answers.len()).unwrap_or(u64::MAX));
            self.places.insert(receipt.command, place);
            self.answers.push_back(Commit {
                version: commit.version,
                sequence: commit.sequence,
                at: commit.at,
                actor: commit.actor.clone(),
                receipt: commit.receipt,
                events: commit.events.clone(),
                personal: alloc::vec::Vec::new(),
                rows: commit.rows.clone(),
                warnings: commit.warnings.clone(),
                repeated: false,
            });
        }
    }

    /// Finds the places of stored answers again.
    pub(crate) fn rebuild(&mut self) {
        self.places.clear();
        for (index, commit) in self.answers.iter().enumerate() {
            if let Some(receipt) = commit.receipt {
                let place = self.forgotten.saturating_add(u64::try_from(index).unwrap_or(u64::MAX));
                self.places.insert(receipt.command, place);
            }
        }
    }
}

impl Register {
    /// A commit of before, told once more with what is still known of the people in it.
    pub(crate) fn tell_again(&self, commit: &Commit) -> Commit {
        let personal = commit.events.iter().filter_map(|event| self.known_of(event)).collect();
        Commit { personal, repeated: true, ..commit.clone() }
    }

    /// What is known by now of the person whom an event told of; nothing if they were erased.
    fn known_of(&self, event: &Event) -> Option<PersonalRecord> {
        let record = |subject: Subject, person: PersonHandle| {
            let person = self.people.try_get(person)?;
            let known = |text: &str| Some(Personal::from(text)).filter(|text| !text.is_empty());
            Some(PersonalRecord {
                subject,
                name: known(person.name),
                email: known(person.email),
                external_id: None,
                profile: None,
            })
        };
        let external_id = |person| Personal::from(self.people.get(person).external_id);
        match event {
            Event::LearnerInvited(LearnerInvited { invitation, .. })
            | Event::InvitationUpdated(InvitationUpdated { invitation, .. }) => {
                let person = self.invitations.get(self.find_invitation(*invitation)?)?.person;
                let found = record(InviteeSubject { invitation: *invitation }.into(), person)?;
                Some(PersonalRecord { external_id: Some(external_id(person)), ..found })
            }
            Event::LearnerJoined(LearnerJoined { learner, .. }) => {
                let person = self.learners.get(self.find_learner(*learner)?)?.person;
                let found = record(LearnerSubject { learner: *learner }.into(), person)?;
                let external_id = Some(external_id(person)).filter(|id| !id.is_empty());
                Some(PersonalRecord { external_id, ..found })
            }
            Event::LearnerUpdated(LearnerUpdated { learner }) => {
                let person = self.learners.get(self.find_learner(*learner)?)?.person;
                let found = record(LearnerSubject { learner: *learner }.into(), person)?;
                // It may have been taken away.
                Some(PersonalRecord { external_id: Some(external_id(person)), ..found })
            }
            Event::ProfileUpdated(ProfileUpdated { learner }) => {
                let handle = self.find_learner(*learner)?;
                let known = self.people.try_get(self.learners.get(handle)?.person);
                // Whoever was erased may have got a profile since.
                let profile =
                    self.profiles.get(&handle).cloned().or_else(|| known.map(|_| Box::default()))?;
                Some(PersonalRecord {
                    subject: LearnerSubject { learner: *learner }.into(),
                    name: None,
                    email: None,
                    external_id: None,
                    profile: Some(profile),
                })
            }
            Event::OrganizationAdministratorAdded(OrganizationAdministratorAdded { administrator })
            | Event::ProgramAdministratorAdded(ProgramAdministratorAdded { administrator, .. }) => {
                let person = self.administrators.get(*administrator)?.person;
                record(AdministratorSubject { administrator: *administrator }.into(), person)
            }
            _ => None,
        }
    }
}

/// Whether a command of this time is no longer remembered.
fn is_over(at: Timestamp, now: Timestamp, policies: RegisterPolicies) -> bool {
    let window = i64::from(policies.remember_commands_hours).saturating_mul(HOUR);
    now.millis().saturating_sub(at.millis()) > window
}
