//! The seven figures of a usage report. A file that is given by its path is read by all cores.

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::mpsc::{self, Sender};
use std::thread;

use matricula::report::{FiguresReader, FileFigures};
use matricula::table::ReadOptions;
use pyo3::prelude::*;

use crate::files::options;
use crate::source::{each_piece, must_be_callable, path_of, system_error, tell};
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
    // What is no plain file, as a pipe, is read from its start to its end.
    if let Some(path) = path_of(source)?.filter(|path| path.is_file()) {
        must_be_callable(progress)?;
        let progress = progress.map(|progress| progress.clone().unbind());
        let read = py.detach(|| of_path(&path, options, progress.as_ref()))?;
        return to_python(py, &read);
    }
    let mut reader = FiguresReader::new(options);
    each_piece(source, &mut reader, FiguresReader::push, |_, length| tell(progress, length))?;
    let read = py.detach(|| reader.finish());
    to_python(py, &read)
}

/// Reads a file on all cores, while this thread tells of it.
fn of_path(path: &Path, options: ReadOptions, progress: Option<&Py<PyAny>>) -> PyResult<FileFigures> {
    let file = File::open(path).map_err(|error| system_error(error, path))?;
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
