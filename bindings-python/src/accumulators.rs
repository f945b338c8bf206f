//! Comparisons and figures by group that are taken in bit by bit, stored, and merged. Long work is done without Python's lock.

use std::sync::{Mutex, MutexGuard, PoisonError};

use matricula::report::{
    ComparableReport, FileComparer, FileGrouper, FileRead, GroupAccumulator as Groups, GroupBy,
    GroupedFigures, Membership, MembershipRow, ReportDifference, Specialization, StateError, Usage, UsageRow,
};
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyType};
use serde::de::DeserializeOwned;

use crate::arguments::{argument, object};
use crate::errors::{invalid_input, not_groupable};
use crate::files::{bytes, options};
use crate::from_python::Misfit;
use crate::source::{each_piece, tell};
use crate::to_python::to_python;

/// What was taken in. A row is taken in whole or not at all, so that a thread that stopped leaves nothing half done.
pub(crate) fn lock<T>(state: &Mutex<T>) -> MutexGuard<'_, T> {
    state.lock().unwrap_or_else(PoisonError::into_inner)
}

/// A copy, so that not both locks are held at once, which could wait for each other.
pub(crate) fn copied<T: Clone>(state: &Mutex<T>) -> T {
    lock(state).clone()
}

pub(crate) fn restored<T: Send>(
    data: &Bound<'_, PyAny>,
    restore: impl FnOnce(&[u8]) -> Result<T, StateError> + Send,
) -> PyResult<Mutex<T>> {
    let py = data.py();
    let bytes = bytes(data)?;
    let bytes = bytes.as_bytes();
    let state = py.detach(move || restore(bytes));
    state
        .map(Mutex::new)
        .map_err(|error| invalid_input(py, Misfit::new(error.to_string()), "data"))
}

/// A class, and the bytes that its `from_bytes` takes.
pub(crate) type Reduced<'py> = PyResult<(Bound<'py, PyAny>, (Bound<'py, PyBytes>,))>;

pub(crate) fn reduced<'py>(class: &Bound<'py, PyType>, bytes: Bound<'py, PyBytes>) -> Reduced<'py> {
    Ok((class.getattr("from_bytes")?, (bytes,)))
}

/// How a source is read.
struct How<'a, 'py> {
    lenient: bool,
    guard: bool,
    progress: Option<&'a Bound<'py, PyAny>>,
}

/// Reads a file into a place of its own, so that one that breaks off in the middle leaves nothing behind.
fn read<'py, F: Send>(
    source: &Bound<'py, PyAny>,
    mut files: F,
    push: impl Fn(&mut F, &[u8]) + Sync,
    progress: Option<&Bound<'py, PyAny>>,
    take: impl FnOnce(F) -> [Option<FileRead>; 2] + Send,
) -> PyResult<Bound<'py, PyAny>> {
    each_piece(source, &mut files, push, |_, length| tell(progress, length))?;
    let read = source.py().detach(|| take(files));
    to_python(source.py(), &read.into_iter().flatten().next().unwrap_or_default())
}

fn read_into<'py, L: ComparableReport>(
    state: &Mutex<ReportDifference<L>>,
    source: &Bound<'py, PyAny>,
    push: impl Fn(&mut FileComparer<L>, &[u8]) + Sync,
    how: How<'_, 'py>,
) -> PyResult<Bound<'py, PyAny>>
where
    FileComparer<L>: Send,
    ReportDifference<L>: Send,
{
    let files = FileComparer::<L>::new(options(how.lenient, how.guard));
    read(source, files, push, how.progress, |files| {
        let (taken, read) = files.into_difference();
        lock(state).merge(taken);
        read
    })
}

/// Takes in rows, all of them or none, and gives their number. Nobody sees some of them.
pub(crate) fn observe<T: Send, R: DeserializeOwned + Sync>(
    state: &Mutex<T>,
    rows: &Bound<'_, PyAny>,
    take: impl Fn(&mut T, &R) + Sync,
) -> PyResult<usize> {
    let found: Vec<R> = argument(rows, "rows")?;
    rows.py().detach(|| {
        let mut state = lock(state);
        found.iter().for_each(|row| take(&mut state, row));
    });
    Ok(found.len())
}

/// A class of what was taken in bit by bit; what is the same of all such classes stands here.
macro_rules! stored {
    ($doc:literal $Name:ident of $Core:ty { $($methods:tt)* }) => {
        #[doc = $doc]
        #[pyo3::pyclass(frozen, module = "matricula")]
        pub(crate) struct $Name(std::sync::Mutex<$Core>);

        #[pyo3::pymethods]
        impl $Name {
            $($methods)*

            /// What was taken in as bytes, the same in every language.
            fn to_bytes<'py>(&self, py: Python<'py>) -> Bound<'py, PyBytes> {
                let bytes = py.detach(|| $crate::accumulators::lock(&self.0).to_bytes());
                PyBytes::new(py, &bytes)
            }

            /// What `to_bytes` gave. Raises `InvalidInput` when the bytes are none or were damaged.
            #[staticmethod]
            fn from_bytes(data: &Bound<'_, PyAny>) -> PyResult<Self> {
                $crate::accumulators::restored(data, <$Core>::from_bytes).map(Self)
            }

            fn __reduce__<'py>(slf: &Bound<'py, Self>) -> $crate::accumulators::Reduced<'py> {
                $crate::accumulators::reduced(&slf.get_type(), slf.get().to_bytes(slf.py()))
            }

            fn __repr__(&self) -> String {
                format!("<{:?}>", *$crate::accumulators::lock(&self.0))
            }
        }
    };
}

/// As `stored`, of what can be started without a choice and merged with any other of its kind.
macro_rules! accumulator {
    ($doc:literal $Name:ident of $Core:ty { $($methods:tt)* }) => {
        $crate::accumulators::stored!($doc $Name of $Core {
            #[new]
            fn new() -> Self {
                Self(std::sync::Mutex::default())
            }

            $($methods)*

            /// Takes in everything that another one took in, which stays as it is.
            fn merge(&self, other: &Bound<'_, PyAny>) -> PyResult<()> {
                let expected = concat!("a `", stringify!($Name), "`");
                let taken = $crate::arguments::object::<Self>(other, "other", expected)?.get();
                other.py().detach(|| {
                    let taken = $crate::accumulators::copied(&taken.0);
                    $crate::accumulators::lock(&self.0).merge(taken);
                });
                Ok(())
            }

            /// What it comes to.
            fn finish<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
                let told = py.detach(|| $crate::accumulators::lock(&self.0).finish());
                $crate::to_python::to_python(py, &told)
            }
        });
    };
}

pub(crate) use {accumulator, stored};

/// The class of the differences of one report.
macro_rules! difference {
    ($doc:literal $Name:ident of $Report:ident) => {
        accumulator!($doc $Name of ReportDifference<$Report> {
            /// Takes in rows of the earlier export, all of them or none, and gives their number.
            fn observe_before(&self, rows: &Bound<'_, PyAny>) -> PyResult<usize> {
                observe(&self.0, rows, |taken, row| taken.observe_before(row))
            }

            /// Takes in rows of the later export, all of them or none, and gives their number.
            fn observe_after(&self, rows: &Bound<'_, PyAny>) -> PyResult<usize> {
                observe(&self.0, rows, |taken, row| taken.observe_after(row))
            }

            /// Takes in a file of the earlier export: a path, bytes, or a file that was opened for bytes.
            #[pyo3(signature = (source, /, *, lenient = false, guard = false, progress = None))]
            fn read_before<'py>(
                &self,
                source: &Bound<'py, PyAny>,
                #[pyo3(from_py_with = crate::arguments::lenient)] lenient: bool,
                #[pyo3(from_py_with = crate::arguments::guard)] guard: bool,
                progress: Option<&Bound<'py, PyAny>>,
            ) -> PyResult<Bound<'py, PyAny>> {
                read_into(&self.0, source, FileComparer::push_before, How { lenient, guard, progress })
            }

            /// Takes in a file of the later export.
            #[pyo3(signature = (source, /, *, lenient = false, guard = false, progress = None))]
            fn read_after<'py>(
                &self,
                source: &Bound<'py, PyAny>,
                #[pyo3(from_py_with = crate::arguments::lenient)] lenient: bool,
                #[pyo3(from_py_with = crate::arguments::guard)] guard: bool,
                progress: Option<&Bound<'py, PyAny>>,
            ) -> PyResult<Bound<'py, PyAny>> {
                read_into(&self.0, source, FileComparer::push_after, How { lenient, guard, progress })
            }
        });
    };
}

difference!("Compares two exports of the usage report." UsageDifference of Usage);
difference!("Compares two exports of the membership report." MembershipDifference of Membership);
difference!("Compares two exports of the specialization report." SpecializationDifference of Specialization);

impl GroupAccumulator {
    fn read_into<'py>(
        &self,
        source: &Bound<'py, PyAny>,
        push: impl Fn(&mut FileGrouper, &[u8]) + Sync,
        how: How<'_, 'py>,
    ) -> PyResult<Bound<'py, PyAny>> {
        let by = lock(&self.0).by().clone();
        let files = FileGrouper::new(by, options(how.lenient, how.guard));
        read(source, files, push, how.progress, |files| {
            let (taken, read) = files.into_accumulator();
            // It groups by the same columns.
            lock(&self.0).merge(taken);
            read
        })
    }
}

stored!("Figures by any columns of the usage report." GroupAccumulator of Groups {
    #[new]
    #[pyo3(signature = (by, /))]
    fn new(by: &Bound<'_, PyAny>) -> PyResult<Self> {
        let fields: Vec<Box<str>> = argument(by, "by")?;
        let by = GroupBy::new(&fields).map_err(|error| not_groupable(by.py(), &error))?;
        Ok(Self(Mutex::new(Groups::new(by))))
    }

    /// The fields of the chosen columns.
    #[getter]
    fn by(&self) -> Vec<String> {
        lock(&self.0).by().fields().iter().map(|field| field.to_string()).collect()
    }

    /// Takes in rows of the usage report, all of them or none, and gives their number.
    fn observe_usage(&self, rows: &Bound<'_, PyAny>) -> PyResult<usize> {
        observe(&self.0, rows, |taken, row: &UsageRow<'static>| taken.observe_usage(row))
    }

    /// Takes in rows of the membership report, all of them or none, and gives their number.
    fn observe_membership(&self, rows: &Bound<'_, PyAny>) -> PyResult<usize> {
        observe(&self.0, rows, |taken, row: &MembershipRow<'static>| taken.observe_membership(row))
    }

    /// Takes in a file of the usage report: a path, bytes, or a file that was opened for bytes.
    #[pyo3(signature = (source, /, *, lenient = false, guard = false, progress = None))]
    fn read_usage<'py>(
        &self,
        source: &Bound<'py, PyAny>,
        #[pyo3(from_py_with = crate::arguments::lenient)] lenient: bool,
        #[pyo3(from_py_with = crate::arguments::guard)] guard: bool,
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.read_into(source, FileGrouper::push_usage, How { lenient, guard, progress })
    }

    /// Takes in a file of the membership report.
    #[pyo3(signature = (source, /, *, lenient = false, guard = false, progress = None))]
    fn read_membership<'py>(
        &self,
        source: &Bound<'py, PyAny>,
        #[pyo3(from_py_with = crate::arguments::lenient)] lenient: bool,
        #[pyo3(from_py_with = crate::arguments::guard)] guard: bool,
        progress: Option<&Bound<'py, PyAny>>,
    ) -> PyResult<Bound<'py, PyAny>> {
        self.read_into(source, FileGrouper::push_membership, How { lenient, guard, progress })
    }

    /// Takes in everything that another one took in, which stays as it is. Raises `InvalidInput` when that groups by other
    /// columns.
    fn merge(&self, other: &Bound<'_, PyAny>) -> PyResult<()> {
        let py = other.py();
        let taken = object::<Self>(other, "other", "a `GroupAccumulator`")?.get();
        let same = py.detach(|| {
            let taken = copied(&taken.0);
            lock(&self.0).merge(taken)
        });
        if same {
            return Ok(());
        }
        Err(invalid_input(
            py,
            Misfit::new("an accumulator that groups by the same columns is expected"),
            "other",
        ))
    }

    /// The figures.
    fn finish<'py>(&self, py: Python<'py>) -> PyResult<Bound<'py, PyAny>> {
        let figures = py.detach(|| {
            let taken = lock(&self.0);
            GroupedFigures {
                by: taken.by().fields().to_vec(),
                groups: taken.finish(),
                ..GroupedFigures::default()
            }
        });
        to_python(py, &figures)
    }
});
