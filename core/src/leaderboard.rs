//! The leaderboard of a program, or of several (`VIEW-4`).
//!
//! A board is made by one pass over the members that keeps no more than what stands up to the end of the page asked for.
//! Without a period, completions and enrollments stand in the membership; hours and periods look at its enrollments.

use alloc::vec::Vec;
use core::cmp::Reverse;

use crate::authority::Scope;
use crate::command::SetLeaderboardListing;
use crate::commit::{Actor, Context};
use crate::event::LeaderboardListingSet;
use crate::register::{ApplyError, Register};
use crate::report::TotalHours;
use crate::schema::{Definition, choice, record};
use crate::store::{Moment, NONE, Set};
use crate::totals::total_hours;
use crate::user_list::PAGE_SIZE_LIMIT;
use crate::verdict::{Effects, Judged, Verdict};
use crate::{LearnerId, Personal, ProgramId, Refusal, Timestamp};

const ACTION: &str = "leaderboard";

choice! {
    /// By what a leaderboard ranks.
    pub enum LeaderboardMeasure {
        /// Estimated learning hours in courses that were not given up.
        LearningHours = "learning_hours",
        /// Completed courses that were not given up.
        Completions = "completions",
        /// Courses enrolled in and not given up.
        Enrollments = "enrollments",
    }
}

record! {
    /// Which leaderboard, and which page of it (`VIEW-4`).
    pub struct LeaderboardRequest = default {
        /// Of which programs; absent means all that the actor may see. A learner of several counts with all of them.
        pub programs: Option<Vec<ProgramId>>,
        /// By what it ranks.
        pub measure: LeaderboardMeasure,
        /// Counts what was completed or enrolled in at this instant or later; absent means from the beginning.
        pub since: Option<Timestamp>,
        /// Counts what was completed or enrolled in before this instant; absent means up to now.
        pub until: Option<Timestamp>,
        /// Whose own row is given beside the page; absent means that of the learner who asks.
        pub learner: Option<LearnerId>,
        /// Rows of a page: 1 to 1000.
        pub page_size: u32,
        /// The page, counted from 0.
        pub page: u32,
    }
}

record! {
    /// A row of a leaderboard.
    pub struct LeaderboardRow {
        /// The place: one more than there are learners with more. Equals share a place, and the next one skips as many
        /// (1, 2, 2, 4).
        pub rank: u64,
        /// The learner.
        pub learner: LearnerId,
        /// The full name.
        pub name: Personal,
        /// Completions or enrollments; absent when hours rank.
        pub count: Option<u64>,
        /// Learning hours; absent when something else ranks.
        pub hours: Option<TotalHours>,
    }
}

record! {
    /// A page of a leaderboard.
    ///
    /// On it are members with something to count, each once. Left out are those who had themselves left out
    /// (`set_leaderboard_listing`), those who were erased (`ID-4`), and former members.
    pub struct Leaderboard {
        /// As of when.
        pub at: Timestamp,
        /// How many learners it ranks, on all pages.
        pub total: u64,
        /// The rows of this page: the most first, equals in the order in which they joined the organization.
        pub rows: Vec<LeaderboardRow>,
        /// The row of the learner asked for; absent if none is asked for, or if it is left out.
        pub own: Option<LeaderboardRow>,
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[
    LeaderboardMeasure::SCHEMA,
    Definition::Record(LeaderboardRequest::SCHEMA),
    Definition::Record(LeaderboardRow::SCHEMA),
    Definition::Record(Leaderboard::SCHEMA),
];

impl Default for LeaderboardRequest {
    /// The ten with the most learning hours, of all programs.
    fn default() -> Self {
        Self {
            programs: None,
            measure: LeaderboardMeasure::LearningHours,
            since: None,
            until: None,
            learner: None,
            page_size: 10,
            page: 0,
        }
    }
}

/// What counts.
struct Scoring<'a> {
    request: &'a LeaderboardRequest,
    programs: Option<Set<u16>>,
    at: Timestamp,
    since: Moment,
    until: Option<Moment>,
}

/// The first of many learners, without sorting the others.
struct First {
    count: usize,
    /// The score, the other way round, and the learner.
    places: Vec<(Reverse<u64>, u32)>,
    last: Option<(Reverse<u64>, u32)>,
}

impl First {
    fn offer(&mut self, place: (Reverse<u64>, u32)) {
        if self.last.is_some_and(|last| place > last) {
            return;
        }
        self.places.push(place);
        if self.places.len() >= self.count.saturating_mul(2).max(64) {
            self.cut();
        }
    }

    fn cut(&mut self) {
        let Some(last) = self.count.checked_sub(1).filter(|last| *last < self.places.len()) else {
            return;
        };
        self.places.select_nth_unstable(last);
        self.places.truncate(self.count);
        self.last = self.places.get(last).copied();
    }

    fn sorted(mut self) -> Vec<(Reverse<u64>, u32)> {
        self.cut();
        self.places.sort_unstable();
        self.places
    }
}

impl Register {
    /// A page of a leaderboard as of a context's time (`VIEW-4`): of the whole organization for the operator, the host and
    /// organization administrators, of the own programs for a program administrator (`ADM-1`), and of the programs that
    /// they are members of for learners.
    ///
    /// # Errors
    ///
    /// [`Refusal::NotAuthorized`] and [`Refusal::NotAMember`] for whoever may not see it; [`Refusal::UnknownProgram`];
    /// [`Refusal::PageSizeOutOfRange`]; [`Refusal::HoursHaveNoPeriod`].
    ///
    /// ```
    /// use matricula::{Actor, Context, LeaderboardRequest, Register};
    ///
    /// let context = Context::new("2020-01-01T00:00:00.000Z".parse().unwrap(), Actor::OPERATOR);
    /// let board = Register::new().leaderboard(&LeaderboardRequest::default(), &context).unwrap();
    /// assert_eq!((board.total, board.own), (0, None));
    /// ```
    pub fn leaderboard(
        &self,
        request: &LeaderboardRequest,
        context: &Context,
    ) -> Result<Leaderboard, Refusal> {
        if self.is_renewal_due(context.now) {
            return self.settled(context.now).leaderboard(request, context);
        }
        let at = self.as_of(context);
        let programs = self.board_programs(request, context, at)?;
        let page_size = request.page_size;
        if !(1..=PAGE_SIZE_LIMIT).contains(&page_size) {
            return Err(Refusal::PageSizeOutOfRange { page_size, limit: PAGE_SIZE_LIMIT });
        }
        let has_period = request.since.is_some() || request.until.is_some();
        if has_period && request.measure == LeaderboardMeasure::LearningHours {
            return Err(Refusal::HoursHaveNoPeriod {});
        }
        let scoring = Scoring {
            request,
            programs,
            at,
            since: request.since.map_or(Moment::NONE, Moment::from),
            until: request.until.map(Moment::from),
        };
        let asked = match &context.actor {
            Actor::Learner(actor) => Some(actor.learner),
            _ => request.learner,
        };
        let own = asked.and_then(|learner| self.find_learner(learner)).and_then(|learner| {
            let score = self.score(learner, &scoring);
            (score > 0).then_some((learner, score))
        });
        let page_size = usize::try_from(page_size).unwrap_or(usize::MAX);
        let start = usize::try_from(request.page).unwrap_or(usize::MAX).saturating_mul(page_size);
        let mut first = First { count: start.saturating_add(page_size), places: Vec::new(), last: None };
        let (mut total, mut ahead) = (0_u64, 0_u64);
        let mut take = |learner: u32, score: u64| {
            if score > 0 {
                total = total.saturating_add(1);
                ahead = ahead.saturating_add(own.is_some_and(|(_, own)| score > own).into());
                first.offer((Reverse(score), learner));
            }
        };
        match &scoring.programs {
            // The members of one program are found without a look at all others.
            Some(programs) if programs.len() == 1 => {
                let program = programs.iter().next().and_then(|program| self.program(*program));
                let mut next = program.map_or(NONE, |program| program.membership);
                while let Some(found) = self.memberships.get(next) {
                    if self.is_named(found.learner) {
                        take(found.learner, self.score_in(next, &scoring));
                    }
                    next = found.program_before;
                }
            }
            _ => (0..self.learners.len()).for_each(|learner| take(learner, self.score(learner, &scoring))),
        }
        let mut rows = Vec::new();
        let (mut rank, mut last) = (0_u64, None);
        for (number, (Reverse(score), learner)) in (1_u64..).zip(first.sorted()) {
            if last != Some(score) {
                (rank, last) = (number, Some(score));
            }
            if number > u64::try_from(start).unwrap_or(u64::MAX) {
                rows.extend(self.board_row(rank, learner, score, request.measure));
            }
        }
        let own = own.and_then(|(learner, score)| {
            self.board_row(ahead.saturating_add(1), learner, score, request.measure)
        });
        Ok(Leaderboard { at, total, rows, own })
    }

    /// The programs of a board; none for all.
    fn board_programs(
        &self,
        request: &LeaderboardRequest,
        context: &Context,
        at: Timestamp,
    ) -> Result<Option<Set<u16>>, Refusal> {
        let Scope::Learner(learner) = self.scope_of(&context.actor, ACTION)? else {
            return self.visible_programs(request.programs.as_deref(), &context.actor, ACTION);
        };
        let own: Set<u16> = self
            .find_learner(learner)
            .into_iter()
            .flat_map(|handle| self.memberships_of(handle))
            .filter(|membership| self.is_current(*membership, at))
            .map(|membership| self.memberships.at(membership).program)
            .collect();
        if own.is_empty() || request.learner.is_some_and(|asked| asked != learner) {
            return Err(self.unanswered("learner", ACTION));
        }
        let Some(asked) = &request.programs else { return Ok(Some(own)) };
        let mut programs = Set::default();
        for program in asked {
            let handle = self.program_handle(*program);
            let handle = handle.ok_or(Refusal::UnknownProgram { program: *program })?;
            if !own.contains(&handle) {
                return Err(Refusal::NotAMember { learner, program: *program });
            }
            programs.insert(handle);
        }
        Ok(Some(programs))
    }

    /// Whether a learner may stand on a board: neither erased nor left out by their own wish.
    fn is_named(&self, learner: u32) -> bool {
        self.learners.at(learner).person != NONE && !self.unlisted.contains(&learner)
    }

    /// What a learner has of the measure, over all programs of the board.
    fn score(&self, learner: u32, scoring: &Scoring<'_>) -> u64 {
        if !self.is_named(learner) {
            return 0;
        }
        self.memberships_of(learner)
            .filter(|membership| {
                let program = self.memberships.at(*membership).program;
                scoring.programs.as_ref().is_none_or(|programs| programs.contains(&program))
            })
            .fold(0, |sum, membership| sum.saturating_add(self.score_in(membership, scoring)))
    }

    /// What a member has of the measure; nothing of a former one.
    fn score_in(&self, membership: u32, scoring: &Scoring<'_>) -> u64 {
        if !self.is_current(membership, scoring.at) {
            return 0;
        }
        let found = self.memberships.at(membership);
        let within = |time: Moment| {
            time != Moment::NONE && time >= scoring.since && scoring.until.is_none_or(|until| time < until)
        };
        let has_period = scoring.since != Moment::NONE || scoring.until.is_some();
        let courses = || {
            self.enrollments_of(membership)
                .filter(|enrollment| enrollment.is_course() && !enrollment.given_up)
        };
        let count = |number: usize| u64::try_from(number).unwrap_or(u64::MAX);
        match scoring.request.measure {
            LeaderboardMeasure::LearningHours => courses()
                .filter_map(|enrollment| enrollment.hours())
                .fold(0, |sum, hours| sum.saturating_add(hours.units().into())),
            LeaderboardMeasure::Completions if has_period => {
                count(courses().filter(|enrollment| within(enrollment.completed_at)).count())
            }
            LeaderboardMeasure::Enrollments if has_period => {
                count(courses().filter(|enrollment| within(enrollment.enrolled_at)).count())
            }
            LeaderboardMeasure::Completions => found.completed.into(),
            LeaderboardMeasure::Enrollments => found.current.into(),
        }
    }

    fn board_row(
        &self,
        rank: u64,
        learner: u32,
        score: u64,
        measure: LeaderboardMeasure,
    ) -> Option<LeaderboardRow> {
        let found = self.learners.get(learner)?;
        let is_hours = measure == LeaderboardMeasure::LearningHours;
        Some(LeaderboardRow {
            rank,
            learner: found.id,
            name: self.people.get(found.person).name.into(),
            count: (!is_hours).then_some(score),
            hours: is_hours.then(|| total_hours(score)),
        })
    }

    pub(crate) fn judge_set_leaderboard_listing(
        &self,
        command: &SetLeaderboardListing,
        verdict: &mut Verdict,
    ) -> Judged {
        let SetLeaderboardListing { learner, listed } = *command;
        let handle = self.known_learner(learner, verdict)?;
        if self.unlisted.contains(&handle) != listed {
            return Ok(Effects::none());
        }
        Ok(LeaderboardListingSet { learner, listed }.into())
    }

    pub(crate) fn check_leaderboard_listing_set(
        &self,
        event: &LeaderboardListingSet,
    ) -> Result<(), ApplyError> {
        ApplyError::unless(self.find_learner(event.learner).is_some(), "a learner's place on leaderboards")
    }

    pub(crate) fn apply_leaderboard_listing_set(&mut self, event: &LeaderboardListingSet) {
        let Some(handle) = self.find_learner(event.learner) else { return };
        if event.listed {
            self.unlisted.remove(&handle);
        } else {
            self.unlisted.insert(handle);
        }
    }

    /// The instant of which an answer tells: the context's, or the latest that the register has seen if that is later.
    pub(crate) fn as_of(&self, context: &Context) -> Timestamp {
        self.latest.map_or(context.now, |latest| latest.max(context.now))
    }
}

#[cfg(test)]
#[allow(clippy::arithmetic_side_effects, reason = "small numbers of a test")]
mod tests {
    use alloc::format;
    use alloc::vec::Vec;

    use crate::*;

    const PROGRAM: ProgramId = ProgramId::from_u128(3);

    /// 300 members, of whom number `n` has enrolled in `n * 7 % 5` courses.
    fn register() -> (Register, Context) {
        let mut register = Register::new();
        let now: Timestamp = "2020-01-02T00:00:00.000Z".parse().unwrap();
        let context = Context::new(now, Actor::OPERATOR);
        let contract = ContractId::from_u128(2);
        let collection = CollectionId::from_u128(4);
        let course = |number: u128| CourseId::from_u128(10 + number);
        let (name, description) = ("All".into(), "".into());
        let mut commands: Vec<Command> = alloc::vec![
            CreateOrganization {
                organization: OrganizationId::from_u128(1),
                name: "Acme".into(),
                domains: Vec::new(),
                policies: None,
            }
            .into(),
            CreateContract {
                contract,
                name: "Year 1".into(),
                terms: Unlimited {}.into(),
                starts_at: now,
                ends_at: "2021-01-01T00:00:00.000Z".parse().unwrap(),
                policies: None,
            }
            .into(),
            CreateProgram {
                program: PROGRAM,
                name: "Program".into(),
                slug: "program".into(),
                url: "https://x.example/program".into(),
                tagline: "".into(),
                banner: None,
                course_limit: None,
                policies: None,
            }
            .into(),
            AddDomain { program: PROGRAM, domain: "acme.example".into(), contract }.into(),
            CreateCollection { program: PROGRAM, collection, name, description }.into(),
        ];
        for number in 0..5 {
            let slug = format!("course-{number}").into();
            commands.push(
                AddCourse { course: course(number), name: "Course".into(), slug, partner: "Kiln".into() }
                    .into(),
            );
        }
        let items = (0..5).map(|number| course(number).into()).collect();
        commands.push(AddToCollection { program: PROGRAM, collection, items }.into());
        for number in 0..300 {
            let learner = LearnerId::from_u128(1_000 + number);
            let email = format!("l{number}@acme.example").as_str().into();
            commands.push(JoinProgram { program: PROGRAM, learner, name: "Jo".into(), email }.into());
            for which in 0..number * 7 % 5 {
                let course = course(which);
                let (program, source, class_starts_at) = (PROGRAM, None, None);
                commands.push(EnrollInCourse { program, learner, course, source, class_starts_at }.into());
            }
        }
        for command in commands {
            register.execute(&command, &context).unwrap();
        }
        (register, context)
    }

    #[test]
    fn view_4_pages_of_many_learners_are_the_sorted_board_once() {
        let (register, context) = register();
        let mut expected: Vec<(u64, u128)> = (0..300)
            .map(|number| ((number * 7 % 5) as u64, number))
            .filter(|(score, _)| *score > 0)
            .collect();
        expected.sort_by_key(|(score, number)| (core::cmp::Reverse(*score), *number));
        let rank = |score: u64| 1 + expected.iter().filter(|(other, _)| *other > score).count() as u64;
        for programs in [None, Some(alloc::vec![PROGRAM])] {
            for page_size in [1, 7, 100, 1_000] {
                let mut rows = Vec::new();
                for page in 0.. {
                    let request = LeaderboardRequest {
                        programs: programs.clone(),
                        measure: LeaderboardMeasure::Enrollments,
                        learner: Some(LearnerId::from_u128(1_000 + 299)),
                        page_size,
                        page,
                        ..LeaderboardRequest::default()
                    };
                    let board = register.leaderboard(&request, &context).unwrap();
                    assert_eq!((board.total, board.own.map(|own| own.rank)), (240, Some(rank(3))));
                    if board.rows.is_empty() {
                        break;
                    }
                    rows.extend(board.rows);
                }
                let found: Vec<_> =
                    rows.iter().map(|row| (row.rank, row.count.unwrap(), row.learner)).collect();
                let expected: Vec<_> = expected
                    .iter()
                    .map(|(score, number)| (rank(*score), *score, LearnerId::from_u128(1_000 + number)))
                    .collect();
                assert_eq!(found, expected);
            }
        }
    }
}
