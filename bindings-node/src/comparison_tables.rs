//! Exports compared, and figures by group, as Arrow IPC streams.

use matricula::arrow::{
    groups_batch, membership_changes_batch, specialization_changes_batch, usage_changes_batch,
};
use matricula::report::{GroupedFigures, MembershipChange, SpecializationChange, UsageChange};
use matricula::schema::{Described, TypeSchema};
use napi::bindgen_prelude::AsyncTask;
use napi_derive::napi;

use crate::ipc::{stream, unreadable};
use crate::shape;
use crate::work::Work;

/// What `what` names as JSON text, as an Arrow IPC stream: changes of one of the three reports, or figures by group.
#[napi]
pub fn comparison_ipc(what: String, text: String) -> AsyncTask<Work> {
    Work::new(move || {
        let batch = match what.as_str() {
            "usage" => {
                let changes: Vec<UsageChange> =
                    shape::read_argument(&text, "changes", TypeSchema::List(&UsageChange::TYPE))?;
                usage_changes_batch(&changes)
            }
            "membership" => {
                let changes: Vec<MembershipChange> =
                    shape::read_argument(&text, "changes", TypeSchema::List(&MembershipChange::TYPE))?;
                membership_changes_batch(&changes)
            }
            "specialization" => {
                let changes: Vec<SpecializationChange> =
                    shape::read_argument(&text, "changes", TypeSchema::List(&SpecializationChange::TYPE))?;
                specialization_changes_batch(&changes)
            }
            _ => {
                let figures: GroupedFigures = shape::read_argument(&text, "figures", GroupedFigures::TYPE)?;
                groups_batch(&figures)
            }
        };
        let made = stream(&batch.schema(), std::slice::from_ref(&batch));
        Ok(vec![made.map_err(|error| unreadable(&what, &error))?])
    })
}
