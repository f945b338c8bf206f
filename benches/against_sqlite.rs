//! The register beside the same seat rules on SQLite, in one run: `cargo bench --bench against_sqlite`.
//!
//! SQLite is what a host would pick instead: in memory, prepared statements, one transaction a batch of 1,000. Both
//! keep a person, a seat with its ledger entry, and an enrollment, and refuse the same things. One core each.

#![allow(clippy::expect_used, clippy::panic, reason = "a bench stops at the first defect")]

mod world;

use std::time::{Duration, Instant};

use matricula::{Actor, BulkMode, Context, ImportId, InvitationRow, InviteLearners, Register};
use rusqlite::{Connection, params};
use world::{CONTRACT, PROGRAM, enroll, join, now, organization, with_members};

fn main() {
    // `cargo bench -- --quick` and the like measure a tenth.
    let quick = std::env::args().any(|argument| argument == "--quick" || argument == "--test");
    let members: u64 = if quick { 100_000 } else { 1_000_000 };
    println!("join and enroll, one after the other, at {members} members");
    let count = members / 5;
    let ours = pairs(members, count);
    row("matricula", count, ours);
    let theirs = sqlite_pairs(members, count);
    row("sqlite", count, theirs);
    let ratio = rate(count, ours) / rate(count, theirs);
    println!("  ratio                       {ratio:>12.1} x\n");

    println!("memory of {members} learners with 3 enrollments each, personal data included");
    let register = with_members(members, 3);
    let size = register.size();
    println!(
        "  matricula                   {:>12} bytes a learner\n",
        size.bytes / u64::from(size.learners)
    );

    println!("snapshot and restore of the same");
    let (bytes, snapshot) = timed(|| register.snapshot());
    println!(
        "  snapshot                    {:>12.3} s, {} MB",
        snapshot.as_secs_f64(),
        bytes.len() / 1_000_000
    );
    let (restored, restore) = timed(|| Register::restore(&bytes).expect("our own snapshot"));
    println!("  restore                     {:>12.3} s\n", restore.as_secs_f64());
    drop((register, restored));

    println!("replay of a history");
    let (mut register, mut commits) = organization(u32::MAX);
    let context = Context::new(now(), Actor::HOST);
    for number in 0..members {
        for command in [join(number), enroll(number, 0)] {
            commits.push(register.execute(&command, &context).expect("a seat is free"));
        }
    }
    drop(register);
    let (replica, replay) = timed(|| {
        let mut replica = Register::new();
        for commit in &commits {
            replica.apply(commit).expect("our own history");
        }
        replica
    });
    row("matricula", replica.sequence(), replay);
    drop((replica, commits));

    println!("\ninvitation of 100,000 rows at {members} members");
    let mut register = with_members(members, 0);
    let rows = (0..100_000_u64)
        .map(|number| InvitationRow {
            line: number + 2,
            name: format!("Invitee {number}").into(),
            email: format!("invitee{number}@acme.example").into(),
            external_id: Some(format!("{number}").into()),
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
    let (_, bulk) = timed(|| register.execute(&command, &context).expect("all can be invited"));
    row("matricula", 100_000, bulk);
}

fn timed<T>(work: impl FnOnce() -> T) -> (T, Duration) {
    let start = Instant::now();
    let result = work();
    (result, start.elapsed())
}

fn rate(count: u64, time: Duration) -> f64 {
    count as f64 / time.as_secs_f64()
}

fn row(who: &str, count: u64, time: Duration) {
    println!("  {who:<16} {:>12.0} a second  ({:.3} s)", rate(count, time), time.as_secs_f64());
}

/// Joins and enrolls more people beside those who are members.
fn pairs(members: u64, count: u64) -> Duration {
    let mut register = with_members(members, 1);
    let context = Context::new(now(), Actor::HOST);
    let commands: Vec<_> =
        (members..members + count).flat_map(|number| [join(number), enroll(number, 0)]).collect();
    let ((), time) = timed(|| {
        for command in &commands {
            register.execute(command, &context).expect("a seat is free");
        }
    });
    time
}

fn sqlite_pairs(members: u64, count: u64) -> Duration {
    let mut database = Connection::open_in_memory().expect("a database");
    database
        .execute_batch(
            "pragma journal_mode = memory; pragma synchronous = off; pragma cache_size = -1000000;
             create table contract (id integer primary key, seats integer, occupied integer, utilized integer,
                 starts_at integer, ends_at integer);
             create table whitelist (domain text primary key, contract integer) without rowid;
             create table course (id blob primary key) without rowid;
             create table learner (id blob primary key, name text, email text) without rowid;
             create unique index learner_email on learner (lower(email));
             create table membership (learner blob, program integer, contract integer, joined_at integer,
                 removed_at integer, enrolled integer, primary key (learner, program)) without rowid;
             create table ledger (id integer primary key, contract integer, at integer, learner blob, balance integer);
             create table enrollment (learner blob, program integer, course blob, enrolled_at integer,
                 primary key (learner, program, course)) without rowid;
             insert into contract values (1, 4294967295, 0, 0, 0, 9000000000000);
             insert into whitelist values ('acme.example', 1);",
        )
        .expect("the tables");
    for number in 0..world::COURSES {
        let id = world::course(number).as_u128().to_be_bytes();
        database.execute("insert into course values (?1)", params![id]).expect("a course");
    }
    sqlite_run(&mut database, 0..members);
    let ((), time) = timed(|| sqlite_run(&mut database, members..members + count));
    time
}

fn sqlite_run(database: &mut Connection, numbers: std::ops::Range<u64>) {
    let people: Vec<_> = numbers
        .map(|number| {
            let id = world::learner(number).as_u128().to_be_bytes();
            let course = u32::try_from(number % u64::from(world::COURSES)).unwrap_or(0);
            let course = world::course(course).as_u128().to_be_bytes();
            (id, format!("Learner {number}"), format!("learner{number}@acme.example"), course)
        })
        .collect();
    let at = now().millis();
    for batch in people.chunks(1_000) {
        let transaction = database.transaction().expect("a transaction");
        {
            let mut member = transaction
                .prepare_cached("select removed_at from membership where learner = ?1 and program = 1")
                .expect("sql");
            let mut known = transaction
                .prepare_cached("select id from learner where lower(email) = lower(?1)")
                .expect("sql");
            let mut listed = transaction
                .prepare_cached("select contract from whitelist where domain = ?1")
                .expect("sql");
            let mut take = transaction
                .prepare_cached(
                    "update contract set occupied = occupied + 1 where id = ?1 and occupied < seats
                     and starts_at <= ?2 and ends_at > ?2 returning occupied",
                )
                .expect("sql");
            let mut add = transaction.prepare_cached("insert into learner values (?1, ?2, ?3)").expect("sql");
            let mut joined = transaction
                .prepare_cached("insert into membership values (?1, 1, ?2, ?3, null, 0)")
                .expect("sql");
            let mut ledger = transaction
                .prepare_cached("insert into ledger (contract, at, learner, balance) values (?1, ?2, ?3, ?4)")
                .expect("sql");
            let mut offered = transaction.prepare_cached("select 1 from course where id = ?1").expect("sql");
            let mut enrolled =
                transaction.prepare_cached("insert into enrollment values (?1, 1, ?2, ?3)").expect("sql");
            let mut count = transaction
                .prepare_cached(
                    "update membership set enrolled = enrolled + 1 where learner = ?1 and program = 1
                     and removed_at is null and enrolled < 10 returning enrolled, contract",
                )
                .expect("sql");
            let mut utilize = transaction
                .prepare_cached("update contract set utilized = utilized + 1 where id = ?1")
                .expect("sql");
            for (id, name, email, course) in batch {
                assert!(!member.exists(params![id]).expect("a look-up"));
                assert!(!known.exists(params![email]).expect("a look-up"));
                let domain = email.rsplit('@').next();
                let contract: i64 = listed.query_row(params![domain], |row| row.get(0)).expect("listed");
                let balance: i64 = take.query_row(params![contract, at], |row| row.get(0)).expect("a seat");
                add.execute(params![id, name, email]).expect("a learner");
                joined.execute(params![id, contract, at]).expect("a membership");
                ledger.execute(params![contract, at, id, balance]).expect("an entry");
                assert!(offered.exists(params![course]).expect("a look-up"));
                let (first, contract): (i64, i64) =
                    count.query_row(params![id], |row| Ok((row.get(0)?, row.get(1)?))).expect("a member");
                enrolled.execute(params![id, course, at]).expect("an enrollment");
                if first == 1 {
                    utilize.execute(params![contract]).expect("a contract");
                }
            }
        }
        transaction.commit().expect("a commit");
    }
}
