//! The order of a list, its pages, and the cursors that lead on from them.

use alloc::string::String;
use alloc::vec::Vec;
use core::cmp::Ordering;

use super::sieve::Person;
use super::{UserColumn, UserListRequest, search};
use crate::commit::Fingerprint;
use crate::register::Register;
use crate::store::Moment;
use crate::{OrganizationId, Personal, Timestamp};

/// The rank of whoever has nothing in the column sorted by: last in both directions.
const NOTHING: u128 = u128::MAX;

/// The form in which cursors are written.
const CURSOR_VERSION: u8 = 1;

/// Bytes of a cursor before its text: version, fingerprint, rank, kind and handle.
const CURSOR_FIELDS: usize = 1 + 8 + 16 + 1 + 4;

/// Where a row stands.
#[derive(Clone, Copy)]
pub(super) struct Place {
    rank: u128,
    pub(super) person: Person,
}

/// The order of a list.
pub(super) struct Order<'a> {
    register: &'a Register,
    at: Timestamp,
    column: UserColumn,
    descending: bool,
}

impl<'a> Order<'a> {
    pub(super) const fn new(register: &'a Register, request: &UserListRequest, at: Timestamp) -> Self {
        Self { register, at, column: request.sort, descending: request.descending }
    }

    pub(super) fn place(&self, person: Person) -> Place {
        let rank = match self.column {
            UserColumn::Learner | UserColumn::ExternalId | UserColumn::Contracts => {
                Some(search::prefix(self.text(person))).filter(|prefix| *prefix > 0)
            }
            // Nothing is 0.
            _ => self.number(person).map(|number| u128::from(number).saturating_add(1)),
        };
        let rank = rank.map_or(NOTHING, |rank| if self.descending { !rank } else { rank });
        Place { rank, person }
    }

    /// What a row has in a column of texts.
    fn text(&self, person: Person) -> &'a str {
        let register = self.register;
        let (handle, contract) = match person {
            Person::Member(handle) => {
                let membership = register.memberships.at(handle);
                (register.learners.at(membership.learner).person, membership.contract)
            }
            Person::Invitee(handle) => {
                let invitation = register.invitations.at(handle);
                (invitation.person, invitation.contract)
            }
        };
        match self.column {
            UserColumn::Learner => register.people.get(handle).name,
            UserColumn::ExternalId => register.people.get(handle).external_id,
            _ => register.contract(contract).map_or("", |contract| &contract.name),
        }
    }

    /// What a row has in a column of dates, counts and words.
    fn number(&self, person: Person) -> Option<u64> {
        let moment = |moment: Moment| (moment != Moment::NONE).then(|| moment.number());
        let register = self.register;
        match (self.column, person) {
            (UserColumn::InvitationDate, Person::Invitee(handle)) => {
                moment(register.invitations.at(handle).created_at)
            }
            (UserColumn::CurrentEnrollments | UserColumn::Completions, Person::Invitee(_)) => Some(0),
            (UserColumn::Status, Person::Invitee(_)) => Some(1),
            (_, Person::Invitee(_)) => None,
            (column, Person::Member(handle)) => {
                let found = register.memberships.at(handle);
                match column {
                    UserColumn::JoinDate => moment(found.joined_at),
                    UserColumn::InvitationDate => {
                        moment(register.invitations.get(found.invitation)?.created_at)
                    }
                    UserColumn::LastActivityDate => moment(found.last_activity_at),
                    UserColumn::CurrentEnrollments => Some(found.current.into()),
                    UserColumn::Completions => Some(found.completed.into()),
                    UserColumn::Status => {
                        Some(if register.left_at(found, self.at) == Moment::NONE { 0 } else { 2 })
                    }
                    UserColumn::RemovalDate => moment(register.left_at(found, self.at)),
                    UserColumn::AllowReturn => register.may_return(found, self.at).map(u64::from),
                    UserColumn::Learner | UserColumn::ExternalId | UserColumn::Contracts => None,
                }
            }
        }
    }

    /// Whether texts that are longer than a rank tells stand behind these equal ranks.
    fn goes_on(&self, rank: u128) -> bool {
        let prefix = if self.descending { !rank } else { rank };
        self.is_of_texts() && rank != NOTHING && prefix & 0xFF != 0
    }

    const fn is_of_texts(&self) -> bool {
        matches!(self.column, UserColumn::Learner | UserColumn::ExternalId | UserColumn::Contracts)
    }

    fn compare_texts(&self, one: &str, other: &str) -> Ordering {
        let order = search::compare(one, other);
        if self.descending { order.reverse() } else { order }
    }

    pub(super) fn compare(&self, one: &Place, other: &Place) -> Ordering {
        one.rank
            .cmp(&other.rank)
            .then_with(|| {
                if !self.goes_on(one.rank) {
                    return Ordering::Equal;
                }
                self.compare_texts(self.text(one.person), self.text(other.person))
            })
            .then_with(|| one.person.cmp(&other.person))
    }

    pub(super) fn is_after(&self, place: &Place, cursor: &Cursor) -> bool {
        let order = place.rank.cmp(&cursor.place.rank).then_with(|| {
            if !self.goes_on(place.rank) {
                return Ordering::Equal;
            }
            self.compare_texts(self.text(place.person), &cursor.text)
        });
        order.then_with(|| place.person.cmp(&cursor.place.person)) == Ordering::Greater
    }

    pub(super) fn cursor(&self, place: Place) -> Cursor {
        let mut text = String::new();
        if self.goes_on(place.rank) {
            search::fold(self.text(place.person), &mut text);
        }
        Cursor { place, text }
    }
}

/// The first of many places, without sorting the others.
pub(super) struct First<'a> {
    order: &'a Order<'a>,
    count: usize,
    places: Vec<Place>,
    /// The last of those kept when there were enough of them: nothing behind it is wanted.
    last: Option<Place>,
}

impl<'a> First<'a> {
    pub(super) const fn new(order: &'a Order<'a>, count: usize) -> Self {
        Self { order, count, places: Vec::new(), last: None }
    }

    pub(super) fn offer(&mut self, place: Place) {
        if self
            .last
            .as_ref()
            .is_some_and(|last| self.order.compare(&place, last) == Ordering::Greater)
        {
            return;
        }
        self.places.push(place);
        if self.places.len() >= self.count.saturating_mul(2).max(64) {
            self.cut();
        }
    }

    fn cut(&mut self) {
        let Some(last) = self.count.checked_sub(1).filter(|last| *last < self.places.len()) else {
            return;
        };
        self.places.select_nth_unstable_by(last, |one, other| self.order.compare(one, other));
        self.places.truncate(self.count);
        self.last = self.places.get(last).copied();
    }

    /// The places in order, from one on.
    pub(super) fn from(mut self, start: usize) -> Vec<Place> {
        self.cut();
        if start >= self.places.len() {
            return Vec::new();
        }
        if start > 0 {
            self.places.select_nth_unstable_by(start, |one, other| self.order.compare(one, other));
        }
        let mut places = self.places.split_off(start);
        places.sort_unstable_by(|one, other| self.order.compare(one, other));
        places
    }
}

/// The place after which a list goes on. It holds the value sorted by, not only the row, so that the list goes on from
/// there although that row may have changed.
pub(super) struct Cursor {
    place: Place,
    /// The folded text sorted by, if it is longer than the rank tells.
    text: String,
}

impl Cursor {
    pub(super) fn write(&self, list: u64) -> Personal {
        let (kind, handle) = match self.place.person {
            Person::Member(handle) => (0, handle),
            Person::Invitee(handle) => (1, handle),
        };
        let mut bytes = alloc::vec![CURSOR_VERSION];
        bytes.extend_from_slice(&list.to_be_bytes());
        bytes.extend_from_slice(&self.place.rank.to_be_bytes());
        bytes.push(kind);
        bytes.extend_from_slice(&handle.to_be_bytes());
        bytes.extend_from_slice(self.text.as_bytes());
        let sum = crc32fast::hash(&bytes);
        bytes.extend_from_slice(&sum.to_be_bytes());
        let mut text = String::with_capacity(bytes.len().saturating_mul(2));
        for byte in bytes {
            for digit in [byte >> 4, byte & 0xF] {
                text.push(char::from_digit(digit.into(), 16).unwrap_or('0'));
            }
        }
        text.into()
    }

    /// The cursor of a text; none if it was changed, or is of another list.
    pub(super) fn read(text: &str, list: u64) -> Option<Self> {
        let digits: Vec<u8> = text
            .chars()
            .map(|letter| u8::try_from(letter.to_digit(16)?).ok())
            .collect::<Option<_>>()?;
        let (pairs, []) = digits.as_chunks::<2>() else { return None };
        let bytes: Vec<u8> = pairs.iter().map(|[high, low]| high << 4 | low).collect();
        let (bytes, sum) = bytes.split_last_chunk::<4>()?;
        if crc32fast::hash(bytes) != u32::from_be_bytes(*sum) {
            return None;
        }
        let (fields, text) = bytes.split_first_chunk::<CURSOR_FIELDS>()?;
        let (version, fields) = fields.split_first()?;
        let (of, fields) = fields.split_first_chunk::<8>()?;
        let (rank, fields) = fields.split_first_chunk::<16>()?;
        let (kind, handle) = fields.split_first()?;
        if *version != CURSOR_VERSION || u64::from_be_bytes(*of) != list {
            return None;
        }
        let handle = u32::from_be_bytes(*handle.first_chunk()?);
        let person = match kind {
            0 => Person::Member(handle),
            1 => Person::Invitee(handle),
            _ => return None,
        };
        let place = Place { rank: u128::from_be_bytes(*rank), person };
        Some(Self { place, text: core::str::from_utf8(text).ok()?.into() })
    }

    /// What stands for a list in its cursors: the organization and the request, pages aside.
    pub(super) fn list(register: &Register, request: &UserListRequest) -> u64 {
        let organization = register.organization.as_ref().map(|found| found.id);
        let print = Fingerprint::of_value(
            organization.unwrap_or(OrganizationId::from_u128(0)),
            &(
                &request.programs,
                request.status,
                &request.enrollments,
                &request.contracts,
                &request.search,
                request.sort,
                request.descending,
            ),
        );
        u64::from(print.a) << 32 | u64::from(print.b)
    }
}
