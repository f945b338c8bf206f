//! Commits and commands that were altered: taken in whole or refused without a trace, and never a panic.

use matricula::*;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::Value;

use crate::mutation::{Change, change, changes, texts};
use crate::world::{Move, begin, cases, clock, history, live, setup, time};

fn altered(commit: &Commit, commits: &[Commit], made: &[Change]) -> Option<Commit> {
    let mut pool = Vec::new();
    for other in commits {
        texts(&serde_json::to_value(other).unwrap(), &mut pool);
    }
    let mut value = serde_json::to_value(commit).unwrap();
    for made in made {
        change(&mut value, *made, &pool);
    }
    serde_json::from_value(value).ok()
}

/// Applies a commit that may be anything: on an error nothing has changed, otherwise all still holds together.
fn apply_anything(register: &mut Register, commit: &Commit) -> Result<(), TestCaseError> {
    let before = register.snapshot();
    match register.apply(commit) {
        Err(error) => {
            prop_assert!(register.snapshot() == before, "{} left a trace", error);
        }
        Ok(()) => {
            prop_assert_eq!(register.check_invariants(), Ok(()), "after {:?}", commit);
            let bytes = register.snapshot();
            match Register::restore(&bytes) {
                Ok(restored) => prop_assert!(restored.snapshot() == bytes),
                Err(error) => return Err(TestCaseError::fail(format!("{error} after {commit:?}"))),
            }
        }
    }
    Ok(())
}

/// Whatever a register holds, every command and question is answered.
pub(crate) fn use_it(register: &mut Register, moves: &[Move]) {
    let latest = register.latest().unwrap_or(Timestamp::MIN).millis().max(crate::world::START);
    for (step, now) in moves.iter().zip(clock(moves)) {
        let now = time((now.millis() - crate::world::START + latest).min(Timestamp::MAX.millis()));
        let context = step.context(now);
        let _ = register.why(&step.command, &context);
        let _ = register.execute(&step.command, &context);
    }
    for at in [Timestamp::MIN, register.latest().unwrap_or(Timestamp::MIN), Timestamp::MAX] {
        let contracts = register.contracts(at);
        for contract in &contracts {
            for units in [false, true] {
                let _ = register.ledger(contract.contract, units, 0, u32::MAX);
            }
            let _ = register.seats_as_of(contract.contract, at);
        }
        for program in register.programs(at) {
            let _ = register.whitelist(program.program);
            let _ = register.collections(program.program);
            for number in 0..5 {
                let learner = crate::world::learner(number);
                let _ = register.learner(learner, at);
                let _ = register.enrollments(program.program, learner);
            }
        }
        let _ = register.next_deadline(at);
    }
    let _ = (register.courses(), register.specializations(), register.administrators(), register.size());
}

proptest! {
    #![proptest_config(cases(400))]

    #[test]
    fn api_2_an_altered_commit_is_refused_or_holds_together(
        commands in setup(),
        moves in history(1..25),
        place in any::<Index>(),
        made in changes(3),
        later in history(0..10),
    ) {
        let (_, commits) = live(&commands, &moves);
        // Later commits are the more telling ones.
        let place = place.index(commits.len().max(commands.len()) + 20).min(commits.len() - 1);
        let mut register = Register::new();
        for commit in &commits[..place] {
            register.apply(commit).unwrap();
        }
        if let Some(forged) = altered(&commits[place], &commits, &made) {
            apply_anything(&mut register, &forged)?;
            // The history goes on, or does not; nothing breaks.
            for commit in &commits[place..] {
                let next = Commit { sequence: register.sequence() + 1, ..commit.clone() };
                apply_anything(&mut register, &next)?;
            }
            use_it(&mut register, &later);
            prop_assert_eq!(register.check_invariants(), Ok(()));
        }
    }

    #[test]
    fn api_2_commits_out_of_their_order_are_refused(
        commands in setup(),
        moves in history(1..25),
        place in any::<Index>(),
        other in any::<Index>(),
    ) {
        let (register, commits) = live(&commands, &moves);
        let (place, other) = (place.index(commits.len()), other.index(commits.len()));
        let mut replica = Register::new();
        for commit in &commits[..place] {
            replica.apply(commit).unwrap();
        }
        let before = replica.snapshot();
        if place != other {
            let expected = ApplyError::OutOfSequence { expected: place as u64 + 1, found: other as u64 + 1 };
            prop_assert_eq!(replica.apply(&commits[other]), Err(expected));
            // In its place by number, another commit still is none that can be taken in blindly.
            let forged = Commit { sequence: place as u64 + 1, ..commits[other].clone() };
            apply_anything(&mut replica.clone(), &forged)?;
        }
        let early = Commit { at: time(crate::world::START - 1), ..commits[place].clone() };
        let newer = Commit { version: COMMIT_VERSION + 1, ..commits[place].clone() };
        if place > 0 {
            let at = early.at;
            prop_assert_eq!(replica.apply(&early), Err(ApplyError::OutOfTime { at }));
        }
        let version = COMMIT_VERSION + 1;
        prop_assert_eq!(replica.apply(&newer), Err(ApplyError::UnknownVersion { version }));
        prop_assert!(replica.snapshot() == before);
        for commit in &commits[place..] {
            prop_assert_eq!(replica.apply(commit), Ok(()));
        }
        prop_assert!(replica.snapshot() == register.snapshot());
    }

    #[test]
    fn api_2_an_altered_command_is_read_or_refused_with_a_reason(
        commands in setup(),
        moves in history(1..6),
        made in changes(3),
    ) {
        let mut pool = Vec::new();
        for step in &moves {
            texts(&serde_json::to_value(&step.command).unwrap(), &mut pool);
        }
        let (mut register, _) = begin(&commands);
        for (step, now) in moves.iter().zip(clock(&moves)) {
            let mut value = serde_json::to_value(&step.command).unwrap();
            prop_assert_eq!(serde_json::from_value::<Command>(value.clone()).unwrap(), step.command.clone());
            for made in &made {
                change(&mut value, *made, &pool);
            }
            let text = value.to_string();
            match (serde_json::from_str::<Command>(&text), serde_json::from_value::<Command>(value)) {
                (Ok(command), Ok(same)) => {
                    prop_assert_eq!(&command, &same);
                    let before = register.snapshot();
                    if register.execute(&command, &step.context(now)).is_err() {
                        prop_assert!(register.snapshot() == before);
                    }
                    prop_assert_eq!(register.check_invariants(), Ok(()));
                }
                (Err(error), Err(_)) => prop_assert!(!error.to_string().is_empty()),
                (one, other) => return Err(TestCaseError::fail(format!("{one:?} and {other:?}"))),
            }
        }
    }

    #[test]
    fn api_2_cut_and_garbled_json_is_an_error(
        moves in history(1..3),
        cut in any::<Index>(),
        garbage in any::<u8>(),
    ) {
        for step in &moves {
            let text = serde_json::to_string(&step.command).unwrap();
            let cut = (0..cut.index(text.len())).rev().find(|place| text.is_char_boundary(*place)).unwrap_or(0);
            prop_assert!(serde_json::from_str::<Command>(&text[..cut]).is_err());
            let mut bytes = text.into_bytes();
            bytes[cut] = garbage;
            let _ = serde_json::from_slice::<Command>(&bytes);
            let _ = serde_json::from_slice::<Value>(&bytes);
        }
    }
}
