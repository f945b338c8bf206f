//! The email report beside the reference model: every row that there should be, and no other.

use std::collections::BTreeMap;

use matricula::report::{ContractScope, DialectName, ReportRequest};
use matricula::table::{ReaderOptions, read_all};
use matricula::*;
use proptest::prelude::*;

use crate::model::{MemberRow, Model, ten_thousandths};
use crate::world::{
    DAY, SPECIALIZATION, begin, cases, clock, contract, course, history, learner, learning, program, setup,
    time,
};

/// The rows of a file, each by its headers.
fn rows(file: &[u8]) -> Vec<BTreeMap<String, String>> {
    let records = read_all(file, ReaderOptions::default());
    let (headers, rows) = records.split_first().unwrap();
    let row = |record: &matricula::table::Record| {
        headers
            .iter()
            .zip(record.iter())
            .map(|(header, cell)| (header.to_owned(), cell.to_owned()))
            .collect()
    };
    rows.iter().map(row).collect()
}

fn number(text: &str) -> u128 {
    text.rsplit(['-', ' ']).next().unwrap().parse().unwrap()
}

fn since(row: &BTreeMap<String, String>) -> Timestamp {
    row["Enrollment Time"].parse().unwrap()
}

fn reports_agree(register: &Register, model: &Model, at: Timestamp) -> Result<(), TestCaseError> {
    let model = model.at(at);
    let learners: BTreeMap<String, LearnerId> =
        (0..4).map(learner).map(|learner| (model.report_email(learner), learner)).collect();
    for contracts in [ContractScope::ActiveContracts, ContractScope::AllTime] {
        let active_only = contracts == ContractScope::ActiveContracts;
        let dialect = Some(DialectName::Export2026);
        let request = ReportRequest { contracts, dialect, ..ReportRequest::default() };
        let report = register.email_report(&request, &Context::new(at, Actor::OPERATOR)).unwrap();
        let (mut learning, mut members) = (BTreeMap::new(), BTreeMap::new());
        let key = |row: &BTreeMap<String, String>| {
            (program(number(&row["Program Slug"])), learners[&row["Email"].to_lowercase()])
        };
        for row in rows(&report.usage) {
            let (program, learner) = key(&row);
            let item = format!("course {}", course(number(&row["Course Slug"])).as_u128());
            let double =
                learning.insert((program, learner, item), (contract(number(&row["Contract"])), since(&row)));
            prop_assert_eq!(double, None);
        }
        for row in rows(&report.specialization) {
            let (program, learner) = key(&row);
            let item = format!("specialization {}", SPECIALIZATION.as_u128());
            let double =
                learning.insert((program, learner, item), (contract(number(&row["Contract"])), since(&row)));
            prop_assert_eq!(double, None);
        }
        for row in rows(&report.membership).iter().filter(|row| row["Member State"] != "INVITED") {
            let found = MemberRow {
                contract: contract(number(&row["Contract(s)"])),
                member: row["Member State"] == "MEMBER",
                enrolled: row["# Enrolled Courses"].parse().unwrap(),
                completed: row["# Completed Courses"].parse().unwrap(),
                last_activity_at: row["Last Program Activity Date"].parse().ok(),
                hours: ten_thousandths(&row["Learning Hours"]),
            };
            prop_assert_eq!(members.insert(key(row), found), None);
        }
        prop_assert_eq!(&learning, &model.learning_rows(active_only, at), "{} at {}", contracts, at);
        prop_assert_eq!(&members, &model.member_rows(active_only, at), "{} at {}", contracts, at);
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(100))]

    #[test]
    fn rep_3_the_email_report_is_as_the_model_has_it(
        (commands, moves) in prop_oneof![1 => (setup(), history(0..50)), 1 => learning()],
    ) {
        let (mut register, commits) = begin(&commands);
        let mut model = Model::default();
        commits.iter().for_each(|commit| model.take_in(commit));
        for (step, now) in moves.iter().zip(clock(&moves)) {
            let before = register.sequence();
            match register.execute(&step.command, &step.context(now)) {
                Ok(commit) if register.sequence() > before => model.take_in(&commit),
                _ => {}
            }
        }
        let latest = register.latest().unwrap();
        for days in [0, 5, 12, 70] {
            reports_agree(&register, &model, time(latest.millis() + days * DAY))?;
        }
    }
}
