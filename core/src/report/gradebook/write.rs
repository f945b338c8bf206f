//! Gradebooks as files of our own: attempts, the long form and the wide one (`REP-5`).

use alloc::borrow::Cow;
use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use rust_decimal::Decimal;

use super::accumulate::{Course, Learner};
use super::attempt::{AssessmentAttemptRow, AssessmentAttempts, yes_no};
use super::selection::{Selection, Sheet};
use super::standing::{is_late, is_passed};
use crate::report::{Table, WriteOptions};
use crate::store::Set;
use crate::table::{ReadOptions, Sink, TableSchema, TableWriter, columns};

columns! {
    /// The gradebook in its long form as a kind of table, for [`crate::table::RowReader`].
    pub table GradebookTable = "gradebook";

    /// A row of the gradebook in its long form (`REP-5`): where a learner stands with an item. Every item of a course has a
    /// row for each of its learners, whether it was submitted or not. Debug output leaves out what tells about a person.
    #[derive(Default)]
    pub struct GradebookRow {
        name: text, "Name", [], optional, personal, "The person's full name.", "ours";
        email: text, "Email", [], optional, personal, "The person's email.", "ours";
        external_id: text, "External Id", [], optional, personal, "The organization's own id of the person.", "ours";
        learner_id: id, "Learner ID", [], optional, personal, "The platform's id of the person.", "ours";
        program_slug: id, "Program Slug", [], filled, plain, "The program's slug.", "ours";
        program_name: text, "Program Name", [], optional, plain, "The program's name.", "ours";
        course: text, "Course", [], optional, plain, "The course's name.", "ours";
        course_id: id, "Course ID", [], filled, plain, "The course's id.", "ours";
        course_slug: id, "Course Slug", [], optional, plain, "The course's slug.", "ours";
        module_id: id, "Module ID", [], optional, plain, "The id of the module in which the item stands.", "ours";
        module_name: text, "Module Name", [], optional, plain, "The name of the module.", "ours";
        lesson_id: id, "Lesson ID", [], optional, plain, "The id of the lesson in which the item stands.", "ours";
        lesson_name: text, "Lesson Name", [], optional, plain, "The name of the lesson.", "ours";
        item_id: id, "Item ID", [], filled, plain, "The id of the graded item, within its course.", "ours";
        item_name: text, "Item Name", [], optional, plain, "The item's name.", "ours";
        item_type: text, "Item Type", [], optional, plain, "What it is: a quiz, an exam, a peer review.", "ours";
        item_order: count, "Item Order", [], optional, plain, "The item's place in its course.", "ours";
        item_weight: percent, "Item Weight", [], optional, plain, "The share of the course grade, of 100.", "ours";
        passing_threshold: percent, "Passing Threshold", [], optional, plain, "The least grade with which the item is passed.", "ours";
        item_deadline: time, "Item Deadline", [], optional, plain, "Until when this person was to submit it.", "ours";
        item_grade: percent, "Item Grade", [], required, plain, "The highest grade of all attempts that count. Empty: none is graded.", "ours";
        is_item_passed: id, "Is Item Passed", [], required, plain, "`Yes` when the grade reaches the threshold, `No` when not; empty without grade or threshold.", "ours";
        attempts: count, "Attempts", [], required, plain, "How many attempts were submitted.", "ours";
        counted_attempt: count, "Counted Attempt", [], required, plain, "The number of the attempt whose grade it is; 0 when there is none. Of equal grades the earliest.", "ours";
        submitted_at: time, "Submitted At", [], required, plain, "When that attempt was submitted.", "ours";
        is_late: id, "Is Late", [], optional, plain, "`Yes` when that was after the deadline, `No` when not; empty without attempt or deadline.", "ours";
        course_grade: percent, "Course Grade", [], required, plain, "The average of the course's items by weight, those without a grade as 0, exact, and rounded half up to two decimal places. Empty: no item has a weight.", "ours";
        course_grade_so_far: percent, "Course Grade So Far", [], required, plain, "The same over the items with a grade only.", "ours";
    }
}

/// The columns of the gradebook in its long form (`REP-5`).
pub const GRADEBOOK: &TableSchema = <GradebookTable as crate::table::Layout>::SCHEMA;

/// Reads a gradebook in its long form again; see [`crate::report::read_usage`].
///
/// ```
/// use matricula::report::{GradebookAccumulator, GradebookRequest, read_gradebook};
///
/// let now = "2024-02-01T00:00:00.000Z".parse()?;
/// let made = GradebookAccumulator::default().finish(&GradebookRequest::default(), now)?;
/// let read = read_gradebook(&made.files[0].bytes, Default::default());
/// assert!(read.problems.is_empty() && read.rows.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read_gradebook(bytes: &[u8], options: ReadOptions) -> Table<GradebookRow<'static>> {
    crate::report::read::<GradebookTable>(bytes, options)
}

/// The columns that say who it is, in files of every layout of ours.
pub(super) struct Person<'a> {
    pub(super) name: &'a str,
    pub(super) email: &'a str,
    pub(super) external_id: &'a str,
    pub(super) id: &'a str,
}

impl<'a> Person<'a> {
    pub(super) fn of(learner: &'a Learner) -> Self {
        Self {
            name: learner.name.text(),
            email: learner.email.text(),
            external_id: learner.external_id.text(),
            id: learner.id.text(),
        }
    }
}

/// What a course is called: its name, or else its slug or id.
pub(super) fn course_name(course: &Course) -> &str {
    let names = [&course.name, &course.slug, &course.id].map(|text| text.text());
    names.into_iter().find(|text| !text.is_empty()).unwrap_or_default()
}

/// Learner and program of the rows of files that have one row for both, in order, with the courses of the learner.
pub(super) fn by_learner(sheets: &[Sheet]) -> Vec<(u32, u32)> {
    let mut seen = Set::default();
    let rows = sheets
        .iter()
        .flat_map(|sheet| sheet.learners.iter().map(move |learner| (sheet.program, *learner)));
    rows.filter(|row| seen.insert(*row)).collect()
}

/// The courses of sheets, each once, in order.
pub(super) fn courses_of(sheets: &[Sheet]) -> Vec<u32> {
    let mut seen = Set::default();
    sheets.iter().map(|sheet| sheet.course).filter(|course| seen.insert(*course)).collect()
}

/// Gives each header a text of its own.
pub(super) struct Headers(Set<String>);

impl Headers {
    pub(super) fn new() -> Self {
        Self(Set::default())
    }

    pub(super) fn unique(&mut self, header: String) -> String {
        let mut found = header.clone();
        let mut number = 2_u32;
        while !self.0.insert(found.to_lowercase()) {
            found = format!("{header} #{number}");
            number = number.saturating_add(1);
        }
        found
    }
}

impl Selection<'_> {
    /// The attempts submitted in the range.
    pub(super) fn write_attempts(
        &self,
        sheets: &[Sheet],
        options: WriteOptions,
        sink: &mut (impl Sink + ?Sized),
    ) {
        let rows = sheets.iter().flat_map(move |sheet| {
            sheet.learners.iter().flat_map(move |learner| {
                self.items_of(sheet.course)
                    .iter()
                    .flat_map(move |item| self.attempt_rows(sheet, *learner, *item))
            })
        });
        crate::report::write::<AssessmentAttempts>(rows, options, sink);
    }

    fn attempt_rows(
        &self,
        sheet: &Sheet,
        learner: u32,
        item: u32,
    ) -> impl Iterator<Item = AssessmentAttemptRow<'_>> {
        let (program, course) = (self.program(sheet.program), self.course(sheet.course));
        let cell = self.cell(learner, sheet.program, item);
        let (person, item) = (Person::of(self.learner(learner)), self.item(item));
        let deadline = cell.and_then(|cell| cell.deadline.get().copied());
        let attempts = cell.into_iter().flat_map(|cell| cell.until(self.rules.made_at));
        attempts
            .filter(|attempt| self.in_range(*attempt))
            .map(move |attempt| AssessmentAttemptRow {
                name: person.name.into(),
                email: person.email.into(),
                external_id: person.external_id.into(),
                learner_id: person.id.into(),
                program_slug: program.slug.text().into(),
                program_name: program.name.text().into(),
                course: course.name.text().into(),
                course_id: course.id.text().into(),
                course_slug: course.slug.text().into(),
                module_id: item.facts.module_id.text().into(),
                module_name: item.facts.module_name.text().into(),
                lesson_id: item.facts.lesson_id.text().into(),
                lesson_name: item.facts.lesson_name.text().into(),
                item_id: item.id().into(),
                item_name: item.facts.name.text().into(),
                item_type: item.facts.kind.text().into(),
                item_order: item.facts.order.get().copied().unwrap_or_default().into(),
                item_weight: item.facts.weight.get().copied().map(Decimal::from),
                passing_threshold: item.facts.threshold.get().copied().map(Decimal::from),
                item_deadline: deadline,
                attempt: attempt.number.into(),
                submitted_at: Some(attempt.submitted_at),
                item_grade: attempt.grade().map(Decimal::from),
                is_item_passed: yes_no(is_passed(attempt.grade(), item)),
                is_late: yes_no(is_late(attempt, deadline)),
            })
    }

    /// One row for each learner and item.
    pub(super) fn write_long(
        &self,
        sheets: &[Sheet],
        options: WriteOptions,
        sink: &mut (impl Sink + ?Sized),
    ) {
        let rows = sheets.iter().flat_map(move |sheet| {
            sheet.learners.iter().flat_map(move |learner| self.gradebook_rows(sheet, *learner))
        });
        crate::report::write::<GradebookTable>(rows, options, sink);
    }

    fn gradebook_rows(&self, sheet: &Sheet, learner: u32) -> impl Iterator<Item = GradebookRow<'_>> {
        let (program, course) = (self.program(sheet.program), self.course(sheet.course));
        let person = Person::of(self.learner(learner));
        let grade = self.course_grade(learner, sheet.program, sheet.course);
        let (whole, so_far) = (grade.whole(), grade.so_far());
        let of = sheet.program;
        self.items_of(sheet.course).iter().map(move |handle| {
            let item = self.item(*handle);
            let standing = self.standing(learner, of, *handle);
            GradebookRow {
                name: person.name.into(),
                email: person.email.into(),
                external_id: person.external_id.into(),
                learner_id: person.id.into(),
                program_slug: program.slug.text().into(),
                program_name: program.name.text().into(),
                course: course.name.text().into(),
                course_id: course.id.text().into(),
                course_slug: course.slug.text().into(),
                module_id: item.facts.module_id.text().into(),
                module_name: item.facts.module_name.text().into(),
                lesson_id: item.facts.lesson_id.text().into(),
                lesson_name: item.facts.lesson_name.text().into(),
                item_id: item.id().into(),
                item_name: item.facts.name.text().into(),
                item_type: item.facts.kind.text().into(),
                item_order: item.facts.order.get().copied().unwrap_or_default().into(),
                item_weight: item.facts.weight.get().copied().map(Decimal::from),
                passing_threshold: item.facts.threshold.get().copied().map(Decimal::from),
                item_deadline: standing.deadline,
                item_grade: standing.grade.map(Decimal::from),
                is_item_passed: yes_no(standing.passed),
                attempts: standing.attempts.into(),
                counted_attempt: standing.counted.map_or(0, |attempt| attempt.number.into()),
                submitted_at: standing.counted.map(|attempt| attempt.submitted_at),
                is_late: yes_no(standing.late),
                course_grade: whole.map(Decimal::from),
                course_grade_so_far: so_far.map(Decimal::from),
            }
        })
    }

    /// One row for each learner and program, with a column for each item and two for each course.
    pub(super) fn write_wide(
        &self,
        sheets: &[Sheet],
        options: WriteOptions,
        sink: &mut (impl Sink + ?Sized),
    ) {
        const WHO: [&str; 6] = ["Name", "Email", "External Id", "Learner ID", "Program Slug", "Program Name"];
        let courses = courses_of(sheets);
        let mut writer = TableWriter::new(sink, options.guard);
        let mut headers = Headers::new();
        for header in WHO {
            writer.id(&headers.unique(header.into()));
        }
        for course in &courses {
            let name = course_name(self.course(*course));
            for item in self.items_of(*course) {
                let header = self.item_header(*item);
                writer.text(&headers.unique(format!("{name}: {header}")));
            }
            writer.text(&headers.unique(format!("{name}: Course Grade")));
            writer.text(&headers.unique(format!("{name}: Course Grade So Far")));
        }
        writer.end_row();
        let takes = self.takes(sheets);
        for (program, learner) in by_learner(sheets) {
            let person = Person::of(self.learner(learner));
            writer.text(person.name);
            writer.text(person.email);
            writer.text(person.external_id);
            writer.id(person.id);
            writer.id(self.program(program).slug.text());
            writer.text(self.program(program).name.text());
            for course in &courses {
                let taken = takes.contains(&(program, *course, learner));
                for item in self.items_of(*course) {
                    let grade = self.standing(learner, program, *item).grade.filter(|_| taken);
                    writer.decimal(grade.map(Decimal::from));
                }
                let grade = self.course_grade(learner, program, *course);
                writer.decimal(grade.whole().filter(|_| taken).map(Decimal::from));
                writer.decimal(grade.so_far().filter(|_| taken).map(Decimal::from));
            }
            writer.end_row();
        }
    }

    /// Program, course and learner of all rows.
    pub(super) fn takes(&self, sheets: &[Sheet]) -> Set<(u32, u32, u32)> {
        let learners = |sheet: &Sheet| {
            let (program, course) = (sheet.program, sheet.course);
            sheet.learners.clone().into_iter().map(move |learner| (program, course, learner))
        };
        sheets.iter().flat_map(learners).collect()
    }

    /// An item's name with its id, as Canvas has it; only the id when it has no name.
    pub(super) fn item_header(&self, handle: u32) -> Cow<'_, str> {
        let item = self.item(handle);
        match item.facts.name.text() {
            "" => Cow::Borrowed(item.id()),
            name => Cow::Owned(format!("{name} ({})", item.id())),
        }
    }
}
