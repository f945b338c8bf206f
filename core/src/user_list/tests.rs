use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;
use alloc::vec::Vec;

use super::*;
use crate::table::FormulaGuard;
use crate::*;

const SEATS: ContractId = ContractId::from_u128(0xC1);
const BRIEF: ContractId = ContractId::from_u128(0xC2);
const ONE: ProgramId = ProgramId::from_u128(0xB1);
const TWO: ProgramId = ProgramId::from_u128(0xB2);
const SQL: CourseId = CourseId::from_u128(0xD1);
const WRITING: CourseId = CourseId::from_u128(0xD2);
const ANALYST: SpecializationId = SpecializationId::from_u128(0xE1);

fn day(day: u32) -> Timestamp {
    "2020-01-01T00:00:00.000Z".parse::<Timestamp>().unwrap().checked_add_days(day).unwrap()
}

fn learner(number: u128) -> LearnerId {
    LearnerId::from_u128(number)
}

fn administrator(number: u128) -> Actor {
    Actor::administrator(AdministratorId::from_u128(number))
}

fn give(register: &mut Register, at: Timestamp, command: impl Into<Command>) {
    register.execute(&command.into(), &Context::new(at, Actor::OPERATOR)).unwrap();
}

/// Two programs, two contracts of which one ends at day 200 and removes its members, and nobody yet.
fn acme() -> Register {
    let mut register = Register::new();
    let domains = vec!["acme.example".into()];
    let organization = OrganizationId::from_u128(1);
    give(
        &mut register,
        day(0),
        CreateOrganization { organization, name: "Acme".into(), domains, policies: None },
    );
    for (contract, name, ends, end_of_contract) in
        [(SEATS, "year", 366, EndOfContract::default()), (BRIEF, "Été", 200, EndOfContract::Remove)]
    {
        let policies = Some(ContractPolicies { end_of_contract, ..ContractPolicies::default() });
        let terms = Memberships { seats: 100 }.into();
        let (starts_at, ends_at) = (day(0), day(ends));
        let command = CreateContract { contract, name: name.into(), terms, starts_at, ends_at, policies };
        give(&mut register, day(0), command);
    }
    for (program, slug, administrator) in [(ONE, "one", 0x31), (TWO, "two", 0x32)] {
        give(
            &mut register,
            day(0),
            CreateProgram {
                program,
                name: slug.into(),
                slug: slug.into(),
                url: format!("https://x.example/{slug}").into(),
                tagline: "".into(),
                banner: None,
                course_limit: None,
                policies: None,
            },
        );
        let administrator = AdministratorId::from_u128(administrator);
        let (name, email) = ("Pat".into(), format!("{slug}@acme.example").into());
        give(&mut register, day(0), AddProgramAdministrator { program, administrator, name, email });
        let domains = [("acme.example", SEATS), ("brief.example", BRIEF)];
        for (domain, contract) in domains {
            give(&mut register, day(0), AddDomain { program, domain: domain.into(), contract });
        }
    }
    for (course, slug) in [(SQL, "sql"), (WRITING, "writing")] {
        let (name, partner) = (slug.into(), "Example".into());
        give(&mut register, day(0), AddCourse { course, name, slug: slug.into(), partner });
    }
    give(
        &mut register,
        day(0),
        AddSpecialization {
            specialization: ANALYST,
            name: "Analyst".into(),
            slug: "analyst".into(),
            partner: "Example".into(),
            courses: vec![SQL, WRITING],
        },
    );
    for (program, collection) in [(ONE, 0xF1), (TWO, 0xF2)] {
        let collection = CollectionId::from_u128(collection);
        let (name, description) = ("All".into(), "".into());
        give(&mut register, day(0), CreateCollection { program, collection, name, description });
        give(
            &mut register,
            day(0),
            AddToCollection { program, collection, items: vec![ANALYST.into()] },
        );
    }
    register
}

fn join(register: &mut Register, at: u32, program: ProgramId, number: u128, name: &str, email: &str) {
    let (name, email) = (name.into(), email.into());
    give(register, day(at), JoinProgram { program, learner: learner(number), name, email });
}

fn enroll(register: &mut Register, at: u32, number: u128, course: CourseId) {
    let (learner, source, class_starts_at) = (learner(number), None, None);
    give(
        register,
        day(at),
        EnrollInCourse { program: ONE, learner, course, source, class_starts_at },
    );
}

fn invite(register: &mut Register, at: u32, number: u128, name: &str, email: &str) {
    give(
        register,
        day(at),
        InviteLearner {
            invitation: InvitationId::from_u128(number),
            program: ONE,
            contract: SEATS,
            name: name.into(),
            email: email.into(),
            external_id: Some(format!("X{number}").into()),
            send: true,
        },
    );
}

fn active(register: &mut Register, now: u32, number: u128, course: CourseId, at: u32, completed: bool) {
    give(
        register,
        day(now),
        RecordCourseActivity {
            program: ONE,
            learner: learner(number),
            course,
            progress: None,
            grade: None,
            hours: None,
            last_activity_at: Some(day(at)),
            completed_at: completed.then(|| day(at)),
        },
    );
}

/// Everyone that the statuses tell apart, as of day 100.
fn everyone() -> Register {
    let mut register = acme();
    let r = &mut register;
    join(r, 1, ONE, 1, "Ann", "ann@acme.example");
    join(r, 1, ONE, 2, "José Álvarez", "jose@acme.example");
    join(r, 1, TWO, 2, "José Álvarez", "jose@acme.example");
    join(r, 1, ONE, 3, "Bo", "bo@brief.example");
    join(r, 1, ONE, 4, "zoë", "zoe@acme.example");
    invite(r, 2, 0x21, "Ivy", "ivy@acme.example");
    invite(r, 3, 0x22, "Ann again", "ann2@acme.example");
    enroll(r, 10, 2, SQL);
    enroll(r, 10, 3, SQL);
    enroll(r, 10, 4, WRITING);
    enroll(r, 11, 3, WRITING);
    active(r, 20, 3, SQL, 20, true);
    active(r, 100, 2, SQL, 70, false);
    active(r, 100, 3, WRITING, 80, true);
    join(r, 100, ONE, 5, "New", "new@acme.example");
    give(r, day(100), RemoveLearner { program: ONE, learner: learner(4), allow_return: true });
    register
}

fn operator(at: Timestamp) -> Context {
    Context::new(at, Actor::OPERATOR)
}

fn list(register: &Register, request: &UserListRequest, at: Timestamp) -> UserList {
    register.user_list(request, &operator(at)).unwrap()
}

fn names(register: &Register, request: &UserListRequest, at: Timestamp) -> Vec<String> {
    let found = list(register, request, at);
    assert_eq!(found.total, found.rows.len() as u64);
    found.rows.iter().map(|row| row.name.to_string()).collect()
}

fn of_one(status: ActivityStatus) -> UserListRequest {
    UserListRequest {
        programs: Some(vec![ONE]),
        status: Some(status),
        sort: UserColumn::JoinDate,
        ..UserListRequest::default()
    }
}

#[test]
fn view_2_eight_statuses() {
    let register = everyone();
    let table: [(ActivityStatus, &[&str]); 8] = [
        (ActivityStatus::Joined, &["Ann", "José Álvarez", "Bo", "New"]),
        (ActivityStatus::InvitedNeverJoined, &["Ivy", "Ann again"]),
        (ActivityStatus::JoinedWithoutEnrollments, &["Ann", "New"]),
        (ActivityStatus::EnrolledWithoutCompletions, &["José Álvarez"]),
        (ActivityStatus::EnrolledInactive30Days, &["José Álvarez"]),
        (ActivityStatus::Inactive90Days, &["Ann"]),
        (ActivityStatus::CompletedInLast30Days, &["Bo"]),
        (ActivityStatus::Removed, &["zoë"]),
    ];
    assert!(table.iter().map(|(status, _)| status).eq(ActivityStatus::ALL));
    for restored in [register.clone(), Register::restore(&register.snapshot()).unwrap()] {
        for (status, expected) in table {
            assert_eq!(names(&restored, &of_one(status), day(100)), expected, "{status}");
        }
    }
}

#[test]
fn view_2_days_are_counted_to_the_millisecond() {
    let register = everyone();
    let just_before = |day: Timestamp| Timestamp::from_millis(day.millis().saturating_sub(1)).unwrap();
    // José was active at day 70, Bo at day 80; Ann joined at day 1.
    for (status, at, name) in [
        (ActivityStatus::EnrolledInactive30Days, day(110), "Bo"),
        (ActivityStatus::EnrolledInactive30Days, day(100), "José Álvarez"),
        (ActivityStatus::Inactive90Days, day(160), "José Álvarez"),
        (ActivityStatus::Inactive90Days, day(91), "Ann"),
    ] {
        assert!(names(&register, &of_one(status), at).iter().any(|found| found == name), "{status}");
        let before = names(&register, &of_one(status), just_before(at));
        assert!(!before.iter().any(|found| found == name), "{status}");
    }
    let recent = of_one(ActivityStatus::CompletedInLast30Days);
    assert_eq!(names(&register, &recent, just_before(day(110))), ["Bo"]);
    assert!(names(&register, &recent, day(110)).is_empty());
}

#[test]
fn view_2_enrolling_is_a_sign_of_life_until_an_activity_is_known() {
    let mut register = acme();
    join(&mut register, 1, ONE, 1, "Ann", "ann@acme.example");
    enroll(&mut register, 50, 1, SQL);
    let idle = of_one(ActivityStatus::EnrolledInactive30Days);
    assert!(names(&register, &idle, day(79)).is_empty());
    assert_eq!(names(&register, &idle, day(80)), ["Ann"]);
    active(&mut register, 60, 1, SQL, 60, false);
    assert!(names(&register, &idle, day(89)).is_empty());
    // What was given up goes on to count as activity, but not as an enrollment.
    give(
        &mut register,
        day(60),
        UnenrollFromCourse { program: ONE, learner: learner(1), course: SQL },
    );
    assert!(names(&register, &idle, day(100)).is_empty());
    assert_eq!(
        list(&register, &of_one(ActivityStatus::Joined), day(60)).rows[0].last_activity_at,
        Some(day(60))
    );
}

#[test]
fn view_2_a_completion_counts_while_its_course_is_not_given_up() {
    let mut register = everyone();
    let recent = of_one(ActivityStatus::CompletedInLast30Days);
    let give_up = UnenrollFromCourse { program: ONE, learner: learner(3), course: WRITING };
    give(&mut register, day(100), give_up);
    assert!(names(&register, &recent, day(100)).is_empty());
    // The other one is the latest now.
    assert_eq!(names(&register, &recent, day(49)), ["Bo"]);
    enroll(&mut register, 101, 3, WRITING);
    for register in [&register, &Register::restore(&register.snapshot()).unwrap()] {
        assert_eq!(names(register, &recent, day(101)), ["Bo"]);
    }
}

#[test]
fn view_2_the_end_of_a_contract_removes_from_the_list_of_members() {
    let register = everyone();
    let removed = of_one(ActivityStatus::Removed);
    assert_eq!(
        names(&register, &removed, Timestamp::from_millis(day(200).millis().saturating_sub(1)).unwrap()),
        ["zoë"]
    );
    let found = list(&register, &removed, day(200));
    let bo = &found.rows[0];
    assert_eq!(
        (&*bo.name, bo.status, bo.removed_at, bo.allow_return),
        ("Bo", UserStatus::Removed, Some(day(200)), Some(true))
    );
    assert!(!names(&register, &of_one(ActivityStatus::Joined), day(200)).contains(&"Bo".to_string()));
}

#[test]
fn view_2_whoever_was_a_member_and_is_invited_again_is_both() {
    let mut register = everyone();
    invite(&mut register, 101, 0x23, "zoë", "Zoe@acme.example");
    let at = day(101);
    let invited = &of_one(ActivityStatus::InvitedNeverJoined);
    assert_eq!(names(&register, invited, at), ["Ivy", "Ann again", "zoë"]);
    assert_eq!(names(&register, &of_one(ActivityStatus::Removed), at), ["zoë"]);
    give(&mut register, at, RemoveInvitation { invitation: InvitationId::from_u128(0x21) });
    assert_eq!(names(&register, invited, at), ["Ann again", "zoë"]);
}

#[test]
fn view_2_filters_in_any_combination() {
    let mut register = everyone();
    let at = day(100);
    let learner = learner(2);
    let (program, specialization, source) = (TWO, ANALYST, None);
    give(&mut register, at, EnrollInSpecialization { program, learner, specialization, source });
    let ask = |change: &dyn Fn(&mut UserListRequest)| {
        let mut request = UserListRequest { sort: UserColumn::JoinDate, ..UserListRequest::default() };
        change(&mut request);
        names(&register, &request, at)
    };
    let everyone = ["Ann", "José Álvarez", "José Álvarez", "Bo", "zoë", "New", "Ivy", "Ann again"];
    assert_eq!(ask(&|_| {}), everyone);
    assert_eq!(ask(&|ask| ask.contracts = vec![BRIEF]), ["Bo"]);
    assert_eq!(ask(&|ask| ask.contracts = vec![BRIEF, SEATS]), everyone);
    assert_eq!(ask(&|ask| ask.enrollments = vec![WRITING.into()]), ["Bo", "zoë"]);
    assert_eq!(
        ask(&|ask| ask.enrollments = vec![ANALYST.into(), SQL.into()]),
        ["José Álvarez", "José Álvarez", "Bo"]
    );
    let narrow = |ask: &mut UserListRequest| {
        ask.enrollments = vec![ANALYST.into(), SQL.into()];
        ask.search = Some("JOSE@".into());
        ask.programs = Some(vec![TWO]);
        ask.contracts = vec![SEATS];
        ask.status = Some(ActivityStatus::JoinedWithoutEnrollments);
    };
    assert_eq!(ask(&narrow), ["José Álvarez"]);
    assert!(ask(&|ask| ask.programs = Some(vec![])).is_empty());
}

#[test]
fn view_2_search_takes_a_part_of_name_or_email() {
    let register = everyone();
    let ask = |text: &str| {
        let search = Some(text.into());
        names(&register, &UserListRequest { search, ..of_one(ActivityStatus::Joined) }, day(100))
    };
    assert_eq!(ask("alva"), ["José Álvarez"]);
    assert_eq!(ask("JOSÉ á"), ["José Álvarez"]);
    assert_eq!(ask("@BRIEF"), ["Bo"]);
    assert_eq!(ask("N"), ["Ann", "New"]);
    assert_eq!(ask("  "), ["Ann", "José Álvarez", "Bo", "New"]);
    // Not over the seam between the two.
    assert!(ask("annann").is_empty());
    let never = UserListRequest { search: Some("IVY@".into()), ..of_one(ActivityStatus::InvitedNeverJoined) };
    assert_eq!(names(&register, &never, day(100)), ["Ivy"]);
}

#[test]
fn view_2_sorted_by_any_column_with_nothing_last_both_ways() {
    let register = everyone();
    let table: [(UserColumn, &str, &str); 11] = [
        (
            UserColumn::Learner,
            "Ann,Ann again,Bo,Ivy,José Álvarez,New,zoë",
            "zoë,New,José Álvarez,Ivy,Bo,Ann again,Ann",
        ),
        (
            UserColumn::JoinDate,
            "Ann,José Álvarez,Bo,zoë,New,Ivy,Ann again",
            "New,Ann,José Álvarez,Bo,zoë,Ivy,Ann again",
        ),
        (
            UserColumn::InvitationDate,
            "Ivy,Ann again,Ann,José Álvarez,Bo,zoë,New",
            "Ann again,Ivy,Ann,José Álvarez,Bo,zoë,New",
        ),
        (
            UserColumn::LastActivityDate,
            "José Álvarez,Bo,Ann,zoë,New,Ivy,Ann again",
            "Bo,José Álvarez,Ann,zoë,New,Ivy,Ann again",
        ),
        (
            UserColumn::Status,
            "Ann,José Álvarez,Bo,New,Ivy,Ann again,zoë",
            "zoë,Ivy,Ann again,Ann,José Álvarez,Bo,New",
        ),
        (
            UserColumn::Contracts,
            "Bo,Ann,José Álvarez,zoë,New,Ivy,Ann again",
            "Ann,José Álvarez,zoë,New,Ivy,Ann again,Bo",
        ),
        (
            UserColumn::CurrentEnrollments,
            "Ann,New,Ivy,Ann again,José Álvarez,zoë,Bo",
            "Bo,José Álvarez,zoë,Ann,New,Ivy,Ann again",
        ),
        (
            UserColumn::Completions,
            "Ann,José Álvarez,zoë,New,Ivy,Ann again,Bo",
            "Bo,Ann,José Álvarez,zoë,New,Ivy,Ann again",
        ),
        (
            UserColumn::ExternalId,
            "Ivy,Ann again,Ann,José Álvarez,Bo,zoë,New",
            "Ann again,Ivy,Ann,José Álvarez,Bo,zoë,New",
        ),
        (
            UserColumn::RemovalDate,
            "zoë,Ann,José Álvarez,Bo,New,Ivy,Ann again",
            "zoë,Ann,José Álvarez,Bo,New,Ivy,Ann again",
        ),
        (
            UserColumn::AllowReturn,
            "zoë,Ann,José Álvarez,Bo,New,Ivy,Ann again",
            "zoë,Ann,José Álvarez,Bo,New,Ivy,Ann again",
        ),
    ];
    assert!(table.iter().map(|(column, ..)| column).eq(UserColumn::ALL));
    for (sort, up, down) in table {
        for (descending, expected) in [(false, up), (true, down)] {
            let programs = Some(vec![ONE]);
            let request = UserListRequest { programs, sort, descending, ..UserListRequest::default() };
            assert_eq!(names(&register, &request, day(100)).join(","), expected, "{sort} {descending}");
        }
    }
}

#[test]
fn view_2_texts_longer_than_a_rank_are_compared_to_their_end() {
    let mut register = acme();
    let same = "Maximilian Alexander Étienne";
    for (number, end) in (1..).zip(["c", "B", "a", ""]) {
        join(
            &mut register,
            1,
            ONE,
            number,
            &format!("{same} {end}"),
            &format!("m{number}@acme.example"),
        );
    }
    for (descending, expected) in [(false, [4, 3, 2, 1]), (true, [1, 2, 3, 4])] {
        let mut request = UserListRequest { descending, page_size: 1, ..UserListRequest::default() };
        for number in expected {
            let found = list(&register, &request, day(2));
            assert_eq!(found.rows[0].learner, Some(learner(number)));
            request.after = found.next;
        }
        assert_eq!(request.after, None);
    }
}

#[test]
fn view_2_a_cursor_goes_on_where_it_was_while_people_come_and_go() {
    let mut register = everyone();
    let mut request =
        UserListRequest { programs: Some(vec![ONE]), page_size: 3, ..UserListRequest::default() };
    let first = list(&register, &request, day(100));
    assert_eq!(first.rows.iter().map(|row| &*row.name).collect::<Vec<_>>(), ["Ann", "Ann again", "Bo"]);
    // One comes before the cursor, and the cursor's own row goes to the end.
    join(&mut register, 101, ONE, 9, "Aaron", "aaron@acme.example");
    let name = "Zulu".into();
    give(
        &mut register,
        day(101),
        RemoveLearner { program: ONE, learner: learner(3), allow_return: true },
    );
    give(
        &mut register,
        day(101),
        JoinProgram { program: ONE, learner: learner(3), name, email: "bo@brief.example".into() },
    );
    request.after = first.next;
    let second = list(&register, &request, day(101));
    assert_eq!(second.total, 8);
    assert_eq!(
        second.rows.iter().map(|row| &*row.name).collect::<Vec<_>>(),
        ["Ivy", "José Álvarez", "New"]
    );
    // Pages are counted from the cursor.
    request.page = 1;
    let third = list(&register, &request, day(101));
    assert_eq!(third.rows.iter().map(|row| &*row.name).collect::<Vec<_>>(), ["zoë", "Zulu"]);
    assert_eq!(third.next, None);
    request.page = u32::MAX;
    assert!(list(&register, &request, day(101)).rows.is_empty());
}

#[test]
fn view_2_a_cursor_that_is_broken_or_of_another_list_is_refused() {
    let register = everyone();
    let request = UserListRequest { page_size: 1, ..UserListRequest::default() };
    let cursor = list(&register, &request, day(100)).next.unwrap();
    let refused = |request: &UserListRequest, cursor: &str| {
        let request = UserListRequest { after: Some(cursor.into()), ..request.clone() };
        register.user_list(&request, &operator(day(100))).unwrap_err()
    };
    let code = "cursor_of_another_list";
    for place in 0..cursor.len() {
        let mut broken = cursor.to_string();
        let digit = if &broken[place..=place] == "7" { "8" } else { "7" };
        broken.replace_range(place..=place, digit);
        assert_eq!(refused(&request, &broken).code(), code);
    }
    for text in ["", "é", "00", "zz", &cursor[1..], &cursor[2..], &format!("{}00", &*cursor)] {
        assert_eq!(refused(&request, text).code(), code, "{text}");
    }
    for other in [
        UserListRequest { descending: true, ..request.clone() },
        UserListRequest { sort: UserColumn::JoinDate, ..request.clone() },
        UserListRequest { search: Some("a".into()), ..request.clone() },
        UserListRequest { programs: Some(vec![ONE]), ..request.clone() },
        UserListRequest { contracts: vec![SEATS], ..request.clone() },
        UserListRequest { enrollments: vec![SQL.into()], ..request.clone() },
        UserListRequest { status: Some(ActivityStatus::Joined), ..request.clone() },
    ] {
        assert_eq!(refused(&other, &cursor).code(), code);
    }
    // The size of pages may change on the way.
    let request = UserListRequest { page_size: 2, after: Some(cursor), ..request };
    assert_eq!(list(&register, &request, day(100)).rows.len(), 2);
}

#[test]
fn view_2_a_page_has_from_1_to_1000_rows() {
    let register = everyone();
    for page_size in [0, 1_001] {
        let request = UserListRequest { page_size, ..UserListRequest::default() };
        let refusal = register.user_list(&request, &operator(day(100))).unwrap_err();
        assert_eq!(refusal, Refusal::PageSizeOutOfRange { page_size, limit: 1_000 });
        assert_eq!((refusal.rule(), refusal.cure()), ("VIEW-2", Cure::Never));
    }
    let request = UserListRequest { page_size: 1_000, ..UserListRequest::default() };
    assert_eq!(list(&register, &request, day(100)).rows.len(), 8);
}

#[test]
fn view_2_what_filters_name_must_be_there() {
    let register = everyone();
    let plain = UserListRequest::default();
    for (request, code) in [
        (
            UserListRequest { programs: Some(vec![ProgramId::from_u128(9)]), ..plain.clone() },
            "unknown_program",
        ),
        (
            UserListRequest { contracts: vec![ContractId::from_u128(9)], ..plain.clone() },
            "unknown_contract",
        ),
        (
            UserListRequest { enrollments: vec![CourseId::from_u128(9).into()], ..plain.clone() },
            "unknown_course",
        ),
        (
            UserListRequest { enrollments: vec![SpecializationId::from_u128(9).into()], ..plain },
            "unknown_specialization",
        ),
    ] {
        assert_eq!(register.user_list(&request, &operator(day(100))).unwrap_err().code(), code);
    }
}

#[test]
fn adm_1_a_program_administrator_sees_the_own_programs_only() {
    let register = everyone();
    let ask = |actor: Actor, programs: Option<Vec<ProgramId>>| {
        let request = UserListRequest { programs, ..UserListRequest::default() };
        let found = register.user_list(&request, &Context::new(day(100), actor));
        found.map(|list| list.rows.into_iter().map(|row| row.program).collect::<Vec<_>>())
    };
    assert_eq!(ask(administrator(0x31), None), Ok(vec![ONE; 7]));
    assert_eq!(ask(administrator(0x32), None), Ok(vec![TWO]));
    assert_eq!(ask(administrator(0x32), Some(vec![TWO])), Ok(vec![TWO]));
    assert_eq!(ask(Actor::HOST, None).map(|rows| rows.len()), Ok(8));
    for (actor, programs, role) in [
        (administrator(0x32), Some(vec![TWO, ONE]), "program administrator"),
        (administrator(0x99), None, "stranger"),
        (Actor::learner(learner(1)), None, "learner"),
    ] {
        let refusal = ask(actor.clone(), programs).unwrap_err();
        let Refusal::NotAuthorized { role: found, .. } = &refusal else {
            panic!("{refusal}")
        };
        assert_eq!(&**found, role);
        let users = if role == "program administrator" {
            vec![ChosenLearner { program: ONE, learner: learner(1) }.into()]
        } else {
            Vec::new()
        };
        let selection = ChosenUsers { users }.into();
        let context = Context::new(day(100), actor);
        let file = register.user_list_csv(&selection, UserColumn::DEFAULTS, FormulaGuard::Off, &context);
        assert_eq!(file.unwrap_err().code(), "not_authorized");
    }
    let users = vec![ChosenInvitee { invitation: InvitationId::from_u128(0x21) }.into()];
    let context = Context::new(day(100), administrator(0x32));
    let file = register.user_list_csv(&ChosenUsers { users }.into(), &[], FormulaGuard::Off, &context);
    assert_eq!(file.unwrap_err().code(), "not_authorized");
}

fn csv(register: &Register, selection: impl Into<UserSelection>, columns: &[UserColumn]) -> String {
    let file = register.user_list_csv(&selection.into(), columns, FormulaGuard::On, &operator(day(100)));
    String::from_utf8(file.unwrap()).unwrap()
}

#[test]
fn view_2_eleven_columns_their_defaults_and_a_file_of_just_those() {
    let register = everyone();
    assert_eq!(UserColumn::ALL.len(), 11);
    let request = UserListRequest {
        programs: Some(vec![ONE]),
        sort: UserColumn::Status,
        descending: true,
        page_size: 1,
        page: 3,
        ..UserListRequest::default()
    };
    let all = AllUsers { request: request.into() };
    assert_eq!(
        csv(&register, all.clone(), UserColumn::DEFAULTS),
        "Name,Email,Join Date,Status,Current Enrollments,Completions\r\n\
         zoë,zoe@acme.example,2020-01-02T00:00:00.000Z,Removed,1,0\r\n\
         Ivy,ivy@acme.example,,Invited,0,0\r\n\
         Ann again,ann2@acme.example,,Invited,0,0\r\n\
         Ann,ann@acme.example,2020-01-02T00:00:00.000Z,Member,0,0\r\n\
         José Álvarez,jose@acme.example,2020-01-02T00:00:00.000Z,Member,1,0\r\n\
         Bo,bo@brief.example,2020-01-02T00:00:00.000Z,Member,2,2\r\n\
         New,new@acme.example,2020-04-10T00:00:00.000Z,Member,0,0\r\n"
    );
    let file = csv(&register, all, UserColumn::ALL);
    let mut lines = file.lines();
    assert_eq!(
        lines.next(),
        Some(
            "Name,Email,Join Date,Invitation Date,Last Activity Date,Status,Contracts,Current Enrollments,\
             Completions,External ID,Removal date,Allow return"
        )
    );
    assert_eq!(
        lines.next(),
        Some(
            "zoë,zoe@acme.example,2020-01-02T00:00:00.000Z,,,Removed,year,1,0,,2020-04-10T00:00:00.000Z,Yes"
        )
    );
    assert_eq!(
        lines.next(),
        Some("Ivy,ivy@acme.example,,2020-01-03T00:00:00.000Z,,Invited,year,0,0,X33,,")
    );
}

#[test]
fn view_2_chosen_rows_as_a_file() {
    let mut register = everyone();
    let ann: ChosenUser = ChosenLearner { program: ONE, learner: learner(1) }.into();
    let zoe: ChosenUser = ChosenLearner { program: ONE, learner: learner(4) }.into();
    let ivy: ChosenUser = ChosenInvitee { invitation: InvitationId::from_u128(0x21) }.into();
    let users = vec![zoe.clone(), ivy.clone(), ann, zoe];
    let columns = [UserColumn::Status, UserColumn::AllowReturn, UserColumn::Status];
    assert_eq!(
        csv(&register, ChosenUsers { users }, &columns),
        "Name,Email,Status,Allow return\r\nzoë,zoe@acme.example,Removed,Yes\r\n\
         Ivy,ivy@acme.example,Invited,\r\nAnn,ann@acme.example,Member,\r\n"
    );
    let chosen = |register: &Register, user: ChosenUser| {
        let selection = ChosenUsers { users: vec![user] }.into();
        register.user_list_csv(&selection, &[], FormulaGuard::Off, &operator(day(100)))
    };
    let unknown = |program, number| ChosenLearner { program, learner: learner(number) }.into();
    for (user, code) in [
        (unknown(ProgramId::from_u128(9), 1), "unknown_program"),
        (unknown(ONE, 99), "unknown_learner"),
        (unknown(TWO, 1), "not_a_member"),
        (ChosenInvitee { invitation: InvitationId::from_u128(9) }.into(), "unknown_invitation"),
    ] {
        assert_eq!(chosen(&register, user).unwrap_err().code(), code);
    }
    // Whoever joins between choosing and downloading is still there.
    join(&mut register, 100, ONE, 8, "=Ivy", "ivy@acme.example");
    let users = vec![ivy];
    assert_eq!(
        csv(&register, ChosenUsers { users }, &[UserColumn::Status]),
        "Name,Email,Status\r\n'=Ivy,ivy@acme.example,Member\r\n"
    );
    let other = InvitationId::from_u128(0x22);
    give(&mut register, day(100), RemoveInvitation { invitation: other });
    let gone = chosen(&register, ChosenInvitee { invitation: other }.into()).unwrap_err();
    assert_eq!(gone.code(), "invitation_closed");
}

#[test]
fn id_4_nothing_personal_shows_in_debug_output_and_the_erased_are_not_found() {
    let mut register = everyone();
    let request = UserListRequest { search: Some("ann".into()), page_size: 1, ..UserListRequest::default() };
    let found = list(&register, &request, day(100));
    let shown = format!("{found:?} {request:?}").to_lowercase();
    assert!(!shown.contains("ann"), "{shown}");
    assert!(!shown.contains(&**found.next.as_ref().unwrap()), "{shown}");
    give(
        &mut register,
        day(100),
        ErasePerson { subject: LearnerSubject { learner: learner(1) }.into() },
    );
    assert_eq!(list(&register, &request, day(100)).total, 1);
    let everyone = list(&register, &of_one(ActivityStatus::Joined), day(100));
    assert_eq!((&*everyone.rows[0].name, &*everyone.rows[0].email), ("", ""));
}
