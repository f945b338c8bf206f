use alloc::vec::Vec;

use serde::{Deserialize, Serialize};

const PAGE: usize = 1 << PAGE_BITS;
const PAGE_BITS: u32 = 10;

/// A small number for each record that has one, in two bytes, and in none where whole pages of records have none.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub(crate) struct Counts {
    pages: Vec<Vec<u16>>,
}

impl Counts {
    /// The number of a record; zero unless another was set.
    pub(crate) fn get(&self, handle: u32) -> u16 {
        let page = self.pages.get((handle >> PAGE_BITS) as usize);
        page.and_then(|page| page.get(handle as usize & (PAGE - 1))).copied().unwrap_or(0)
    }

    pub(crate) fn set(&mut self, handle: u32, number: u16) {
        let place = (handle >> PAGE_BITS) as usize;
        if self.get(handle) == number {
            return;
        }
        if self.pages.len() <= place {
            self.pages.resize_with(place.saturating_add(1), Vec::new);
        }
        let Some(page) = self.pages.get_mut(place) else { return };
        if page.is_empty() {
            page.resize(PAGE, 0);
        }
        if let Some(found) = page.get_mut(handle as usize & (PAGE - 1)) {
            *found = number;
        }
    }

    /// Whether it holds what `set` can have made for so many records.
    pub(crate) fn is_sound(&self, records: u32) -> bool {
        self.pages.len() <= (records as usize).div_ceil(PAGE)
            && self.pages.last().is_none_or(|last| !last.is_empty())
            && self.pages.iter().all(|page| page.is_empty() || page.len() == PAGE)
            && (records..).take(PAGE).all(|handle| self.get(handle) == 0)
    }

    pub(crate) fn bytes(&self) -> usize {
        let numbers: usize = self.pages.iter().map(Vec::capacity).sum();
        numbers.saturating_mul(size_of::<u16>())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_kept_where_they_were_set_and_only_there() {
        let mut counts = Counts::default();
        counts.set(5_000, 0);
        assert_eq!(counts.bytes(), 0);
        counts.set(5_000, 7);
        counts.set(3, u16::MAX);
        assert_eq!([3, 4, 5_000, 9_999_999].map(|handle| counts.get(handle)), [u16::MAX, 0, 7, 0]);
        assert_eq!(counts.bytes(), 2 * PAGE * 2);
        assert!(counts.is_sound(5_001) && !counts.is_sound(5_000) && !counts.is_sound(4_096));
        let bytes = postcard::to_allocvec(&counts).unwrap();
        let restored: Counts = postcard::from_bytes(&bytes).unwrap();
        assert_eq!(restored.get(5_000), 7);
    }
}
