//! Exact decimal numbers of figures and differences.

use alloc::string::String;

use rust_decimal::Decimal;

/// Decimal places that are summed.
const PLACES: u32 = 9;

/// An exact decimal number of either sign. It is text in JSON.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Exact(pub Decimal);

impl serde::Serialize for Exact {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        crate::table::DecimalText(self.0).serialize(serializer)
    }
}

impl<'de> serde::Deserialize<'de> for Exact {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        let value = crate::table::parse_decimal(&text);
        value.map(Self).ok_or_else(|| serde::de::Error::custom("give a decimal number as text"))
    }
}

impl crate::schema::Described for Exact {
    const TYPE: crate::schema::TypeSchema = crate::schema::TypeSchema::Decimal;
}

/// A number in units of the ninth decimal place, to be summed.
pub(super) fn units(value: Decimal) -> i128 {
    let value = value.round_dp(PLACES);
    let missing = PLACES.saturating_sub(value.scale());
    value.mantissa().saturating_mul(10_i128.saturating_pow(missing))
}

/// The number of so many units.
pub(super) fn decimal(units: i128) -> Decimal {
    Decimal::try_from_i128_with_scale(units, PLACES).unwrap_or(Decimal::MAX).normalize()
}

/// A number as its digits and the number of its decimal places, in the shortest form, so that equal numbers are stored
/// alike.
pub(super) mod stored {
    use rust_decimal::Decimal;
    use serde::de::Error as _;
    use serde::{Deserialize as _, Deserializer, Serialize as _, Serializer};

    #[allow(clippy::ref_option, reason = "serde hands over a reference to the field")]
    pub(in crate::report) fn serialize<S: Serializer>(
        number: &Option<Decimal>,
        serializer: S,
    ) -> Result<S::Ok, S::Error> {
        let number = number.map(|number| number.normalize());
        number.map(|number| (number.mantissa(), number.scale())).serialize(serializer)
    }

    pub(in crate::report) fn deserialize<'de, D: Deserializer<'de>>(
        deserializer: D,
    ) -> Result<Option<Decimal>, D::Error> {
        let Some((digits, places)) = Option::<(i128, u32)>::deserialize(deserializer)? else {
            return Ok(None);
        };
        let number = Decimal::try_from_i128_with_scale(digits, places);
        number.map(Some).map_err(|_| D::Error::custom("a number has 28 digits at most"))
    }
}
