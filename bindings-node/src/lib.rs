//! The Node package's addon: text in, text or bytes out.
//!
//! Whole records cross as JSON text, since of all ways to hand an object over that is the cheapest. Nothing is thrown
//! here that a caller could provoke: refusals and other errors come back as text, and the hand-written `index.js` makes
//! errors of them. Long work runs on the worker threads of the event loop.

#![allow(unreachable_pub, reason = "the macros of the addon take public items only")]
#![cfg_attr(
    test,
    allow(dead_code, reason = "built as a test, the addon does not register what it exports")
)]

mod accumulators;
mod answer;
mod batch;
mod comparison_tables;
mod comparisons;
mod dialects;
mod figures;
mod files;
mod forms;
mod gradebook;
mod ipc;
mod parts;
mod query;
mod register;
mod rows;
mod schedule;
mod shape;
mod table_writer;
mod tables;
mod work;
