//! The file of a bulk invitation (`INV-3`).

use alloc::boxed::Box;
use alloc::vec::Vec;

use super::columns::columns;
use super::problem::Problems;
use super::row::{ReadOptions, RowReader};
use crate::schema::record;
use crate::{InvitationRow, Personal};

columns! {
    pub(crate) table InvitationTable = "invitation file", ragged;

    pub(crate) struct InvitationCells {
        name: text, "Full Name", [], required, personal, "The invitee's full name.", "guide";
        email: text, "Email", [], required, personal, "The invitee's email.", "guide";
        external_id: text, "External ID", [], trailing, personal, "The organization's own id of the person; may be empty.", "guide";
    }
}

record! {
    /// The file of a bulk invitation, read: `Full Name`, `Email` and `External ID`, all three required as headers, in any
    /// order and beside others (`INV-3`).
    ///
    /// Whether an email is one, and whether its owner may be invited, is judged elsewhere; here a row is left out only when
    /// it cannot be read. A row may end after its email when `External ID` is the last column.
    ///
    /// ```
    /// use matricula::table::InvitationFile;
    ///
    /// let file = InvitationFile::read(b"Full Name,Email,External ID\r\nJo Doe, jd@example.com ,12345\r\n");
    /// assert_eq!((file.records, file.problems.total), (1, 0));
    /// assert_eq!(file.rows[0].email.as_str(), "jd@example.com");
    /// assert_eq!(file.rows[0].line, 2);
    /// ```
    pub struct InvitationFile {
        /// The rows that could be read, in file order.
        pub rows: Vec<InvitationRow>,
        /// Everything that is wrong with the file.
        pub problems: Problems,
        /// Rows seen, good and bad, without blank ones.
        pub records: u64,
    }
}

impl InvitationFile {
    /// Reads a whole file.
    pub fn read(bytes: &[u8]) -> Self {
        let mut rows = Vec::new();
        let reader =
            RowReader::<InvitationTable>::read_whole(bytes, ReadOptions::default(), |row, place, _| {
                rows.push(InvitationRow {
                    line: place.line(),
                    name: row.name.trim().into(),
                    email: row.email.trim().into(),
                    external_id: given(&row.external_id).map(Personal::from),
                });
            });
        Self { rows, records: reader.rows(), problems: reader.into_problems() }
    }

    /// The empty file that administrators download and fill in.
    ///
    /// ```
    /// use matricula::table::InvitationFile;
    ///
    /// assert_eq!(InvitationFile::template(), "Full Name,Email,External ID\r\n");
    /// ```
    pub const fn template() -> &'static str {
        "Full Name,Email,External ID\r\n"
    }
}

/// A text without surrounding space, if anything is left.
pub(crate) fn given(text: &str) -> Option<Box<str>> {
    let text = text.trim();
    (!text.is_empty()).then(|| text.into())
}

#[cfg(test)]
mod tests {
    use super::super::problem::ProblemCode::{self, *};
    use super::*;

    fn codes(bytes: &[u8]) -> Vec<(u64, Option<u32>, ProblemCode)> {
        let file = InvitationFile::read(bytes);
        file.problems
            .kept
            .iter()
            .map(|problem| (problem.line, problem.column, problem.code))
            .collect()
    }

    #[test]
    fn inv_3_all_three_headers_are_required() {
        let file = InvitationFile::read(b"Full Name,EMAIL \r\nJo,jo@x.org\r\n");
        assert!(file.rows.is_empty());
        let problem = &file.problems.kept[0];
        assert_eq!((problem.code, problem.header.as_deref()), (MissingHeader, Some("External ID")));
        assert_eq!(file.problems.total, 1);
        assert_eq!(InvitationFile::read(InvitationFile::template().as_bytes()).problems.total, 0);
        assert_eq!(codes(b""), [(1, None, EmptyFile)]);
        assert_eq!(codes(b"Email,Full Name*,email ,External id"), [(1, Some(3), RepeatedHeader)]);
    }

    #[test]
    fn rep_6_the_header_line_again_is_known_in_any_case_and_with_any_space() {
        let bytes = "Full Name,Email,External ID\nA,a@x.org,1\n\u{FEFF}full\u{A0}name,EMAIL , External Id*\nB,Email,External ID\n";
        assert_eq!(codes(bytes.as_bytes()), [(3, None, HeaderAgain)]);
        let lines = InvitationFile::read(bytes.as_bytes()).rows.into_iter().map(|row| row.line);
        assert_eq!(lines.collect::<Vec<_>>(), [2, 4]);
    }

    #[test]
    fn inv_3_another_file_is_recognised() {
        let mut file = Vec::new();
        crate::report::write_membership([], Default::default(), &mut file);
        let problems = InvitationFile::read(&file).problems;
        let first = &problems.kept[0];
        assert_eq!((first.code, first.header.as_deref()), (OtherFile, Some("membership report")));
    }

    #[test]
    fn inv_3_every_row_stands_for_itself() {
        let bytes = b"Full Name,Email,External ID,Team\n\
            A,a@x.org,1,red\n\
            B,b@x.org\n\
            C\n\
            D,d@x.org,4,blue,x\n\
            ,,,\n\
            E,\"e@x.org,5,\n\
            F,f\0@x.org,6,\n\
            G,g@x.org\xFF,7,\n\
            H,h@x.org,8,\n";
        let file = InvitationFile::read(bytes);
        let read: Vec<_> = file.rows.iter().map(|row| (row.line, &*row.name)).collect();
        assert_eq!(read, [(2, "A"), (3, "B"), (10, "H")]);
        assert_eq!(file.records, 8);
        assert_eq!(file.rows[1].external_id, None);
        assert_eq!(
            codes(bytes),
            [
                (4, None, TooFewFields),
                (5, None, TooManyFields),
                (7, Some(2), QuoteNotClosed),
                (8, Some(2), Nul),
                (9, Some(2), BadEncoding),
            ]
        );
        let text = alloc::format!("{file:?}{}", file.problems.kept[4]);
        assert!(!text.contains("x.org"), "{text}");
    }

    #[test]
    fn rep_6_files_of_spreadsheets() {
        let text = "Full Name;Email;External ID\rJosé;jo@x.org;\r";
        let utf16: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for file in [InvitationFile::read(text.as_bytes()), InvitationFile::read(&utf16)] {
            assert_eq!((&*file.rows[0].name, file.rows[0].line, file.problems.total), ("José", 2, 0));
        }
        let cut = &text.as_bytes()[..text.len() - 11];
        assert_eq!(codes(cut), [(2, None, TooFewFields)]);
    }

    #[test]
    fn rep_6_only_the_first_problems_are_kept_and_all_are_counted() {
        let bytes = alloc::format!("Full Name,Email,External ID\n{}", "x\n".repeat(3000));
        let problems = InvitationFile::read(bytes.as_bytes()).problems;
        assert_eq!((problems.kept.len(), problems.total), (1000, 3000));
    }
}
