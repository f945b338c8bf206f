//! What two exports say of the same keys, whatever the report.

use alloc::boxed::Box;
use alloc::vec::Vec;

use foldhash::quality::FixedState;
use hashbrown::{HashMap, HashSet};

use crate::report::names::Names;

/// Which of the two exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// What is known of something in each of the two exports.
#[derive(Clone, Copy, Debug)]
pub(super) struct Both<T> {
    pub(super) before: Option<T>,
    pub(super) after: Option<T>,
}

impl<T> Default for Both<T> {
    fn default() -> Self {
        Self { before: None, after: None }
    }
}

/// What rows of the same key say together, whatever their order.
pub trait Join: Copy {
    /// Adds what another row says.
    fn join(&mut self, other: Self);
}

impl<T: Join> Both<T> {
    fn add(&mut self, side: Side, seen: T) {
        match self.of(side) {
            Some(known) => known.join(seen),
            known @ None => *known = Some(seen),
        }
    }

    fn take_in(&mut self, other: Self) {
        if let Some(seen) = other.before {
            self.add(Side::Before, seen);
        }
        if let Some(seen) = other.after {
            self.add(Side::After, seen);
        }
    }
}

impl<T> Both<T> {
    const fn of(&mut self, side: Side) -> &mut Option<T> {
        match side {
            Side::Before => &mut self.before,
            Side::After => &mut self.after,
        }
    }
}

/// What people call the things whose keys are numbered: of several names for one, the first in the order of bytes.
#[derive(Clone, Default)]
struct Labels(Vec<Both<Box<str>>>);

impl Labels {
    fn set(&mut self, id: u32, side: Side, label: &str) {
        let id = id as usize;
        if label.is_empty() {
            return;
        }
        if self.0.len() <= id {
            self.0.resize_with(id.saturating_add(1), Both::default);
        }
        if let Some(both) = self.0.get_mut(id) {
            let known = both.of(side);
            if known.as_deref().is_none_or(|known| label < known) {
                *known = Some(label.into());
            }
        }
    }

    /// The later one, or the earlier one.
    fn get(&self, id: u32) -> &str {
        self.0
            .get(id as usize)
            .and_then(|both| both.after.as_deref().or(both.before.as_deref()))
            .unwrap_or_default()
    }

    fn take_in(&mut self, other: Self, ids: &[u32]) {
        for (both, id) in other.0.into_iter().zip(ids) {
            self.set(*id, Side::Before, both.before.as_deref().unwrap_or_default());
            self.set(*id, Side::After, both.after.as_deref().unwrap_or_default());
        }
    }
}

/// Things by their keys, with what people call them.
#[derive(Clone, Default)]
struct Known {
    names: Names,
    labels: Labels,
}

impl Known {
    fn id(&mut self, key: &str, side: Side, label: &str) -> u32 {
        let id = self.names.id(key);
        self.labels.set(id, side, label);
        id
    }

    fn take_in(&mut self, other: Self) -> Vec<u32> {
        let ids = self.names.take_in(&other.names);
        self.labels.take_in(other.labels, &ids);
        ids
    }
}

fn at(ids: &[u32], id: u32) -> u32 {
    ids.get(id as usize).copied().unwrap_or(u32::MAX)
}

fn name<'a>(names: &[&'a str], id: u32) -> &'a str {
    names.get(id as usize).copied().unwrap_or_default()
}

/// What a row is about, and what people call that.
#[derive(Clone, Copy, Debug)]
pub struct Subject<'a> {
    pub(super) email: &'a str,
    pub(super) name: &'a str,
    pub(super) program_slug: &'a str,
    pub(super) program_name: &'a str,
    /// What the person does in the program; empty where a row is about the program alone.
    pub(super) item: &'a str,
    pub(super) item_name: &'a str,
}

/// A key of one of the two exports or of both, and what they say of it.
pub struct Entry<'a, T> {
    pub(super) subject: Subject<'a>,
    pub(super) before: Option<&'a T>,
    pub(super) after: Option<&'a T>,
    /// Whether the later export has anything of the person in the program.
    pub(super) is_still_here: bool,
}

/// Everything that two exports say, by program, person and item.
#[derive(Clone)]
pub(super) struct Keyed<T> {
    people: Known,
    programs: Known,
    items: Known,
    /// By program, person, item.
    seen: HashMap<(u32, u32, u32), Both<T>, FixedState>,
}

impl<T> Default for Keyed<T> {
    fn default() -> Self {
        Self {
            people: Known::default(),
            programs: Known::default(),
            items: Known::default(),
            seen: HashMap::default(),
        }
    }
}

impl<T: Join> Keyed<T> {
    pub(super) fn len(&self) -> usize {
        self.seen.len()
    }

    pub(super) fn observe(&mut self, side: Side, subject: Subject<'_>, seen: T) {
        let person = self.people.names.folded(subject.email);
        self.people.labels.set(person, side, subject.name);
        let program = self.programs.id(subject.program_slug, side, subject.program_name);
        let item = self.items.id(subject.item, side, subject.item_name);
        self.seen.entry((program, person, item)).or_default().add(side, seen);
    }

    pub(super) fn take_in(&mut self, other: Self) {
        let people = self.people.take_in(other.people);
        let programs = self.programs.take_in(other.programs);
        let items = self.items.take_in(other.items);
        for ((program, person, item), both) in other.seen {
            let key = (at(&programs, program), at(&people, person), at(&items, item));
            self.seen.entry(key).or_default().take_in(both);
        }
    }

    /// The keys by program, person and item, in the order of their bytes, which does not depend on how they came.
    pub(super) fn each(&self, mut each: impl FnMut(Entry<'_, T>)) {
        let (people, programs) = (self.people.names.by_id(), self.programs.names.by_id());
        let items = self.items.names.by_id();
        let mut still_here: HashSet<(u32, u32), FixedState> = HashSet::default();
        for ((program, person, _), both) in &self.seen {
            if both.after.is_some() {
                still_here.insert((*program, *person));
            }
        }
        let mut keys: Vec<_> = self.seen.iter().collect();
        keys.sort_unstable_by_key(|((program, person, item), _)| {
            (name(&programs, *program), name(&people, *person), name(&items, *item))
        });
        for ((program, person, item), both) in keys {
            each(Entry {
                subject: Subject {
                    email: name(&people, *person),
                    name: self.people.labels.get(*person),
                    program_slug: name(&programs, *program),
                    program_name: self.programs.labels.get(*program),
                    item: name(&items, *item),
                    item_name: self.items.labels.get(*item),
                },
                before: both.before.as_ref(),
                after: both.after.as_ref(),
                is_still_here: still_here.contains(&(*program, *person)),
            });
        }
    }
}
