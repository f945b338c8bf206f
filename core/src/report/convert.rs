//! A report of any size written again while it is read: as it was, or in another dialect.

use alloc::vec::Vec;

use super::dialect::{DialectError, DialectName, DialectTable, Report};
use super::form::{FileForm, FormSniffer, ReportWriter, Speller, other_headers};
use super::of_files::FileRead;
use crate::table::{FormulaGuard, ReadOptions, RowReader, Sink, tidy};

/// Writes a report again while it is read, from bytes in pieces of any size and in bounded memory (`REP-2`).
///
/// In another dialect only the columns are lost that it does not have, and what comes out is in the form of this library:
/// UTF-8, commas, CRLF. In its own form the bytes are those of the file, as [`FileForm`] says. Bad rows are reported and left
/// out. What comes out does not depend on where the pieces were cut.
///
/// ```
/// use matricula::report::{DialectName, Membership, ReportConverter};
///
/// let mut file = Vec::new();
/// let mut converter = ReportConverter::<Membership>::to_known(DialectName::Legacy, Default::default());
/// converter.push(b"Email,Program Slug,Member State,# Enrolled Courses,# Comp", &mut file);
/// converter.push(b"leted Courses,Team\njo@x.org,p,MEMBER,1,0,red", &mut file);
/// assert_eq!(converter.finish(&mut file).used, 1);
/// assert!(file.ends_with(b"\r\n,jo@x.org,,,p,1,0,MEMBER,,,\r\n"));
/// ```
#[derive(Debug)]
pub struct ReportConverter<L: Report> {
    reader: RowReader<L>,
    /// How the file was guarded, and is to be.
    guards: [FormulaGuard; 2],
    /// Of the dialect that is written; none for the file's own.
    target: Option<FileForm>,
    sniffer: FormSniffer,
    speller: Option<Speller>,
    /// For each column of the target that the report does not have, where the file has it among its own of these.
    kept: Vec<Option<usize>>,
    options: ReadOptions,
    /// Its sink is emptied after each piece.
    writer: Option<ReportWriter<L, Vec<u8>>>,
    used: u64,
}

impl<L: Report> ReportConverter<L> {
    fn new(target: Option<FileForm>, options: ReadOptions) -> Self {
        Self {
            reader: RowReader::new(options),
            guards: [options.guard; 2],
            target,
            sniffer: FormSniffer::default(),
            speller: None,
            kept: Vec::new(),
            options,
            writer: None,
            used: 0,
        }
    }

    /// A converter that gives a file back as it was.
    pub fn to_itself(options: ReadOptions) -> Self {
        Self::new(None, options)
    }

    /// A converter into a known dialect.
    pub fn to_known(dialect: DialectName, options: ReadOptions) -> Self {
        Self::new(Some(FileForm::of_dialect(&DialectTable::known(L::KIND, dialect))), options)
    }

    /// A converter into a dialect of one's own; its columns without field take the cells that the file has under these
    /// headers.
    ///
    /// # Errors
    ///
    /// [`DialectError::OtherReport`] if the dialect is of another report.
    pub fn to_dialect(dialect: &DialectTable, options: ReadOptions) -> Result<Self, DialectError> {
        dialect.must_be_of::<L>()?;
        Ok(Self::new(Some(FileForm::of_dialect(dialect)), options))
    }

    /// The same of a file in a dialect of one's own: its headers go before those that the report knows. Nothing must have been
    /// pushed yet.
    ///
    /// ```
    /// use matricula::report::{Dialect, DialectName, Membership, ReportConverter, ReportKind};
    ///
    /// let mut own = Dialect::known(ReportKind::Membership, DialectName::Legacy);
    /// own.columns[1].header = "E-Mail".into();
    /// let mut file = Vec::new();
    /// let converter = ReportConverter::<Membership>::to_known(DialectName::Legacy, Default::default());
    /// let mut converter = converter.of_dialect(&own.table()?)?;
    /// converter.push(
    ///     b"E-Mail,Program Slug,Member State,# Enrolled Courses,# Completed Courses\njo@x.org,p,MEMBER,1,0\n",
    ///     &mut file,
    /// );
    /// assert_eq!(converter.finish(&mut file).used, 1);
    /// assert!(file.starts_with(b"Name,Email,"));
    /// # Ok::<(), matricula::report::DialectError>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`DialectError::OtherReport`] if the dialect is of another report.
    pub fn of_dialect(mut self, dialect: &DialectTable) -> Result<Self, DialectError> {
        dialect.must_be_of::<L>()?;
        self.reader = RowReader::with_dialect(self.options, dialect);
        Ok(self)
    }

    /// The same with formulas guarded, or not, whatever they were.
    #[must_use]
    pub fn guarding(mut self, guard: FormulaGuard) -> Self {
        let [_, written] = &mut self.guards;
        *written = guard;
        self
    }

    /// Takes the next bytes, and gives out what they come to.
    pub fn push(&mut self, bytes: &[u8], sink: &mut (impl Sink + ?Sized)) {
        if self.target.is_none() {
            self.sniffer.push(bytes);
        }
        self.reader.push(bytes);
        // Between the two halves of its end the header line does not yet say what ends lines.
        if self.target.is_some() || !self.sniffer.is_within_line_end() {
            self.convert(sink);
        }
    }

    /// Says that the file ends here, gives out the rest, and tells how reading went.
    pub fn finish(mut self, sink: &mut (impl Sink + ?Sized)) -> FileRead {
        self.reader.finish();
        self.convert(sink);
        if let Some(writer) = &mut self.writer {
            if self.target.is_none() && !self.sniffer.form().open_end {
                writer.end_last_line();
            }
            writer.hand_over(sink);
        }
        let records = self.reader.rows();
        FileRead { records, used: self.used, problems: self.reader.into_problems() }
    }

    fn convert(&mut self, sink: &mut (impl Sink + ?Sized)) {
        self.reader.read_header();
        if self.writer.is_none()
            && let Some(form) = self.form()
        {
            let [_, guard] = self.guards;
            // The columns are those of a dialect or of a file, which are always good.
            self.writer = ReportWriter::guarding(Vec::new(), &form, guard).ok();
            if self.target.is_some() {
                let found = |header: &str| {
                    let header = tidy(header);
                    self.reader.others().position(|other| other.eq_ignore_ascii_case(header))
                };
                self.kept = other_headers(&form.columns).map(found).collect();
            }
        }
        let Self { reader, guards: [read, written], target, speller, writer, used, kept, .. } = self;
        let is_own = target.is_none();
        let Some(writer) = writer else {
            // There is nothing to write, but perhaps something to report.
            return reader.for_each(|_, _| {});
        };
        reader.for_each(|row, place| {
            *used = used.saturating_add(1);
            if !is_own {
                if kept.iter().all(Option::is_none) {
                    return writer.write(&row);
                }
                let others: smallvec::SmallVec<[&str; 8]> = place.others().collect();
                let cell =
                    |place: &Option<usize>| place.and_then(|place| others.get(place)).map_or("", |cell| cell);
                return writer.write_kept(&row, kept.iter().map(cell), core::iter::empty());
            }
            let speller = speller.get_or_insert_with(|| Speller::new::<L>(place.columns(), *read));
            let mut spelled: smallvec::SmallVec<[(u32, &str); 8]> = smallvec::SmallVec::new();
            speller.note(&place, |column, text| spelled.push((column, text)));
            writer.set_times(speller.times());
            if read != written {
                spelled.clear();
            }
            writer.write_kept(&row, place.others(), spelled);
        });
        writer.hand_over(sink);
    }

    /// The form in which to write, once the header line is known.
    fn form(&self) -> Option<FileForm> {
        let map = self.reader.columns()?;
        let [read, _] = self.guards;
        let guard_formulas = read == FormulaGuard::On;
        let target = self.target.clone().map(|target| FileForm { guard_formulas, ..target });
        Some(target.unwrap_or_else(|| {
            let mut form = self.sniffer.form();
            form.set_separator(self.reader.delimiter());
            form.set_columns::<L>(map);
            form.guard_formulas = guard_formulas;
            // The end of a line is held back until it is known that it is not the last.
            form.open_end = true;
            form
        }))
    }
}

#[cfg(test)]
mod tests {
    use alloc::string::String;

    use super::*;
    use crate::report::{
        Dialect, DialectColumn, Membership, ReportKind, Target, Usage, read, read_membership,
        read_with_dialect, write_table,
    };

    const USAGE: &str = include_str!("../../../tests/golden/usage-2020.csv");

    fn converted<L: Report>(
        mut converter: ReportConverter<L>,
        bytes: &[u8],
        size: usize,
    ) -> (String, FileRead) {
        let mut file = Vec::new();
        bytes.chunks(size).for_each(|piece| converter.push(piece, &mut file));
        let read = converter.finish(&mut file);
        (String::from_utf8(file).unwrap(), read)
    }

    #[test]
    fn rep_2_a_file_is_given_back_however_it_is_cut() {
        let spaced = "\u{FEFF}Team;Email;Program Slug;# Enrolled Courses;# Completed Courses;Member State;Join Date\n\
            \"a;b\";jo@x.org;p;01;2;INVITED;\nc;ada@x.org;p;1;2;MEMBER;2024-01-26 10:16:04\n\
            d;bea@x.org;p;1;2;MEMBER;2024-01-26T10:16:04.000Z";
        for size in [1, 3, 64, 4096] {
            let (file, _) = converted(
                ReportConverter::<Usage>::to_itself(ReadOptions::default()),
                USAGE.as_bytes(),
                size,
            );
            assert_eq!(file, USAGE, "{size}");
            for open in ["", "\n"] {
                let bytes = alloc::format!("{spaced}{open}");
                let converter = ReportConverter::<Membership>::to_itself(ReadOptions::default());
                let (file, read) = converted(converter, bytes.as_bytes(), size);
                assert_eq!((file, read.used), (bytes, 3), "{size}");
            }
        }
    }

    #[test]
    fn rep_2_a_file_is_converted_as_one_that_was_read_as_a_whole() {
        let table = read::<Usage>(USAGE.as_bytes(), ReadOptions::default());
        for dialect in DialectName::ALL {
            let mut whole = Vec::new();
            write_table::<Usage>(&table, Target::Known(*dialect), FormulaGuard::On, &mut whole).unwrap();
            let converter = ReportConverter::<Usage>::to_known(*dialect, ReadOptions::default())
                .guarding(FormulaGuard::On);
            let (file, _) = converted(converter, USAGE.as_bytes(), 7);
            assert_eq!(file.as_bytes(), whole);
        }
        let other = DialectTable::known(crate::report::ReportKind::Membership, DialectName::Legacy);
        let refused = ReportConverter::<Usage>::to_dialect(&other, ReadOptions::default());
        assert_eq!(refused.unwrap_err().code(), "other_report");
    }

    #[test]
    fn rep_2_a_file_of_ones_own_dialect_is_converted_as_one_that_was_read_as_a_whole() {
        let mut own = Dialect::known(ReportKind::Membership, DialectName::About2025);
        own.columns[1].header = "Address".into();
        for (header, place) in [("Email", 3), ("Team", 0), ("None", 5)] {
            own.columns.insert(place, DialectColumn { header: header.into(), field: None });
        }
        let own = own.table().unwrap();
        let bytes = b"Team,Address,Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses\n\
            '=red,jo@x.org,second@x.org,p,MEMBER,1,0\nblue,ada@x.org,\"a, b\",p,INVITED,0,0\n";
        let mut options = ReadOptions::default();
        for (read, written) in [
            (FormulaGuard::Off, FormulaGuard::Off),
            (FormulaGuard::Off, FormulaGuard::On),
            (FormulaGuard::On, FormulaGuard::Off),
            (FormulaGuard::On, FormulaGuard::On),
        ] {
            options.guard = read;
            let table = read_with_dialect::<Membership>(bytes, &own, options);
            assert!(table.problems.is_empty());
            for target in [Target::Own, Target::Known(DialectName::Legacy), Target::Dialect(&own)] {
                let converter = match target {
                    Target::Own => ReportConverter::<Membership>::to_itself(options),
                    Target::Known(name) => ReportConverter::to_known(name, options),
                    Target::Dialect(dialect) => ReportConverter::to_dialect(dialect, options).unwrap(),
                };
                let converter = converter.of_dialect(&own).unwrap().guarding(written);
                let mut whole = Vec::new();
                write_table::<Membership>(&table, target, written, &mut whole).unwrap();
                let (file, read) = converted(converter, bytes, 9);
                assert_eq!((file.into_bytes(), read.used), (whole, 2), "{target:?}");
            }
        }
        let other = DialectTable::known(ReportKind::Usage, DialectName::Legacy);
        let refused = ReportConverter::<Membership>::to_itself(options).of_dialect(&other);
        assert_eq!(refused.unwrap_err().code(), "other_report");
    }

    #[test]
    fn rep_6_a_sheet_of_very_many_columns_is_given_back_and_converted() {
        let wide = 16_384;
        let (fields, cells) = (",x".repeat(wide), ",1".repeat(wide));
        let bytes = alloc::format!(
            "Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses{fields}\njo@x.org,p,MEMBER,1,0{cells}\n"
        );
        let own = ReportConverter::<Membership>::to_itself(ReadOptions::default());
        let (file, read) = converted(own, bytes.as_bytes(), 4096);
        assert_eq!((file == bytes, read.used, read.problems.total), (true, 1, 0));
        let table = read_membership(bytes.as_bytes(), ReadOptions::default());
        let mut whole = Vec::new();
        crate::report::rewrite::<Membership>(&table, &mut whole).unwrap();
        assert!(whole == bytes.as_bytes());
        let known = ReportConverter::<Membership>::to_known(DialectName::Legacy, ReadOptions::default());
        let (file, read) = converted(known, bytes.as_bytes(), 4096);
        assert_eq!((file.lines().nth(1), read.used), (Some(",jo@x.org,,,p,1,0,MEMBER,,,"), 1));
    }

    #[test]
    fn rep_6_of_a_file_without_rows_the_header_line_is_left_and_of_a_wrong_one_nothing() {
        let header = "Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses\r\n";
        let own = || ReportConverter::<Membership>::to_itself(ReadOptions::default());
        assert_eq!(converted(own(), header.as_bytes(), 5).0, header);
        let (nothing, read) = converted(own(), USAGE.as_bytes(), 5);
        assert_eq!((&*nothing, read.problems.kept[0].code.as_str()), ("", "other_file"));
        assert!(read_membership(header.as_bytes(), ReadOptions::default()).rows.is_empty());
    }
}
