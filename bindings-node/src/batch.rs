//! Many commands at once: all of them are read before the first is executed, so that none is when one cannot be read.

use std::sync::{Arc, Mutex, PoisonError};

use matricula::schema::Described;
use matricula::{Command, Context, Register};
use napi::bindgen_prelude::AsyncTask;
use napi_derive::napi;

use crate::answer::{ToldRefusal, json};
use crate::shape;
use crate::work::{Made, Told, Work, told};

/// Pieces of commands that were read, in the order in which they were given.
pub(crate) type Pieces = Arc<Mutex<Vec<Vec<Command>>>>;

/// Commands on their way to a register.
#[napi]
#[derive(Default)]
pub struct NativeBatch {
    pub(crate) pieces: Pieces,
}

/// Reads the commands of a JSON array into the place kept for them.
fn read(pieces: &Pieces, place: usize, text: &str) -> Made {
    let commands: Vec<Command> = shape::read(text, "commands", Vec::<Command>::TYPE)?;
    let mut pieces = pieces.lock().unwrap_or_else(PoisonError::into_inner);
    if let Some(piece) = pieces.get_mut(place) {
        *piece = commands;
    }
    Ok(Vec::new())
}

#[napi]
impl NativeBatch {
    /// A batch without commands.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Keeps a place behind the commands given so far.
    fn next_place(&self) -> usize {
        let mut pieces = self.pieces.lock().unwrap_or_else(PoisonError::into_inner);
        pieces.push(Vec::new());
        pieces.len() - 1
    }

    /// Adds the commands of a JSON array.
    #[napi(catch_unwind)]
    pub fn add(&self, text: String) -> Told {
        told(read(&self.pieces, self.next_place(), &text))
    }

    /// Adds the commands of a JSON array, on a worker thread. Their place is that of this call.
    #[napi]
    pub fn add_async(&self, text: String) -> AsyncTask<Work> {
        let (pieces, place) = (Arc::clone(&self.pieces), self.next_place());
        Work::new(move || read(&pieces, place, &text))
    }
}

/// Executes one piece. Made are the compact bytes of the commits and the JSON text of the refusals, one after the
/// other, for each its end as a number, which is negative for a refusal, and for each a byte that tells a repetition.
pub(crate) fn execute(register: &mut Register, pieces: &Pieces, place: usize, context: &Context) -> Made {
    let commands = {
        let mut pieces = pieces.lock().unwrap_or_else(PoisonError::into_inner);
        pieces.get_mut(place).map(std::mem::take).unwrap_or_default()
    };
    let mut data = Vec::with_capacity(commands.len() * 128);
    let mut ends = Vec::with_capacity(commands.len() * 8);
    let mut repeated = Vec::with_capacity(commands.len());
    for command in &commands {
        let sign = match register.execute(command, context) {
            Ok(commit) => {
                data = postcard::to_extend(&commit, data).unwrap_or_default();
                repeated.push(commit.repeated.into());
                1.0
            }
            Err(refusal) => {
                data.extend_from_slice(json(&ToldRefusal::of(&refusal)).as_bytes());
                repeated.push(0);
                -1.0
            }
        };
        // Exact: no memory holds 2^53 bytes.
        ends.extend_from_slice(&(sign * data.len() as f64).to_le_bytes());
    }
    Ok(vec![data, ends, repeated])
}
