//! Gradebooks in the layouts of other systems (`REP-5`): Canvas, Moodle, OneRoster 1.2.

use alloc::format;
use alloc::string::String;

use rust_decimal::Decimal;
use uuid::Uuid;

use super::selection::{Selection, Sheet};
use super::write::{Headers, Person, by_learner, course_name, courses_of};
use crate::report::WriteOptions;
use crate::table::{Sink, TableWriter};

/// The namespace of the ids of results: the UUID version 5 of the URL `matricula:one-roster-results`.
const RESULTS: Uuid = Uuid::from_u128(0x0282_3991_d347_5156_9cff_8a3a_5ba5_0a32);

/// The headers of the results file, in the order of the standard.
const RESULT_HEADERS: [&str; 15] = [
    "sourcedId",
    "status",
    "dateLastModified",
    "lineItemSourcedId",
    "studentSourcedId",
    "scoreStatus",
    "score",
    "scoreDate",
    "comment",
    "textScore",
    "classSourcedId",
    "inProgress",
    "incomplete",
    "late",
    "missing",
];

impl Selection<'_> {
    /// Canvas: a column for each item and, below the headers, the points that can be had, which are 100.
    pub(super) fn write_canvas(
        &self,
        sheets: &[Sheet],
        options: WriteOptions,
        sink: &mut (impl Sink + ?Sized),
    ) {
        let courses = courses_of(sheets);
        let mut writer = TableWriter::new(sink, options.guard);
        let mut headers = Headers::new();
        for header in ["Student", "ID", "SIS User ID", "SIS Login ID", "Section"] {
            writer.id(&headers.unique(header.into()));
        }
        let items = || {
            courses
                .iter()
                .flat_map(|course| self.items_of(*course).iter().map(|item| (*course, *item)))
        };
        for (_, item) in items() {
            writer.text(&headers.unique(self.item_header(item).into_owned()));
        }
        writer.end_row();
        writer.id("    Points Possible");
        for _ in 0..4 {
            writer.id("");
        }
        for _ in items() {
            writer.count(100);
        }
        writer.end_row();
        let takes = self.takes(sheets);
        for (program, learner) in by_learner(sheets) {
            let person = Person::of(self.learner(learner));
            writer.text(person.name);
            writer.id(person.id);
            writer.text(person.external_id);
            writer.text(person.email);
            writer.id(self.program(program).slug.text());
            for (course, item) in items() {
                let taken = takes.contains(&(program, course, learner));
                let grade = self.standing(learner, program, item).grade.filter(|_| taken);
                writer.decimal(grade.map(Decimal::from));
            }
            writer.end_row();
        }
    }

    /// Moodle: a column for each item and the total of each course; `-` where there is no grade.
    pub(super) fn write_moodle(
        &self,
        sheets: &[Sheet],
        options: WriteOptions,
        sink: &mut (impl Sink + ?Sized),
    ) {
        const WHO: [&str; 6] =
            ["First name", "Surname", "ID number", "Institution", "Department", "Email address"];
        let courses = courses_of(sheets);
        let mut writer = TableWriter::new(sink, options.guard);
        let mut headers = Headers::new();
        for header in WHO {
            writer.id(&headers.unique(header.into()));
        }
        for course in &courses {
            for handle in self.items_of(*course) {
                let facts = &self.item(*handle).facts;
                let kind = Some(facts.kind.text()).filter(|kind| !kind.is_empty()).unwrap_or("Assignment");
                let name = Some(facts.name.text()).filter(|name| !name.is_empty());
                let name = name.unwrap_or_else(|| self.item(*handle).id());
                writer.text(&headers.unique(format!("{kind}: {name}")));
            }
            let total = match courses.len() {
                1 => "Course total".into(),
                _ => format!("{}: Course total", course_name(self.course(*course))),
            };
            writer.text(&headers.unique(total));
        }
        writer.end_row();
        let takes = self.takes(sheets);
        let grade = |writer: &mut TableWriter<_>, grade: Option<crate::Percent>| match grade {
            Some(grade) => writer.decimal(Some(grade.into())),
            None => writer.id("-"),
        };
        for (program, learner) in by_learner(sheets) {
            let person = Person::of(self.learner(learner));
            let (first, last) = person.name.trim().rsplit_once(' ').unwrap_or(("", person.name));
            writer.text(first.trim_end());
            writer.text(last);
            writer.text(person.external_id);
            writer.id("");
            writer.id("");
            writer.text(person.email);
            for course in &courses {
                let taken = takes.contains(&(program, *course, learner));
                for item in self.items_of(*course) {
                    grade(&mut writer, self.standing(learner, program, *item).grade.filter(|_| taken));
                }
                let total = self.course_grade(learner, program, *course).whole();
                grade(&mut writer, total.filter(|_| taken));
            }
            writer.end_row();
        }
    }

    /// OneRoster 1.2, results for bulk processing: status and date of change are empty there. A student is known by the
    /// learner id, or else the external id or email; a line item by `course id/item id`, and a class by `program slug/course
    /// id`. The id of a result is made of these, so that it is the same in every export.
    pub(super) fn write_results(
        &self,
        sheets: &[Sheet],
        options: WriteOptions,
        sink: &mut (impl Sink + ?Sized),
    ) {
        let mut writer = TableWriter::new(sink, options.guard);
        for header in RESULT_HEADERS {
            writer.id(header);
        }
        writer.end_row();
        for sheet in sheets {
            let course = self.course(sheet.course).id.text();
            let class = format!("{}/{course}", self.program(sheet.program).slug.text());
            for learner in &sheet.learners {
                let person = Person::of(self.learner(*learner));
                let student = [person.id, person.external_id, person.email];
                let student = student.into_iter().find(|text| !text.is_empty()).unwrap_or_default();
                for handle in self.items_of(sheet.course) {
                    let standing = self.standing(*learner, sheet.program, *handle);
                    let line_item = format!("{course}/{}", self.item(*handle).id());
                    writer.id(&self.result_id(&class, &line_item, *learner));
                    writer.id("");
                    writer.id("");
                    writer.id(&line_item);
                    writer.text(student);
                    writer.id(match (standing.grade, standing.attempts) {
                        (Some(_), _) => "fully graded",
                        (None, 0) => "not submitted",
                        (None, _) => "submitted",
                    });
                    writer.decimal(standing.grade.map(Decimal::from));
                    let date = standing.counted.map(|attempt| format!("{}", attempt.submitted_at));
                    writer.id(date.as_deref().and_then(|time| time.get(..10)).unwrap_or_default());
                    for _ in 0..2 {
                        writer.id("");
                    }
                    writer.id(&class);
                    for _ in 0..2 {
                        writer.id("");
                    }
                    writer.id(match standing.late {
                        Some(true) => "true",
                        _ => "false",
                    });
                    let due = standing.deadline.is_some_and(|deadline| deadline < self.rules.made_at);
                    writer.id(if due && standing.attempts == 0 { "true" } else { "false" });
                    writer.end_row();
                }
            }
        }
    }

    fn result_id(&self, class: &str, line_item: &str, learner: u32) -> String {
        let learner = self.learner_keys.get(learner as usize).copied().unwrap_or_default();
        let name = format!("{class}\n{line_item}\n{learner}");
        format!("{}", Uuid::new_v5(&RESULTS, name.as_bytes()).hyphenated())
    }
}
