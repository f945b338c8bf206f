//! The Node package: installed, built, tested, type-checked and packed, as a user would.
//!
//! It needs `node` and `npm`, and the packages of `bindings-node/package-lock.json`. The addon is built into a target
//! folder of its own, since cargo holds the lock of the usual one while this runs.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops at the first defect")]

use std::ffi::OsStr;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

mod twins;

fn root() -> &'static Path {
    Path::new(env!("CARGO_MANIFEST_DIR"))
}

fn target() -> PathBuf {
    root().join("target").join("node")
}

/// Runs a program of the Node installation and gives what it printed. Fails with all of it.
fn run(folder: &Path, program: &str, arguments: &[&str]) -> String {
    let mut command = Command::new(program);
    command.args(arguments).current_dir(folder).env("CARGO_TARGET_DIR", target());
    // What cargo tells its tests is not meant for the cargo of the build within.
    for (name, _) in std::env::vars_os() {
        let name = name.to_string_lossy();
        if name.starts_with("CARGO_PKG_")
            || name.starts_with("npm_")
            || name == "NODE_OPTIONS"
            || name == "NODE_TEST_CONTEXT"
        {
            command.env_remove(&*name);
        }
    }
    let shown = format!("{program} {}", arguments.join(" "));
    let output = command.output().unwrap_or_else(|error| {
        panic!("`{shown}` did not start: {error}; install Node.js 20 or later, with npm, to run this test")
    });
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    assert!(
        output.status.success(),
        "`{shown}` failed with {}:\n{printed}\n{}",
        output.status,
        String::from_utf8_lossy(&output.stderr)
    );
    printed
}

/// The figure that the test runner prints behind a word.
fn figure(printed: &str, word: &str) -> u32 {
    let line = printed
        .lines()
        .find_map(|line| line.split_once(&format!(" {word} ")).filter(|(mark, _)| mark.len() <= 3));
    let (_, number) = line.unwrap_or_else(|| panic!("the test runner told no `{word}`:\n{printed}"));
    number.trim().parse().expect("the test runner tells a number")
}

#[test]
fn the_node_package_is_built_tested_and_installed() {
    let package = root().join("bindings-node");
    // Installing runs `prepare`, which builds the addon.
    run(&package, "npm", &["ci", "--no-audit", "--no-fund"]);
    let addons = fs::read_dir(&package).expect("the package is there").filter_map(Result::ok);
    let addons = addons.filter(|file| file.path().extension() == Some(OsStr::new("node"))).count();
    assert_eq!(addons, 1, "one addon was built");

    let printed = run(&package, "npm", &["test"]);
    let passed = figure(&printed, "pass");
    assert_eq!(
        (figure(&printed, "fail"), figure(&printed, "skipped"), figure(&printed, "todo")),
        (0, 0, 0)
    );
    assert!(passed >= 80, "only {passed} tests ran:\n{printed}");
    // Straight to where it is seen, since a test's own printing is held back when it passes.
    writeln!(std::io::stdout(), "\nnode tests: {passed} passed").expect("the count can be told");

    run(&package, "npm", &["run", "types"]);

    // Packed without scripts, since the addon has just been built, and installed where nothing else is.
    let place = target().join("installed");
    if place.exists() {
        fs::remove_dir_all(&place).expect("the folder of the last run can go");
    }
    fs::create_dir_all(&place).expect("a folder can be made");
    let destination = place.to_string_lossy().into_owned();
    run(&package, "npm", &["pack", "--ignore-scripts", "--pack-destination", &destination]);
    let packed = format!("matricula-{}.tgz", env!("CARGO_PKG_VERSION"));
    fs::write(place.join("package.json"), r#"{ "name": "user", "private": true }"#)
        .expect("a file can be written");
    run(
        &place,
        "npm",
        &["install", "--offline", "--no-audit", "--no-fund", &format!("./{packed}")],
    );
    let names = "Object.keys(matricula).filter((name) => name !== 'default' && name !== 'module.exports').sort().join()";
    let required = run(&place, "node", &["-p", &format!("const matricula = require('matricula'); {names}")]);
    let imported = format!("import * as matricula from 'matricula'; console.log({names})");
    let imported = run(&place, "node", &["--input-type=module", "-e", &imported]);
    assert_eq!(required, imported, "both module systems give the same names");
    let sequence = run(
        &place,
        "node",
        &[
            "-p",
            "const { OPERATOR, Register, commands } = require('matricula');
            const organization = '10000000-0000-4000-8000-000000000001';
            const command = commands.createOrganization({ organization, name: 'Acme', domains: [] });
            new Register().execute(command, { now: new Date(), actor: OPERATOR }).sequence",
        ],
    );
    assert_eq!(sequence.trim(), "1", "the installed package works");

    let mut twin = Command::new("node");
    twin.arg(root().join("examples/email_report.mjs")).current_dir(root());
    twins::assert_same_output(twin, &target().join("out"));
}
