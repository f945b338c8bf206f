//! Facts of assessment attempts (`REP-5`): as records, and as a file.

use alloc::borrow::Cow;
use alloc::boxed::Box;
use alloc::vec::Vec;

use thiserror::Error;

use super::accumulate::GradebookAccumulator;
use crate::report::FileRead;
use crate::schema::record;
use crate::table::{Judge, ProblemCode, Problems, ReadOptions, RowReader, TableSchema, columns};
use crate::{Percent, Personal, Timestamp};

columns! {
    /// The file of assessment attempts as a kind of table, for [`crate::table::RowReader`].
    pub table AssessmentAttempts = "assessment attempts";

    /// A row of the file of assessment attempts (`REP-5`). Its texts are borrowed, for writing, or owned, when it was read.
    /// Debug output leaves out what tells about a person.
    #[derive(Default)]
    pub struct AssessmentAttemptRow {
        name: text, "Name", [], optional, personal, "The person's full name.", "ours";
        email: text, "Email", [], optional, personal, "The person's email. A row has it, or a learner id.", "ours";
        external_id: text, "External Id", [], optional, personal, "The organization's own id of the person.", "ours";
        learner_id: id, "Learner ID", [], optional, personal, "The platform's id of the person, by which rows are told apart where they have it.", "ours";
        program_slug: id, "Program Slug", [], filled, plain, "The program's slug.", "ours";
        program_name: text, "Program Name", [], optional, plain, "The program's name.", "ours";
        course: text, "Course", [], optional, plain, "The course's name.", "ours";
        course_id: id, "Course ID", [], filled, plain, "The course's id, in either form.", "ours";
        course_slug: id, "Course Slug", [], optional, plain, "The course's slug.", "ours";
        module_id: id, "Module ID", [], optional, plain, "The id of the module in which the item stands.", "ours";
        module_name: text, "Module Name", [], optional, plain, "The name of the module.", "ours";
        lesson_id: id, "Lesson ID", [], optional, plain, "The id of the lesson in which the item stands.", "ours";
        lesson_name: text, "Lesson Name", [], optional, plain, "The name of the lesson.", "ours";
        item_id: id, "Item ID", [], filled, plain, "The id of the graded item, within its course.", "ours";
        item_name: text, "Item Name", [], optional, plain, "The item's name.", "ours";
        item_type: text, "Item Type", [], optional, plain, "What it is: a quiz, an exam, a peer review.", "ours";
        item_order: count, "Item Order", [], optional, plain, "The item's place in its course.", "ours";
        item_weight: percent, "Item Weight", [], optional, plain, "The share of the course grade, of 100. Empty or 0: it does not count for it.", "ours";
        passing_threshold: percent, "Passing Threshold", [], optional, plain, "The least grade with which the item is passed. Empty: nobody passes or fails it.", "ours";
        item_deadline: time, "Item Deadline", [], optional, plain, "Until when this person was to submit it; the deadline itself is in time.", "ours";
        attempt: count, "Attempt", [], required, plain, "The number of the attempt, from 1. Empty: there was none yet.", "ours";
        submitted_at: time, "Submitted At", [], required, plain, "When the attempt was submitted. Empty: there was none yet.", "ours";
        item_grade: percent, "Item Grade", [], required, plain, "The attempt's grade, from 0 to 100. Empty: it is not graded yet.", "ours";
        is_item_passed: id, "Is Item Passed", [], optional, plain, "`Yes` when the grade reaches the threshold, `No` when not; empty without grade or threshold. Derived: what a file says is not read.", "ours";
        is_late: id, "Is Late", [], optional, plain, "`Yes` when the attempt was submitted after the deadline, `No` when not; empty without deadline. Derived: what a file says is not read.", "ours";
    }
}

/// The columns of the file of assessment attempts (`REP-5`).
pub const ASSESSMENT_ATTEMPTS: &TableSchema = <AssessmentAttempts as crate::table::Layout>::SCHEMA;

record! {
    /// A fact about an assessment attempt (`REP-5`), with the names of the file's columns.
    ///
    /// A learner is known by `learner_id`, or where that is absent by `email`; one of them must be there, and the same one
    /// throughout. An item is known by its id within its course. A fact without `attempt`, `submitted_at` and `item_grade`
    /// tells of an item that the learner has not submitted.
    #[derive(Default)]
    pub struct AssessmentAttempt {
        /// The person's full name.
        pub name: Option<Personal>,
        /// The person's email.
        pub email: Option<Personal>,
        /// The organization's own id of the person.
        pub external_id: Option<Personal>,
        /// The platform's id of the person.
        pub learner_id: Option<Personal>,
        /// The program's slug.
        pub program_slug: Box<str>,
        /// The program's name.
        pub program_name: Option<Box<str>>,
        /// The course's id, in either form.
        pub course_id: Box<str>,
        /// The course's name.
        pub course: Option<Box<str>>,
        /// The course's slug.
        pub course_slug: Option<Box<str>>,
        /// The id of the module in which the item stands.
        pub module_id: Option<Box<str>>,
        /// The name of the module.
        pub module_name: Option<Box<str>>,
        /// The id of the lesson in which the item stands.
        pub lesson_id: Option<Box<str>>,
        /// The name of the lesson.
        pub lesson_name: Option<Box<str>>,
        /// The id of the graded item, within its course.
        pub item_id: Box<str>,
        /// The item's name.
        pub item_name: Option<Box<str>>,
        /// What it is: a quiz, an exam, a peer review.
        pub item_type: Option<Box<str>>,
        /// The item's place in its course.
        pub item_order: Option<u32>,
        /// The share of the course grade, of 100. Absent or 0: it does not count for it.
        pub item_weight: Option<Percent>,
        /// The least grade with which the item is passed. Absent: nobody passes or fails it.
        pub passing_threshold: Option<Percent>,
        /// Until when this person was to submit it; the deadline itself is in time.
        pub item_deadline: Option<Timestamp>,
        /// The number of the attempt, from 1.
        pub attempt: Option<u32>,
        /// When the attempt was submitted.
        pub submitted_at: Option<Timestamp>,
        /// The attempt's grade. Absent: it is not graded yet.
        pub item_grade: Option<Percent>,
    }
}

/// Why a fact cannot be one.
///
/// ```
/// use matricula::report::{AssessmentAttempt, AttemptError, GradebookAccumulator};
///
/// let error = GradebookAccumulator::default().observe(&AssessmentAttempt::default()).unwrap_err();
/// assert_eq!((error, error.field()), (AttemptError::NoLearner, "email"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum AttemptError {
    /// Neither an email nor a learner id.
    #[error("the attempt names nobody: give an email or a learner id")]
    NoLearner,
    /// No program.
    #[error("the attempt names no program: give its slug")]
    NoProgram,
    /// No course.
    #[error("the attempt names no course: give its id")]
    NoCourse,
    /// No item.
    #[error("the attempt names no item: give its id")]
    NoItem,
    /// Submitted or graded, but without the number of the attempt.
    #[error("the attempt has no number: give it, counted from 1")]
    NoNumber,
    /// Numbered or graded, but without a time.
    #[error("the attempt has no time: say when it was submitted")]
    NoTime,
}

impl AttemptError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoLearner => "no_learner",
            Self::NoProgram => "no_program",
            Self::NoCourse => "no_course",
            Self::NoItem => "no_item",
            Self::NoNumber => "no_number",
            Self::NoTime => "no_time",
        }
    }

    /// The field of [`AssessmentAttempt`] that lacks it.
    pub const fn field(self) -> &'static str {
        match self {
            Self::NoLearner => "email",
            Self::NoProgram => "program_slug",
            Self::NoCourse => "course_id",
            Self::NoItem => "item_id",
            Self::NoNumber => "attempt",
            Self::NoTime => "submitted_at",
        }
    }
}

/// A text with something in it.
pub(super) fn filled<T: core::ops::Deref<Target = str>>(text: Option<&T>) -> Option<&str> {
    text.map(|text| text.trim()).filter(|text| !text.is_empty())
}

impl AssessmentAttempt {
    /// What stands against taking this as a fact.
    ///
    /// # Errors
    ///
    /// [`AttemptError`] when it does not say whose attempt at what it is.
    pub fn check(&self) -> Result<(), AttemptError> {
        if filled(self.email.as_ref()).or(filled(self.learner_id.as_ref())).is_none() {
            return Err(AttemptError::NoLearner);
        }
        for (text, error) in [
            (&self.program_slug, AttemptError::NoProgram),
            (&self.course_id, AttemptError::NoCourse),
            (&self.item_id, AttemptError::NoItem),
        ] {
            if text.trim().is_empty() {
                return Err(error);
            }
        }
        let number = self.attempt.filter(|number| *number > 0);
        match (number, self.submitted_at) {
            (None, Some(_)) => Err(AttemptError::NoNumber),
            (Some(_), None) => Err(AttemptError::NoTime),
            (None, None) if self.item_grade.is_some() => Err(AttemptError::NoTime),
            _ => Ok(()),
        }
    }
}

/// The fact that a row of a file tells. Whatever it lacks is reported, and then there is none.
fn fact(row: &AssessmentAttemptRow<'_>, judge: &mut Judge<'_>) -> Option<AssessmentAttempt> {
    let given = |text: &str| crate::table::given(text);
    let mut good = true;
    let mut measure = |field: &str, value: Option<rust_decimal::Decimal>| {
        value.and_then(|value| {
            let measure = Percent::try_from(value).ok();
            if measure.is_none() {
                good = false;
                judge.refuse(field, ProblemCode::TooPrecise);
            }
            measure
        })
    };
    let item_weight = measure("item_weight", row.item_weight);
    let passing_threshold = measure("passing_threshold", row.passing_threshold);
    let item_grade = measure("item_grade", row.item_grade);
    let mut number = |field: &str, count: u64| {
        u32::try_from(count).unwrap_or_else(|_| {
            good = false;
            judge.refuse(field, ProblemCode::NotACount);
            0
        })
    };
    let item_order = number("item_order", row.item_order);
    let attempt = number("attempt", row.attempt);
    if !good {
        return None;
    }
    let fact = AssessmentAttempt {
        name: given(&row.name).map(Personal::from),
        email: given(&row.email).map(Personal::from),
        external_id: given(&row.external_id).map(Personal::from),
        learner_id: given(&row.learner_id).map(Personal::from),
        program_slug: row.program_slug.trim().into(),
        program_name: given(&row.program_name),
        course_id: row.course_id.trim().into(),
        course: given(&row.course),
        course_slug: given(&row.course_slug),
        module_id: given(&row.module_id),
        module_name: given(&row.module_name),
        lesson_id: given(&row.lesson_id),
        lesson_name: given(&row.lesson_name),
        item_id: row.item_id.trim().into(),
        item_name: given(&row.item_name),
        item_type: given(&row.item_type),
        item_order: Some(item_order),
        item_weight,
        passing_threshold,
        item_deadline: row.item_deadline,
        attempt: Some(attempt),
        submitted_at: row.submitted_at,
        item_grade,
    };
    match fact.check() {
        Ok(()) => Some(fact),
        Err(error) => {
            judge.refuse(error.field(), ProblemCode::EmptyValue);
            None
        }
    }
}

record! {
    /// A file of assessment attempts, read as a whole (`REP-5`). [`AttemptReader`] reads one of any size.
    ///
    /// ```
    /// use matricula::report::AttemptFile;
    ///
    /// let file = AttemptFile::read(
    ///     b"Email,Program Slug,Course ID,Item ID,Attempt,Submitted At,Item Grade\n\
    ///     jo@example.com,p,c,i,1,2024-01-26 10:16:04,88.25\n\
    ///     jo@example.com,p,c,i,2,,90\n",
    ///     Default::default(),
    /// );
    /// assert_eq!(file.rows[0].item_grade, Some("88.25".parse().unwrap()));
    /// assert_eq!(file.problems.kept[0].header.as_deref(), Some("Submitted At"));
    /// ```
    pub struct AttemptFile {
        /// The facts that could be read, in file order.
        pub rows: Vec<AssessmentAttempt>,
        /// For each of them, the physical line on which it starts, from 1.
        pub lines: Vec<u64>,
        /// Everything that is wrong with the file.
        pub problems: Problems,
        /// Rows seen, good and bad, without blank ones.
        pub records: u64,
    }
}

impl AttemptFile {
    /// Reads a whole file.
    pub fn read(bytes: &[u8], options: ReadOptions) -> Self {
        let (mut rows, mut lines) = (Vec::new(), Vec::new());
        let reader = RowReader::<AssessmentAttempts>::read_whole(bytes, options, |row, place, judge| {
            if let Some(fact) = fact(&row, judge) {
                rows.push(fact);
                lines.push(place.line());
            }
        });
        Self { rows, lines, records: reader.rows(), problems: reader.into_problems() }
    }

    /// The empty file to fill in.
    ///
    /// ```
    /// use matricula::report::AttemptFile;
    ///
    /// assert!(AttemptFile::read(AttemptFile::template().as_bytes(), Default::default()).problems.is_empty());
    /// ```
    pub const fn template() -> &'static str {
        "Name,Email,External Id,Learner ID,Program Slug,Program Name,Course,Course ID,Course Slug,Module ID,Module Name,\
        Lesson ID,Lesson Name,Item ID,Item Name,Item Type,Item Order,Item Weight,Passing Threshold,Item Deadline,\
        Attempt,Submitted At,Item Grade\r\n"
    }
}

/// Reads a file of assessment attempts of any size into an accumulator, from bytes in pieces of any size.
///
/// ```
/// use matricula::report::{AttemptReader, GradebookAccumulator};
///
/// let mut gradebook = GradebookAccumulator::default();
/// let mut reader = AttemptReader::new(Default::default());
/// for piece in [
///     "Email,Program Slug,Course ID,Item ID,Att",
///     "empt,Submitted At,Item Grade\njo@example.com,p,c,i,1,2024-01-26 10:16:04,88.25\n",
/// ] {
///     reader.push(piece.as_bytes(), &mut gradebook);
/// }
/// let read = reader.finish(&mut gradebook);
/// assert_eq!((read.records, read.used), (1, 1));
/// ```
#[derive(Clone, Debug)]
pub struct AttemptReader {
    reader: RowReader<AssessmentAttempts>,
    used: u64,
}

impl AttemptReader {
    /// A reader at the start of a file.
    pub fn new(options: ReadOptions) -> Self {
        Self { reader: RowReader::new(options), used: 0 }
    }

    /// Takes the next bytes of the file.
    pub fn push(&mut self, bytes: &[u8], into: &mut GradebookAccumulator) {
        self.reader.push(bytes);
        self.read(into);
    }

    /// Says that the file ends here, and tells how reading it went.
    pub fn finish(mut self, into: &mut GradebookAccumulator) -> FileRead {
        self.reader.finish();
        self.read(into);
        FileRead {
            records: self.reader.rows(),
            used: self.used,
            problems: self.reader.into_problems(),
        }
    }

    fn read(&mut self, into: &mut GradebookAccumulator) {
        let used = &mut self.used;
        self.reader.judge_each(|row, _, judge| {
            if let Some(fact) = fact(&row, judge)
                && into.observe(&fact).is_ok()
            {
                *used = used.saturating_add(1);
            }
        });
    }
}

/// `Yes`, `No`, or nothing where it cannot be said.
pub(super) const fn yes_no(answer: Option<bool>) -> Cow<'static, str> {
    Cow::Borrowed(match answer {
        Some(true) => "Yes",
        Some(false) => "No",
        None => "",
    })
}
