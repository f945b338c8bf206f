//! A small world and random histories in it: few people, programs and contracts, so that they get in each other's way.

use matricula::*;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

mod commands;

pub(crate) use commands::{command, import_domains, invite_learners};
use commands::{contracts, hours, invite_learner, joining, learners, programs};

/// Milliseconds of a second and a day.
pub(crate) const SECOND: i64 = 1_000;
pub(crate) const DAY: i64 = 86_400 * SECOND;

/// The instant at which every world begins: 2020-01-01.
pub(crate) const START: i64 = 1_577_836_800_000;

pub(crate) fn time(millis: i64) -> Timestamp {
    Timestamp::from_millis(millis).unwrap()
}

pub(crate) fn contract(number: u128) -> ContractId {
    ContractId::from_u128(0xC0 + number)
}

pub(crate) fn program(number: u128) -> ProgramId {
    ProgramId::from_u128(0xB0 + number)
}

pub(crate) fn course(number: u128) -> CourseId {
    CourseId::from_u128(0xD0 + number)
}

pub(crate) fn learner(number: u128) -> LearnerId {
    LearnerId::from_u128(0x100 + number)
}

fn invitation(number: u128) -> InvitationId {
    InvitationId::from_u128(0x200 + number)
}

fn collection(number: u128) -> CollectionId {
    CollectionId::from_u128(0xF0 + number)
}

fn administrator(number: u128) -> AdministratorId {
    AdministratorId::from_u128(0x300 + number)
}

pub(crate) const SPECIALIZATION: SpecializationId = SpecializationId::from_u128(0xE0);

/// One command of a history, and when it comes.
#[derive(Clone, Debug)]
pub(crate) struct Move {
    /// Milliseconds since the move before.
    pub(crate) after: i64,
    /// Milliseconds by which the host's clock lies back at this move.
    back: i64,
    pub(crate) actor: Actor,
    pub(crate) command_id: Option<CommandId>,
    pub(crate) command: Command,
}

fn memberships(seats: u32) -> ContractTerms {
    Memberships { seats }.into()
}

fn terms() -> impl Strategy<Value = ContractTerms> {
    prop_oneof![
        4 => (1..4_u32).prop_map(memberships),
        2 => (1..5_u32).prop_map(|units| Enrollments { units }.into()),
        1 => Just(Unlimited {}.into()),
    ]
}

fn contract_policies() -> impl Strategy<Value = ContractPolicies> {
    (
        select(SeatCounting::ALL),
        select(SeatRelease::ALL),
        select(vec![None, Some(0), Some(1), Some(7), Some(30)]),
        select(EndOfContract::ALL),
        select(Overbooking::ALL),
    )
        .prop_map(|(seat_counting, seat_release, unit_return_days, end_of_contract, overbooking)| {
            ContractPolicies {
                seat_counting,
                seat_release,
                unit_return_days,
                end_of_contract,
                overbooking,
                expiry_notice_days: None,
            }
        })
}

fn program_policies() -> impl Strategy<Value = ProgramPolicies> {
    (
        select(LimitCounting::ALL),
        select(WhitelistMatch::ALL),
        select(vec![None, Some(0), Some(1), Some(7)]),
    )
        .prop_map(|(limit_counting, whitelist_match, invitation_days)| ProgramPolicies {
            limit_counting,
            whitelist_match,
            invitation_days,
        })
}

fn create_contract(number: u128) -> BoxedStrategy<Command> {
    // The fourth contract comes later, and mostly so that another can be renewed into it.
    let days = if number == 3 { vec![60, 400] } else { vec![10, 60, 400] };
    (terms(), contract_policies(), select(vec![0, 0, 0, 3]), select(days))
        .prop_map(move |(terms, policies, from, days)| {
            CreateContract {
                contract: contract(number),
                name: format!("Contract {number}").into(),
                terms,
                starts_at: time(START + from * DAY),
                ends_at: time(START + (from + days) * DAY),
                policies: Some(policies),
            }
            .into()
        })
        .boxed()
}

fn create_program(number: u128) -> BoxedStrategy<Command> {
    (program_policies(), select(vec![None, None, Some(1), Some(2)]))
        .prop_map(move |(policies, course_limit)| {
            CreateProgram {
                program: program(number),
                name: format!("Program {number}").into(),
                slug: format!("program-{number}").into(),
                url: format!("https://learn.acme.example/program-{number}").into(),
                tagline: "".into(),
                banner: None,
                course_limit,
                policies: Some(policies),
            }
            .into()
        })
        .boxed()
}

/// The commands by which a world comes to be: always carried out.
pub(crate) fn setup() -> BoxedStrategy<Vec<Command>> {
    let organization =
        (select(vec![0, 1, 24]), select(vec![0, 300])).prop_map(|(hours, tolerance)| -> Command {
            CreateOrganization {
                organization: OrganizationId::from_u128(0xA0),
                name: "Acme".into(),
                domains: vec!["acme.example".into()],
                policies: Some(RegisterPolicies {
                    remember_commands_hours: hours,
                    clock_tolerance_seconds: tolerance,
                    clock_advance_days: 3_653,
                }),
            }
            .into()
        });
    let contracts = (create_contract(0), create_contract(1), create_contract(2));
    let programs = (create_program(0), create_program(1));
    let doors = vec(
        (0..2_u128, 0..3_u128, select(vec!["acme.example", "acme.example", "lab.acme.example"])),
        2..7,
    );
    let renewal = option::weighted(0.4, (contract_policies(), select(vec![4, 5, 10])));
    (organization, contracts, programs, doors, renewal)
        .prop_map(|(organization, contracts, programs, doors, renewal)| {
            let mut commands =
                vec![organization, contracts.0, contracts.1, contracts.2, programs.0, programs.1];
            for number in 0..4 {
                commands.push(
                    AddCourse {
                        course: course(number),
                        name: format!("Course {number}").into(),
                        slug: format!("course-{number}").into(),
                        partner: "Example University".into(),
                    }
                    .into(),
                );
            }
            commands.push(
                AddSpecialization {
                    specialization: SPECIALIZATION,
                    name: "Specialization".into(),
                    slug: "specialization".into(),
                    partner: "Example University".into(),
                    courses: vec![course(1), course(2)],
                }
                .into(),
            );
            for number in 0..2 {
                let (program, collection) = (program(number), collection(number));
                commands.push(
                    CreateCollection { program, collection, name: "Start".into(), description: "".into() }
                        .into(),
                );
                let items = vec![course(0).into(), SPECIALIZATION.into()];
                commands.push(AddToCollection { program, collection, items }.into());
            }
            commands.push(
                AddOrganizationAdministrator {
                    administrator: administrator(0),
                    name: "Ada".into(),
                    email: "ada@acme.example".into(),
                }
                .into(),
            );
            if let Some((policies, day)) = renewal {
                commands.push(
                    CreateContract {
                        contract: contract(3),
                        name: "Contract 3".into(),
                        terms: Unlimited {}.into(),
                        starts_at: time(START + DAY),
                        ends_at: time(START + 400 * DAY),
                        policies: Some(policies),
                    }
                    .into(),
                );
                let renews_at = time(START + day * DAY);
                commands.push(
                    RenewContract { contract: contract(0), into: contract(3), renews_at, terms: None }.into(),
                );
            }
            let mut listed = std::collections::BTreeSet::new();
            for (number, contract_number, domain) in doors {
                if listed.insert((number, domain)) {
                    commands.push(
                        AddDomain {
                            program: program(number),
                            domain: domain.into(),
                            contract: contract(contract_number),
                        }
                        .into(),
                    );
                }
            }
            commands
        })
        .boxed()
}

fn actor() -> impl Strategy<Value = Actor> {
    prop_oneof![
        30 => Just(Actor::OPERATOR),
        1 => Just(Actor::HOST),
        1 => learners().prop_map(Actor::learner),
        1 => (0..3_u128).prop_map(|number| Actor::administrator(administrator(number))),
    ]
}

/// Mostly hours, often just up to an instant at which something ends, now and then far ahead.
fn after() -> impl Strategy<Value = i64> {
    prop_oneof![
        40 => 0..(DAY / 24),
        6 => select(vec![0, 1, DAY - 1, DAY]),
        2 => select(vec![7 * DAY - 1, 7 * DAY]),
        1 => select(vec![10 * DAY, 25 * DAY]),
    ]
}

fn back() -> impl Strategy<Value = i64> {
    prop_oneof![15 => Just(0), 1 => select(vec![1, 300 * SECOND, 301 * SECOND, DAY])]
}

fn moves(
    command: BoxedStrategy<Command>,
    count: impl Into<proptest::collection::SizeRange>,
) -> impl Strategy<Value = Vec<Move>> {
    let command_id = prop_oneof![
        3 => Just(None),
        1 => (0..5_u128).prop_map(|number| Some(CommandId::from_u128(0x400 + number))),
    ];
    vec(
        (after(), back(), actor(), command_id, command).prop_map(
            |(after, back, actor, command_id, command)| Move { after, back, actor, command_id, command },
        ),
        count,
    )
}

/// Some people are invited and join first, so that much can happen to them afterwards.
pub(crate) fn history(count: impl Into<proptest::collection::SizeRange>) -> impl Strategy<Value = Vec<Move>> {
    let arrivals = prop_oneof![1 => invite_learner(), 2 => joining()].boxed();
    let repeats = vec((any::<Index>(), any::<Index>()), 0..6);
    let twice = option::of(invited_twice());
    (moves(arrivals, 0..12), twice, moves(command(), count), repeats).prop_map(
        |(mut arrivals, twice, moves, repeats)| {
            arrivals.extend(twice.into_iter().flatten().map(|command| Move {
                after: 0,
                back: 0,
                actor: Actor::OPERATOR,
                command_id: None,
                command,
            }));
            arrivals.extend(moves);
            if arrivals.len() < 2 {
                return arrivals;
            }
            for (place, of) in repeats {
                let place = 1 + place.index(arrivals.len() - 1);
                let earlier =
                    arrivals[..place].iter().rev().skip(of.index(3)).find(|step| step.command_id.is_some());
                if let Some(Move { actor, command_id, command, .. }) = earlier.cloned() {
                    let Move { after, back, .. } = arrivals[place];
                    arrivals[place] = Move { after, back, actor, command_id, command };
                }
            }
            arrivals
        },
    )
}

/// Someone is invited at two addresses, perhaps to two programs, and opens one of the links signed in with the other.
fn invited_twice() -> impl Strategy<Value = [Command; 3]> {
    let (one, other) = (invitation(10), invitation(11));
    let invite = |invitation, program, contract, email: &str| {
        let (name, email) = ("Dee".into(), email.into());
        InviteLearner { invitation, program, contract, name, email, external_id: None, send: true }.into()
    };
    (programs(), programs(), contracts(), contracts(), learners()).prop_map(
        move |(program, elsewhere, contract, other_contract, learner)| {
            [
                invite(one, program, contract, "dee@work.example"),
                invite(other, elsewhere, other_contract, "Dee@home.example"),
                AcceptInvitation {
                    invitation: one,
                    learner,
                    name: "Dee".into(),
                    email: "dee@home.example".into(),
                }
                .into(),
            ]
        },
    )
}

/// A setup in which there is room for everyone, and a history of people who learn.
pub(crate) fn learning() -> impl Strategy<Value = (Vec<Command>, Vec<Move>)> {
    let roomy = setup().prop_map(|mut commands| {
        for command in &mut commands {
            match command {
                Command::CreateContract(command) => {
                    command.starts_at = time(START);
                    command.ends_at = time(START + 90 * DAY);
                    command.terms = match &command.terms {
                        ContractTerms::Memberships(_) => memberships(20),
                        ContractTerms::Enrollments(_) => Enrollments { units: 50 }.into(),
                        ContractTerms::Unlimited(_) => Unlimited {}.into(),
                    };
                }
                Command::CreateProgram(command) => command.course_limit = None,
                _ => {}
            }
        }
        for number in 0..2 {
            let (program, contract) = (program(number), contract(number));
            commands.push(AddDomain { program, domain: "room.example".into(), contract }.into());
        }
        commands
    });
    let join = |number: u128, person: u128| -> Command {
        JoinProgram {
            program: program(number),
            learner: learner(person),
            name: "Jo".into(),
            email: format!("l{person}@room.example").as_str().into(),
        }
        .into()
    };
    let everyone = (0..4).map(move |person| join(u128::from(person == 3), person));
    let arrive = move |command| Move { after: 0, back: 0, actor: Actor::OPERATOR, command_id: None, command };
    let here = || prop_oneof![4 => Just(program(0)), 1 => Just(program(1))];
    let courses = || (0..2_u128).prop_map(course);
    let day = || option::weighted(0.2, (0..6_i64).prop_map(|day| time(START + day * DAY)));
    let facts = (here(), learners(), courses(), hours(), day()).prop_map(
        |(program, learner, course, hours, completed_at)| -> Command {
            RecordCourseActivity {
                program,
                learner,
                course,
                progress: None,
                grade: None,
                hours,
                last_activity_at: None,
                completed_at,
            }
            .into()
        },
    );
    let enrolling = (here(), learners(), courses()).prop_map(|(program, learner, course)| -> Command {
        EnrollInCourse { program, learner, course, source: None, class_starts_at: None }.into()
    });
    let lessons = (here(), learners(), courses(), 0..40_u16).prop_map(
        |(program, learner, course, lessons)| -> Command {
            RecordLessons { program, learner, course, lessons }.into()
        },
    );
    let joining = (0..2_u128, 0..4_u128).prop_map(move |(number, person)| join(number, person));
    let command = prop_oneof![2 => joining, 8 => enrolling, 16 => facts, 4 => lessons, 3 => command()];
    (roomy, moves(command.boxed(), 10..60))
        .prop_map(move |(commands, moves)| (commands, everyone.clone().map(arrive).chain(moves).collect()))
}

/// A setup in which seats are few and invitations are not beyond them, and a history of people who come and go.
pub(crate) fn scarce() -> impl Strategy<Value = (Vec<Command>, Vec<Move>)> {
    let few = (setup(), 1..4_u32).prop_map(|(mut commands, number)| {
        for command in &mut commands {
            let Command::CreateContract(command) = command else { continue };
            let seats = match &command.terms {
                ContractTerms::Memberships(terms) => terms.seats,
                ContractTerms::Enrollments(terms) => terms.units,
                ContractTerms::Unlimited(_) => number,
            };
            command.terms = memberships(seats);
            command.ends_at = time(START + 60 * DAY);
            if let Some(policies) = &mut command.policies
                && policies.overbooking == Overbooking::Allowed
            {
                policies.overbooking = Overbooking::Reserved;
            }
        }
        commands
    });
    (few, moves(commands::about_seats(), 10..60))
}

/// A register after its setup, and the commits of it.
pub(crate) fn begin(setup: &[Command]) -> (Register, Vec<Commit>) {
    let mut register = Register::new();
    let context = Context::new(time(START), Actor::OPERATOR);
    let commits = setup
        .iter()
        .map(|command| register.execute(command, &context).expect("setup is carried out"))
        .collect();
    (register, commits)
}

/// The times of a history: the host's clock, whatever the register thinks of it.
pub(crate) fn clock(moves: &[Move]) -> impl Iterator<Item = Timestamp> + '_ {
    moves.iter().scan(START, |now, step| {
        *now += step.after;
        Some(time(*now - step.back))
    })
}

impl Move {
    pub(crate) fn context(&self, now: Timestamp) -> Context {
        Context { now, actor: self.actor.clone(), command_id: self.command_id }
    }
}

/// Lives through a history. Refused commands leave nothing behind.
pub(crate) fn live(setup: &[Command], moves: &[Move]) -> (Register, Vec<Commit>) {
    let (mut register, mut commits) = begin(setup);
    for (step, now) in moves.iter().zip(clock(moves)) {
        let before = register.sequence();
        if let Ok(commit) = register.execute(&step.command, &step.context(now))
            && register.sequence() > before
        {
            commits.push(commit);
        }
    }
    (register, commits)
}

/// How many cases a property tries: `PROPTEST_CASES`, or so many.
pub(crate) fn cases(count: u32) -> ProptestConfig {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|text| text.parse().ok()).unwrap_or(count);
    ProptestConfig {
        cases,
        failure_persistence: None,
        max_shrink_iters: 20_000,
        ..ProptestConfig::default()
    }
}
