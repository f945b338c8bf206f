//! The file of a whitelist import (`WL-1`).

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::column::{is_archive, tidy};
use super::delimiter::{Delimiter, names_delimiter};
use super::problem::{Problem, ProblemCode, Problems, excerpt};
use super::record::{ReaderOptions, Record, RecordReader};
use crate::DomainRow;
use crate::schema::record;

/// Headers that the first line may have.
const HEADERS: [&str; 2] = ["Domain", "Email Domain"];

record! {
    /// The file of a whitelist import, read: one domain a line, under the header `Domain`, `Email Domain` or none (`WL-1`).
    ///
    /// Whether a domain is one, and may be whitelisted, is judged elsewhere.
    ///
    /// ```
    /// use matricula::table::WhitelistFile;
    ///
    /// let file = WhitelistFile::read("\u{FEFF}Email Domain\r\nacme.edu\r\n\r\nacme.example \r\n".as_bytes());
    /// assert_eq!(file.rows.iter().map(|row| (&*row.domain, row.line)).collect::<Vec<_>>(), [("acme.edu", 2), ("acme.example", 4)]);
    /// ```
    pub struct WhitelistFile {
        /// The rows that could be read, in file order.
        pub rows: Vec<DomainRow>,
        /// Everything that is wrong with the file.
        pub problems: Problems,
        /// Rows seen, good and bad, without blank ones.
        pub records: u64,
    }
}

impl WhitelistFile {
    /// Reads a whole file.
    pub fn read(bytes: &[u8]) -> Self {
        let options = ReaderOptions { delimiter: Delimiter::Detect, ..ReaderOptions::default() };
        let mut reader = RecordReader::new(options);
        reader.push(bytes);
        reader.finish();
        let mut file = Self { rows: Vec::new(), problems: Problems::default(), records: 0 };
        let mut record = Record::new();
        // The first line may name the delimiter, and then the header stands in the second one.
        let mut header = 0;
        while reader.next_record(&mut record) {
            if record.problems().is_empty() && record.is_blank() {
                continue;
            }
            if record.number() == 0 && names_delimiter(&record) {
                header = 1;
                continue;
            }
            if record.number() == 0 && is_archive(&record) {
                file.problems.push(Problem::of_header(&record, None, None, ProblemCode::NotText));
                break;
            }
            let domain = record.get(0).unwrap_or_default().trim();
            let is_header = HEADERS.iter().any(|header| tidy(domain).eq_ignore_ascii_case(header));
            if record.number() == header && is_header && record.problems().is_empty() {
                continue;
            }
            file.records = file.records.saturating_add(1);
            let mut problem = |line, field: u32, offset, code| {
                file.problems.push(Problem {
                    line,
                    record: file.records,
                    column: Some(field.saturating_add(1)),
                    header: None,
                    offset,
                    excerpt: record.get(field as usize).map(excerpt).unwrap_or_default(),
                    code,
                    message: Box::default(),
                });
            };
            for found in record.problems() {
                problem(found.line, found.field, found.offset, found.code);
            }
            let more = record.iter().skip(1).position(|field| !field.trim().is_empty());
            if let Some(more) = more {
                let field = u32::try_from(more).unwrap_or(u32::MAX).saturating_add(1);
                problem(record.line(), field, None, ProblemCode::TooManyFields);
            }
            if domain.is_empty() && record.problems().is_empty() {
                problem(record.line(), 0, None, ProblemCode::EmptyValue);
            }
            if record.problems().is_empty() && more.is_none() && !domain.is_empty() {
                file.rows.push(DomainRow { line: record.line(), domain: domain.into() });
            }
        }
        file
    }

    /// The empty file that administrators download and fill in.
    pub const fn template() -> &'static str {
        "Domain\r\n"
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn wl_1_one_domain_a_line_with_or_without_header() {
        let file = WhitelistFile::read(b"acme.edu\rb.example,\r\"c.example\"\n");
        let read: Vec<_> = file.rows.iter().map(|row| (row.line, &*row.domain)).collect();
        assert_eq!(read, [(1, "acme.edu"), (2, "b.example"), (3, "c.example")]);
        assert!(file.problems.is_empty());
        assert!(WhitelistFile::read(WhitelistFile::template().as_bytes()).rows.is_empty());
    }

    #[test]
    fn wl_1_a_line_that_names_the_delimiter_is_no_domain_and_an_archive_has_none() {
        let file = WhitelistFile::read(b"sep=;\r\nDomain\r\nacme.edu;\r\n");
        let read: Vec<_> = file.rows.iter().map(|row| (row.line, &*row.domain)).collect();
        assert_eq!((read, file.records, file.problems.total), (alloc::vec![(3, "acme.edu")], 1, 0));
        let packed = WhitelistFile::read(b"\x1F\x8B\x08\0\0\0\0\0\x02\xFF\x4B\n\xB8\0\n");
        let codes: Vec<_> = packed.problems.kept.iter().map(|problem| problem.code).collect();
        assert_eq!((codes, packed.records), (alloc::vec![ProblemCode::NotText], 0));
    }

    #[test]
    fn wl_1_bad_lines_do_not_take_good_ones_along() {
        let file =
            WhitelistFile::read(b"Domain\na.example,b.example\n\"c.example\nd\0.example\n,x\ne.example\n");
        let codes: Vec<_> = file.problems.kept.iter().map(|problem| (problem.line, problem.code)).collect();
        assert_eq!(
            codes,
            [
                (2, ProblemCode::TooManyFields),
                (3, ProblemCode::QuoteNotClosed),
                (4, ProblemCode::Nul),
                (5, ProblemCode::TooManyFields),
                (5, ProblemCode::EmptyValue),
            ]
        );
        assert_eq!(&*file.rows[0].domain, "e.example");
        assert_eq!((file.rows.len(), file.records), (1, 5));
    }
}
