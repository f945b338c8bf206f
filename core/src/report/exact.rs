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
