//! Commands that are given twice, by hosts whose storing fails now and then (`API-6`).

use std::collections::BTreeMap;

use matricula::*;
use proptest::prelude::*;

use crate::world::{begin, cases, clock, history, learner, setup};

/// What of people was told must be told again; more may be known by now.
fn tells_all_of(again: &Commit, first: &Commit) -> bool {
    fn same(told: Option<&Personal>, again: Option<&Personal>) -> bool {
        told.is_none() || told == again
    }
    // An empty profile says nothing of anyone.
    let empty = |record: &&PersonalRecord| record.profile.as_deref() == Some(&Profile::default());
    first.personal.iter().filter(|record| !empty(record)).all(|record| {
        again.personal.iter().filter(|found| found.subject == record.subject).any(|found| {
            same(record.name.as_ref(), found.name.as_ref())
                && same(record.email.as_ref(), found.email.as_ref())
                && same(record.external_id.as_ref(), found.external_id.as_ref())
                && (record.profile.is_none() || record.profile == found.profile)
        })
    })
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn api_6_what_was_lost_comes_with_the_repetition(
        commands in setup(),
        moves in history(0..50),
        fails in any::<u64>(),
    ) {
        let (mut register, commits) = begin(&commands);
        let mut stored: BTreeMap<u64, Commit> =
            commits.into_iter().map(|commit| (commit.sequence, commit)).collect();
        for (number, (step, now)) in (0_u128..).zip(moves.iter().zip(clock(&moves))) {
            let context =
                Context { command_id: Some(CommandId::from_u128(0x9000 + number)), ..step.context(now) };
            let before = register.sequence();
            let Ok(first) = register.execute(&step.command, &context) else { continue };
            prop_assert!(!first.repeated);
            prop_assert_eq!(first.sequence, before + 1);
            let lost = fails >> (number % 64) & 1 == 1;
            if !lost {
                stored.entry(first.sequence).or_insert(first.clone());
            }
            let snapshot = register.snapshot();
            let again = register.execute(&step.command, &context).unwrap();
            prop_assert!(register.snapshot() == snapshot, "a repetition changes nothing");
            prop_assert!(again.repeated && register.decide(&step.command, &context).unwrap().commit.repeated);
            prop_assert_eq!(&again, &register.decide(&step.command, &context).unwrap().commit);
            prop_assert_eq!((&again.events, &again.rows, again.at), (&first.events, &first.rows, first.at));
            prop_assert!(tells_all_of(&again, &first), "{:?} after {:?}", again, first);
            // A stored commit is no repetition.
            let text = serde_json::to_string(&again).unwrap();
            prop_assert!(!text.contains("repeated\":true"));
            let again: Commit = serde_json::from_str(&text).unwrap();
            prop_assert!(!again.repeated);
            stored.entry(again.sequence).or_insert(again);
        }
        let mut replica = Register::new();
        for commit in stored.values() {
            prop_assert_eq!(replica.apply(commit), Ok(()));
        }
        let at = register.latest().unwrap();
        for number in 0..4 {
            prop_assert_eq!(replica.learner(learner(number), at), register.learner(learner(number), at));
        }
        prop_assert_eq!(replica.administrators(), register.administrators());
        prop_assert_eq!(replica.contracts(at), register.contracts(at));
    }
}
