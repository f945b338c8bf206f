//! What is known of an account can change (`ID-2`): it is told everywhere from then on, and nothing is counted otherwise.

use matricula::report::{ContractScope, ReportRequest};
use matricula::*;
use proptest::prelude::*;

use crate::histories::figures;
use crate::world::{cases, history, learner, live, setup};

const NAME: &str = "Renée Renamed";
const ADDRESS: &str = "renamed@fresh.example";

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn id_2_a_changed_account_is_told_everywhere_and_counted_as_before(
        commands in setup(),
        moves in history(0..40),
        number in 0..4_u128,
    ) {
        let (mut register, mut commits) = live(&commands, &moves);
        let at = register.latest().unwrap();
        let context = Context::new(at, Actor::OPERATOR);
        let learner = learner(number);
        let Some(known) = register.learner(learner, at) else { return Ok(()) };
        let before = figures(&register, at);
        let command = Command::from(UpdateLearner {
            learner,
            name: Some(NAME.into()),
            email: Some(ADDRESS.into()),
            external_id: Some("fresh-1".into()),
        });
        commits.push(register.execute(&command, &context).unwrap());
        prop_assert_eq!(register.check_invariants(), Ok(()));
        prop_assert_eq!(figures(&register, at), before);

        let expected = LearnerView {
            name: NAME.into(),
            email: ADDRESS.into(),
            external_id: Some("fresh-1".into()),
            ..known.clone()
        };
        prop_assert_eq!(register.learner(learner, at), Some(expected.clone()));
        prop_assert_eq!(register.learner_by_email(ADDRESS, at), Some(expected));
        prop_assert_eq!(register.learner_by_email(&known.email, at), None);
        let list = |register: &Register, search: Option<Personal>| {
            let request = UserListRequest { search, page_size: 1000, ..UserListRequest::default() };
            let rows = register.user_list(&request, &context).unwrap().rows;
            rows.into_iter().filter(|row| row.learner == Some(learner)).collect::<Vec<_>>()
        };
        let rows = list(&register, None);
        prop_assert!(!rows.is_empty());
        prop_assert!(rows.iter().all(|row| (&*row.name, &*row.email) == (NAME, ADDRESS)));
        prop_assert_eq!(&list(&register, Some("RENAMED@fresh".into())), &rows);
        prop_assert_eq!(&list(&register, Some("renee".into())), &rows);
        let request = ReportRequest { contracts: ContractScope::AllTime, ..ReportRequest::default() };
        let report = register.email_report(&request, &context).unwrap();
        let members = String::from_utf8(report.membership).unwrap();
        prop_assert_eq!(members.matches(ADDRESS).count(), members.matches(NAME).count());
        prop_assert!(members.contains(ADDRESS));

        // Given once more it finds everything as it wants it.
        prop_assert!(register.decide(&command, &context).unwrap().commit.events.is_empty());
        let mut replica = Register::new();
        for commit in &commits {
            prop_assert_eq!(replica.apply(commit), Ok(()));
        }
        prop_assert!(replica.snapshot() == register.snapshot());
        let restored = Register::restore(&register.snapshot()).unwrap();
        prop_assert!(restored.snapshot() == register.snapshot());
        prop_assert_eq!(list(&restored, None), rows);
    }
}
