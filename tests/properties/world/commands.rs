//! Every command that a history may have, about the few people and things of a small world.

use super::*;

/// Those of the setup, a fourth that may come later, and seldom one that never does.
pub(super) fn contracts() -> impl Strategy<Value = ContractId> {
    prop_oneof![15 => 0..3_u128, 2 => Just(3), 1 => Just(7)].prop_map(contract)
}

pub(super) fn programs() -> impl Strategy<Value = ProgramId> {
    prop_oneof![30 => Just(0), 10 => Just(1), 1 => Just(7)].prop_map(program)
}

pub(super) fn learners() -> impl Strategy<Value = LearnerId> {
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

pub(super) fn hours() -> impl Strategy<Value = Option<Hours>> {
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

pub(super) fn invite_learner() -> BoxedStrategy<Command> {
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

pub(crate) fn import_domains() -> BoxedStrategy<Command> {
    (programs(), contracts(), vec(domain(), 0..4), any::<bool>(), select(BulkMode::ALL))
        .prop_map(|(program, contract, domains, update_existing, mode)| {
            let rows = (1..).zip(domains).map(|(line, domain)| DomainRow { line, domain }).collect();
            ImportDomains { program, contract, rows, update_existing, mode, preview: None }.into()
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

pub(super) fn joining() -> BoxedStrategy<Command> {
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

fn update_learner() -> BoxedStrategy<Command> {
    (person(), option::of(name()), any::<bool>(), external_id())
        .prop_map(|((learner, email), name, moves, external_id)| {
            UpdateLearner { learner, name, email: moves.then_some(email), external_id }.into()
        })
        .boxed()
}

fn administration() -> BoxedStrategy<Command> {
    prop_oneof![
        contracts().prop_map(|contract| FreezeContract { contract }.into()),
        contracts().prop_map(|contract| UnfreezeContract { contract }.into()),
        create_contract(3),
        (programs(), 0..3_u128, select(vec!["pat@acme.example", "L1@acme.example"])).prop_map(
            |(program, number, email)| {
                let email = email.into();
                AddProgramAdministrator {
                    program,
                    administrator: administrator(number),
                    name: "Pat".into(),
                    email,
                }
                .into()
            }
        ),
        (option::of(programs()), 0..3_u128).prop_map(|(program, number)| {
            RemoveAdministrator { administrator: administrator(number), program }.into()
        }),
        (learners(), name(), option::of(address())).prop_map(|(learner, title, manager_email)| {
            let manager_name = manager_email.is_some().then(|| "Boss".into());
            let profile =
                Profile { job_title: Some(title), manager_name, manager_email, ..Profile::default() };
            UpdateProfile { learner, profile }.into()
        }),
        update_learner(),
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
        1 => learners().prop_map(|learner| ManagerSubject { learner }.into()),
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

/// What bears on who has which seat.
pub(super) fn about_seats() -> BoxedStrategy<Command> {
    let seats = || option::weighted(0.8, (1..5_u32).prop_map(memberships));
    let early = (contracts(), contracts(), 1..6_i64, seats()).prop_map(|(contract, into, day, terms)| {
        RenewContract { contract, into, renews_at: time(START + day * DAY), terms }.into()
    });
    let moving = (programs(), learners(), contracts()).prop_map(|(program, learner, contract)| {
        MoveMembers { program, learners: vec![learner], contract, mode: BulkMode::AllOrNothing }.into()
    });
    prop_oneof![
        8 => invite_learner(),
        2 => invite_learners(),
        2 => invitation_step(),
        10 => joining(),
        4 => (programs(), learners(), any::<bool>()).prop_map(|(program, learner, allow_return)| {
            RemoveLearner { program, learner, allow_return }.into()
        }),
        4 => moving,
        1 => programs().prop_map(|program| RemoveProgram { program }.into()),
        2 => (contracts(), seats()).prop_map(|(contract, terms)| {
            AmendContract { contract, terms, ends_at: None }.into()
        }),
        3 => early,
        1 => renewing(),
        1 => erasing(),
        1 => in_bulk(),
    ]
    .boxed()
}
