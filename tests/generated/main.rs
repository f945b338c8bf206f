//! What is generated from the one definition: the Python types, the TypeScript types and the reference page.
//!
//! The files are committed. This test fails when one of them is stale;
//! `MATRICULA_GENERATE=1 cargo test --test generated` writes them anew.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops at the first defect")]

use std::fs;
use std::path::Path;

mod python;
mod reference;
mod roles;
mod typescript;

#[test]
fn what_is_generated_is_committed() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let files = [python::files(), typescript::files(), reference::files()].concat();
    let mut stale = Vec::new();
    for (path, content) in files {
        let path = root.join(path);
        if fs::read_to_string(&path).is_ok_and(|found| found == content) {
            continue;
        }
        if std::env::var_os("MATRICULA_GENERATE").is_some() {
            fs::create_dir_all(path.parent().expect("a file has a folder")).expect("the folder can be made");
            fs::write(&path, content).expect("the file can be written");
        } else {
            stale.push(path);
        }
    }
    assert!(
        stale.is_empty(),
        "stale: {stale:?}; run `MATRICULA_GENERATE=1 cargo test --test generated` and commit what it writes"
    );
}
