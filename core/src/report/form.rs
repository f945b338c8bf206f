//! The form of a report file: everything about its bytes that its rows do not say, so that it can be written again as it
//! was (`REP-2`).

use alloc::vec::Vec;

use super::dialect::{DialectColumn, DialectError, DialectTable, Report};
use crate::Personal;
use crate::schema::{Definition, choice, record};
use crate::table::{
    ColumnMap, ColumnType, Delimiter, FormulaGuard, Layout, MARKS_LENGTH, Place, Sink, Style, TableWriter,
    guarded, is_plain_count, is_plain_decimal, is_plain_time, may_be_misread_mark, unguarded,
};

choice! {
    /// What stands between the fields of a file.
    pub enum Separator {
        /// `,`
        Comma = "comma",
        /// `;`
        Semicolon = "semicolon",
        /// A tab.
        Tab = "tab",
        /// `|`
        Pipe = "pipe",
    }
}

impl Separator {
    const fn byte(self) -> u8 {
        match self {
            Self::Comma => b',',
            Self::Semicolon => b';',
            Self::Tab => b'\t',
            Self::Pipe => b'|',
        }
    }
}

choice! {
    /// What ends the lines of a file.
    pub enum LineEnd {
        /// CR and LF, as this library writes.
        Crlf = "crlf",
        /// LF.
        Lf = "lf",
        /// CR.
        Cr = "cr",
    }
}

choice! {
    /// Which fields of a file are quoted.
    pub enum Quotes {
        /// Those that need it, as this library writes.
        Needed = "needed",
        /// All.
        Always = "always",
    }
}

choice! {
    /// How the times of a file are written.
    pub enum TimeForm {
        /// `2019-12-23T06:18:32.782Z`, as this library writes.
        Iso = "iso",
        /// `2024-01-26 10:16:04`, with a fraction where there is one.
        Spaced = "spaced",
    }
}

record! {
    /// Everything about a file that its rows do not say (`REP-2`).
    ///
    /// With it, and with the [`Spelling`]s, a file is written again byte for byte if its quoting and its line ends are the
    /// same throughout; where they are mixed they become those of its first line, and UTF-16 becomes UTF-8. Rows with
    /// problems and blank ones are left out, and so is a line `sep=;` above the header line, and a byte-order mark that was
    /// read in another encoding and stands there as the text `ï»¿`.
    #[derive(Default)]
    pub struct FileForm {
        /// The columns in the file's order, with the headers as they stand there.
        pub columns: Vec<DialectColumn>,
        /// What stands between fields.
        pub separator: Separator,
        /// What ends lines.
        pub line_end: LineEnd,
        /// Which fields are quoted.
        pub quotes: Quotes,
        /// How times are written; that of the first one.
        pub times: TimeForm,
        /// Whether the file starts with a byte-order mark.
        pub byte_order_mark: bool,
        /// Whether the last line has no end.
        pub open_end: bool,
        /// Whether apostrophes that guard against formulas were taken away when it was read.
        pub guard_formulas: bool,
    }
}

record! {
    /// In what form a table is written: what a [`FileForm`] says of a file beside its columns. What is absent is as this library
    /// writes.
    #[derive(Copy, Default)]
    pub struct WriteForm {
        /// What stands between fields; absent means `comma`.
        pub separator: Option<Separator>,
        /// What ends lines; absent means `crlf`.
        pub line_end: Option<LineEnd>,
        /// Which fields are quoted; absent means `needed`.
        pub quotes: Option<Quotes>,
        /// How times are written; absent means `iso`.
        pub times: Option<TimeForm>,
        /// Whether the file starts with a byte-order mark, by which some spreadsheets tell UTF-8; absent means that it does not.
        pub byte_order_mark: Option<bool>,
    }
}

record! {
    /// A cell that stands in its file otherwise than the form says: a number as `2` where it would be `2.0`, a time of the
    /// other form. It is written so again as long as it stands for the value that the row has.
    pub struct Spelling {
        /// The row, from 0 for the first good one.
        pub row: u64,
        /// The column of the form, from 0.
        pub column: u32,
        /// The cell.
        pub text: Personal,
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[
    Separator::SCHEMA,
    LineEnd::SCHEMA,
    Quotes::SCHEMA,
    TimeForm::SCHEMA,
    Definition::Record(FileForm::SCHEMA),
    Definition::Record(WriteForm::SCHEMA),
    Definition::Record(Spelling::SCHEMA),
];

impl FileForm {
    /// The form in which this library writes a dialect.
    pub fn of_dialect(dialect: &DialectTable) -> Self {
        let columns = dialect.columns.iter().map(|column| {
            let schema = column.place.and_then(|place| dialect.schema().columns.get(place));
            DialectColumn { header: column.header.clone(), field: schema.map(|found| found.field.into()) }
        });
        Self { columns: columns.collect(), ..Self::default() }
    }

    /// The columns of a file that is being read.
    pub(super) fn set_columns<L: Layout>(&mut self, map: &ColumnMap) {
        let column = |(header, place): (&str, Option<usize>)| DialectColumn {
            header: header.into(),
            field: place.and_then(|place| L::SCHEMA.columns.get(place)).map(|column| column.field.into()),
        };
        self.columns = map.columns().map(column).collect();
    }

    pub(super) const fn set_separator(&mut self, delimiter: Option<Delimiter>) {
        self.separator = match delimiter {
            Some(Delimiter::Semicolon) => Separator::Semicolon,
            Some(Delimiter::Tab) => Separator::Tab,
            Some(Delimiter::Pipe) => Separator::Pipe,
            _ => Separator::Comma,
        };
    }

    pub(super) const fn guard(&self) -> FormulaGuard {
        if self.guard_formulas { FormulaGuard::On } else { FormulaGuard::Off }
    }
}

impl From<&FileForm> for WriteForm {
    fn from(form: &FileForm) -> Self {
        Self {
            separator: Some(form.separator),
            line_end: Some(form.line_end),
            quotes: Some(form.quotes),
            times: Some(form.times),
            byte_order_mark: Some(form.byte_order_mark),
        }
    }
}

impl WriteForm {
    /// A writer of fields in this form. It writes no byte-order mark: [`Self::mark`] goes before everything else.
    ///
    /// ```
    /// use matricula::report::{LineEnd, Separator, WriteForm};
    ///
    /// let form = WriteForm { separator: Some(Separator::Semicolon), line_end: Some(LineEnd::Lf), ..WriteForm::default() };
    /// let mut writer = form.writer(form.mark().to_vec(), Default::default());
    /// writer.text("a;b");
    /// writer.count(2);
    /// writer.end_row();
    /// assert_eq!(writer.into_sink(), b"\"a;b\";2\n");
    /// ```
    pub fn writer<S: Sink>(&self, sink: S, guard: FormulaGuard) -> TableWriter<S> {
        TableWriter::with_style(sink, guard, self.style())
    }

    /// The byte-order mark, if there is to be one.
    pub const fn mark(&self) -> &'static [u8] {
        if matches!(self.byte_order_mark, Some(true)) {
            "\u{FEFF}".as_bytes()
        } else {
            &[]
        }
    }

    fn style(&self) -> Style {
        Style {
            delimiter: self.separator.unwrap_or_default().byte(),
            line_end: match self.line_end.unwrap_or_default() {
                LineEnd::Crlf => "\r\n",
                LineEnd::Lf => "\n",
                LineEnd::Cr => "\r",
            },
            quote_all: self.quotes == Some(Quotes::Always),
            spaced_times: self.times == Some(TimeForm::Spaced),
        }
    }
}

/// Finds the form of a file in its bytes, which may come in pieces of any size.
///
/// ```
/// use matricula::report::{FormSniffer, LineEnd, Quotes};
///
/// let mut sniffer = FormSniffer::default();
/// sniffer.push(b"\"Email\",\"Program ");
/// sniffer.push(b"Slug\"\n\"jo@example.com\",\"p\"");
/// let form = sniffer.form();
/// assert_eq!((form.line_end, form.quotes, form.open_end), (LineEnd::Lf, Quotes::Always, true));
/// ```
#[derive(Clone, Debug, Default)]
pub struct FormSniffer {
    start: Start,
    /// Where in the header line.
    quoted: bool,
    in_field: bool,
    bare: bool,
    any: bool,
    line_end: Option<LineEnd>,
    /// A CR was seen that may be the first half of a CRLF.
    after_cr: bool,
    last: Option<u8>,
}

/// The first bytes, as far as they may be a byte-order mark.
#[derive(Clone, Copy, Debug, Default)]
struct Start {
    bytes: [u8; MARKS_LENGTH],
    count: u8,
}

impl Start {
    /// Takes a byte. Whether it may belong to a byte-order mark, perhaps one that was read in another encoding.
    fn is_mark(&mut self, byte: u8) -> bool {
        let known = usize::from(self.count);
        let Some(place) = self.bytes.get_mut(known) else { return false };
        *place = byte;
        self.count = self.count.saturating_add(1);
        let is_mark = known < 3 && matches!(byte, 0xEF | 0xBB | 0xBF | 0xFE | 0xFF);
        is_mark || self.bytes.get(..=known).is_some_and(may_be_misread_mark)
    }
}

impl FormSniffer {
    /// Takes the next bytes.
    pub fn push(&mut self, bytes: &[u8]) {
        let mut rest = bytes.iter();
        while self.line_end.is_none() || self.after_cr {
            let Some(byte) = rest.next() else { break };
            self.step(*byte);
        }
        // UTF-16 has a NUL beside each of the bytes that matter.
        if let Some(last) = bytes.iter().rev().find(|byte| **byte != 0) {
            self.last = Some(*last);
        }
    }

    fn step(&mut self, byte: u8) {
        let is_mark = self.start.is_mark(byte);
        if core::mem::take(&mut self.after_cr) {
            if byte == b'\n' {
                self.line_end = Some(LineEnd::Crlf);
            }
            return;
        }
        match byte {
            // Of a byte-order mark, or beside a byte of UTF-16.
            _ if is_mark || byte == 0 => {}
            b'"' => {
                self.quoted = !self.quoted;
                self.in_field = true;
                self.any = true;
            }
            _ if self.quoted => {}
            b'\r' | b'\n' if !self.any => {}
            b'\r' => {
                self.line_end = Some(LineEnd::Cr);
                self.after_cr = true;
            }
            b'\n' => self.line_end = Some(LineEnd::Lf),
            b',' | b';' | b'\t' | b'|' => {
                self.bare |= !self.in_field;
                self.in_field = false;
                self.any = true;
            }
            _ => {
                self.bare |= !self.in_field;
                self.in_field = true;
                self.any = true;
            }
        }
    }

    /// Whether the first line ended in a CR that may be the first half of a CRLF.
    pub(super) const fn is_within_line_end(&self) -> bool {
        self.after_cr
    }

    /// The form of what was pushed, without columns.
    pub fn form(&self) -> FileForm {
        let all_quoted = self.any && self.in_field && !self.bare;
        FileForm {
            line_end: self.line_end.unwrap_or_default(),
            quotes: if all_quoted { Quotes::Always } else { Quotes::Needed },
            byte_order_mark: self.start.count > 0
                && matches!(self.start.bytes, [0xEF, 0xBB, 0xBF, ..] | [0xFF, 0xFE, ..] | [0xFE, 0xFF, ..]),
            open_end: !matches!(self.last, Some(b'\n' | b'\r')),
            ..FileForm::default()
        }
    }
}

/// Takes down what the form of a file does not say of a row.
#[derive(Debug)]
pub(super) struct Speller {
    /// By the place in the file: the place in the schema and its kind.
    columns: Vec<(u32, usize, ColumnType)>,
    times: Option<TimeForm>,
    guard: FormulaGuard,
}

impl Speller {
    pub(super) fn new<L: Layout>(map: &ColumnMap, guard: FormulaGuard) -> Self {
        let columns = (0..).zip(map.columns()).filter_map(|(column, (_, place))| {
            let place = place?;
            let kind = L::SCHEMA.columns.get(place)?.kind;
            let of_interest = match kind {
                ColumnType::Time
                | ColumnType::Percent
                | ColumnType::Hours
                | ColumnType::Count
                | ColumnType::MaybeCount => true,
                ColumnType::Text => guard == FormulaGuard::On,
                ColumnType::Id | ColumnType::YesNo | ColumnType::MaybeYesNo | ColumnType::Choice => false,
            };
            of_interest.then_some((column, place, kind))
        });
        Self { columns: columns.collect(), times: None, guard }
    }

    /// How the times of the file are written, as far as it has been seen.
    pub(super) fn times(&self) -> TimeForm {
        self.times.unwrap_or_default()
    }

    /// The cells of a row that the form does not tell.
    pub(super) fn note<'a>(&mut self, place: &Place<'a>, mut each: impl FnMut(u32, &'a str)) {
        for (column, at, kind) in &self.columns {
            let text = place.cell(*at);
            let told = match kind {
                ColumnType::Count => is_plain_count(text),
                _ if text.is_empty() => true,
                ColumnType::MaybeCount => is_plain_count(text),
                ColumnType::Percent | ColumnType::Hours => is_plain_decimal(text),
                ColumnType::Time => {
                    let times = self.times.get_or_insert_with(|| {
                        let spaced = text.as_bytes().get(10) == Some(&b' ');
                        if spaced { TimeForm::Spaced } else { TimeForm::Iso }
                    });
                    is_plain_time(text, *times == TimeForm::Spaced)
                }
                _ => self.guard == FormulaGuard::Off || guarded(unguarded(text)) == text,
            };
            if !told {
                each(*column, text);
            }
        }
    }
}

/// Writes the rows of a report in a form, one after the other.
///
/// ```
/// use matricula::report::{DialectName, DialectTable, FileForm, LineEnd, Membership, MembershipRow};
/// use matricula::report::{ReportKind, ReportWriter};
///
/// let dialect = DialectTable::known(ReportKind::Membership, DialectName::Legacy);
/// let form = FileForm { line_end: LineEnd::Lf, ..FileForm::of_dialect(&dialect) };
/// let mut file = Vec::new();
/// let mut writer = ReportWriter::<Membership, _>::new(&mut file, &form)?;
/// writer.write(&MembershipRow { email: "jo@example.com".into(), ..MembershipRow::default() });
/// assert!(file.ends_with(b"\n,jo@example.com,,,,0,0,INVITED,,,\n"));
/// # Ok::<(), matricula::report::DialectError>(())
/// ```
#[derive(Debug)]
pub struct ReportWriter<L: Report, S: Sink> {
    writer: TableWriter<Open<S>>,
    columns: Vec<Option<u32>>,
    guard_others: OtherGuard,
    layout: core::marker::PhantomData<L>,
}

/// What is done about formulas in cells that the report does not have: they are given as they stood in their file.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum OtherGuard {
    AsTheyAre,
    Guard,
    Unguard,
}

impl<L: Report, S: Sink> ReportWriter<L, S> {
    /// A writer that has written the header line.
    ///
    /// # Errors
    ///
    /// [`DialectError`] if a column of the form is of a field that the report does not have, or of one that has a column.
    pub fn new(sink: S, form: &FileForm) -> Result<Self, DialectError> {
        Self::guarding(sink, form, form.guard())
    }

    /// As [`Self::new`], with cells outside the report as a file of this form has them and with another guard.
    pub(super) fn guarding(sink: S, form: &FileForm, guard: FormulaGuard) -> Result<Self, DialectError> {
        let table = DialectTable::new(L::SCHEMA, &form.columns)?;
        let written = WriteForm::from(form);
        let style = written.style();
        let line_end = if form.open_end { style.line_end } else { "" };
        let mut open = Open { sink, line_end, owed: false };
        open.sink.write(written.mark());
        let mut writer = TableWriter::with_style(open, guard, style);
        for column in &table.columns {
            writer.id(&column.header);
        }
        if !table.columns.is_empty() {
            writer.end_row();
        }
        let place = |place: usize| u32::try_from(place).unwrap_or(u32::MAX);
        let guard_others = match (form.guard(), guard) {
            (FormulaGuard::Off, FormulaGuard::On) => OtherGuard::Guard,
            (FormulaGuard::On, FormulaGuard::Off) => OtherGuard::Unguard,
            _ => OtherGuard::AsTheyAre,
        };
        Ok(Self {
            writer,
            columns: table.columns.iter().map(|column| column.place.map(place)).collect(),
            guard_others,
            layout: core::marker::PhantomData,
        })
    }

    /// Writes a row; columns that the report does not have stay empty.
    pub fn write(&mut self, row: &L::Row<'_>) {
        self.write_kept(row, core::iter::empty(), core::iter::empty());
    }

    /// Writes a row with its cells in the columns that the report does not have, in their order, and with cells that are
    /// spelled otherwise, by column, as long as they stand for the value of the row.
    pub fn write_kept<'a>(
        &mut self,
        row: &L::Row<'_>,
        others: impl IntoIterator<Item = &'a str>,
        spellings: impl IntoIterator<Item = (u32, &'a str)>,
    ) {
        let Self { writer, columns, guard_others, .. } = self;
        let mut others = others.into_iter();
        let mut spellings = spellings.into_iter().peekable();
        for (number, column) in (0_u32..).zip(columns) {
            let spelled = spellings.next_if(|(of, _)| *of == number).map(|(_, text)| text);
            match column {
                None => {
                    let text = others.next().unwrap_or_default();
                    match guard_others {
                        OtherGuard::AsTheyAre => writer.id(text),
                        OtherGuard::Guard => writer.text(text),
                        OtherGuard::Unguard => writer.id(unguarded(text)),
                    }
                }
                Some(place) => {
                    let place = *place as usize;
                    match spelled.filter(|text| L::is_value(row, place, read_as(writer, text))) {
                        Some(text) => writer.id(text),
                        None => L::write_cell(row, place, writer),
                    }
                }
            }
        }
        writer.end_row();
    }

    /// The sink.
    pub fn into_sink(self) -> S {
        self.writer.into_sink().sink
    }
}

impl<L: Report> ReportWriter<L, Vec<u8>> {
    /// How times are written from now on.
    pub(super) const fn set_times(&mut self, times: TimeForm) {
        self.writer.style_mut().spaced_times = matches!(times, TimeForm::Spaced);
    }

    /// Gives out what is written so far.
    pub(super) fn hand_over(&mut self, sink: &mut (impl Sink + ?Sized)) {
        let written = &mut self.writer.sink_mut().sink;
        sink.write(written);
        written.clear();
    }

    /// Writes the end of the last line that was held back.
    pub(super) fn end_last_line(&mut self) {
        let open = self.writer.sink_mut();
        if core::mem::take(&mut open.owed) {
            open.sink.write(open.line_end.as_bytes());
        }
    }
}

/// A cell as it is read when the file is guarded as this one is.
fn read_as<'a, S: Sink>(writer: &TableWriter<S>, text: &'a str) -> &'a str {
    if writer.guard() == FormulaGuard::On { unguarded(text) } else { text }
}

/// A sink for a file whose last line has no end: the end of each line comes before the next line.
#[derive(Clone)]
struct Open<S> {
    sink: S,
    /// The end that is held back; nothing for a file whose last line has one.
    line_end: &'static str,
    owed: bool,
}

impl<S: Sink> Sink for Open<S> {
    fn write(&mut self, bytes: &[u8]) {
        if self.line_end.is_empty() {
            return self.sink.write(bytes);
        }
        if core::mem::replace(&mut self.owed, true) {
            self.sink.write(self.line_end.as_bytes());
        }
        self.sink.write(bytes.strip_suffix(self.line_end.as_bytes()).unwrap_or(bytes));
    }
}

/// The headers of a form that the report does not have, in order.
pub(super) fn other_headers(columns: &[DialectColumn]) -> impl Iterator<Item = &str> {
    columns.iter().filter(|column| column.field.is_none()).map(|column| &*column.header)
}
