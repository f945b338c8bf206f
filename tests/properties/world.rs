//! A small world and random histories in it: few people, programs and contracts, so that they get in each other's way.

use matricula::*;
use proptest::collection::vec;
use proptest::option;
use proptest::prelude::*;
use proptest::sample::{Index, select};

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

/// Those of the setup, a fourth that may come later, and seldom one that never does.
fn contracts() -> impl Strategy<Value = ContractId> {
    prop_oneof![15 => 0..3_u128, 2 => Just(3), 1 => Just(7)].prop_map(contract)
}

fn programs() -> impl Strategy<Value = ProgramId> {
    prop_oneof![30 => Just(0), 10 => Just(1), 1 => Just(7)].prop_map(program)
}

fn learners() -> impl Strategy<Value = LearnerId> {
    (0..4_u128).prop_map(learner)
}

fn invitations() -> impl Strategy<Value = InvitationId> {
    (0..5_u128).prop_map(invitation)
}

/// The addresses by which a person is known, some of them shared, some none at all.
fn address_of(person: u128) -> BoxedStrategy<Personal> {
    prop_oneof![
        16 => Just(format!("l{person}@acme.example")),
        4 => Just(format!("L{person}@Acme.EXAMPLE")),
        4 => Just(format!("l{person}@guest.example")),
        4 => Just(format!("l{person}@lab.acme.example")),
        1 => Just("shared@acme.example".to_owned()),
        1 => select(vec!["", "nobody", "a@b@acme.example", "x@localhost"]).prop_map(str::to_owned),
    ]
    .prop_map(Personal::from)
    .boxed()
}

fn address() -> impl Strategy<Value = Personal> {
    (0..4_u128).prop_flat_map(address_of)
}

/// Someone with an address that mostly is their own.
fn person() -> BoxedStrategy<(LearnerId, Personal)> {
    let own = (0..4_u128).prop_flat_map(|number| (Just(learner(number)), address_of(number)));
    prop_oneof![6 => own, 1 => (learners(), address())].boxed()
}

fn name() -> impl Strategy<Value = Personal> {
    prop_oneof![12 => Just("Jo"), 4 => Just("Kim Roe"), 2 => Just(" Zoë "), 1 => Just(""), 1 => Just("\u{202E}x")]
        .prop_map(Personal::from)
}

fn external_id() -> impl Strategy<Value = Option<Personal>> {
    select(vec![None, None, Some("77"), Some("")]).prop_map(|id| id.map(Personal::from))
}

fn rows() -> impl Strategy<Value = Vec<InvitationRow>> {
    vec((name(), address(), external_id()), 0..6).prop_map(|rows| {
        (2..)
            .zip(rows)
            .map(|(line, (name, email, external_id))| InvitationRow { line, name, email, external_id })
            .collect()
    })
}

fn domain() -> impl Strategy<Value = Box<str>> {
    let domains =
        vec!["acme.example", "LAB.acme.example", "guest.example", "gmail.com", "com", "", "a@b.example"];
    select(domains).prop_map(Box::from)
}

fn courses() -> impl Strategy<Value = CourseId> {
    (0..4_u128).prop_map(course)
}

fn collections() -> impl Strategy<Value = CollectionId> {
    prop_oneof![4 => Just(0), 1 => Just(1), 2 => Just(2)].prop_map(collection)
}

fn items() -> impl Strategy<Value = Vec<CatalogItem>> {
    let item = prop_oneof![
        3 => courses().prop_map(CatalogItem::from),
        1 => Just(CatalogItem::from(SPECIALIZATION)),
    ];
    vec(item, 1..3)
}

fn source() -> impl Strategy<Value = Option<CollectionId>> {
    option::weighted(0.4, collections())
}

fn instant() -> impl Strategy<Value = Option<Timestamp>> {
    option::of((-1..30_i64).prop_map(|day| time(START + day * DAY)))
}

fn percent() -> impl Strategy<Value = Option<Percent>> {
    select(vec![None, Some("12.82"), Some("100")]).prop_map(|text| text.map(|text| text.parse().unwrap()))
}

fn hours() -> impl Strategy<Value = Option<Hours>> {
    select(vec![None, Some("0"), Some("0.29"), Some("1.5"), Some("1.5"), Some("2.0001")])
        .prop_map(|text| text.map(|text| text.parse().unwrap()))
}

/// Lessons of a course, or a wish about leaderboards.
fn of_a_learner() -> BoxedStrategy<Command> {
    prop_oneof![
        4 => (programs(), learners(), courses(), select(vec![0, 1, 7, 7, u16::MAX])).prop_map(
            |(program, learner, course, lessons)| {
                RecordLessons { program, learner, course, lessons }.into()
            }
        ),
        1 => (learners(), any::<bool>()).prop_map(|(learner, listed)| {
            SetLeaderboardListing { learner, listed }.into()
        }),
    ]
    .boxed()
}

fn describing() -> BoxedStrategy<Command> {
    let name = || select(vec!["Name", "Another", ""]).prop_map(Box::<str>::from);
    let partner =
        || select(vec!["Example University", "Example University", "Other"]).prop_map(Box::<str>::from);
    let difficulty = || option::of(select(Difficulty::ALL));
    let skills = || vec(select(vec!["Clay", "Glaze", " Clay ", ""]).prop_map(Box::<str>::from), 0..3);
    prop_oneof![
        2 => (courses(), name(), partner(), difficulty(), skills()).prop_map(
            |(course, name, partner, difficulty, skills)| {
                UpdateCourse { course, name, partner, difficulty, skills }.into()
            }
        ),
        1 => (name(), partner(), difficulty(), skills()).prop_map(|(name, partner, difficulty, skills)| {
            let specialization = SPECIALIZATION;
            UpdateSpecialization { specialization, name, partner, difficulty, skills }.into()
        }),
    ]
    .boxed()
}

/// Settings of the organization, good and bad. Its own domain mostly stays, so that administrators can be added.
fn setting() -> BoxedStrategy<Command> {
    let text = |words: Vec<&'static str>| select(words).prop_map(Box::<str>::from);
    let cadence = (
        option::of(vec(programs(), 0..3)),
        vec(select(Weekday::ALL), 0..4),
        text(vec!["08:30", "23:59", "24:00"]),
        text(vec!["UTC", "Europe/Berlin", "+01:00"]),
    )
        .prop_map(|(programs, weekdays, time, zone)| ReportCadence { programs, weekdays, time, zone });
    let domains = vec(domain(), 0..2);
    let image = option::of(text(vec!["https://acme.example/image.png", "image.png"]));
    (
        text(vec!["Acme", "Acme 2", ""]),
        domains,
        option::of(text(vec!["#0056d2", "#FFFFFF", "red"])),
        image,
        option::of(cadence),
        option::of(text(vec![" Welcome!\r\n", "\0"])),
    )
        .prop_map(|(name, mut domains, brand_color, image, report_cadence, invitation_message)| {
            domains.push("acme.example".into());
            let banner = image.clone().map(|url| Banner { url, width: 960, height: 300 });
            let logo = image.map(|url| Logo { url, width: 64, height: 64 });
            UpdateOrganization {
                name,
                domains,
                brand_color,
                banner,
                logo,
                report_cadence,
                invitation_message,
            }
            .into()
        })
        .boxed()
}

fn invite_learner() -> BoxedStrategy<Command> {
    (invitations(), programs(), contracts(), name(), address(), external_id(), any::<bool>())
        .prop_map(|(invitation, program, contract, name, email, external_id, send)| {
            InviteLearner { invitation, program, contract, name, email, external_id, send }.into()
        })
        .boxed()
}

pub(crate) fn invite_learners() -> BoxedStrategy<Command> {
    (0..6_u128, programs(), contracts(), rows(), any::<bool>(), select(BulkMode::ALL))
        .prop_map(|(import, program, contract, rows, send, mode)| {
            let import = ImportId::from_u128(0x500 + import);
            InviteLearners { import, program, contract, rows, send, mode, preview: None }.into()
        })
        .boxed()
}

fn import_domains() -> BoxedStrategy<Command> {
    (programs(), contracts(), vec(domain(), 0..4), any::<bool>(), select(BulkMode::ALL))
        .prop_map(|(program, contract, domains, update_existing, mode)| {
            let rows = (1..).zip(domains).map(|(line, domain)| DomainRow { line, domain }).collect();
            ImportDomains { program, contract, rows, update_existing, mode }.into()
        })
        .boxed()
}

fn course_activity() -> BoxedStrategy<Command> {
    let facts = (percent(), percent(), hours(), instant(), instant());
    (programs(), learners(), courses(), facts)
        .prop_map(|(program, learner, course, (progress, grade, hours, last_activity_at, completed_at))| {
            RecordCourseActivity {
                program,
                learner,
                course,
                progress,
                grade,
                hours,
                last_activity_at,
                completed_at,
            }
            .into()
        })
        .boxed()
}

fn joining() -> BoxedStrategy<Command> {
    prop_oneof![
        2 => (programs(), person(), name()).prop_map(|(program, (learner, email), name)| {
            JoinProgram { program, learner, name, email }.into()
        }),
        1 => (invitations(), person(), name()).prop_map(|(invitation, (learner, email), name)| {
            AcceptInvitation { invitation, learner, name, email }.into()
        }),
    ]
    .boxed()
}

fn invitation_step() -> BoxedStrategy<Command> {
    (invitations(), 0..6)
        .prop_map(|(invitation, step)| match step {
            0 => RemoveInvitation { invitation }.into(),
            1 => DeclineInvitation { invitation }.into(),
            2 => ReportBounce { invitation }.into(),
            _ => ResendInvitation { invitation }.into(),
        })
        .boxed()
}

fn enrolling() -> BoxedStrategy<Command> {
    prop_oneof![
        3 => (programs(), learners(), courses(), source(), instant()).prop_map(
            |(program, learner, course, source, class_starts_at)| {
                EnrollInCourse { program, learner, course, source, class_starts_at }.into()
            }
        ),
        1 => (programs(), learners(), source()).prop_map(|(program, learner, source)| {
            EnrollInSpecialization { program, learner, specialization: SPECIALIZATION, source }.into()
        }),
        2 => (programs(), learners(), courses()).prop_map(|(program, learner, course)| {
            UnenrollFromCourse { program, learner, course }.into()
        }),
        1 => (programs(), learners()).prop_map(|(program, learner)| {
            UnenrollFromSpecialization { program, learner, specialization: SPECIALIZATION }.into()
        }),
    ]
    .boxed()
}

fn administration() -> BoxedStrategy<Command> {
    prop_oneof![
        contracts().prop_map(|contract| FreezeContract { contract }.into()),
        contracts().prop_map(|contract| UnfreezeContract { contract }.into()),
        create_contract(3),
        (programs(), 0..3_u128).prop_map(|(program, number)| {
            let email = "pat@acme.example".into();
            AddProgramAdministrator {
                program,
                administrator: administrator(number),
                name: "Pat".into(),
                email,
            }
            .into()
        }),
        (option::of(programs()), 0..3_u128).prop_map(|(program, number)| {
            RemoveAdministrator { administrator: administrator(number), program }.into()
        }),
        (learners(), name()).prop_map(|(learner, title)| {
            let profile = Profile { job_title: Some(title), ..Profile::default() };
            UpdateProfile { learner, profile }.into()
        }),
        (programs(), domain(), contracts()).prop_map(|(program, domain, contract)| AddDomain {
            program,
            domain,
            contract
        }
        .into()),
        (programs(), domain()).prop_map(|(program, domain)| RemoveDomain { program, domain }.into()),
        programs().prop_map(|program| RemoveProgram { program }.into()),
        (programs(), select(vec![None, Some(0), Some(1), Some(3)])).prop_map(|(program, course_limit)| {
            UpdateProgram { program, name: "New".into(), tagline: "".into(), banner: None, course_limit }
                .into()
        }),
    ]
    .boxed()
}

fn amending() -> BoxedStrategy<Command> {
    let ends_at = option::of((1..80_i64).prop_map(|day| time(START + day * DAY)));
    (contracts(), option::of(terms()), ends_at)
        .prop_map(|(contract, terms, ends_at)| AmendContract { contract, terms, ends_at }.into())
        .boxed()
}

fn renewing() -> BoxedStrategy<Command> {
    let renews_at = select(vec![5, 10, 13, 30, 60, 63]).prop_map(|day| time(START + day * DAY));
    prop_oneof![
        4 => (contracts(), contracts(), renews_at, option::weighted(0.4, (1..6_u32).prop_map(memberships)))
            .prop_map(|(contract, into, renews_at, terms)| {
                RenewContract { contract, into, renews_at, terms }.into()
            }),
        1 => contracts().prop_map(|contract| CancelRenewal { contract }.into()),
        2 => (contracts(), option::weighted(0.7, 0..3_u32))
            .prop_map(|(contract, seats)| LimitReuse { contract, seats }.into()),
        1 => Just(Advance {}.into()),
    ]
    .boxed()
}

/// Rights change in ways that leave most commands to whoever has them anyway.
fn granting() -> BoxedStrategy<Command> {
    let actions =
        vec!["remove_learner", "programs", "notices", "record_course_activity", "create_contract", "x"];
    (select(actions), vec(select(Role::ALL), 0..4))
        .prop_map(|(action, roles)| SetRights { action: action.into(), roles }.into())
        .boxed()
}

fn cataloguing() -> BoxedStrategy<Command> {
    (programs(), collections(), collections(), items(), 0..7)
        .prop_map(|(program, collection, to, items, kind)| match kind {
            0 => DeleteCollection { program, collection }.into(),
            1 => ArrangeItems { program, collection, items }.into(),
            2 => RemoveFromCollection { program, collection, items }.into(),
            3 => MoveItems { program, from: collection, to, items }.into(),
            4 | 5 => AddToCollection { program, collection, items }.into(),
            _ => {
                let (name, description) = ("More".into(), "".into());
                CreateCollection { program, collection: to, name, description }.into()
            }
        })
        .boxed()
}

fn erasing() -> BoxedStrategy<Command> {
    prop_oneof![
        2 => learners().prop_map(|learner| LearnerSubject { learner }.into()),
        2 => invitations().prop_map(|invitation| InviteeSubject { invitation }.into()),
        1 => (0..3_u128).prop_map(|number| {
            AdministratorSubject { administrator: administrator(number) }.into()
        }),
    ]
    .prop_map(|subject: Subject| ErasePerson { subject }.into())
    .boxed()
}

fn in_bulk() -> BoxedStrategy<Command> {
    let mode = || select(BulkMode::ALL.to_vec());
    let roster = (programs(), contracts(), rows(), any::<bool>(), any::<u32>(), mode()).prop_map(
        |(program, contract, rows, force, number, mode)| {
            SyncRoster {
                import: ImportId::from_u128(0x9000 + u128::from(number)),
                program,
                contract,
                rows,
                send: true,
                allow_return: force,
                removal_limit: "50".parse().unwrap(),
                force,
                mode,
                preview: None,
            }
            .into()
        },
    );
    prop_oneof![
        2 => (programs(), vec(learners(), 0..5), contracts(), mode()).prop_map(
            |(program, learners, contract, mode)| MoveMembers { program, learners, contract, mode }.into()
        ),
        1 => (programs(), vec(learners(), 0..5), any::<bool>(), mode()).prop_map(
            |(program, learners, allow_return, mode)| {
                RemoveLearners { program, learners, allow_return, mode }.into()
            }
        ),
        1 => (programs(), vec(invitations(), 0..5), mode()).prop_map(|(program, invitations, mode)| {
            RemoveInvitations { program, invitations, mode }.into()
        }),
        1 => roster,
    ]
    .boxed()
}

pub(crate) fn command() -> BoxedStrategy<Command> {
    prop_oneof![
        4 => invite_learner(),
        2 => invite_learners(),
        1 => import_domains(),
        2 => invitation_step(),
        9 => joining(),
        2 => (programs(), learners(), any::<bool>()).prop_map(|(program, learner, allow_return)| {
            RemoveLearner { program, learner, allow_return }.into()
        }),
        14 => enrolling(),
        2 => course_activity(),
        2 => administration(),
        1 => erasing(),
        2 => cataloguing(),
        1 => amending(),
        3 => renewing(),
        1 => granting(),
        2 => in_bulk(),
        2 => of_a_learner(),
        1 => describing(),
        1 => setting(),
    ]
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
