//! Where fields and records end, found 64 bytes at a time.
//!
//! Most text of most files is clean: quotes stand where they belong, and every byte is valid. A [`Stretch`] holds where
//! the fields of such text end. Scanning stops at the first byte that is anything else, and the record with it is left to
//! the reader that judges byte by byte; so this file decides nothing about defects, only that there are none.

#![allow(
    clippy::arithmetic_side_effects,
    reason = "positions lie within a window of a few thousand bytes, and masks have 64 bits"
)]

use alloc::vec;
use alloc::vec::Vec;

use fearless_simd::prelude::*;
use fearless_simd::{Level, dispatch, mask8x64, u8x64};

const BLOCK: usize = 64;

/// Bytes that are scanned at a time: they and what is found in them stay in the nearest memory.
pub(crate) const WINDOW: usize = 1 << 14;

/// Clean records at the start of a window, to be taken one after the other.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stretch {
    /// The vectors of the processor, once they are asked for.
    level: Option<Level>,
    /// Where each field ends: at the delimiter or LF behind it.
    ends: Vec<u16>,
    /// For each record, how many fields end up to its own end.
    records: Vec<u16>,
    length: usize,
    /// Whether lines end inside quotes.
    broken: bool,
    /// The next record, where it starts, and its first field.
    next: usize,
    start: usize,
    field: usize,
}

/// A clean record of a text.
#[derive(Clone, Copy)]
pub(crate) struct Lines<'a> {
    /// Where it starts.
    pub(crate) start: usize,
    /// Where each of its fields ends.
    pub(crate) ends: &'a [u16],
    /// Whether some record around it has line ends inside quotes.
    pub(crate) broken: bool,
}

impl Stretch {
    /// Scans the first [`WINDOW`] bytes of a text that starts with a record, in whole blocks.
    ///
    /// The records that are found are exactly those of RFC 4180, in valid UTF-8 and without NUL, and their lines end with
    /// LF or CRLF.
    pub(crate) fn scan(&mut self, text: &[u8], delimiter: u8) {
        let text = text.get(..WINDOW).unwrap_or(text);
        let Self { level, ends, records, .. } = self;
        let level = *level.get_or_insert_with(|| {
            *ends = vec![0; WINDOW + BLOCK];
            *records = vec![0; WINDOW + BLOCK];
            vectors()
        });
        (self.length, self.broken) = dispatch!(level, simd => scan(simd, text, delimiter, ends, records));
        (self.next, self.start, self.field) = (0, 0, 0);
    }

    /// Forgets the records that were not taken.
    pub(crate) const fn clear(&mut self) {
        self.length = 0;
        self.next = 0;
    }

    /// Whether all records were taken.
    pub(crate) const fn is_empty(&self) -> bool {
        self.next >= self.length
    }

    /// Where the next record starts, or what could not be scanned.
    pub(crate) const fn start(&self) -> usize {
        self.start
    }

    /// Takes the next record.
    #[inline]
    pub(crate) fn take(&mut self) -> Option<Lines<'_>> {
        if self.is_empty() {
            return None;
        }
        let behind = usize::from(*self.records.get(self.next)?);
        let ends = self.ends.get(self.field..behind)?;
        let start = self.start;
        self.start = usize::from(*ends.last()?) + 1;
        self.next += 1;
        self.field = behind;
        Some(Lines { start, ends, broken: self.broken })
    }
}

#[cfg(feature = "detect")]
fn vectors() -> Level {
    Level::new()
}

#[cfg(not(feature = "detect"))]
const fn vectors() -> Level {
    Level::baseline()
}

/// Gives the number of records, and whether lines end inside quotes.
#[inline(always)]
fn scan<S: Simd>(
    simd: S,
    text: &[u8],
    delimiter: u8,
    places: &mut [u16],
    records: &mut [u16],
) -> (usize, bool) {
    let mut base = 0_u16;
    let mut found = 0_u16;
    let mut length = 0_usize;
    // All ones inside quotes.
    let mut inside = 0_u64;
    // 1 when a quote at the next byte would open a field.
    let mut can_open = 1_u64;
    // 1 when the last byte was a closing quote.
    let mut closed = 0_u64;
    // 1 when the last byte was a CR.
    let mut returned = 0_u64;
    // Places of bytes that must go on a character.
    let mut carried = 0_u64;
    // Which of the picky leads the last byte was.
    let mut picked = 0_u64;
    let mut broken = 0_u64;
    for block in text.as_chunks::<BLOCK>().0 {
        let bytes = u8x64::from_slice(simd, block);
        let equal = |byte: u8| bytes.simd_eq(u8x64::splat(simd, byte)).to_bitmask();
        let least = |byte: u8| bytes.simd_ge(u8x64::splat(simd, byte)).to_bitmask();
        let feeds = equal(b'\n');
        let returns = equal(b'\r');
        let quotes = equal(b'"');
        let delimiters = equal(delimiter);
        let high = least(0x80);
        let mut separators = feeds | delimiters;
        let mut bad = equal(0);
        // A CR that no LF follows ends a line, too, which is left to the other reader.
        bad |= (returns << 1 | returned) & !feeds;
        returned = returns >> 63;
        if quotes | inside | closed != 0 {
            let within = prefix_xor(quotes) ^ inside;
            broken |= feeds & within;
            separators &= !within;
            let closings = quotes & !within;
            let openable = (separators | closings) << 1 | can_open;
            let closable = delimiters | feeds | returns | quotes;
            bad |= quotes & within & !openable;
            bad |= (closings << 1 | closed) & !closable;
            closed = closings >> 63;
            // All ones or none.
            inside = (within >> 63).wrapping_neg();
            can_open = (separators | closings) >> 63;
        } else {
            can_open = separators >> 63;
        }
        // Without a branch, since whether a block is all ASCII is anybody's guess.
        let leads = least(0xC0);
        let longer = least(0xE0);
        let longest = least(0xF0);
        bad |= (leads << 1 | longer << 2 | longest << 3 | carried) ^ (high & !leads);
        carried = leads >> 63 | longer >> 62 | longest >> 61;
        // Leads that are not followed by all bytes that go on a character.
        let picky = equal(0xE0) | equal(0xED) | (leads & !least(0xC2)) | longest;
        if picky | picked != 0 {
            let (e0, ed, f0, f4) = (equal(0xE0), equal(0xED), equal(0xF0), equal(0xF4));
            let follows = |leads: u64, bit: u32| leads << 1 | (picked >> bit & 1);
            bad |= follows(e0, 0) & !least(0xA0);
            bad |= follows(ed, 1) & least(0xA0);
            bad |= follows(f0, 2) & !least(0x90);
            bad |= follows(f4, 3) & least(0x90);
            bad |= leads & !least(0xC2) | least(0xF5);
            picked = e0 >> 63 | ed >> 63 << 1 | f0 >> 63 << 2 | f4 >> 63 << 3;
        }
        if bad != 0 {
            separators &= (bad & bad.wrapping_neg()) - 1;
        }
        let mut ends = feeds & separators;
        if let Some(record) = records.get_mut(length) {
            *record = found + count(separators & (ends ^ ends.wrapping_sub(1)));
        }
        length += usize::from(ends != 0);
        ends &= ends.wrapping_sub(1);
        while ends != 0 {
            if let Some(record) = records.get_mut(length) {
                *record = found + count(separators & (ends ^ (ends - 1)));
            }
            length += 1;
            ends &= ends - 1;
        }
        flatten(simd, separators, base, places.get_mut(usize::from(found)..).unwrap_or_default());
        if bad != 0 {
            break;
        }
        found += count(separators);
        base += BLOCK as u16;
    }
    (length, broken != 0)
}

/// Writes down the places of all bits.
#[inline(always)]
fn flatten<S: Simd>(simd: S, mut bits: u64, base: u16, places: &mut [u16]) {
    #[cfg(target_arch = "x86_64")]
    if matches!(simd.level(), Level::Avx512(_)) {
        let numbers = u8x64::from_fn(simd, |number| u8::try_from(number).unwrap_or_default());
        let set = mask8x64::from_bitmask(simd, bits);
        let (low, high) = simd.widen_u8x64(simd.compress_u8x64(numbers, set));
        if let Some(places) = places.first_chunk_mut::<64>() {
            let (first, second) = places.split_at_mut(32);
            (low + base).store_slice(first);
            if count(bits) > 32 {
                (high + base).store_slice(second);
            }
        }
        return;
    }
    if let Some(places) = places.first_chunk_mut::<8>() {
        for place in places {
            *place = base + trailing(bits);
            bits &= bits.wrapping_sub(1);
        }
    }
    for place in places.iter_mut().skip(8) {
        if bits == 0 {
            break;
        }
        *place = base + trailing(bits);
        bits &= bits - 1;
    }
}

#[inline(always)]
#[allow(clippy::cast_possible_truncation, reason = "at most 64")]
const fn trailing(bits: u64) -> u16 {
    bits.trailing_zeros() as u16
}

#[inline(always)]
#[allow(clippy::cast_possible_truncation, reason = "at most 64")]
const fn count(bits: u64) -> u16 {
    bits.count_ones() as u16
}

/// For each bit the parity of the bits up to and with it.
#[inline(always)]
const fn prefix_xor(bits: u64) -> u64 {
    let bits = bits ^ bits << 1;
    let bits = bits ^ bits << 2;
    let bits = bits ^ bits << 4;
    let bits = bits ^ bits << 8;
    let bits = bits ^ bits << 16;
    bits ^ bits << 32
}
