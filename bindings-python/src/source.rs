//! Where the bytes of a report come from: a path, bytes, or a file that was opened for bytes.

use std::fs::File;
use std::io::{self, ErrorKind, Read};
use std::ops::Deref;
use std::path::{Path, PathBuf};

use pyo3::exceptions::PyOSError;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::{PyBytes, PyMemoryView, PyString};

use crate::errors::invalid_input;
use crate::files::bytes;
use crate::from_python::Misfit;

/// Bytes that are read at a time.
const PIECE: usize = 1 << 20;

/// The path that is given, if it is one.
pub(crate) fn path_of(given: &Bound<'_, PyAny>) -> PyResult<Option<PathBuf>> {
    let Ok(path) = given.extract::<PathBuf>() else { return Ok(None) };
    let has_lines = path.as_os_str().as_encoded_bytes().iter().any(|byte| matches!(byte, b'\n' | b'\r'));
    if has_lines && given.is_instance_of::<PyString>() && !path.exists() {
        let misfit = Misfit::new("a path is expected, not the text of a file; give that as bytes");
        return Err(invalid_input(given.py(), misfit, "source"));
    }
    Ok(Some(path))
}

/// What the system says of a file, as Python says it: with its number and the name of the file.
#[cold]
pub(crate) fn system_error(error: io::Error, path: &Path) -> PyErr {
    let Some(number) = error.raw_os_error() else { return error.into() };
    let text = error.to_string();
    let text = text.split(" (os error").next().unwrap_or_default().to_owned();
    PyOSError::new_err((number, text, path.as_os_str().to_owned(), cfg!(windows).then_some(number)))
}

/// What stands at a path and is no plain file, as a pipe, opened by Python: it may make us wait for ever, and Python's own
/// files stop waiting when somebody presses Ctrl+C. None for a plain file, and where nothing is.
pub(crate) fn opened_special<'py>(
    py: Python<'py>,
    path: &Path,
    mode: &str,
) -> PyResult<Option<Bound<'py, PyAny>>> {
    if !path.metadata().is_ok_and(|about| !about.is_file()) {
        return Ok(None);
    }
    py.import(intern!(py, "io"))?
        .call_method1(intern!(py, "open"), (path.as_os_str(), mode, 0))
        .map(Some)
}

/// Closes what [`opened_special`] has opened. An error that came before goes first.
pub(crate) fn closed<T>(file: &Bound<'_, PyAny>, result: PyResult<T>) -> PyResult<T> {
    let closed = file.call_method0(intern!(file.py(), "close"));
    result.and_then(|done| closed.map(|_| done))
}

/// The bytes of what is neither a path nor a file.
pub(crate) fn bytes_of<'py>(source: &Bound<'py, PyAny>) -> PyResult<Bound<'py, PyBytes>> {
    bytes(source).map_err(|error| {
        if source.hasattr(intern!(source.py(), "__buffer__")).unwrap_or_default() {
            return error;
        }
        let expected = "a path, bytes, or a file that was opened for bytes";
        invalid_input(source.py(), Misfit::unlike(expected, source), "source")
    })
}

/// Reads on in a file, whatever signals come between.
pub(crate) fn read_on(file: &mut impl Read, piece: &mut [u8]) -> io::Result<usize> {
    loop {
        match file.read(piece) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            read => return read,
        }
    }
}

/// Gives out a source in pieces. Python's lock is released while a piece is read and taken; `then` is called after each with
/// its number of bytes.
pub(crate) fn each_piece<S: Send>(
    source: &Bound<'_, PyAny>,
    state: &mut S,
    take: impl Fn(&mut S, &[u8]) + Sync,
    mut then: impl FnMut(&mut S, usize) -> PyResult<()>,
) -> PyResult<()> {
    let py = source.py();
    // An empty file is a file too: it has no header line.
    take(state, b"");
    if let Some(path) = path_of(source)? {
        if let Some(special) = opened_special(py, &path, "rb")? {
            return closed(&special, each_read(&special, state, take, then));
        }
        let mut file = py.detach(|| File::open(&path)).map_err(|error| system_error(error, &path))?;
        let mut piece = vec![0; PIECE];
        loop {
            let length = py.detach(|| {
                let length = read_on(&mut file, &mut piece)?;
                take(state, piece.get(..length).unwrap_or_default());
                Ok(length)
            });
            let length = length.map_err(|error| system_error(error, &path))?;
            py.check_signals()?;
            if length == 0 {
                return Ok(());
            }
            then(state, length)?;
        }
    }
    if !source.hasattr(intern!(py, "read"))? {
        let data = bytes_of(source)?;
        for piece in data.as_bytes().chunks(PIECE) {
            py.detach(|| take(state, piece));
            py.check_signals()?;
            then(state, piece.len())?;
        }
        return Ok(());
    }
    each_read(source, state, take, then)
}

/// Gives out an open file in pieces.
fn each_read<S: Send>(
    source: &Bound<'_, PyAny>,
    state: &mut S,
    take: impl Fn(&mut S, &[u8]) + Sync,
    mut then: impl FnMut(&mut S, usize) -> PyResult<()>,
) -> PyResult<()> {
    while let Some(data) = next_piece(source)? {
        let piece = data.as_bytes();
        source.py().detach(|| take(state, piece));
        then(state, piece.len())?;
    }
    Ok(())
}

/// The next bytes of an open file; none at its end.
fn next_piece<'py>(file: &Bound<'py, PyAny>) -> PyResult<Option<Bound<'py, PyBytes>>> {
    let py = file.py();
    // Python looks for Ctrl+C between its own steps, and a file written in C takes none.
    py.check_signals()?;
    let piece = bytes(&file.call_method1(intern!(py, "read"), (PIECE,))?)?;
    Ok(Some(piece).filter(|piece| !piece.as_bytes().is_empty()))
}

/// The bytes of a source, or the first of them.
pub(crate) enum Contents<'py> {
    Given(Bound<'py, PyBytes>),
    Read(Vec<u8>),
}

impl Deref for Contents<'_> {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        match self {
            Self::Given(bytes) => bytes.as_bytes(),
            Self::Read(bytes) => bytes,
        }
    }
}

impl<'py> Contents<'py> {
    /// All bytes of a source.
    pub(crate) fn of(source: &Bound<'py, PyAny>) -> PyResult<Self> {
        Self::up_to(source, usize::MAX)
    }

    /// The first bytes of a source, as many as are read at a time.
    pub(crate) fn first_of(source: &Bound<'py, PyAny>) -> PyResult<Self> {
        Self::up_to(source, PIECE)
    }

    fn up_to(source: &Bound<'py, PyAny>, enough: usize) -> PyResult<Self> {
        let py = source.py();
        let mut read = Vec::new();
        if let Some(path) = path_of(source)? {
            if let Some(file) = opened_special(py, &path, "rb")? {
                return closed(&file, Self::up_to(&file, enough));
            }
            let all = py.detach(|| File::open(&path)?.take(enough as u64).read_to_end(&mut read));
            all.map_err(|error| system_error(error, &path))?;
        } else if PyMemoryView::from(source).is_err() && source.hasattr(intern!(py, "read"))? {
            // A file that is mapped into memory has both, and stays where it is.
            while read.len() < enough
                && let Some(piece) = next_piece(source)?
            {
                read.extend_from_slice(piece.as_bytes());
            }
        } else {
            return bytes_of(source).map(Self::Given);
        }
        Ok(Self::Read(read))
    }
}

/// Whether what wants to know can be told.
pub(crate) fn must_be_callable(progress: Option<&Bound<'_, PyAny>>) -> PyResult<()> {
    let Some(progress) = progress.filter(|progress| !progress.is_callable()) else {
        return Ok(());
    };
    let misfit = Misfit::unlike("a function of the bytes of each piece", progress);
    Err(invalid_input(progress.py(), misfit, "progress"))
}

/// Tells how many bytes were read, if someone wants to know.
pub(crate) fn tell(progress: Option<&Bound<'_, PyAny>>, length: usize) -> PyResult<()> {
    must_be_callable(progress)?;
    progress.map_or(Ok(()), |progress| progress.call1((length,)).map(drop))
}
