//! Distinct texts, each with a mark, in little memory.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "sizes are those of what is in memory, and positions wrap at a power of two"
)]

use alloc::boxed::Box;
use alloc::collections::BTreeMap;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;
use core::fmt;

use crate::table::quick::{NOT_ASCII, lower, mix, word};

/// Words of a text that are compared without going to memory for them.
const SHORT: usize = 8;

const SMALLEST: usize = 1 << 10;

/// Slots in which a text is looked for. Half of all slots are empty, so that more are in a row only where somebody has made
/// texts for that.
const REACH: usize = 128;

/// A text of at most 64 bytes, ready to be looked up.
#[derive(Clone, Copy, Default)]
pub(crate) struct Short {
    words: [u64; SHORT],
    length: usize,
}

impl Short {
    /// The text from `start` to `end`; none when it is too long.
    #[inline(always)]
    pub(crate) fn of(text: &[u8], start: usize, end: usize) -> Option<Self> {
        let length = end.checked_sub(start).filter(|length| *length <= SHORT * 8)?;
        let mut words = [0; SHORT];
        for (place, at) in words.iter_mut().zip((start..end).step_by(8)) {
            *place = word(text, at, end);
        }
        Some(Self { words, length })
    }

    /// The text in lower case; none when it is not all ASCII.
    #[inline(always)]
    pub(crate) fn lower(mut self) -> Option<Self> {
        let mut seen = 0;
        for word in self.words.iter_mut().take(self.length.div_ceil(8)) {
            seen |= *word;
            *word = lower(*word);
        }
        (seen & NOT_ASCII == 0).then_some(self)
    }

    #[inline(always)]
    fn words(&self) -> &[u64] {
        self.words.get(..self.length.div_ceil(8)).unwrap_or_default()
    }
}

/// A short text with its hash.
#[derive(Clone, Copy)]
pub(crate) struct Hashed {
    hash: u32,
    text: Short,
}

impl From<Short> for Hashed {
    #[inline(always)]
    fn from(text: Short) -> Self {
        Self { hash: hash(text.words(), text.length), text }
    }
}

#[inline(always)]
fn hash(words: &[u64], length: usize) -> u32 {
    const ONE: u64 = 0x9E37_79B9_7F4A_7C15;
    const OTHER: u64 = 0xD1B5_4A32_D192_ED03;
    let mut hash = length as u64 ^ ONE;
    let (pairs, last) = words.as_chunks::<2>();
    for [one, other] in pairs {
        hash = hash.rotate_left(23) ^ mix(one ^ OTHER, other ^ ONE);
    }
    for word in last {
        hash = hash.rotate_left(23) ^ mix(word ^ OTHER, ONE);
    }
    let hash = mix(hash, OTHER);
    #[allow(clippy::cast_possible_truncation, reason = "half of the hash is enough")]
    let half = hash as u32;
    half
}

/// A set of texts: open addressing over slots of eight bytes, and the texts themselves one behind the other.
///
/// A look-up touches a slot and the text, both of which the caller can ask memory for ahead of time.
#[derive(Clone, Default)]
pub(crate) struct Distinct {
    /// Half of the hash above, the place of the text plus one below; 0 is empty.
    slots: Vec<u64>,
    /// For each text its mark and length in one word, and its bytes.
    texts: Vec<u64>,
    /// The places of texts that have found no slot, by their length and words: however texts are chosen, a look-up takes no
    /// longer than in a tree.
    crowd: BTreeMap<Box<[u64]>, usize>,
    length: usize,
}

impl fmt::Debug for Distinct {
    /// Shows how many there are: they are personal.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.debug_struct("Distinct").field("length", &self.length).finish_non_exhaustive()
    }
}

const MARK: u64 = 1 << 63;

impl Distinct {
    pub(crate) const fn len(&self) -> usize {
        self.length
    }

    /// How many have a mark.
    pub(crate) fn marked(&self) -> usize {
        self.iter().filter(|(_, _, mark)| *mark).count()
    }

    #[inline]
    fn home(&self, hash: u32) -> usize {
        // All slots together are as many as a power of two.
        (u64::from(hash).wrapping_mul(self.slots.len() as u64) >> 32) as usize
    }

    /// Adds a text, unless it is there, and its mark, if it is given one.
    #[inline]
    pub(crate) fn add(&mut self, text: &Short, mark: bool) {
        let words = text.words();
        self.add_hashed(hash(words, text.length), words, text.length, mark);
    }

    /// As [`Self::add`] for a text of any length.
    #[cold]
    pub(crate) fn add_any(&mut self, text: &[u8], mark: bool) {
        let words: Vec<u64> = (0..text.len()).step_by(8).map(|at| word(text, at, text.len())).collect();
        self.add_hashed(hash(&words, text.len()), &words, text.len(), mark);
    }

    /// Adds many; they wait for memory together.
    pub(crate) fn add_all(&mut self, texts: &[(Hashed, bool)]) {
        const MANY: usize = 64;
        for texts in texts.chunks(MANY) {
            let mut slots = [0_u64; MANY];
            for (slot, (text, _)) in slots.iter_mut().zip(texts) {
                *slot = self.slots.get(self.home(text.hash)).copied().unwrap_or_default();
            }
            let mut heads = 0;
            for slot in slots.iter().take(texts.len()) {
                heads ^= self.texts.get(place(*slot).unwrap_or_default()).copied().unwrap_or_default();
            }
            core::hint::black_box(heads);
            for (Hashed { hash, text }, mark) in texts {
                self.add_hashed(*hash, text.words(), text.length, *mark);
            }
        }
    }

    #[inline]
    fn add_hashed(&mut self, hash: u32, words: &[u64], length: usize, mark: bool) {
        if self.length * 2 >= self.slots.len() {
            self.grow();
        }
        let last = self.slots.len() - 1;
        let home = self.home(hash);
        for at in home..home + REACH {
            let Some(slot) = self.slots.get_mut(at & last) else { break };
            let Some(place) = place(*slot) else {
                if self.crowd.is_empty() {
                    *slot = u64::from(hash) << 32 | (self.texts.len() as u64 + 1);
                    self.push(words, length, mark);
                    return;
                }
                break;
            };
            if slot.wrapping_shr(32) == u64::from(hash)
                && let Some((head, rest)) = self.texts.get_mut(place..).and_then(<[u64]>::split_first_mut)
                && *head & !MARK == length as u64
                && rest.iter().zip(words).all(|(one, other)| one == other)
            {
                if mark {
                    *head |= MARK;
                }
                return;
            }
        }
        self.add_to_crowd(words, length, mark);
    }

    fn push(&mut self, words: &[u64], length: usize, mark: bool) {
        self.texts.push(length as u64 | if mark { MARK } else { 0 });
        self.texts.extend_from_slice(words);
        self.length += 1;
    }

    /// Adds a text that is in no slot.
    #[cold]
    fn add_to_crowd(&mut self, words: &[u64], length: usize, mark: bool) {
        let mut key = vec![length as u64];
        key.extend_from_slice(words);
        let next = self.texts.len();
        let place = *self.crowd.entry(key.into()).or_insert(next);
        if place == next {
            self.push(words, length, mark);
        } else if mark && let Some(head) = self.texts.get_mut(place) {
            *head |= MARK;
        }
    }

    #[cold]
    fn grow(&mut self) {
        let slots = (self.slots.len() * 2).max(SMALLEST);
        let old = core::mem::replace(&mut self.slots, vec![0; slots]);
        for slot in old.into_iter().filter(|slot| *slot != 0) {
            let mut at = self.home((slot >> 32) as u32);
            while self.slots.get(at).is_some_and(|slot| *slot != 0) {
                at = (at + 1) & (slots - 1);
            }
            if let Some(empty) = self.slots.get_mut(at) {
                *empty = slot;
            }
        }
    }

    /// The words, length and mark of each text, in the order in which they came.
    fn iter(&self) -> impl Iterator<Item = (&[u64], usize, bool)> {
        let mut rest = self.texts.as_slice();
        core::iter::from_fn(move || {
            let (head, behind) = rest.split_first()?;
            let length = (head & !MARK) as usize;
            let (words, behind) = behind.split_at_checked(length.div_ceil(8))?;
            rest = behind;
            Some((words, length, head & MARK != 0))
        })
    }

    /// The texts with their marks, in the order in which they came. Bytes that are no text are left out.
    pub(crate) fn texts(&self) -> impl Iterator<Item = (String, bool)> {
        self.iter().filter_map(|(words, length, mark)| {
            let bytes = words.iter().flat_map(|word| word.to_le_bytes()).take(length).collect();
            Some((String::from_utf8(bytes).ok()?, mark))
        })
    }

    /// Adds the texts of another with their marks.
    pub(crate) fn take_in(&mut self, other: &Self) {
        let mut texts = Vec::with_capacity(64);
        for (words, length, mark) in other.iter() {
            let mut short = [0; SHORT];
            match short.get_mut(..words.len()) {
                Some(place) => place.copy_from_slice(words),
                None => {
                    self.add_hashed(hash(words, length), words, length, mark);
                    continue;
                }
            }
            texts.push((Short { words: short, length }.into(), mark));
            if texts.len() == 64 {
                self.add_all(&texts);
                texts.clear();
            }
        }
        self.add_all(&texts);
    }
}

#[inline]
const fn place(slot: u64) -> Option<usize> {
    ((slot & 0xFFFF_FFFF) as usize).checked_sub(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rep_6_texts_that_were_made_to_crowd_are_told_apart_and_found_again() {
        let short = |text: &str| Short::of(text.as_bytes(), 0, text.len()).unwrap();
        let mut expected = BTreeMap::new();
        let mut found = Distinct::default();
        // Half of the texts want the first slot of the smallest table, and of many a larger one.
        let crowded = (0..).map(|number: u32| alloc::format!("{number}@example.com"));
        let crowded = crowded.filter(|text| Hashed::from(short(text)).hash >> 21 == 0).take(300);
        for (number, text) in crowded.enumerate() {
            for text in [text, alloc::format!("plain{number}@example.com")] {
                found.add(&short(&text), number.is_multiple_of(3));
                expected.insert(text, number.is_multiple_of(3));
            }
        }
        assert!(found.crowd.len() > 100, "{}", found.crowd.len());
        let told = |found: &Distinct| found.texts().collect::<BTreeMap<_, _>>();
        assert_eq!((told(&found), found.len()), (expected.clone(), 600));

        // Again, with other marks, one by one and as another's.
        let mut other = Distinct::default();
        for (number, (text, mark)) in expected.iter_mut().enumerate() {
            *mark |= number.is_multiple_of(2);
            found.add(&short(text), number.is_multiple_of(4));
            other.add(&short(text), number.is_multiple_of(2));
        }
        found.take_in(&other);
        assert_eq!((told(&found), found.len()), (expected, 600));
    }
}
