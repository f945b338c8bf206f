//! Writes the files under `examples/data`, the same ones each time: `cargo run --example make_example_data`.
//!
//! Every person, partner and course in them is invented.

mod catalog;
mod chance;
mod invitations;
mod people;
mod year;

use std::path::Path;
use std::{fs, io};

use chance::Chance;

/// The files by name.
pub(crate) fn files() -> [(&'static str, String); 4] {
    let mut chance = Chance::new(2020);
    let mut addresses = invitations::Addresses::default();
    let invitees = invitations::invitees(&mut chance, &mut addresses);
    let invitations = invitations::file(&mut chance, &invitees);
    let activity = year::file(&mut chance, &mut addresses, &invitees);
    [
        ("invitations.csv", invitations),
        ("whitelist.csv", invitations::whitelist()),
        ("catalog.csv", catalog::file()),
        ("activity.csv", activity),
    ]
}

/// A cell as a file has it.
fn quoted(cell: &str) -> String {
    if cell.contains([',', '"', '\r', '\n']) {
        format!("\"{}\"", cell.replace('"', "\"\""))
    } else {
        cell.to_owned()
    }
}

#[allow(
    dead_code,
    reason = "the test of the committed files takes in this file and calls what it needs"
)]
fn main() -> io::Result<()> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("examples/data");
    fs::create_dir_all(&folder)?;
    for (name, content) in files() {
        fs::write(folder.join(name), content)?;
    }
    Ok(())
}
