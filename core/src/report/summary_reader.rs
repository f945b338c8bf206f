//! What one report file adds to the fourteen figures, read in pieces, or in parts at the same time (`REP-3`, `ANA-6`).

use core::fmt;
use core::marker::PhantomData;

use super::{FileRead, Membership, SummaryAccumulator, Usage};
use crate::table::{Found, Layout, Mark, ReadOptions, Reading, Record, Records, Sheet, in_parts};

/// A report that the fourteen figures are made of: [`Usage`] or [`Membership`].
pub trait Summarized: Layout {
    /// Takes in a row.
    #[doc(hidden)]
    fn observe(figures: &mut SummaryAccumulator, row: &Self::Row<'_>);
}

impl Summarized for Usage {
    fn observe(figures: &mut SummaryAccumulator, row: &Self::Row<'_>) {
        figures.observe_usage(row);
    }
}

impl Summarized for Membership {
    fn observe(figures: &mut SummaryAccumulator, row: &Self::Row<'_>) {
        figures.observe_membership(row);
    }
}

/// Reads what a usage or a membership report adds to the fourteen figures, of any size and any dialect. Bad rows are
/// reported and left out. A [`FileSummarizer`](super::FileSummarizer) takes both and gives the figures.
///
/// Several cores can read a file together: [`InParts`](crate::table::InParts).
///
/// ```
/// use matricula::report::{FileSummarizer, SummaryReader, Usage};
///
/// let mut usage = SummaryReader::<Usage>::new(Default::default());
/// usage.push(b"Email,Course ID,Program Slug,Enrollment Time,Overall Progress,Estimated Learning Hours,\
///     Completed,Removed From Program,Completion Time,Course Grade\njo@example.com,c1,p,,,0.1,No,No,,\n");
/// let mut files = FileSummarizer::new(Default::default());
/// files.take_usage(usage);
/// assert_eq!(files.finish().summary.total_enrollments, 1);
/// ```
#[derive(Clone)]
pub struct SummaryReader<L> {
    file: Reading<Rows<L>>,
}

/// What becomes of the records.
#[derive(Clone)]
struct Rows<L> {
    /// Holds a clean record.
    copy: Record,
    sheet: Sheet,
    used: u64,
    figures: SummaryAccumulator,
    layout: PhantomData<L>,
}

impl<L> fmt::Debug for SummaryReader<L> {
    /// Shows how many rows were read: what it remembers is personal.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("SummaryReader")
            .field("records", &self.file.rows.sheet.rows())
            .finish_non_exhaustive()
    }
}

impl<L: Summarized> SummaryReader<L> {
    /// A reader at the start of a file.
    pub fn new(options: ReadOptions) -> Self {
        let rows = Rows {
            copy: Record::new(),
            sheet: Sheet::new(&options),
            used: 0,
            figures: SummaryAccumulator::default(),
            layout: PhantomData,
        };
        Self { file: Reading::new(options.records, rows) }
    }

    /// Takes the next bytes of the file. Pieces of some hundred kilobytes are read best.
    pub fn push(&mut self, bytes: &[u8]) {
        self.file.push(bytes);
    }

    /// Says that the file ends here, and gives what it adds to the figures, to be stored or merged; and how reading went.
    pub fn into_accumulator(mut self) -> (SummaryAccumulator, FileRead) {
        self.file.end();
        let Rows { mut sheet, used, figures, .. } = self.file.rows;
        sheet.end();
        (figures, FileRead { records: sheet.rows(), used, problems: sheet.into_problems() })
    }
}

in_parts!(SummaryReader<L: Summarized>);

impl<L: Summarized> Records for Rows<L> {
    fn take(&mut self, found: &Found<'_>) -> bool {
        let Self { copy, sheet, used, figures, .. } = self;
        let record = match found {
            Found::Other(record) => *record,
            Found::Clean(clean) => {
                clean.fill(copy);
                &*copy
            }
        };
        sheet.judge::<L>(record, &mut |row, _, _| {
            L::observe(figures, &row);
            *used = used.saturating_add(1);
        })
    }

    fn sheet(&self) -> &Sheet {
        &self.sheet
    }

    fn of_part(&self) -> Self {
        Self {
            copy: Record::new(),
            sheet: self.sheet.part(),
            used: 0,
            figures: SummaryAccumulator::default(),
            layout: PhantomData,
        }
    }

    fn take_in(&mut self, part: Self, seam: Mark) {
        self.figures.merge(part.figures);
        self.used = self.used.saturating_add(part.used);
        self.sheet.take_in(part.sheet, seam);
    }
}

#[cfg(test)]
mod tests {
    use alloc::vec::Vec;

    use proptest::prelude::*;

    use super::*;
    use crate::report::figures::tests::{HEADER, row};
    use crate::report::{FileSummarizer, FileSummary};
    use crate::table::InParts;

    /// Reads a file in the parts behind some of its bytes, the last one first.
    fn in_parts<L: Summarized>(bytes: &[u8], cuts: &[u64], options: ReadOptions) -> SummaryReader<L> {
        let read = |at: u64, piece: &mut [u8]| {
            let rest = usize::try_from(at).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
            let length = rest.len().min(piece.len());
            piece[..length].copy_from_slice(&rest[..length]);
            Ok::<_, core::convert::Infallible>(length)
        };
        let Ok(mut parts) = SummaryReader::<L>::new(options).file.cut(cuts.iter().copied(), 700, read);
        for part in parts.iter_mut().rev() {
            let Ok(()) = part.read_from(read);
        }
        let Ok(whole) = SummaryReader::join(parts.into_iter().map(|file| SummaryReader { file }), read);
        whole.unwrap()
    }

    fn membership_row() -> impl Strategy<Value = Vec<u8>> {
        let of = |all: &'static [&'static str]| prop::sample::select(all);
        let email =
            of(&["jo@x.org", "JO@x.org", "ada.lovelace@example.com", "zo\u{e9}@x.org", "\"q\"", "", "a\"b"]);
        let state = of(&["MEMBER", "INVITED", "DELETED_MEMBER", "MEMBER", "member", ""]);
        let count = of(&["0", "1", "12", "x", ""]);
        (email, of(&["p", "q"]), state, count).prop_map(|(email, program, state, count)| {
            alloc::format!("{email},{program},{state},{count},0\n").into()
        })
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(300))]

        #[test]
        fn ana_6_any_parts_of_both_files_give_the_figures_and_problems_of_the_whole(
            usage in prop::collection::vec(row(), 0..120),
            membership in prop::collection::vec(membership_row(), 0..200),
            cuts in prop::collection::btree_set(100_u64..12_000, 0..5),
            limit in 0_u32..8,
        ) {
            let options = ReadOptions { problem_limit: limit, ..ReadOptions::default() };
            let usage = [HEADER, &usage.concat()].concat().into_bytes();
            let header = b"Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses\n".to_vec();
            let membership = [header, membership.concat()].concat();
            let mut whole = FileSummarizer::new(options);
            whole.push_usage(&usage);
            whole.push_membership(&membership);
            let whole: FileSummary = whole.finish();

            let cuts: Vec<_> = cuts.into_iter().collect();
            let mut parts = FileSummarizer::new(options);
            parts.take_membership(in_parts(&membership, &cuts, options));
            parts.take_usage(in_parts(&usage, &cuts, options));
            prop_assert_eq!(parts.finish(), whole);
        }
    }

    #[test]
    fn rep_3_one_file_alone_says_nothing_of_the_other() {
        let mut files = FileSummarizer::new(ReadOptions::default());
        files.take_usage(in_parts(HEADER.as_bytes(), &[], ReadOptions::default()));
        let read = files.finish();
        assert_eq!(read.usage.map(|usage| usage.records), Some(0));
        assert_eq!(read.membership, None);
    }
}
