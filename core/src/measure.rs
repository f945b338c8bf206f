//! Percentages and hours (`SPEC` chapter 1): exact decimals with at most four places, in four bytes.

use core::fmt;
use core::str::FromStr;

use rust_decimal::Decimal;
use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;

/// Decimal places of a measure at most.
pub(crate) const PLACES: u32 = 4;

/// Units of one: ten to the power of the places.
const ONE: u32 = 10_000;

/// What is not a [`Percent`] or [`Hours`].
///
/// ```
/// use matricula::Percent;
///
/// let error = "100.01".parse::<Percent>().unwrap_err();
/// assert_eq!(error.code(), "out_of_range");
/// assert_eq!(error.to_string(), "`100.01` is not between 0 and 100: correct it");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum MeasureError {
    /// Not a decimal in the form that is read.
    #[error(
        "this is not a decimal: write digits like `88.25`, with a point and without a sign of percent or an exponent"
    )]
    NotADecimal,
    /// Below zero or above the limit.
    #[error("`{value}` is not between 0 and {limit}: correct it")]
    OutOfRange {
        /// The decimal.
        value: Decimal,
        /// The largest value there is.
        limit: u32,
    },
    /// More than four decimal places.
    #[error("`{value}` has more than 4 decimal places: round it")]
    TooPrecise {
        /// The decimal.
        value: Decimal,
    },
}

impl MeasureError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotADecimal => "not_a_decimal",
            Self::OutOfRange { .. } => "out_of_range",
            Self::TooPrecise { .. } => "too_precise",
        }
    }
}

/// The units of a decimal.
fn units(value: Decimal, limit: u32) -> Result<u32, MeasureError> {
    let exact = value.normalize();
    if exact.scale() > PLACES {
        return Err(MeasureError::TooPrecise { value });
    }
    // What overflows is out of range as well.
    10_i128
        .checked_pow(PLACES.saturating_sub(exact.scale()))
        .and_then(|factor| exact.mantissa().checked_mul(factor))
        .and_then(|units| u32::try_from(units).ok())
        .filter(|units| *units <= limit.saturating_mul(ONE))
        .ok_or(MeasureError::OutOfRange { value, limit })
}

/// Writes the shortest form with at least one digit after the point.
fn print(units: u32, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
    let (whole, mut part, mut width) = (units / ONE, units % ONE, 4_usize);
    while width > 1 && part % 10 == 0 {
        part /= 10;
        width = width.saturating_sub(1);
    }
    write!(formatter, "{whole}.{part:0width$}")
}

struct Text<T>(core::marker::PhantomData<T>);

impl<T> Visitor<'_> for Text<T>
where
    T: FromStr<Err = MeasureError> + TryFrom<Decimal, Error = MeasureError>,
{
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("a decimal, as text like `88.25`")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }

    fn visit_u64<E: serde::de::Error>(self, number: u64) -> Result<T, E> {
        T::try_from(number.into()).map_err(E::custom)
    }

    fn visit_i64<E: serde::de::Error>(self, number: i64) -> Result<T, E> {
        T::try_from(number.into()).map_err(E::custom)
    }

    fn visit_f64<E: serde::de::Error>(self, _: f64) -> Result<T, E> {
        Err(E::custom(
            "a number with a fraction is not exact: write the decimal as text, like `\"88.25\"`",
        ))
    }
}

/// Defines the measures.
macro_rules! measures {
    ($($(#[$doc:meta])* $name:ident up_to $limit:literal $limit_doc:literal;)*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $name(u32);

            impl $name {
                const LIMIT: u32 = $limit;

                /// Nothing.
                pub const ZERO: Self = Self(0);

                #[doc = $limit_doc]
                pub const MAX: Self = Self(Self::LIMIT.saturating_mul(ONE));

                /// Ten thousandths.
                pub(crate) const fn units(self) -> u32 {
                    self.0
                }

                /// So many ten thousandths. None above the largest value.
                pub(crate) const fn from_units(units: u32) -> Option<Self> {
                    if units <= Self::MAX.0 { Some(Self(units)) } else { None }
                }
            }

            impl TryFrom<Decimal> for $name {
                type Error = MeasureError;

                /// The same value, or why there is none.
                fn try_from(value: Decimal) -> Result<Self, MeasureError> {
                    units(value, Self::LIMIT).map(Self)
                }
            }

            impl From<$name> for Decimal {
                fn from(measure: $name) -> Self {
                    Self::new(measure.0.into(), PLACES).normalize()
                }
            }

            impl FromStr for $name {
                type Err = MeasureError;

                /// Reads what [`crate::table::parse_decimal`] reads, within the limits.
                fn from_str(text: &str) -> Result<Self, MeasureError> {
                    let value = crate::table::parse_decimal(text).ok_or(MeasureError::NotADecimal)?;
                    Self::try_from(value)
                }
            }

            impl fmt::Display for $name {
                fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                    print(self.0, formatter)
                }
            }

            impl fmt::Debug for $name {
                fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                    write!(formatter, concat!(stringify!($name), "({})"), self)
                }
            }

            impl Serialize for $name {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    if serializer.is_human_readable() {
                        serializer.collect_str(self)
                    } else {
                        serializer.serialize_u32(self.0)
                    }
                }
            }

            impl<'de> Deserialize<'de> for $name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    if deserializer.is_human_readable() {
                        return deserializer.deserialize_any(Text(core::marker::PhantomData));
                    }
                    Self::from_units(u32::deserialize(deserializer)?)
                        .ok_or_else(|| D::Error::custom(concat!(stringify!($name), " above the largest value")))
                }
            }
        )*
    };
}

measures! {
    /// An exact percentage from 0 to 100, with at most four decimal places: a progress or a grade.
    ///
    /// In JSON it is text; whole numbers are read as well, numbers with a fraction are not.
    ///
    /// ```
    /// use matricula::Percent;
    ///
    /// let grade: Percent = "88.250".parse()?;
    /// assert_eq!(grade.to_string(), "88.25");
    /// assert_eq!(Percent::MAX.to_string(), "100.0");
    /// assert!("88,25".parse::<Percent>().is_err());
    /// # Ok::<(), matricula::MeasureError>(())
    /// ```
    Percent up_to 100 "One hundred percent.";

    /// An exact number of hours from 0 to 400,000, with at most four decimal places: learning hours.
    ///
    /// In JSON it is text; whole numbers are read as well, numbers with a fraction are not.
    ///
    /// ```
    /// use matricula::Hours;
    ///
    /// let hours: Hours = "2.5".parse()?;
    /// assert_eq!(hours.to_string(), "2.5");
    /// assert_eq!(Hours::MAX.to_string(), "400000.0");
    /// assert!("-1".parse::<Hours>().is_err());
    /// # Ok::<(), matricula::MeasureError>(())
    /// ```
    Hours up_to 400_000 "The most hours there can be: more than 45 years.";
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::ToString;

    use proptest::prelude::*;

    use super::*;

    fn code(text: &str) -> &'static str {
        text.parse::<Percent>().map_or_else(MeasureError::code, |_| "none")
    }

    #[test]
    fn measures_have_at_least_one_digit_after_the_point() {
        for (given, printed) in [
            ("0", "0.0"),
            ("88", "88.0"),
            ("12.820", "12.82"),
            ("0.05", "0.05"),
            ("100.0000000", "100.0"),
            ("0.0001", "0.0001"),
            ("-0", "0.0"),
        ] {
            assert_eq!(given.parse::<Percent>().unwrap().to_string(), printed);
        }
        assert_eq!(format!("{:?} {:?}", Percent::MAX, Hours::ZERO), "Percent(100.0) Hours(0.0)");
    }

    #[test]
    fn measures_are_refused_rather_than_rounded_or_cut() {
        assert_eq!(code("100.0001"), "out_of_range");
        assert_eq!(code("-0.0001"), "out_of_range");
        assert_eq!(code("999999999999999999"), "out_of_range");
        assert_eq!(code("12.34567"), "too_precise");
        for text in ["", "12,5", "1e2", "12%", "NaN", ".5", "5.", " 5"] {
            assert_eq!(code(text), "not_a_decimal", "{text}");
        }
        assert!(Percent::try_from(Decimal::MAX).is_err());
        assert!(Hours::try_from(Decimal::MIN).is_err());
        assert!("400000.0001".parse::<Hours>().is_err());
        assert_eq!(Percent::from_units(1_000_001), None);
    }

    #[test]
    fn json_numbers_with_a_fraction_are_refused_since_they_are_not_exact() {
        assert_eq!(serde_json::from_str::<Percent>("\"88.25\"").unwrap().units(), 882_500);
        assert_eq!(serde_json::from_str::<Percent>("88").unwrap().units(), 880_000);
        assert!(
            serde_json::from_str::<Percent>("-1")
                .unwrap_err()
                .to_string()
                .starts_with("`-1` is not between 0 and 100")
        );
        assert!(
            serde_json::from_str::<Percent>("88.25")
                .unwrap_err()
                .to_string()
                .starts_with("a number with a fraction is not exact")
        );
        assert!(serde_json::from_str::<Hours>("null").is_err());
        let stored = postcard::to_allocvec(&1_000_001_u32).unwrap();
        assert!(postcard::from_bytes::<Percent>(&stored).is_err());
    }

    proptest! {
        #[test]
        fn measures_are_read_as_written(units in 0..=Hours::MAX.0, other in 0..=Hours::MAX.0) {
            let hours = Hours::from_units(units).unwrap();
            prop_assert_eq!(hours.to_string().parse(), Ok(hours));
            prop_assert_eq!(Hours::try_from(Decimal::from(hours)), Ok(hours));
            let mut written = alloc::vec::Vec::new();
            crate::table::write_decimal(hours.into(), &mut written);
            prop_assert_eq!(written, hours.to_string().into_bytes());
            let json = serde_json::to_string(&hours).unwrap();
            prop_assert_eq!(serde_json::from_str::<Hours>(&json).unwrap(), hours);
            let stored = postcard::to_allocvec(&hours).unwrap();
            prop_assert_eq!(postcard::from_bytes::<Hours>(&stored).unwrap(), hours);
            let other = Hours::from_units(other).unwrap();
            prop_assert_eq!(hours.cmp(&other), Decimal::from(hours).cmp(&Decimal::from(other)));
        }
    }
}
