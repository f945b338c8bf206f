use core::cmp::Ordering;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::Timestamp;

/// Milliseconds from 1970 back to 1900: the first moment a register keeps.
const BASE_MILLIS: i64 = -2_208_988_800_000;

/// An optional time from 1900 to 9999 in six bytes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Moment([u16; 3]);

impl Moment {
    pub(crate) const NONE: Self = Self([0; 3]);

    /// Whether a register can keep this time.
    pub(crate) const fn holds(time: Timestamp) -> bool {
        time.millis() >= BASE_MILLIS
    }

    pub(crate) fn get(self) -> Option<Timestamp> {
        match self.number() {
            0 => None,
            number => {
                let millis = i64::try_from(number).ok()?.checked_add(BASE_MILLIS - 1)?;
                Timestamp::from_millis(millis).ok()
            }
        }
    }

    /// The time as a number that orders as the times do; 0 for none.
    pub(crate) fn number(self) -> u64 {
        let [low, middle, high] = self.0;
        u64::from(low) | u64::from(middle) << 16 | u64::from(high) << 32
    }

    #[allow(clippy::cast_possible_truncation, reason = "each part is cut to its 16 bits on purpose")]
    fn from_number(number: u64) -> Self {
        Self([number as u16, (number >> 16) as u16, (number >> 32) as u16])
    }
}

impl PartialOrd for Moment {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl Ord for Moment {
    /// None comes before every time.
    fn cmp(&self, other: &Self) -> Ordering {
        self.number().cmp(&other.number())
    }
}

impl From<Timestamp> for Moment {
    /// A time that [`Moment::holds`]; an earlier one becomes none.
    fn from(time: Timestamp) -> Self {
        let number = time.millis().saturating_sub(BASE_MILLIS - 1);
        Self::from_number(u64::try_from(number).unwrap_or(0))
    }
}

impl From<Option<Timestamp>> for Moment {
    fn from(time: Option<Timestamp>) -> Self {
        time.map_or(Self::NONE, Self::from)
    }
}

impl Serialize for Moment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(self.number())
    }
}

impl<'de> Deserialize<'de> for Moment {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let number = u64::deserialize(deserializer)?;
        let moment = Self::from_number(number);
        if moment.number() == number && (number == 0 || moment.get().is_some()) {
            Ok(moment)
        } else {
            Err(serde::de::Error::custom("a time outside the years 1900 to 9999"))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_time_from_1900_to_9999_survives() {
        for text in [
            "1900-01-01T00:00:00.000Z",
            "1970-01-01T00:00:00.000Z",
            "2020-02-29T23:59:59.999Z",
            "9999-12-31T23:59:59.999Z",
        ] {
            let time: Timestamp = text.parse().unwrap();
            assert!(Moment::holds(time));
            assert_eq!(Moment::from(time).get(), Some(time), "{text}");
        }
        assert_eq!(Moment::NONE.get(), None);
        assert!(!Moment::holds("1899-12-31T23:59:59.999Z".parse().unwrap()));
        assert_eq!(size_of::<Moment>(), 6);
    }
}
