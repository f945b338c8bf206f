//! Large files, read by several cores at the same time.

use std::fs::File;
use std::io::{Error, ErrorKind};
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::mpsc::{RecvTimeoutError, channel};
use std::time::Duration;

use matricula::arrow::AnyReader;
use pyo3::prelude::*;

use super::progress::Progress;

/// Bytes from which on a file is read in parts.
const WORTH: u64 = 8 << 20;

/// How often somebody who waits is told how far reading has come.
const PAUSE: Duration = Duration::from_millis(50);

/// Bytes that can be asked for from anywhere.
#[derive(Clone, Copy)]
pub(super) enum Whole<'a> {
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
pub(super) fn parts_of(size: u64) -> usize {
    if size < WORTH || cfg!(not(any(unix, windows))) {
        1
    } else {
        std::thread::available_parallelism().map_or(1, usize::from)
    }
}

/// Reads a file in parts, without Python's lock but for telling how far it has come. What Python raises meanwhile, as
/// when somebody presses Ctrl+C, stops all parts.
pub(super) fn read_in_parts(
    py: Python<'_>,
    reader: AnyReader,
    whole: Whole<'_>,
    size: u64,
    progress: Option<&Progress>,
) -> PyResult<AnyReader> {
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
    let tell = || {
        Python::attach(|py| {
            py.check_signals()?;
            progress.map_or(Ok(()), |progress| {
                progress.tell(py, done.load(Ordering::Relaxed).min(size), Some(size))
            })
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
        let joined = AnyReader::join(parts, |at, piece: &mut [u8]| whole.read(at, piece))?;
        done.store(size, Ordering::Relaxed);
        tell()?;
        joined.ok_or_else(|| PyErr::from(Error::from(ErrorKind::UnexpectedEof)))
    })
}
