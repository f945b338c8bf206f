//! How a register holds millions of people in little memory: pages, indexes and packed times.
//!
//! Everything here is private. Records stand in [`Pages`] that never move, name each other by 32-bit
//! handles, and are found through [`Index`]es that hold handles only. Nothing here knows the domain.

mod counts;
mod index;
mod moment;
mod pages;
mod people;

pub(crate) use counts::Counts;
pub(crate) use index::{Hashing, Index};
pub(crate) use moment::Moment;
pub(crate) use pages::Pages;
pub(crate) use people::{People, Person, PersonHandle};

/// A map whose order nobody sees.
pub(crate) type Map<K, V> = hashbrown::HashMap<K, V, foldhash::fast::FixedState>;

/// A set whose order nobody sees.
pub(crate) type Set<K> = hashbrown::HashSet<K, foldhash::fast::FixedState>;

/// A handle that names nothing.
pub(crate) const NONE: u32 = u32::MAX;

/// The handle that names nothing, for what is not stored.
pub(crate) const fn nothing() -> u32 {
    NONE
}

/// Adds one to a counter that cannot overflow before memory does.
pub(crate) fn increment(counter: &mut u32) {
    *counter = counter.saturating_add(1);
}

/// Takes one from a counter that something was added to before.
pub(crate) fn decrement(counter: &mut u32) {
    debug_assert!(*counter > 0, "a counter is taken from only after it was added to");
    *counter = counter.saturating_sub(1);
}
