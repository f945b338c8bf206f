//! Commits: what one command did, as one whole (`API-2`, `API-3`).
//!
//! A commit is the unit that a host stores and replays: its events happen together or not at all, so a
//! history that is cut off between two commits is always a valid state.

use alloc::vec::Vec;

use serde::Serialize;
use smallvec::SmallVec;

use crate::bulk::RowOutcome;
use crate::schema::{Definition, choice, record, union};
use crate::{AdministratorId, CommandId, Event, LearnerId, PersonalRecord, Timestamp};

/// The version of the form in which commits are stored. Older ones are always readable (`API-3`): those of version 1 remove a
/// program's members as single removals do, release no seat when a cap on reused seats is raised, and do not keep what a
/// contract sold before it was amended.
pub const COMMIT_VERSION: u16 = 2;

union! {
    /// Who gives a command (`ADM-3`).
    pub enum Actor by "kind" {
        /// The platform's operator: creates organizations, contracts and programs.
        Operator = "operator" {}
        /// The host itself, on behalf of nobody: reports facts, bounces and single sign-on profiles.
        Host = "host" {}
        /// An administrator, of the organization or of a program.
        Administrator = "administrator" {
            /// The administrator.
            administrator: AdministratorId,
        }
        /// A learner, for themselves.
        Learner = "learner" {
            /// The learner.
            learner: LearnerId,
        }
    }
}

impl Actor {
    /// The platform's operator.
    pub const OPERATOR: Self = Self::Operator(Operator {});
    /// The host itself.
    pub const HOST: Self = Self::Host(Host {});

    /// An administrator.
    pub const fn administrator(administrator: AdministratorId) -> Self {
        Self::Administrator(Administrator { administrator })
    }

    /// A learner.
    pub const fn learner(learner: LearnerId) -> Self {
        Self::Learner(Learner { learner })
    }
}

record! {
    /// Who gives a command, when, and under which id: all that the register cannot know by itself (`API-1`).
    pub struct Context {
        /// The time now, by the host's clock.
        pub now: Timestamp,
        /// Who gives the command.
        pub actor: Actor,
        /// An id under which a repetition of the command is recognised (`API-6`).
        pub command_id: Option<CommandId>,
    }
}

impl Context {
    /// A context without a command id.
    pub const fn new(now: Timestamp, actor: Actor) -> Self {
        Self { now, actor, command_id: None }
    }
}

record! {
    /// The mark of a command that was given under an id (`API-6`).
    #[derive(Copy)]
    pub struct Receipt {
        /// The command's id.
        pub command: CommandId,
        /// A fingerprint of the command and its actor, in four parts.
        pub fingerprint: Fingerprint,
    }
}

record! {
    /// 128 bits that stand for a command and its actor.
    #[derive(Copy)]
    pub struct Fingerprint {
        /// Bits 96 to 127.
        pub a: u32,
        /// Bits 64 to 95.
        pub b: u32,
        /// Bits 32 to 63.
        pub c: u32,
        /// Bits 0 to 31.
        pub d: u32,
    }
}

impl Fingerprint {
    /// The fingerprint of any value under a salt.
    pub(crate) fn of_value(salt: impl Into<uuid::Uuid>, value: &impl Serialize) -> Self {
        let bytes = postcard::to_allocvec(value).unwrap_or_default();
        Self::of(uuid::Uuid::new_v5(&salt.into(), &bytes).into_bytes())
    }

    fn of(bytes: [u8; 16]) -> Self {
        let [a0, a1, a2, a3, b0, b1, b2, b3, c0, c1, c2, c3, d0, d1, d2, d3] = bytes;
        Self {
            a: u32::from_be_bytes([a0, a1, a2, a3]),
            b: u32::from_be_bytes([b0, b1, b2, b3]),
            c: u32::from_be_bytes([c0, c1, c2, c3]),
            d: u32::from_be_bytes([d0, d1, d2, d3]),
        }
    }
}

choice! {
    /// What was carried out and yet deserves a look.
    pub enum Warning {
        /// A banner of other than 960 by 300 pixels (`PRG-1`).
        BannerSize = "banner_size",
    }
}

/// The events of one command. Nearly all commands have one.
pub type Events = SmallVec<[Event; 1]>;

record! {
    /// What one command did (`API-2`): stored and replayed as a whole.
    pub struct Commit {
        /// The version of this form, [`COMMIT_VERSION`].
        pub version: u16,
        /// The place in the history, counted from 1 without gaps.
        #[serde(deserialize_with = "crate::schema::whole")]
        pub sequence: u64,
        /// When it happened: the command's `now`, or the latest time seen if that is later (`API-5`).
        pub at: Timestamp,
        /// Who gave the command.
        pub actor: Actor,
        /// The mark of the command, if it had an id.
        pub receipt: Option<Receipt>,
        /// What happened, in order. None if the command found everything as it wanted it.
        pub events: Events,
        /// What is newly known of people (`ID-4`). A host may store these apart and leave them out on replay.
        pub personal: Vec<PersonalRecord>,
        /// What became of each row of a bulk command.
        pub rows: Vec<RowOutcome>,
        /// What deserves a look.
        pub warnings: Vec<Warning>,
    }
    beside {
        /// Whether this is what the command came to before, told once more (`API-6`). Then its place in the history is one
        /// that has passed, and whoever has stored it has nothing more to store. It is in no stored form, and commits that
        /// differ in it alone are equal.
        pub repeated: bool,
    }
}

record! {
    /// What a command comes to: a commit to store and apply, or the one that it came to before (`API-6`).
    pub struct Decision {
        /// What happens, or happened.
        pub commit: Commit,
        /// Whether the command was carried out before, as the commit says too. Then there is nothing to apply, and nothing
        /// to store for whoever stored it then.
        pub repeated: bool,
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[
    Actor::SCHEMA,
    Definition::Record(Context::SCHEMA),
    Definition::Record(Fingerprint::SCHEMA),
    Definition::Record(Receipt::SCHEMA),
    Warning::SCHEMA,
    Definition::Record(Commit::SCHEMA),
    Definition::Record(Decision::SCHEMA),
];
