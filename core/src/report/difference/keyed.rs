//! What two exports say of the same keys, whatever the report.

use alloc::boxed::Box;
use alloc::vec::Vec;

use foldhash::quality::FixedState;
use hashbrown::{HashMap, HashSet};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::report::names::{Names, course_key, is_folded};
use crate::report::stored::{Ordered, StateError, StateForm};

/// Which of the two exports.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Side {
    Before,
    After,
}

/// What is known of something in each of the two exports.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
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
pub trait Join: Copy + Serialize + DeserializeOwned {
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

    /// Keys with what each export calls them, in the order of the keys; and the places of their numbers in it.
    fn sorted(&self) -> (Vec<Named<'_>>, Ordered) {
        let keys = self.names.by_id();
        let order = Ordered::of(&keys);
        let named = order.numbers.iter().map(|number| {
            let both = self.labels.0.get(*number as usize);
            let labels = both.map_or_else(Both::default, |both| Both {
                before: both.before.as_deref(),
                after: both.after.as_deref(),
            });
            (name(&keys, *number), labels)
        });
        (named.collect(), order)
    }

    /// None when the keys do not stand in their order.
    fn of(named: Vec<(Box<str>, Both<Box<str>>)>) -> Option<Self> {
        let (keys, labels): (Vec<_>, Vec<_>) = named.into_iter().unzip();
        let is_label = |label: &Option<Box<str>>| label.as_deref() != Some("");
        if !labels.iter().all(|both| is_label(&both.before) && is_label(&both.after)) {
            return None;
        }
        Some(Self { names: Names::of(keys)?, labels: Labels(labels) })
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

/// A key, and what each export calls that.
type Named<'a> = (&'a str, Both<&'a str>);

/// By program, person and item.
type Key = (u32, u32, u32);

#[derive(Serialize)]
#[serde(bound = "T: Join")]
struct Stored<'a, T> {
    people: Vec<Named<'a>>,
    programs: Vec<Named<'a>>,
    items: Vec<Named<'a>>,
    seen: Vec<(Key, &'a Both<T>)>,
}

#[derive(Deserialize)]
#[serde(bound = "T: Join")]
struct Restored<T> {
    people: Vec<(Box<str>, Both<Box<str>>)>,
    programs: Vec<(Box<str>, Both<Box<str>>)>,
    items: Vec<(Box<str>, Both<Box<str>>)>,
    seen: Vec<(Key, Both<T>)>,
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
    seen: HashMap<Key, Both<T>, FixedState>,
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
        let item = self.items.id(&course_key(subject.item), side, subject.item_name);
        self.seen.entry((program, person, item)).or_default().add(side, seen);
    }

    pub(super) fn take_in(&mut self, other: Self) {
        if self.seen.is_empty() {
            *self = other;
            return;
        }
        let people = self.people.take_in(other.people);
        let programs = self.programs.take_in(other.programs);
        let items = self.items.take_in(other.items);
        for ((program, person, item), both) in other.seen {
            let key = (at(&programs, program), at(&people, person), at(&items, item));
            self.seen.entry(key).or_default().take_in(both);
        }
    }

    /// Everything as bytes.
    pub(super) fn to_bytes(&self, form: StateForm) -> Vec<u8> {
        let (people, people_places) = self.people.sorted();
        let (programs, program_places) = self.programs.sorted();
        let (items, item_places) = self.items.sorted();
        let placed = self.seen.iter().map(|((program, person, item), both)| {
            let key =
                (program_places.place(*program), people_places.place(*person), item_places.place(*item));
            (key, both)
        });
        let mut seen: Vec<(Key, &Both<T>)> = placed.collect();
        seen.sort_unstable_by_key(|(key, _)| *key);
        form.write(&Stored { people, programs, items, seen })
    }

    /// Everything from bytes, if it holds together.
    pub(super) fn from_bytes(form: StateForm, bytes: &[u8]) -> Result<Self, StateError> {
        let Restored { people, programs, items, seen } = form.read::<Restored<T>>(bytes)?;
        let whole = seen.iter().all(|((program, person, item), both)| {
            (*program as usize) < programs.len()
                && (*person as usize) < people.len()
                && (*item as usize) < items.len()
                && (both.before.is_some() || both.after.is_some())
        });
        let folded = people.iter().all(|(email, _)| is_folded(email))
            && items.iter().all(|(id, _)| *course_key(id) == **id);
        if !whole || !folded || !seen.is_sorted_by(|(one, _), (next, _)| one < next) {
            return Err(StateError::Damaged);
        }
        let known = |named| Known::of(named).ok_or(StateError::Damaged);
        Ok(Self {
            people: known(people)?,
            programs: known(programs)?,
            items: known(items)?,
            seen: seen.into_iter().collect(),
        })
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
