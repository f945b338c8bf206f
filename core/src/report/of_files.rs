//! The figures of report files, read in pieces (`REP-3`, `REP-6`).

use super::{Membership, Summary, SummaryAccumulator, SummaryReader, Usage};
use crate::schema::{Definition, record};
use crate::table::{Problems, ReadOptions};

record! {
    /// How the reading of one file went.
    #[derive(Default)]
    pub struct FileRead {
        /// Rows seen, good and bad, without blank ones.
        pub records: u64,
        /// Rows that counted.
        pub used: u64,
        /// Everything that is wrong with the file.
        pub problems: Problems,
    }
}

record! {
    /// The fourteen figures of report files, and how reading them went.
    #[derive(Default)]
    pub struct FileSummary {
        /// The figures of all good rows.
        pub summary: Summary,
        /// How reading the usage report went; absent if none was given.
        pub usage: Option<FileRead>,
        /// How reading the membership report went; absent if none was given.
        pub membership: Option<FileRead>,
    }
}

pub(crate) const DEFINITIONS: &[Definition] =
    &[Definition::Record(FileRead::SCHEMA), Definition::Record(FileSummary::SCHEMA)];

/// Computes the fourteen figures of a usage and a membership report of any size and any dialect, from bytes in pieces of
/// any size (`REP-3`). Bad rows are reported and left out. Memory grows with the people, not with the rows.
///
/// ```
/// use matricula::report::FileSummarizer;
///
/// let mut files = FileSummarizer::new(Default::default());
/// for piece in ["Email,Program Slug,Member State,# Enrolled Courses,# Comp", "leted Courses\njo@example.com,p,MEMBER,1,0\n"] {
///     files.push_membership(piece.as_bytes());
/// }
/// let read = files.finish();
/// assert_eq!(read.summary.current_members, 1);
/// assert_eq!((read.membership.unwrap().used, read.usage), (1, None));
/// ```
#[derive(Clone, Debug)]
pub struct FileSummarizer {
    usage: SummaryReader<Usage>,
    membership: SummaryReader<Membership>,
    given: [bool; 2],
    options: ReadOptions,
}

impl FileSummarizer {
    /// A summarizer at the start of both files.
    pub fn new(options: ReadOptions) -> Self {
        Self {
            usage: SummaryReader::new(options),
            membership: SummaryReader::new(options),
            given: [false; 2],
            options,
        }
    }

    /// How both files are read.
    pub const fn options(&self) -> ReadOptions {
        self.options
    }

    /// Takes the next bytes of the usage report.
    pub fn push_usage(&mut self, bytes: &[u8]) {
        let [given, _] = &mut self.given;
        *given = true;
        self.usage.push(bytes);
    }

    /// Takes the next bytes of the membership report.
    pub fn push_membership(&mut self, bytes: &[u8]) {
        let [_, given] = &mut self.given;
        *given = true;
        self.membership.push(bytes);
    }

    /// Takes a usage report that was read elsewhere, in place of what it was given of one.
    pub fn take_usage(&mut self, read: SummaryReader<Usage>) {
        let [given, _] = &mut self.given;
        *given = true;
        self.usage = read;
    }

    /// Takes a membership report that was read elsewhere, in place of what it was given of one.
    pub fn take_membership(&mut self, read: SummaryReader<Membership>) {
        let [_, given] = &mut self.given;
        *given = true;
        self.membership = read;
    }

    /// Says that both files end here, and gives the figures.
    pub fn finish(self) -> FileSummary {
        let (figures, [usage, membership]) = self.into_accumulator();
        FileSummary { summary: figures.finish(), usage, membership }
    }

    /// Says that both files end here, and gives what was taken in, to be stored or merged; and how reading the usage and the
    /// membership report went, if they were given.
    pub fn into_accumulator(self) -> (SummaryAccumulator, [Option<FileRead>; 2]) {
        let [usage, membership] = self.given;
        let (mut figures, usage_read) = self.usage.into_accumulator();
        let (members, membership_read) = self.membership.into_accumulator();
        figures.merge(members);
        (figures, [usage.then_some(usage_read), membership.then_some(membership_read)])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const USAGE: &str = include_str!("../../../tests/golden/usage-2020.csv");
    const MEMBERSHIP: &str = include_str!("../../../tests/golden/membership-2020.csv");

    #[test]
    fn rep_3_the_figures_of_the_guides_samples_however_the_files_are_cut() {
        for size in [1, 7, 4_096] {
            let mut files = FileSummarizer::new(ReadOptions::default());
            USAGE.as_bytes().chunks(size).for_each(|piece| files.push_usage(piece));
            MEMBERSHIP.as_bytes().chunks(size).for_each(|piece| files.push_membership(piece));
            let read = files.finish();
            let summary = read.summary;
            assert_eq!((summary.total_enrollments, summary.current_members), (1, 1));
            assert_eq!((summary.course_completions, summary.joined_not_enrolled), (1, 0));
            assert_eq!(read.usage.map(|file| (file.records, file.used)), Some((1, 1)));
        }
    }

    #[test]
    fn rep_6_a_wrong_file_is_told_and_the_other_one_counts() {
        let mut files = FileSummarizer::new(ReadOptions::default());
        files.push_usage(MEMBERSHIP.as_bytes());
        files.push_membership(MEMBERSHIP.as_bytes());
        let read = files.finish();
        assert_eq!(read.summary.current_members, 1);
        let usage = read.usage.unwrap();
        assert_eq!((usage.used, usage.problems.kept[0].code.as_str()), (0, "other_file"));
    }
}
