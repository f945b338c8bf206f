//! What stands between fields, and how it is recognised.

use super::recognize::is_known_header;
use super::record::Record;

/// How far the header line is looked at to recognise the delimiter, in bytes.
const DETECTION_LIMIT: usize = 1 << 16;

/// What stands between fields.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Delimiter {
    /// Whichever of comma, tab, semicolon and `|` the first line has most often outside quotes; comma when it has none. `|`
    /// must have no other beside it, or stand between headers that are known.
    #[default]
    Detect,
    /// `,`
    Comma,
    /// `;`, as spreadsheets write where the comma is the decimal sign.
    Semicolon,
    /// A tab.
    Tab,
    /// `|`, as databases write.
    Pipe,
}

impl Delimiter {
    pub(crate) const fn byte(self) -> Option<u8> {
        match self {
            Self::Detect => None,
            Self::Comma => Some(b','),
            Self::Semicolon => Some(b';'),
            Self::Tab => Some(b'\t'),
            Self::Pipe => Some(b'|'),
        }
    }

    pub(crate) const fn of(byte: u8) -> Self {
        match byte {
            b',' => Self::Comma,
            b';' => Self::Semicolon,
            b'|' => Self::Pipe,
            _ => Self::Tab,
        }
    }
}

/// Whether a record is the line that spreadsheets put above the header line to name the delimiter: `sep=;`.
pub(crate) fn names_delimiter(record: &Record) -> bool {
    record.len() == 2
        && record.get(0).is_some_and(|name| name.eq_ignore_ascii_case("sep="))
        && record.get(1) == Some("")
}

/// Counts the delimiters of the first line that is not blank.
#[derive(Clone, Debug, Default)]
pub(crate) struct Detection {
    at: usize,
    quoted: bool,
    /// Within a line that is not blank.
    begun: bool,
    /// The byte before.
    before: u8,
    commas: u32,
    tabs: u32,
    semicolons: u32,
    pipes: u32,
}

#[allow(
    clippy::arithmetic_side_effects,
    reason = "no more bytes are counted than the detection limit"
)]
impl Detection {
    /// Looks on where it stopped. None when the line does not end yet.
    pub(crate) fn look(&mut self, text: &[u8], finished: bool) -> Option<u8> {
        while let Some(&byte) = text.get(self.at).filter(|_| self.at < DETECTION_LIMIT) {
            let at_start = !self.begun || matches!(self.before, b',' | b'\t' | b';' | b'|');
            match byte {
                b'"' if self.quoted || at_start => self.quoted = !self.quoted,
                b',' if !self.quoted => self.commas += 1,
                b'\t' if !self.quoted => self.tabs += 1,
                b';' if !self.quoted => self.semicolons += 1,
                b'|' if !self.quoted => self.pipes += 1,
                b'\r' | b'\n' if !self.quoted && self.begun => return Some(self.choice(text)),
                _ => {}
            }
            if !matches!(byte, b'\r' | b'\n') {
                self.begun = true;
            }
            self.before = byte;
            self.at += 1;
        }
        (finished || self.at >= DETECTION_LIMIT).then(|| self.choice(text))
    }

    fn choice(&self, text: &[u8]) -> u8 {
        let most = self.commas.max(self.tabs).max(self.semicolons);
        let is_proof = || most == 0 || text.get(..self.at).is_some_and(has_piped_headers);
        if self.pipes > most && is_proof() {
            b'|'
        } else if self.commas == most {
            b','
        } else if self.tabs == most {
            b'\t'
        } else {
            b';'
        }
    }
}

/// Whether known headers stand between `|`, which may also be a part of other ones.
fn has_piped_headers(line: &[u8]) -> bool {
    let fields = line.split(|byte| *byte == b'|').filter_map(|field| core::str::from_utf8(field).ok());
    fields.filter(|field| is_known_header(field.trim().trim_matches('"'))).nth(1).is_some()
}
