//! What can be wrong with a file, and what to do about it.

use alloc::boxed::Box;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use super::record::Record;
use crate::Personal;
use crate::schema::{Definition, OptionSchema, TypeSchema, record};

/// Characters of a cell, and of a header, that a problem shows at most.
pub const EXCERPT_LIMIT: usize = 80;

/// Problems that are kept of one file unless said otherwise; all are counted.
pub const PROBLEM_LIMIT: u32 = 1000;

macro_rules! problem_codes {
    ($( $(#[doc = $doc:literal])* $Variant:ident = $code:literal, $sentence:literal, $remedy:literal; )*) => {
        /// The kinds of problems, each with a stable code, a sentence and a remedy (`REP-6`).
        ///
        /// ```
        /// use matricula::table::ProblemCode;
        ///
        /// assert_eq!(ProblemCode::NotYesNo.as_str(), "not_yes_no");
        /// assert_eq!(ProblemCode::NotYesNo.remedy(), "write `Yes` or `No`");
        /// assert!(ProblemCode::ALL.contains(&ProblemCode::NotYesNo));
        /// ```
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum ProblemCode {
            $( $(#[doc = $doc])* #[serde(rename = $code)] $Variant, )*
        }

        impl crate::schema::Described for ProblemCode {
            const TYPE: TypeSchema = TypeSchema::Named("ProblemCode");
        }

        impl ProblemCode {
            /// Every code.
            pub const ALL: &'static [Self] = &[$(Self::$Variant),*];

            /// The stable code, the same in every language.
            pub const fn as_str(self) -> &'static str {
                match self { $( Self::$Variant => $code, )* }
            }

            /// What is wrong, as a sentence.
            pub const fn sentence(self) -> &'static str {
                match self { $( Self::$Variant => $sentence, )* }
            }

            /// What to do about it.
            pub const fn remedy(self) -> &'static str {
                match self { $( Self::$Variant => $remedy, )* }
            }

            pub(crate) const SCHEMA: Definition = Definition::Choice {
                name: "ProblemCode",
                doc: "The kinds of problems of a file (`REP-6`).\n",
                options: &[$( OptionSchema { value: $code, doc: concat!($($doc, "\n"),*) } ),*],
            };
        }
    };
}

problem_codes! {
    /// The file has no header line.
    EmptyFile = "empty_file", "the file has no header line", "give a file with a header line";
    /// The file starts with bytes that are no text: an archive, a workbook, a picture.
    NotText = "not_text", "the file is not text", "unpack an archive; save a workbook as csv";
    /// The file is no table but a page, a document or other data; the problem's header names it.
    NotATable = "not_a_table", "the file is not a table", "export it, or save the table in it, as csv";
    /// The first line has none of the headers of this kind of file.
    NoHeader = "no_header", "the first line has none of the headers", "remove what stands above the header line; separate fields by comma, semicolon, tab or `|`";
    /// A header that the file must have is not there.
    MissingHeader = "missing_header", "this header is missing", "add the column, or start from the template";
    /// Two columns have the same header, so that it is unknown which one counts.
    RepeatedHeader = "repeated_header", "two columns have this header", "remove or rename one of them";
    /// The header line stands a second time, in the place of a row.
    HeaderAgain = "header_again", "the header line stands here again", "remove it; files that are put together have one";
    /// The headers are those of another kind of file; the problem's header names it.
    OtherFile = "other_file", "this is another kind of file", "give the right file, or read it as what it is";
    /// A row is shorter than the header line.
    TooFewFields = "too_few_fields", "the row has fewer fields than the header line", "add the missing fields";
    /// A row is longer than the header line.
    TooManyFields = "too_many_fields", "the row has more fields than the header line", "quote fields that contain the delimiter";
    /// A quote was opened and never closed; the line is the one where it opens.
    QuoteNotClosed = "quote_not_closed", "a quote opens here and is not closed", "close it, or double it if it belongs to the text";
    /// Text stands between a closing quote and the delimiter.
    TextAfterQuote = "text_after_quote", "text follows a closing quote", "double the quotes that belong to the text";
    /// A quote stands inside a field that is not quoted.
    BareQuote = "bare_quote", "a quote stands inside an unquoted field", "quote the field and double the quote";
    /// A NUL character.
    Nul = "nul", "the field has a nul character", "export the file again as utf-8 text";
    /// Bytes that are not text in the file's encoding.
    BadEncoding = "bad_encoding", "the field is not valid text", "save the file as utf-8";
    /// A field over the limit.
    FieldTooLong = "field_too_long", "the field is too long", "shorten it, or look for a missing quote";
    /// A record over the limit.
    RecordTooLong = "record_too_long", "the row is too long", "shorten it, or look for a missing line end";
    /// A cell that needs a value is empty.
    EmptyValue = "empty_value", "the cell is empty", "give a value";
    /// Not an instant.
    NotATime = "not_a_time", "the value is not a time", "write it as `2019-12-23T06:18:32.782Z`";
    /// Not a decimal number.
    NotADecimal = "not_a_decimal", "the value is not a decimal number", "write digits with at most one point, as `12.82`";
    /// Not a whole number.
    NotACount = "not_a_count", "the value is not a count", "write a whole number without signs or separators";
    /// A number outside its range.
    OutOfRange = "out_of_range", "the number is out of range", "percentages are 0 to 100; hours are not negative, at most 400,000 in an activity file, and below 1,000,000,000 in a data frame; lessons are at most 65,535";
    /// A number with more decimal places than are kept.
    TooPrecise = "too_precise", "the number has too many decimal places", "round it: activity keeps 4 places, a data frame 9";
    /// Neither `Yes` nor `No`.
    NotYesNo = "not_yes_no", "the value is neither yes nor no", "write `Yes` or `No`";
    /// Not a member state.
    NotAMemberState = "not_a_member_state", "the value is not a member state", "write `MEMBER`, `DELETED_MEMBER` or `INVITED`";
    /// Not an id.
    NotAnId = "not_an_id", "the value is not an id", "give a uuid, or its 22 characters of url-safe base64";
    /// Not a slug.
    NotASlug = "not_a_slug", "the value is not a slug", "use a to z, digits and hyphens";
    /// A value that must be unique in the file stands there twice.
    RepeatedValue = "repeated_value", "an earlier row has the same value", "give each row its own";
    /// A type of catalog row that does not exist.
    UnknownType = "unknown_type", "the type is unknown", "write `Course` or `Specialization`";
    /// A specialization that the file does not have.
    UnknownSpecialization = "unknown_specialization", "no specialization of this file has this name or slug", "add a row for it";
    /// A value in a row to which it does not apply.
    NotApplicable = "not_applicable", "the value does not apply to this kind of row", "leave the cell empty";
    /// An action that does not exist.
    UnknownAction = "unknown_action", "the action is unknown", "use one of the documented actions";
    /// A detail that does not fit its action.
    UnknownDetail = "unknown_detail", "the detail does not fit the action", "see the documented details of this action";
}

record! {
    /// One defect of a file: where, what, and what to do (`REP-6`).
    ///
    /// It prints as a sentence without the excerpt, which may be personal; debug output hides the excerpt as well.
    ///
    /// ```
    /// use matricula::table::InvitationFile;
    ///
    /// let file = InvitationFile::read(b"Full Name,Email,External ID\nJo Doe\n");
    /// let problem = &file.problems.kept[0];
    /// assert_eq!(
    ///     problem.to_string(),
    ///     "line 2: the row has fewer fields than the header line: add the missing fields"
    /// );
    /// ```
    pub struct Problem {
        /// The physical line, from 1.
        pub line: u64,
        /// The record: 0 is the header, 1 the first row. Blank lines are no records; a line `sep=;` above the header is one.
        pub record: u64,
        /// The column, from 1; absent when the whole row is meant.
        pub column: Option<u32>,
        /// The start of the column's header, at most 80 characters; for `other_file` and `not_a_table` what the file seems to be.
        pub header: Option<Box<str>>,
        /// For bad encoding in UTF-8: how many bytes of the file come before the bad one.
        pub offset: Option<u64>,
        /// The start of the cell, at most 80 characters. It may be personal.
        pub excerpt: Personal,
        /// What is wrong.
        pub code: ProblemCode,
        /// Where it is, what is wrong and what to do, as a sentence without the excerpt.
        pub message: Box<str>,
    }
}

impl Problem {
    /// One of the header line, or of one of its fields.
    pub(super) fn of_header(
        line: &Record,
        field: Option<usize>,
        header: Option<&str>,
        code: ProblemCode,
    ) -> Self {
        Self {
            line: line.line(),
            record: line.number(),
            column: field.and_then(|field| u32::try_from(field.saturating_add(1)).ok()),
            header: header.map(Into::into),
            offset: None,
            excerpt: field.and_then(|field| line.get(field)).map(excerpt).unwrap_or_default(),
            code,
            message: Box::default(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "line {}", self.line)?;
        if let Some(column) = self.column {
            write!(formatter, ", column {column}")?;
        }
        if let Some(header) = &self.header {
            write!(formatter, " (`{header}`)")?;
        }
        write!(formatter, ": {}: {}", self.code.sentence(), self.code.remedy())
    }
}

record! {
    /// The problems of one file in file order: the first ones kept, all counted.
    ///
    /// ```
    /// use matricula::table::{Problems, WhitelistFile};
    ///
    /// assert!(WhitelistFile::read(b"acme.edu\n").problems.is_empty());
    /// assert_eq!(Problems::new(10).total, 0);
    /// ```
    pub struct Problems {
        /// Those kept.
        pub kept: Vec<Problem>,
        /// How many there were.
        pub total: u64,
        /// How many are kept at most.
        pub limit: u32,
    }
}

impl Problems {
    /// None yet; at most `limit` will be kept.
    pub const fn new(limit: u32) -> Self {
        Self { kept: Vec::new(), total: 0, limit }
    }

    /// Adds one: always counted, kept while there is room.
    pub fn push(&mut self, mut problem: Problem) {
        self.total = self.total.saturating_add(1);
        if self.kept.len() < self.limit as usize {
            problem.message = format!("{problem}").into();
            self.kept.push(problem);
        }
    }

    /// Adds those of the part of the file that starts so many lines and records further down.
    pub(crate) fn take_in(&mut self, part: Self, lines: u64, records: u64) {
        let left_out = part.total.saturating_sub(part.kept.len() as u64);
        for mut problem in part.kept {
            problem.line = problem.line.saturating_add(lines);
            problem.record = problem.record.saturating_add(records);
            self.push(problem);
        }
        self.total = self.total.saturating_add(left_out);
    }

    /// Whether there were none.
    pub const fn is_empty(&self) -> bool {
        self.total == 0
    }

    /// Orders the kept ones by line, for files that are judged in several passes.
    pub(crate) fn sort(&mut self) {
        self.kept.sort_by_key(|problem| (problem.line, problem.column));
    }
}

impl Default for Problems {
    fn default() -> Self {
        Self::new(PROBLEM_LIMIT)
    }
}

/// The start of a cell for a problem.
pub(crate) fn excerpt(text: &str) -> Personal {
    start_of(text).into()
}

/// As much of a text as a problem shows: a thousand problems with a header of a megabyte each would fill the memory.
pub(crate) fn start_of(text: &str) -> Box<str> {
    text.chars().take(EXCERPT_LIMIT).collect::<String>().into()
}

pub(crate) const DEFINITIONS: &[Definition] = &[
    ProblemCode::SCHEMA,
    Definition::Record(Problem::SCHEMA),
    Definition::Record(Problems::SCHEMA),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rep_6_codes_are_unique_and_texts_are_in_the_house_style() {
        for (index, code) in ProblemCode::ALL.iter().enumerate() {
            let name = code.as_str();
            assert!(name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_'), "{name}");
            assert!(
                ProblemCode::ALL.iter().skip(index.saturating_add(1)).all(|other| other.as_str() != name)
            );
            assert!(
                code.sentence().starts_with(char::is_lowercase)
                    && code.remedy().starts_with(char::is_lowercase)
            );
        }
    }
}
