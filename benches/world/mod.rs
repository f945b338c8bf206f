//! The organization that the benches measure: one program, one contract, a catalog, and as many people as asked.

#![allow(dead_code, reason = "each bench uses a part")]

use matricula::{
    Actor, AddCourse, AddDomain, AddToCollection, CollectionId, Command, Commit, Context, ContractId,
    CourseId, CreateCollection, CreateContract, CreateOrganization, CreateProgram, EnrollInCourse,
    JoinProgram, LearnerId, Memberships, OrganizationId, ProgramId, Register, Timestamp,
};

/// The contract of all members.
pub(crate) const CONTRACT: ContractId = ContractId::from_u128(2);
/// The one program.
pub(crate) const PROGRAM: ProgramId = ProgramId::from_u128(3);
/// Courses in the catalog.
pub(crate) const COURSES: u32 = 64;

/// The instant at which everything happens.
pub(crate) fn now() -> Timestamp {
    "2020-06-01T00:00:00.000Z".parse().expect("a time")
}

/// A learner's id: spread, as random UUIDs are.
pub(crate) fn learner(number: u64) -> LearnerId {
    let spread = |seed: u64| {
        let mut value = number.wrapping_add(seed).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        value = (value ^ (value >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        value = (value ^ (value >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        value ^ (value >> 31)
    };
    LearnerId::from_u128(u128::from(spread(1)) << 64 | u128::from(spread(2)))
}

/// A course's id.
pub(crate) fn course(number: u32) -> CourseId {
    CourseId::from_u128(1_000 + u128::from(number % COURSES))
}

/// A learner joins through the whitelisted domain.
pub(crate) fn join(number: u64) -> Command {
    JoinProgram {
        program: PROGRAM,
        learner: learner(number),
        name: format!("Learner {number}").into(),
        email: format!("learner{number}@acme.example").into(),
    }
    .into()
}

/// A learner enrolls in a course.
pub(crate) fn enroll(number: u64, which: u32) -> Command {
    EnrollInCourse {
        program: PROGRAM,
        learner: learner(number),
        course: course(u32::try_from(number % u64::from(COURSES)).unwrap_or(0) + which),
        source: None,
        class_starts_at: None,
    }
    .into()
}

/// An organization with this many seats and nobody in it.
pub(crate) fn organization(seats: u32) -> (Register, Vec<Commit>) {
    let mut register = Register::new();
    let context = Context::new(now(), Actor::OPERATOR);
    let mut commands = vec![
        Command::from(CreateOrganization {
            organization: OrganizationId::from_u128(1),
            name: "Acme".into(),
            domains: vec!["acme.example".into()],
            policies: None,
        }),
        CreateContract {
            contract: CONTRACT,
            name: "Year 1".into(),
            terms: Memberships { seats }.into(),
            starts_at: "2020-01-01T00:00:00.000Z".parse().expect("a time"),
            ends_at: "2021-01-01T00:00:00.000Z".parse().expect("a time"),
            policies: None,
        }
        .into(),
        CreateProgram {
            program: PROGRAM,
            name: "Learning Program".into(),
            slug: "learning-program".into(),
            url: "https://learn.acme.example/learning-program".into(),
            tagline: "".into(),
            banner: None,
            course_limit: Some(10),
            policies: None,
        }
        .into(),
        AddDomain { program: PROGRAM, domain: "acme.example".into(), contract: CONTRACT }.into(),
        CreateCollection {
            program: PROGRAM,
            collection: CollectionId::from_u128(5),
            name: "All".into(),
            description: "".into(),
        }
        .into(),
    ];
    commands.extend((0..COURSES).map(|number| {
        Command::from(AddCourse {
            course: course(number),
            name: format!("Course {number}").into(),
            slug: format!("course-{number}").into(),
            partner: "Example University".into(),
        })
    }));
    commands.push(
        AddToCollection {
            program: PROGRAM,
            collection: CollectionId::from_u128(5),
            items: (0..COURSES).map(|number| course(number).into()).collect(),
        }
        .into(),
    );
    let commits = commands
        .iter()
        .map(|command| register.execute(command, &context).expect("the organization can be set up"))
        .collect();
    (register, commits)
}

/// An organization with this many members of so many enrollments each, and room for more.
pub(crate) fn with_members(members: u64, enrollments: u32) -> Register {
    let (mut register, _) = organization(u32::MAX);
    let context = Context::new(now(), Actor::HOST);
    for number in 0..members {
        register.execute(&join(number), &context).expect("a seat is free");
        for which in 0..enrollments {
            register.execute(&enroll(number, which), &context).expect("the course is offered");
        }
    }
    register
}
