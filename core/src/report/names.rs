//! Names by numbers, for what remembers many rows.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use foldhash::quality::FixedState;
use hashbrown::HashMap;

use super::UsageRow;
use crate::{CourseId, email};

/// An email as it is compared (`ID-1`): without case and the space around it, its domain in IDNA form.
pub(super) fn fold<'a>(name: &str, scratch: &'a mut String) -> &'a str {
    scratch.clear();
    let name = name.trim();
    if name.is_ascii() {
        scratch.push_str(name);
        scratch.make_ascii_lowercase();
    } else {
        scratch.push_str(&email::canonical(name));
    }
    scratch
}

/// Characters of an id in the form of a UUID.
pub(super) const UUID: usize = 36;

/// A course as it is compared: both forms of an id are one, the one that the vendor prints.
#[inline]
pub(super) fn course_key(id: &str) -> Cow<'_, str> {
    if id.len() != UUID {
        return Cow::Borrowed(id);
    }
    match id.parse::<CourseId>() {
        Ok(id) => Cow::Owned(CourseId::from_u128(id.as_u128()).to_string()),
        Err(_) => Cow::Borrowed(id),
    }
}

/// What names the course of a row: its id, or its slug where it has none.
pub(super) fn course_of<'a>(row: &'a UsageRow<'_>) -> &'a str {
    if row.course_id.is_empty() { &row.course_slug } else { &row.course_id }
}

/// Whether an email is as it is compared.
pub(super) fn is_folded(name: &str) -> bool {
    fold(name, &mut String::new()) == name
}

/// Names in the order in which they came, each with a number.
#[derive(Clone, Default)]
pub(super) struct Names {
    by_name: HashMap<Box<str>, u32, FixedState>,
    /// Holds a name while it is folded.
    scratch: String,
}

impl Names {
    /// Names in the order of their bytes, numbered in that order; none when they do not stand in it, or one is there twice.
    pub(super) fn of(names: impl IntoIterator<Item = Box<str>>) -> Option<Self> {
        let names: Vec<Box<str>> = names.into_iter().collect();
        if !names.is_sorted_by(|one, next| one < next) {
            return None;
        }
        Some(Self { by_name: names.into_iter().zip(0_u32..).collect(), scratch: String::new() })
    }

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

    /// The number of a course, by whichever form of its id.
    pub(super) fn course(&mut self, id: &str) -> u32 {
        self.id(&course_key(id))
    }

    /// The number of an email.
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

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn folded(name: &str) -> String {
        let mut scratch = String::new();
        fold(name, &mut scratch).to_string()
    }

    proptest! {
        #[test]
        fn id_1_emails_of_reports_are_the_same_when_those_of_a_register_are(
            one in "[jJςσΣäÄ]{1,3}@(bücher|BÜCHER|xn--bcher-kva|Acme|acme)\\.example",
            other in "[jJςσΣäÄ]{1,3}@(bücher|BÜCHER|xn--bcher-kva|Acme|acme)\\.example",
            space in "[ \t]{0,2}",
        ) {
            let spaced = alloc::format!("{space}{one}{space}");
            prop_assert_eq!(folded(&spaced), folded(&one));
            prop_assert_eq!(folded(&one) == folded(&other), email::canonical_eq(&one, &other));
        }
    }

    #[test]
    fn rep_2_both_forms_of_an_id_are_one_course() {
        let (short, long) = ("daG-a-O1EeijKBISCWxf6g", "75a1be6b-e3b5-11e8-a328-1212096c5fea");
        for id in [short, long, &long.to_uppercase()] {
            assert_eq!(course_key(id), short);
        }
        for id in [
            "",
            "machine-learning",
            "a-slug-of-36-characters-and-no-id-xx",
            "75a1be6be3b511e8a3281212096c5fea",
        ] {
            assert_eq!(course_key(id), id);
        }
    }

    #[test]
    fn ana_6_what_is_folded_stays_so() {
        let mut scratch = String::new();
        for letter in '\0'..=char::MAX {
            let folded = fold(letter.encode_utf8(&mut [0; 4]), &mut scratch);
            assert!(is_folded(folded), "{letter:?}");
        }
        assert!(is_folded("jo@example.com"));
        assert!(!is_folded("Jo@example.com") && !is_folded("jo@example.com ") && !is_folded("É@example.com"));
    }
}
