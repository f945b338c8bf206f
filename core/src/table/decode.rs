//! Bytes of any of the encodings that spreadsheets write, to UTF-8.

use alloc::vec::Vec;

/// How the text of a file is encoded.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Encoding {
    /// UTF-8, with or without a byte-order mark.
    Utf8,
    /// UTF-16, the low byte first: the *Unicode text* of spreadsheets.
    Utf16Le,
    /// UTF-16, the high byte first.
    Utf16Be,
}

/// Stands in the decoded bytes for half a surrogate pair or half a code unit. It never occurs in UTF-8, so that
/// the reader finds both kinds of damage by one check.
const DAMAGE: u8 = 0xFF;

const MARK: &[u8] = "\u{FEFF}".as_bytes();

/// The byte-order mark of UTF-8, read as Latin-1 or Windows-1252 and saved again as UTF-8.
const MISREAD_MARK: &[u8] = MISREAD_MARK_TEXT.as_bytes();

/// What such a mark looks like.
pub(crate) const MISREAD_MARK_TEXT: &str = "ï»¿";

/// Bytes of all marks that a file may start with: one of its own before one that was misread.
pub(crate) const MARKS_LENGTH: usize = MARK.len() + MISREAD_MARK.len();

/// Whether the first bytes of a file are, or may become, a mark that was misread.
pub(crate) fn may_be_misread_mark(bytes: &[u8]) -> bool {
    let bytes = bytes.strip_prefix(MARK).unwrap_or(bytes);
    !bytes.is_empty() && MISREAD_MARK.starts_with(bytes)
}

/// Recognises the encoding of a file by its first four bytes, drops the byte-order mark, and turns UTF-16 to UTF-8. A mark
/// that was once read as Latin-1 or Windows-1252 and so has become the text `ï»¿` is dropped, too.
///
/// UTF-8 is passed on as it is: whether it is valid is judged record by record, so that one bad byte costs one row.
/// Without a mark a file is UTF-16 when every other one of its first four bytes is zero.
///
/// ```
/// use matricula::table::{Decoder, Encoding};
///
/// let mut decoder = Decoder::new();
/// let mut text = Vec::new();
/// decoder.push(b"\xFF\xFEN\0a", &mut text);
/// decoder.push(b"\0m\0e\0", &mut text);
/// decoder.finish(&mut text);
/// assert_eq!(text, b"Name");
/// assert_eq!(decoder.encoding(), Some(Encoding::Utf16Le));
/// ```
#[derive(Clone, Debug, Default)]
pub struct Decoder {
    encoding: Option<Encoding>,
    /// Bytes seen before the encoding was known, or half a code unit.
    held: Vec<u8>,
    /// The first half of a surrogate pair.
    high: Option<u16>,
    /// Bytes of marks.
    marks: u8,
}

impl Decoder {
    /// A decoder at the start of a file.
    pub const fn new() -> Self {
        Self { encoding: None, held: Vec::new(), high: None, marks: 0 }
    }

    /// The encoding, once four bytes, or the end, have been seen.
    pub const fn encoding(&self) -> Option<Encoding> {
        self.encoding
    }

    /// How many bytes of the file stand before the first one of the text: those of the byte-order mark.
    pub const fn mark_bytes(&self) -> u64 {
        self.marks as u64
    }

    /// Takes the next bytes of the file and appends their text to `text`.
    pub fn push(&mut self, bytes: &[u8], text: &mut Vec<u8>) {
        if self.encoding.is_some() {
            self.decode(bytes, text);
            return;
        }
        self.held.extend_from_slice(bytes);
        let is_open = self.held.len() < MARKS_LENGTH
            && may_be_misread_mark(&self.held)
            && !self.held.ends_with(MISREAD_MARK);
        if self.held.len() >= 4 && !is_open {
            self.start(text);
        }
    }

    /// Ends the file. A code unit or surrogate pair of which only half came is damage.
    pub fn finish(&mut self, text: &mut Vec<u8>) {
        if self.encoding.is_none() {
            self.start(text);
        }
        if self.high.take().is_some() {
            text.push(DAMAGE);
        }
        if !self.held.is_empty() {
            self.held.clear();
            text.push(DAMAGE);
        }
    }

    fn start(&mut self, text: &mut Vec<u8>) {
        let held = core::mem::take(&mut self.held);
        let (encoding, mark) = match held.as_slice() {
            [0xEF, 0xBB, 0xBF, rest @ ..] if rest.starts_with(MISREAD_MARK) => (Encoding::Utf8, MARKS_LENGTH),
            [0xEF, 0xBB, 0xBF, ..] => (Encoding::Utf8, MARK.len()),
            bytes if bytes.starts_with(MISREAD_MARK) => (Encoding::Utf8, MISREAD_MARK.len()),
            [0xFF, 0xFE, ..] => (Encoding::Utf16Le, 2),
            [0xFE, 0xFF, ..] => (Encoding::Utf16Be, 2),
            [a, 0] | [a, 0, _] if *a != 0 => (Encoding::Utf16Le, 0),
            [0, a] | [0, a, _] if *a != 0 => (Encoding::Utf16Be, 0),
            [a, 0, b, 0, ..] if *a != 0 && *b != 0 => (Encoding::Utf16Le, 0),
            [0, a, 0, b, ..] if *a != 0 && *b != 0 => (Encoding::Utf16Be, 0),
            _ => (Encoding::Utf8, 0),
        };
        self.encoding = Some(encoding);
        self.marks = u8::try_from(mark).unwrap_or_default();
        self.decode(held.get(mark..).unwrap_or_default(), text);
    }

    fn decode(&mut self, mut bytes: &[u8], text: &mut Vec<u8>) {
        let little = match self.encoding {
            Some(Encoding::Utf16Le) => true,
            Some(Encoding::Utf16Be) => false,
            _ => {
                text.extend_from_slice(bytes);
                return;
            }
        };
        let unit = |pair: [u8; 2]| {
            if little { u16::from_le_bytes(pair) } else { u16::from_be_bytes(pair) }
        };
        if let (Some(&first), [second, rest @ ..]) = (self.held.first(), bytes) {
            self.held.clear();
            self.unit(unit([first, *second]), text);
            bytes = rest;
        }
        let (pairs, rest) = bytes.as_chunks::<2>();
        for pair in pairs {
            self.unit(unit(*pair), text);
        }
        self.held.extend_from_slice(rest);
    }

    fn unit(&mut self, unit: u16, text: &mut Vec<u8>) {
        let units = match (self.high.take(), unit) {
            (None, 0xD800..=0xDBFF) => {
                self.high = Some(unit);
                return;
            }
            (Some(high), 0xDC00..=0xDFFF) => [high, unit],
            (Some(_), _) => {
                text.push(DAMAGE);
                return self.unit(unit, text);
            }
            (None, _) => [unit, 0],
        };
        match char::decode_utf16(units).next() {
            Some(Ok(character)) => text.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
            _ => text.push(DAMAGE),
        }
    }
}
