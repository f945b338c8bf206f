//! The user list beside an obvious one: every row from public queries, filtered, sorted and cut into pages.

use std::collections::BTreeSet;

use matricula::table::FormulaGuard;
use matricula::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;

use crate::world::{
    DAY, SPECIALIZATION, cases, contract, course, history, learner, live, program, setup, time,
};

fn fold(text: &str) -> String {
    text.to_lowercase().replace('ë', "e")
}

/// Who can be in a list, in the order of joining first, then of inviting.
enum Known {
    Learner(ProgramId, LearnerId),
    Invitee(InvitationId),
}

fn known(commits: &[Commit]) -> Vec<Known> {
    let mut members = Vec::new();
    let mut invitees = Vec::new();
    let mut seen = BTreeSet::new();
    for event in commits.iter().flat_map(|commit| commit.events.iter()) {
        match event {
            Event::LearnerJoined(event) if seen.insert((event.program, event.learner)) => {
                members.push(Known::Learner(event.program, event.learner));
            }
            Event::LearnerInvited(event) => invitees.push(Known::Invitee(event.invitation)),
            _ => {}
        }
    }
    members.extend(invitees);
    members
}

/// A row, and what the statuses and filters ask beside it.
struct Line {
    row: UserRow,
    courses: Vec<EnrollmentView>,
    enrolled: Vec<CatalogItem>,
    last_sign: Option<Timestamp>,
}

fn line(register: &Register, known: &Known, at: Timestamp) -> Option<Line> {
    let name_of = |id| register.contract_by_id(id, at).unwrap().name;
    match known {
        Known::Learner(program, learner) => {
            let person = register.learner(*learner, at).unwrap();
            let found = register.membership(*program, *learner, at).unwrap();
            let enrollments = register.enrollments(*program, *learner);
            let invitation = found.invitation.and_then(|id| register.invitation(id, at));
            let left = found.status != MembershipStatus::Current;
            let last_activity_at = enrollments.iter().filter_map(|found| found.last_activity_at).max();
            let enrolled =
                enrollments.iter().flat_map(|found| [Some(found.enrolled_at), found.enrolled_again_at]);
            let enrolled_at = enrolled.flatten().max();
            let current: Vec<_> = enrollments.into_iter().filter(|found| !found.given_up).collect();
            Some(Line {
                row: UserRow {
                    program: *program,
                    learner: Some(*learner),
                    invitation: found.invitation,
                    name: person.name,
                    email: person.email,
                    external_id: person.external_id,
                    status: if left { UserStatus::Removed } else { UserStatus::Member },
                    joined_at: Some(found.joined_at),
                    invited_at: invitation.map(|invitation| invitation.created_at),
                    last_activity_at,
                    contract: found.contract,
                    contract_name: name_of(found.contract),
                    current_enrollments: found.enrolled_courses,
                    completions: found.completed_courses,
                    removed_at: found.left_at,
                    allow_return: left.then_some(found.allow_return),
                },
                enrolled: current.iter().map(|found| found.item.clone()).collect(),
                courses: current
                    .into_iter()
                    .filter(|found| matches!(found.item, CatalogItem::CourseItem(_)))
                    .collect(),
                last_sign: Some(found.joined_at).max(enrolled_at).max(last_activity_at),
            })
        }
        Known::Invitee(id) => {
            let found = register.invitation(*id, at).unwrap();
            let account = register.learner_by_email(&found.email, at).filter(|_| !found.email.is_empty());
            let member = account.is_some_and(|account| {
                let mut here =
                    account.memberships.iter().filter(|found_in| found_in.program == found.program);
                here.any(|found| found.status == MembershipStatus::Current)
            });
            (found.status.is_open() && !member).then(|| Line {
                row: UserRow {
                    program: found.program,
                    learner: None,
                    invitation: Some(*id),
                    name: found.name,
                    email: found.email,
                    external_id: found.external_id,
                    status: UserStatus::Invited,
                    joined_at: None,
                    invited_at: Some(found.created_at),
                    last_activity_at: None,
                    contract: found.contract,
                    contract_name: name_of(found.contract),
                    current_enrollments: 0,
                    completions: 0,
                    removed_at: None,
                    allow_return: None,
                },
                courses: Vec::new(),
                enrolled: Vec::new(),
                last_sign: None,
            })
        }
    }
}

fn has_status(line: &Line, status: ActivityStatus, at: Timestamp) -> bool {
    let days_ago = |days: i64| time(at.millis() - days * DAY);
    let member = line.row.status == UserStatus::Member;
    let idle = |days| line.last_sign.is_some_and(|sign| sign <= days_ago(days));
    match status {
        ActivityStatus::Joined => member,
        ActivityStatus::InvitedNeverJoined => line.row.status == UserStatus::Invited,
        ActivityStatus::JoinedWithoutEnrollments => member && line.courses.is_empty(),
        ActivityStatus::EnrolledWithoutCompletions => {
            member
                && !line.courses.is_empty()
                && line.courses.iter().all(|found| found.completed_at.is_none())
        }
        ActivityStatus::EnrolledInactive30Days => member && !line.courses.is_empty() && idle(30),
        ActivityStatus::Inactive90Days => member && idle(90),
        ActivityStatus::CompletedInLast30Days => {
            member
                && line
                    .courses
                    .iter()
                    .any(|found| found.completed_at.is_some_and(|when| when > days_ago(30)))
        }
        ActivityStatus::Removed => line.row.status == UserStatus::Removed,
    }
}

/// What a row is sorted by; none if there is nothing.
fn key(row: &UserRow, column: UserColumn) -> Option<(i64, String)> {
    let text = |text: &str| Some((0, fold(text))).filter(|(_, text)| !text.is_empty());
    let when = |time: Option<Timestamp>| time.map(|time| (time.millis(), String::new()));
    let number = |number: u32| Some((i64::from(number), String::new()));
    match column {
        UserColumn::Learner => text(&row.name),
        UserColumn::JoinDate => when(row.joined_at),
        UserColumn::InvitationDate => when(row.invited_at),
        UserColumn::LastActivityDate => when(row.last_activity_at),
        UserColumn::Status => number(row.status as u32),
        UserColumn::Contracts => text(&row.contract_name),
        UserColumn::CurrentEnrollments => number(row.current_enrollments),
        UserColumn::Completions => number(row.completions),
        UserColumn::ExternalId => text(row.external_id.as_deref().unwrap_or_default()),
        UserColumn::RemovalDate => when(row.removed_at),
        UserColumn::AllowReturn => row.allow_return.map(|allowed| (i64::from(allowed), String::new())),
    }
}

fn model(register: &Register, commits: &[Commit], request: &UserListRequest, at: Timestamp) -> Vec<UserRow> {
    let wanted = |line: &Line| {
        let row = &line.row;
        let sought = request.search.as_ref().map(|text| fold(text).trim().to_owned());
        request.programs.as_ref().is_none_or(|programs| programs.contains(&row.program))
            && request.status.is_none_or(|status| has_status(line, status, at))
            && (request.contracts.is_empty() || request.contracts.contains(&row.contract))
            && (request.enrollments.is_empty()
                || request.enrollments.iter().any(|item| line.enrolled.contains(item)))
            && sought.is_none_or(|text| fold(&row.name).contains(&text) || fold(&row.email).contains(&text))
    };
    let lines = known(commits).iter().filter_map(|known| line(register, known, at)).collect::<Vec<_>>();
    let rows = lines.into_iter().filter(wanted).map(|line| line.row);
    let (mut some, none): (Vec<_>, Vec<_>) = rows.partition(|row| key(row, request.sort).is_some());
    // Sorting is stable, in both directions.
    some.sort_by(|one, other| {
        let order = key(one, request.sort).cmp(&key(other, request.sort));
        if request.descending { order.reverse() } else { order }
    });
    some.extend(none);
    some
}

fn request() -> impl Strategy<Value = UserListRequest> {
    let items = prop_oneof![
        3 => (0..4_u128).prop_map(|number| CatalogItem::from(course(number))),
        1 => Just(CatalogItem::from(SPECIALIZATION)),
    ];
    let searches = vec![
        None,
        None,
        None,
        Some("jo"),
        Some("ZOE"),
        Some("l1@"),
        Some("example"),
        Some(" "),
        Some("m r"),
    ];
    (
        select(vec![None, None, Some(vec![0]), Some(vec![1]), Some(vec![1, 0])]),
        prop_oneof![2 => Just(Vec::new()), 1 => vec(items, 1..3)],
        prop_oneof![3 => Just(Vec::new()), 1 => vec((0..3_u128).prop_map(contract), 1..3)],
        select(searches),
        select(UserColumn::ALL),
        any::<bool>(),
        1..4_u32,
    )
        .prop_map(|(programs, enrollments, contracts, search, sort, descending, page_size)| {
            UserListRequest {
                programs: programs.map(|programs| programs.into_iter().map(program).collect()),
                status: None,
                enrollments,
                contracts,
                search: search.map(Personal::from),
                sort,
                descending,
                page_size,
                page: 0,
                after: None,
            }
        })
}

/// Whole days over which much is learned in the end.
const DAYS: i64 = 60;

/// Learning in abundance after a history: enrolling, activity on whole days, giving up and enrolling again. Gives the
/// whole day on which it ends.
fn learn(register: &mut Register, commits: &mut Vec<Commit>, steps: &[(u128, u128, u128, u8, i64)]) -> i64 {
    let start = (register.latest().unwrap().millis() / DAY + 1) * DAY;
    for (number, (of, who, what, kind, day)) in (0_i64..).zip(steps) {
        let (program, learner, course) = (program(*of), learner(*who), course(*what));
        // The first half is only enrolled by; the rest comes when all days have passed.
        let late = number >= steps.len() as i64 / 2;
        let kind = if late { *kind } else { 0 };
        let at = time(start + i64::from(late) * DAYS * DAY + number);
        let when = time(start + day * DAY);
        let command: Command = match kind {
            0..3 => EnrollInCourse { program, learner, course, source: None, class_starts_at: None }.into(),
            3 | 8.. => UnenrollFromCourse { program, learner, course }.into(),
            _ => RecordCourseActivity {
                program,
                learner,
                course,
                progress: None,
                grade: None,
                hours: None,
                last_activity_at: Some(when),
                completed_at: (kind > 5).then_some(when),
            }
            .into(),
        };
        commits.extend(register.execute(&command, &Context::new(at, Actor::OPERATOR)));
    }
    start + DAYS * DAY
}

/// All rows, page by page: by number, or by cursor.
fn pages(
    register: &Register,
    request: &UserListRequest,
    context: &Context,
    by_cursor: bool,
) -> Result<(u64, Vec<UserRow>), Refusal> {
    let mut request = request.clone();
    let mut rows = Vec::new();
    loop {
        let found = register.user_list(&request, context)?;
        assert!(found.rows.len() as u64 == u64::from(request.page_size) || found.next.is_none());
        rows.extend(found.rows);
        let Some(next) = found.next else { return Ok((found.total, rows)) };
        if by_cursor {
            request.after = Some(next);
        } else {
            request.page += 1;
        }
    }
}

fn agrees(
    register: &Register,
    commits: &[Commit],
    request: &UserListRequest,
    at: Timestamp,
) -> Result<(), TestCaseError> {
    let expected = model(register, commits, request, at);
    let context = Context::new(at, Actor::OPERATOR);
    for by_cursor in [false, true] {
        let (total, rows) = pages(register, request, &context, by_cursor).unwrap();
        prop_assert_eq!(total, expected.len() as u64);
        prop_assert_eq!(&rows, &expected, "by cursor: {}", by_cursor);
    }
    let all = AllUsers { request: request.clone().into() }.into();
    let file = register.user_list_csv(&all, UserColumn::ALL, FormulaGuard::Off, &context).unwrap();
    let chosen = |row: &UserRow| match row.learner {
        Some(learner) => ChosenUser::from(ChosenLearner { program: row.program, learner }),
        None => ChosenInvitee { invitation: row.invitation.unwrap() }.into(),
    };
    let chosen = ChosenUsers { users: expected.iter().map(chosen).collect() }.into();
    let same = register.user_list_csv(&chosen, UserColumn::ALL, FormulaGuard::Off, &context).unwrap();
    prop_assert_eq!(String::from_utf8(file).unwrap(), String::from_utf8(same).unwrap());
    Ok(())
}

/// What an administrator of programs sees is what is left of the operator's list.
fn is_narrowed(register: &Register, request: &UserListRequest, at: Timestamp) -> Result<(), TestCaseError> {
    let all = pages(register, request, &Context::new(at, Actor::OPERATOR), true).unwrap().1;
    for administrator in register.administrators() {
        let own = |id: &ProgramId| administrator.organization || administrator.programs.contains(id);
        let context = Context::new(at, Actor::administrator(administrator.administrator));
        let allowed = request.programs.iter().flatten().all(own);
        match pages(register, request, &context, false) {
            Ok((_, rows)) => {
                prop_assert!(allowed);
                let expected: Vec<_> = all.iter().filter(|row| own(&row.program)).cloned().collect();
                prop_assert_eq!(rows, expected);
            }
            Err(refusal) => {
                prop_assert!(!allowed);
                prop_assert_eq!(refusal.code(), "not_authorized");
            }
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(300))]

    #[test]
    fn view_2_the_list_is_the_obvious_one(
        setup in setup(),
        moves in history(0..80),
        steps in vec((0..2_u128, 0..4_u128, 0..3_u128, 0..10_u8, select(vec![10, 20, 30, 40, 50])), 0..60),
        requests in vec((request(), select(vec![10, 20, 30, 40, 60, 400]), -1..2_i64), 4),
    ) {
        let (mut register, mut commits) = live(&setup, &moves);
        let end = learn(&mut register, &mut commits, &steps);
        let restored = Register::restore(&register.snapshot()).unwrap();
        for (request, days, off) in requests {
            // What was recorded lies exactly so many days back, or a millisecond less or more.
            let at = end + days * DAY + off;
            let statuses = ActivityStatus::ALL.iter().copied().map(Some).chain([None]);
            for status in statuses {
                let request = UserListRequest { status, ..request.clone() };
                agrees(&register, &commits, &request, time(at))?;
                agrees(&restored, &commits, &request, time(at))?;
            }
            is_narrowed(&register, &request, time(at))?;
        }
    }
}
