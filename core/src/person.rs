//! What is known of people, and kept apart from what happened (`ID-2`, `ID-4`).
//!
//! Events name people by id only. Names, addresses and profiles travel beside them as [`PersonalRecord`]s,
//! so that a host can store them elsewhere and delete them without touching history: replaying events
//! without their personal records gives the same seats, counts and grades.

use alloc::boxed::Box;
use alloc::string::String;
use core::fmt;

use serde::{Deserialize, Serialize};

use crate::schema::{Definition, record, union};
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

pub(crate) const DEFINITIONS: &[Definition] = &[
    Subject::SCHEMA,
    Definition::Record(Profile::SCHEMA),
    Definition::Record(PersonalRecord::SCHEMA),
];
