//! What accumulators took in as bytes, to be stored or sent to where it is merged (`ANA-6`).
//!
//! Eight bytes say whose state it is, one its version, four hold a checksum, and the records follow. Records stand in the
//! order of their keys, so that the same state gives the same bytes in whatever order it came.

use alloc::vec;
use alloc::vec::Vec;

use serde::Serialize;
use serde::de::DeserializeOwned;
use thiserror::Error;

use super::names::Names;

/// Why bytes are no state of an accumulator.
///
/// ```
/// use matricula::report::UsageDifference;
///
/// let error = UsageDifference::from_bytes(b"Email,Course ID").unwrap_err();
/// assert_eq!(error.code(), "not_a_state");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum StateError {
    /// Something else, or the state of something else.
    #[error(
        "these bytes are no state of this kind: give what an accumulator of the same kind was written as"
    )]
    NotAState,
    /// Written in a form that this version of the library does not know.
    #[error("the state has version `{version}`, this library reads up to `{newest}`; use a newer one")]
    UnknownVersion {
        /// The version of the form.
        version: u8,
        /// The newest one that is known.
        newest: u8,
    },
    /// Cut off or changed.
    #[error("the state is damaged: take in the rows again")]
    Damaged,
}

impl StateError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAState => "not_a_state",
            Self::UnknownVersion { .. } => "unknown_version",
            Self::Damaged => "damaged_state",
        }
    }
}

/// What stands in front of the records.
#[derive(Clone, Copy, Debug)]
pub struct StateForm {
    pub(super) magic: [u8; 8],
    pub(super) version: u8,
}

/// Bytes in front of the records.
const HEADER: usize = 13;

impl StateForm {
    pub(super) fn write(&self, records: &impl Serialize) -> Vec<u8> {
        let mut bytes = Vec::with_capacity(HEADER);
        bytes.extend_from_slice(&self.magic);
        bytes.push(self.version);
        bytes.extend_from_slice(&[0; 4]);
        // Writing to memory does not fail.
        let mut bytes = postcard::to_extend(records, bytes).unwrap_or_default();
        let sum = crc32fast::hash(bytes.get(HEADER..).unwrap_or_default());
        if let Some(place) = bytes.get_mut(9..HEADER) {
            place.copy_from_slice(&sum.to_le_bytes());
        }
        bytes
    }

    pub(super) fn read<T: DeserializeOwned>(&self, bytes: &[u8]) -> Result<T, StateError> {
        let bytes = bytes.strip_prefix(&self.magic).ok_or(StateError::NotAState)?;
        let (version, bytes) = bytes.split_first().ok_or(StateError::Damaged)?;
        if *version != self.version {
            return Err(StateError::UnknownVersion { version: *version, newest: self.version });
        }
        let (sum, records) = bytes.split_first_chunk::<4>().ok_or(StateError::Damaged)?;
        if crc32fast::hash(records) != u32::from_le_bytes(*sum) {
            return Err(StateError::Damaged);
        }
        match postcard::take_from_bytes::<T>(records) {
            Ok((restored, [])) => Ok(restored),
            _ => Err(StateError::Damaged),
        }
    }
}

/// Names in the order of their bytes.
pub(super) struct Ordered {
    /// The number of the name at each place.
    pub(super) numbers: Vec<u32>,
    /// The place of the name of each number.
    places: Vec<u32>,
}

impl Ordered {
    /// Of names by their numbers.
    pub(super) fn of(names: &[&str]) -> Self {
        let mut numbers: Vec<u32> = (0_u32..).take(names.len()).collect();
        numbers.sort_unstable_by_key(|number| names.get(*number as usize));
        let mut places = vec![0; names.len()];
        for (place, number) in (0_u32..).zip(&numbers) {
            if let Some(found) = places.get_mut(*number as usize) {
                *found = place;
            }
        }
        Self { numbers, places }
    }

    pub(super) fn place(&self, number: u32) -> u32 {
        self.places.get(number as usize).copied().unwrap_or(u32::MAX)
    }
}

/// Names in the order of their bytes, and the places of their numbers in it.
pub(super) fn sorted(names: &Names) -> (Vec<&str>, Ordered) {
    let names = names.by_id();
    let order = Ordered::of(&names);
    let sorted = order.numbers.iter().filter_map(|number| names.get(*number as usize).copied());
    (sorted.collect(), order)
}

#[cfg(test)]
pub(super) mod tests {
    use alloc::string::ToString;

    use super::*;

    /// Bytes with the checksum that they should have.
    pub(in crate::report) fn resealed(bytes: &[u8]) -> Vec<u8> {
        let sum = crc32fast::hash(&bytes[HEADER..]).to_le_bytes();
        [&bytes[..9], &sum, &bytes[HEADER..]].concat()
    }

    /// Bytes that are cut off or changed anywhere are refused, unless the checksum says otherwise; then `use_it`, which says
    /// whether they were taken, must not fail.
    pub(in crate::report) fn survives_damage(
        bytes: &[u8],
        read: &dyn Fn(&[u8]) -> Result<(), StateError>,
        use_it: &dyn Fn(&[u8]) -> bool,
    ) {
        assert_eq!(read(bytes), Ok(()));
        assert!(use_it(bytes));
        let mut is_checked = false;
        for end in 0..bytes.len() {
            assert!(read(&bytes[..end]).is_err(), "cut off at {end}");
        }
        assert!(read(&[bytes, &[0]].concat()).is_err(), "longer");
        for place in 0..bytes.len() {
            for bit in 0..8 {
                let mut changed = bytes.to_vec();
                changed[place] ^= 1 << bit;
                let error = read(&changed).unwrap_err();
                assert_eq!(error == StateError::NotAState, place < 8, "changed at {place}");
                assert_eq!(
                    matches!(error, StateError::UnknownVersion { .. }),
                    place == 8,
                    "changed at {place}"
                );
                assert!(!error.to_string().is_empty() && !error.code().is_empty());
                if place >= HEADER {
                    is_checked |= !use_it(&resealed(&changed));
                }
            }
        }
        assert!(is_checked, "nothing is held against anything");
        // A length of which there is not that much.
        let long = [&bytes[..HEADER], &[0xFF, 0xFF, 0xFF, 0xFF, 0x0F]].concat();
        assert_eq!(read(&resealed(&long)), Err(StateError::Damaged));
    }

    #[test]
    fn ana_6_bytes_are_a_name_a_version_a_checksum_and_records() {
        let form = StateForm { magic: *b"matritst", version: 3 };
        let bytes = form.write(&("jo", 5_u8));
        assert_eq!(bytes[..9], *b"matritst\x03");
        assert_eq!(bytes[HEADER..], *b"\x02jo\x05");
        assert_eq!(form.read::<(alloc::string::String, u8)>(&bytes), Ok(("jo".into(), 5)));
        let newer = StateForm { version: 4, ..form }.write(&());
        let error = form.read::<()>(&newer).unwrap_err();
        assert_eq!(error, StateError::UnknownVersion { version: 4, newest: 3 });
        assert_eq!(
            error.to_string(),
            "the state has version `4`, this library reads up to `3`; use a newer one"
        );
    }
}
