use alloc::vec::Vec;

use serde::de::{SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

const PAGE: usize = 1 << PAGE_BITS;
const PAGE_BITS: u32 = 10;

/// A list that grows by whole pages: nothing ever moves, and at most one page is part empty.
#[derive(Clone, Debug)]
pub(crate) struct Pages<T> {
    pages: Vec<Vec<T>>,
    length: u32,
}

impl<T> Default for Pages<T> {
    fn default() -> Self {
        Self { pages: Vec::new(), length: 0 }
    }
}

impl<T> Pages<T> {
    pub(crate) fn len(&self) -> u32 {
        self.length
    }

    /// Adds a record and gives its handle. The register refuses before 2^32 - 1 records are reached.
    pub(crate) fn push(&mut self, record: T) -> u32 {
        let handle = self.length;
        match self.pages.last_mut() {
            Some(page) if page.len() < PAGE => page.push(record),
            _ => {
                // The first page grows as it fills, so that a small register stays small.
                let mut page = if self.pages.is_empty() { Vec::new() } else { Vec::with_capacity(PAGE) };
                page.push(record);
                self.pages.push(page);
            }
        }
        self.length = self.length.saturating_add(1);
        handle
    }

    pub(crate) fn get(&self, handle: u32) -> Option<&T> {
        self.pages.get((handle >> PAGE_BITS) as usize)?.get(handle as usize & (PAGE - 1))
    }

    /// The record of a handle that `push` gave.
    #[allow(
        clippy::indexing_slicing,
        reason = "handles come from push, records are never removed, and restored handles are checked"
    )]
    pub(crate) fn at(&self, handle: u32) -> &T {
        &self.pages[(handle >> PAGE_BITS) as usize][handle as usize & (PAGE - 1)]
    }

    #[allow(
        clippy::indexing_slicing,
        reason = "handles come from push, records are never removed, and restored handles are checked"
    )]
    pub(crate) fn at_mut(&mut self, handle: u32) -> &mut T {
        &mut self.pages[(handle >> PAGE_BITS) as usize][handle as usize & (PAGE - 1)]
    }

    pub(crate) fn last(&self) -> Option<&T> {
        self.pages.last()?.last()
    }

    pub(crate) fn iter(&self) -> impl Iterator<Item = &T> {
        self.pages.iter().flatten()
    }

    /// Bytes held, for measuring.
    pub(crate) fn bytes(&self) -> usize {
        let records: usize = self.pages.iter().map(Vec::capacity).sum();
        records.saturating_mul(size_of::<T>())
    }

    /// How many records from the start satisfy a condition that holds for a first part only.
    pub(crate) fn partition_point(&self, condition: impl Fn(&T) -> bool) -> u32 {
        let (mut low, mut high) = (0, self.length);
        while low < high {
            let middle = u32::midpoint(low, high);
            if condition(self.at(middle)) {
                low = middle.saturating_add(1);
            } else {
                high = middle;
            }
        }
        low
    }
}

impl<T: Serialize> Serialize for Pages<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut sequence = serializer.serialize_seq(Some(self.length as usize))?;
        for record in self.iter() {
            sequence.serialize_element(record)?;
        }
        sequence.end()
    }
}

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Pages<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Records<T>(core::marker::PhantomData<T>);

        impl<'de, T: Deserialize<'de>> Visitor<'de> for Records<T> {
            type Value = Pages<T>;

            fn expecting(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                formatter.write_str("a list of records")
            }

            fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<Self::Value, A::Error> {
                let mut pages = Pages::default();
                while let Some(record) = sequence.next_element()? {
                    if pages.length == u32::MAX - 1 {
                        return Err(serde::de::Error::custom("too many records"));
                    }
                    pages.push(record);
                }
                Ok(pages)
            }
        }

        deserializer.deserialize_seq(Records(core::marker::PhantomData))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_keep_their_handles_over_many_pages() {
        let mut pages = Pages::default();
        for number in 0..3_000_u32 {
            assert_eq!(pages.push(number), number);
        }
        assert_eq!(pages.len(), 3_000);
        assert!((0..3_000).all(|number| *pages.at(number) == number));
        assert_eq!(pages.get(3_000), None);
        assert_eq!(pages.last(), Some(&2_999));
        assert_eq!(pages.partition_point(|number| *number < 1_777), 1_777);
        let bytes = postcard::to_allocvec(&pages).unwrap();
        let restored: Pages<u32> = postcard::from_bytes(&bytes).unwrap();
        assert!(restored.iter().eq(pages.iter()));
    }
}
