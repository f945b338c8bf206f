//! Times, decimals and counts as text, both ways.

use alloc::vec::Vec;

use rust_decimal::Decimal;

use super::quick;
use crate::Timestamp;

/// Digits of a decimal that are read at most.
const DIGITS: usize = 18;

/// Milliseconds of a day.
const DAY: i64 = 86_400_000;

/// A decimal that serializes as its exact text.
pub(crate) struct DecimalText(pub(crate) Decimal);

impl serde::Serialize for DecimalText {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let mut text = Vec::new();
        write_decimal(self.0, &mut text);
        serializer.serialize_str(core::str::from_utf8(&text).unwrap_or_default())
    }
}

/// Reads a time of a report: `2019-12-23T06:18:32.782Z`, or `2024-01-26 10:16:04`. Always UTC; a fraction of one to
/// three digits and the `Z` may be missing. None when it is anything else.
///
/// ```
/// use matricula::table::parse_time;
///
/// assert_eq!(parse_time("1970-01-02T00:00:00.005Z").map(|time| time.millis()), Some(86_400_005));
/// assert_eq!(parse_time("2024-01-26 10:16:04"), parse_time("2024-01-26T10:16:04.000Z"));
/// assert_eq!(parse_time("2023-02-29 00:00:00"), None);
/// ```
pub fn parse_time(text: &str) -> Option<Timestamp> {
    parse_time_bytes(text.as_bytes())
}

/// As [`parse_time`], of bytes that may be anything.
#[inline]
pub(crate) fn parse_time_bytes(text: &[u8]) -> Option<Timestamp> {
    if let Some([year, month, day, hour, minute, second, millis]) = time_of_the_usual_form(text) {
        return instant(
            [year, month, day].map(i64::from),
            [hour, minute, second].map(i64::from),
            millis.into(),
        );
    }
    let (date, rest) = text.split_first_chunk::<11>()?;
    let (clock, fraction) = rest.split_first_chunk::<8>()?;
    let [y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b'T' | b' '] = *date else {
        return None;
    };
    let [h0, h1, b':', i0, i1, b':', s0, s1] = *clock else {
        return None;
    };
    let year = number(&[y0, y1, y2, y3])?;
    let (month, day) = (number(&[m0, m1])?, number(&[d0, d1])?);
    let (hour, minute, second) = (number(&[h0, h1])?, number(&[i0, i1])?, number(&[s0, s1])?);
    let fraction = fraction.strip_suffix(b"Z").unwrap_or(fraction);
    let millis = match *fraction {
        [] => 0,
        [b'.', a] => number(&[a, b'0', b'0'])?,
        [b'.', a, b] => number(&[a, b, b'0'])?,
        [b'.', a, b, c] => number(&[a, b, c])?,
        _ => return None,
    };
    instant([year, month, day], [hour, minute, second], millis)
}

fn time_of_the_usual_form(text: &[u8]) -> Option<[u32; 7]> {
    let words: &[[u8; 8]; 3] = text.as_chunks::<8>().0.first_chunk()?;
    (text.len() == 24).then(|| quick::time(words.map(u64::from_le_bytes))).flatten()
}

/// The instant of a date and time, if there is one.
fn instant([year, month, day]: [i64; 3], [hour, minute, second]: [i64; 3], millis: i64) -> Option<Timestamp> {
    if !(1..=12).contains(&month)
        || day < 1
        || day > days_of(year, month)
        || hour > 23
        || minute > 59
        || second > 59
    {
        return None;
    }
    let clock = hour.wrapping_mul(60).wrapping_add(minute).wrapping_mul(60).wrapping_add(second);
    let millis = days(year, month, day)
        .wrapping_mul(DAY)
        .wrapping_add(clock.wrapping_mul(1000))
        .wrapping_add(millis);
    Timestamp::from_millis(millis).ok()
}

/// Reads an exact decimal: digits with at most one point between them and perhaps a minus; at most 18 digits, zeros at
/// the end of a fraction not counted. None when it is anything else: exponents, separators, percent signs and decimal commas are refused, not guessed.
///
/// ```
/// use matricula::table::parse_decimal;
///
/// assert_eq!(parse_decimal("12.82").map(|decimal| decimal.to_string()).as_deref(), Some("12.82"));
/// assert_eq!(parse_decimal("12,82"), None);
/// assert_eq!(parse_decimal("1e3"), None);
/// ```
pub fn parse_decimal(text: &str) -> Option<Decimal> {
    let length = text.len();
    if let Some((value, scale)) = quick::decimal(quick::word(text.as_bytes(), 0, length), length) {
        return Decimal::try_new(value.into(), scale).ok();
    }
    let text = if length > DIGITS { without_last_zeros(text) } else { text };
    let (negative, digits) = match text.as_bytes() {
        [b'-', digits @ ..] => (true, digits),
        digits => (false, digits),
    };
    let mut value: i64 = 0;
    let mut scale: Option<u32> = None;
    for byte in digits {
        match (byte, scale) {
            (b'0'..=b'9', _) => {
                value = value.checked_mul(10)?.checked_add(i64::from(byte & 0xF))?;
                scale = scale.map(|scale| scale.saturating_add(1));
            }
            (b'.', None) => scale = Some(0),
            _ => return None,
        }
    }
    let length = digits.len().saturating_sub(usize::from(scale.is_some()));
    let starts_well = digits.first().is_some_and(u8::is_ascii_digit);
    if !starts_well || scale == Some(0) || length > DIGITS {
        return None;
    }
    let value = if negative { value.wrapping_neg() } else { value };
    Decimal::try_new(value, scale.unwrap_or_default()).ok()
}

/// A decimal without the zeros at the end of its fraction, and without a fraction that is nothing else: 18 digits are
/// written with `.0` behind them.
fn without_last_zeros(text: &str) -> &str {
    match text.split_once('.') {
        Some((_, fraction)) if !fraction.is_empty() && !fraction.contains('.') => {
            let text = text.trim_end_matches('0');
            text.strip_suffix('.').unwrap_or(text)
        }
        _ => text,
    }
}

/// What a row of plain data has for a percentage.
pub(crate) struct GivenPercent(pub(crate) Decimal);

/// What a row of plain data has for hours.
pub(crate) struct GivenHours(pub(crate) Decimal);

fn given<'de, D: serde::Deserializer<'de>>(
    deserializer: D,
    most: Option<Decimal>,
) -> Result<Decimal, D::Error> {
    let text = <alloc::string::String as serde::Deserialize>::deserialize(deserializer)?;
    let refuse = |message| Err(serde::de::Error::custom(message));
    match parse_decimal(&text) {
        None => refuse("give a decimal number as text, as `12.82`"),
        Some(value) if value < Decimal::ZERO || most.is_some_and(|most| value > most) => {
            refuse("percentages are 0 to 100, and hours are not negative")
        }
        Some(value) => Ok(value),
    }
}

impl<'de> serde::Deserialize<'de> for GivenPercent {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        given(deserializer, Some(Decimal::ONE_HUNDRED)).map(Self)
    }
}

impl<'de> serde::Deserialize<'de> for GivenHours {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        given(deserializer, None).map(Self)
    }
}

/// Whether a text stands for a value, by the kinds of columns.
pub(crate) mod stands_for {
    use rust_decimal::Decimal;

    use super::{parse_count, parse_decimal, parse_time, parse_yes_no};
    use crate::Timestamp;

    fn maybe<T: PartialEq>(text: &str, value: Option<T>, parse: impl FnOnce(&str) -> Option<T>) -> bool {
        match value {
            None => text.is_empty(),
            Some(value) => parse(text) == Some(value),
        }
    }

    pub(crate) fn time(text: &str, value: Option<Timestamp>) -> bool {
        maybe(text, value, parse_time)
    }

    pub(crate) fn percent(text: &str, value: Option<Decimal>) -> bool {
        maybe(text, value, parse_decimal)
    }

    pub(crate) fn hours(text: &str, value: Option<Decimal>) -> bool {
        maybe(text, value, parse_decimal)
    }

    pub(crate) fn yes_no(text: &str, value: bool) -> bool {
        parse_yes_no(text) == Some(value)
    }

    pub(crate) fn maybe_yes_no(text: &str, value: Option<bool>) -> bool {
        maybe(text, value, parse_yes_no)
    }

    /// An empty cell is a count of 0.
    pub(crate) fn count(text: &str, value: u64) -> bool {
        parse_count(text) == Some(value) || text.is_empty() && value == 0
    }

    pub(crate) fn maybe_count(text: &str, value: Option<u64>) -> bool {
        maybe(text, value, parse_count)
    }
}

/// Reads `Yes` or `No`.
pub(crate) fn parse_yes_no(text: &str) -> Option<bool> {
    match text {
        "Yes" => Some(true),
        "No" => Some(false),
        _ => None,
    }
}

/// Whether a text is a decimal as [`write_decimal`] writes it, once it is known to be a decimal.
pub(crate) fn is_plain_decimal(text: &str) -> bool {
    let digits = text.strip_prefix('-').unwrap_or(text);
    let Some((whole, fraction)) = digits.split_once('.') else {
        return false;
    };
    let negative_zero =
        || digits.len() < text.len() && digits.bytes().all(|byte| matches!(byte, b'0' | b'.'));
    (whole == "0" || !whole.starts_with('0'))
        && (fraction.len() == 1 || !fraction.ends_with('0'))
        && !negative_zero()
}

/// Whether a text is a count as [`write_count`] writes it, once it is known to be a count.
pub(crate) fn is_plain_count(text: &str) -> bool {
    text == "0" || !text.is_empty() && !text.starts_with('0')
}

/// Whether a text is a time as [`write_time`] writes it, or as [`write_spaced_time`] does, once it is known to be a time.
pub(crate) fn is_plain_time(text: &str, spaced: bool) -> bool {
    match (text.as_bytes().get(10), text.len()) {
        (Some(b'T'), 24) => !spaced && text.ends_with('Z'),
        (Some(b' '), 19) => spaced,
        (Some(b' '), 23) => spaced && !text.ends_with(".000"),
        _ => false,
    }
}

/// Reads a whole number of digits only.
pub(crate) fn parse_count(text: &str) -> Option<u64> {
    if text.is_empty() || !text.bytes().all(|byte| byte.is_ascii_digit()) {
        None
    } else {
        text.parse().ok()
    }
}

/// The digits of four numbers below 100.
#[allow(
    clippy::arithmetic_side_effects,
    reason = "each number has sixteen bits, and 99 times 103 fits"
)]
const fn pairs([a, b, c, d]: [i64; 4]) -> [u8; 8] {
    let numbers = a | (b << 16_u32) | (c << 32_u32) | (d << 48_u32);
    // The product over 1,024 is a tenth, without its fraction.
    let tens = ((numbers * 103) >> 10_u32) & 0x000F_000F_000F_000F;
    let ones = numbers - tens * 10;
    (tens | (ones << 8_u32) | 0x3030_3030_3030_3030).to_le_bytes()
}

/// Appends a time as `2019-12-23T06:18:32.782Z`.
pub(crate) fn write_time(time: Timestamp, out: &mut Vec<u8>) {
    let millis = time.millis();
    let (year, month, day) = date(millis.div_euclid(DAY));
    let rest = millis.rem_euclid(DAY);
    let (seconds, millis) = (rest / 1000, rest % 1000);
    let [y0, y1, y2, y3, m0, m1, d0, d1] = pairs([year / 100, year % 100, month, day]);
    let [h0, h1, i0, i1, s0, s1, f0, f1] =
        pairs([seconds / 3600, seconds / 60 % 60, seconds % 60, millis / 10]);
    let [_, _, _, _, _, _, _, f2] = pairs([0, 0, 0, millis % 10]);
    let text = [
        y0, y1, y2, y3, b'-', m0, m1, b'-', d0, d1, b'T', h0, h1, b':', i0, i1, b':', s0, s1, b'.', f0, f1,
        f2, b'Z',
    ];
    out.extend_from_slice(&text);
}

/// Appends a decimal of so many units of a decimal place, in its shortest form, with at least one digit after the point.
#[cfg(feature = "arrow")]
pub(crate) fn write_units(units: u64, places: u32, out: &mut Vec<u8>) {
    let power = 10_u64.checked_pow(places).unwrap_or(u64::MAX);
    let (whole, mut rest) =
        (units.checked_div(power).unwrap_or_default(), units.checked_rem(power).unwrap_or_default());
    write_count(whole, out);
    out.push(b'.');
    let mut power = power / 10;
    loop {
        out.push(digit(rest.checked_div(power).unwrap_or_default()));
        rest = rest.checked_rem(power).unwrap_or_default();
        power /= 10;
        if rest == 0 {
            return;
        }
    }
}

/// Appends a time as `2019-12-23 06:18:32`, with a fraction where it has one.
pub(crate) fn write_spaced_time(time: Timestamp, out: &mut Vec<u8>) {
    let start = out.len();
    write_time(time, out);
    if let Some(separator) = out.get_mut(start.saturating_add(10)) {
        *separator = b' ';
    }
    let whole = time.millis().rem_euclid(1000) == 0;
    let less = if whole { 5 } else { 1 };
    out.truncate(out.len().saturating_sub(less));
}

/// Appends a decimal in its shortest form, with at least one digit after the point.
pub(crate) fn write_decimal(decimal: Decimal, out: &mut Vec<u8>) {
    let mut value = decimal.mantissa().unsigned_abs();
    let mut scale = decimal.scale();
    if scale == 0 {
        value = value.saturating_mul(10);
        scale = 1;
    }
    while scale > 1 && value.is_multiple_of(10) {
        value /= 10;
        scale = scale.saturating_sub(1);
    }
    if decimal.is_sign_negative() && value != 0 {
        out.push(b'-');
    }
    let mut text = [b'0'; 48];
    let mut used: usize = 0;
    for place in text.iter_mut().rev() {
        if scale == 0 && used > 0 {
            // The point comes before the last digit that was written.
            scale = u32::MAX;
            *place = b'.';
        } else {
            match u64::try_from(value) {
                Ok(small) => {
                    *place = digit(small % 10);
                    value = u128::from(small / 10);
                }
                Err(_) => {
                    *place = digit(u64::try_from(value % 10).unwrap_or_default());
                    value /= 10;
                }
            }
            if scale != u32::MAX {
                scale = scale.saturating_sub(1);
            } else if value == 0 {
                used = used.saturating_add(1);
                break;
            }
        }
        used = used.saturating_add(1);
    }
    out.extend_from_slice(text.get(text.len().saturating_sub(used)..).unwrap_or_default());
}

/// Appends a count.
pub(crate) fn write_count(mut count: u64, out: &mut Vec<u8>) {
    let mut text = [b'0'; 20];
    let mut used: usize = 0;
    for place in text.iter_mut().rev() {
        *place = digit(count % 10);
        count /= 10;
        used = used.saturating_add(1);
        if count == 0 {
            break;
        }
    }
    out.extend_from_slice(text.get(text.len().saturating_sub(used)..).unwrap_or_default());
}

fn digit(value: u64) -> u8 {
    b'0' | u8::try_from(value).unwrap_or_default()
}

fn number<const N: usize>(digits: &[u8; N]) -> Option<i64> {
    digits.iter().try_fold(0_i64, |number, digit| {
        digit
            .is_ascii_digit()
            .then(|| number.wrapping_mul(10).wrapping_add(i64::from(digit & 0xF)))
    })
}

const fn days_of(year: i64, month: i64) -> i64 {
    match month {
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 31,
    }
}

/// Days since 1970-01-01 of a date in the years 0 to 9999. Years are counted from March, in eras of 400.
#[allow(clippy::arithmetic_side_effects, reason = "a year has four digits")]
const fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month <= 2 { year - 1 } else { year };
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// The year, month and day of a count of days since 1970-01-01.
#[allow(
    clippy::arithmetic_side_effects,
    reason = "a count of days of 64-bit milliseconds is far from the limits"
)]
pub(crate) const fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let era = days.div_euclid(146_097);
    let of_era = days.rem_euclid(146_097);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let shifted = (5 * of_year + 2) / 153;
    let day = of_year - (153 * shifted + 2) / 5 + 1;
    let month = if shifted < 10 { shifted + 3 } else { shifted - 9 };
    (year + era * 400 + (month <= 2) as i64, month, day)
}

#[cfg(test)]
mod tests {
    use alloc::string::{String, ToString};

    use proptest::prelude::*;

    use super::*;

    fn decimal(text: &str) -> String {
        let mut out = Vec::new();
        write_decimal(text.parse().unwrap(), &mut out);
        String::from_utf8(out).unwrap()
    }

    #[test]
    fn rep_1_decimals_have_at_least_one_digit_after_the_point() {
        for (given, printed) in [
            ("0", "0.0"),
            ("88", "88.0"),
            ("88.00", "88.0"),
            ("12.82", "12.82"),
            ("0.05", "0.05"),
            ("-0.0", "0.0"),
            ("-3.10", "-3.1"),
            ("100", "100.0"),
            ("1000.0", "1000.0"),
            ("79228162514264337593543950335", "79228162514264337593543950335.0"),
            ("7.9228162514264337593543950335", "7.9228162514264337593543950335"),
        ] {
            assert_eq!(decimal(given), printed);
        }
    }

    #[test]
    fn rep_1_what_is_no_decimal_is_refused() {
        for text in [
            "",
            "-",
            ".5",
            "5.",
            "1.2.3",
            "+1",
            "1_0",
            "1e3",
            "NaN",
            " 1",
            "12%",
            "1234567890123456789",
        ] {
            assert_eq!(parse_decimal(text), None, "{text}");
        }
        for (text, value) in [
            ("123456789012345678", "123456789012345678"),
            ("123456789012345678.0", "123456789012345678"),
            ("-100000000000000000.000", "-100000000000000000"),
            ("0.12345678901234567000", "0.12345678901234567"),
        ] {
            assert_eq!(parse_decimal(text).unwrap().to_string(), value);
        }
        for text in [
            "123456789012345678.",
            "123456789012345678.01",
            "1234567890123456780.0",
            "12345678901234567.0.0",
        ] {
            assert_eq!(parse_decimal(text), None, "{text}");
        }
    }

    #[test]
    fn rep_2_times_of_both_forms_and_no_others() {
        assert_eq!(parse_time("2019-12-23T06:18:32.782Z").unwrap().millis(), 1_577_081_912_782);
        assert_eq!(parse_time("2024-01-26 10:16:04").unwrap().millis(), 1_706_264_164_000);
        for text in [
            "",
            "2024-01-26",
            "2024-13-01 00:00:00",
            "2024-00-01 00:00:00",
            "2024-02-30 00:00:00",
            "2024-01-26 24:00:00",
            "2024-01-26 10:16:60",
            "2024-01-26T10:16:04+01:00",
            "2024-01-26T10:16:04.1234Z",
            "2024-01-26T10:16:04.Z",
            "２024-01-26 10:16:04",
        ] {
            assert_eq!(parse_time(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn rep_1_times_and_decimals_are_read_as_written(
            millis in -62_135_596_800_000_i64..253_402_300_800_000,
            mantissa in -999_999_999_999_999_999_i64..=999_999_999_999_999_999,
            scale in 0_u32..=18,
            count: u64,
        ) {
            let mut out = Vec::new();
            write_time(Timestamp::from_millis(millis).unwrap(), &mut out);
            let text = String::from_utf8(core::mem::take(&mut out)).unwrap();
            prop_assert_eq!(parse_time(&text).unwrap().millis(), millis);
            prop_assert_eq!(chrono::DateTime::parse_from_rfc3339(&text).unwrap().timestamp_millis(), millis);
            let decimal = Decimal::new(mantissa, scale);
            write_decimal(decimal, &mut out);
            let text = String::from_utf8(core::mem::take(&mut out)).unwrap();
            prop_assert_eq!(text.parse::<Decimal>().unwrap(), decimal);
            // The digit before the point is one of the 18 that are read.
            prop_assert!(scale == 18 || parse_decimal(&text) == Some(decimal));
            write_count(count, &mut out);
            prop_assert_eq!(parse_count(&String::from_utf8(out).unwrap()), Some(count));
        }
    }
}
