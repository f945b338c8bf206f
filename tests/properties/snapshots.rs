//! Snapshots that were cut off or changed: an error, or a register that holds together; never a panic.

use matricula::*;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;

use crate::forgery::use_it;
use crate::world::{cases, history, live, setup};

/// Where the checksum stands in a snapshot, and where the records begin.
const CHECKSUM: std::ops::Range<usize> = 10..14;

/// The checksum that a snapshot has: CRC-32 of ISO 3309, bit by bit.
fn checksum(bytes: &[u8]) -> u32 {
    !bytes.iter().fold(u32::MAX, |sum, byte| {
        (0..8).fold(sum ^ u32::from(*byte), |sum, _| sum >> 1 ^ (0xEDB8_8320 & (sum & 1).wrapping_neg()))
    })
}

pub(crate) fn seal(bytes: &mut [u8]) {
    let sum = checksum(&bytes[CHECKSUM.end..]);
    bytes[CHECKSUM].copy_from_slice(&sum.to_le_bytes());
}

#[test]
fn the_checksum_is_that_of_the_library() {
    let mut bytes = Register::new().snapshot();
    let stored = bytes.clone();
    bytes[CHECKSUM].fill(0);
    seal(&mut bytes);
    assert_eq!(bytes, stored);
}

fn restore_anything(bytes: &[u8], later: &[crate::world::Move]) -> Result<(), TestCaseError> {
    if let Ok(mut register) = Register::restore(bytes) {
        prop_assert_eq!(register.check_invariants(), Ok(()));
        let again = register.snapshot();
        prop_assert!(Register::restore(&again).is_ok_and(|same| same.snapshot() == again));
        use_it(&mut register, later);
    }
    Ok(())
}

proptest! {
    #![proptest_config(cases(150))]

    #[test]
    fn api_3_a_snapshot_cut_off_or_changed_is_refused(
        commands in setup(),
        moves in history(0..15),
        cut in any::<Index>(),
        bit in 0..8_u32,
    ) {
        let bytes = live(&commands, &moves).0.snapshot();
        let cut = cut.index(bytes.len());
        let error = Register::restore(&bytes[..cut]).unwrap_err();
        prop_assert_eq!(error, if cut < CHECKSUM.end { RestoreError::NotASnapshot } else { RestoreError::Damaged });
        let mut changed = bytes.clone();
        changed[cut] ^= 1 << bit;
        prop_assert!(Register::restore(&changed).is_err());
        let mut longer = bytes;
        longer.push(0);
        prop_assert_eq!(Register::restore(&longer).unwrap_err(), RestoreError::Damaged);
        seal(&mut longer);
        prop_assert_eq!(Register::restore(&longer).unwrap_err(), RestoreError::Damaged);
    }
}

proptest! {
    #![proptest_config(cases(800))]

    #[test]
    fn api_3_a_forged_snapshot_is_refused_or_holds_together(
        commands in setup(),
        moves in history(0..25),
        forged in vec((any::<Index>(), any::<u8>(), any::<u8>()), 1..4),
        later in history(0..10),
    ) {
        let mut bytes = live(&commands, &moves).0.snapshot();
        for (place, kind, byte) in forged {
            let place = CHECKSUM.end + place.index(bytes.len() - CHECKSUM.end);
            match kind % 8 {
                0..=2 => bytes[place] ^= 1 << (byte % 8),
                3 => bytes[place] = byte,
                4 => bytes[place] = bytes[place].wrapping_add(1),
                5 => bytes[place] = bytes[place].wrapping_sub(1),
                6 => bytes.insert(place, byte),
                _ => drop(bytes.remove(place)),
            }
        }
        seal(&mut bytes);
        restore_anything(&bytes, &later)?;
    }
}

#[test]
fn api_3_any_bytes_are_refused() {
    let header = &Register::new().snapshot()[..CHECKSUM.start];
    let mut runner = proptest::test_runner::TestRunner::new(cases(2_000));
    let bytes = vec(any::<u8>(), 0..200);
    runner
        .run(&bytes, |bytes| {
            let _ = Register::restore(&bytes);
            let mut sealed = header.to_vec();
            sealed.extend_from_slice(&[0; 4]);
            sealed.extend_from_slice(&bytes);
            seal(&mut sealed);
            restore_anything(&sealed, &[])
        })
        .unwrap();
}
