//! A ledger of ten million entries, the renewal of a million members, a roster carried out: `cargo bench --bench contracts`.
//!
//! Each figure is the least of a few runs, printed as one table.

#![allow(clippy::expect_used, reason = "a bench stops at the first defect")]

mod world;

use std::hint::black_box;
use std::time::{Duration, Instant};

use matricula::{
    Actor, Advance, BulkMode, Command, Context, ContractId, ContractPolicies, CreateContract, Enrollments,
    ImportId, InvitationRow, Memberships, MoveMembers, Percent, Register, RenewContract, SyncRoster,
    Timestamp, UnenrollFromCourse,
};
use world::{CONTRACT, PROGRAM, course, enroll, join, learner, now, organization, with_members};

/// Entries of the ledger that is asked.
const ENTRIES: u32 = 10_000_000;
/// Members who are carried over, or held against a roster.
const MEMBERS: u64 = 1_000_000;

fn main() {
    // A filter or `--test` from cargo means no full run.
    if std::env::args().any(|argument| argument == "--test") {
        return;
    }
    ledger();
    renewal();
    roster();
}

fn line(what: &str, took: Duration) {
    println!("{what:<72} {:>14}", format!("{took:.1?}"));
}

fn least<T>(runs: u32, mut prepare: impl FnMut() -> T, mut run: impl FnMut(T)) -> Duration {
    let mut best = Duration::MAX;
    for _ in 0..runs {
        let given = prepare();
        let start = Instant::now();
        run(given);
        best = best.min(start.elapsed());
    }
    best
}

fn at(millis: i64) -> Timestamp {
    Timestamp::from_millis(now().millis() + millis).expect("a time")
}

/// One learner enrolls and gives up, again and again, a millisecond each: every time an entry.
fn ledger() {
    let (mut register, _) = organization(10);
    let units = ContractId::from_u128(20);
    let operator = Context::new(now(), Actor::OPERATOR);
    let setup: [Command; 3] = [
        CreateContract {
            contract: units,
            name: "Enrollments".into(),
            terms: Enrollments { units: 5 }.into(),
            starts_at: "2020-01-01T00:00:00.000Z".parse().expect("a time"),
            ends_at: "2021-01-01T00:00:00.000Z".parse().expect("a time"),
            policies: Some(ContractPolicies { unit_return_days: Some(30), ..ContractPolicies::default() }),
        }
        .into(),
        join(1),
        MoveMembers {
            program: PROGRAM,
            learners: vec![learner(1)],
            contract: units,
            mode: BulkMode::AllOrNothing,
        }
        .into(),
    ];
    for command in setup {
        register.execute(&command, &operator).expect("it can be set up");
    }
    let enroll = enroll(1, 0);
    let course = course(1);
    let give_up = UnenrollFromCourse { program: PROGRAM, learner: learner(1), course }.into();
    for entry in 0..ENTRIES {
        let command = if entry % 2 == 0 { &enroll } else { &give_up };
        let context = Context::new(at(i64::from(entry)), Actor::HOST);
        register.execute(command, &context).expect("a unit is free");
    }
    let asked = 1_000_000_u32;
    let took = least(
        3,
        || (),
        |()| {
            for number in 0..asked {
                let millis = i64::from(number.wrapping_mul(2_654_435_761) % ENTRIES);
                black_box(register.units_as_of(units, at(millis)));
            }
        },
    );
    line("balance as of an instant, in a ledger of 10,000,000 entries", took / asked);
    let took = least(
        3,
        || (),
        |()| {
            for number in 0..asked {
                black_box(register.forecast(units, at(i64::from(number) * 10), 1));
            }
        },
    );
    line("forecast from that ledger", took / asked);
}

fn renewal() {
    let mut register = with_members(MEMBERS, 1);
    let next = ContractId::from_u128(21);
    let operator = Context::new(now(), Actor::OPERATOR);
    let ends_at = "2021-01-01T00:00:00.000Z".parse().expect("a time");
    let setup: [Command; 2] = [
        CreateContract {
            contract: next,
            name: "Year 2".into(),
            terms: Memberships { seats: 2_000_000 }.into(),
            starts_at: ends_at,
            ends_at: "2022-01-01T00:00:00.000Z".parse().expect("a time"),
            policies: None,
        }
        .into(),
        RenewContract { contract: CONTRACT, into: next, renews_at: ends_at, terms: None }.into(),
    ];
    for command in setup {
        register.execute(&command, &operator).expect("it can be arranged");
    }
    let late = Context::new("2021-01-26T03:00:00.000Z".parse().expect("a time"), Actor::OPERATOR);
    let took = least(
        2,
        || register.clone(),
        |mut register| {
            register.execute(&Advance {}.into(), &late).expect("time passes");
            assert_eq!(register.seats_as_of(next, late.now), Some(1_000_000));
        },
    );
    line("renewal of 1,000,000 members, at the first command after it", took);
}

/// A tenth leaves and a tenth is new: the plan, and carrying it out.
fn roster() {
    let register: Register = with_members(MEMBERS, 0);
    let context = Context::new(now(), Actor::OPERATOR);
    let rows = (MEMBERS / 10..MEMBERS + MEMBERS / 10)
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
        removal_limit: "10".parse::<Percent>().expect("a percentage"),
        force: false,
        mode: BulkMode::AllOrNothing,
        preview: None,
    };
    let took = least(
        2,
        || (),
        |()| {
            black_box(register.plan_roster(&roster, &context).expect("a plan"));
        },
    );
    line("plan of a roster of 1,000,000 against 1,000,000", took);
    let command = roster.into();
    let took = least(
        2,
        || register.clone(),
        |mut register| {
            register.execute(&command, &context).expect("it is carried out");
        },
    );
    line("the same carried out: 100,000 removed, 100,000 invited", took);
}
