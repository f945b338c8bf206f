//! Large files, read by several cores at the same time.

use std::fs::File;
use std::io::{Error, ErrorKind};
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
    read_file(path, reader, course).map_err(|error| {
        Failure::from(Defect {
            path: "source".to_owned(),
            message: format!("`source`: the file could not be read: {error}"),
        })
    })
}

fn read_file<R: InParts + Send>(path: &str, reader: R, course: &NativeCourse) -> Result<R, Error> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    let read = |at: u64, piece: &mut [u8]| loop {
        if course.stopped.load(Ordering::Relaxed) {
            return Err(Error::new(ErrorKind::Interrupted, "it was stopped"));
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
