//! What is known of people, and kept apart from what happened (`ID-2`, `ID-4`).
//!
//! Events name people by id only. Names, addresses and profiles travel beside them as [`PersonalRecord`]s,
//! so that a host can store them elsewhere and delete them without touching history: replaying events
//! without their personal records gives the same seats, counts and grades.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::register::Register;
use crate::schema::{Definition, record, union};
use crate::store::{NONE, Person, PersonHandle};
use crate::{AdministratorId, InvitationId, LearnerId};

/// A piece of personal data: its debug output shows nothing of it (`ID-4`).
///
/// ```
/// use matricula::Personal;
///
/// let name = Personal::from("Jo Doe");
/// assert_eq!(name.as_str(), "Jo Doe");
/// assert_eq!(format!("{name:?}"), "(personal)");
/// ```
#[derive(Clone, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Personal(Box<str>);

impl Personal {
    /// The text itself.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Personal {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("(personal)")
    }
}

impl core::ops::Deref for Personal {
    type Target = str;

    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Personal {
    fn from(text: &str) -> Self {
        Self(text.into())
    }
}

impl From<Box<str>> for Personal {
    fn from(text: Box<str>) -> Self {
        Self(text)
    }
}

impl From<String> for Personal {
    fn from(text: String) -> Self {
        Self(text.into())
    }
}

union! {
    /// Whom a personal record is about.
    pub enum Subject by "kind" {
        /// An invitee, until the invitation is accepted.
        InviteeSubject = "invitee" {
            /// The invitation.
            invitation: InvitationId,
        }
        /// A learner: the account that joined (`ID-3`).
        LearnerSubject = "learner" {
            /// The learner.
            learner: LearnerId,
        }
        /// An administrator.
        AdministratorSubject = "administrator" {
            /// The administrator.
            administrator: AdministratorId,
        }
        /// The manager whom a learner's profile names.
        ManagerSubject = "manager" {
            /// The learner whose profile it is.
            learner: LearnerId,
        }
    }
}

record! {
    /// The optional fields of a learner's profile, from single sign-on or set by an administrator (`ID-2`).
    #[derive(Default)]
    pub struct Profile {
        /// The manager's full name.
        pub manager_name: Option<Personal>,
        /// The manager's email, as given.
        pub manager_email: Option<Personal>,
        /// The job title.
        pub job_title: Option<Personal>,
        /// The job type, such as full time.
        pub job_type: Option<Personal>,
        /// The business unit.
        pub business_unit: Option<Personal>,
        /// The second business unit.
        pub business_unit_2: Option<Personal>,
        /// The city.
        pub location_city: Option<Personal>,
        /// The region.
        pub location_region: Option<Personal>,
        /// The country.
        pub location_country: Option<Personal>,
    }
}

impl Profile {
    /// The fields by name, in the order of the reports.
    pub fn fields(&self) -> [(&'static str, Option<&str>); 9] {
        fn text(value: &Option<Personal>) -> Option<&str> {
            value.as_ref().map(Personal::as_str)
        }
        [
            ("manager_name", text(&self.manager_name)),
            ("manager_email", text(&self.manager_email)),
            ("job_title", text(&self.job_title)),
            ("job_type", text(&self.job_type)),
            ("business_unit", text(&self.business_unit)),
            ("business_unit_2", text(&self.business_unit_2)),
            ("location_city", text(&self.location_city)),
            ("location_country", text(&self.location_country)),
            ("location_region", text(&self.location_region)),
        ]
    }

    pub(crate) fn fields_mut(&mut self) -> [(&'static str, &mut Option<Personal>); 9] {
        [
            ("manager_name", &mut self.manager_name),
            ("manager_email", &mut self.manager_email),
            ("job_title", &mut self.job_title),
            ("job_type", &mut self.job_type),
            ("business_unit", &mut self.business_unit),
            ("business_unit_2", &mut self.business_unit_2),
            ("location_city", &mut self.location_city),
            ("location_country", &mut self.location_country),
            ("location_region", &mut self.location_region),
        ]
    }
}

record! {
    /// What is newly known of a person. An absent field leaves what was known before.
    pub struct PersonalRecord {
        /// Whom it is about.
        pub subject: Subject,
        /// The full name.
        pub name: Option<Personal>,
        /// The email, as typed.
        pub email: Option<Personal>,
        /// The host's own id of the person.
        pub external_id: Option<Personal>,
        /// The whole profile.
        pub profile: Option<Box<Profile>>,
    }
}

impl Register {
    /// Takes in what is newly known of someone. Subjects that are not there are passed over: history may have been
    /// replayed without them.
    pub(crate) fn apply_personal(&mut self, record: &PersonalRecord) {
        match &record.subject {
            Subject::InviteeSubject(subject) => {
                if let Some(handle) = self.find_invitation(subject.invitation) {
                    self.set_invitee(handle, record);
                }
            }
            Subject::LearnerSubject(subject) => {
                if let Some(handle) = self.find_learner(subject.learner) {
                    self.set_learner(handle, record);
                }
            }
            Subject::AdministratorSubject(subject) => {
                let old = self.administrators.get(subject.administrator).map(|found| found.person);
                let Some(old) = old else { return };
                let person = self.rewrite_person(old, record, false);
                if let Some(found) = self.administrators.get_mut(subject.administrator) {
                    found.person = person;
                }
            }
            // A manager is known by the profile of the learner alone.
            Subject::ManagerSubject(_) => {}
        }
    }

    fn set_invitee(&mut self, handle: u32, record: &PersonalRecord) {
        let invitation = *self.invitations.at(handle);
        // A record that a learner shares stays the learner's.
        let shared = self
            .memberships
            .get(invitation.membership)
            .is_some_and(|membership| self.learners.at(membership.learner).person == invitation.person);
        let person = self.rewrite_person(invitation.person, record, shared);
        self.invitations.at_mut(handle).person = person;
        self.index_invitee(handle);
    }

    /// Lets the latest invitation of an address be found by it.
    pub(crate) fn index_invitee(&mut self, handle: u32) {
        let invitation = *self.invitations.at(handle);
        let address = self.people.email(invitation.person);
        if address.is_empty() {
            return;
        }
        let hash = self.indexes.hashing.email(Some(invitation.program), address);
        let old = self.invitation_to(invitation.program, address);
        if old == Some(handle) {
            return;
        }
        self.indexes.invited.replace(hash, old, handle);
        self.invitations.at_mut(handle).invited_before = old.unwrap_or(NONE);
    }

    fn set_learner(&mut self, handle: u32, record: &PersonalRecord) {
        if let Some(profile) = &record.profile {
            if **profile == Profile::default() {
                self.profiles.remove(&handle);
            } else {
                self.profiles.insert(handle, profile.clone());
            }
        }
        if let Some(address) = &record.email
            && let Some(other) = self.find_learner_by_email(address)
            && other != handle
        {
            self.forget_address(other);
        }
        let old = self.learners.at(handle).person;
        let known = self.people.try_get(old);
        let same = |given: &Option<Personal>, known: &str| {
            given.as_ref().is_none_or(|given| given.as_str() == known)
        };
        let says = |person: Person<'_>| {
            same(&record.name, person.name)
                && same(&record.email, person.email)
                && same(&record.external_id, person.external_id)
        };
        if known.is_some_and(says)
            || record.name.is_none() && record.email.is_none() && record.external_id.is_none()
        {
            return;
        }
        // Most people join under the very name and address that they were invited by: one record serves both.
        let invited = self
            .memberships_of(handle)
            .map(|membership| self.memberships.at(membership).invitation)
            .filter_map(|invitation| self.invitations.get(invitation))
            .map(|invitation| invitation.person);
        let found = invited
            .filter(|_| known.is_none())
            .find(|person| self.people.try_get(*person).is_some_and(says));
        if known.is_some() {
            let hash = self.indexes.hashing.email(None, self.people.email(old));
            self.indexes.emails.remove(hash, handle);
        }
        let person = match found {
            Some(person) => person,
            None => self.rewrite_person(old, record, self.learners.at(handle).shares_person),
        };
        let learner = self.learners.at_mut(handle);
        learner.person = person;
        learner.shares_person = found.is_some();
        self.index_learner_email(handle);
    }

    /// Forgets the address of an account, since another has it by now: the record that told of the change is missing.
    fn forget_address(&mut self, handle: u32) {
        let learner = *self.learners.at(handle);
        let hash = self.indexes.hashing.email(None, self.people.email(learner.person));
        self.indexes.emails.remove(hash, handle);
        let record = PersonalRecord {
            subject: LearnerSubject { learner: learner.id }.into(),
            name: None,
            email: Some(Personal::default()),
            external_id: None,
            profile: None,
        };
        let person = self.rewrite_person(learner.person, &record, learner.shares_person);
        let learner = self.learners.at_mut(handle);
        learner.person = person;
        learner.shares_person = false;
    }

    pub(crate) fn index_learner_email(&mut self, handle: u32) {
        let address = self.people.email(self.learners.at(handle).person);
        if !address.is_empty() {
            let hash = self.indexes.hashing.email(None, address);
            self.indexes.emails.insert(hash, handle);
        }
    }

    /// Writes a person anew with what a record says, and blanks the old record unless it is kept.
    fn rewrite_person(&mut self, old: PersonHandle, record: &PersonalRecord, keep: bool) -> PersonHandle {
        let known = self
            .people
            .try_get(old)
            .map(|person| [person.name, person.email, person.external_id].map(alloc::string::String::from));
        let [name, address, external_id] = known.clone().unwrap_or_default();
        fn text<'a>(given: &'a Option<Personal>, known: &'a str) -> &'a str {
            given.as_ref().map_or(known, Personal::as_str)
        }
        if known.is_some() && !keep {
            self.people.blank(old);
        }
        self.people.add(Person {
            name: text(&record.name, &name),
            email: text(&record.email, &address),
            external_id: text(&record.external_id, &external_id),
        })
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[
    Subject::SCHEMA,
    Definition::Record(Profile::SCHEMA),
    Definition::Record(PersonalRecord::SCHEMA),
];
