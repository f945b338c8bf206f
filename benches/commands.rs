//! Single commands at three sizes, bulk work, replay, snapshot and restore: `cargo bench --bench commands`.

#![allow(clippy::expect_used, reason = "a bench stops at the first defect")]

mod world;

use std::hint::black_box;

use criterion::{BatchSize, BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};
use matricula::{
    Actor, BulkMode, Context, HomeRequest, ImportId, InvitationRow, InviteLearners, LeaderboardMeasure,
    LeaderboardRequest, RecordCourseActivity, Register, RemoveLearner, RemoveLearners, SyncRoster,
};
use world::{CONTRACT, PROGRAM, course, enroll, join, learner, now, organization, with_members};

const SIZES: [u64; 3] = [1_000, 100_000, 1_000_000];

/// Deciding changes nothing, so that every round finds the same register.
fn single_commands(criterion: &mut Criterion) {
    let context = Context::new(now(), Actor::OPERATOR);
    for size in SIZES {
        let register = with_members(size, 1);
        let member = size / 2;
        let commands = [
            ("join_program", join(size)),
            ("enroll_in_course", enroll(member, 7)),
            (
                "record_course_activity",
                RecordCourseActivity {
                    program: PROGRAM,
                    learner: learner(member),
                    course: course(u32::try_from(member % u64::from(world::COURSES)).unwrap_or(0)),
                    progress: "12.82".parse().ok(),
                    grade: None,
                    hours: None,
                    last_activity_at: None,
                    completed_at: None,
                }
                .into(),
            ),
            (
                "remove_learner",
                RemoveLearner { program: PROGRAM, learner: learner(member), allow_return: true }.into(),
            ),
        ];
        for (name, command) in commands {
            criterion.bench_with_input(BenchmarkId::new(name, size), &command, |bencher, command| {
                bencher.iter(|| register.decide(black_box(command), &context).expect("it is carried out"));
            });
        }
        criterion.bench_with_input(BenchmarkId::new("home", size), &register, |bencher, register| {
            let request = HomeRequest::default();
            bencher.iter(|| register.home(black_box(&request), &context).expect("the operator may see it"));
        });
        for (name, measure) in [
            ("leaderboard by enrollments", LeaderboardMeasure::Enrollments),
            ("leaderboard by learning hours", LeaderboardMeasure::LearningHours),
        ] {
            let request = LeaderboardRequest { measure, ..LeaderboardRequest::default() };
            criterion.bench_with_input(BenchmarkId::new(name, size), &register, |bencher, register| {
                bencher.iter(|| register.leaderboard(black_box(&request), &context).expect("a board"));
            });
        }
    }
}

fn bulk_invitation(criterion: &mut Criterion) {
    let rows: Vec<_> = (0..100_000_u64)
        .map(|number| InvitationRow {
            line: number + 2,
            name: format!("Invitee {number}").into(),
            email: format!("invitee{number}@acme.example").into(),
            external_id: None,
        })
        .collect();
    let command = InviteLearners {
        import: ImportId::from_u128(9),
        program: PROGRAM,
        contract: CONTRACT,
        rows,
        send: true,
        mode: BulkMode::SkipInvalid,
        preview: None,
    }
    .into();
    let context = Context::new(now(), Actor::OPERATOR);
    let (register, _) = organization(u32::MAX);
    let mut group = criterion.benchmark_group("invite_learners");
    group.sample_size(10).throughput(Throughput::Elements(100_000));
    group.bench_function("100000", |bencher| {
        bencher.iter_batched(
            || register.clone(),
            |mut register| register.execute(&command, &context).expect("all can be invited"),
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

/// A tenth of 1,000,000 members leaves at once; and all of them are held against a roster that has them all.
fn bulk_administration(criterion: &mut Criterion) {
    let register = with_members(1_000_000, 0);
    let context = Context::new(now(), Actor::OPERATOR);
    let mut group = criterion.benchmark_group("1000000 members");
    group.sample_size(10);
    let leaving = RemoveLearners {
        program: PROGRAM,
        learners: (0..100_000).map(learner).collect(),
        allow_return: true,
        mode: BulkMode::AllOrNothing,
    }
    .into();
    group.bench_function("remove 100000", |bencher| {
        bencher.iter_batched(
            || register.clone(),
            |mut register| register.execute(&leaving, &context).expect("all are members"),
            BatchSize::PerIteration,
        );
    });
    let rows = (0..1_000_000_u64)
        .map(|number| InvitationRow {
            line: number + 2,
            name: format!("Learner {number}").into(),
            email: format!("learner{number}@acme.example").into(),
            external_id: None,
        })
        .collect();
    let roster = SyncRoster {
        import: ImportId::from_u128(10),
        program: PROGRAM,
        contract: CONTRACT,
        rows,
        send: false,
        allow_return: true,
        removal_limit: "10".parse().expect("a percentage"),
        force: false,
        mode: BulkMode::AllOrNothing,
        preview: None,
    };
    group.bench_function("plan a roster of 1000000", |bencher| {
        bencher.iter(|| register.plan_roster(&roster, &context).expect("a plan"));
    });
    group.finish();
}

fn replay(criterion: &mut Criterion) {
    let (mut register, mut commits) = organization(u32::MAX);
    let context = Context::new(now(), Actor::HOST);
    for number in 0..100_000 {
        for command in [join(number), enroll(number, 0)] {
            commits.push(register.execute(&command, &context).expect("a seat is free"));
        }
    }
    let mut group = criterion.benchmark_group("replay");
    group.sample_size(10).throughput(Throughput::Elements(register.sequence()));
    group.bench_function("200000 events", |bencher| {
        bencher.iter_batched(
            Register::new,
            |mut replica| {
                for commit in &commits {
                    replica.apply(commit).expect("our own history");
                }
                replica
            },
            BatchSize::LargeInput,
        );
    });
    group.finish();
}

fn snapshot_and_restore(criterion: &mut Criterion) {
    let register = with_members(100_000, 3);
    let bytes = register.snapshot();
    let mut group = criterion.benchmark_group("100000 learners");
    group.sample_size(10).throughput(Throughput::Elements(100_000));
    group.bench_function("snapshot", |bencher| bencher.iter(|| register.snapshot()));
    group.bench_function("restore", |bencher| {
        bencher.iter(|| Register::restore(&bytes).expect("our own snapshot"));
    });
    group.finish();
}

criterion_group!(
    benches,
    single_commands,
    bulk_invitation,
    bulk_administration,
    replay,
    snapshot_and_restore
);
criterion_main!(benches);
