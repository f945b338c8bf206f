use core::hash::{BuildHasher, Hasher};

use foldhash::fast::FixedState;
use hashbrown::HashTable;

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

/// Spreads a stored 32-bit hash over the 64 bits that the table wants.
fn spread(hash: u32) -> u64 {
    u64::from(hash).wrapping_mul(0x9e37_79b9_7f4a_7c15)
}

/// Finds handles by hash. It keeps 32 bits of each hash, so that growing touches no record.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    table: HashTable<(u32, u32)>,
}

impl Index {
    pub(crate) fn find(&self, hash: u32, is_it: impl Fn(u32) -> bool) -> Option<u32> {
        self.table
            .find(spread(hash), |(stored, handle)| *stored == hash && is_it(*handle))
            .map(|(_, handle)| *handle)
    }

    pub(crate) fn insert(&mut self, hash: u32, handle: u32) {
        self.table.insert_unique(spread(hash), (hash, handle), |(stored, _)| spread(*stored));
    }

    /// Lets another handle stand where one stood, or adds it.
    pub(crate) fn replace(&mut self, hash: u32, old: Option<u32>, new: u32) {
        let found = old.and_then(|old| {
            self.table.find_mut(spread(hash), |(stored, handle)| *stored == hash && *handle == old)
        });
        match found {
            Some((_, handle)) => *handle = new,
            None => self.insert(hash, new),
        }
    }

    pub(crate) fn remove(&mut self, hash: u32, handle: u32) {
        if let Ok(entry) =
            self.table.find_entry(spread(hash), |(stored, found)| *stored == hash && *found == handle)
        {
            entry.remove();
        }
    }

    pub(crate) fn reserve(&mut self, additional: usize) {
        self.table.reserve(additional, |(stored, _)| spread(*stored));
    }

    /// Bytes held, for measuring: each slot has its entry and one byte of the table's own.
    pub(crate) fn bytes(&self) -> usize {
        let slots = self.table.num_buckets();
        slots.saturating_mul(size_of::<(u32, u32)>().saturating_add(1))
    }
}
