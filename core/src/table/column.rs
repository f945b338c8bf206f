//! What the columns of a table are, and where a file has them.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec;
use alloc::vec::Vec;

use super::decode::MISREAD_MARK_TEXT;
use super::problem::{Problem, ProblemCode, Problems, excerpt};
use super::recognize::recognized;
use super::record::Record;
use crate::report::{DialectName, DialectTable};

/// What the cells of a column hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum ColumnType {
    /// Any text; empty means none.
    Text,
    /// An id or slug: a text that no spreadsheet guard touches.
    Id,
    /// An instant, printed `2019-12-23T06:18:32.782Z`; empty means none.
    Time,
    /// A decimal from 0 to 100; empty means none.
    Percent,
    /// A decimal of hours, not negative; empty means none.
    Hours,
    /// `Yes` or `No`.
    YesNo,
    /// `Yes`, `No`, or empty, which means that it is not known.
    MaybeYesNo,
    /// A whole number; empty means 0.
    Count,
    /// A whole number; empty means that it is not known.
    MaybeCount,
    /// One of a few words.
    Choice,
}

impl ColumnType {
    /// The unit in which the cells are measured, if they are.
    pub const fn unit(self) -> Option<&'static str> {
        match self {
            Self::Time => Some("UTC, milliseconds"),
            Self::Percent => Some("percent"),
            Self::Hours => Some("hours"),
            Self::Text
            | Self::Id
            | Self::YesNo
            | Self::MaybeYesNo
            | Self::Count
            | Self::MaybeCount
            | Self::Choice => None,
        }
    }
}

/// A column: its header, what it holds and what that means.
///
/// ```
/// use matricula::report::USAGE;
///
/// let column = USAGE.column("overall_progress").unwrap();
/// assert_eq!(column.header, "Overall Progress");
/// assert_eq!(column.kind.unit(), Some("percent"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ColumnSchema {
    /// The name of the field that holds it, the same in every language.
    pub field: &'static str,
    /// The header as it is written.
    pub header: &'static str,
    /// Other headers under which it is read.
    pub aliases: &'static [&'static str],
    /// What the cells hold.
    pub kind: ColumnType,
    /// Whether a file must have the column.
    pub required: bool,
    /// Whether every row must have a value.
    pub filled: bool,
    /// Whether a row of a table that is [`TableSchema::ragged`] may end before it.
    pub trailing: bool,
    /// Whether the cells tell about a person; then they are never in debug output.
    pub personal: bool,
    /// What the value means.
    pub meaning: &'static str,
    /// Where it comes from: `guide` is the administrator guide of 2020, `exports` real files, `ours` a decision.
    pub source: &'static str,
}

impl ColumnSchema {
    fn has_header(&self, header: &Header<'_>) -> bool {
        header.is(self.header) || self.aliases.iter().any(|alias| header.is(alias))
    }
}

/// A kind of file: its name and its columns in order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct TableSchema {
    /// What the file is called.
    pub name: &'static str,
    /// Its columns in the order in which they are written.
    pub columns: &'static [ColumnSchema],
    /// How the file looks in different years (`REP-2`).
    pub dialects: &'static [DialectSchema],
    /// Whether a row may end early when all columns after it are [`ColumnSchema::trailing`] or unknown.
    pub ragged: bool,
}

impl TableSchema {
    /// The column of a field.
    pub fn column(&self, field: &str) -> Option<&'static ColumnSchema> {
        self.columns.iter().find(|column| column.field == field)
    }

    /// The place of the column that has a header, in any dialect.
    ///
    /// ```
    /// use matricula::report::USAGE;
    ///
    /// let column = USAGE.with_header(" collection name*").and_then(|place| USAGE.columns.get(place)).unwrap();
    /// assert_eq!(column.field, "enrollment_source");
    /// ```
    pub fn with_header(&self, header: &str) -> Option<usize> {
        let header = Header::of(header);
        if header.text.is_empty() {
            return None;
        }
        let own = self.columns.iter().position(|column| column.has_header(&header));
        own.or_else(|| {
            let mut known = self.dialects.iter().flat_map(|dialect| dialect.columns);
            let (_, field) = known.find(|(known, _)| header.is(known))?;
            self.place(field)
        })
    }

    /// The place of a field's column.
    pub fn place(&self, field: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.field == field)
    }

    /// The dialect of a name.
    pub fn dialect(&self, name: DialectName) -> Option<&'static DialectSchema> {
        self.dialects.iter().find(|dialect| dialect.name == name)
    }

    /// The columns that the guide has; those of later exports stand behind them.
    pub fn guide_columns(&self) -> &'static [ColumnSchema] {
        let guide = self
            .dialect(DialectName::Guide2020)
            .map_or(self.columns.len(), |found| found.columns.len());
        self.columns.get(..guide).unwrap_or(self.columns)
    }

    /// The headers of a field beside the column's own: of its dialects and others under which it is read, each once.
    pub fn other_headers(&self, column: &ColumnSchema) -> Vec<&'static str> {
        let named = self.dialects.iter().flat_map(|dialect| dialect.columns);
        let named = named.filter(|(_, field)| *field == column.field).map(|(header, _)| *header);
        let mut others: Vec<&'static str> = Vec::new();
        for header in named.chain(column.aliases.iter().copied()) {
            if header != column.header && !others.contains(&header) {
                others.push(header);
            }
        }
        others
    }
}

/// How a table looks in one dialect: its headers in order, each with the field that it holds (`REP-2`).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct DialectSchema {
    /// Which dialect.
    pub name: DialectName,
    /// Where it is known from: `guide` is the administrator guide of 2020, `exports` real files; `ours` is made after
    /// the dialect's other reports, since no such file was seen.
    pub source: &'static str,
    /// Header and field of each column, in order.
    pub columns: &'static [(&'static str, &'static str)],
}

/// The header of a field, among columns; nothing when there is no such field.
pub(crate) const fn header_of(mut columns: &'static [ColumnSchema], field: &str) -> &'static str {
    while let [column, rest @ ..] = columns {
        if is_same(column.field.as_bytes(), field.as_bytes()) {
            return column.header;
        }
        columns = rest;
    }
    ""
}

const fn is_same(mut one: &[u8], mut other: &[u8]) -> bool {
    while let ([first, rest @ ..], [other_first, other_rest @ ..]) = (one, other) {
        if *first != *other_first {
            return false;
        }
        (one, other) = (rest, other_rest);
    }
    one.is_empty() && other.is_empty()
}

/// Where a file has the columns of its schema, found by its header line.
///
/// Headers are compared without case, surrounding space and trailing asterisks; space of any kind and length between
/// words is one space. Columns that the schema does not have are kept.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ColumnMap {
    /// For each column of the schema, the field.
    places: Vec<Option<u32>>,
    /// The fields that no column of the schema claims, with their headers.
    others: Vec<(u32, Box<str>)>,
    /// As they stand in the file.
    headers: Vec<Box<str>>,
    /// The place of the last field that must be there even in a ragged row, plus one.
    least: usize,
}

impl ColumnMap {
    /// Finds the columns, or says everything that is wrong with the header line.
    pub(crate) fn find(
        schema: &TableSchema,
        dialect: Option<&DialectTable>,
        header: &Record,
        problems: &mut Problems,
    ) -> Option<Self> {
        let mut map = Self { places: vec![None; schema.columns.len()], ..Self::default() };
        let mut usable = true;
        let claims: Vec<Option<usize>> = match dialect {
            Some(dialect) => dialect.claims(header),
            None => header.iter().map(|text| schema.with_header(text)).collect(),
        };
        let known = claims.iter().any(Option::is_some);
        let is_damaged = || header.problems().iter().any(|found| is_damage(found.code));
        if (!known && is_damaged()) || is_archive(header) {
            problems.push(Problem::of_header(header, None, None, ProblemCode::NotText));
            return None;
        }
        if let Some(other) = header.get(0).filter(|_| !known).and_then(other_format) {
            problems.push(Problem::of_header(header, None, Some(other), ProblemCode::NotATable));
            return None;
        }
        for found in header.problems() {
            problems.push(Problem {
                line: found.line,
                record: header.number(),
                column: Some(found.field.saturating_add(1)),
                header: None,
                offset: found.offset,
                excerpt: header.get(found.field as usize).map(excerpt).unwrap_or_default(),
                code: found.code,
                message: Box::default(),
            });
        }
        let mut problem = |column: Option<usize>, name: Option<&str>, code| {
            problems.push(Problem::of_header(header, column, name, code));
        };
        for (field, (text, column)) in header.iter().zip(claims).enumerate() {
            map.headers.push(text.into());
            match column {
                None => map.others.push((position(field), tidy(text).into())),
                Some(column) => {
                    let name = schema.columns.get(column).map(|column| column.header);
                    match map.places.get_mut(column) {
                        Some(place @ None) => *place = Some(position(field)),
                        _ => {
                            usable = false;
                            problem(Some(field), name, ProblemCode::RepeatedHeader);
                        }
                    }
                }
            }
        }
        let missing = || {
            let columns = schema.columns.iter().zip(&map.places);
            columns
                .filter(|(column, place)| column.required && place.is_none())
                .map(|(column, _)| column.header)
        };
        if missing().next().is_some() {
            usable = false;
            if let Some(other) = recognized(header).filter(|other| other.name() != schema.name) {
                problem(None, Some(other.name()), ProblemCode::OtherFile);
            } else if !known {
                problem(None, None, ProblemCode::NoHeader);
            }
            for name in missing() {
                problem(None, Some(name), ProblemCode::MissingHeader);
            }
        }
        let whole = schema.columns.iter().zip(&map.places).filter(|(column, _)| !column.trailing);
        let least = whole.filter_map(|(_, place)| *place).max().map_or(0, |place| place.saturating_add(1));
        map.least = if schema.ragged { least as usize } else { header.len() };
        usable.then_some(map)
    }

    /// The field of a column of the schema.
    pub fn place(&self, column: usize) -> Option<usize> {
        self.places.get(column).copied().flatten().map(|place| place as usize)
    }

    /// The headers that the schema does not have, in file order.
    pub fn others(&self) -> impl Iterator<Item = &str> {
        self.others.iter().map(|(_, header)| &**header)
    }

    /// The fields that the schema does not have, in file order.
    pub(crate) fn other_fields(&self) -> impl Iterator<Item = usize> + '_ {
        self.others.iter().map(|(field, _)| *field as usize)
    }

    /// A field's header as the file has it, without surrounding space and asterisks.
    pub fn header(&self, field: usize) -> Option<&str> {
        self.headers.get(field).map(|header| tidy(header))
    }

    /// The headers as they stand in the file, each with the place of the column that it is of.
    pub(crate) fn columns(&self) -> impl Iterator<Item = (&str, Option<usize>)> {
        self.headers.iter().enumerate().map(|(field, header)| {
            let is_here = |place: &Option<u32>| *place == Some(position(field));
            (&**header, self.places.iter().position(is_here))
        })
    }

    /// Whether a record is the header line once more, as in files that were put together.
    pub(crate) fn is_header_line(&self, record: &Record) -> bool {
        // A file that was put behind another may have its byte-order mark there.
        let first = record.get(0).map(|text| text.trim_start_matches(BYTE_ORDER_MARK));
        let first = first.map(|text| text.strip_prefix(MISREAD_MARK_TEXT).unwrap_or(text));
        // Every row is asked this, and nearly all are found to be none by their first letter.
        let start = |text: &str| tidy(text).bytes().next().map(|letter| letter.to_ascii_lowercase());
        // Another export may spell its headers in another case.
        let is_same = |(text, header): (&str, &str)| {
            start(text) == start(header) && Header::of(text).is(&Header::of(header).text)
        };
        let mut headers = self.headers.iter().map(|header| &**header);
        record.len() == self.headers.len()
            && first.zip(headers.next()).is_some_and(is_same)
            && record.iter().skip(1).zip(headers).all(is_same)
    }

    /// How many fields the header line has.
    pub(crate) const fn fields(&self) -> usize {
        self.headers.len()
    }

    /// Whether a row's count of fields is wrong.
    pub(crate) const fn judge_length(&self, fields: usize) -> Option<ProblemCode> {
        if fields > self.headers.len() {
            Some(ProblemCode::TooManyFields)
        } else if fields < self.least {
            Some(ProblemCode::TooFewFields)
        } else {
            None
        }
    }
}

/// Where it stands at the start of a text that was cut out of a file.
const BYTE_ORDER_MARK: char = '\u{FEFF}';

/// A header without surrounding space and without the asterisks that mark required columns.
pub(crate) fn tidy(header: &str) -> &str {
    let is_space = |text: char| text.is_whitespace() || matches!(text, BYTE_ORDER_MARK | '\u{200B}');
    header.trim_matches(is_space).trim_end_matches('*').trim_end()
}

/// A header as it is compared: the same text for all that count as the same.
pub(crate) fn header_key(header: &str) -> String {
    Header::of(header).text.to_ascii_lowercase()
}

/// A header of a file, to be compared without case and whatever space there is between its words: spreadsheets and web pages
/// put no-break spaces and line ends there.
struct Header<'a> {
    /// With single blanks.
    text: Cow<'a, str>,
}

impl<'a> Header<'a> {
    fn of(header: &'a str) -> Self {
        let text = tidy(header);
        let is_usual = |text: char| text == ' ' || !text.is_whitespace();
        if text.chars().all(is_usual) && !text.contains("  ") {
            return Self { text: Cow::Borrowed(text) };
        }
        // Once, and not for each header that it is compared with.
        let mut words = String::with_capacity(text.len());
        for word in text.split_whitespace() {
            if !words.is_empty() {
                words.push(' ');
            }
            words.push_str(word);
        }
        Self { text: Cow::Owned(words) }
    }

    fn is(&self, known: &str) -> bool {
        self.text.eq_ignore_ascii_case(known)
    }
}

/// What a file is that is no table, by how it starts.
fn other_format(start: &str) -> Option<&'static str> {
    const PAGES: [&str; 7] = ["<!doctype", "<!--", "<html", "<head", "<meta", "<body", "<table"];
    let start = tidy(start);
    let is_page = |tag: &&str| start.get(..tag.len()).is_some_and(|start| start.eq_ignore_ascii_case(tag));
    // Other texts in brackets may stand above a header line.
    let inner = |bracket: char| Some(start.strip_prefix(bracket)?.trim_start().chars().next());
    if start.starts_with("%PDF-") {
        Some("pdf document")
    } else if start.starts_with("<?xml") {
        Some("xml document")
    } else if PAGES.iter().any(is_page) {
        Some("html page")
    } else if matches!(inner('{'), Some(None | Some('"' | '}')))
        || matches!(inner('['), Some(None | Some('{' | '[' | '"' | ']')))
    {
        Some("json data")
    } else {
        None
    }
}

/// Whether a header line starts as binary data does. An archive that stores its files as they are has the header line of the
/// first one behind its own start, and other files of it would be read as rows of that one.
pub(super) fn is_archive(header: &Record) -> bool {
    let has = |code| header.problems().iter().any(|found| found.field == 0 && found.code == code);
    let starts_as_zip = || header.get(0).is_some_and(|text| text.starts_with("PK\u{3}\u{4}"));
    has(ProblemCode::Nul) && (has(ProblemCode::BadEncoding) || starts_as_zip())
}

/// Whether a problem is that of bytes that are no text.
const fn is_damage(code: ProblemCode) -> bool {
    matches!(code, ProblemCode::Nul | ProblemCode::BadEncoding)
}

fn position(field: usize) -> u32 {
    u32::try_from(field).unwrap_or(u32::MAX)
}
