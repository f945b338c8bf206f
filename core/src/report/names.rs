//! Names by numbers, for what remembers many rows.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use foldhash::quality::FixedState;
use hashbrown::HashMap;

/// An email as it is compared: without case and the space around it.
pub(super) fn fold<'a>(name: &str, scratch: &'a mut String) -> &'a str {
    scratch.clear();
    if name.is_ascii() {
        scratch.push_str(name);
        scratch.make_ascii_lowercase();
    } else {
        scratch.extend(name.chars().flat_map(char::to_lowercase));
    }
    scratch.trim()
}

/// Names in the order in which they came, each with a number.
#[derive(Clone, Default)]
pub(super) struct Names {
    by_name: HashMap<Box<str>, u32, FixedState>,
    /// Holds a name while it is folded.
    scratch: String,
}

impl Names {
    pub(super) fn len(&self) -> usize {
        self.by_name.len()
    }

    pub(super) fn id(&mut self, name: &str) -> u32 {
        if let Some(id) = self.by_name.get(name) {
            return *id;
        }
        let id = u32::try_from(self.by_name.len()).unwrap_or(u32::MAX);
        self.by_name.insert(name.into(), id);
        id
    }

    /// The number of a name that is compared without case.
    pub(super) fn folded(&mut self, name: &str) -> u32 {
        let mut folded = core::mem::take(&mut self.scratch);
        let id = self.id(fold(name, &mut folded));
        self.scratch = folded;
        id
    }

    /// The names with their numbers, in no order.
    pub(super) fn entries(&self) -> impl Iterator<Item = (&str, u32)> {
        self.by_name.iter().map(|(name, id)| (&**name, *id))
    }

    /// The names by their numbers.
    pub(super) fn by_id(&self) -> Vec<&str> {
        let mut names = vec![""; self.len()];
        for (name, id) in self.entries() {
            if let Some(place) = names.get_mut(id as usize) {
                *place = name;
            }
        }
        names
    }

    /// Takes in the names of another, and gives their new numbers by their old ones.
    pub(super) fn take_in(&mut self, other: &Self) -> Vec<u32> {
        let mut ids = vec![u32::MAX; other.len()];
        for (name, old) in &other.by_name {
            let new = self.id(name);
            if let Some(id) = ids.get_mut(*old as usize) {
                *id = new;
            }
        }
        ids
    }
}
