//! Differences stored, restored and merged are those that were not.

use alloc::format;
use alloc::string::{String, ToString};
use alloc::vec;

use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;
use serde::Serialize;

use super::*;
use crate::report::stored::tests::{resealed, survives_damage};
use crate::report::{MemberState, MembershipRow, SpecializationRow, UsageRow};
use crate::table::parse_time;

const EMAILS: [&str; 5] = ["a@x.org", "B@x.org", "b@x.org", " c@x.org", "É@x.org"];

fn key() -> impl Strategy<Value = (&'static str, &'static str, &'static str, &'static str)> {
    (
        select(&EMAILS[..]),
        select(&["p", "q", ""][..]),
        select(&["c1", "c2", ""][..]),
        select(&["", "Ann", "Bea"][..]),
    )
}

fn moment() -> impl Strategy<Value = Option<crate::Timestamp>> {
    prop::option::of(select(&["2024-01-26 10:16:04", "1970-01-01 00:00:00"][..]))
        .prop_map(|text| text.and_then(parse_time))
}

fn number() -> impl Strategy<Value = Option<Decimal>> {
    prop::option::of((0_i64..400, 0_u32..4))
        .prop_map(|number| number.map(|(units, scale)| Decimal::new(units, scale)))
}

fn usage_row() -> impl Strategy<Value = UsageRow<'static>> {
    (key(), any::<(bool, bool)>(), moment(), number(), number(), number()).prop_map(
        |((email, program, course, name), (completed, removed), at, progress, grade, hours)| UsageRow {
            email: email.into(),
            name: name.into(),
            program_slug: program.into(),
            program_name: name.into(),
            course_id: course.into(),
            course: name.into(),
            completed,
            removed_from_program: removed,
            completion_time: at,
            overall_progress: progress,
            course_grades: grade,
            estimated_learning_hours: hours,
            ..UsageRow::default()
        },
    )
}

fn membership_row() -> impl Strategy<Value = MembershipRow<'static>> {
    (key(), select(MemberState::ALL), moment(), moment()).prop_map(
        |((email, program, _, name), state, joined, invited)| MembershipRow {
            email: email.into(),
            name: name.into(),
            program_slug: program.into(),
            program_name: name.into(),
            member_state: state,
            join_date: joined,
            invitation_date: invited,
            ..MembershipRow::default()
        },
    )
}

fn specialization_row() -> impl Strategy<Value = SpecializationRow<'static>> {
    (key(), any::<(bool, bool)>(), moment(), moment(), prop::option::of(0_u64..3)).prop_map(
        |((email, program, slug, name), (completed, removed), enrolled, done, courses)| SpecializationRow {
            email: email.into(),
            name: name.into(),
            program_slug: program.into(),
            specialization_slug: slug.into(),
            specialization: name.into(),
            completed,
            removed_from_program: removed,
            enrollment_time: enrolled,
            specialization_completion_time: done,
            completed_courses: courses,
            courses_in_specialization: courses.map(|courses| courses.saturating_mul(2)),
            ..SpecializationRow::default()
        },
    )
}

fn told<L: ComparableReport>(difference: &ReportDifference<L>) -> String
where
    L::Comparison: Serialize,
{
    serde_json::to_string(&difference.finish()).unwrap()
}

/// Takes in rows in one pass; and in two parts, the other way round, each of them stored and restored before they are merged.
fn check<L: ComparableReport>(
    before: &[L::Row<'static>],
    after: &[L::Row<'static>],
    cut: usize,
) -> Result<Vec<u8>, TestCaseError>
where
    L::Comparison: Serialize,
{
    let mut whole = ReportDifference::<L>::default();
    before.iter().for_each(|row| whole.observe_before(row));
    after.iter().for_each(|row| whole.observe_after(row));
    let bytes = whole.to_bytes();
    let restored = ReportDifference::<L>::from_bytes(&bytes).unwrap();
    prop_assert_eq!(restored.to_bytes(), bytes.clone());
    prop_assert_eq!(told(&restored), told(&whole));

    let (mut one, mut other) = (ReportDifference::<L>::default(), ReportDifference::<L>::default());
    after.iter().rev().skip(cut).for_each(|row| one.observe_after(row));
    after.iter().rev().take(cut).for_each(|row| other.observe_after(row));
    before.iter().rev().take(cut).for_each(|row| one.observe_before(row));
    before.iter().rev().skip(cut).for_each(|row| other.observe_before(row));
    let mut merged = ReportDifference::<L>::from_bytes(&other.to_bytes()).unwrap();
    merged.merge(ReportDifference::from_bytes(&one.to_bytes()).unwrap());
    prop_assert_eq!(merged.to_bytes(), bytes.clone());
    prop_assert_eq!(told(&merged), told(&whole));
    Ok(bytes)
}

/// Whatever bytes come to, nothing that is done with it fails.
fn use_it<L: ComparableReport>(bytes: &[u8]) -> bool
where
    L::Comparison: Serialize,
{
    let Ok(mut difference) = ReportDifference::<L>::from_bytes(bytes) else {
        return false;
    };
    let again = difference.to_bytes();
    assert_eq!(ReportDifference::<L>::from_bytes(&again).unwrap().to_bytes(), again);
    difference.merge(difference.clone());
    told(&difference);
    true
}

proptest! {
    #[test]
    fn ana_6_differences_are_stored_restored_and_merged(
        usage in (prop::collection::vec(usage_row(), 0..12), prop::collection::vec(usage_row(), 0..12)),
        members in (prop::collection::vec(membership_row(), 0..12), prop::collection::vec(membership_row(), 0..12)),
        specializations in (
            prop::collection::vec(specialization_row(), 0..12),
            prop::collection::vec(specialization_row(), 0..12),
        ),
        cut in 0_usize..12,
    ) {
        let bytes = check::<Usage>(&usage.0, &usage.1, cut)?;
        check::<Membership>(&members.0, &members.1, cut)?;
        check::<Specialization>(&specializations.0, &specializations.1, cut)?;
        prop_assert_eq!(MembershipDifference::from_bytes(&bytes).unwrap_err(), StateError::NotAState);
    }

    #[test]
    fn rep_6_any_records_with_the_right_checksum_are_taken_or_refused(records in prop::collection::vec(any::<u8>(), 0..64)) {
        for (form, use_it) in [
            (Usage::FORM, use_it::<Usage> as fn(&[u8]) -> bool),
            (Membership::FORM, use_it::<Membership>),
            (Specialization::FORM, use_it::<Specialization>),
        ] {
            use_it(&resealed(&[&form.write(&()), &records[..]].concat()));
        }
    }
}

#[test]
fn rep_6_damaged_and_forged_differences_are_refused() {
    let mut difference = UsageDifference::default();
    for (email, progress) in [("a@x.org", "12.82"), ("b@x.org", "50"), ("c@x.org", "0.1")] {
        let row = UsageRow {
            email: email.into(),
            name: "Ann".into(),
            program_slug: "p".into(),
            course_id: "c".into(),
            overall_progress: progress.parse().ok(),
            completion_time: parse_time("2024-01-26 10:16:04"),
            ..UsageRow::default()
        };
        difference.observe_before(&row);
        difference.observe_after(&UsageRow { program_slug: "q".into(), ..row });
    }
    survives_damage(
        &difference.to_bytes(),
        &|bytes| UsageDifference::from_bytes(bytes).map(drop),
        &use_it::<Usage>,
    );
}

#[test]
fn rep_6_records_that_do_not_hold_together_are_refused() {
    type Label = (Option<&'static str>, Option<&'static str>);
    type Names = Vec<(&'static str, Label)>;
    type Seen = (MemberState, Option<crate::Timestamp>, Option<crate::Timestamp>);
    type Both = (Option<Seen>, Option<Seen>);
    let named =
        |names: &[&'static str]| -> Names { names.iter().map(|name| (*name, (None, None))).collect() };
    let read = |people: Names, programs: Names, items: Names, seen: Vec<((u32, u32, u32), Both)>| {
        MembershipDifference::from_bytes(&Membership::FORM.write(&(people, programs, items, seen))).map(drop)
    };
    let (people, one) = (named(&["a@x.org", "b@x.org"]), named(&["p"]));
    let member = (Some((MemberState::Member, None, None)), None);
    let row = |program, person, item| ((program, person, item), member);
    assert_eq!(read(people.clone(), one.clone(), one.clone(), vec![row(0, 0, 0), row(0, 1, 0)]), Ok(()));
    for (what, found) in [
        (
            "names in another order",
            read(named(&["b@x.org", "a@x.org"]), one.clone(), one.clone(), Vec::new()),
        ),
        ("a name twice", read(people.clone(), named(&["p", "p"]), one.clone(), Vec::new())),
        ("an email in upper case", read(named(&["A@x.org"]), one.clone(), one.clone(), Vec::new())),
        (
            "a name that is none",
            read(vec![("a@x.org", (Some(""), None))], one.clone(), one.clone(), Vec::new()),
        ),
        ("no such program", read(people.clone(), one.clone(), one.clone(), vec![row(1, 0, 0)])),
        ("no such person", read(people.clone(), one.clone(), one.clone(), vec![row(0, 2, 0)])),
        ("no such item", read(people.clone(), one.clone(), one.clone(), vec![row(0, 0, u32::MAX)])),
        (
            "keys in another order",
            read(people.clone(), one.clone(), one.clone(), vec![row(0, 1, 0), row(0, 0, 0)]),
        ),
        (
            "a key twice",
            read(people.clone(), one.clone(), one.clone(), vec![row(0, 0, 0), row(0, 0, 0)]),
        ),
        ("in neither export", read(people, one.clone(), one, vec![((0, 0, 0), (None, None))])),
    ] {
        assert_eq!(found, Err(StateError::Damaged), "{what}");
    }
}

#[test]
fn ana_6_the_state_of_files_is_merged_into_another() {
    let file = |state: MemberState| {
        let header = "Email,Program Slug,Member State,# Enrolled Courses,# Completed Courses\n";
        format!("{header}jo@x.org,p,{state},0,0\nbad\n").into_bytes()
    };
    let mut first = FileComparer::<Membership>::new(ReadOptions::default());
    first.push_before(&file(MemberState::Invited));
    let (first, [before, after]) = first.into_difference();
    assert_eq!((before.map(|read| (read.records, read.used)), after), (Some((2, 1)), None));
    let mut second = FileComparer::<Membership>::new(ReadOptions::default());
    second.push_after(&file(MemberState::Member));
    let (mut second, _) = second.into_difference();
    second.merge(MembershipDifference::from_bytes(&first.to_bytes()).unwrap());
    let found = second.finish();
    assert_eq!(found.changes[0].kind, MembershipChangeKind::Joined);
    assert_eq!(found.changes[0].email.to_string(), "jo@x.org");
}
