//! Work off the event loop: a closure that a worker thread runs, and a promise of what it makes.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::{Mutex, PoisonError};

use napi::bindgen_prelude::{AsyncTask, Uint8Array};
use napi::{Either, Env, Task};
use napi_derive::napi;

use crate::answer::Failure;

/// What work makes: byte strings, each of them handed over without a copy.
pub(crate) type Made = Result<Vec<Vec<u8>>, Failure>;

/// What a promise of it holds: the byte strings, or text that says what went wrong.
pub(crate) type Told = Either<String, Vec<Uint8Array>>;

/// A closure on its way to a worker thread.
pub struct Work(Option<Box<dyn FnOnce() -> Made + Send>>);

impl Work {
    pub(crate) fn new(job: impl FnOnce() -> Made + Send + 'static) -> AsyncTask<Self> {
        AsyncTask::new(Self(Some(Box::new(job))))
    }
}

/// Hands over what was made at once.
pub(crate) fn told(made: Made) -> Told {
    handed_over(made.map_err(|failure| failure.told()))
}

fn handed_over(made: Result<Vec<Vec<u8>>, String>) -> Told {
    match made {
        Ok(parts) => Either::B(parts.into_iter().map(Uint8Array::new).collect()),
        Err(text) => Either::A(text),
    }
}

impl Task for Work {
    type Output = Result<Vec<Vec<u8>>, String>;
    type JsValue = Told;

    fn compute(&mut self) -> napi::Result<Self::Output> {
        // The runtime calls this once. A panic must not cross into it.
        let Some(job) = self.0.take() else { return Ok(Ok(Vec::new())) };
        let made = catch_unwind(AssertUnwindSafe(job)).unwrap_or(Err(Failure::HalfDone));
        Ok(made.map_err(|failure| failure.told()))
    }

    fn resolve(&mut self, _: Env, made: Self::Output) -> napi::Result<Told> {
        Ok(handed_over(made))
    }
}

/// A long text on its way to a worker thread. It is given in pieces, so that the event loop goes on in between.
#[napi]
#[derive(Default)]
pub struct NativeText(Mutex<String>);

#[napi]
impl NativeText {
    /// An empty text.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds a piece.
    #[napi]
    pub fn push(&self, piece: String) {
        let mut text = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if text.is_empty() { *text = piece } else { text.push_str(&piece) }
    }

    /// The text, which is gone from here.
    pub(crate) fn take(&self) -> String {
        std::mem::take(&mut *self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}
