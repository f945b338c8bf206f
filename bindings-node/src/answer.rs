//! What went wrong, as JSON text: `{"error": …}` with a code and a sentence.

use matricula::report::{DialectError, GroupError};
use matricula::schema::Described;
use matricula::{ApplyError, Refusal, RestoreError};
use napi_derive::napi;
use serde::Serialize;

use crate::shape;

/// Input of the wrong shape: which field, and what to give instead.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Defect {
    pub(crate) path: String,
    pub(crate) message: String,
}

/// Everything that can stand in the way, by the class that `index.js` makes of it.
#[derive(Debug)]
pub(crate) enum Failure {
    Refusal(Refusal),
    InvalidInput(Defect),
    Apply(ApplyError),
    Restore(RestoreError),
    Dialect(DialectError),
    Group(GroupError),
    /// A defect of this library stopped an earlier change half-way; going on would build on an unknown state.
    HalfDone,
}

impl From<Refusal> for Failure {
    fn from(refusal: Refusal) -> Self {
        Self::Refusal(refusal)
    }
}

impl From<Defect> for Failure {
    fn from(defect: Defect) -> Self {
        Self::InvalidInput(defect)
    }
}

impl From<ApplyError> for Failure {
    fn from(error: ApplyError) -> Self {
        Self::Apply(error)
    }
}

impl From<RestoreError> for Failure {
    fn from(error: RestoreError) -> Self {
        Self::Restore(error)
    }
}

impl From<DialectError> for Failure {
    fn from(error: DialectError) -> Self {
        Self::Dialect(error)
    }
}

impl From<GroupError> for Failure {
    fn from(error: GroupError) -> Self {
        Self::Group(error)
    }
}

#[derive(Serialize)]
#[serde(tag = "error", rename_all = "snake_case")]
enum Told<'a> {
    Refusal(ToldRefusal<'a>),
    InvalidInput { path: &'a str, message: &'a str },
    Apply { code: &'a str, message: String },
    Restore { code: &'a str, message: String },
    Dialect { code: &'a str, message: String },
    Group { code: &'a str, message: String },
    HalfDone { message: &'a str },
}

/// A refusal with all that a program or a person wants to know of it.
#[derive(Serialize)]
pub(crate) struct ToldRefusal<'a> {
    code: &'a str,
    rule: &'a str,
    cure: &'a str,
    transient: bool,
    message: String,
    /// The facts beside the code.
    record: &'a Refusal,
}

impl<'a> ToldRefusal<'a> {
    pub(crate) fn of(refusal: &'a Refusal) -> Self {
        Self {
            code: refusal.code(),
            rule: refusal.rule(),
            cure: refusal.cure().as_str(),
            transient: refusal.is_transient(),
            message: refusal.to_string(),
            record: refusal,
        }
    }
}

impl Failure {
    pub(crate) fn told(&self) -> String {
        json(&match self {
            Self::Refusal(refusal) => Told::Refusal(ToldRefusal::of(refusal)),
            Self::InvalidInput(defect) => Told::InvalidInput { path: &defect.path, message: &defect.message },
            Self::Apply(error) => Told::Apply { code: error.code(), message: error.to_string() },
            Self::Restore(error) => Told::Restore { code: error.code(), message: error.to_string() },
            Self::Dialect(error) => Told::Dialect { code: error.code(), message: error.to_string() },
            Self::Group(error) => Told::Group { code: error.code(), message: error.to_string() },
            Self::HalfDone => Told::HalfDone {
                message: "a defect stopped an earlier change of this register half-way; restore it from a snapshot",
            },
        })
    }
}

/// JSON text of something that this library writes. All of it can be: keys are text and numbers are finite.
pub(crate) fn json(value: &(impl Serialize + ?Sized)) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// A refusal with its words, from its record as JSON text; or what is wrong with that.
#[napi]
pub fn refusal_of(record: String) -> String {
    match shape::read_argument::<Refusal>(&record, "record", Refusal::TYPE) {
        Ok(refusal) => Failure::from(refusal).told(),
        Err(defect) => Failure::from(defect).told(),
    }
}
