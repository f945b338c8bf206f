//! The Python package: a thin layer over the core.
//!
//! Python's dicts become records on the way in and records become dicts on the way out; what a record means is the
//! core's matter. Exceptions, types and command constructors are Python, in `python/matricula`.

mod accumulators;
mod arguments;
mod commit;
mod comparison_tables;
mod comparisons;
mod dialects;
mod errors;
mod figures;
mod files;
mod from_python;
mod gradebook;
mod parts;
mod register;
mod report;
mod schedule;
mod source;
mod tables;
mod to_python;

/// What the Python package `matricula` is made of.
#[pyo3::pymodule]
mod _matricula {
    #[pymodule_export]
    use crate::accumulators::{
        GroupAccumulator, MembershipDifference, SpecializationDifference, UsageDifference,
    };
    #[pymodule_export]
    use crate::commit::{Commit, Decision};
    #[pymodule_export]
    use crate::comparison_tables::{
        groups_table, membership_changes_table, specialization_changes_table, usage_changes_table,
    };
    #[pymodule_export]
    use crate::comparisons::{compare_membership, compare_specialization, compare_usage, group_reports};
    #[pymodule_export]
    use crate::dialects::{
        check_dialect, convert_report, known_dialect, recognize_file, write_membership, write_specialization,
        write_usage,
    };
    #[pymodule_export]
    use crate::errors::refusal_of;
    #[pymodule_export]
    use crate::figures::{FiguresAccumulator, SummaryAccumulator, summarize_reports, usage_figures};
    #[pymodule_export]
    use crate::files::{
        activity_template, catalog_template, invitation_template, read_activity, read_catalog,
        read_invitations, read_membership, read_specialization, read_usage, read_whitelist,
        whitelist_template,
    };
    #[pymodule_export]
    use crate::gradebook::{
        Gradebook, GradebookAccumulator, attempt_template, read_attempts, read_gradebook,
    };
    #[pymodule_export]
    use crate::register::Register;
    #[pymodule_export]
    use crate::report::EmailReport;
    #[pymodule_export]
    use crate::schedule::{due_between, next_due, schedule_of, zone_data_version};
    #[pymodule_export]
    use crate::tables::{
        Report, ReportStream, Table, iter_membership_report, iter_specialization_report, iter_usage_report,
        read_membership_report, read_specialization_report, read_usage_report, write_membership_report,
        write_specialization_report, write_usage_report,
    };

    #[pymodule_export]
    #[expect(non_upper_case_globals, reason = "Python's name for it")]
    const __version__: &str = env!("CARGO_PKG_VERSION");
}
