//! Where the bytes of a report come from: a path, bytes, or a file that was opened for bytes.

use std::fs::File;
use std::io::Read;
use std::path::PathBuf;

use pyo3::intern;
use pyo3::prelude::*;

use crate::files::bytes;

/// Bytes that are read at a time.
pub(crate) const PIECE: usize = 1 << 20;

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
    if let Ok(path) = source.extract::<PathBuf>() {
        let mut file = py.detach(|| File::open(path))?;
        let mut piece = vec![0; PIECE];
        loop {
            let length = py.detach(|| {
                let length = file.read(&mut piece)?;
                take(state, piece.get(..length).unwrap_or_default());
                Ok::<_, std::io::Error>(length)
            })?;
            if length == 0 {
                return Ok(());
            }
            then(state, length)?;
        }
    }
    let read = intern!(py, "read");
    if !source.hasattr(read)? {
        let data = bytes(source)?;
        for piece in data.as_bytes().chunks(PIECE) {
            py.detach(|| take(state, piece));
            then(state, piece.len())?;
        }
        return Ok(());
    }
    loop {
        let data = bytes(&source.call_method1(read, (PIECE,))?)?;
        let piece = data.as_bytes();
        if piece.is_empty() {
            return Ok(());
        }
        py.detach(|| take(state, piece));
        then(state, piece.len())?;
    }
}

/// Tells how many bytes were read, if someone wants to know.
pub(crate) fn tell(progress: Option<&Bound<'_, PyAny>>, length: usize) -> PyResult<()> {
    progress.map_or(Ok(()), |progress| progress.call1((length,)).map(drop))
}
