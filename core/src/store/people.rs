use alloc::string::String;
use alloc::vec::Vec;
use core::fmt;

use serde::{Deserialize, Deserializer, Serialize};

const PAGE_BYTES: usize = 1 << 16;

/// Bytes of one text at most: three of them fit into a page.
const TEXT_BYTES: usize = (1 << 14) - 1;

/// Pages at most: more have no handle.
const PAGES: usize = 1 << 16;

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

/// The names, emails and external ids of everyone, packed into pages of text.
///
/// A record is three lengths of two characters each and the three texts. Setting a person anew writes a new
/// record and blanks the old one, so that nothing personal lingers (`ID-4`). A page is text as a whole, so that
/// a person can be read without asking again whether it is.
#[derive(Clone, Default, Serialize)]
#[serde(transparent)]
pub(crate) struct People {
    pages: Vec<String>,
}

impl fmt::Debug for People {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(formatter, "People({} pages)", self.pages.len())
    }
}

const HEADER: usize = 6;

/// A length of 14 bits as two characters of ASCII.
fn digits(length: usize) -> [u8; 2] {
    #[allow(clippy::cast_possible_truncation, reason = "each part is cut to its 7 bits on purpose")]
    [(length & 0x7F) as u8, (length >> 7 & 0x7F) as u8]
}

fn length([low, high]: [u8; 2]) -> usize {
    usize::from(low & 0x7F) | usize::from(high & 0x7F) << 7
}

impl People {
    /// Stores a person. Texts are checked against their limits before, and cut at [`TEXT_BYTES`] here.
    pub(crate) fn add(&mut self, person: Person<'_>) -> PersonHandle {
        let texts = [person.name, person.email, person.external_id].map(|text| {
            let end = text.floor_char_boundary(TEXT_BYTES.min(text.len()));
            text.get(..end).unwrap_or("")
        });
        let size = texts.iter().fold(HEADER, |size, text| size.saturating_add(text.len()));
        let fits = self.pages.last().is_some_and(|page| page.len().saturating_add(size) <= PAGE_BYTES);
        if !fits {
            // The first page grows as it fills, so that a small register stays small.
            let capacity = if self.pages.is_empty() { 0 } else { PAGE_BYTES };
            self.pages.push(String::with_capacity(capacity));
        }
        let page_number = self.pages.len().saturating_sub(1);
        let Some(page) = self.pages.last_mut() else { return 0 };
        let offset = page.len();
        for text in texts {
            page.extend(digits(text.len()).map(char::from));
        }
        for text in texts {
            page.push_str(text);
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
        let (header, texts) = page.get((handle & 0xffff) as usize..)?.split_at_checked(HEADER)?;
        let &[n0, n1, e0, e1, x0, x1] = header.as_bytes() else { return None };
        let (name, texts) = texts.split_at_checked(length([n0, n1]))?;
        let (email, texts) = texts.split_at_checked(length([e0, e1]))?;
        let external_id = texts.get(..length([x0, x1]))?;
        Some(Person { name, email, external_id })
    }

    pub(crate) fn email(&self, handle: PersonHandle) -> &str {
        self.get(handle).email
    }

    /// Overwrites a person's texts with nothing. The handle then gives empty texts.
    pub(crate) fn blank(&mut self, handle: PersonHandle) {
        let person = self.get(handle);
        let texts = [person.name, person.email, person.external_id];
        let size = texts.iter().fold(HEADER, |size, text| size.saturating_add(text.len()));
        let start = (handle & 0xffff) as usize;
        let end = start.saturating_add(size);
        let Some(page) = self.pages.get_mut((handle >> 16) as usize) else { return };
        if page.is_char_boundary(start) && page.is_char_boundary(end) && start < end {
            page.replace_range(start..end, &"\0".repeat(size));
        }
    }

    pub(crate) fn is_full(&self) -> bool {
        self.pages.len() >= PAGES
    }

    pub(crate) fn bytes(&self) -> usize {
        self.pages.iter().map(String::capacity).sum()
    }
}

impl<'de> Deserialize<'de> for People {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let pages = Vec::<String>::deserialize(deserializer)?;
        if pages.len() > PAGES || pages.iter().any(|page| page.len() > PAGE_BYTES) {
            return Err(serde::de::Error::custom("too many or too large pages of personal data"));
        }
        Ok(Self { pages })
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
