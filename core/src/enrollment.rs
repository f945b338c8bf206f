//! Enrollments in courses and specializations, and the facts about them (`ENR-1` to `ENR-4`, `CON-3`).

use serde::{Deserialize, Serialize};

use crate::catalog::{Item, unknown_item};
use crate::clock::days_after;
use crate::command::{
    EnrollInCourse, EnrollInSpecialization, RecordCourseActivity, RecordSpecializationActivity,
    UnenrollFromCourse, UnenrollFromSpecialization,
};
use crate::event::{
    CourseActivityRecorded, CourseEnrolled, CourseUnenrolled, SpecializationActivityRecorded,
    SpecializationEnrolled, SpecializationUnenrolled,
};
use crate::ledger::{ActorHandle, Movement};
use crate::policy::LimitCounting;
use crate::register::{ApplyError, RECORDS_LIMIT, Register};
use crate::store::{Moment, NONE};
use crate::verdict::{Judged, Judging, Stop, Verdict};
use crate::{CatalogItem, CollectionId, Hours, LearnerId, Percent, ProgramId, Refusal, Timestamp};

/// A collection handle that names none: the learner browsed.
pub(crate) const NO_SOURCE: u16 = u16::MAX;

/// A fact that is not known.
const UNKNOWN: u32 = u32::MAX;

/// One learner's enrollment in one thing, in 52 bytes.
#[derive(Clone, Copy, Debug, Serialize, Deserialize)]
pub(crate) struct Enrollment {
    pub(crate) membership: u32,
    /// The membership's enrollment before this one.
    #[serde(skip, default = "crate::store::nothing")]
    pub(crate) before: u32,
    progress: u32,
    grade: u32,
    hours: u32,
    item: u16,
    /// The collection where it was found.
    pub(crate) source: u16,
    /// The contract that it consumes from.
    pub(crate) contract: u16,
    /// The first time; enrolling again continues it.
    pub(crate) enrolled_at: Moment,
    pub(crate) class_starts_at: Moment,
    pub(crate) last_activity_at: Moment,
    pub(crate) completed_at: Moment,
    is_specialization: bool,
    /// Whether the learner gave it up.
    pub(crate) given_up: bool,
}

impl Enrollment {
    pub(crate) fn item(&self) -> Item {
        if self.is_specialization {
            Item::Specialization(self.item.into())
        } else {
            Item::Course(self.item.into())
        }
    }

    pub(crate) fn is_course(&self) -> bool {
        !self.is_specialization
    }

    pub(crate) fn progress(&self) -> Option<Percent> {
        Percent::from_units(self.progress)
    }

    pub(crate) fn grade(&self) -> Option<Percent> {
        Percent::from_units(self.grade)
    }

    pub(crate) fn hours(&self) -> Option<Hours> {
        Hours::from_units(self.hours)
    }

    /// Whether the facts are such as can be recorded, for the check of a restored state.
    pub(crate) fn is_sound(&self) -> bool {
        (self.progress == UNKNOWN || self.progress().is_some())
            && (self.grade == UNKNOWN || self.grade().is_some())
            && (self.hours == UNKNOWN || self.hours().is_some())
            && self.enrolled_at != Moment::NONE
    }
}

/// Whom and what a command about an enrollment names.
struct Subject {
    membership: u32,
    item: Item,
}

impl Register {
    pub(crate) fn find_enrollment(&self, membership: u32, item: Item) -> Option<u32> {
        self.indexes.enrollments.find(self.enrollment_hash(membership, item), |handle| {
            let found = self.enrollments.at(handle);
            found.membership == membership && found.item() == item
        })
    }

    pub(crate) fn enrollment_hash(&self, membership: u32, item: Item) -> u32 {
        let item = match item {
            Item::Course(handle) => u128::from(handle),
            Item::Specialization(handle) => 1 << 32 | u128::from(handle),
        };
        self.indexes.hashing.id(u128::from(membership) << 64 | item)
    }

    /// A membership's enrollments, the latest first, given up ones included.
    pub(crate) fn enrollments_of(&self, membership: u32) -> impl Iterator<Item = &Enrollment> + '_ {
        self.numbered_enrollments_of(membership).map(|(_, found)| found)
    }

    /// As [`Self::enrollments_of`], each with its handle.
    pub(crate) fn numbered_enrollments_of(
        &self,
        membership: u32,
    ) -> impl Iterator<Item = (u32, &Enrollment)> + '_ {
        let numbered = |handle: u32| self.enrollments.get(handle).map(|found| (handle, found));
        let first = self.memberships.get(membership).map_or(NONE, |found| found.enrollment);
        core::iter::successors(numbered(first), move |(_, found)| numbered(found.before))
    }

    pub(crate) fn judge_enroll_in_course(
        &self,
        command: &EnrollInCourse,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        if let Some(time) = command.class_starts_at.filter(|time| !Moment::holds(*time)) {
            verdict.refuse(Refusal::TimeOutOfRange { field: "class_starts_at".into(), time })?;
        }
        let item = command.course.into();
        self.judge_enrollment(command.program, command.learner, item, command.source, judging, verdict)?;
        Ok(CourseEnrolled {
            program: command.program,
            learner: command.learner,
            course: command.course,
            source: command.source,
            class_starts_at: command.class_starts_at,
        }
        .into())
    }

    pub(crate) fn judge_enroll_in_specialization(
        &self,
        command: &EnrollInSpecialization,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        let item = command.specialization.into();
        self.judge_enrollment(command.program, command.learner, item, command.source, judging, verdict)?;
        Ok(SpecializationEnrolled {
            program: command.program,
            learner: command.learner,
            specialization: command.specialization,
            source: command.source,
        }
        .into())
    }

    fn judge_enrollment(
        &self,
        program: ProgramId,
        learner: LearnerId,
        item: CatalogItem,
        source: Option<CollectionId>,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Result<(), Stop> {
        let membership = self.current_membership(program, learner, judging.at, verdict)?;
        let found = *self.memberships.at(membership);
        let handle = self.catalog.item(&item).ok_or_else(|| verdict.stop(unknown_item(&item)))?;
        if let Some(contract) = self.contract(found.contract) {
            verdict.check(contract.consumable(judging.at))?;
            if contract.has_units() && !contract.has_free_unit() {
                let units = contract.units_sold().unwrap_or(0);
                verdict.refuse(Refusal::UnitsExhausted { contract: contract.id, units })?;
            }
        }
        if !self.catalog.offers(found.program, handle) {
            verdict.refuse(match item {
                CatalogItem::CourseItem(item) => Refusal::CourseNotInCatalog { course: item.course },
                CatalogItem::SpecializationItem(item) => {
                    Refusal::SpecializationNotInCatalog { specialization: item.specialization }
                }
            })?;
        }
        if let Some(collection) = source {
            let known = self.collection_of(found.program, collection, verdict)?;
            if !self.catalog.collection_offers(known, handle) {
                verdict.refuse(Refusal::NotInCollection { collection })?;
            }
        }
        if let Some(enrollment) = self.find_enrollment(membership, handle)
            && !self.enrollments.at(enrollment).given_up
        {
            return Err(verdict.stop(Refusal::AlreadyEnrolled { learner }));
        }
        let limit = self.program(found.program).and_then(|program| {
            let counted = match program.policies.limit_counting {
                LimitCounting::Current => found.current,
                LimitCounting::Ever => found.ever,
            };
            program
                .course_limit
                .filter(|limit| matches!(handle, Item::Course(_)) && counted >= *limit)
        });
        if let Some(limit) = limit {
            verdict.refuse(Refusal::CourseLimitReached { learner, limit })?;
        }
        if u64::from(self.enrollments.len()) >= RECORDS_LIMIT {
            verdict.refuse(Refusal::RegisterFull { what: "enrollments".into(), limit: RECORDS_LIMIT })?;
        }
        Ok(())
    }

    /// An enrollment that was not given up, of a member or a former one, or a stop.
    pub(crate) fn known_enrollment(
        &self,
        program: ProgramId,
        learner: LearnerId,
        item: &CatalogItem,
        verdict: &mut Verdict,
    ) -> Result<&Enrollment, Stop> {
        let handle = self.program_handle(program);
        let handle = handle.ok_or_else(|| verdict.stop(Refusal::UnknownProgram { program }))?;
        let found = self.known_learner(learner, verdict)?;
        let membership = self.membership_of(found, handle);
        let membership = membership.ok_or_else(|| verdict.stop(Refusal::NotAMember { learner, program }))?;
        let item = self.catalog.item(item).ok_or_else(|| verdict.stop(unknown_item(item)))?;
        self.find_enrollment(membership, item)
            .map(|enrollment| self.enrollments.at(enrollment))
            .filter(|enrollment| !enrollment.given_up)
            .ok_or_else(|| verdict.stop(Refusal::NotEnrolled { learner }))
    }

    /// Whether giving up an enrollment now gives its unit back (`CON-4`): the days count from when it was taken.
    fn returns_unit(&self, handle: u32, at: Timestamp) -> bool {
        let enrollment = self.enrollments.at(handle);
        self.contract(enrollment.contract).is_some_and(|contract| {
            let taken_at = self.last_enrolled_at(handle).get().unwrap_or(at);
            let until = contract.policies.unit_return_days.map(|days| days_after(taken_at, days));
            contract.has_units() && at < contract.ends_at && until.is_some_and(|until| at < until)
        })
    }

    fn judge_unenrollment(
        &self,
        program: ProgramId,
        learner: LearnerId,
        item: CatalogItem,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Result<bool, Stop> {
        self.current_membership(program, learner, judging.at, verdict)?;
        self.known_enrollment(program, learner, &item, verdict)?;
        let enrollment = self.current_enrollment(program, learner, item);
        Ok(enrollment.is_some_and(|handle| self.returns_unit(handle, judging.at)))
    }

    pub(crate) fn judge_unenroll_from_course(
        &self,
        command: &UnenrollFromCourse,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        let (program, learner, course) = (command.program, command.learner, command.course);
        let unit_returned = self.judge_unenrollment(program, learner, course.into(), judging, verdict)?;
        Ok(CourseUnenrolled { program, learner, course, unit_returned }.into())
    }

    pub(crate) fn judge_unenroll_from_specialization(
        &self,
        command: &UnenrollFromSpecialization,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        let (program, learner) = (command.program, command.learner);
        let specialization = command.specialization;
        let unit_returned =
            self.judge_unenrollment(program, learner, specialization.into(), judging, verdict)?;
        Ok(SpecializationUnenrolled { program, learner, specialization, unit_returned }.into())
    }

    /// Checks times of facts: after the enrollment and not in the future (`ENR-3`).
    fn judge_facts(
        &self,
        enrollment: &Enrollment,
        times: [(&str, Option<Timestamp>); 2],
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Result<(), Stop> {
        let enrolled_at = enrollment.enrolled_at.get().unwrap_or(judging.at);
        for (field, time) in times {
            let Some(time) = time else { continue };
            if time > judging.at {
                verdict.refuse(Refusal::TimeInFuture { field: field.into(), time })?;
            }
            if time < enrolled_at {
                verdict.refuse(Refusal::BeforeEnrollment { field: field.into(), time, enrolled_at })?;
            }
        }
        Ok(())
    }

    pub(crate) fn judge_record_course_activity(
        &self,
        command: &RecordCourseActivity,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        let (program, learner, course) = (command.program, command.learner, command.course);
        let nothing = command.progress.is_none()
            && command.grade.is_none()
            && command.hours.is_none()
            && command.last_activity_at.is_none()
            && command.completed_at.is_none();
        let enrollment = self.known_enrollment(program, learner, &course.into(), verdict)?;
        if nothing {
            verdict.refuse(Refusal::NothingGiven {})?;
        }
        let times = [("last_activity_at", command.last_activity_at), ("completed_at", command.completed_at)];
        self.judge_facts(enrollment, times, judging, verdict)?;
        Ok(CourseActivityRecorded {
            program,
            learner,
            course,
            progress: command.progress,
            grade: command.grade,
            hours: command.hours,
            last_activity_at: command.last_activity_at,
            completed_at: command.completed_at,
        }
        .into())
    }

    pub(crate) fn judge_record_specialization_activity(
        &self,
        command: &RecordSpecializationActivity,
        judging: &Judging,
        verdict: &mut Verdict,
    ) -> Judged {
        let (program, learner) = (command.program, command.learner);
        let specialization = command.specialization;
        let enrollment = self.known_enrollment(program, learner, &specialization.into(), verdict)?;
        if command.last_activity_at.is_none() && command.completed_at.is_none() {
            verdict.refuse(Refusal::NothingGiven {})?;
        }
        let times = [("last_activity_at", command.last_activity_at), ("completed_at", command.completed_at)];
        self.judge_facts(enrollment, times, judging, verdict)?;
        Ok(SpecializationActivityRecorded {
            program,
            learner,
            specialization,
            last_activity_at: command.last_activity_at,
            completed_at: command.completed_at,
        }
        .into())
    }

    fn subject(&self, program: ProgramId, learner: LearnerId, item: CatalogItem) -> Option<Subject> {
        let membership = self.membership_by_ids(program, learner)?;
        Some(Subject { membership, item: self.catalog.item(&item)? })
    }

    fn check_enrolled(
        &self,
        program: ProgramId,
        learner: LearnerId,
        item: CatalogItem,
        source: Option<CollectionId>,
    ) -> Result<(), ApplyError> {
        let subject = self.subject(program, learner, item).filter(|subject| {
            let found = self.memberships.at(subject.membership);
            let known = self.find_enrollment(subject.membership, subject.item);
            let source = source.is_none_or(|id| self.catalog.collection(found.program, id).is_some());
            let unit = self
                .contract(found.contract)
                .is_some_and(|contract| !contract.has_units() || contract.has_free_unit());
            source
                && unit
                && found.removed_at == Moment::NONE
                && known.is_none_or(|known| self.enrollments.at(known).given_up)
                && u64::from(self.enrollments.len()) < RECORDS_LIMIT
        });
        ApplyError::unless(subject.is_some(), "a new enrollment")
    }

    pub(crate) fn check_course_enrolled(&self, event: &CourseEnrolled) -> Result<(), ApplyError> {
        self.check_enrolled(event.program, event.learner, event.course.into(), event.source)
    }

    pub(crate) fn check_specialization_enrolled(
        &self,
        event: &SpecializationEnrolled,
    ) -> Result<(), ApplyError> {
        self.check_enrolled(event.program, event.learner, event.specialization.into(), event.source)
    }

    pub(crate) fn apply_course_enrolled(&mut self, event: &CourseEnrolled, at: Timestamp, by: ActorHandle) {
        if let Some(subject) = self.subject(event.program, event.learner, event.course.into()) {
            let class_starts_at = event.class_starts_at.into();
            self.enroll(&subject, event.source, class_starts_at, at, by);
        }
    }

    pub(crate) fn apply_specialization_enrolled(
        &mut self,
        event: &SpecializationEnrolled,
        at: Timestamp,
        by: ActorHandle,
    ) {
        if let Some(subject) = self.subject(event.program, event.learner, event.specialization.into()) {
            self.enroll(&subject, event.source, Moment::NONE, at, by);
        }
    }

    fn enroll(
        &mut self,
        subject: &Subject,
        source: Option<CollectionId>,
        class_starts_at: Moment,
        at: Timestamp,
        by: ActorHandle,
    ) {
        let membership = subject.membership;
        let found = *self.memberships.at(membership);
        let source = source
            .and_then(|source| self.catalog.collection(found.program, source))
            .unwrap_or(NO_SOURCE);
        let known = self.find_enrollment(membership, subject.item);
        self.tally_membership(membership, false);
        let (handle, enrollment) = match known {
            // Enrolling again goes on from the facts of before.
            Some(handle) => {
                self.enrolled_again.insert(handle, at.into());
                let enrollment = self.enrollments.at_mut(handle);
                enrollment.given_up = false;
                enrollment.source = source;
                enrollment.contract = found.contract;
                enrollment.class_starts_at = class_starts_at;
                (handle, *enrollment)
            }
            None => {
                let (item, is_specialization) = match subject.item {
                    Item::Course(item) => (item, false),
                    Item::Specialization(item) => (item, true),
                };
                let enrollment = Enrollment {
                    membership,
                    before: found.enrollment,
                    progress: UNKNOWN,
                    grade: UNKNOWN,
                    hours: UNKNOWN,
                    item: u16::try_from(item).unwrap_or(u16::MAX),
                    source,
                    contract: found.contract,
                    enrolled_at: at.into(),
                    class_starts_at,
                    last_activity_at: Moment::NONE,
                    completed_at: Moment::NONE,
                    is_specialization,
                    given_up: false,
                };
                let handle = self.enrollments.push(enrollment);
                self.index_enrollment(handle);
                (handle, enrollment)
            }
        };
        self.count_enrollment(&enrollment, true);
        self.count_totals(handle, true);
        self.note_times(handle);
        if !enrollment.is_specialization {
            let found = self.memberships.at_mut(membership);
            found.ever = found.ever.saturating_add(1);
        }
        self.tally_membership(membership, true);
        if !found.has_enrolled {
            self.mark_enrolled(membership);
        }
        if let Some(contract) = self.contract_mut(found.contract)
            && contract.has_units()
        {
            contract.units.record(at, Movement::Enrolled, found.learner, found.program, by);
            contract.note_use(at);
        }
    }

    /// Lets an enrollment be found by membership and item, and as its membership's latest.
    pub(crate) fn index_enrollment(&mut self, handle: u32) {
        let enrollment = *self.enrollments.at(handle);
        let hash = self.enrollment_hash(enrollment.membership, enrollment.item());
        self.indexes.enrollments.insert(hash, handle);
        let membership = self.memberships.at_mut(enrollment.membership);
        let before = core::mem::replace(&mut membership.enrollment, handle);
        self.enrollments.at_mut(handle).before = before;
    }

    /// When an enrollment was made last: the first time, or again after it was given up.
    pub(crate) fn last_enrolled_at(&self, handle: u32) -> Moment {
        let again = self.enrolled_again.get(&handle).copied();
        again.unwrap_or_else(|| self.enrollments.at(handle).enrolled_at)
    }

    /// Keeps the latest times of an enrollment with its membership.
    pub(crate) fn note_times(&mut self, handle: u32) {
        let (enrollment, last_enrolled_at) = (*self.enrollments.at(handle), self.last_enrolled_at(handle));
        let found = self.memberships.at_mut(enrollment.membership);
        found.last_enrolled_at = found.last_enrolled_at.max(last_enrolled_at);
        found.last_activity_at = found.last_activity_at.max(enrollment.last_activity_at);
        if !enrollment.is_specialization && !enrollment.given_up {
            found.last_completed_at = found.last_completed_at.max(enrollment.completed_at);
        }
    }

    /// Counts an enrollment for its membership, or counts it no longer.
    pub(crate) fn count_enrollment(&mut self, enrollment: &Enrollment, add: bool) {
        if enrollment.given_up {
            return;
        }
        let program = self.memberships.at(enrollment.membership).program;
        let completed = enrollment.completed_at != Moment::NONE;
        self.catalog.count(program, enrollment.item(), completed, add);
        if enrollment.is_specialization {
            return;
        }
        let found = self.memberships.at_mut(enrollment.membership);
        let change = |counter: &mut u16| {
            *counter = if add { counter.saturating_add(1) } else { counter.saturating_sub(1) };
        };
        change(&mut found.current);
        if completed {
            change(&mut found.completed);
        }
    }

    fn check_unenrolled(
        &self,
        program: ProgramId,
        learner: LearnerId,
        item: CatalogItem,
        unit_returned: bool,
    ) -> Result<(), ApplyError> {
        let enrollment = self.current_enrollment(program, learner, item);
        let good = enrollment.is_some_and(|handle| {
            !unit_returned
                || self
                    .contract(self.enrollments.at(handle).contract)
                    .is_some_and(|contract| contract.has_units() && contract.units.balance() > 0)
        });
        ApplyError::unless(good, "an enrollment that was given up")
    }

    pub(crate) fn current_enrollment(
        &self,
        program: ProgramId,
        learner: LearnerId,
        item: CatalogItem,
    ) -> Option<u32> {
        let subject = self.subject(program, learner, item)?;
        let handle = self.find_enrollment(subject.membership, subject.item)?;
        (!self.enrollments.at(handle).given_up).then_some(handle)
    }

    pub(crate) fn check_course_unenrolled(&self, event: &CourseUnenrolled) -> Result<(), ApplyError> {
        self.check_unenrolled(event.program, event.learner, event.course.into(), event.unit_returned)
    }

    pub(crate) fn check_specialization_unenrolled(
        &self,
        event: &SpecializationUnenrolled,
    ) -> Result<(), ApplyError> {
        let item = event.specialization.into();
        self.check_unenrolled(event.program, event.learner, item, event.unit_returned)
    }

    pub(crate) fn apply_course_unenrolled(
        &mut self,
        event: &CourseUnenrolled,
        at: Timestamp,
        by: ActorHandle,
    ) {
        if let Some(subject) = self.subject(event.program, event.learner, event.course.into()) {
            self.unenroll(&subject, event.unit_returned, at, by);
        }
    }

    pub(crate) fn apply_specialization_unenrolled(
        &mut self,
        event: &SpecializationUnenrolled,
        at: Timestamp,
        by: ActorHandle,
    ) {
        if let Some(subject) = self.subject(event.program, event.learner, event.specialization.into()) {
            self.unenroll(&subject, event.unit_returned, at, by);
        }
    }

    fn unenroll(&mut self, subject: &Subject, unit_returned: bool, at: Timestamp, by: ActorHandle) {
        let Some(handle) = self.find_enrollment(subject.membership, subject.item) else {
            return;
        };
        let enrollment = *self.enrollments.at(handle);
        self.tally_membership(subject.membership, false);
        self.count_enrollment(&enrollment, false);
        self.count_totals(handle, false);
        self.enrollments.at_mut(handle).given_up = true;
        self.tally_membership(subject.membership, true);
        // Another completion may be the latest now.
        let completions = self
            .enrollments_of(subject.membership)
            .filter(|found| !found.is_specialization && !found.given_up);
        let latest = completions.map(|found| found.completed_at).max();
        self.memberships.at_mut(subject.membership).last_completed_at = latest.unwrap_or_default();
        if !unit_returned {
            return;
        }
        let found = *self.memberships.at(subject.membership);
        if let Some(contract) = self.contract_mut(enrollment.contract) {
            contract.units.record(at, Movement::Unenrolled, found.learner, found.program, by);
        }
    }

    pub(crate) fn check_course_activity(&self, event: &CourseActivityRecorded) -> Result<(), ApplyError> {
        let enrollment = self.current_enrollment(event.program, event.learner, event.course.into());
        let times = [event.last_activity_at, event.completed_at];
        let held = times.into_iter().flatten().all(Moment::holds);
        ApplyError::unless(enrollment.is_some() && held, "facts of an enrollment")
    }

    pub(crate) fn check_specialization_activity(
        &self,
        event: &SpecializationActivityRecorded,
    ) -> Result<(), ApplyError> {
        let item = event.specialization.into();
        let enrollment = self.current_enrollment(event.program, event.learner, item);
        let times = [event.last_activity_at, event.completed_at];
        let held = times.into_iter().flatten().all(Moment::holds);
        ApplyError::unless(enrollment.is_some() && held, "facts of an enrollment")
    }

    pub(crate) fn apply_course_activity(&mut self, event: &CourseActivityRecorded) {
        if let Some(subject) = self.subject(event.program, event.learner, event.course.into()) {
            self.record_facts(&subject, event.last_activity_at, event.completed_at, |enrollment| {
                let units = [
                    (event.progress.map(Percent::units), &mut enrollment.progress),
                    (event.grade.map(Percent::units), &mut enrollment.grade),
                    (event.hours.map(Hours::units), &mut enrollment.hours),
                ];
                for (given, fact) in units {
                    *fact = given.unwrap_or(*fact);
                }
            });
        }
    }

    pub(crate) fn apply_specialization_activity(&mut self, event: &SpecializationActivityRecorded) {
        if let Some(subject) = self.subject(event.program, event.learner, event.specialization.into()) {
            self.record_facts(&subject, event.last_activity_at, event.completed_at, |_| {});
        }
    }

    fn record_facts(
        &mut self,
        subject: &Subject,
        last_activity_at: Option<Timestamp>,
        completed_at: Option<Timestamp>,
        change: impl FnOnce(&mut Enrollment),
    ) {
        let Some(handle) = self.find_enrollment(subject.membership, subject.item) else {
            return;
        };
        self.count_totals(handle, false);
        let enrollment = self.enrollments.at_mut(handle);
        change(enrollment);
        self.count_totals(handle, true);
        let enrollment = self.enrollments.at_mut(handle);
        enrollment.last_activity_at = enrollment.last_activity_at.get().max(last_activity_at).into();
        if enrollment.completed_at == Moment::NONE
            && let Some(completed_at) = completed_at
        {
            enrollment.completed_at = completed_at.into();
            let is_course = !enrollment.is_specialization;
            let program = self.memberships.at(subject.membership).program;
            self.catalog.complete(program, subject.item);
            if is_course {
                self.tally_membership(subject.membership, false);
                let found = self.memberships.at_mut(subject.membership);
                found.completed = found.completed.saturating_add(1);
                self.tally_membership(subject.membership, true);
            }
        }
        self.note_times(handle);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_enrollment_takes_52_bytes() {
        assert_eq!(size_of::<Enrollment>(), 52);
    }
}
