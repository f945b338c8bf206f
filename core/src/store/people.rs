use alloc::vec::Vec;
use core::fmt;

use serde::de::{SeqAccess, Visitor};
use serde::ser::SerializeSeq;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

const PAGE_BYTES: usize = 1 << 16;

/// Where a person's name, email and external id stand.
pub(crate) type PersonHandle = u32;

/// What the register knows of one person.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) struct Person<'a> {
    pub(crate) name: &'a str,
    pub(crate) email: &'a str,
    pub(crate) external_id: &'a str,
}

impl fmt::Debug for Person<'_> {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("(personal)")
    }
}

/// The names, emails and external ids of everyone, packed into pages of bytes.
///
/// A record is three lengths of two bytes each and the three texts. Setting a person anew writes a new
/// record and blanks the old one, so that nothing personal lingers (`ID-4`).
#[derive(Clone, Default)]
pub(crate) struct People {
    pages: Vec<Vec<u8>>,
}

impl fmt::Debug for People {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "People({} pages)", self.pages.len())
    }
}

const HEADER: usize = 6;

impl People {
    /// Stores a person. Texts are checked against their limits before, and cut at 65,535 bytes here.
    pub(crate) fn add(&mut self, person: Person<'_>) -> PersonHandle {
        let texts = [person.name, person.email, person.external_id].map(|text| {
            let end = text.floor_char_boundary(usize::from(u16::MAX).min(text.len()));
            text.get(..end).unwrap_or("").as_bytes()
        });
        let size = texts.iter().fold(HEADER, |size, text| size.saturating_add(text.len()));
        let fits = self.pages.last().is_some_and(|page| page.len().saturating_add(size) <= PAGE_BYTES);
        if !fits {
            self.pages.push(Vec::new());
        }
        let page_number = self.pages.len().saturating_sub(1);
        let Some(page) = self.pages.last_mut() else {
            return 0;
        };
        if page.capacity() == 0 && page_number > 0 {
            page.reserve_exact(PAGE_BYTES);
        }
        let offset = page.len();
        for text in texts {
            page.extend_from_slice(&u16::try_from(text.len()).unwrap_or(u16::MAX).to_le_bytes());
        }
        for text in texts {
            page.extend_from_slice(text);
        }
        #[allow(
            clippy::cast_possible_truncation,
            reason = "65,536 pages of 65,536 bytes are refused before by the register's limit"
        )]
        let handle = (page_number << 16 | offset) as u32;
        handle
    }

    pub(crate) fn get(&self, handle: PersonHandle) -> Person<'_> {
        self.try_get(handle).unwrap_or(Person { name: "", email: "", external_id: "" })
    }

    pub(crate) fn try_get(&self, handle: PersonHandle) -> Option<Person<'_>> {
        let page = self.pages.get((handle >> 16) as usize)?;
        let record = page.get((handle & 0xffff) as usize..)?;
        let (header, texts) = record.split_at_checked(HEADER)?;
        let &[n0, n1, e0, e1, x0, x1] = header else {
            return None;
        };
        let (name, texts) = texts.split_at_checked(usize::from(u16::from_le_bytes([n0, n1])))?;
        let (email, texts) = texts.split_at_checked(usize::from(u16::from_le_bytes([e0, e1])))?;
        let (external_id, _) = texts.split_at_checked(usize::from(u16::from_le_bytes([x0, x1])))?;
        Some(Person {
            name: core::str::from_utf8(name).ok()?,
            email: core::str::from_utf8(email).ok()?,
            external_id: core::str::from_utf8(external_id).ok()?,
        })
    }

    /// The email alone, without checking the name on the way.
    pub(crate) fn email(&self, handle: PersonHandle) -> &str {
        self.get(handle).email
    }

    /// Overwrites a person's texts with nothing. The handle then gives empty texts.
    pub(crate) fn blank(&mut self, handle: PersonHandle) {
        let size = {
            let person = self.get(handle);
            person
                .name
                .len()
                .saturating_add(person.email.len())
                .saturating_add(person.external_id.len())
        };
        let Some(page) = self.pages.get_mut((handle >> 16) as usize) else {
            return;
        };
        let start = (handle & 0xffff) as usize;
        if let Some(record) = page.get_mut(start..start.saturating_add(HEADER).saturating_add(size)) {
            record.fill(0);
        }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.pages.len() >= 1 << 16
    }

    pub(crate) fn bytes(&self) -> usize {
        self.pages.iter().map(Vec::capacity).sum()
    }
}

/// Pages are stored as byte strings: restoring them is copying them.
impl Serialize for People {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        struct Bytes<'a>(&'a [u8]);
        impl Serialize for Bytes<'_> {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_bytes(self.0)
            }
        }
        let mut sequence = serializer.serialize_seq(Some(self.pages.len()))?;
        for page in &self.pages {
            sequence.serialize_element(&Bytes(page))?;
        }
        sequence.end()
    }
}

impl<'de> Deserialize<'de> for People {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Bytes(Vec<u8>);
        impl<'de> Deserialize<'de> for Bytes {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                struct Raw;
                impl Visitor<'_> for Raw {
                    type Value = Bytes;
                    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                        formatter.write_str("a page of bytes")
                    }
                    fn visit_bytes<E: serde::de::Error>(self, bytes: &[u8]) -> Result<Bytes, E> {
                        if bytes.len() > PAGE_BYTES {
                            return Err(E::custom("a page of personal data is too long"));
                        }
                        let mut page = Vec::with_capacity(PAGE_BYTES);
                        page.extend_from_slice(bytes);
                        Ok(Bytes(page))
                    }
                }
                deserializer.deserialize_bytes(Raw)
            }
        }
        struct List;
        impl<'de> Visitor<'de> for List {
            type Value = People;
            fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str("pages of bytes")
            }
            fn visit_seq<A: SeqAccess<'de>>(self, mut sequence: A) -> Result<People, A::Error> {
                let mut people = People::default();
                while let Some(Bytes(page)) = sequence.next_element()? {
                    people.pages.push(page);
                }
                Ok(people)
            }
        }
        deserializer.deserialize_seq(List)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn id_4_a_blanked_person_leaves_no_byte() {
        let mut people = People::default();
        let jo = people.add(Person { name: "Jo Doe", email: "jd@example.com", external_id: "12345" });
        let an = people.add(Person { name: "Ann", email: "ann@example.com", external_id: "" });
        people.blank(jo);
        assert_eq!(people.get(jo), Person { name: "", email: "", external_id: "" });
        assert_eq!(people.get(an).email, "ann@example.com");
        let stored = postcard::to_allocvec(&people).unwrap();
        assert!(!stored.windows(6).any(|window| window == b"Jo Doe"));
    }

    #[test]
    fn many_people_keep_their_handles_over_pages() {
        let mut people = People::default();
        let handles: Vec<_> = (0..5_000)
            .map(|number| {
                let email = alloc::format!("learner{number}@example.com");
                people.add(Person { name: "Zoë", email: &email, external_id: "" })
            })
            .collect();
        for (number, handle) in handles.iter().enumerate() {
            assert_eq!(people.email(*handle), alloc::format!("learner{number}@example.com"));
        }
    }
}
