//! The reports of a register: rows from its state, and the email report of it all (`REP-3`).

use alloc::borrow::Cow;
use alloc::string::ToString;
use alloc::vec::Vec;

use rust_decimal::Decimal;

use super::{
    DialectName, MemberState, MembershipRow, SpecializationRow, Summary, SummaryAccumulator, UsageRow,
    WriteOptions,
};
use crate::catalog::Item;
use crate::commit::Context;
use crate::contract::Contract;
use crate::enrollment::{Enrollment, NO_SOURCE};
use crate::membership::Membership;
use crate::register::Register;
use crate::schema::{Definition, choice, record};
use crate::store::{Moment, Set};
use crate::table::FormulaGuard;
use crate::{Profile, ProgramId, Refusal, Timestamp};

choice! {
    /// Of which contracts a report tells (`REP-3`).
    pub enum ContractScope {
        /// Contracts that hold at the time of the report.
        ActiveContracts = "active_contracts",
        /// All, those that have ended included.
        AllTime = "all_time",
    }
}

record! {
    /// What an email report is to tell (`REP-3`).
    #[derive(Default)]
    pub struct ReportRequest = default {
        /// Of which contracts.
        pub contracts: ContractScope,
        /// Of which programs; absent means all that the actor may see.
        pub programs: Option<Vec<ProgramId>>,
        /// Whether texts that a spreadsheet would take for a formula are written with an apostrophe before them (`REP-6`).
        pub guard_formulas: bool,
        /// In which dialect the files are (`REP-2`); absent means that of the guide.
        pub dialect: Option<DialectName>,
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[
    ContractScope::SCHEMA,
    Definition::Record(ReportRequest::SCHEMA),
    Definition::Record(Summary::SCHEMA),
];

/// The email report: three files, the figures above them, and the archive that is sent (`REP-3`).
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct EmailReport {
    /// The membership report, as a file.
    pub membership: Vec<u8>,
    /// The usage report, as a file.
    pub usage: Vec<u8>,
    /// The specialization report, as a file.
    pub specialization: Vec<u8>,
    /// The three files as one ZIP.
    pub archive: Vec<u8>,
    /// The fourteen figures.
    pub summary: Summary,
    /// The fourteen figures as a file, see [`Summary::write_csv`].
    pub summary_csv: Vec<u8>,
}

/// What a report tells of, by handles.
struct Scope {
    programs: Option<Set<u16>>,
    active_only: bool,
    at: Timestamp,
    /// Whether the dialect has columns that the guide's does not have.
    beyond_guide: bool,
}

/// The texts about a person, as reports show them.
struct PersonCells<'a> {
    name: &'a str,
    email: Cow<'a, str>,
    external_id: &'a str,
    profile: Option<&'a Profile>,
}

impl<'a> PersonCells<'a> {
    /// Manager name and email, job title and type, business units, city, country and region.
    fn profile(&self) -> [Cow<'a, str>; 9] {
        match self.profile {
            Some(profile) => profile.fields().map(|(_, text)| Cow::Borrowed(text.unwrap_or_default())),
            None => [const { Cow::Borrowed("") }; 9],
        }
    }
}

impl Register {
    /// Makes the email report as of a context's time: organization-wide for the operator, the host and organization
    /// administrators, the programs of a program administrator for such a one (`REP-3`, `ADM-1`).
    ///
    /// Rows stand in the order of joining, then of inviting; a learner's rows in the order of enrolling. A removed
    /// learner with an open invitation has one row, as a removed member. What was given up is left out. An erased person's
    /// email is their id at `erased.invalid`, so that every figure stays what it was (`ID-4`).
    ///
    /// The contract of a row is the one from which the learner *is* occupying a license or enrollment: a unit stays that of
    /// the contract which it was taken of; all else goes with the member, who may have been moved or carried over. With
    /// [`ContractScope::ActiveContracts`] that contract decides, and courses are counted over the same rows.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`] for learners, strangers, and administrators of other programs than those asked for;
    /// [`Refusal::UnknownProgram`]; [`Refusal::RegisterFull`] if a file would reach 4 GiB.
    ///
    /// ```
    /// use matricula::{Actor, Context, Register, report::ReportRequest};
    ///
    /// let context = Context::new("2020-01-01T00:00:00.000Z".parse().unwrap(), Actor::OPERATOR);
    /// let report = Register::new().email_report(&ReportRequest::default(), &context).unwrap();
    /// assert!(report.usage.starts_with(b"Name,Email,External Id,Course,"));
    /// assert!(report.archive.starts_with(b"PK"));
    /// assert_eq!(report.summary.total_enrollments, 0);
    /// ```
    pub fn email_report(&self, request: &ReportRequest, context: &Context) -> Result<EmailReport, Refusal> {
        if self.is_renewal_due(context.now) {
            return self.settled(context.now).email_report(request, context);
        }
        let dialect = request.dialect.unwrap_or_default();
        let scope = Scope {
            programs: self.visible_programs(request.programs.as_deref(), &context.actor, "email_report")?,
            active_only: request.contracts == ContractScope::ActiveContracts,
            at: context.now,
            beyond_guide: !matches!(dialect, DialectName::Guide2020 | DialectName::Legacy),
        };
        let guard = if request.guard_formulas { FormulaGuard::On } else { FormulaGuard::Off };
        let options = WriteOptions { guard, dialect };
        let mut figures = SummaryAccumulator::default();
        let (mut usage, mut membership, mut specialization) = (Vec::new(), Vec::new(), Vec::new());
        let rows = self.usage_rows(&scope).inspect(|row| figures.observe_usage(row));
        super::write_usage(rows, options, &mut usage);
        let rows = self.membership_rows(&scope).inspect(|row| figures.observe_membership(row));
        super::write_membership(rows, options, &mut membership);
        super::write_specialization(self.specialization_rows(&scope), options, &mut specialization);
        let archive =
            super::email_report(&usage, &membership, &specialization, context.now).map_err(|_| {
                Refusal::RegisterFull { what: "bytes in a report".into(), limit: u32::MAX.into() }
            })?;
        let summary = figures.finish();
        let mut summary_csv = Vec::new();
        summary.write_csv(&mut summary_csv);
        Ok(EmailReport { membership, usage, specialization, archive, summary, summary_csv })
    }

    fn in_scope(&self, scope: &Scope, program: u16, contract: u16) -> bool {
        scope.programs.as_ref().is_none_or(|programs| programs.contains(&program))
            && (!scope.active_only || self.contract(contract).is_some_and(|found| found.is_active(scope.at)))
    }

    fn learner_cells(&self, learner: u32) -> PersonCells<'_> {
        let person = self.people.get(self.learners.at(learner).person);
        PersonCells {
            name: person.name,
            email: address(person.email, self.learners.at(learner).id),
            external_id: person.external_id,
            profile: self.profiles.get(&learner).map(|profile| &**profile),
        }
    }

    /// The contract from which a learner is occupying what an enrollment took: its own if it took a unit that was sold,
    /// else the member's, which moves and renewals change.
    fn reported_contract(&self, membership: &Membership, enrollment: &Enrollment) -> u16 {
        let has_seats = self.contract(enrollment.contract).is_some_and(Contract::has_seats);
        if has_seats { membership.contract } else { enrollment.contract }
    }

    /// A membership's enrollments in scope that were not given up, the latest first.
    fn reported_enrollments<'a>(
        &'a self,
        scope: &'a Scope,
        handle: u32,
    ) -> impl Iterator<Item = &'a Enrollment> + 'a {
        let membership = self.memberships.at(handle);
        self.enrollments_of(handle).filter(move |found| {
            !found.given_up
                && self.in_scope(scope, membership.program, self.reported_contract(membership, found))
        })
    }

    /// Courses of a membership in scope, the completed ones among them, and the hours spent in them.
    fn count_reported(&self, scope: &Scope, handle: u32) -> (u16, u16, Decimal) {
        let courses = self.reported_enrollments(scope, handle).filter(|found| found.is_course());
        courses.fold((0_u16, 0_u16, Decimal::ZERO), |(enrolled, completed, hours), found| {
            let is_completed = u16::from(found.completed_at != Moment::NONE);
            let spent = found.hours().map_or(Decimal::ZERO, Decimal::from);
            (
                enrolled.saturating_add(1),
                completed.saturating_add(is_completed),
                hours.checked_add(spent).unwrap_or(hours),
            )
        })
    }

    /// Each membership's enrollments in scope that were not given up, in the order of enrolling.
    fn enrollment_rows<'a>(
        &'a self,
        scope: &'a Scope,
    ) -> impl Iterator<Item = (u32, &'a Membership, &'a Enrollment)> + 'a {
        (0..self.memberships.len()).flat_map(move |handle| {
            let membership = self.memberships.at(handle);
            let mut found: smallvec::SmallVec<[&Enrollment; 8]> =
                self.reported_enrollments(scope, handle).collect();
            found.reverse();
            found.into_iter().map(move |enrollment| (handle, membership, enrollment))
        })
    }

    fn source_name(&self, enrollment: &Enrollment) -> &str {
        let source = Some(enrollment.source).filter(|source| *source != NO_SOURCE);
        source.and_then(|source| self.catalog.collection_name(source)).unwrap_or_default()
    }

    fn source_id(&self, enrollment: &Enrollment) -> Cow<'static, str> {
        let source = Some(enrollment.source).filter(|source| *source != NO_SOURCE);
        source
            .and_then(|source| self.catalog.collection_id(source))
            .map_or(Cow::Borrowed(""), |id| Cow::Owned(id.to_string()))
    }

    fn usage_rows<'a>(&'a self, scope: &'a Scope) -> impl Iterator<Item = UsageRow<'a>> + 'a {
        self.enrollment_rows(scope).filter_map(move |(handle, membership, enrollment)| {
            let Item::Course(course) = enrollment.item() else {
                return None;
            };
            let course = self.catalog.course_at(course)?;
            let program = self.program(membership.program)?;
            let person = self.learner_cells(membership.learner);
            let [
                manager_name,
                manager_email,
                job_title,
                job_type,
                business_unit,
                business_unit_2,
                city,
                country,
                region,
            ] = person.profile();
            let contract = self.contract(self.reported_contract(membership, enrollment))?;
            let mut row = UsageRow {
                name: person.name.into(),
                email: person.email,
                external_id: person.external_id.into(),
                course: (*course.name).into(),
                course_id: course.id.to_string().into(),
                course_slug: (*course.slug).into(),
                university: (*course.partner).into(),
                enrollment_time: enrollment.enrolled_at.get(),
                class_start_time: enrollment.class_starts_at.get(),
                last_course_activity_time: enrollment.last_activity_at.get(),
                // Real files have 0.0 where nothing is known yet.
                overall_progress: Some(enrollment.progress().map_or(Decimal::ZERO, Decimal::from)),
                estimated_learning_hours: Some(enrollment.hours().map_or(Decimal::ZERO, Decimal::from)),
                completed: enrollment.completed_at != Moment::NONE,
                removed_from_program: !self.is_current(handle, scope.at),
                program_slug: (*program.slug).into(),
                program_name: (*program.name).into(),
                enrollment_source: self.source_name(enrollment).into(),
                completion_time: enrollment.completed_at.get(),
                course_grades: Some(enrollment.grade().map_or(Decimal::ZERO, Decimal::from)),
                contract: (*contract.name).into(),
                manager_name,
                manager_email,
                job_title,
                job_type,
                business_unit,
                business_unit_2,
                location_city: city,
                location_country: country,
                location_region: region,
                ..UsageRow::default()
            };
            if scope.beyond_guide {
                row.collection_id = self.source_id(enrollment);
                row.is_enterprise_contract_active = Some(contract.is_active(scope.at));
            }
            Some(row)
        })
    }

    fn specialization_rows<'a>(
        &'a self,
        scope: &'a Scope,
    ) -> impl Iterator<Item = SpecializationRow<'a>> + 'a {
        self.enrollment_rows(scope).filter_map(move |(handle, membership, enrollment)| {
            let Item::Specialization(found) = enrollment.item() else {
                return None;
            };
            let specialization = self.catalog.specialization_at(found)?;
            let program = self.program(membership.program)?;
            let person = self.learner_cells(membership.learner);
            let [
                manager_name,
                manager_email,
                job_title,
                job_type,
                business_unit,
                business_unit_2,
                city,
                country,
                region,
            ] = person.profile();
            let contract = self.contract(self.reported_contract(membership, enrollment))?;
            let mut row = SpecializationRow {
                name: person.name.into(),
                email: person.email,
                external_id: person.external_id.into(),
                specialization: (*specialization.name).into(),
                specialization_slug: (*specialization.slug).into(),
                university: (*specialization.partner).into(),
                enrollment_time: enrollment.enrolled_at.get(),
                last_specialization_activity_time: enrollment.last_activity_at.get(),
                completed: enrollment.completed_at != Moment::NONE,
                removed_from_program: !self.is_current(handle, scope.at),
                program_slug: (*program.slug).into(),
                program_name: (*program.name).into(),
                enrollment_source: self.source_name(enrollment).into(),
                specialization_completion_time: enrollment.completed_at.get(),
                contract: (*contract.name).into(),
                manager_name,
                manager_email,
                job_title,
                job_type,
                business_unit,
                business_unit_2,
                location_city: city,
                location_country: country,
                location_region: region,
                ..SpecializationRow::default()
            };
            if scope.beyond_guide {
                let is_completed = |course: &&u32| {
                    let found = self.find_enrollment(handle, Item::Course(**course));
                    found
                        .map(|found| self.enrollments.at(found))
                        .is_some_and(|found| !found.given_up && found.completed_at != Moment::NONE)
                };
                let completed = specialization.courses.iter().filter(is_completed).count();
                row.completed_courses = Some(completed as u64);
                row.courses_in_specialization = Some(specialization.courses.len() as u64);
                row.collection_id = self.source_id(enrollment);
                row.is_enterprise_contract_active = Some(contract.is_active(scope.at));
            }
            Some(row)
        })
    }

    fn membership_rows<'a>(&'a self, scope: &'a Scope) -> impl Iterator<Item = MembershipRow<'a>> + 'a {
        self.joined_rows(scope).chain(self.invited_rows(scope))
    }

    fn joined_rows<'a>(&'a self, scope: &'a Scope) -> impl Iterator<Item = MembershipRow<'a>> + 'a {
        (0..self.memberships.len()).filter_map(move |handle| {
            let membership = self.memberships.at(handle);
            if !self.in_scope(scope, membership.program, membership.contract) {
                return None;
            }
            let invitation = self.invitations.get(membership.invitation);
            let counted =
                (scope.active_only || scope.beyond_guide).then(|| self.count_reported(scope, handle));
            let (enrolled, completed, _) =
                counted.unwrap_or((membership.current, membership.completed, Decimal::ZERO));
            let state = if self.is_current(handle, scope.at) {
                MemberState::Member
            } else {
                MemberState::DeletedMember
            };
            self.membership_row(
                scope,
                MembershipCells {
                    person: self.learner_cells(membership.learner),
                    program: membership.program,
                    contract: membership.contract,
                    state,
                    enrolled,
                    completed,
                    joined_at: membership.joined_at,
                    invited_at: invitation.map_or(Moment::NONE, |invitation| invitation.created_at),
                    last_activity: membership.last_activity_at,
                    learning_hours: counted.filter(|_| scope.beyond_guide).map(|(_, _, hours)| hours),
                },
            )
        })
    }

    fn invited_rows<'a>(&'a self, scope: &'a Scope) -> impl Iterator<Item = MembershipRow<'a>> + 'a {
        self.invitations.iter().filter_map(move |invitation| {
            if !invitation.is_open(scope.at) || !self.in_scope(scope, invitation.program, invitation.contract)
            {
                return None;
            }
            let person = self.people.get(invitation.person);
            // Whoever was a member has a row already; a report has one for each person and program.
            let former = self
                .find_learner_by_email(person.email)
                .and_then(|learner| self.membership_of(learner, invitation.program));
            if former.is_some_and(|former| {
                self.in_scope(scope, invitation.program, self.memberships.at(former).contract)
            }) {
                return None;
            }
            self.membership_row(
                scope,
                MembershipCells {
                    person: PersonCells {
                        name: person.name,
                        email: address(person.email, invitation.id),
                        external_id: person.external_id,
                        profile: None,
                    },
                    program: invitation.program,
                    contract: invitation.contract,
                    state: MemberState::Invited,
                    enrolled: 0,
                    completed: 0,
                    joined_at: Moment::NONE,
                    invited_at: invitation.created_at,
                    last_activity: Moment::NONE,
                    learning_hours: None,
                },
            )
        })
    }

    fn membership_row<'a>(&'a self, scope: &Scope, cells: MembershipCells<'a>) -> Option<MembershipRow<'a>> {
        let program = self.program(cells.program)?;
        let contract = self.contract(cells.contract)?;
        let [
            manager_name,
            manager_email,
            job_title,
            job_type,
            business_unit,
            business_unit_2,
            city,
            country,
            region,
        ] = cells.person.profile();
        Some(MembershipRow {
            name: cells.person.name.into(),
            email: cells.person.email,
            external_id: cells.person.external_id.into(),
            program_name: (*program.name).into(),
            program_slug: (*program.slug).into(),
            enrolled_courses: cells.enrolled.into(),
            completed_courses: cells.completed.into(),
            member_state: cells.state,
            join_date: cells.joined_at.get(),
            invitation_date: cells.invited_at.get(),
            last_activity_time: cells.last_activity.get(),
            contracts: (*contract.name).into(),
            manager_name,
            manager_email,
            job_title,
            job_type,
            business_unit,
            business_unit_2,
            location_city: city,
            location_country: country,
            location_region: region,
            contract_ids: if scope.beyond_guide { contract.id.to_string().into() } else { "".into() },
            learning_hours: cells.learning_hours,
        })
    }
}

/// The email, or a stand-in for one that was erased or never told: rows are known by their emails, so that people
/// without one must not be taken for one person (`ID-4`). The name ends in `.invalid`, which no mail goes to.
fn address(email: &str, id: impl ToString) -> Cow<'_, str> {
    if email.is_empty() {
        Cow::Owned(alloc::format!("{}@erased.invalid", id.to_string()))
    } else {
        Cow::Borrowed(email)
    }
}

/// What a row of the membership report is made of.
struct MembershipCells<'a> {
    person: PersonCells<'a>,
    program: u16,
    contract: u16,
    state: MemberState,
    enrolled: u16,
    completed: u16,
    joined_at: Moment,
    invited_at: Moment,
    last_activity: Moment,
    /// Hours in these courses, where the dialect has them.
    learning_hours: Option<Decimal>,
}
