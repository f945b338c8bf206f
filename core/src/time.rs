//! Instants (`SPEC` chapter 1): UTC, to the millisecond.

use core::fmt;
use core::str::FromStr;

use chrono::{DateTime, Datelike, Timelike};
use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// Characters of a printed time.
const PRINTED: usize = 24;

/// An instant in UTC, to the millisecond, in the years 0001 to 9999.
///
/// ```
/// use matricula::Timestamp;
///
/// let time: Timestamp = "2019-12-23T06:18:32.782Z".parse()?;
/// assert_eq!(time.millis(), 1_577_081_912_782);
/// assert_eq!(time.to_string(), "2019-12-23T06:18:32.782Z");
/// assert!(time < "2019-12-23 06:18:33".parse()?);
/// # Ok::<(), matricula::TimestampError>(())
/// ```
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

/// What is not a [`Timestamp`].
///
/// ```
/// use matricula::Timestamp;
///
/// let error = "yesterday".parse::<Timestamp>().unwrap_err();
/// assert_eq!(error.code(), "not_a_time");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum TimestampError {
    /// Not a time in a form that is read.
    #[error("this is not a time: write it like `2019-12-23T06:18:32.782Z`, in UTC")]
    NotATime,
    /// A time before the year 1 or after the year 9999.
    #[error("the time is outside the years 0001 to 9999: check its unit, which is milliseconds since 1970")]
    OutOfRange,
}

impl TimestampError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotATime => "not_a_time",
            Self::OutOfRange => "out_of_range",
        }
    }
}

impl Timestamp {
    /// The first instant: `0001-01-01T00:00:00.000Z`.
    pub const MIN: Self = Self(-62_135_596_800_000);

    /// The last instant: `9999-12-31T23:59:59.999Z`.
    pub const MAX: Self = Self(253_402_300_799_999);

    /// Milliseconds since 1970-01-01T00:00:00Z; negative before.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// The instant so many milliseconds after 1970-01-01T00:00:00Z.
    ///
    /// # Errors
    ///
    /// [`TimestampError::OutOfRange`] before [`Timestamp::MIN`] or after [`Timestamp::MAX`].
    ///
    /// ```
    /// use matricula::Timestamp;
    ///
    /// assert_eq!(Timestamp::from_millis(5)?.to_string(), "1970-01-01T00:00:00.005Z");
    /// assert!(Timestamp::from_millis(i64::MAX).is_err());
    /// # Ok::<(), matricula::TimestampError>(())
    /// ```
    pub const fn from_millis(millis: i64) -> Result<Self, TimestampError> {
        if millis < Self::MIN.0 || millis > Self::MAX.0 {
            Err(TimestampError::OutOfRange)
        } else {
            Ok(Self(millis))
        }
    }

    /// The instant so many times 24 hours later. None after [`Timestamp::MAX`].
    ///
    /// ```
    /// use matricula::Timestamp;
    ///
    /// let time: Timestamp = "2020-02-28T12:00:00.000Z".parse()?;
    /// assert_eq!(time.checked_add_days(2), Some("2020-03-01T12:00:00.000Z".parse()?));
    /// assert_eq!(Timestamp::MAX.checked_add_days(1), None);
    /// # Ok::<(), matricula::TimestampError>(())
    /// ```
    #[must_use]
    pub fn checked_add_days(self, days: u32) -> Option<Self> {
        let millis = i64::from(days).checked_mul(DAY)?.checked_add(self.0)?;
        Self::from_millis(millis).ok()
    }

    fn write_to(self, buffer: &mut [u8; PRINTED]) -> &str {
        *buffer = *b"0000-00-00T00:00:00.000Z";
        // Every instant in the range is a date.
        let time = DateTime::from_timestamp_millis(self.0).unwrap_or_default();
        for (end, value) in [
            (4, time.year().unsigned_abs()),
            (7, time.month()),
            (10, time.day()),
            (13, time.hour()),
            (16, time.minute()),
            (19, time.second()),
            (23, time.timestamp_subsec_millis()),
        ] {
            let mut value = value;
            for place in buffer.iter_mut().take(end).rev() {
                if value == 0 {
                    break;
                }
                *place = b'0' | u8::try_from(value % 10).unwrap_or_default();
                value /= 10;
            }
        }
        core::str::from_utf8(buffer).unwrap_or_default()
    }
}

impl fmt::Display for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.pad(self.write_to(&mut [0; PRINTED]))
    }
}

impl fmt::Debug for Timestamp {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.write_to(&mut [0; PRINTED]))
    }
}

impl FromStr for Timestamp {
    type Err = TimestampError;

    /// Reads the forms that reports have: see [`crate::table::parse_time`].
    fn from_str(text: &str) -> Result<Self, TimestampError> {
        crate::table::parse_time(text).ok_or(TimestampError::NotATime)
    }
}

impl Serialize for Timestamp {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        if serializer.is_human_readable() {
            serializer.serialize_str(self.write_to(&mut [0; PRINTED]))
        } else {
            serializer.serialize_i64(self.0)
        }
    }
}

struct Text;

impl Visitor<'_> for Text {
    type Value = Timestamp;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a time, as text like `2019-12-23T06:18:32.782Z`")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<Timestamp, E> {
        text.parse().map_err(E::custom)
    }
}

impl<'de> Deserialize<'de> for Timestamp {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        if deserializer.is_human_readable() {
            deserializer.deserialize_str(Text)
        } else {
            Self::from_millis(i64::deserialize(deserializer)?).map_err(D::Error::custom)
        }
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use proptest::prelude::*;

    use super::*;

    #[test]
    fn times_end_where_years_have_four_digits() {
        assert_eq!(Timestamp::MIN.to_string(), "0001-01-01T00:00:00.000Z");
        assert_eq!(Timestamp::MAX.to_string(), "9999-12-31T23:59:59.999Z");
        for time in [Timestamp::MIN, Timestamp::MAX] {
            assert_eq!(time.to_string().parse(), Ok(time));
            assert_eq!(Timestamp::from_millis(time.millis()), Ok(time));
        }
        assert_eq!(Timestamp::from_millis(Timestamp::MAX.millis() + 1), Err(TimestampError::OutOfRange));
        assert_eq!(Timestamp::from_millis(Timestamp::MIN.millis() - 1), Err(TimestampError::OutOfRange));
        assert_eq!("0000-12-31T00:00:00Z".parse::<Timestamp>(), Err(TimestampError::NotATime));
        assert_eq!(Timestamp::MIN.checked_add_days(u32::MAX), None);
    }

    #[test]
    fn times_are_printed_to_the_millisecond() {
        let time: Timestamp = "2024-01-26 10:16:04".parse().unwrap();
        assert_eq!(
            format!("{time} {time:?} {time:>26}"),
            "2024-01-26T10:16:04.000Z 2024-01-26T10:16:04.000Z   2024-01-26T10:16:04.000Z"
        );
    }

    #[test]
    fn stored_times_are_checked_when_read() {
        let stored = postcard::to_allocvec(&i64::MAX).unwrap();
        assert!(postcard::from_bytes::<Timestamp>(&stored).is_err());
        assert!(serde_json::from_str::<Timestamp>("1577081912782").is_err());
        assert!(serde_json::from_str::<Timestamp>("\"2019-12-23\"").is_err());
    }

    proptest! {
        #[test]
        fn times_are_read_as_printed(millis in Timestamp::MIN.0..=Timestamp::MAX.0) {
            let time = Timestamp::from_millis(millis).unwrap();
            prop_assert_eq!(time.to_string().parse(), Ok(time));
            let json = serde_json::to_string(&time).unwrap();
            prop_assert_eq!(&json, &format!("\"{time}\""));
            prop_assert_eq!(serde_json::from_str::<Timestamp>(&json).unwrap(), time);
            let stored = postcard::to_allocvec(&time).unwrap();
            prop_assert_eq!(postcard::from_bytes::<Timestamp>(&stored).unwrap(), time);
        }
    }
}
