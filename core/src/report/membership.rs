//! The membership report: one row for each person and program.

use crate::report::{MemberState, Table, WriteOptions};
use crate::table::{Layout, ReadOptions, Sink, TableSchema, columns};

columns! {
    /// The membership report as a kind of table, for [`crate::table::RowReader`].
    pub table Membership = "membership report";

    /// A row of the membership report (`REP-1`). Its texts are borrowed, for writing, or owned, when it was read. Debug output
    /// leaves out what tells about a person.
    #[derive(Default)]
    pub struct MembershipRow {
        name: text, "Name", [], optional, personal, "The person's full name.", "guide";
        email: text, "Email", [], filled, personal, "The person's email.", "guide";
        external_id: text, "External Id", [], optional, personal, "The organization's own id of the person; empty when it gave none.", "guide";
        program_name: text, "Program Name", [], optional, plain, "The program's name.", "guide";
        program_slug: id, "Program Slug", [], filled, plain, "The program's slug, which is also the end of its URL.", "guide";
        enrolled_courses: count, "# Enrolled Courses", [], required, plain, "Courses of the program that the person enrolled in.", "guide";
        completed_courses: count, "# Completed Courses", [], required, plain, "Courses of the program that the person completed.", "guide";
        member_state: choice(MemberState), "Member State", [], required, plain, "Whether the person is a member, was removed, or is invited.", "guide";
        join_date: time, "Join Date", [], optional, plain, "When the person joined the program.", "guide";
        invitation_date: time, "Invitation Date", [], optional, plain, "When the person was invited to the program.", "guide";
        last_activity_time: time, "Last Activity Time", [], optional, plain, "When the person last used course content.", "guide";
        contracts: text, "Contract(s)", [], optional, plain, "The contract whose license or enrollments are used.", "guide";
        manager_name: text, "Manager Name", [], optional, personal, "The manager's full name.", "guide";
        manager_email: text, "Manager Email", [], optional, personal, "The manager's email.", "guide";
        job_title: text, "Job Title", [], optional, personal, "What the person works as.", "guide";
        job_type: text, "Job Type", [], optional, personal, "Such as `Full Time`.", "guide";
        business_unit: text, "Business Unit", [], optional, personal, "Where in the organization the person works.", "guide";
        business_unit_2: text, "Business Unit 2", [], optional, personal, "A second unit, beside or below the first.", "guide";
        location_city: text, "Location City", [], optional, personal, "The city the person works in.", "guide";
        location_country: text, "Location Country", [], optional, personal, "The country the person works in.", "guide";
        location_region: text, "Location Region", [], optional, personal, "The region, province or state the person works in.", "guide";
        contract_ids: id, "Contract ID(s)", [], optional, plain, "The ids of these contracts.", "exports";
        learning_hours: hours, "Learning Hours", [], optional, plain, "Hours spent learning in the program.", "exports";
    }
    dialects {
        Guide2020, "guide":
            name, email, external_id, program_name, program_slug, enrolled_courses, completed_courses,
            member_state, join_date, invitation_date, last_activity_time, contracts, manager_name,
            manager_email, job_title, job_type, business_unit, business_unit_2, location_city,
            location_country, location_region;
        Legacy, "ours":
            name, email, external_id, program_name, program_slug, enrolled_courses, completed_courses,
            member_state, join_date, invitation_date, last_activity_time;
        About2025, "exports":
            name, email, external_id, program_name, program_slug, enrolled_courses, completed_courses,
            member_state, join_date, invitation_date, last_activity_time "Latest Program Activity Date",
            job_title, job_type, location_city, location_region, location_country;
        Export2026, "exports":
            name, email, external_id "External ID", program_name, program_slug, enrolled_courses,
            completed_courses, member_state, join_date, invitation_date,
            last_activity_time "Last Program Activity Date", contracts, contract_ids, learning_hours,
            manager_name, manager_email, job_title, job_type, business_unit, business_unit_2, location_city,
            location_region, location_country;
    }
}

/// The columns of the membership report: headers, order, meaning and sources (`REP-1`).
pub const MEMBERSHIP: &TableSchema = Membership::SCHEMA;

/// Reads a membership report (`REP-2`, `REP-6`): every problem of every row is reported, good rows are kept, and so are columns
/// that the report does not have.
///
/// ```
/// use matricula::report;
///
/// let file = b"Email*;Program Slug;Member State;# Enrolled Courses;# Completed Courses;Team\r\n\
///     jo@example.com;p;MEMBER;10;5;blue\r\n";
/// let table = report::read_membership(file, Default::default());
/// assert_eq!(table.rows[0].enrolled_courses, 10);
/// assert_eq!((&*table.other_headers[0], &*table.other_cells[0][0]), ("Team", "blue"));
/// ```
pub fn read_membership(bytes: &[u8], options: ReadOptions) -> Table<MembershipRow<'static>> {
    crate::report::read::<Membership>(bytes, options)
}

/// Writes a membership report in a dialect, that of the guide unless told otherwise: UTF-8, CRLF, RFC 4180.
///
/// ```
/// use matricula::report::{self, DialectName, MEMBERSHIP, MembershipRow, WriteOptions};
///
/// let mut file = Vec::new();
/// report::write_membership([MembershipRow::default()], WriteOptions::default(), &mut file);
/// let guide = MEMBERSHIP.dialect(DialectName::Guide2020).unwrap();
/// let headers: Vec<_> = guide.columns.iter().map(|(header, _)| *header).collect();
/// assert_eq!(file.split(|byte| *byte == b'\r').next(), Some(headers.join(",").as_bytes()));
/// ```
pub fn write_membership<'a>(
    rows: impl IntoIterator<Item = MembershipRow<'a>>,
    options: WriteOptions,
    sink: &mut (impl Sink + ?Sized),
) {
    crate::report::write::<Membership>(rows, options, sink);
}
