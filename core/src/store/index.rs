use alloc::vec;
use alloc::vec::Vec;
use core::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;

use crate::email::hash_canonical;

/// Makes the hashes of a register. Seeded by the organization's id, so that addresses that collide in one
/// register do not in another; no result depends on it.
#[derive(Clone, Debug)]
pub(crate) struct Hashing(FixedState);

impl Hashing {
    pub(crate) fn seeded(seed: u128) -> Self {
        #[allow(clippy::cast_possible_truncation, reason = "both halves of the seed are mixed in")]
        Self(FixedState::with_seed(seed as u64 ^ (seed >> 64) as u64))
    }

    pub(crate) fn id(&self, id: u128) -> u32 {
        fold(self.0.hash_one(id))
    }

    /// The hash of an email as it is compared (`ID-1`), for a program or, without one, for the organization.
    pub(crate) fn email(&self, program: Option<u16>, email: &str) -> u32 {
        let mut hasher = self.0.build_hasher();
        hasher.write_u32(program.map_or(u32::MAX, u32::from));
        hash_canonical(email, &mut hasher);
        fold(hasher.finish())
    }
}

#[allow(clippy::cast_possible_truncation, reason = "the two halves are folded into one")]
fn fold(hash: u64) -> u32 {
    (hash ^ (hash >> 32)) as u32
}

/// Finds handles by hash: open addressing with linear probing over slots of eight bytes.
///
/// A look-up in a table of general use touches two places in memory, its tags and its entries; with millions of people
/// each is a cache miss, and these are what joining costs. Here it touches one. A slot keeps 32 bits of the hash, so
/// that growing and removing touch no record. The full hash decides nothing: `is_it` does.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    /// The hash above, the handle plus one below; 0 is an empty slot. Their number is a power of two, or none.
    slots: Vec<u64>,
    length: usize,
}

const SMALLEST: usize = 16;

fn pack(hash: u32, handle: u32) -> u64 {
    u64::from(hash) << 32 | u64::from(handle.wrapping_add(1))
}

#[allow(clippy::cast_possible_truncation, reason = "a slot is taken apart into its two halves")]
const fn unpack(slot: u64) -> (u32, u32) {
    ((slot >> 32) as u32, (slot as u32).wrapping_sub(1))
}

impl Index {
    /// Where the search for a hash starts.
    fn home(&self, hash: u32) -> usize {
        // The product's high half spreads all bits of the hash over any number of slots.
        let spread = u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        usize::try_from(u128::from(spread).wrapping_mul(self.slots.len() as u128) >> 64).unwrap_or(0)
    }

    /// The first place from the home of a hash on where a slot is empty or satisfies a condition. None only when
    /// there are no slots at all, since some are always empty.
    #[inline]
    fn search(&self, hash: u32, mut good: impl FnMut(u64) -> bool) -> Option<(usize, u64)> {
        let last = self.slots.len().wrapping_sub(1);
        let mut at = self.home(hash);
        loop {
            let slot = *self.slots.get(at)?;
            if slot == 0 || good(slot) {
                return Some((at, slot));
            }
            at = at.wrapping_add(1) & last;
        }
    }

    /// Looks at the place where the search for a hash starts, so that memory brings it while other work is done.
    #[inline]
    pub(crate) fn touch(&self, hash: u32) {
        core::hint::black_box(self.slots.get(self.home(hash)).copied());
    }

    #[inline]
    pub(crate) fn find(&self, hash: u32, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        let (_, slot) = self.search(hash, |slot| {
            let (stored, handle) = unpack(slot);
            stored == hash && is_it(handle)
        })?;
        (slot != 0).then(|| unpack(slot).1)
    }

    pub(crate) fn insert(&mut self, hash: u32, handle: u32) {
        if self.length.saturating_add(1) > capacity(self.slots.len()) {
            self.grow(self.slots.len().saturating_mul(2).max(SMALLEST));
        }
        self.place(pack(hash, handle));
        self.length = self.length.saturating_add(1);
    }

    /// Puts a slot into the first empty place of its search.
    fn place(&mut self, slot: u64) {
        let empty = self.search(unpack(slot).0, |_| false);
        if let Some(place) = empty.and_then(|(at, _)| self.slots.get_mut(at)) {
            *place = slot;
        }
    }

    fn grow(&mut self, slots: usize) {
        let old = core::mem::replace(&mut self.slots, vec![0; slots]);
        for slot in old.into_iter().filter(|slot| *slot != 0) {
            self.place(slot);
        }
    }

    /// Lets another handle stand where one stood, or adds it.
    pub(crate) fn replace(&mut self, hash: u32, old: Option<u32>, new: u32) {
        let found = old.and_then(|old| self.position(hash, old));
        match found.and_then(|at| self.slots.get_mut(at)) {
            Some(slot) => *slot = pack(hash, new),
            None => self.insert(hash, new),
        }
    }

    fn position(&self, hash: u32, handle: u32) -> Option<usize> {
        let (at, slot) = self.search(hash, |slot| slot == pack(hash, handle))?;
        (slot != 0).then_some(at)
    }

    pub(crate) fn remove(&mut self, hash: u32, handle: u32) {
        let Some(mut hole) = self.position(hash, handle) else { return };
        self.length = self.length.saturating_sub(1);
        // What stands behind moves up, so that no search ends at the hole too early.
        let last = self.slots.len().wrapping_sub(1);
        let mut at = hole;
        loop {
            at = at.wrapping_add(1) & last;
            let slot = self.slots.get(at).copied().unwrap_or(0);
            if slot == 0 {
                break;
            }
            let home = self.home(unpack(slot).0);
            let distance = |from: usize, to: usize| to.wrapping_sub(from) & last;
            if distance(home, at) >= distance(hole, at) {
                if let Some(place) = self.slots.get_mut(hole) {
                    *place = slot;
                }
                hole = at;
            }
        }
        if let Some(place) = self.slots.get_mut(hole) {
            *place = 0;
        }
    }

    pub(crate) const fn is_empty(&self) -> bool {
        self.length == 0
    }

    /// Makes room, if there is memory for it. There are no more handles than 32 bits number.
    pub(crate) fn reserve(&mut self, additional: usize) {
        let wanted = self.length.saturating_add(additional).min(u32::MAX as usize);
        let mut slots = self.slots.len().max(SMALLEST);
        while capacity(slots) < wanted {
            slots = slots.saturating_mul(2);
        }
        let is_there = || Vec::<u64>::new().try_reserve_exact(slots).is_ok();
        if slots > self.slots.len() && is_there() {
            self.grow(slots);
        }
    }

    /// Bytes held, for measuring.
    pub(crate) fn bytes(&self) -> usize {
        self.slots.capacity().saturating_mul(size_of::<u64>())
    }
}

/// How many of these slots are filled at most: three quarters.
const fn capacity(slots: usize) -> usize {
    (slots / 4).saturating_mul(3)
}

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn an_index_is_a_set_of_pairs(steps in prop::collection::vec((0_u32..40, 0_u32..6, 0_u8..4), 0..400)) {
            let mut index = Index::default();
            let mut model = BTreeSet::new();
            for (handle, hash, step) in steps {
                // Few hashes, some of them neighbors at the end of the table, so that searches overlap and wrap.
                let hash = hash.wrapping_mul(0x1000_0000).wrapping_sub(3);
                match step {
                    0 => {
                        index.remove(hash, handle);
                        model.remove(&(hash, handle));
                    }
                    1 => {
                        let old = model.contains(&(hash, handle)).then_some(handle);
                        let new = handle.wrapping_add(100);
                        if !model.contains(&(hash, new)) {
                            index.replace(hash, old, new);
                            model.remove(&(hash, handle));
                            model.insert((hash, new));
                        }
                    }
                    _ => {
                        if model.insert((hash, handle)) {
                            index.insert(hash, handle);
                        }
                    }
                }
                prop_assert_eq!(index.length, model.len());
                for (hash, handle) in &model {
                    prop_assert_eq!(index.find(*hash, |found| found == *handle), Some(*handle));
                }
                prop_assert_eq!(index.slots.iter().filter(|slot| **slot != 0).count(), model.len());
            }
        }
    }

    #[test]
    fn room_that_was_reserved_is_enough() {
        let mut index = Index::default();
        index.reserve(1_000);
        let before = index.bytes();
        (0..1_000).for_each(|handle| index.insert(handle, handle));
        assert_eq!(index.bytes(), before);
        assert_eq!(index.find(5, |handle| handle == 5), Some(5));
        assert_eq!(index.find(5, |_| false), None);
    }

    #[test]
    fn only_as_much_room_is_asked_for_as_there_can_be_handles() {
        // What could not be had is not made; either way this ends, and what is there stays.
        let mut index = Index::default();
        index.insert(7, 7);
        index.reserve(usize::MAX);
        assert!(capacity(index.slots.len()) < 1 << 33);
        assert_eq!(index.find(7, |handle| handle == 7), Some(7));
    }
}
