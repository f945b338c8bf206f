//! The register behind enterprise learning programs: organizations, contracts and seats, programs, invitations,
//! domain whitelists, enrollments and reports, as a pure state machine.
//!
//! A [`Register`] holds one organization. The host gives it [`Command`]s with the time and the actor; it gives back
//! [`Commit`]s to store, or a typed [`Refusal`] that changes nothing. It does no I/O, knows no clock and makes up no
//! ids: the same history gives the same state on every machine, bit for bit.
//!
//! ```
//! use matricula::*;
//!
//! let mut register = Register::new();
//! let now: Timestamp = "2020-01-06T08:00:00.000Z".parse()?;
//! let operator = Context::new(now, Actor::OPERATOR);
//!
//! let contract = ContractId::from_u128(2);
//! let program = ProgramId::from_u128(3);
//! for command in [
//!     Command::from(CreateOrganization {
//!         organization: OrganizationId::from_u128(1),
//!         name: "Acme".into(),
//!         domains: vec!["acme.example".into()],
//!         policies: None,
//!     }),
//!     Command::from(CreateContract {
//!         contract,
//!         name: "Year 1".into(),
//!         terms: Memberships { seats: 1 }.into(),
//!         starts_at: now,
//!         ends_at: "2021-01-06T08:00:00.000Z".parse()?,
//!         policies: None,
//!     }),
//!     Command::from(CreateProgram {
//!         program,
//!         name: "Learning Program".into(),
//!         slug: "learning-program".into(),
//!         url: "https://learn.acme.example/learning-program".into(),
//!         tagline: "".into(),
//!         banner: None,
//!         course_limit: None,
//!         policies: None,
//!     }),
//!     Command::from(AddDomain { program, domain: "acme.example".into(), contract }),
//! ] {
//!     register.execute(&command, &operator)?;
//! }
//!
//! let join = |number: u128| {
//!     Command::from(JoinProgram {
//!         program,
//!         learner: LearnerId::from_u128(number),
//!         name: "Jo Doe".into(),
//!         email: format!("jo{number}@acme.example").as_str().into(),
//!     })
//! };
//! register.execute(&join(10), &Context::new(now, Actor::learner(LearnerId::from_u128(10))))?;
//!
//! // The one seat is taken: the next is refused, with a code, a rule and facts.
//! let refusal = register.execute(&join(11), &operator).unwrap_err();
//! assert_eq!((refusal.code(), refusal.rule()), ("seats_exhausted", "CON-2"));
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```
//!
//! # Where things are
//!
//! | what | where |
//! |---|---|
//! | commands, events, refusals, policies | [`Command`], [`Event`], [`Refusal`], [`ContractPolicies`], [`ProgramPolicies`], [`RegisterPolicies`] |
//! | questions | [`Register::contracts`], [`Register::programs`], [`Register::funnel`], [`Register::learner`], [`Register::ledger`], [`Register::why`] … |
//! | files that come in | [`table`] |
//! | the user list | [`Register::user_list`], [`Register::user_list_csv`] |
//! | reports | [`report`], [`Register::email_report`] |
//! | tables for data frames, with the feature `arrow` | `arrow` |
//! | gradebooks, and when reports are due | [`report::GradebookAccumulator`], [`Register::gradebook_level`], [`report::ReportSchedule`] |
//! | the description from which other languages are fed | [`schema`] |
//!
//! The rules behind it are numbered (`CON-2`); the crate's documentation and refusals name them.
#![no_std]

extern crate alloc;
#[cfg(test)]
extern crate std;

/// The example of README, so that it is compiled and run.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;

mod administrator;
#[cfg(feature = "arrow")]
pub mod arrow;
mod authority;
mod bulk;
mod catalog;
mod catalog_detail;
mod catalog_edit;
mod clock;
mod command;
mod commit;
mod contract;
mod contract_move;
mod contract_notice;
mod contract_renewal;
mod domain;
mod email;
mod enrollment;
mod erasure;
mod event;
mod history;
mod home;
mod id;
mod invitation;
mod leaderboard;
mod ledger;
mod measure;
mod membership;
mod narrowing;
mod organization;
mod person;
mod policy;
mod program;
mod program_preview;
pub mod question;
mod receipt;
mod refusal;
mod register;
mod removal;
pub mod report;
mod roster;
pub mod schema;
mod seat;
mod seat_room;
mod size;
mod snapshot;
mod store;
pub mod table;
mod text;
mod time;
mod totals;
mod user_list;
mod verdict;
mod view;
mod whitelist;

pub use administrator::ADMINISTRATORS_LIMIT;
pub use authority::{QUESTIONS, RIGHTS, Right, Role};
pub use bulk::*;
pub use catalog::{CATALOG_LIMIT, CatalogItem, CourseItem, SpecializationItem};
pub use catalog_detail::{Difficulty, SKILLS_LIMIT};
pub use command::*;
pub use commit::*;
pub use contract::CONTRACTS_LIMIT;
pub use contract_notice::{ContractNotice, Forecast, NoticeKind};
pub use domain::{Domain, DomainError};
pub use email::EmailError;
pub use event::*;
pub use home::{FunnelStage, Home, HomeRequest, HomeStage, HomeSummary, Utilization};
pub use id::*;
pub use invitation::InvitationStatus;
pub use leaderboard::{Leaderboard, LeaderboardMeasure, LeaderboardRequest, LeaderboardRow};
pub use ledger::Movement;
pub use measure::{Hours, MeasureError, Percent};
pub use narrowing::View;
pub use organization::OrganizationView;
pub use person::*;
pub use policy::*;
pub use program::{BANNER_SIZE, COURSE_LIMIT_MAX, PROGRAMS_LIMIT};
pub use program_preview::{CollectionPreview, Offer, OfferedItem, ProgramPreview};
pub use refusal::{Cure, Refusal, RefusedRow, SettingRule};
pub use register::{ApplyError, RECORDS_LIMIT, Register};
pub use size::RegisterSize;
pub use snapshot::{RestoreError, SNAPSHOT_VERSION};
pub use text::TextError;
pub use time::{Timestamp, TimestampError};
pub use user_list::{
    ActivityStatus, AllUsers, ChosenInvitee, ChosenLearner, ChosenUser, ChosenUsers, PAGE_SIZE_LIMIT,
    UserColumn, UserList, UserListRequest, UserRow, UserSelection, UserStatus,
};
pub use view::*;
