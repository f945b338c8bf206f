//! Reports in any dialect: recognised, written, and converted while they are read.

use matricula::report::{
    Dialect, DialectError, DialectName, DialectTable, FileForm, FileRead, Membership, Report,
    ReportConverter, ReportKind, Specialization, Spelling, Table, Target, Usage, write_table,
};
use matricula::table::{FormulaGuard, Problems, ReadOptions, recognize};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyDict, PyString};
use serde::de::DeserializeOwned;

use crate::arguments::argument;
use crate::errors::{invalid_input, unusable_dialect};
use crate::files::options;
use crate::from_python::Misfit;
use crate::source::{Contents, each_piece, tell};
use crate::tables::into_target;
use crate::to_python::to_python;

/// A dialect of one's own, checked.
pub(crate) fn own_dialect(value: &Bound<'_, PyAny>) -> PyResult<DialectTable> {
    dialect_in(value, "dialect")
}

/// As [`own_dialect`], in an argument of another name.
fn dialect_in(value: &Bound<'_, PyAny>, name: &str) -> PyResult<DialectTable> {
    let dialect: Dialect = argument(value, name)?;
    dialect.table().map_err(|error| unusable_dialect(value.py(), &error))
}

/// A dialect of one's own of a report, checked.
pub(crate) fn own_dialect_of(
    value: &Bound<'_, PyAny>,
    kind: ReportKind,
    name: &str,
) -> PyResult<DialectTable> {
    let dialect = dialect_in(value, name)?;
    if dialect.schema() == kind.schema() {
        return Ok(dialect);
    }
    let other = DialectError::OtherReport { report: dialect.schema().name };
    Err(unusable_dialect(value.py(), &other))
}

/// In which dialect to write.
pub(crate) enum Chosen {
    /// Its own, or that of the guide where there is none.
    Own,
    Known(DialectName),
    Dialect(DialectTable),
}

impl Chosen {
    pub(crate) fn of(value: Option<&Bound<'_, PyAny>>) -> PyResult<Self> {
        match value {
            None => Ok(Self::Own),
            Some(name) if name.is_instance_of::<PyString>() => Ok(Self::Known(argument(name, "dialect")?)),
            Some(dialect) => Ok(Self::Dialect(own_dialect(dialect)?)),
        }
    }

    pub(crate) const fn target(&self) -> Target<'_> {
        match self {
            Self::Own => Target::Own,
            Self::Known(name) => Target::Known(*name),
            Self::Dialect(dialect) => Target::Dialect(dialect),
        }
    }
}

/// Says what a file is, by its header line. Of a path or a file that was opened, only the beginning is read.
#[pyfunction]
#[pyo3(signature = (source, /))]
pub(crate) fn recognize_file<'py>(source: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyAny>> {
    to_python(source.py(), &recognize(&Contents::first_of(source)?))
}

/// A known dialect of a report as data.
#[pyfunction]
#[pyo3(signature = (report, name, /))]
pub(crate) fn known_dialect<'py>(
    report: &Bound<'py, PyAny>,
    name: &Bound<'py, PyAny>,
) -> PyResult<Bound<'py, PyAny>> {
    let kind: ReportKind = argument(report, "report")?;
    to_python(report.py(), &Dialect::known(kind, argument(name, "name")?))
}

/// Raises an error if a dialect cannot be used.
#[pyfunction]
#[pyo3(signature = (dialect, /))]
pub(crate) fn check_dialect(dialect: &Bound<'_, PyAny>) -> PyResult<()> {
    own_dialect(dialect).map(drop)
}

/// The parts of a report that was read, or rows alone.
fn table<L: Report>(value: &Bound<'_, PyAny>) -> PyResult<Table<L::Row<'static>>>
where
    L::Row<'static>: DeserializeOwned,
{
    let mut table = Table {
        rows: Vec::new(),
        lines: Vec::new(),
        other_headers: Vec::new(),
        other_cells: Vec::new(),
        records: 0,
        problems: Problems::default(),
        form: FileForm::default(),
        spellings: Vec::new(),
    };
    let Ok(parts) = value.cast::<PyDict>() else {
        table.rows = argument(value, "report")?;
        return Ok(table);
    };
    let part = |name: &str| parts.get_item(name);
    match part("rows")? {
        Some(rows) => table.rows = argument(&rows, "report.rows")?,
        None => {
            return Err(invalid_input(
                value.py(),
                Misfit::new("the field is missing").of("rows").of("report"),
                "report",
            ));
        }
    }
    if let Some(headers) = part("other_headers")? {
        table.other_headers = argument(&headers, "report.other_headers")?;
    }
    if let Some(cells) = part("other_cells")? {
        let cells: Vec<Vec<Box<str>>> = argument(&cells, "report.other_cells")?;
        table.other_cells = cells.into_iter().map(Vec::into_boxed_slice).collect();
    }
    if let Some(form) = part("form")? {
        table.form = argument(&form, "report.form")?;
    }
    if let Some(spellings) = part("spellings")? {
        table.spellings = argument::<Vec<Spelling>>(&spellings, "report.spellings")?;
    }
    Ok(table)
}

const fn guard(on: bool) -> FormulaGuard {
    if on { FormulaGuard::On } else { FormulaGuard::Off }
}

fn write<'py, L: Report>(
    report: &Bound<'py, PyAny>,
    dialect: Option<&Bound<'py, PyAny>>,
    guarded: Option<bool>,
) -> PyResult<Bound<'py, PyBytes>>
where
    L::Row<'static>: DeserializeOwned + Send + Sync,
{
    let py = report.py();
    let table = table::<L>(report)?;
    let chosen = match Chosen::of(dialect)? {
        Chosen::Own if table.form.columns.is_empty() => Chosen::Known(DialectName::default()),
        chosen => chosen,
    };
    let guard = guard(guarded.unwrap_or(table.form.guard_formulas));
    let file = py.detach(|| {
        let mut file = Vec::new();
        write_table::<L>(&table, chosen.target(), guard, &mut file).map(|()| file)
    });
    file.map(|file| PyBytes::new(py, &file)).map_err(|error| unusable_dialect(py, &error))
}

macro_rules! writers {
    ($($name:ident $Report:ident;)*) => {
        $(
            /// Writes a report: rows in a dialect, that of the guide unless told otherwise, or a whole report that was read,
            /// in its own form unless told otherwise.
            #[pyfunction]
            #[pyo3(signature = (report, /, *, dialect = None, guard = None))]
            pub(crate) fn $name<'py>(
                report: &Bound<'py, PyAny>,
                dialect: Option<&Bound<'py, PyAny>>,
                #[pyo3(from_py_with = crate::arguments::maybe_guard)]
                guard: Option<bool>,
            ) -> PyResult<Bound<'py, PyBytes>> {
                write::<$Report>(report, dialect, guard)
            }
        )*
    };
}

writers! {
    write_usage Usage;
    write_membership Membership;
    write_specialization Specialization;
}

fn convert<L: Report>(
    source: &Bound<'_, PyAny>,
    target: &Bound<'_, PyAny>,
    chosen: &Chosen,
    own: Option<&DialectTable>,
    options: ReadOptions,
    guarded: Option<bool>,
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<FileRead>
where
    ReportConverter<L>: Send,
{
    let py = source.py();
    let converter: Result<ReportConverter<L>, DialectError> = match chosen {
        Chosen::Own => Ok(ReportConverter::to_itself(options)),
        Chosen::Known(name) => Ok(ReportConverter::to_known(*name, options)),
        Chosen::Dialect(dialect) => ReportConverter::to_dialect(dialect, options),
    };
    let converter = converter.and_then(|converter| match own {
        None => Ok(converter),
        Some(own) => converter.of_dialect(own),
    });
    let converter = converter.map_err(|error| unusable_dialect(py, &error))?;
    let written = guarded.map_or(options.guard, guard);
    let converter = converter.guarding(written);
    // The file appears when it is whole, so that a report may be converted in its own place.
    into_target(target, |target| {
        let mut state = (converter, Vec::new());
        each_piece(
            source,
            &mut state,
            |(converter, file), piece| converter.push(piece, file),
            |(_, file), length| {
                target.write(py, file)?;
                file.clear();
                tell(progress, length)
            },
        )?;
        let (converter, mut file) = state;
        let read = py.detach(|| converter.finish(&mut file));
        target.write(py, &file)?;
        Ok(read)
    })
}

/// Writes a report of any size again while it is read: in another dialect, or as it was.
#[pyfunction]
#[pyo3(signature = (
    report, source, target, /, *, source_dialect = None, dialect = None, guard = None, lenient = false, guarded = false, progress = None
))]
#[allow(clippy::too_many_arguments, reason = "Python's keywords")]
pub(crate) fn convert_report<'py>(
    report: &Bound<'py, PyAny>,
    source: &Bound<'py, PyAny>,
    target: &Bound<'py, PyAny>,
    source_dialect: Option<&Bound<'py, PyAny>>,
    dialect: Option<&Bound<'py, PyAny>>,
    #[pyo3(from_py_with = crate::arguments::maybe_guard)] guard: Option<bool>,
    #[pyo3(from_py_with = crate::arguments::lenient)] lenient: bool,
    #[pyo3(from_py_with = crate::arguments::guarded)] guarded: bool,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let kind: ReportKind = argument(report, "report")?;
    let chosen = Chosen::of(dialect)?;
    let own = source_dialect.map(|own| own_dialect_of(own, kind, "source_dialect")).transpose()?;
    let own = own.as_ref();
    let options = options(lenient, guarded);
    let read = match kind {
        ReportKind::Usage => convert::<Usage>(source, target, &chosen, own, options, guard, progress),
        ReportKind::Membership => {
            convert::<Membership>(source, target, &chosen, own, options, guard, progress)
        }
        ReportKind::Specialization => {
            convert::<Specialization>(source, target, &chosen, own, options, guard, progress)
        }
    };
    to_python(report.py(), &read?)
}
