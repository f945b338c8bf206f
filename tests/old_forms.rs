//! What earlier versions stored stays readable (`API-3`): `golden/form-1.bin` and `golden/form-2.bin` hold snapshots of forms
//! 1 and 2, each with the compact bytes of the commits behind it.

use std::fs;
use std::path::Path;

use matricula::{Commit, Register, RegisterSize, SNAPSHOT_VERSION};

fn number(bytes: &mut &[u8]) -> usize {
    let (head, rest) = bytes.split_first_chunk::<4>().expect("a number");
    *bytes = rest;
    u32::from_le_bytes(*head) as usize
}

fn piece<'a>(bytes: &mut &'a [u8]) -> &'a [u8] {
    let length = number(bytes);
    let (head, rest) = bytes.split_at(length);
    *bytes = rest;
    head
}

#[test]
fn api_3_snapshots_and_commits_of_form_1_are_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/form-1.bin");
    let file = fs::read(path).unwrap();
    let mut bytes = file.as_slice();
    let mut kinds = std::collections::BTreeSet::new();
    while !bytes.is_empty() {
        let snapshot = piece(&mut bytes);
        assert_eq!(snapshot[8..10], [1, 0]);
        let restored = Register::restore(snapshot).unwrap();
        restored.check_invariants().unwrap();
        let mut replayed = Register::new();
        for _ in 0..number(&mut bytes) {
            let commit: Commit = postcard::from_bytes(piece(&mut bytes)).unwrap();
            kinds.extend(commit.events.iter().map(|event| event.kind()));
            replayed.apply(&commit).unwrap();
        }
        let written = replayed.snapshot();
        assert_eq!(written[8..10], SNAPSHOT_VERSION.to_le_bytes());
        assert_eq!(restored.snapshot(), written);
    }
    assert_eq!(kinds.len(), 39, "every kind of event that form 1 had");
}

#[test]
fn api_3_snapshots_of_form_2_are_read() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden/form-2.bin");
    let file = fs::read(path).unwrap();
    let mut bytes = file.as_slice();
    let mut kinds = std::collections::BTreeSet::new();
    while !bytes.is_empty() {
        let snapshot = piece(&mut bytes);
        assert_eq!(snapshot[8..10], [2, 0]);
        let restored = Register::restore(snapshot).unwrap();
        restored.check_invariants().unwrap();
        let mut replayed = Register::new();
        for _ in 0..number(&mut bytes) {
            let commit: Commit = postcard::from_bytes(piece(&mut bytes)).unwrap();
            kinds.extend(commit.events.iter().map(|event| event.kind()));
            replayed.apply(&commit).unwrap();
        }
        // A snapshot of form 2 has only the last date of what was enrolled in twice, and not who may look on after a
        // program's removal; all else is as if the commits had been taken in.
        let at = replayed.latest().unwrap();
        assert_eq!((restored.sequence(), restored.latest()), (replayed.sequence(), Some(at)));
        assert_eq!(
            (restored.contracts(at), restored.programs(at)),
            (replayed.contracts(at), replayed.programs(at))
        );
        let counts = |register: &Register| RegisterSize { bytes: 0, ..register.size() };
        assert_eq!(counts(&restored), counts(&replayed));
        assert!(restored.rights() == replayed.rights());
        let written = restored.snapshot();
        assert_eq!(written[8..10], SNAPSHOT_VERSION.to_le_bytes());
        assert_eq!(Register::restore(&written).unwrap().snapshot(), written);
    }
    assert_eq!(kinds.len(), 41, "kinds of events");
}
