//! Arrow IPC data: batches out as a stream, and in from a stream or a file.

use std::io::Cursor;

use arrow_array::RecordBatch;
use arrow_ipc::reader::{FileReader, StreamReader};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{ArrowError, SchemaRef};

use crate::answer::Failure;
use crate::tables::defect;

/// What an Arrow IPC file, in contrast to a stream, starts with.
pub(crate) const FILE_MARK: &[u8] = b"ARROW1";

/// Batches as a stream.
pub(crate) fn stream(schema: &SchemaRef, batches: &[RecordBatch]) -> Result<Vec<u8>, ArrowError> {
    let mut writer = StreamWriter::try_new(Vec::new(), schema)?;
    for batch in batches {
        writer.write(batch)?;
    }
    writer.finish()?;
    writer.into_inner()
}

/// Goes through the batches of a whole stream or file; `what` names it.
pub(crate) fn each_batch(
    bytes: &[u8],
    what: &str,
    mut each: impl FnMut(&RecordBatch) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let bytes = Cursor::new(bytes);
    if bytes.get_ref().starts_with(FILE_MARK) {
        let reader = FileReader::try_new(bytes, None).map_err(|error| unreadable(what, &error))?;
        for batch in reader {
            each(&batch.map_err(|error| unreadable(what, &error))?)?;
        }
    } else {
        let reader = StreamReader::try_new(bytes, None).map_err(|error| unreadable(what, &error))?;
        for batch in reader {
            each(&batch.map_err(|error| unreadable(what, &error))?)?;
        }
    }
    Ok(())
}

pub(crate) fn unreadable(what: &str, error: &ArrowError) -> Failure {
    defect(what, &format!("this is no Arrow IPC data: {error}"))
}
