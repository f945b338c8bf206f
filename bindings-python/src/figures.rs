//! The seven figures of a usage report. A file that is given by its path is read by all cores.

use std::fs::File;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{self, Sender};
use std::thread;

use matricula::report::{FiguresReader, FileFigures};
use matricula::table::ReadOptions;
use pyo3::intern;
use pyo3::prelude::*;

use crate::files::{bytes, options};
use crate::source::PIECE;
use crate::to_python::to_python;

#[cfg(unix)]
fn read_at(file: &File, at: u64, piece: &mut [u8]) -> io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, piece, at)
}

#[cfg(windows)]
fn read_at(file: &File, at: u64, piece: &mut [u8]) -> io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, piece, at)
}

/// The seven figures of a usage report of any size: a path, bytes, or a file that was opened for bytes. `progress` is
/// called with the number of bytes of each piece that was read.
#[pyfunction]
#[pyo3(signature = (source, /, *, lenient = false, guard = false, progress = None))]
pub(crate) fn usage_figures<'py>(
    source: &Bound<'py, PyAny>,
    lenient: bool,
    guard: bool,
    progress: Option<&Bound<'py, PyAny>>,
) -> PyResult<Bound<'py, PyAny>> {
    let py = source.py();
    let options = options(lenient, guard);
    if let Ok(path) = source.extract::<PathBuf>() {
        let progress = progress.map(|progress| progress.clone().unbind());
        let read = py.detach(|| of_path(&path, options, progress.as_ref()))?;
        return to_python(py, &read);
    }
    let told = |length: usize| progress.map_or(Ok(()), |progress| progress.call1((length,)).map(drop));
    let mut reader = FiguresReader::new(options);
    let read = intern!(py, "read");
    if source.hasattr(read)? {
        loop {
            let data = bytes(&source.call_method1(read, (PIECE,))?)?;
            let piece = data.as_bytes();
            if piece.is_empty() {
                break;
            }
            py.detach(|| reader.push(piece));
            told(piece.len())?;
        }
    } else {
        let data = bytes(source)?;
        for piece in data.as_bytes().chunks(PIECE) {
            py.detach(|| reader.push(piece));
            told(piece.len())?;
        }
    }
    let read = py.detach(|| reader.finish());
    to_python(py, &read)
}

/// Reads a file on all cores, while this thread tells of it.
fn of_path(path: &Path, options: ReadOptions, progress: Option<&Py<PyAny>>) -> PyResult<FileFigures> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    let cores = thread::available_parallelism().map_or(1, Into::into);
    let (sender, lengths) = mpsc::channel();
    let file = &file;
    // A piece that nobody wants to hear of any more ends the reading.
    let reading = |sender: Option<Sender<usize>>| {
        move |at: u64, piece: &mut [u8]| {
            let length = read_at(file, at, piece)?;
            match &sender {
                Some(sender) if sender.send(length).is_err() => {
                    Err(io::Error::from(io::ErrorKind::Interrupted))
                }
                _ => Ok(length),
            }
        }
    };
    let mut parts = FiguresReader::new(options).split(size, cores, reading(None))?;
    // What was read to find the parts.
    let mut known = parts.first().and_then(FiguresReader::wants).unwrap_or_default();
    let told = thread::scope(|scope| {
        let readers: Vec<_> = parts
            .iter_mut()
            .map(|part| {
                let read = reading(progress.is_some().then(|| sender.clone()));
                scope.spawn(move || part.read_from(read))
            })
            .collect();
        drop(sender);
        let mut told = Ok(());
        if let Some(progress) = progress {
            let tell = |length: usize| Python::attach(|py| progress.call1(py, (length,)).map(drop));
            let mut lengths = lengths.into_iter();
            while let (Ok(()), Some(length)) = (&told, lengths.next()) {
                told = tell(length + usize::try_from(std::mem::take(&mut known)).unwrap_or_default());
            }
        }
        for reader in readers {
            let read = reader.join().unwrap_or_else(|_| Err(io::Error::other("a reader has failed")));
            if told.is_ok() {
                told = read.map_err(PyErr::from);
            }
        }
        told
    });
    told?;
    Ok(FiguresReader::join(parts, reading(None))?)
}
