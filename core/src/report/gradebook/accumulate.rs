//! Taking in facts of assessment attempts, in any order and in parts (`REP-5`, `ANA-6`).

use alloc::boxed::Box;
use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Serialize};
use smallvec::SmallVec;

use super::attempt::{AssessmentAttempt, AttemptError, filled};
use crate::store::Map;
use crate::{CourseId, Percent, Timestamp};

/// Takes in facts of assessment attempts in any order, in parts if need be, and makes gradebooks of them (`REP-5`):
/// observing facts in several accumulators and merging these gives the same as one pass (`ANA-6`).
///
/// - An attempt that is told again is the same attempt. When it is told differently, the later submission holds, then the
///   higher grade; a grade that is told after the submission is no difference. Both are findings.
/// - What is told about a person, program, course or item holds as the latest submission tells it; of equally late ones the
///   greater text holds. Where an item changed, that is a finding.
///
/// Memory grows with the items of each learner, and by 24 bytes with each further attempt at one; repeated facts cost
/// nothing.
///
/// ```
/// use matricula::report::{AssessmentAttempt, GradebookAccumulator, GradebookRequest};
///
/// let attempt = AssessmentAttempt {
///     email: Some("jo@example.com".into()),
///     program_slug: "p".into(),
///     course_id: "c".into(),
///     item_id: "i".into(),
///     item_weight: Some("100".parse()?),
///     attempt: Some(1),
///     submitted_at: Some("2024-01-26T10:16:04.000Z".parse()?),
///     item_grade: Some("88.25".parse()?),
///     ..AssessmentAttempt::default()
/// };
/// let mut one = GradebookAccumulator::default();
/// one.observe(&attempt)?;
/// let mut two = GradebookAccumulator::default();
/// two.observe(&AssessmentAttempt { attempt: Some(2), item_grade: Some("91".parse()?), ..attempt })?;
/// one.merge(&two);
///
/// let made_at = "2024-02-01T00:00:00.000Z".parse()?;
/// let made = one.finish(&GradebookRequest::default(), made_at)?;
/// assert_eq!(&*made.files[0].name, "gradebook.csv");
/// assert_eq!((made.summary.learners, made.summary.attempts), (1, 2));
/// assert_eq!(made.summary.expires_at.to_string(), "2024-02-02T00:00:00.000Z");
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
#[derive(Clone, Default)]
pub struct GradebookAccumulator {
    pub(super) learners: Known<Learner>,
    pub(super) programs: Known<Program>,
    pub(super) courses: Known<Course>,
    pub(super) items: Known<Item>,
    /// By learner, program and item.
    pub(super) cells: Map<(u32, u32, u32), Cell>,
}

impl fmt::Debug for GradebookAccumulator {
    /// Shows sizes: what it remembers is personal.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("GradebookAccumulator")
            .field("learners", &self.learners.all.len())
            .field("items", &self.items.all.len())
            .field("cells", &self.cells.len())
            .finish_non_exhaustive()
    }
}

/// What is known of things, by the keys under which they are told.
#[derive(Clone)]
pub(super) struct Known<T> {
    by_key: Map<Box<str>, u32>,
    pub(super) all: Vec<T>,
}

impl<T> Default for Known<T> {
    fn default() -> Self {
        Self { by_key: Map::default(), all: Vec::new() }
    }
}

impl<T: Default> Known<T> {
    /// The handle of a key.
    fn handle(&mut self, key: &str) -> u32 {
        if let Some(handle) = self.by_key.get(key) {
            return *handle;
        }
        // More than there is memory for.
        let handle = u32::try_from(self.all.len()).unwrap_or(u32::MAX);
        self.by_key.insert(key.into(), handle);
        self.all.push(T::default());
        handle
    }

    fn entry(&mut self, key: &str, learn: impl FnOnce(&mut T)) -> u32 {
        let handle = self.handle(key);
        if let Some(found) = self.all.get_mut(handle as usize) {
            learn(found);
        }
        handle
    }

    pub(super) fn get(&self, handle: u32) -> Option<&T> {
        self.all.get(handle as usize)
    }

    /// The keys by handle.
    pub(super) fn keys(&self) -> Vec<&str> {
        let mut keys = alloc::vec![""; self.all.len()];
        for (key, handle) in &self.by_key {
            if let Some(place) = keys.get_mut(*handle as usize) {
                *place = key;
            }
        }
        keys
    }

    /// What is known of things by keys in ascending order; none when they are not.
    pub(super) fn of(things: Vec<(Box<str>, T)>) -> Option<Self> {
        if !things.is_sorted_by(|(a, _), (b, _)| a < b) {
            return None;
        }
        let mut known = Self::default();
        for (handle, (key, thing)) in (0_u32..).zip(things) {
            known.by_key.insert(key, handle);
            known.all.push(thing);
        }
        Some(known)
    }

    /// Takes in what another knows; gives for each of its handles the one here.
    fn take_in(&mut self, other: &Self, join: impl Fn(&mut T, &T)) -> Vec<u32> {
        let keys = other.keys();
        keys.iter()
            .zip(&other.all)
            .map(|(key, known)| self.entry(key, |found| join(found, known)))
            .collect()
    }
}

/// What is told of something, as of the latest submission. Joining is a maximum, so that order does not matter.
#[derive(Clone, Debug, Serialize, Deserialize)]
pub(super) struct Latest<T> {
    told: Option<(Option<Timestamp>, T)>,
    /// Whether different values were told.
    pub(super) changed: bool,
}

impl<T> Default for Latest<T> {
    fn default() -> Self {
        Self::NOTHING
    }
}

impl<T> Latest<T> {
    /// Nothing was told.
    const NOTHING: Self = Self { told: None, changed: false };
}

impl<T: Ord + Clone> Latest<T> {
    fn tell(&mut self, at: Option<Timestamp>, value: Option<&T>) {
        let Some(value) = value else { return };
        match &mut self.told {
            None => self.told = Some((at, value.clone())),
            Some((known_at, known)) => {
                self.changed |= known != value;
                if (at, value) > (*known_at, known) {
                    (*known_at, *known) = (at, value.clone());
                }
            }
        }
    }

    fn join(&mut self, other: &Self) {
        self.changed |= other.changed;
        if let Some((at, value)) = &other.told {
            self.tell(*at, Some(value));
        }
    }

    #[cfg(test)]
    pub(super) fn tell_for_test(&mut self, value: T) {
        self.tell(None, Some(&value));
    }

    pub(super) fn get(&self) -> Option<&T> {
        self.told.as_ref().map(|(_, value)| value)
    }
}

impl Latest<Box<str>> {
    fn tell_text(&mut self, at: Option<Timestamp>, text: Option<&str>) {
        // Most texts are told again and again.
        match (&mut self.told, text) {
            (_, None) => {}
            (Some((known_at, known)), Some(text)) if **known == *text => *known_at = at.max(*known_at),
            (_, Some(text)) => self.tell(at, Some(&text.into())),
        }
    }

    pub(super) fn text(&self) -> &str {
        self.get().map_or("", |text| text)
    }
}

/// Something of which several facts are told.
macro_rules! told {
    ($($Name:ident { $($text:ident),* $(; $($value:ident: $type:ty),*)? })*) => {
        $(
            #[derive(Clone, Debug, Default, Serialize, Deserialize)]
            pub(super) struct $Name {
                $(pub(super) $text: Latest<Box<str>>,)*
                $($(pub(super) $value: Latest<$type>,)*)?
            }

            impl $Name {
                /// Of which nothing is known.
                pub(super) const NOTHING: Self = Self {
                    $($text: Latest::NOTHING,)*
                    $($($value: Latest::NOTHING,)*)?
                };

                fn join(&mut self, other: &Self) {
                    $(self.$text.join(&other.$text);)*
                    $($(self.$value.join(&other.$value);)*)?
                }
            }
        )*
    };
}

told! {
    Learner { name, email, external_id, id }
    Program { slug, name }
    Course { id, name, slug }
    ItemFacts {
        name, kind, module_id, module_name, lesson_id, lesson_name;
        order: u32, weight: Percent, threshold: Percent
    }
}

impl ItemFacts {
    /// Whether any of them was told differently.
    pub(super) const fn changed(&self) -> bool {
        self.name.changed
            || self.kind.changed
            || self.module_id.changed
            || self.module_name.changed
            || self.lesson_id.changed
            || self.lesson_name.changed
            || self.order.changed
            || self.weight.changed
            || self.threshold.changed
    }
}

/// A graded item of a course.
#[derive(Clone, Debug, Default)]
pub(super) struct Item {
    pub(super) course: u32,
    /// None only until it is first told.
    pub(super) id: Option<Box<str>>,
    pub(super) facts: ItemFacts,
}

impl Item {
    /// Of which nothing is known.
    pub(super) const NOTHING: Self = Self { course: u32::MAX, id: None, facts: ItemFacts::NOTHING };

    /// Its id within its course.
    pub(super) fn id(&self) -> &str {
        self.id.as_deref().unwrap_or_default()
    }
}

/// What one learner did at one item.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
pub(super) struct Cell {
    pub(super) deadline: Latest<Timestamp>,
    /// By number.
    pub(super) attempts: SmallVec<[Attempt; 1]>,
}

/// One attempt, as it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(super) struct Attempt {
    pub(super) number: u32,
    pub(super) submitted_at: Timestamp,
    /// Ten thousandths of a percent, plus one; zero when it is not graded.
    grade: u32,
    /// How often it was told.
    pub(super) told: u32,
    /// Whether it was told differently.
    pub(super) conflicting: bool,
}

impl Attempt {
    pub(super) const fn grade(self) -> Option<Percent> {
        match self.grade.checked_sub(1) {
            Some(units) => Percent::from_units(units),
            None => None,
        }
    }

    /// The grade as it is kept.
    pub(super) const fn grade_or_none(self) -> u32 {
        self.grade
    }

    const fn has_grade(self) -> bool {
        self.grade > 0
    }
}

impl Cell {
    fn attempt(&mut self, other: Attempt) {
        let place = self.attempts.binary_search_by_key(&other.number, |known| known.number);
        let known = match place {
            Err(place) => {
                self.attempts.insert(place, other);
                return;
            }
            Ok(place) => self.attempts.get_mut(place),
        };
        let Some(known) = known else { return };
        let differs = known.submitted_at != other.submitted_at
            || known.has_grade() && other.has_grade() && known.grade != other.grade;
        known.conflicting |= other.conflicting || differs;
        known.told = known.told.saturating_add(other.told);
        (known.submitted_at, known.grade) =
            (known.submitted_at, known.grade).max((other.submitted_at, other.grade));
    }
}

/// The key of a course: the same for both forms of an id.
pub(super) fn course_key(id: &str) -> String {
    id.parse::<CourseId>().map_or_else(|_| id.into(), |id| id.hyphenated().to_string())
}

impl GradebookAccumulator {
    /// Takes in a fact.
    ///
    /// # Errors
    ///
    /// [`AttemptError`] when it does not say whose attempt at what it is; then nothing was taken in.
    pub fn observe(&mut self, attempt: &AssessmentAttempt) -> Result<(), AttemptError> {
        attempt.check()?;
        let at = attempt.submitted_at;
        let (email, id) = (filled(attempt.email.as_ref()), filled(attempt.learner_id.as_ref()));
        let key = match id {
            Some(id) => format!("#{id}"),
            None => format!("@{}", crate::email::canonical(email.unwrap_or_default())),
        };
        let learner = self.learners.entry(&key, |known| {
            known.name.tell_text(at, filled(attempt.name.as_ref()));
            known.email.tell_text(at, email);
            known.external_id.tell_text(at, filled(attempt.external_id.as_ref()));
            known.id.tell_text(at, id);
        });
        let slug = attempt.program_slug.trim();
        let program = self.programs.entry(slug, |known| {
            known.slug.tell_text(at, Some(slug));
            known.name.tell_text(at, filled(attempt.program_name.as_ref()));
        });
        let course_id = attempt.course_id.trim();
        let course_key = course_key(course_id);
        let course = self.courses.entry(&course_key, |known| {
            known.id.tell_text(at, Some(course_id));
            known.name.tell_text(at, filled(attempt.course.as_ref()));
            known.slug.tell_text(at, filled(attempt.course_slug.as_ref()));
        });
        let item_id = attempt.item_id.trim();
        let item = self.items.entry(&format!("{course_key}\n{item_id}"), |known| {
            known.course = course;
            known.id.get_or_insert_with(|| item_id.into());
            let facts = &mut known.facts;
            facts.name.tell_text(at, filled(attempt.item_name.as_ref()));
            facts.kind.tell_text(at, filled(attempt.item_type.as_ref()));
            facts.module_id.tell_text(at, filled(attempt.module_id.as_ref()));
            facts.module_name.tell_text(at, filled(attempt.module_name.as_ref()));
            facts.lesson_id.tell_text(at, filled(attempt.lesson_id.as_ref()));
            facts.lesson_name.tell_text(at, filled(attempt.lesson_name.as_ref()));
            facts.order.tell(at, attempt.item_order.as_ref());
            facts.weight.tell(at, attempt.item_weight.as_ref());
            facts.threshold.tell(at, attempt.passing_threshold.as_ref());
        });
        let cell = self.cells.entry((learner, program, item)).or_default();
        cell.deadline.tell(at, attempt.item_deadline.as_ref());
        if let (Some(number), Some(submitted_at)) = (attempt.attempt, at) {
            cell.attempt(Attempt {
                number,
                submitted_at,
                grade: attempt.item_grade.map_or(0, |grade| grade.units().saturating_add(1)),
                told: 1,
                conflicting: false,
            });
        }
        Ok(())
    }

    /// Takes in everything that another one took in.
    pub fn merge(&mut self, other: &Self) {
        let learners = self.learners.take_in(&other.learners, Learner::join);
        let programs = self.programs.take_in(&other.programs, Program::join);
        let courses = self.courses.take_in(&other.courses, Course::join);
        let at = |handles: &[u32], handle: u32| handles.get(handle as usize).copied().unwrap_or(u32::MAX);
        let items = self.items.take_in(&other.items, |found, known| {
            found.course = at(&courses, known.course);
            found.id.clone_from(&known.id);
            found.facts.join(&known.facts);
        });
        for ((learner, program, item), cell) in &other.cells {
            let key = (at(&learners, *learner), at(&programs, *program), at(&items, *item));
            let found = self.cells.entry(key).or_default();
            found.deadline.join(&cell.deadline);
            for attempt in &cell.attempts {
                found.attempt(*attempt);
            }
        }
    }
}
