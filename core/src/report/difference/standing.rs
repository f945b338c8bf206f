//! What rows of enrollments in courses and in specializations tell alike.

use serde::{Deserialize, Serialize};

use super::keyed::{Entry, Join};
use crate::Timestamp;

/// Whether an enrollment is completed, and whether its person was removed from the program.
#[derive(Clone, Copy, Serialize, Deserialize)]
pub(super) struct Standing {
    pub(super) completed: bool,
    pub(super) removed: bool,
    pub(super) completed_at: Option<Timestamp>,
}

impl Join for Standing {
    fn join(&mut self, other: Self) {
        self.completed |= other.completed;
        self.removed &= other.removed;
        self.completed_at = self.completed_at.max(other.completed_at);
    }
}

/// What became of an enrollment that the later export has.
pub(super) struct Turns {
    pub(super) enrolled: bool,
    pub(super) completed: bool,
    pub(super) reopened: bool,
    pub(super) removed: bool,
    pub(super) returned: bool,
}

impl Turns {
    /// None when the later export does not have it.
    pub(super) fn of<T>(entry: &Entry<'_, T>, standing: impl Fn(&T) -> &Standing) -> Option<Self> {
        let after = standing(entry.after?);
        let before = entry.before.map(standing);
        let completed = before.is_some_and(|before| before.completed);
        let removed = before.is_some_and(|before| before.removed);
        Some(Self {
            enrolled: before.is_none(),
            completed: after.completed && !completed,
            reopened: completed && !after.completed,
            removed: after.removed && !removed,
            returned: removed && !after.removed,
        })
    }
}

/// When it was completed, if the later export says so.
pub(super) fn completed_at<T>(entry: &Entry<'_, T>, standing: impl Fn(&T) -> &Standing) -> Option<Timestamp> {
    let after = entry.after.map(standing)?;
    after.completed_at.filter(|_| after.completed)
}
