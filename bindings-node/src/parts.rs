//! Large files, read by several cores at the same time.

use std::fs::File;
use std::io::{Error, ErrorKind, Read};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};

use matricula::table::InParts;
use napi_derive::napi;

use crate::answer::{Defect, Failure};

/// How far the reading of a file has come, and whether it is to stop. The event loop looks at it while worker threads read.
#[napi]
#[derive(Clone, Default)]
pub struct NativeCourse {
    done: Arc<AtomicU64>,
    stopped: Arc<AtomicBool>,
}

#[napi]
impl NativeCourse {
    /// Nothing read yet.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// How many bytes were read.
    #[napi]
    pub fn done(&self) -> f64 {
        self.done.load(Ordering::Relaxed) as f64
    }

    /// Stops reading.
    #[napi]
    pub fn stop(&self) {
        self.stopped.store(true, Ordering::Relaxed);
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

/// Reads a plain file by all cores.
pub(crate) fn read_path<R: InParts + Send>(
    path: &str,
    reader: R,
    course: &NativeCourse,
) -> Result<R, Failure> {
    read_file(path, reader, course).map_err(|error| unread(&error))
}

/// Reads a plain file in pieces, one after the other.
pub(crate) fn each_piece(
    path: &str,
    course: &NativeCourse,
    mut take: impl FnMut(&[u8]),
) -> Result<(), Failure> {
    let mut read = || {
        let mut file = File::open(path)?;
        let mut piece = vec![0; PIECE];
        loop {
            if course.stopped.load(Ordering::Relaxed) {
                return Err(stopped());
            }
            match file.read(&mut piece) {
                Ok(0) => return Ok(()),
                Ok(length) => {
                    take(piece.get(..length).unwrap_or_default());
                    course.done.fetch_add(length as u64, Ordering::Relaxed);
                }
                Err(error) if error.kind() == ErrorKind::Interrupted => {}
                Err(error) => return Err(error),
            }
        }
    };
    read().map_err(|error| unread(&error))
}

/// Bytes that are read at a time.
const PIECE: usize = 1 << 20;

fn stopped() -> Error {
    Error::new(ErrorKind::Interrupted, "it was stopped")
}

fn unread(error: &Error) -> Failure {
    Failure::from(Defect {
        path: "source".to_owned(),
        message: format!("`source`: the file could not be read: {error}"),
    })
}

fn read_file<R: InParts + Send>(path: &str, reader: R, course: &NativeCourse) -> Result<R, Error> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let read = |at: u64, piece: &mut [u8]| loop {
        if course.stopped.load(Ordering::Relaxed) {
            return Err(stopped());
        }
        match read_at(&file, piece, at) {
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            read => {
                let length = read?;
                course.done.fetch_add(length as u64, Ordering::Relaxed);
                return Ok(length);
            }
        }
    };
    let mut parts = reader.split(size, cores, read)?;
    course.done.store(0, Ordering::Relaxed);
    let failed = || Error::other("a thread has failed");
    std::thread::scope(|scope| {
        let threads: Vec<_> =
            parts.iter_mut().map(|part| scope.spawn(move || part.read_from(read))).collect();
        let ended: Vec<_> = threads.into_iter().map(|thread| thread.join()).collect();
        ended.into_iter().try_for_each(|ended| ended.unwrap_or_else(|_| Err(failed())))
    })?;
    let whole = R::join(parts, read)?;
    course.done.store(size, Ordering::Relaxed);
    whole.ok_or_else(failed)
}
