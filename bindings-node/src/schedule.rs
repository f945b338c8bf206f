//! The weekly schedule of the email report: plain functions over a plain record.

use matricula::report::{self, ReportSchedule, ScheduleError};
use matricula::schema::{Described, FieldSchema};
use matricula::{ReportCadence, ScheduleId, Timestamp};
use napi_derive::napi;
use serde::Deserialize;

use crate::answer::{Defect, Failure, json};
use crate::shape;
use crate::work::{Told, told};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Arguments {
    schedule: ReportSchedule,
    after: Timestamp,
    until: Option<Timestamp>,
    limit: Option<u32>,
}

const ARGUMENTS: &[FieldSchema] = &[
    FieldSchema { name: "schedule", field_type: ReportSchedule::TYPE, doc: "" },
    FieldSchema { name: "after", field_type: Timestamp::TYPE, doc: "" },
    FieldSchema { name: "until", field_type: <Option<Timestamp>>::TYPE, doc: "" },
    FieldSchema { name: "limit", field_type: <Option<u32>>::TYPE, doc: "" },
];

fn lacking(error: ScheduleError) -> Failure {
    let path = format!("schedule.{}", error.field());
    Failure::InvalidInput(Defect { message: format!("`{path}`: {error}"), path })
}

fn due(arguments: &str) -> Result<String, Failure> {
    let Arguments { schedule, after, until, limit } = shape::read_fields(arguments, ARGUMENTS)?;
    match until {
        None => schedule.next_due(after).map(|due| json(&due)),
        Some(until) => schedule.due_between(after, until, limit.unwrap_or(u32::MAX)).map(|due| json(&due)),
    }
    .map_err(lacking)
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct OfCadence {
    cadence: ReportCadence,
    schedule: ScheduleId,
}

const OF_CADENCE: &[FieldSchema] = &[
    FieldSchema { name: "cadence", field_type: ReportCadence::TYPE, doc: "" },
    FieldSchema { name: "schedule", field_type: ScheduleId::TYPE, doc: "" },
];

fn of_cadence(arguments: &str) -> Result<String, Failure> {
    let OfCadence { cadence, schedule } = shape::read_fields(arguments, OF_CADENCE)?;
    let made = ReportSchedule::of_cadence(schedule, &cadence).map_err(|error| {
        let path = format!("cadence.{}", error.field());
        Failure::InvalidInput(Defect { message: format!("`{path}`: {error}"), path })
    });
    Ok(json(&made?))
}

/// The schedule of an organization's cadence.
#[napi]
pub fn schedule_of_cadence(arguments: String) -> Told {
    told(of_cadence(&arguments).map(|text| vec![text.into_bytes()]))
}

/// The reports that are due in an interval; without its end, the first one or nothing.
#[napi]
pub fn due_reports(arguments: String) -> Told {
    told(due(&arguments).map(|text| vec![text.into_bytes()]))
}

/// The release of the IANA time-zone database by which schedules are reckoned.
#[napi]
pub fn zone_data_version() -> &'static str {
    report::zone_data_version()
}
