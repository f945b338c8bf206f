//! The register's idea of time (`API-5`).
//!
//! Time never goes back in a register: a command whose time lies a little before the latest seen is judged
//! at that latest time, one that lies far before it is refused. Nothing waits to be woken: what follows
//! from dates is derived from stored dates and the time asked about.

use crate::store::Moment;
use crate::{Refusal, RegisterPolicies, Timestamp};

const SECOND: i64 = 1_000;
const DAY: i64 = 86_400_000;

/// The time at which a command given at `now` is judged, or why it is not.
pub(crate) fn judge_at(
    latest: Option<Timestamp>,
    now: Timestamp,
    policies: &RegisterPolicies,
) -> Result<Timestamp, Refusal> {
    if !Moment::holds(now) {
        return Err(Refusal::TimeOutOfRange { field: "now".into(), time: now });
    }
    let Some(latest) = latest else { return Ok(now) };
    let ahead = now.millis().saturating_sub(latest.millis());
    if ahead >= 0 {
        let limit = i64::from(policies.clock_advance_days).saturating_mul(DAY);
        if ahead > limit {
            return Err(Refusal::ClockJumpedAhead { now, latest, limit_days: policies.clock_advance_days });
        }
        return Ok(now);
    }
    let tolerance = i64::from(policies.clock_tolerance_seconds).saturating_mul(SECOND);
    if ahead.saturating_neg() > tolerance {
        return Err(Refusal::ClockWentBack {
            now,
            latest,
            tolerance_seconds: policies.clock_tolerance_seconds,
        });
    }
    Ok(latest)
}

/// The instant some days later, cut at the last one there is.
pub(crate) fn days_after(time: Timestamp, days: u16) -> Timestamp {
    time.checked_add_days(u32::from(days)).unwrap_or(Timestamp::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn api_5_a_clock_a_little_back_is_judged_at_the_latest_time() {
        let latest = time("2020-06-01T12:00:00.000Z");
        let policies = RegisterPolicies::default();
        assert_eq!(judge_at(Some(latest), time("2020-06-01T11:55:00.000Z"), &policies), Ok(latest));
        assert!(matches!(
            judge_at(Some(latest), time("2020-06-01T11:54:59.999Z"), &policies),
            Err(Refusal::ClockWentBack { .. })
        ));
    }

    #[test]
    fn api_5_a_clock_that_jumps_ahead_is_refused() {
        let latest = time("2020-06-01T12:00:00.000Z");
        let policies = RegisterPolicies { clock_advance_days: 10, ..RegisterPolicies::default() };
        assert!(judge_at(Some(latest), time("2020-06-11T12:00:00.000Z"), &policies).is_ok());
        assert!(matches!(
            judge_at(Some(latest), time("2020-06-11T12:00:00.001Z"), &policies),
            Err(Refusal::ClockJumpedAhead { .. })
        ));
        assert!(judge_at(None, time("2020-06-11T12:00:00.001Z"), &policies).is_ok());
    }
}
