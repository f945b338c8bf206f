//! Whoever is erased is named nowhere any more (`ID-4`): not in the state, not in what is exported, not in stored history.

use matricula::report::{ContractScope, ReportRequest};
use matricula::*;
use proptest::prelude::*;

use crate::histories::figures;
use crate::world::{cases, history, learner, live, setup};

/// What a host does with its stored commits when it learns of an erasure.
fn forget(commits: &mut [Commit], subjects: &[Subject]) {
    for record in commits.iter_mut().flat_map(|commit| commit.personal.iter_mut()) {
        for subject in subjects {
            match (subject, &record.subject, &mut record.profile) {
                (Subject::ManagerSubject(named), Subject::LearnerSubject(known), Some(profile))
                    if named.learner == known.learner =>
                {
                    profile.manager_name = None;
                    profile.manager_email = None;
                }
                _ => {}
            }
        }
    }
    for commit in commits {
        commit.personal.retain(|record| !subjects.contains(&record.subject));
    }
}

/// Everything that a register gives out or is stored as.
fn given_out(register: &Register, at: Timestamp) -> String {
    let context = Context::new(at, Actor::OPERATOR);
    let request = ReportRequest { contracts: ContractScope::AllTime, ..ReportRequest::default() };
    let report = register.email_report(&request, &context).unwrap();
    let mut text = String::from_utf8_lossy(&register.snapshot()).into_owned();
    for file in [report.usage, report.membership, report.specialization] {
        text += &String::from_utf8(file).unwrap();
    }
    text + &serde_json::to_string(&register.administrators()).unwrap()
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn id_4_whoever_is_erased_is_named_nowhere(
        commands in setup(),
        moves in history(0..40),
        number in 0..4_u128,
        by in 0..3_u8,
    ) {
        let (mut register, mut commits) = live(&commands, &moves);
        let at = register.latest().unwrap();
        let Some(found) = register.learner(learner(number), at).filter(|found| !found.email.is_empty()) else {
            return Ok(());
        };
        let address = found.email.to_lowercase();
        // What another account was called before is part of that one's history, and goes with it.
        let is_of_another = |record: &PersonalRecord| {
            let is_other = |subject: &LearnerSubject| subject.learner != learner(number);
            matches!(&record.subject, Subject::LearnerSubject(subject) if is_other(subject))
                && record.email.as_ref().is_some_and(|email| email.to_lowercase() == address)
        };
        if commits.iter().flat_map(|commit| &commit.personal).any(is_of_another) {
            return Ok(());
        }
        let before = figures(&register, at);
        let administrators = register.administrators();
        let administrator = administrators.iter().find(|found| found.email.to_lowercase() == address);
        let managed = (0..4).map(learner).find(|id| {
            let profile = register.learner(*id, at).map(|found| found.profile);
            profile
                .and_then(|profile| profile.manager_email)
                .is_some_and(|email| email.to_lowercase() == address)
        });
        // By whatever the person is known, it is the same person.
        let subject: Subject = match (by, administrator, managed) {
            (1, Some(found), _) => AdministratorSubject { administrator: found.administrator }.into(),
            (2, _, Some(learner)) => ManagerSubject { learner }.into(),
            _ => LearnerSubject { learner: learner(number) }.into(),
        };
        let erased =
            register.execute(&ErasePerson { subject }.into(), &Context::new(at, Actor::OPERATOR)).unwrap();
        prop_assert!(matches!(erased.events.as_slice(), [Event::PersonErased(_)]));
        commits.push(erased);
        // Each erasure of the history as well: under an address that is erased here, somebody may have been erased before.
        for end in 0..commits.len() {
            if let [Event::PersonErased(event)] = commits[end].events.as_slice() {
                let subjects = event.subjects.clone();
                forget(&mut commits[..end], &subjects);
            }
        }
        let stored = serde_json::to_string(&commits).unwrap();
        for text in [given_out(&register, at), stored] {
            prop_assert!(!text.to_lowercase().contains(&address), "{} is named", address);
        }
        // Every figure is what it was, and the stored history still gives the same.
        prop_assert_eq!(&figures(&register, at), &before);
        prop_assert_eq!(register.administrators().len(), administrators.len());
        prop_assert_eq!(register.check_invariants(), Ok(()));
        let mut replica = Register::new();
        for commit in &commits {
            prop_assert_eq!(replica.apply(commit), Ok(()));
        }
        prop_assert_eq!(&figures(&replica, at), &before);
        prop_assert!(!given_out(&replica, at).to_lowercase().contains(&address));
    }
}
