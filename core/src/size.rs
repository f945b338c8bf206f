//! How much a register holds, in records and bytes.

use crate::register::Register;
use crate::schema::{Definition, record};

record! {
    /// How much a register holds.
    #[derive(Copy)]
    pub struct RegisterSize {
        /// Learners.
        pub learners: u32,
        /// Memberships, former ones included.
        pub memberships: u32,
        /// Invitations, closed ones included.
        pub invitations: u32,
        /// Enrollments, given up ones included.
        pub enrollments: u32,
        /// Bytes held for people, records, ledgers and indexes; profiles, remembered commands and the catalog are left out.
        pub bytes: u64,
    }
}

pub(crate) const DEFINITIONS: &[Definition] = &[Definition::Record(RegisterSize::SCHEMA)];

impl Register {
    /// How many learners, memberships, invitations and enrollments are held, and the bytes that all of it takes.
    pub fn size(&self) -> RegisterSize {
        let ledgers: usize = self
            .contracts
            .iter()
            .map(|contract| contract.seats.entries().bytes().saturating_add(contract.units.entries().bytes()))
            .sum();
        let records = [
            self.learners.bytes(),
            self.memberships.bytes(),
            self.invitations.bytes(),
            self.enrollments.bytes(),
            self.people.bytes(),
            ledgers,
            self.indexes.learners.bytes(),
            self.indexes.emails.bytes(),
            self.indexes.invitations.bytes(),
            self.indexes.invited.bytes(),
            self.indexes.enrollments.bytes(),
            self.lessons.bytes(),
        ];
        RegisterSize {
            learners: self.learners.len(),
            memberships: self.memberships.len(),
            invitations: self.invitations.len(),
            enrollments: self.enrollments.len(),
            bytes: records
                .into_iter()
                .fold(0_u64, |sum, bytes| sum.saturating_add(u64::try_from(bytes).unwrap_or(u64::MAX))),
        }
    }
}
