//! Judging a command: the first refusal, or all of them (`API-7`).

use alloc::boxed::Box;
use alloc::vec::Vec;

use crate::bulk::RowOutcome;
use crate::commit::{Events, Warning};
use crate::{Event, PersonalRecord, Refusal, SettingRule, Timestamp};

/// Judging ends here: what follows depends on what was refused.
#[derive(Debug)]
pub(crate) struct Stop;

/// Collects refusals. When only one is wanted, the first stops the judging.
#[derive(Debug, Default)]
pub(crate) struct Verdict {
    all: bool,
    found: Vec<Refusal>,
}

impl Verdict {
    /// A verdict that goes on after a refusal wherever that makes sense.
    pub(crate) fn of_all() -> Self {
        Self { all: true, found: Vec::new() }
    }

    /// Notes a refusal after which judging can go on.
    pub(crate) fn refuse(&mut self, refusal: Refusal) -> Result<(), Stop> {
        self.found.push(refusal);
        if self.all { Ok(()) } else { Err(Stop) }
    }

    /// Notes a refusal after which judging cannot go on.
    pub(crate) fn stop(&mut self, refusal: Refusal) -> Stop {
        self.found.push(refusal);
        Stop
    }

    /// The value, or a stop with the refusal.
    pub(crate) fn require<T>(&mut self, result: Result<T, Refusal>) -> Result<T, Stop> {
        result.map_err(|refusal| self.stop(refusal))
    }

    /// Notes the refusal, if it is one.
    pub(crate) fn check(&mut self, result: Result<(), Refusal>) -> Result<(), Stop> {
        result.or_else(|refusal| self.refuse(refusal))
    }

    /// What was refused, in the documented order, each once.
    pub(crate) fn into_refusals(mut self) -> Vec<Refusal> {
        self.found.sort_by_key(Refusal::precedence);
        self.found.dedup();
        self.found
    }

    /// The refusal that goes before all others that were found.
    pub(crate) fn into_first(self) -> Option<Refusal> {
        self.found.into_iter().min_by_key(Refusal::precedence)
    }
}

/// When a command is judged: its time, or the latest that the register has seen.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Judging {
    pub(crate) at: Timestamp,
}

/// What a command would do.
#[derive(Debug, Default)]
pub(crate) struct Effects {
    pub(crate) events: Events,
    pub(crate) personal: Vec<PersonalRecord>,
    pub(crate) rows: Vec<RowOutcome>,
    pub(crate) warnings: Vec<Warning>,
}

impl Effects {
    /// Nothing: the command found everything as it wanted it.
    pub(crate) fn none() -> Self {
        Self::default()
    }

    pub(crate) fn with(mut self, event: impl Into<Event>) -> Self {
        self.events.push(event.into());
        self
    }

    pub(crate) fn with_personal(mut self, record: PersonalRecord) -> Self {
        self.personal.push(record);
        self
    }
}

impl<E: Into<Event>> From<E> for Effects {
    fn from(event: E) -> Self {
        Self::none().with(event)
    }
}

/// What a judge gives.
pub(crate) type Judged = Result<Effects, Stop>;

/// A refusal of a text about a person, with the field's name.
pub(crate) fn invalid_text(field: &str, error: &crate::TextError) -> Refusal {
    Refusal::InvalidText {
        field: field.into(),
        reason: error.code().into(),
        problem: alloc::format!("{error}").into(),
    }
}

/// A refusal of an email, with the field's name.
pub(crate) fn invalid_email(error: &crate::EmailError) -> Refusal {
    Refusal::InvalidEmail {
        field: "email".into(),
        reason: error.code().into(),
        problem: alloc::format!("{error}").into(),
    }
}

/// Checks a text that is no person's, or gives the refusal with its rule.
pub(crate) fn text(
    rule: SettingRule,
    field: &str,
    checked: Result<&str, crate::TextError>,
) -> Result<Box<str>, Refusal> {
    checked.map(Box::from).map_err(|error| Refusal::InvalidSetting {
        field: field.into(),
        reason: error.code().into(),
        problem: alloc::format!("{error}").into(),
        rule,
    })
}
