use alloc::collections::{BTreeMap, BTreeSet};
use alloc::format;
use alloc::string::ToString;

use proptest::prelude::*;
use proptest::sample::select;

use super::*;
use crate::report::StateError;
use crate::report::stored::StateForm;
use crate::report::stored::tests::survives_damage;

#[test]
fn rep_3_columns_that_cannot_be_grouped_by_say_why() {
    for (fields, code) in [
        (&[][..], "no_fields"),
        (&["contract", "contract"], "repeated_field"),
        (&["team"], "unknown_field"),
        (&["contract", "completion_time"], "not_groupable"),
    ] {
        let error = GroupBy::new(fields).unwrap_err();
        assert_eq!(error.code(), code);
        assert!(!error.to_string().is_empty());
    }
    assert_eq!(GroupBy::new(&["completed", "for_credit"]).unwrap().fields().len(), 2);
}

#[test]
fn rep_3_members_count_where_the_membership_report_has_the_column() {
    let membership = [
        (MemberState::Member, "North"),
        (MemberState::DeletedMember, "North"),
        (MemberState::Invited, "South"),
    ]
    .map(|(state, unit)| MembershipRow {
        email: unit.into(),
        program_slug: format!("{state}").into(),
        business_unit: unit.into(),
        member_state: state,
        ..MembershipRow::default()
    });
    let by = |field| GroupBy::new(&[field]).unwrap();
    let groups = group_figures(by("business_unit"), [], &membership);
    let told: Vec<_> = groups
        .iter()
        .map(|group| (group.values[0].as_str(), group.current_members, group.removed_members, group.invited))
        .collect();
    assert_eq!(told, [("North", Some(1), Some(1), Some(0)), ("South", Some(0), Some(0), Some(1))]);
    assert!(group_figures(by("course"), [], &membership).is_empty());
    assert!(!format!("{groups:?}").contains("North"), "values may be personal");
}

#[test]
fn rep_3_figures_by_group_of_files_however_they_are_cut() {
    let usage = "Email,Course ID,Program Slug,Enrollment Time,Overall Progress,Estimated Learning Hours,Completed,\
        Removed From Program,Completion Time,Course Grade,Contract,Business Unit\n\
        jo@x.org,c,p,,12.82,0.1,No,No,,0.0,Year 1,North\nJO@x.org,c,p,,10,0.3,Yes,No,,0.0,Year 1,North\n\
        jo@x.org,d,p,,0.01,0.2,No,No,,0.0,Year 1,South\nada@x.org,c,p,,140,0.2,No,No,,0.0,Year 1,South\n";
    let by = || GroupBy::new(&["contract", "business_unit"]).unwrap();
    for size in [1, 5, 4096] {
        let mut files = FileGrouper::new(by(), ReadOptions::default());
        usage.as_bytes().chunks(size).for_each(|piece| files.push_usage(piece));
        let figures = files.finish();
        assert_eq!(figures.usage.map(|read| (read.records, read.used)), Some((4, 3)));
        assert_eq!((figures.membership, figures.by.len()), (None, 2));
        let told: Vec<_> = figures
            .groups
            .iter()
            .map(|group| {
                let values: Vec<_> = group.values.iter().map(|value| value.as_str()).collect();
                (
                    values.join("/"),
                    group.enrollments,
                    group.completions,
                    group.estimated_hours.0.to_string(),
                )
            })
            .collect();
        assert_eq!(
            told,
            [
                ("Year 1/North".into(), 1, 1, "0.3".to_string()),
                ("Year 1/South".into(), 1, 0, "0.2".to_string()),
            ]
        );
        assert_eq!(figures.groups[0].mean_progress, Some(Exact("12.82".parse().unwrap())));
    }
}

fn row() -> impl Strategy<Value = UsageRow<'static>> {
    (
        select(&["a@x.org", "A@x.org", "b@x.org"][..]),
        select(&["p", "q"][..]),
        select(&["c1", "c2", ""][..]),
        select(&["", "North", "1:", "So:uth"][..]),
        select(&["", "x", "2:ab"][..]),
        prop::option::of(0_i64..10_000),
        any::<bool>(),
    )
        .prop_map(|(email, program, course, unit, title, number, completed)| UsageRow {
            email: email.into(),
            program_slug: program.into(),
            course_slug: if course.is_empty() { "slug".into() } else { "".into() },
            course_id: course.into(),
            business_unit: unit.into(),
            job_title: title.into(),
            overall_progress: number.map(|number| Decimal::new(number, 2)),
            estimated_learning_hours: number.map(|number| Decimal::new(number, 3)),
            completed,
            ..UsageRow::default()
        })
}

proptest! {
    #[test]
    fn ana_6_groups_are_what_a_plain_count_says_in_any_parts(
        rows in prop::collection::vec(row(), 0..24),
        cut in 0_usize..24,
    ) {
        let by = || GroupBy::new(&["business_unit", "job_title"]).unwrap();
        let groups = group_figures(by(), &rows, []);

        // The same counted plainly: for each group its enrollments with the most of what their rows say.
        type Most = (bool, Option<Decimal>, Decimal);
        let mut plain: BTreeMap<(&str, &str), BTreeMap<_, Most>> = BTreeMap::new();
        for row in &rows {
            let key = (row.email.to_lowercase(), &row.program_slug, format!("{}{}", row.course_id, row.course_slug));
            let most = plain.entry((&row.business_unit, &row.job_title)).or_default().entry(key).or_default();
            most.0 |= row.completed;
            most.1 = most.1.max(row.overall_progress);
            most.2 = most.2.max(row.estimated_learning_hours.unwrap_or_default());
        }
        prop_assert_eq!(groups.len(), plain.len());
        for (group, ((unit, title), enrollments)) in groups.iter().zip(&plain) {
            prop_assert_eq!((group.values[0].as_str(), group.values[1].as_str()), (*unit, *title));
            let people = |done: bool| {
                enrollments.iter().filter(|(_, most)| most.0 || !done).map(|(key, _)| &key.0).collect::<BTreeSet<_>>().len() as u64
            };
            prop_assert_eq!((group.unique_learners, group.unique_completers), (people(false), people(true)));
            prop_assert_eq!(group.enrollments, enrollments.len() as u64);
            let courses: BTreeSet<_> = enrollments.keys().map(|key| &key.2).collect();
            prop_assert_eq!(group.unique_courses, courses.len() as u64);
            let hours: Decimal = enrollments.values().map(|most| most.2).sum();
            prop_assert_eq!(group.estimated_hours.0, hours);
            let progress: Vec<Decimal> = enrollments.values().filter_map(|most| most.1).collect();
            let total: Decimal = progress.iter().sum();
            prop_assert_eq!((group.progress_total.0, group.with_progress), (total, progress.len() as u64));
            // The mean is as near to the exact one as four places allow.
            match group.mean_progress {
                None => prop_assert!(progress.is_empty()),
                Some(mean) => {
                    let count = Decimal::from(progress.len());
                    let back = mean.0.checked_mul(count).unwrap();
                    let off = back.checked_sub(total).unwrap().abs();
                    prop_assert!(off <= count.checked_mul(Decimal::new(5, 5)).unwrap());
                }
            }
        }

        let (mut one, mut other) = (GroupAccumulator::new(by()), GroupAccumulator::new(by()));
        rows.iter().rev().skip(cut).for_each(|row| one.observe_usage(row));
        rows.iter().take(rows.len().saturating_sub(cut)).for_each(|row| other.observe_usage(row));
        rows.iter().skip(rows.len().saturating_sub(cut)).for_each(|row| other.observe_usage(row));
        let mut restored = GroupAccumulator::from_bytes(&other.to_bytes()).unwrap();
        prop_assert!(restored.merge(GroupAccumulator::from_bytes(&one.to_bytes()).unwrap()));
        prop_assert!(other.merge(one));
        prop_assert_eq!(&other.finish(), &groups);
        prop_assert_eq!(&restored.finish(), &groups);
        prop_assert_eq!(restored.to_bytes(), other.to_bytes());
        prop_assert!(!other.merge(GroupAccumulator::new(GroupBy::new(&["contract"]).unwrap())));
    }
}

fn use_it(bytes: &[u8]) -> bool {
    let Ok(mut figures) = GroupAccumulator::from_bytes(bytes) else {
        return false;
    };
    let again = figures.to_bytes();
    assert_eq!(GroupAccumulator::from_bytes(&again).unwrap().to_bytes(), again);
    assert!(figures.merge(figures.clone()));
    serde_json::to_string(&figures.finish()).unwrap();
    true
}

#[test]
fn rep_6_damaged_and_forged_groups_are_refused() {
    let mut figures = GroupAccumulator::new(GroupBy::new(&["contract", "business_unit"]).unwrap());
    for (email, unit, hours) in
        [("a@x.org", "North", "0.29"), ("b@x.org", "So:uth", "12"), ("c@x.org", "", "0")]
    {
        figures.observe_usage(&UsageRow {
            email: email.into(),
            program_slug: "p".into(),
            course_id: "c".into(),
            business_unit: unit.into(),
            overall_progress: hours.parse().ok(),
            estimated_learning_hours: hours.parse().ok(),
            ..UsageRow::default()
        });
        figures.observe_membership(&MembershipRow {
            email: email.into(),
            program_slug: "p".into(),
            business_unit: unit.into(),
            ..MembershipRow::default()
        });
    }
    survives_damage(&figures.to_bytes(), &|bytes| GroupAccumulator::from_bytes(bytes).map(drop), &use_it);
}

#[test]
fn rep_6_groups_that_do_not_hold_together_are_refused() {
    type Seen = (bool, Option<i128>, i128);
    type Four = (u32, u32, u32, u32);
    type Three = (u32, u32, u32);
    let seen = |key: Four| -> (Four, Seen) { (key, (true, Some(i128::MAX), i128::MAX)) };
    let member = |key: Three| (key, MemberState::Member);
    let read = |by: &[&str],
                groups: &[&[&str]],
                people: &[&str],
                enrollments: &[(Four, Seen)],
                members: &[(Three, MemberState)]| {
        let records = (by, groups, people, ["p"].as_slice(), ["c"].as_slice(), enrollments, members);
        let bytes = StateForm { magic: *b"matrigrp", version: GROUP_STATE_VERSION }.write(&records);
        GroupAccumulator::from_bytes(&bytes).map(|_| use_it(&bytes))
    };
    let unit = ["business_unit"].as_slice();
    let (north, jo) = ([["North"].as_slice()], ["jo@x.org"].as_slice());
    // Sums that are too large are the largest that there is.
    assert_eq!(read(unit, &north, jo, &[seen((0, 0, 0, 0))], &[member((0, 0, 0))]), Ok(true));
    for (what, found) in [
        ("no columns", read(&[], &[], jo, &[], &[])),
        ("a column that is not there", read(&["team"], &north, jo, &[], &[])),
        ("more values than columns", read(unit, &[&["North", "South"]], jo, &[], &[])),
        ("groups in another order", read(unit, &[&["b"], &["a"]], jo, &[], &[])),
        ("a group twice", read(unit, &[&["a"], &["a"]], jo, &[], &[])),
        ("an email in upper case", read(unit, &north, &["Jo@x.org"], &[], &[])),
        ("no such group", read(unit, &north, jo, &[seen((1, 0, 0, 0))], &[])),
        ("no such person", read(unit, &north, jo, &[seen((0, 1, 0, 0))], &[])),
        ("no such program", read(unit, &north, jo, &[seen((0, 0, 1, 0))], &[])),
        ("no such course", read(unit, &north, jo, &[seen((0, 0, 0, 1))], &[])),
        (
            "an enrollment twice",
            read(unit, &north, jo, &[seen((0, 0, 0, 0)), seen((0, 0, 0, 0))], &[]),
        ),
        ("a membership twice", read(unit, &north, jo, &[], &[member((0, 0, 0)), member((0, 0, 0))])),
        ("no such member", read(unit, &north, jo, &[], &[member((0, 1, 0))])),
        (
            "members by what their report does not have",
            read(&["course"], &north, jo, &[], &[member((0, 0, 0))]),
        ),
    ] {
        assert_eq!(found, Err(StateError::Damaged), "{what}");
    }
}

#[test]
fn ana_6_the_state_of_files_is_merged_into_another_by_the_same_columns() {
    let by = || GroupBy::new(&["contract"]).unwrap();
    let usage = "Email,Course ID,Program Slug,Enrollment Time,Overall Progress,Estimated Learning Hours,Completed,\
        Removed From Program,Completion Time,Course Grade,Contract\njo@x.org,c,p,,12.82,0.1,No,No,,0.0,Year 1\nbad\n";
    let mut files = FileGrouper::new(by(), ReadOptions::default());
    files.push_usage(usage.as_bytes());
    let (figures, [read, none]) = files.into_accumulator();
    assert_eq!((read.map(|read| (read.records, read.used)), none), (Some((2, 1)), None));
    let mut restored = GroupAccumulator::from_bytes(&figures.to_bytes()).unwrap();
    assert_eq!(restored.by(), &by());
    assert_eq!(restored.finish(), figures.finish());
    assert!(!restored.merge(GroupAccumulator::new(GroupBy::new(&["job_title"]).unwrap())));
}
