//! Values of the usual form, eight bytes at a time. What has any other form is left to [`super::value`].

#![allow(
    clippy::arithmetic_side_effects,
    reason = "the digits of one word and the bytes of one field are far from the limits"
)]

/// The byte in all eight places of a word.
const fn all(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The eight bytes of a text from a place on, the first one lowest. What lies behind `end` is zero.
#[inline(always)]
pub(crate) fn word(text: &[u8], at: usize, end: usize) -> u64 {
    let length = end.saturating_sub(at);
    match text.get(at..).and_then(<[u8]>::first_chunk::<8>) {
        Some(bytes) if length >= 8 => u64::from_le_bytes(*bytes),
        Some(bytes) => u64::from_le_bytes(*bytes) & ((1 << (length * 8)) - 1),
        None => {
            let bytes = text.get(at..end).unwrap_or_default();
            bytes.iter().take(8).rev().fold(0, |word, byte| word << 8 | u64::from(*byte))
        }
    }
}

/// The word with its ASCII letters in lower case. Only for words that are all ASCII.
#[inline]
pub(crate) const fn lower(word: u64) -> u64 {
    let from_a = word.wrapping_add(all(0x80 - b'A'));
    let behind_z = word.wrapping_add(all(0x80 - b'Z' - 1));
    word | (from_a & !behind_z & all(0x80)) >> 2
}

/// The bits that no ASCII byte has.
pub(crate) const NOT_ASCII: u64 = all(0x80);

/// A decimal of at most eight characters, as in a word: its digits as a number, and how many of them are behind the
/// point. None when it has any other form than [`super::parse_decimal`] takes, or a sign.
#[inline(always)]
pub(crate) fn decimal(word: u64, length: usize) -> Option<(u32, u32)> {
    if length == 0 || length > 8 {
        return None;
    }
    // The byte that is a point is zero here, and the lowest such byte sets its high bit.
    let points = word ^ all(b'.');
    let point = points.wrapping_sub(all(1)) & !points & all(0x80);
    let (digits, count, scale) = if point == 0 {
        (word, length, 0)
    } else {
        let at = point.trailing_zeros() as usize / 8;
        let before = (1_u64 << (at * 8)) - 1;
        let scale = length - at - 1;
        if at == 0 || scale == 0 {
            return None;
        }
        (word & before | (word >> 8) & !before, length - 1, scale)
    };
    // The first digit comes to its place among eight, behind zeros.
    let shift = 64 - count * 8;
    let digits = (digits << shift) ^ (all(b'0') << shift);
    if (digits.wrapping_add(all(0x76)) | digits) & all(0x80) != 0 {
        return None;
    }
    let pairs = (digits * 10 + (digits >> 8)) & 0x00FF_00FF_00FF_00FF;
    let fours = (pairs * 100 + (pairs >> 16)) & 0x0000_FFFF_0000_FFFF;
    let value = (fours * 10_000 + (fours >> 32)) & 0xFFFF_FFFF;
    Some((u32::try_from(value).ok()?, u32::try_from(scale).ok()?))
}

/// Whether three words are `2019-12-23T06:18:32.782Z` with any digits; then the digits as numbers in their bytes.
#[inline]
fn digits_of_time(words: [u64; 3]) -> Option<[u64; 3]> {
    const FORM: [u64; 3] = [
        u64::from_le_bytes(*b"0000-00-"),
        u64::from_le_bytes(*b"00T00:00"),
        u64::from_le_bytes(*b":00.000Z"),
    ];
    // What a byte may hold at most is added up to 0x7F.
    const ROOM: [u64; 3] = [
        u64::from_le_bytes([0x76, 0x76, 0x76, 0x76, 0x7F, 0x76, 0x76, 0x7F]),
        u64::from_le_bytes([0x76, 0x76, 0x7F, 0x76, 0x76, 0x7F, 0x76, 0x76]),
        u64::from_le_bytes([0x7F, 0x76, 0x76, 0x7F, 0x76, 0x76, 0x76, 0x7F]),
    ];
    let [a, b, c] = words;
    let [form_a, form_b, form_c] = FORM;
    let [room_a, room_b, room_c] = ROOM;
    let (a, b, c) = (a ^ form_a, b ^ form_b, c ^ form_c);
    if (a | b | c) & all(0x80) != 0 {
        return None;
    }
    (((a + room_a) | (b + room_b) | (c + room_c)) & all(0x80) == 0).then_some([a, b, c])
}

/// Year, month, day, hour, minute, second and millisecond of a time written as `2019-12-23T06:18:32.782Z`. Whether there
/// is such an instant is not judged.
#[inline(always)]
pub(crate) fn time(words: [u64; 3]) -> Option<[u32; 7]> {
    let [a, b, c] = digits_of_time(words)?;
    let digit = |word: u64, at: u32| ((word >> (at * 8)) & 0xF) as u32;
    let two = |word: u64, at: u32| digit(word, at) * 10 + digit(word, at + 1);
    Some([
        two(a, 0) * 100 + two(a, 2),
        two(a, 5),
        two(b, 0),
        two(b, 3),
        two(b, 6),
        two(c, 1),
        digit(c, 4) * 100 + two(c, 5),
    ])
}

/// Mixes two words into one: the halves of their product.
#[inline]
#[allow(
    clippy::cast_possible_truncation,
    reason = "the product is taken apart into its two halves"
)]
pub(crate) const fn mix(one: u64, other: u64) -> u64 {
    let product = one as u128 * other as u128;
    product as u64 ^ (product >> 64) as u64
}

#[cfg(test)]
mod tests {
    use alloc::string::ToString;
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;
    use crate::table::{parse_decimal, parse_time};

    fn decimal_of(text: &str) -> Option<(u32, u32)> {
        decimal(word(text.as_bytes(), 0, text.len()), text.len())
    }

    fn time_of(text: &[u8]) -> Option<[u32; 7]> {
        time([word(text, 0, 8), word(text, 8, 16), word(text, 16, 24)])
    }

    #[test]
    fn rep_6_words_end_where_their_field_ends() {
        let text = b"0123456789";
        assert_eq!(word(text, 2, 10).to_le_bytes(), *b"23456789");
        assert_eq!(word(text, 2, 4).to_le_bytes(), *b"23\0\0\0\0\0\0");
        assert_eq!(word(text, 8, 10).to_le_bytes(), *b"89\0\0\0\0\0\0");
        assert_eq!(word(text, 8, 8), 0);
        assert_eq!(lower(u64::from_le_bytes(*b"AZ@[az09")).to_le_bytes(), *b"az@[az09");
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(4000))]

        #[test]
        fn rep_1_decimals_are_the_same_as_read_with_care(text in "[0-9./:-]{0,9}|[0-9]{1,5}\\.[0-9]{1,3}|[ -~]{0,8}") {
            match (decimal_of(&text), parse_decimal(&text)) {
                (Some((value, scale)), found) => {
                    prop_assert_eq!(Some(rust_decimal::Decimal::new(i64::from(value), scale)), found);
                    prop_assert_eq!(found.map(|found| found.scale()), Some(scale));
                }
                (None, found) => prop_assert!(found.is_none() || text.len() > 8 || text.starts_with('-'), "{}", text),
            }
        }

        #[test]
        fn rep_2_times_are_the_same_as_read_with_care(
            text in "[0-3][0-9]{3}-[01][0-9]-[0-3][0-9]T[0-2][0-9]:[0-6][0-9]:[0-6][0-9]\\.[0-9]{3}Z",
            damage in prop::option::of((0_usize..24, any::<u8>())),
        ) {
            let mut bytes = text.clone().into_bytes();
            if let Some((at, byte)) = damage {
                bytes[at] = byte;
            }
            let well_formed = bytes.iter().zip(b"0000-00-00T00:00:00.000Z").all(|(byte, form)| {
                if *form == b'0' { byte.is_ascii_digit() } else { byte == form }
            });
            let found = time_of(&bytes);
            prop_assert_eq!(found.is_some(), well_formed);
            if let (Some(found), Some(time)) = (found, core::str::from_utf8(&bytes).ok().and_then(parse_time)) {
                let parts: Vec<u32> = time.to_string()
                    .split(|letter: char| !letter.is_ascii_digit())
                    .filter_map(|part| part.parse().ok())
                    .collect();
                prop_assert_eq!(&found[..], &parts[..]);
            }
        }
    }
}
