//! Where the bytes of a report come from: a path, bytes, or a file that was opened for bytes.

use std::fs::File;
use std::path::PathBuf;

use matricula::arrow::{AnyReader, ArrowOptions};
use matricula::report::ReportKind;
use pyo3::intern;
use pyo3::prelude::*;
use pyo3::types::PyBytes;

use arrow_array::RecordBatch;

use super::progress::Progress;
use crate::parts::{Whole, parts_of, read_in_parts};
use crate::source::{bytes_of, closed, opened_special, path_of, read_on, system_error};

/// Bytes that are read at a time.
const PIECE: usize = 1 << 20;

enum Origin {
    File(File, PathBuf, Vec<u8>),
    Bytes(Py<PyBytes>, usize),
    Object(Py<PyAny>),
    /// A pipe or the like at a path, which is ours to close.
    Special(Py<PyAny>),
}

/// A report on its way in: where its bytes come from, what has been read, and who is told of it.
pub(super) struct Reading {
    kind: ReportKind,
    origin: Origin,
    pub(super) reader: AnyReader,
    progress: Option<Progress>,
    done: u64,
    total: Option<u64>,
    pub(super) ended: bool,
}

impl Reading {
    pub(super) fn new(
        kind: ReportKind,
        source: &Bound<'_, PyAny>,
        reader: AnyReader,
        progress: Option<&Bound<'_, PyAny>>,
    ) -> PyResult<Self> {
        let py = source.py();
        let (origin, total) = if let Some(path) = path_of(source)? {
            if let Some(special) = opened_special(py, &path, "rb")? {
                (Origin::Special(special.unbind()), None)
            } else {
                let opened = py.detach(|| {
                    let file = File::open(&path)?;
                    let about = file.metadata()?;
                    Ok((file, about.is_file().then_some(about.len())))
                });
                let (file, length) = opened.map_err(|error| system_error(error, &path))?;
                (Origin::File(file, path, vec![0; PIECE]), length)
            }
        } else if source.hasattr(intern!(py, "read"))? {
            (Origin::Object(source.clone().unbind()), None)
        } else {
            let bytes = bytes_of(source)?;
            let total = bytes.as_bytes().len() as u64;
            (Origin::Bytes(bytes.unbind(), 0), Some(total))
        };
        let progress = progress.map(|progress| Progress::new(progress, total)).transpose()?.flatten();
        Ok(Self { kind, origin, reader, progress, done: 0, total, ended: false })
    }

    /// Reads one more piece, without Python's lock where that can be. False at the end.
    fn advance(&mut self, py: Python<'_>) -> PyResult<bool> {
        let reader = &mut self.reader;
        let length = match &mut self.origin {
            Origin::File(file, path, piece) => {
                let length = py.detach(|| {
                    let length = read_on(file, piece)?;
                    reader.push(piece.get(..length).unwrap_or_default());
                    Ok(length)
                });
                length.map_err(|error| system_error(error, path))?
            }
            Origin::Bytes(bytes, start) => {
                let bytes = bytes.bind(py).as_bytes();
                let rest = bytes.get(*start..).unwrap_or_default();
                let piece = rest.get(..PIECE).unwrap_or(rest);
                py.detach(|| reader.push(piece));
                *start += piece.len();
                piece.len()
            }
            Origin::Object(object) | Origin::Special(object) => {
                let read = object.bind(py).call_method1(intern!(py, "read"), (PIECE,))?;
                let bytes = crate::files::bytes(&read)?;
                let piece = bytes.as_bytes();
                py.detach(|| reader.push(piece));
                piece.len()
            }
        };
        py.check_signals()?;
        if length == 0 {
            py.detach(|| reader.finish());
            self.ended = true;
        }
        self.done += length as u64;
        if let Some(progress) = &self.progress
            && (length > 0 || self.done == 0)
        {
            progress.tell(py, self.done, self.total)?;
        }
        if self.ended {
            self.close(py)?;
        }
        Ok(!self.ended)
    }

    /// The next batch; none at the end.
    pub(super) fn next_batch(&mut self, py: Python<'_>) -> PyResult<Option<RecordBatch>> {
        loop {
            if let Some(batch) = self.reader.next_batch() {
                return Ok(Some(batch));
            }
            if self.ended {
                return Ok(None);
            }
            if let Err(error) = self.advance(py) {
                self.ended = true;
                self.close(py)?;
                return Err(error);
            }
        }
    }

    /// All batches, read by all cores where the file is large and can be read from anywhere.
    pub(super) fn all_batches(&mut self, py: Python<'_>) -> PyResult<Vec<RecordBatch>> {
        let size = self.total.filter(|size| parts_of(*size) > 1 && self.done == 0 && !self.ended);
        let object = match &self.origin {
            Origin::Bytes(bytes, _) => Some(bytes.clone_ref(py)),
            _ => None,
        };
        let whole = match (&self.origin, &object) {
            (Origin::File(file, ..), _) => Some(Whole::File(file)),
            (_, Some(bytes)) => Some(Whole::Bytes(bytes.bind(py).as_bytes())),
            _ => None,
        };
        if let (Some(size), Some(whole)) = (size, whole) {
            let empty = AnyReader::new(self.kind, ArrowOptions::default());
            let reader = std::mem::replace(&mut self.reader, empty);
            let progress = self.progress.as_ref();
            let read = read_in_parts(py, reader, whole, size, |py, done| {
                progress.map_or(Ok(()), |progress| progress.tell(py, done, Some(size)))
            });
            self.ended = true;
            self.close(py)?;
            self.reader = read?;
            py.detach(|| self.reader.finish());
        }
        let mut batches = Vec::new();
        while let Some(batch) = self.next_batch(py)? {
            batches.push(batch);
        }
        Ok(batches)
    }

    /// Reads on until the columns are known.
    pub(super) fn read_header(&mut self, py: Python<'_>) -> PyResult<()> {
        while !self.ended && self.reader.columns().is_none() && self.reader.problems().is_empty() {
            if let Err(error) = self.advance(py) {
                self.close(py)?;
                return Err(error);
            }
        }
        Ok(())
    }

    fn close(&mut self, py: Python<'_>) -> PyResult<()> {
        let told = self.progress.take().map_or(Ok(()), |progress| progress.close(py));
        match &self.origin {
            Origin::Special(file) => closed(file.bind(py), told),
            _ => told,
        }
    }
}
