//! The specialization report: one row for each person, program and specialization.

use crate::report::{Table, WriteOptions};
use crate::table::{Layout, ReadOptions, Sink, TableSchema, columns};

columns! {
    /// The specialization report as a kind of table, for [`crate::table::RowReader`].
    pub table Specialization = "specialization report";

    /// A row of the specialization report (`REP-1`). Its texts are borrowed, for writing, or owned, when it was read. Debug output
    /// leaves out what tells about a person.
    #[derive(Default)]
    pub struct SpecializationRow {
        name: text, "Name", [], optional, personal, "The person's full name.", "guide";
        email: text, "Email", [], filled, personal, "The person's email.", "guide";
        external_id: text, "External Id", [], optional, personal, "The organization's own id of the person; empty when it gave none.", "guide";
        specialization: text, "Specialization", [], optional, plain, "The specialization's name.", "guide";
        specialization_slug: id, "Specialization Slug", [], filled, plain, "The specialization's slug, which is also the end of its URL.", "guide";
        university: text, "University", [], optional, plain, "The partner that authored the specialization.", "guide";
        enrollment_time: time, "Enrollment Time", [], required, plain, "When the person enrolled.", "guide";
        last_specialization_activity_time: time, "Last Specialization Activity Time", [], optional, plain, "When the person last used its content.", "guide";
        completed: yes_no, "Completed", [], required, plain, "Whether all graded assignments are done.", "guide";
        removed_from_program: yes_no, "Removed From Program", [], required, plain, "Whether the person is no longer a member of the program: `Yes` or `No`, although the guide's sample has a contract's name here.", "guide";
        program_slug: id, "Program Slug", [], filled, plain, "The program's slug, which is also the end of its URL.", "guide";
        program_name: text, "Program Name", [], optional, plain, "The program's name.", "guide";
        enrollment_source: text, "Enrollment Source", [], optional, plain, "The collection in which the person found the specialization; empty after browsing or searching.", "guide";
        specialization_completion_time: time, "Specialization Completion Time", [], optional, plain, "When all its courses were completed.", "guide";
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
        completed_courses: maybe_count, "# Completed Courses", [], optional, plain, "Courses of the specialization that the person completed.", "exports";
        courses_in_specialization: maybe_count, "# Courses in Specialization", [], optional, plain, "Courses that the specialization has.", "exports";
        specialization_certificate_url: text, "Specialization Certificate URL", [], optional, personal, "Where the person's certificate of the specialization is shown.", "exports";
        collection_id: id, "Collection ID", [], optional, plain, "The id of the collection in which the person found the specialization.", "exports";
        is_enterprise_contract_active: maybe_yes_no, "Is Enterprise Contract Active", [], optional, plain, "Whether the contract was running when the report was made.", "exports";
    }
    dialects {
        Guide2020, "guide":
            name, email, external_id, specialization, specialization_slug, university, enrollment_time,
            last_specialization_activity_time, completed, removed_from_program, program_slug, program_name,
            enrollment_source, specialization_completion_time, contract, manager_name, manager_email,
            job_title, job_type, business_unit, business_unit_2, location_city, location_country,
            location_region;
        Legacy, "exports":
            name, email, external_id, specialization, specialization_slug, university, enrollment_time,
            last_specialization_activity_time, completed, removed_from_program, program_slug, program_name,
            enrollment_source, specialization_completion_time;
        About2025, "exports":
            name, email, external_id, specialization, specialization_slug, university, enrollment_time,
            last_specialization_activity_time, completed_courses, courses_in_specialization, completed,
            removed_from_program, program_slug, program_name, enrollment_source,
            specialization_completion_time, specialization_certificate_url, job_title, job_type, location_city,
            location_region, location_country;
        Export2026, "ours":
            name, email, external_id "External ID", specialization, specialization_slug, university,
            enrollment_time, last_specialization_activity_time, completed_courses, courses_in_specialization,
            completed, removed_from_program, program_slug, program_name, enrollment_source "Collection Name",
            collection_id, specialization_completion_time, specialization_certificate_url, contract,
            is_enterprise_contract_active, manager_name, manager_email, job_title, job_type, business_unit,
            business_unit_2, location_city, location_region, location_country;
    }
}

/// The columns of the specialization report: headers, order, meaning and sources (`REP-1`).
pub const SPECIALIZATION: &TableSchema = Specialization::SCHEMA;

/// Reads a specialization report (`REP-2`, `REP-6`): every problem of every row is reported, good rows are kept, and so are columns
/// that the report does not have.
///
/// ```
/// use matricula::report;
///
/// let file = b"Email\tSpecialization Slug\tProgram Slug\tEnrollment Time\tCompleted\tRemoved From Program\n\
///     jo@example.com\tblockchain\tp\t2019-05-11T22:18:19.621Z\tNo\tNo\n";
/// assert_eq!(report::read_specialization(file, Default::default()).rows[0].specialization_slug, "blockchain");
/// ```
pub fn read_specialization(bytes: &[u8], options: ReadOptions) -> Table<SpecializationRow<'static>> {
    crate::report::read::<Specialization>(bytes, options)
}

/// Writes a specialization report in a dialect, that of the guide unless told otherwise: UTF-8, CRLF, RFC 4180.
///
/// ```
/// use matricula::report::{self, DialectName, SPECIALIZATION, SpecializationRow, WriteOptions};
///
/// let mut file = Vec::new();
/// report::write_specialization([SpecializationRow::default()], WriteOptions::default(), &mut file);
/// let guide = SPECIALIZATION.dialect(DialectName::Guide2020).unwrap();
/// let headers: Vec<_> = guide.columns.iter().map(|(header, _)| *header).collect();
/// assert_eq!(file.split(|byte| *byte == b'\r').next(), Some(headers.join(",").as_bytes()));
/// ```
pub fn write_specialization<'a>(
    rows: impl IntoIterator<Item = SpecializationRow<'a>>,
    options: WriteOptions,
    sink: &mut (impl Sink + ?Sized),
) {
    crate::report::write::<Specialization>(rows, options, sink);
}
