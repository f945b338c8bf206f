//! Gradebooks of a million attempts, and the next due report: `cargo bench --bench gradebook`.

#![allow(missing_docs, reason = "criterion's macro makes a function")]
#![allow(clippy::unwrap_used, reason = "a bench stops at the first defect")]

use std::hint::black_box;
use std::time::Instant;

use criterion::{Criterion, criterion_group, criterion_main};
use matricula::report::{
    AssessmentAttempt, GradebookAccumulator, GradebookLayout, GradebookOptions, GradebookRequest,
    ReportSchedule, Weekday,
};
use matricula::{Percent, ScheduleId, Timestamp};

const ATTEMPTS: u32 = 1_000_000;

fn attempt(number: u32) -> AssessmentAttempt {
    let (learner, rest) = (number % 20_000, number / 20_000);
    let (item, again) = (rest % 25, rest / 25);
    AssessmentAttempt {
        name: Some(format!("Learner {learner}").as_str().into()),
        email: Some(format!("learner{learner}@example.com").as_str().into()),
        program_slug: "program".into(),
        course_id: format!("course-{}", item / 5).into(),
        item_id: format!("item-{item}").into(),
        item_name: Some(format!("Item {item}").into()),
        item_order: Some(item),
        item_weight: "20".parse().ok(),
        passing_threshold: "80".parse().ok(),
        attempt: Some(again + 1),
        submitted_at: Timestamp::from_millis(1_700_000_000_000 + i64::from(number)).ok(),
        item_grade: Some(hundredths(number % 10_001)),
        ..AssessmentAttempt::default()
    }
}

/// A percentage of so many hundredths.
fn hundredths(hundredths: u32) -> Percent {
    format!("{}.{:02}", hundredths / 100, hundredths % 100).parse().unwrap()
}

fn benches(criterion: &mut Criterion) {
    let attempts: Vec<_> = (0..ATTEMPTS).map(attempt).collect();
    let begun = Instant::now();
    let mut facts = GradebookAccumulator::default();
    attempts.iter().for_each(|attempt| facts.observe(attempt).unwrap());
    println!("{ATTEMPTS} attempts taken in: {:.2?}", begun.elapsed());
    let half = |part: usize| {
        let mut facts = GradebookAccumulator::default();
        attempts.iter().skip(part).step_by(2).for_each(|attempt| facts.observe(attempt).unwrap());
        facts
    };
    let (mut one, two) = (half(0), half(1));
    let begun = Instant::now();
    one.merge(&two);
    println!("two halves of them merged: {:.2?}", begun.elapsed());
    let now = Timestamp::from_millis(1_800_000_000_000).unwrap();
    for layout in GradebookLayout::ALL {
        let options = GradebookOptions { layout: Some(*layout), ..GradebookOptions::default() };
        let request = GradebookRequest { options, ..GradebookRequest::default() };
        let begun = Instant::now();
        let made = facts.finish(&request, now).unwrap();
        let length = made.files.first().map_or(0, |file| file.bytes.len());
        println!("{layout}: {length} bytes and their archive in {:.2?}", begun.elapsed());
    }
    let schedule = ReportSchedule {
        schedule: ScheduleId::from_u128(7),
        programs: None,
        weekdays: vec![Weekday::Monday, Weekday::Friday],
        time: "08:00".into(),
        zone: "America/New_York".into(),
    };
    criterion.bench_function("next due report", |bencher| {
        bencher.iter(|| black_box(&schedule).next_due(black_box(now)).unwrap());
    });
}

criterion_group!(all, benches);
criterion_main!(all);
