//! From attempts to grades: which attempt counts, and what the items of a course come to (`REP-5`).

use super::accumulate::{Attempt, Cell, Item};
use super::request::LateWork;
use crate::{Percent, Timestamp};

/// Ten thousandths of a percent in the hundredth to which a course grade is rounded.
const HUNDREDTH: u128 = 100;

/// How attempts are looked at.
#[derive(Clone, Copy, Debug)]
pub(super) struct Rules {
    pub(super) made_at: Timestamp,
    pub(super) late_work: LateWork,
}

/// Where a learner stands with an item.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Standing {
    pub(super) deadline: Option<Timestamp>,
    /// Attempts submitted until now.
    pub(super) attempts: u32,
    /// The attempt that counts.
    pub(super) counted: Option<Attempt>,
    /// The grade of the attempt that counts.
    pub(super) grade: Option<Percent>,
    pub(super) passed: Option<bool>,
    /// Whether the attempt that counts was late.
    pub(super) late: Option<bool>,
}

/// Whether an attempt was late; none without a deadline.
pub(super) fn is_late(attempt: Attempt, deadline: Option<Timestamp>) -> Option<bool> {
    deadline.map(|deadline| attempt.submitted_at > deadline)
}

/// Whether a grade passes an item; none without a threshold.
pub(super) fn is_passed(grade: Option<Percent>, item: &Item) -> Option<bool> {
    Some(grade? >= *item.facts.threshold.get()?)
}

impl Cell {
    /// The attempts submitted until now, by number.
    pub(super) fn until(&self, made_at: Timestamp) -> impl Iterator<Item = Attempt> + '_ {
        self.attempts.iter().copied().filter(move |attempt| attempt.submitted_at <= made_at)
    }

    /// Where the learner stands: the highest grade counts, of equal ones the earliest, then the lowest number.
    pub(super) fn standing(&self, item: &Item, rules: Rules) -> Standing {
        let deadline = self.deadline.get().copied();
        let mut standing = Standing { deadline, ..Standing::default() };
        for attempt in self.until(rules.made_at) {
            standing.attempts = standing.attempts.saturating_add(1);
            let late = is_late(attempt, deadline);
            let Some(grade) = attempt.grade() else { continue };
            if late == Some(true) && rules.late_work == LateWork::NotCounted {
                continue;
            }
            // They come by number, so that the lowest of equals stays.
            let better = match standing.counted {
                None => true,
                Some(best) => {
                    let best_grade = best.grade().unwrap_or(Percent::ZERO);
                    grade > best_grade || grade == best_grade && attempt.submitted_at < best.submitted_at
                }
            };
            if better {
                standing.counted = Some(attempt);
                standing.grade = Some(grade);
                standing.late = late;
            }
        }
        standing.passed = is_passed(standing.grade, item);
        standing
    }
}

/// The grades of the items of a course, weighed.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct CourseGrade {
    /// Weights times grades.
    points: u128,
    weights: u128,
    /// The weights of items with a grade.
    graded: u128,
}

impl CourseGrade {
    pub(super) fn add(&mut self, item: &Item, grade: Option<Percent>) {
        let weight = u128::from(item.facts.weight.get().map_or(0, |weight| weight.units()));
        self.weights = self.weights.saturating_add(weight);
        if let Some(grade) = grade {
            self.graded = self.graded.saturating_add(weight);
            let points = weight.saturating_mul(u128::from(grade.units()));
            self.points = self.points.saturating_add(points);
        }
    }

    /// The weighted average over all items of the course, those without a grade as 0. None when nothing has a weight.
    pub(super) fn whole(&self) -> Option<Percent> {
        rounded(self.points, self.weights)
    }

    /// The weighted average over the items with a grade. None when none of these has a weight.
    pub(super) fn so_far(&self) -> Option<Percent> {
        rounded(self.points, self.graded)
    }

    /// The sum of the weights, in ten thousandths.
    pub(super) const fn weights(&self) -> u128 {
        self.weights
    }
}

/// A quotient in ten thousandths, rounded once, half up, to the hundredth.
fn rounded(points: u128, weights: u128) -> Option<Percent> {
    let part = weights.checked_mul(HUNDREDTH)?;
    let hundredths = points.checked_mul(2)?.checked_add(part)?.checked_div(part.checked_mul(2)?)?;
    Percent::from_units(u32::try_from(hundredths.checked_mul(HUNDREDTH)?).ok()?)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rust_decimal::{Decimal, RoundingStrategy};

    use super::*;

    #[test]
    fn rep_5_a_course_grade_is_rounded_once_and_half_up() {
        for (points, weights, grade) in [
            (0_u128, 1_u128, "0"),
            (1_000_000, 1, "100"),
            (500_050, 1, "50.01"),
            (500_049, 1, "50"),
            (2_000_000, 3, "66.67"),
            (1_000_000, 3, "33.33"),
            (999_949, 1, "99.99"),
            (999_950, 1, "100"),
        ] {
            assert_eq!(rounded(points, weights), Some(grade.parse().unwrap()), "{points} / {weights}");
        }
        assert_eq!(rounded(0, 0), None);
        assert_eq!(rounded(u128::MAX, 1), None);
    }

    proptest! {
        #[test]
        fn rep_5_a_course_grade_is_the_exact_average_rounded(
            items in prop::collection::vec((1_u32..=1_000_000, 0_u32..=1_000_000), 1..12),
        ) {
            let mut grade = CourseGrade::default();
            let (mut sum, mut weights) = (0_u64, 0_u64);
            for (weight, units) in items {
                let mut item = Item::default();
                item.facts.weight.tell_for_test(Percent::from_units(weight).unwrap());
                grade.add(&item, Percent::from_units(units));
                let points = u64::from(weight).checked_mul(units.into()).unwrap();
                sum = sum.checked_add(points).unwrap();
                weights = weights.checked_add(weight.into()).unwrap();
            }
            let exact = Decimal::from(sum).checked_div(Decimal::from(weights)).unwrap();
            let exact = exact.checked_div(Decimal::from(10_000)).unwrap();
            let rounded = exact.round_dp_with_strategy(2, RoundingStrategy::MidpointAwayFromZero);
            prop_assert_eq!(grade.whole(), Some(Percent::try_from(rounded).unwrap()));
            prop_assert_eq!(grade.whole(), grade.so_far());
        }
    }
}
