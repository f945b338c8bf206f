//! The two forms of a commit: JSON text, and the compact bytes that are the same in every language.

use matricula::schema::Described;
use matricula::{Commit, Event, PersonalRecord, RowOutcome};
use napi::bindgen_prelude::Uint8Array;
use napi::{Either, JsString};
use napi_derive::napi;
use serde::Serialize;

use crate::answer::{Defect, Failure, json};
use crate::shape;

/// Records in a piece of JSON text at most, so that no text comes near the longest that JavaScript can hold.
const PIECE: usize = 4_096;

/// A commit's compact bytes as JavaScript holds them: an array, or a text with a character for each byte. Such a text is
/// the cheapest thing to hand over that keeps small bytes.
pub(crate) type Compact<'env> = Either<JsString<'env>, Uint8Array>;

/// Reads a commit from its compact bytes.
pub(crate) fn from_compact(compact: Compact<'_>) -> napi::Result<Result<Commit, Defect>> {
    Ok(match compact {
        Either::A(text) => from_bytes(text.into_latin1()?.as_slice()),
        Either::B(bytes) => from_bytes(&bytes),
    })
}

/// A commit from its JSON text.
pub(crate) fn from_text(text: &str) -> Result<Commit, Defect> {
    shape::read(text, "commit", Commit::TYPE)
}

/// A commit from its compact bytes.
pub(crate) fn from_bytes(bytes: &[u8]) -> Result<Commit, Defect> {
    match postcard::take_from_bytes(bytes) {
        Ok((commit, [])) => Ok(commit),
        _ => Err(Defect {
            path: "bytes".into(),
            message: "`bytes`: these are not the bytes of one commit; give what `toBytes` gave".into(),
        }),
    }
}

/// A commit's compact bytes.
pub(crate) fn to_bytes(commit: &Commit) -> Vec<u8> {
    postcard::to_extend(commit, Vec::with_capacity(256)).unwrap_or_default()
}

/// The parts of a commit that do not grow.
#[derive(Serialize)]
struct Head<'a> {
    version: u16,
    sequence: u64,
    at: matricula::Timestamp,
    actor: &'a matricula::Actor,
    receipt: Option<matricula::Receipt>,
    warnings: &'a [matricula::Warning],
    /// Of how many pieces each list is.
    pieces: [usize; 3],
}

fn pieces<T: Serialize>(records: &[T]) -> impl Iterator<Item = String> {
    records.chunks(PIECE).map(json)
}

/// A commit as JSON text; a long one in pieces: the head, then pieces of its events, personal records and rows.
fn to_pieces(commit: &Commit) -> Vec<String> {
    let events: &[Event] = &commit.events;
    let (personal, rows): (&[PersonalRecord], &[RowOutcome]) = (&commit.personal, &commit.rows);
    if events.len().max(personal.len()).max(rows.len()) <= PIECE {
        return vec![json(commit)];
    }
    let count = |length: usize| length.div_ceil(PIECE);
    let head = json(&Head {
        version: commit.version,
        sequence: commit.sequence,
        at: commit.at,
        actor: &commit.actor,
        receipt: commit.receipt,
        warnings: &commit.warnings,
        pieces: [count(events.len()), count(personal.len()), count(rows.len())],
    });
    std::iter::once(head)
        .chain(pieces(events))
        .chain(pieces(personal))
        .chain(pieces(rows))
        .collect()
}

/// The compact bytes of the commit in a JSON text, or text that says what is wrong.
#[napi]
pub fn commit_bytes(text: String) -> Either<String, Uint8Array> {
    match from_text(&text) {
        Ok(commit) => Either::B(to_bytes(&commit).into()),
        Err(defect) => Either::A(Failure::from(defect).told()),
    }
}

/// The commit in compact bytes as JSON text, in pieces if it is long, or text that says what is wrong.
#[napi]
pub fn commit_pieces(compact: Compact<'_>) -> napi::Result<Vec<String>> {
    Ok(match from_compact(compact)? {
        Ok(commit) => to_pieces(&commit),
        Err(defect) => vec![Failure::from(defect).told()],
    })
}

/// Looks whether bytes are those of a commit: nothing, or text that says what is wrong.
#[napi]
pub fn check_commit(bytes: Uint8Array) -> Option<String> {
    from_bytes(&bytes).err().map(|defect| Failure::from(defect).told())
}
