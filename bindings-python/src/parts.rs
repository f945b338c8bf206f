//! Large files, read by several cores at the same time.

use std::fs::File;
use std::io::{Error, ErrorKind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use matricula::table::InParts;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use crate::source::{each_piece, must_be_callable, path_of, system_error, tell};

/// Bytes from which on a file is read in parts.
const WORTH: u64 = 8 << 20;

/// How often somebody who waits is told how far reading has come.
const PAUSE: Duration = Duration::from_millis(50);

/// Bytes that can be asked for from anywhere.
#[derive(Clone, Copy)]
pub(crate) enum Whole<'a> {
    File(&'a File),
    Bytes(&'a [u8]),
}

impl Whole<'_> {
    fn read(self, at: u64, piece: &mut [u8]) -> std::io::Result<usize> {
        match self {
            Self::File(file) => loop {
                match read_at(file, piece, at) {
                    Err(error) if error.kind() == ErrorKind::Interrupted => {}
                    read => return read,
                }
            },
            Self::Bytes(bytes) => {
                let rest = usize::try_from(at).ok().and_then(|at| bytes.get(at..)).unwrap_or_default();
                let length = rest.len().min(piece.len());
                let (piece, rest) = (piece.get_mut(..length), rest.get(..length));
                if let (Some(piece), Some(rest)) = (piece, rest) {
                    piece.copy_from_slice(rest);
                }
                Ok(length)
            }
        }
    }
}

#[cfg(unix)]
fn read_at(file: &File, piece: &mut [u8], at: u64) -> std::io::Result<usize> {
    std::os::unix::fs::FileExt::read_at(file, piece, at)
}

#[cfg(windows)]
fn read_at(file: &File, piece: &mut [u8], at: u64) -> std::io::Result<usize> {
    std::os::windows::fs::FileExt::seek_read(file, piece, at)
}

#[cfg(not(any(unix, windows)))]
fn read_at(mut file: &File, piece: &mut [u8], at: u64) -> std::io::Result<usize> {
    use std::io::{Read, Seek, SeekFrom};

    file.seek(SeekFrom::Start(at))?;
    file.read(piece)
}

/// How many parts a file of so many bytes is read in.
pub(crate) fn parts_of(size: u64) -> usize {
    if size < WORTH || cfg!(not(any(unix, windows))) {
        1
    } else {
        std::thread::available_parallelism().map_or(1, usize::from)
    }
}

/// Reads a file in parts, without Python's lock but for telling how many bytes were read. What Python raises meanwhile, as
/// when somebody presses Ctrl+C, stops all parts.
pub(crate) fn read_in_parts<R: InParts + Send>(
    py: Python<'_>,
    reader: R,
    whole: Whole<'_>,
    size: u64,
    mut tell: impl FnMut(Python<'_>, u64) -> PyResult<()> + Send,
) -> PyResult<R> {
    let done = AtomicU64::new(0);
    let stopped = AtomicBool::new(false);
    let read = |at: u64, piece: &mut [u8]| {
        if stopped.load(Ordering::Relaxed) {
            return Err(Error::from(ErrorKind::Interrupted));
        }
        let length = whole.read(at, piece)?;
        done.fetch_add(length as u64, Ordering::Relaxed);
        Ok::<_, Error>(length)
    };
    let mut tell = || {
        Python::attach(|py| {
            py.check_signals()?;
            tell(py, done.load(Ordering::Relaxed).min(size))
        })
    };
    py.detach(|| {
        let mut parts = reader.split(size, parts_of(size), read)?;
        done.store(0, Ordering::Relaxed);
        let mut raised = None;
        std::thread::scope(|scope| {
            let (ended, all) = channel();
            for part in &mut parts {
                let ended = ended.clone();
                scope.spawn(move || {
                    let read = part.read_from(read);
                    // Nobody waits any more once an error was raised.
                    let _ = ended.send(read);
                });
            }
            drop(ended);
            loop {
                match all.recv_timeout(PAUSE) {
                    Ok(Ok(())) => {}
                    Ok(Err(error)) => {
                        stopped.store(true, Ordering::Relaxed);
                        raised.get_or_insert(PyErr::from(error));
                    }
                    Err(RecvTimeoutError::Disconnected) => break,
                    Err(RecvTimeoutError::Timeout) if raised.is_some() => {}
                    Err(RecvTimeoutError::Timeout) => {
                        if let Err(error) = tell() {
                            stopped.store(true, Ordering::Relaxed);
                            raised = Some(error);
                        }
                    }
                }
            }
        });
        if let Some(error) = raised {
            return Err(error);
        }
        let joined = R::join(parts, |at, piece: &mut [u8]| whole.read(at, piece))?;
        done.store(size, Ordering::Relaxed);
        tell()?;
        joined.ok_or_else(|| PyErr::from(Error::from(ErrorKind::UnexpectedEof)))
    })
}

/// Reads a whole source: a path of a plain file or bytes by all cores where there is much of it, all else as it comes.
/// `progress` is called with the number of bytes read since the last time.
pub(crate) fn read_source<R: InParts + Send>(
    source: &Bound<'_, PyAny>,
    mut reader: R,
    push: fn(&mut R, &[u8]),
    progress: Option<&Bound<'_, PyAny>>,
) -> PyResult<R> {
    let py = source.py();
    must_be_callable(progress)?;
    let told = progress.map(|progress| progress.clone().unbind());
    let mut before = 0;
    let tell = |py: Python<'_>, done: u64| {
        let new = done.saturating_sub(std::mem::replace(&mut before, done));
        match told.as_ref().filter(|_| new > 0) {
            Some(progress) => progress.call1(py, (new,)).map(drop),
            None => Ok(()),
        }
    };
    if let Some(path) = path_of(source)?.filter(|path| path.is_file()) {
        let opened = py.detach(|| File::open(&path).and_then(|file| Ok((file.metadata()?.len(), file))));
        let (size, file) = opened.map_err(|error| system_error(error, &path))?;
        if parts_of(size) > 1 {
            return read_in_parts(py, reader, Whole::File(&file), size, tell);
        }
    } else if let Ok(bytes) = source.cast::<PyBytes>() {
        let bytes = bytes.as_bytes();
        if parts_of(bytes.len() as u64) > 1 {
            return read_in_parts(py, reader, Whole::Bytes(bytes), bytes.len() as u64, tell);
        }
    }
    each_piece(source, &mut reader, push, |_, length| self::tell(progress, length))?;
    Ok(reader)
}
