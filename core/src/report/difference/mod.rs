//! Differences between two exports of a report on different days, by key.

mod keyed;
mod membership;
mod specialization;
mod standing;
mod usage;

use alloc::vec::Vec;
use core::fmt;

use self::keyed::{Entry, Join, Keyed, Side, Subject};
pub use self::membership::{
    MembershipChange, MembershipChangeKind, MembershipComparison, MembershipDifference,
};
pub use self::specialization::{
    SpecializationChange, SpecializationChangeKind, SpecializationComparison, SpecializationDifference,
};
pub use self::usage::{UsageChange, UsageChangeKind, UsageComparison, UsageDifference};
use super::dialect::Report;
use super::of_files::FileRead;
use super::reading::Reading;
use super::stored::{StateError, StateForm};
use super::{Membership, Specialization, Usage};
use crate::schema::Definition;
use crate::table::ReadOptions;

/// The version of the form in which differences are written. Older ones are always readable.
pub const DIFFERENCE_STATE_VERSION: u8 = 1;

pub(crate) const DEFINITIONS: &[Definition] = &[
    MembershipChangeKind::SCHEMA,
    Definition::Record(MembershipChange::SCHEMA),
    Definition::Record(MembershipComparison::SCHEMA),
    UsageChangeKind::SCHEMA,
    Definition::Record(UsageChange::SCHEMA),
    Definition::Record(UsageComparison::SCHEMA),
    SpecializationChangeKind::SCHEMA,
    Definition::Record(SpecializationChange::SCHEMA),
    Definition::Record(SpecializationComparison::SCHEMA),
];

/// A report of which two exports can be compared.
pub trait ComparableReport: Report + Sized {
    /// What comes out.
    type Comparison;

    /// What is remembered of the rows of a key.
    #[doc(hidden)]
    type Seen: Join;

    /// Something that is not as it was.
    #[doc(hidden)]
    type Change;

    /// How its difference begins as bytes.
    #[doc(hidden)]
    const FORM: StateForm;

    /// What a row is about.
    #[doc(hidden)]
    fn subject<'r>(row: &'r Self::Row<'_>) -> Subject<'r>;

    /// What it says of that.
    #[doc(hidden)]
    fn seen(row: &Self::Row<'_>) -> Self::Seen;

    /// What became of a key; none if it is what it was.
    #[doc(hidden)]
    fn change(entry: &Entry<'_, Self::Seen>) -> Option<Self::Change>;

    /// All of it.
    #[doc(hidden)]
    fn comparison(
        changes: Vec<Self::Change>,
        unchanged: u64,
        read: [Option<FileRead>; 2],
    ) -> Self::Comparison;
}

/// Compares two exports of a report, row by row in any order, in parts if need be (`REP-2`, `ANA-6`). Memory grows with the
/// keys. What a key is, and what rows come to that have the same one, is told where the reports have their names for it:
/// [`MembershipDifference`], [`UsageDifference`], [`SpecializationDifference`].
///
/// ```
/// use matricula::report::{ReportDifference, Usage, UsageRow};
///
/// let row = UsageRow { email: "jo@example.com".into(), program_slug: "p".into(), ..UsageRow::default() };
/// let mut one = ReportDifference::<Usage>::default();
/// one.observe_before(&row);
/// let mut two = ReportDifference::default();
/// two.observe_after(&row);
/// one.merge(two);
/// assert_eq!(one.finish().unchanged, 1);
/// ```
pub struct ReportDifference<L: ComparableReport>(Keyed<L::Seen>);

impl<L: ComparableReport> Clone for ReportDifference<L> {
    fn clone(&self) -> Self {
        Self(self.0.clone())
    }
}

impl<L: ComparableReport> Default for ReportDifference<L> {
    fn default() -> Self {
        Self(Keyed::default())
    }
}

impl<L: ComparableReport> fmt::Debug for ReportDifference<L> {
    /// Shows a size: what it remembers is personal.
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter
            .debug_struct("ReportDifference")
            .field("report", &L::KIND)
            .field("keys", &self.0.len())
            .finish_non_exhaustive()
    }
}

impl<L: ComparableReport> ReportDifference<L> {
    /// Takes in a row of the earlier export.
    pub fn observe_before(&mut self, row: &L::Row<'_>) {
        self.0.observe(Side::Before, L::subject(row), L::seen(row));
    }

    /// Takes in a row of the later export.
    pub fn observe_after(&mut self, row: &L::Row<'_>) {
        self.0.observe(Side::After, L::subject(row), L::seen(row));
    }

    /// Takes in everything that another one took in.
    pub fn merge(&mut self, other: Self) {
        self.0.take_in(other.0);
    }

    /// Everything that was taken in as bytes, with a checksum: to be stored, or sent to where it is merged. The same rows give the
    /// same bytes, in whatever order they came. They are personal.
    ///
    /// ```
    /// use matricula::report::{MembershipDifference, UsageDifference};
    ///
    /// let bytes = UsageDifference::default().to_bytes();
    /// assert_eq!(UsageDifference::from_bytes(&bytes)?.to_bytes(), bytes);
    /// assert_eq!(MembershipDifference::from_bytes(&bytes).unwrap_err().code(), "not_a_state");
    /// # Ok::<(), matricula::report::StateError>(())
    /// ```
    pub fn to_bytes(&self) -> Vec<u8> {
        self.0.to_bytes(L::FORM)
    }

    /// The difference of what [`Self::to_bytes`] gave.
    ///
    /// # Errors
    ///
    /// [`StateError`] when the bytes are something else, were damaged, or do not hold together.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, StateError> {
        Keyed::from_bytes(L::FORM, bytes).map(Self)
    }

    /// What has changed.
    pub fn finish(&self) -> L::Comparison {
        self.compared([None, None])
    }

    fn compared(&self, read: [Option<FileRead>; 2]) -> L::Comparison {
        let mut changes = Vec::new();
        let mut unchanged: u64 = 0;
        self.0.each(|entry| match L::change(&entry) {
            Some(change) => changes.push(change),
            None => unchanged = unchanged.saturating_add(1),
        });
        L::comparison(changes, unchanged, read)
    }
}

/// Compares two files of any dialects and sizes, from bytes in pieces of any size. Bad rows are reported and left out.
///
/// ```
/// use matricula::report::{FileComparer, Membership, MembershipChangeKind};
///
/// let header = "Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses\n";
/// let mut files = FileComparer::<Membership>::new(Default::default());
/// files.push_before(format!("{header}jo@example.com,p,MEMBER,1,0\n").as_bytes());
/// files.push_after(format!("{header}jo@example.com,p,DELETED_MEMBER,1,0\n").as_bytes());
/// assert_eq!(files.finish().changes[0].kind, MembershipChangeKind::Removed);
/// ```
#[derive(Clone, Debug)]
pub struct FileComparer<L: ComparableReport> {
    before: Reading<L>,
    after: Reading<L>,
    difference: ReportDifference<L>,
}

impl<L: ComparableReport> FileComparer<L> {
    /// A comparer at the start of both files.
    pub fn new(options: ReadOptions) -> Self {
        Self {
            before: Reading::new(options),
            after: Reading::new(options),
            difference: ReportDifference::default(),
        }
    }

    /// Takes the next bytes of the earlier file.
    pub fn push_before(&mut self, bytes: &[u8]) {
        let Self { before, difference, .. } = self;
        before.push(bytes, |row| difference.observe_before(&row));
    }

    /// Takes the next bytes of the later file.
    pub fn push_after(&mut self, bytes: &[u8]) {
        let Self { after, difference, .. } = self;
        after.push(bytes, |row| difference.observe_after(&row));
    }

    /// Takes a row of the earlier export, besides those of a file.
    pub fn observe_before(&mut self, row: &L::Row<'_>) {
        self.difference.observe_before(row);
    }

    /// Takes a row of the later export, besides those of a file.
    pub fn observe_after(&mut self, row: &L::Row<'_>) {
        self.difference.observe_after(row);
    }

    /// Says that both files end here, and gives what has changed.
    pub fn finish(self) -> L::Comparison {
        let (difference, read) = self.into_difference();
        difference.compared(read)
    }

    /// Says that both files end here, and gives what was taken in, to be stored or merged; and how reading the earlier and the
    /// later file went, if they were given.
    pub fn into_difference(self) -> (ReportDifference<L>, [Option<FileRead>; 2]) {
        let Self { before, after, mut difference } = self;
        let before = before.finish(|row| difference.observe_before(&row));
        let after = after.finish(|row| difference.observe_after(&row));
        (difference, [before, after])
    }
}

fn compare<L: ComparableReport>(before: &[u8], after: &[u8], options: ReadOptions) -> L::Comparison {
    let mut files = FileComparer::<L>::new(options);
    files.push_before(before);
    files.push_after(after);
    files.finish()
}

/// Compares two files of the membership report that are at hand as a whole; see [`FileComparer`].
pub fn compare_membership(before: &[u8], after: &[u8], options: ReadOptions) -> MembershipComparison {
    compare::<Membership>(before, after, options)
}

/// Compares two files of the specialization report that are at hand as a whole; see [`FileComparer`].
pub fn compare_specialization(before: &[u8], after: &[u8], options: ReadOptions) -> SpecializationComparison {
    compare::<Specialization>(before, after, options)
}

/// Compares two files of the usage report that are at hand as a whole; see [`FileComparer`].
pub fn compare_usage(before: &[u8], after: &[u8], options: ReadOptions) -> UsageComparison {
    compare::<Usage>(before, after, options)
}

#[cfg(test)]
mod state_tests;
#[cfg(test)]
mod tests;
