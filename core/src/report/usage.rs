//! The usage report: one row for each person, program and course.

use crate::report::{Table, WriteOptions};
use crate::table::{Layout, ReadOptions, Sink, TableSchema, columns};

columns! {
    /// The usage report as a kind of table, for [`crate::table::RowReader`].
    pub table Usage = "usage report";

    /// A row of the usage report (`REP-1`). Its texts are borrowed, for writing, or owned, when it was read. Debug output
    /// leaves out what tells about a person.
    #[derive(Default)]
    pub struct UsageRow {
        name: text, "Name", [], optional, personal, "The person's full name.", "guide";
        email: text, "Email", [], filled, personal, "The person's email.", "guide";
        external_id: text, "External Id", [], optional, personal, "The organization's own id of the person; empty when it gave none.", "guide";
        course: text, "Course", [], optional, plain, "The course's name.", "guide";
        course_id: id, "Course ID", [], filled, plain, "The course's id, as 22 characters of URL-safe base64 or as it was given.", "guide";
        course_slug: id, "Course Slug", [], optional, plain, "The course's slug, which is also the end of its URL.", "guide";
        university: text, "University", [], optional, plain, "The partner that authored the course.", "guide";
        enrollment_time: time, "Enrollment Time", [], required, plain, "When the person enrolled.", "guide";
        class_start_time: time, "Class Start Time", [], optional, plain, "When the class starts.", "guide";
        last_course_activity_time: time, "Last Course Activity Time", [], optional, plain, "When the person last used an item of the course.", "guide";
        overall_progress: percent, "Overall Progress", [], required, plain, "The share of the course's items that the person has been through. A course can be completed below 100.", "guide";
        estimated_learning_hours: hours, "Estimated Learning Hours", [], required, plain, "Estimated time spent learning, in hours: the guide's text says minutes, its sample and real files are hours.", "guide";
        completed: yes_no, "Completed", [], required, plain, "Whether all required assessments and assignments are done.", "guide";
        removed_from_program: yes_no, "Removed From Program", [], required, plain, "Whether the person is no longer a member of the program.", "guide";
        program_slug: id, "Program Slug", [], filled, plain, "The program's slug, which is also the end of its URL.", "guide";
        program_name: text, "Program Name", [], optional, plain, "The program's name.", "guide";
        enrollment_source: text, "Enrollment Source", [], optional, plain, "The collection in which the person found the course; empty after browsing or searching.", "guide";
        completion_time: time, "Completion Time", [], required, plain, "When all required assessments and assignments were done.", "guide";
        course_grades: percent, "Course Grades", [], required, plain, "The grade over all required assessments and assignments, which changes as the person goes on.", "guide";
        contract: text, "Contract", [], optional, plain, "The contract whose license or enrollment is used.", "guide";
        manager_name: text, "Manager Name", [], optional, personal, "The manager's full name.", "guide";
        manager_email: text, "Manager Email", [], optional, personal, "The manager's email.", "guide";
        job_title: text, "Job Title", [], optional, personal, "What the person works as.", "guide";
        job_type: text, "Job Type", [], optional, personal, "Such as `Full Time`.", "guide";
        business_unit: text, "Business Unit", [], optional, personal, "Where in the organization the person works.", "guide";
        business_unit_2: text, "Business Unit 2", [], optional, personal, "A second unit, beside or below the first.", "guide";
        location_city: text, "Location City", [], optional, personal, "The city the person works in.", "guide";
        location_country: text, "Location Country", [], optional, personal, "The country the person works in.", "guide";
        location_region: text, "Location Region", [], optional, personal, "The region, province or state the person works in.", "guide";
        class_end_time: time, "Class End Time", [], optional, plain, "When the class ends.", "exports";
        course_certificate_url: text, "Course Certificate URL", [], optional, personal, "Where the person's certificate of the course is shown.", "exports";
        for_credit: maybe_yes_no, "For Credit", [], optional, plain, "Whether the course counts for credit at a university.", "exports";
        course_type: text, "Course Type", [], optional, plain, "What kind of course it is.", "exports";
        collection_id: id, "Collection ID", [], optional, plain, "The id of the collection in which the person found the course.", "exports";
        is_enterprise_contract_active: maybe_yes_no, "Is Enterprise Contract Active", [], optional, plain, "Whether the contract was running when the report was made.", "exports";
        learning_hours: hours, "Learning Hours", [], optional, plain, "Hours spent learning, as the vendor counts them in another way than the estimated hours.", "exports";
    }
    dialects {
        Guide2020, "guide":
            name, email, external_id, course, course_id, course_slug, university, enrollment_time,
            class_start_time, last_course_activity_time, overall_progress, estimated_learning_hours, completed,
            removed_from_program, program_slug, program_name, enrollment_source, completion_time,
            course_grades, contract, manager_name, manager_email, job_title, job_type, business_unit,
            business_unit_2, location_city, location_country, location_region;
        Legacy, "exports":
            name, email, external_id, course, course_id, course_slug, university, enrollment_time,
            class_start_time, last_course_activity_time, overall_progress, estimated_learning_hours, completed,
            removed_from_program, program_slug, program_name, enrollment_source, completion_time,
            course_grades "Course Grade";
        About2025, "exports":
            name, email, external_id, course, course_id, course_slug, university, enrollment_time,
            class_start_time, class_end_time, last_course_activity_time, overall_progress,
            estimated_learning_hours, completed, removed_from_program, program_slug, program_name,
            enrollment_source, completion_time, course_grades "Course Grade", course_certificate_url,
            for_credit, course_type, job_title, job_type, location_city, location_region, location_country;
        Export2026, "exports":
            name, email, external_id "External ID", course, course_id, course_slug, university,
            enrollment_time, class_start_time, class_end_time, last_course_activity_time, overall_progress,
            estimated_learning_hours "Total Estimated Learning Hours (since enrolled)", completed,
            removed_from_program, program_slug, program_name, enrollment_source "Collection Name",
            collection_id, completion_time, course_grades "Course Grade", course_certificate_url, contract,
            is_enterprise_contract_active, learning_hours, course_type, manager_name, manager_email, job_title,
            job_type, business_unit, business_unit_2, location_city, location_region, location_country;
    }
}

/// The columns of the usage report: headers, order, meaning and sources (`REP-1`).
pub const USAGE: &TableSchema = Usage::SCHEMA;

/// Reads a usage report (`REP-2`, `REP-6`): every problem of every row is reported, good rows are kept, and so are columns
/// that the report does not have.
///
/// ```
/// use matricula::report;
///
/// let file = b"Email,Course ID,Program Slug,Enrollment Time,Overall Progress,Estimated Learning Hours,\
///     Completed,Removed From Program,Completion Time,Course Grade\n\
///     jo@example.com,-aG-a-O1EeijKBISCWxf6g,p,2024-01-26 10:16:04,12.82,0.29,Yes,No,,88.25\n\
///     jo@example.com,daG-a-O1EeijKBISCWxf6g,p,,12 %,0.0,yes,No,,\n";
/// let table = report::read_usage(file, Default::default());
/// assert_eq!(table.rows.len(), 1);
/// let codes: Vec<_> = table.problems.kept.iter().map(|problem| problem.code.as_str()).collect();
/// assert_eq!(codes, ["not_a_decimal", "not_yes_no"]);
/// ```
pub fn read_usage(bytes: &[u8], options: ReadOptions) -> Table<UsageRow<'static>> {
    crate::report::read::<Usage>(bytes, options)
}

/// Writes a usage report in a dialect, that of the guide unless told otherwise: UTF-8, CRLF, RFC 4180.
///
/// ```
/// use matricula::report::{self, DialectName, USAGE, UsageRow, WriteOptions};
///
/// let mut file = Vec::new();
/// report::write_usage([UsageRow::default()], WriteOptions::default(), &mut file);
/// let guide = USAGE.dialect(DialectName::Guide2020).unwrap();
/// let headers: Vec<_> = guide.columns.iter().map(|(header, _)| *header).collect();
/// assert_eq!(file.split(|byte| *byte == b'\r').next(), Some(headers.join(",").as_bytes()));
/// ```
pub fn write_usage<'a>(
    rows: impl IntoIterator<Item = UsageRow<'a>>,
    options: WriteOptions,
    sink: &mut (impl Sink + ?Sized),
) {
    crate::report::write::<Usage>(rows, options, sink);
}
