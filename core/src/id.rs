//! Identifiers: 128 bits each, one type per kind of thing, so that none is taken for another.
//!
//! The vendor prints ids as 22 characters of URL-safe base64, most others print them as hyphenated UUIDs. Both forms are
//! read everywhere. [`CourseId`], [`CollectionId`] and [`ContractId`] stand in reports, and keep the form in which they
//! were given; the form never matters when two ids are compared.

use core::cmp::Ordering;
use core::fmt;
use core::hash::{Hash, Hasher};
use core::str::FromStr;

use serde::de::{Error as _, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use thiserror::Error;
use uuid::Uuid;

/// Characters of the longer form of an id.
const HYPHENATED: usize = 36;

/// Characters of the shorter form of an id.
const SHORT: usize = 22;

const URL_SAFE: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";

/// What marks a character that is not of the alphabet.
const NONE: u8 = 0xFF;

/// The six bits of each character of the alphabet.
const SIX_BITS: [u8; 256] = six_bits();

#[allow(
    clippy::indexing_slicing,
    clippy::arithmetic_side_effects,
    clippy::cast_possible_truncation,
    reason = "runs at compile time over the 64 letters of the alphabet"
)]
const fn six_bits() -> [u8; 256] {
    let mut table = [NONE; 256];
    let mut value = 0;
    while value < URL_SAFE.len() {
        table[URL_SAFE[value] as usize] = value as u8;
        value += 1;
    }
    table
}

/// A text that is not an id.
///
/// ```
/// use matricula::{CourseId, IdError};
///
/// let error = "Pottery".parse::<CourseId>().unwrap_err();
/// assert_eq!(error, IdError::NotAnId);
/// assert_eq!(error.code(), "not_an_id");
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum IdError {
    /// Neither form of an id.
    #[error(
        "this is not an id: give 22 characters of URL-safe base64, or a UUID of 36 characters with its hyphens"
    )]
    NotAnId,
}

impl IdError {
    /// The stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotAnId => "not_an_id",
        }
    }
}

/// In which form an id was given.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[repr(u8)]
enum Form {
    Short,
    Hyphenated,
}

impl Form {
    const fn from_byte(byte: u8) -> Option<Self> {
        match byte {
            0 => Some(Self::Short),
            1 => Some(Self::Hyphenated),
            _ => None,
        }
    }
}

/// Reads either form.
fn parse(text: &str) -> Result<([u8; 16], Form), IdError> {
    let text = text.as_bytes();
    if let Ok(text) = <&[u8; SHORT]>::try_from(text) {
        let bits = parse_short(text).ok_or(IdError::NotAnId)?;
        return Ok((bits.to_be_bytes(), Form::Short));
    }
    // Of the forms that the other crate reads, only the hyphenated one has this length.
    if text.len() == HYPHENATED {
        let id = Uuid::try_parse_ascii(text).map_err(|_| IdError::NotAnId)?;
        return Ok((id.into_bytes(), Form::Hyphenated));
    }
    Err(IdError::NotAnId)
}

fn parse_short(text: &[u8; SHORT]) -> Option<u128> {
    let mut seen = 0;
    let mut bits = |text: &[u8]| {
        text.iter().fold(0_u64, |bits, byte| {
            let six = SIX_BITS.get(usize::from(*byte)).copied().unwrap_or(NONE);
            seen |= six;
            bits << 6 | u64::from(six & 0x3F)
        })
    };
    // Ten characters give 60 bits, the last two the remaining eight, with four to spare.
    let (high, rest) = text.split_first_chunk::<10>()?;
    let (middle, low) = rest.split_first_chunk::<10>()?;
    let (high, middle, low) = (bits(high), bits(middle), bits(low));
    (seen < 0x40 && low.trailing_zeros() >= 4)
        .then(|| u128::from(high) << 68 | u128::from(middle) << 8 | u128::from(low >> 4))
}

fn write(id: [u8; 16], form: Form, buffer: &mut [u8; HYPHENATED]) -> &str {
    match form {
        Form::Hyphenated => Uuid::from_bytes(id).hyphenated().encode_lower(buffer),
        Form::Short => {
            let Some((short, _)) = buffer.split_first_chunk_mut::<SHORT>() else {
                return "";
            };
            let mut bits = u128::from_be_bytes(id);
            for place in &mut *short {
                let six = usize::try_from(bits >> 122).unwrap_or_default();
                *place = URL_SAFE.get(six).copied().unwrap_or(b'A');
                bits <<= 6;
            }
            core::str::from_utf8(short).unwrap_or_default()
        }
    }
}

/// Reads an id from the text of a format.
struct Text<T>(core::marker::PhantomData<T>);

impl<T: FromStr<Err = IdError>> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("an id, as text")
    }

    fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<T, E> {
        text.parse().map_err(E::custom)
    }
}

/// What every kind of id can do, however it is kept.
macro_rules! common {
    ($name:ident) => {
        impl $name {
            /// The id as a number.
            pub const fn as_u128(self) -> u128 {
                u128::from_be_bytes(self.bytes())
            }

            /// Prints the id into a buffer, which is faster than formatting it.
            pub fn write_to<'a>(&self, buffer: &'a mut [u8; 36]) -> &'a str {
                write(self.bytes(), self.form(), buffer)
            }
        }

        impl From<Uuid> for $name {
            fn from(id: Uuid) -> Self {
                Self::from_u128(id.as_u128())
            }
        }

        impl From<$name> for Uuid {
            fn from(id: $name) -> Self {
                Self::from_bytes(id.bytes())
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.pad(self.write_to(&mut [0; HYPHENATED]))
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, concat!(stringify!($name), "({})"), self)
            }
        }
    };
}

/// Defines the kinds of ids.
macro_rules! ids {
    (
        plain { $($(#[$plain_doc:meta])* $plain:ident;)* }
        keeping_form { $($(#[$keeping_doc:meta])* $keeping:ident;)* }
    ) => {
        $(
            $(#[$plain_doc])*
            ///
            /// It prints as a hyphenated UUID in lower case, whichever form was read.
            ///
            /// ```
            #[doc = concat!("use matricula::", stringify!($plain), ";")]
            ///
            #[doc = concat!("let id: ", stringify!($plain), " = \"daG-a-O1EeijKBISCWxf6g\".parse()?;")]
            /// assert_eq!(id.to_string(), "75a1be6b-e3b5-11e8-a328-1212096c5fea");
            /// assert_eq!(id, id.to_string().parse()?);
            /// # Ok::<(), matricula::IdError>(())
            /// ```
            #[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
            pub struct $plain([u8; 16]);

            impl $plain {
                /// The id with this number.
                pub const fn from_u128(id: u128) -> Self {
                    Self(id.to_be_bytes())
                }

                const fn bytes(self) -> [u8; 16] {
                    self.0
                }

                const fn form(self) -> Form {
                    Form::Hyphenated
                }
            }

            common!($plain);

            impl FromStr for $plain {
                type Err = IdError;

                fn from_str(text: &str) -> Result<Self, IdError> {
                    parse(text).map(|(bytes, _)| Self(bytes))
                }
            }

            impl Serialize for $plain {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    if serializer.is_human_readable() {
                        serializer.serialize_str(self.write_to(&mut [0; HYPHENATED]))
                    } else {
                        self.0.serialize(serializer)
                    }
                }
            }

            impl<'de> Deserialize<'de> for $plain {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    if deserializer.is_human_readable() {
                        deserializer.deserialize_str(Text(core::marker::PhantomData))
                    } else {
                        Deserialize::deserialize(deserializer).map(Self)
                    }
                }
            }
        )*
        $(
            $(#[$keeping_doc])*
            ///
            /// It prints in the form in which it was read, since reports give it back. The form does not matter when
            /// two ids are compared, ordered or hashed.
            ///
            /// ```
            #[doc = concat!("use matricula::", stringify!($keeping), ";")]
            ///
            #[doc = concat!("let id: ", stringify!($keeping), " = \"daG-a-O1EeijKBISCWxf6g\".parse()?;")]
            /// assert_eq!(id.to_string(), "daG-a-O1EeijKBISCWxf6g");
            /// assert_eq!(id, "75a1be6b-e3b5-11e8-a328-1212096c5fea".parse()?);
            /// assert_eq!(id.hyphenated().to_string(), "75a1be6b-e3b5-11e8-a328-1212096c5fea");
            /// # Ok::<(), matricula::IdError>(())
            /// ```
            #[derive(Clone, Copy)]
            pub struct $keeping {
                bytes: [u8; 16],
                form: Form,
            }

            impl $keeping {
                /// The id with this number, in the form of 22 characters.
                pub const fn from_u128(id: u128) -> Self {
                    Self { bytes: id.to_be_bytes(), form: Form::Short }
                }

                /// The same id in the form of 22 characters.
                #[must_use]
                pub const fn short(self) -> Self {
                    Self { form: Form::Short, ..self }
                }

                /// The same id in the form of a hyphenated UUID.
                #[must_use]
                pub const fn hyphenated(self) -> Self {
                    Self { form: Form::Hyphenated, ..self }
                }

                const fn bytes(self) -> [u8; 16] {
                    self.bytes
                }

                const fn form(self) -> Form {
                    self.form
                }
            }

            common!($keeping);

            impl PartialEq for $keeping {
                fn eq(&self, other: &Self) -> bool {
                    self.bytes == other.bytes
                }
            }

            impl Eq for $keeping {}

            impl PartialOrd for $keeping {
                fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
                    Some(self.cmp(other))
                }
            }

            impl Ord for $keeping {
                fn cmp(&self, other: &Self) -> Ordering {
                    self.bytes.cmp(&other.bytes)
                }
            }

            impl Hash for $keeping {
                fn hash<H: Hasher>(&self, state: &mut H) {
                    self.bytes.hash(state);
                }
            }

            impl FromStr for $keeping {
                type Err = IdError;

                fn from_str(text: &str) -> Result<Self, IdError> {
                    parse(text).map(|(bytes, form)| Self { bytes, form })
                }
            }

            impl Serialize for $keeping {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    if serializer.is_human_readable() {
                        serializer.serialize_str(self.write_to(&mut [0; HYPHENATED]))
                    } else {
                        (self.bytes, self.form as u8).serialize(serializer)
                    }
                }
            }

            impl<'de> Deserialize<'de> for $keeping {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    if deserializer.is_human_readable() {
                        return deserializer.deserialize_str(Text(core::marker::PhantomData));
                    }
                    let (bytes, form) = <([u8; 16], u8)>::deserialize(deserializer)?;
                    match Form::from_byte(form) {
                        Some(form) => Ok(Self { bytes, form }),
                        None => Err(D::Error::custom("an id is followed by 0 or 1, for its form")),
                    }
                }
            }
        )*
    };
}

ids! {
    plain {
        /// The id of an organization.
        OrganizationId;
        /// The id of a program.
        ProgramId;
        /// The id of a specialization.
        SpecializationId;
        /// The id of an invitation.
        InvitationId;
        /// The id of a learner: of the account that joined (`ID-3`).
        LearnerId;
        /// The id of an administrator.
        AdministratorId;
        /// The id of a command, by which a repeated one is recognized (`API-6`).
        CommandId;
        /// The id of a bulk import (`INV-3`).
        ImportId;
        /// The id of a report schedule (`REP-4`).
        ScheduleId;
    }
    keeping_form {
        /// The id of a contract.
        ContractId;
        /// The id of a course.
        CourseId;
        /// The id of a collection.
        CollectionId;
    }
}

impl ImportId {
    /// The id of the invitation that a row of this import makes: the UUID version 5, in the namespace of the import, of
    /// the row's position from 0 as eight bytes, the lowest first. So a repeated import makes the same invitations.
    ///
    /// ```
    /// use matricula::ImportId;
    ///
    /// let import = ImportId::from_u128(7);
    /// assert_eq!(import.derive(0), import.derive(0));
    /// assert_ne!(import.derive(0), import.derive(1));
    /// ```
    #[must_use]
    pub fn derive(self, position: u64) -> InvitationId {
        Uuid::new_v5(&self.into(), &position.to_le_bytes()).into()
    }
}

#[cfg(test)]
mod tests {
    use alloc::format;
    use alloc::string::{String, ToString};
    use core::hash::BuildHasher;

    use foldhash::fast::FixedState;
    use proptest::prelude::*;

    use super::*;

    const VENDOR: &str = "daG-a-O1EeijKBISCWxf6g";
    const UUID: &str = "75a1be6b-e3b5-11e8-a328-1212096c5fea";

    #[test]
    fn both_forms_are_read_and_what_was_given_is_kept_for_reports() {
        let short: CourseId = VENDOR.parse().unwrap();
        let long: CourseId = UUID.to_uppercase().parse().unwrap();
        assert_eq!((short.to_string(), long.to_string()), (VENDOR.into(), UUID.into()));
        assert_eq!(short, long);
        assert_eq!(short.cmp(&long), Ordering::Equal);
        let hashing = FixedState::with_seed(1);
        assert_eq!(hashing.hash_one(short), hashing.hash_one(long));
        assert_eq!(long.short().to_string(), VENDOR);
        assert_eq!(CourseId::from_u128(long.as_u128()).to_string(), VENDOR);
        assert_eq!(Uuid::from(long).to_string(), UUID);
        assert_eq!(ContractId::from(Uuid::from(long)).to_string(), VENDOR);
        assert_eq!(LearnerId::from_str(VENDOR).unwrap().to_string(), UUID);
        assert_eq!(
            format!("{short:?} {:?}", LearnerId::from(Uuid::from(long))),
            format!("CourseId({VENDOR}) LearnerId({UUID})")
        );
    }

    #[test]
    fn an_id_may_begin_with_a_hyphen() {
        let id: CollectionId = "-aG-a-O1EeijKBISCWxf6g".parse().unwrap();
        assert_eq!(id.to_string(), "-aG-a-O1EeijKBISCWxf6g");
        assert_eq!(id.hyphenated().to_string().parse::<CollectionId>().unwrap(), id);
    }

    #[test]
    fn what_is_no_id_is_refused() {
        for text in [
            "",
            "daG-a-O1EeijKBISCWxf6",
            "daG-a-O1EeijKBISCWxf6gg",
            // One of the four bits to spare is set.
            "daG-a-O1EeijKBISCWxf6h",
            "daG+a-O1EeijKBISCWxf6g",
            "daG/a-O1EeijKBISCWxf6g",
            "daG-a-O1EeijKBISCWxf==",
            " aG-a-O1EeijKBISCWxf6g",
            "äG-a-O1EeijKBISCWxf6g",
            "75a1be6be3b511e8a3281212096c5fea",
            "{75a1be6b-e3b5-11e8-a328-1212096c5fea}",
            "urn:uuid:75a1be6b-e3b5-11e8-a328-1212096c5fea",
            "75a1be6b-e3b5-11e8-a328-1212096c5feg",
            "75a1be6be-3b5-11e8-a328-1212096c5fea",
            "75a1be6b_e3b5_11e8_a328_1212096c5fea",
            "75a1be6b-e3b5-11e8-a328-1212096c5f\u{e9}",
        ] {
            assert_eq!(text.parse::<CourseId>(), Err(IdError::NotAnId), "{text}");
            assert_eq!(text.parse::<LearnerId>(), Err(IdError::NotAnId), "{text}");
        }
    }

    #[test]
    fn ids_are_as_small_as_they_can_be() {
        assert_eq!((size_of::<LearnerId>(), align_of::<LearnerId>()), (16, 1));
        assert_eq!((size_of::<CourseId>(), align_of::<CourseId>()), (17, 1));
        let stored = postcard::to_allocvec(&LearnerId::from_u128(u128::MAX)).unwrap();
        assert_eq!(stored, [0xFF; 16]);
        let stored = postcard::to_allocvec(&CourseId::from_u128(1).hyphenated()).unwrap();
        assert_eq!(stored, [0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1, 1]);
        assert!(postcard::from_bytes::<CourseId>(&[2; 17]).is_err());
    }

    #[test]
    fn inv_3_a_repeated_import_makes_the_same_invitations() {
        // Worked out with Python's uuid.uuid5.
        let import: ImportId = UUID.parse().unwrap();
        assert_eq!(import.derive(0).to_string(), "4d81df9a-d576-569f-9e60-c2701a0ed110");
        assert_eq!(import.derive(258).to_string(), "ca8174dc-e968-5e5a-84d0-3917ca98f98d");
    }

    proptest! {
        #[test]
        fn ids_are_read_as_printed(number: u128, other: u128) {
            let id = CourseId::from_u128(number);
            for id in [id, id.hyphenated()] {
                let printed = id.to_string();
                prop_assert_eq!(printed.parse::<CourseId>().unwrap().to_string(), printed.clone());
                prop_assert_eq!(id.as_u128(), number);
                let stored = postcard::to_allocvec(&id).unwrap();
                prop_assert_eq!(postcard::from_bytes::<CourseId>(&stored).unwrap().to_string(), printed.clone());
                let json = serde_json::to_string(&id).unwrap();
                prop_assert_eq!(&json, &format!("\"{printed}\""));
                prop_assert_eq!(serde_json::from_str::<CourseId>(&json).unwrap().to_string(), printed);
            }
            let learner = LearnerId::from_u128(number);
            prop_assert_eq!(serde_json::from_str::<LearnerId>(&serde_json::to_string(&learner).unwrap()).unwrap(), learner);
            prop_assert_eq!(learner.cmp(&LearnerId::from_u128(other)), number.cmp(&other));
        }

        #[test]
        fn no_two_texts_of_22_characters_are_the_same_id(text in "[A-Za-z0-9_-]{21}[A-Za-z0-9_-]") {
            if let Ok(id) = text.parse::<CourseId>() {
                prop_assert_eq!(id.to_string(), text);
            }
        }

        #[test]
        fn no_text_makes_reading_an_id_fail_otherwise(text: String) {
            let _ = text.parse::<CourseId>();
        }
    }
}
