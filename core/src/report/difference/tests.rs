use alloc::collections::BTreeMap;
use alloc::format;
use alloc::string::{String, ToString};

use proptest::prelude::*;
use proptest::sample::select;
use rust_decimal::Decimal;

use super::*;
use crate::Timestamp;
use crate::report::{Exact, MemberState, MembershipRow, SpecializationRow, UsageRow};
use crate::table::parse_time;

fn time(text: &str) -> Option<Timestamp> {
    Some(parse_time(text).unwrap())
}

fn member(email: &'static str, state: MemberState) -> MembershipRow<'static> {
    MembershipRow {
        email: email.into(),
        name: "Jo".into(),
        program_slug: "p".into(),
        program_name: "Program".into(),
        member_state: state,
        join_date: time("2024-01-26 10:16:04"),
        invitation_date: time("2024-01-02 10:16:04"),
        ..MembershipRow::default()
    }
}

#[test]
fn rep_2_every_pair_of_states_of_a_membership_has_its_change() {
    use MemberState::{DeletedMember, Invited, Member};
    use MembershipChangeKind as Kind;

    let states = [None, Some(Invited), Some(Member), Some(DeletedMember)];
    let expected = [
        [None, Some(Kind::Invited), Some(Kind::Joined), Some(Kind::Removed)],
        [Some(Kind::LeftFile), None, Some(Kind::Joined), Some(Kind::Removed)],
        [Some(Kind::LeftFile), Some(Kind::Invited), None, Some(Kind::Removed)],
        [Some(Kind::LeftFile), Some(Kind::Invited), Some(Kind::CameBack), None],
    ];
    for (before, row) in states.iter().zip(expected) {
        for (after, expected) in states.iter().zip(row) {
            let mut difference = MembershipDifference::default();
            before.iter().for_each(|state| difference.observe_before(&member("Jo@X.org ", *state)));
            after.iter().for_each(|state| difference.observe_after(&member("jo@x.org", *state)));
            let found = difference.finish();
            assert_eq!(found.changes.first().map(|change| change.kind), expected, "{before:?} {after:?}");
            let same = u64::from(before == after && before.is_some());
            assert_eq!(found.unchanged, same);
            if let Some(change) = found.changes.first() {
                assert_eq!((change.before, change.after), (*before, *after));
                assert_eq!((change.email.as_str(), change.name.as_str()), ("jo@x.org", "Jo"));
                let at = match change.kind {
                    Kind::Joined | Kind::CameBack => time("2024-01-26 10:16:04"),
                    Kind::Invited => time("2024-01-02 10:16:04"),
                    Kind::Removed | Kind::LeftFile => None,
                };
                assert_eq!(change.at, at);
            }
        }
    }
}

fn taken(
    email: &'static str,
    program: &'static str,
    course: &'static str,
    progress: &str,
) -> UsageRow<'static> {
    UsageRow {
        email: email.into(),
        program_slug: program.into(),
        course_id: course.into(),
        overall_progress: progress.parse().ok(),
        ..UsageRow::default()
    }
}

fn kinds(comparison: &UsageComparison) -> Vec<(String, Vec<&'static str>)> {
    let told = |change: &UsageChange| {
        let key = format!("{}/{}/{}", change.program_slug, change.email.as_str(), change.course_id);
        (key, change.kinds.iter().map(|kind| kind.as_str()).collect())
    };
    comparison.changes.iter().map(told).collect()
}

#[test]
fn rep_2_enrollments_that_are_new_gone_and_other_than_they_were() {
    let mut difference = UsageDifference::default();
    for row in [
        taken("jo@x.org", "p", "a", "10"),
        taken("jo@x.org", "p", "b", "10"),
        taken("jo@x.org", "q", "a", "10"),
        UsageRow {
            completed: true,
            removed_from_program: true,
            ..taken("ada@x.org", "p", "a", "100")
        },
        taken("bo@x.org", "p", "a", "10.5"),
    ] {
        difference.observe_before(&row);
    }
    for row in [
        taken("JO@x.org", "p", "b", "10.00"),
        UsageRow {
            completed: true,
            completion_time: time("2024-01-26 10:16:04"),
            ..taken("jo@x.org", "p", "c", "12")
        },
        taken("ada@x.org", "p", "a", "90"),
        UsageRow {
            course_grades: "88.25".parse().ok(),
            estimated_learning_hours: "0.29".parse().ok(),
            removed_from_program: true,
            ..taken("bo@x.org", "p", "a", "10.5")
        },
    ] {
        difference.observe_after(&row);
    }
    let found = difference.finish();
    assert_eq!(found.unchanged, 1);
    assert_eq!(
        kinds(&found),
        [
            ("p/ada@x.org/a", alloc::vec!["reopened", "progressed", "returned_to_program"]),
            ("p/bo@x.org/a", alloc::vec!["graded", "studied", "removed_from_program"]),
            ("p/jo@x.org/a", alloc::vec!["given_up"]),
            ("p/jo@x.org/c", alloc::vec!["enrolled", "completed", "progressed"]),
            ("q/jo@x.org/a", alloc::vec!["left_file"]),
        ]
        .map(|(key, kinds)| (key.to_string(), kinds))
    );
    let exact = |text: &str| Some(Exact(text.parse().unwrap()));
    let [ada, bo, gone, new, _] = &found.changes[..] else {
        panic!("five changes")
    };
    assert_eq!((ada.progress_by, ada.completed_at), (exact("-10"), None));
    assert_eq!((bo.grade_before, bo.grade_by, bo.hours_by), (None, exact("88.25"), exact("0.29")));
    assert_eq!((gone.progress_before, gone.progress_after, gone.progress_by), (exact("10"), None, None));
    assert_eq!((new.progress_by, new.completed_at), (exact("12"), time("2024-01-26 10:16:04")));
    assert!(!format!("{found:?}").contains("x.org"));
}

#[test]
fn rep_2_what_an_export_has_twice_is_one() {
    let mut difference = UsageDifference::default();
    difference.observe_before(&taken("jo@x.org", "p", "a", "10"));
    difference.observe_before(&taken("jo@x.org", "p", "a", "30"));
    difference.observe_after(&taken("jo@x.org", "p", "a", "30"));
    difference.observe_after(&UsageRow { removed_from_program: true, ..taken("jo@x.org", "p", "a", "20") });
    let found = difference.finish();
    assert_eq!((found.changes.len(), found.unchanged), (0, 1));
}

#[test]
fn rep_6_files_of_two_dialects_are_compared_and_bad_rows_told() {
    let before = "Email,Course ID,Program Slug,Enrollment Time,Overall Progress,Estimated Learning Hours,Completed,\
        Removed From Program,Completion Time,Course Grades\n\
        jo@x.org,c,p,,12.82,0.29,No,No,,0.0\nbad@x.org,c,p,,140,0.29,No,No,,0.0\n";
    let after = "Course Grade;Email;Course ID;Course;Program Slug;Enrollment Time;Overall Progress;\
        Total Estimated Learning Hours (since enrolled);Completed;Removed From Program;Completion Time\n\
        88.25;Jo@x.org;c;Tea;p;;12.82;0.29;Yes;No;2024-01-26 10:16:04\n";
    let found = compare_usage(before.as_bytes(), after.as_bytes(), ReadOptions::default());
    assert_eq!(kinds(&found), [("p/jo@x.org/c".to_string(), alloc::vec!["completed", "graded"])]);
    assert_eq!(&*found.changes[0].course, "Tea");
    assert_eq!(found.before.map(|read| (read.records, read.used, read.problems.total)), Some((2, 1, 1)));
    assert_eq!(found.after.map(|read| (read.records, read.used)), Some((1, 1)));
    let wrong = compare_membership(before.as_bytes(), b"", ReadOptions::default());
    assert_eq!(wrong.before.unwrap().problems.kept[0].code.as_str(), "other_file");
    assert_eq!(wrong.after.unwrap().problems.kept[0].code.as_str(), "empty_file");
}

fn followed(email: &'static str, slug: &'static str, courses: Option<u64>) -> SpecializationRow<'static> {
    SpecializationRow {
        email: email.into(),
        program_slug: "p".into(),
        specialization_slug: slug.into(),
        completed_courses: courses,
        ..SpecializationRow::default()
    }
}

#[test]
fn rep_2_specializations_that_are_new_gone_and_other_than_they_were() {
    let mut difference = SpecializationDifference::default();
    for row in [
        followed("ada@x.org", "tea", Some(3)),
        followed("bo@x.org", "tea", None),
        SpecializationRow {
            completed: true,
            removed_from_program: true,
            ..followed("cy@x.org", "tea", Some(4))
        },
        followed("di@x.org", "ink", Some(1)),
        followed("di@x.org", "tea", Some(1)),
        followed("eve@x.org", "tea", Some(1)),
    ] {
        difference.observe_before(&row);
    }
    for row in [
        SpecializationRow {
            completed: true,
            specialization_completion_time: time("2024-01-26 10:16:04"),
            specialization: "Tea".into(),
            courses_in_specialization: Some(4),
            ..followed("ADA@x.org", "tea", Some(4))
        },
        // That the later export alone has the column is no progress.
        SpecializationRow { removed_from_program: true, ..followed("bo@x.org", "tea", Some(2)) },
        // What is not completed any more was not completed at any time.
        SpecializationRow {
            specialization_completion_time: time("2024-01-26 10:16:04"),
            ..followed("cy@x.org", "tea", Some(4))
        },
        followed("di@x.org", "tea", Some(1)),
        SpecializationRow {
            enrollment_time: time("2024-01-02 10:16:04"),
            ..followed("fay@x.org", "tea", Some(1))
        },
        followed("gil@x.org", "tea", Some(0)),
    ] {
        difference.observe_after(&row);
    }
    let found = difference.finish();
    let told: Vec<_> = found
        .changes
        .iter()
        .map(|change| {
            let kinds: Vec<_> = change.kinds.iter().map(|kind| kind.as_str()).collect();
            (format!("{}/{}", change.email.as_str(), change.specialization_slug), kinds.join(" "))
        })
        .collect();
    let expected = [
        ("ada@x.org/tea", "completed progressed"),
        ("bo@x.org/tea", "removed_from_program"),
        ("cy@x.org/tea", "reopened returned_to_program"),
        ("di@x.org/ink", "given_up"),
        ("eve@x.org/tea", "left_file"),
        ("fay@x.org/tea", "enrolled progressed"),
        ("gil@x.org/tea", "enrolled"),
    ];
    assert_eq!(told, expected.map(|(key, kinds)| (key.to_string(), kinds.to_string())));
    assert_eq!(found.unchanged, 1);
    let [ada, bo, cy, ink, _, fay, _] = &found.changes[..] else {
        panic!("seven changes")
    };
    assert_eq!((ada.completed_courses_before, ada.completed_courses_after), (Some(3), Some(4)));
    assert_eq!((ada.courses_in_specialization, &*ada.specialization), (Some(4), "Tea"));
    assert_eq!((ada.completed_at, cy.completed_at), (time("2024-01-26 10:16:04"), None));
    assert_eq!((bo.completed_courses_before, bo.completed_courses_after), (None, Some(2)));
    assert_eq!((ink.completed_courses_before, ink.completed_courses_after), (Some(1), None));
    assert_eq!(fay.enrolled_at, time("2024-01-02 10:16:04"));
    assert!(!format!("{found:?} {difference:?}").contains("x.org"));
}

#[test]
fn rep_6_specialization_reports_of_two_dialects_are_compared() {
    let before = "Email,Specialization Slug,Program Slug,Enrollment Time,Completed,Removed From Program\n\
        jo@x.org,tea,p,2024-01-02 10:16:04,No,No\njo@x.org,ink,p,,No,No\n";
    let after = "Email;Specialization;Specialization Slug;Program Slug;Enrollment Time;Completed;Removed From Program;\
        # Completed Courses;# Courses in Specialization;Specialization Completion Time\n\
        Jo@x.org;Tea;tea;p;2024-01-02 10:16:04;Yes;No;4;4;2024-01-26 10:16:04\nbad;Tea;tea;p;;Maybe;No;4;4;\n";
    let found = compare_specialization(before.as_bytes(), after.as_bytes(), ReadOptions::default());
    let kinds: Vec<_> = found.changes.iter().map(|change| change.kinds.as_slice()).collect();
    assert_eq!(kinds, [[SpecializationChangeKind::GivenUp], [SpecializationChangeKind::Completed]]);
    assert_eq!(found.before.map(|read| (read.records, read.used)), Some((2, 2)));
    assert_eq!(found.after.map(|read| (read.records, read.used, read.problems.total)), Some((2, 1, 1)));
}

fn row() -> impl Strategy<Value = UsageRow<'static>> {
    (
        select(&["a@x.org", "B@x.org", "b@x.org", "c@x.org"][..]),
        select(&["p", "q"][..]),
        select(&["c1", "c2"][..]),
        prop::option::of(0_i64..4),
        any::<(bool, bool)>(),
    )
        .prop_map(|(email, program, course, progress, (completed, removed))| UsageRow {
            name: if completed { "Ann".into() } else { "Bea".into() },
            overall_progress: progress.map(Decimal::from),
            completed,
            removed_from_program: removed,
            ..taken(email, program, course, "")
        })
}

proptest! {
    #[test]
    fn ana_6_differences_do_not_depend_on_order_or_parts(
        before in prop::collection::vec(row(), 0..12),
        after in prop::collection::vec(row(), 0..12),
        cut in 0_usize..12,
    ) {
        let mut whole = UsageDifference::default();
        before.iter().for_each(|row| whole.observe_before(row));
        after.iter().for_each(|row| whole.observe_after(row));
        let whole = whole.finish();

        let (mut one, mut other) = (UsageDifference::default(), UsageDifference::default());
        after.iter().rev().skip(cut).for_each(|row| one.observe_after(row));
        after.iter().rev().take(cut).for_each(|row| other.observe_after(row));
        before.iter().rev().take(cut).for_each(|row| one.observe_before(row));
        before.iter().rev().skip(cut).for_each(|row| other.observe_before(row));
        other.merge(one);
        prop_assert_eq!(&other.finish(), &whole);

        // Every key is either unchanged or told once, and nothing is compared with itself.
        let keys: BTreeMap<_, ()> = before.iter().chain(&after)
            .map(|row| ((row.email.to_lowercase(), row.program_slug.clone(), row.course_id.clone()), ())).collect();
        prop_assert_eq!(keys.len().checked_sub(whole.changes.len()), usize::try_from(whole.unchanged).ok());
        let mut same = UsageDifference::default();
        before.iter().for_each(|row| { same.observe_before(row); same.observe_after(row); });
        prop_assert!(same.finish().changes.is_empty());

        // The other way round, what came is gone and every difference has the other sign.
        let mut back = UsageDifference::default();
        after.iter().for_each(|row| back.observe_before(row));
        before.iter().for_each(|row| back.observe_after(row));
        for (change, back) in whole.changes.iter().zip(&back.finish().changes) {
            let is_new = |change: &UsageChange| change.kinds.contains(&UsageChangeKind::Enrolled);
            let is_gone = |change: &UsageChange| {
                matches!(change.kinds[..], [UsageChangeKind::GivenUp | UsageChangeKind::LeftFile])
            };
            prop_assert_eq!((is_new(change), is_gone(change)), (is_gone(back), is_new(back)));
            if let (Some(by), Some(back)) = (change.progress_by, back.progress_by) {
                prop_assert_eq!(by.0.checked_add(back.0), Some(Decimal::ZERO));
            }
        }
    }
}
