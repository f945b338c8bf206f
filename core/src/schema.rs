//! One definition of every record, choice, union and refusal, from which all languages are fed.
//!
//! The macros of this module define a Rust type and describe it at the same time. [`definitions`] lists
//! the descriptions; the Python stubs, the TypeScript types, the readers of both bindings and the
//! reference pages are generated from that list, and a test fails when one of them is stale.

use alloc::boxed::Box;
use alloc::string::String;
use alloc::vec::Vec;

/// The type of a field, as every language knows it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TypeSchema {
    /// Unicode text.
    Text,
    /// Text about a person: shown to whoever asks by id, never in debug output or messages (`ID-4`).
    Personal,
    /// True or false.
    Boolean,
    /// A whole number from zero to the largest value given; always below 2^53, so that JavaScript holds it.
    Integer(u64),
    /// A [`crate::Timestamp`]: text in JSON, a UTC instant with milliseconds.
    Time,
    /// A [`crate::Percent`]: decimal text in JSON, 0 to 100.
    Percent,
    /// A [`crate::Hours`]: decimal text in JSON, hours.
    Hours,
    /// A [`crate::report::Exact`]: decimal text in JSON, of either sign.
    Decimal,
    /// An identifier; the name of its Rust type.
    Id(&'static str),
    /// A value that may be absent.
    Optional(&'static TypeSchema),
    /// A list in a defined order.
    List(&'static TypeSchema),
    /// Another definition, by name.
    Named(&'static str),
}

/// A type that can be a field of a definition.
pub trait Described {
    /// How the other languages see this type.
    const TYPE: TypeSchema;
}

/// A field of a record or of a variant.
#[derive(Clone, Copy, Debug)]
pub struct FieldSchema {
    /// The name, in `snake_case`.
    pub name: &'static str,
    /// The type.
    pub field_type: TypeSchema,
    /// What it means: one paragraph.
    pub doc: &'static str,
}

/// A record, or one variant of a union.
#[derive(Clone, Copy, Debug)]
pub struct RecordSchema {
    /// The name of the Rust type, in `CamelCase`.
    pub name: &'static str,
    /// The value of the discriminating field, in `snake_case`; the record's name in that case otherwise.
    pub kind: &'static str,
    /// What it is, with the rule or chapter it comes from.
    pub doc: &'static str,
    /// The fields, in order.
    pub fields: &'static [FieldSchema],
    /// Of a record of which any field may be left out, the default that such a field takes: all of it, as JSON.
    pub default: Option<fn() -> String>,
}

/// One of the values of a choice.
#[derive(Clone, Copy, Debug)]
pub struct OptionSchema {
    /// The text that stands for it.
    pub value: &'static str,
    /// What it means.
    pub doc: &'static str,
}

/// One refusal: a variant with what a program needs to know of it.
#[derive(Clone, Copy, Debug)]
pub struct RefusalSchema {
    /// The variant: its `kind` is the stable code.
    pub record: RecordSchema,
    /// The number of the rule that refuses.
    pub rule: &'static str,
    /// What would cure it.
    pub cure: crate::Cure,
}

/// A definition: what the macros of this module wrote down beside the Rust type.
#[derive(Clone, Copy, Debug)]
pub enum Definition {
    /// A struct.
    Record(RecordSchema),
    /// A closed list of words.
    Choice {
        /// The name of the Rust type.
        name: &'static str,
        /// What it is.
        doc: &'static str,
        /// The words, the default first.
        options: &'static [OptionSchema],
    },
    /// Records told apart by a field.
    Union {
        /// The name of the Rust type.
        name: &'static str,
        /// What it is.
        doc: &'static str,
        /// The field that tells the variants apart.
        tag: &'static str,
        /// The variants, in order.
        variants: &'static [RecordSchema],
    },
    /// The refusals, in the order in which they are judged.
    Refusals {
        /// What they are.
        doc: &'static str,
        /// The refusals.
        variants: &'static [RefusalSchema],
    },
}

/// Every definition of the library, those that others refer to first.
///
/// ```
/// use matricula::schema::{definitions, Definition};
///
/// let commands = definitions()
///     .find_map(|definition| match definition {
///         Definition::Union { name: "Command", variants, .. } => Some(variants),
///         _ => None,
///     })
///     .unwrap();
/// assert!(commands.iter().any(|command| command.kind == "invite_learner"));
/// ```
pub fn definitions() -> impl Iterator<Item = Definition> {
    [
        crate::policy::DEFINITIONS,
        crate::catalog::DEFINITIONS,
        crate::catalog_detail::DEFINITIONS,
        crate::person::DEFINITIONS,
        crate::authority::DEFINITIONS,
        crate::refusal::DEFINITIONS,
        crate::bulk::DEFINITIONS,
        crate::table::PROBLEM_DEFINITIONS,
        crate::table::DEFINITIONS,
        crate::report::DIALECT_DEFINITIONS,
        crate::table::RECOGNITION_DEFINITIONS,
        crate::report::FORM_DEFINITIONS,
        crate::command::DEFINITIONS,
        crate::event::DEFINITIONS,
        crate::commit::DEFINITIONS,
        crate::view::DEFINITIONS,
        crate::size::DEFINITIONS,
        crate::contract_notice::DEFINITIONS,
        crate::question::DEFINITIONS,
        crate::report::DEFINITIONS,
        crate::user_list::DEFINITIONS,
        crate::organization::DEFINITIONS,
        crate::home::DEFINITIONS,
        crate::leaderboard::DEFINITIONS,
        crate::program_preview::DEFINITIONS,
        crate::report::FILE_DEFINITIONS,
        crate::report::FIGURES_DEFINITIONS,
        crate::report::SCHEDULE_DEFINITIONS,
        crate::report::GRADEBOOK_DEFINITIONS,
        crate::report::DIFFERENCE_DEFINITIONS,
        crate::report::GROUP_DEFINITIONS,
    ]
    .into_iter()
    .flatten()
    .copied()
}

macro_rules! described {
    ($($type:ty => $schema:expr),* $(,)?) => {
        $(impl Described for $type { const TYPE: TypeSchema = $schema; })*
    };
}

described! {
    Box<str> => TypeSchema::Text,
    String => TypeSchema::Text,
    crate::Personal => TypeSchema::Personal,
    bool => TypeSchema::Boolean,
    u8 => TypeSchema::Integer(u8::MAX as u64),
    u16 => TypeSchema::Integer(u16::MAX as u64),
    u32 => TypeSchema::Integer(u32::MAX as u64),
    u64 => TypeSchema::Integer(WHOLE_MAX),
    crate::Timestamp => TypeSchema::Time,
    crate::Percent => TypeSchema::Percent,
    crate::Hours => TypeSchema::Hours,
    crate::OrganizationId => TypeSchema::Id("OrganizationId"),
    crate::ContractId => TypeSchema::Id("ContractId"),
    crate::ProgramId => TypeSchema::Id("ProgramId"),
    crate::CourseId => TypeSchema::Id("CourseId"),
    crate::SpecializationId => TypeSchema::Id("SpecializationId"),
    crate::CollectionId => TypeSchema::Id("CollectionId"),
    crate::InvitationId => TypeSchema::Id("InvitationId"),
    crate::LearnerId => TypeSchema::Id("LearnerId"),
    crate::AdministratorId => TypeSchema::Id("AdministratorId"),
    crate::CommandId => TypeSchema::Id("CommandId"),
    crate::ImportId => TypeSchema::Id("ImportId"),
    crate::ScheduleId => TypeSchema::Id("ScheduleId"),
}

impl<T: Described> Described for Option<T> {
    const TYPE: TypeSchema = TypeSchema::Optional(&T::TYPE);
}

impl<T: Described> Described for Vec<T> {
    const TYPE: TypeSchema = TypeSchema::List(&T::TYPE);
}

impl Described for crate::commit::Events {
    const TYPE: TypeSchema = TypeSchema::List(&crate::Event::TYPE);
}

impl<T: Described> Described for Box<T> {
    const TYPE: TypeSchema = T::TYPE;
}

/// The largest whole number that every language holds exactly.
pub const WHOLE_MAX: u64 = (1 << 53) - 1;

/// Reads a whole number that every language holds exactly: what JavaScript would round is refused in every language.
/// Compact bytes are no language's numbers.
pub(crate) fn whole<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
    let is_text = deserializer.is_human_readable();
    let number = <u64 as serde::Deserialize>::deserialize(deserializer)?;
    if is_text && number > WHOLE_MAX {
        let found = serde::de::Unexpected::Unsigned(number);
        return Err(serde::de::Error::invalid_value(found, &"a whole number from 0 to 9007199254740991"));
    }
    Ok(number)
}

/// A value as JSON text. What the macros of this module define can always be written.
pub(crate) fn json_of(value: &impl serde::Serialize) -> String {
    serde_json::to_string(value).unwrap_or_default()
}

/// A record of which a part may be given, but that is stored whole: what is missing there was lost.
pub(crate) trait Stored: Sized {
    /// Reads it with every field.
    fn stored<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error>;
}

/// Defines a struct and describes it.
macro_rules! record {
    (
        $(#[doc = $doc:literal])*
        $(#[derive($($derive:ident),*)])?
        pub struct $Name:ident {
            $(
                $(#[doc = $field_doc:literal])* $(#[serde($($attribute:tt)*)])? pub $field:ident : $type:ty
            ),* $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize $(, $($derive),*)?)]
        pub struct $Name {
            $( $(#[doc = $field_doc])* $(#[serde($($attribute)*)])? pub $field: $type, )*
        }

        impl<'de> serde::Deserialize<'de> for $Name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::schema::record!(@read $Name, deserializer, whole,
                    { $( $(#[serde($($attribute)*)])? $field: $type ),* })
            }
        }

        $crate::schema::record! { @described None,
            $(#[doc = $doc])*
            pub struct $Name { $( $(#[doc = $field_doc])* pub $field: $type ),* }
        }
    };
    // What is left out takes the default, but not where it is stored.
    (
        $(#[doc = $doc:literal])*
        $(#[derive($($derive:ident),*)])?
        pub struct $Name:ident = default {
            $(
                $(#[doc = $field_doc:literal])* $(#[serde($($attribute:tt)*)])? pub $field:ident : $type:ty
            ),* $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize $(, $($derive),*)?)]
        pub struct $Name {
            $( $(#[doc = $field_doc])* $(#[serde($($attribute)*)])? pub $field: $type, )*
        }

        impl<'de> serde::Deserialize<'de> for $Name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::schema::record!(@read $Name, deserializer, default,
                    { $( $(#[serde($($attribute)*)])? $field: $type ),* })
            }
        }

        impl $crate::schema::Stored for $Name {
            fn stored<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                $crate::schema::record!(@read $Name, deserializer, whole,
                    { $( $(#[serde($($attribute)*)])? $field: $type ),* })
            }
        }

        $crate::schema::record! { @described Some(|| $crate::schema::json_of(&$Name::default())),
            $(#[doc = $doc])*
            pub struct $Name { $( $(#[doc = $field_doc])* pub $field: $type ),* }
        }
    };
    // What stands `beside` is told and not kept: it is in no stored form, and records that differ in it alone are equal.
    (
        $(#[doc = $doc:literal])*
        pub struct $Name:ident {
            $(
                $(#[doc = $field_doc:literal])* $(#[serde($($attribute:tt)*)])? pub $field:ident : $type:ty
            ),* $(,)?
        }
        beside {
            $( $(#[doc = $other_doc:literal])* pub $other:ident : $other_type:ty ),* $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, Eq, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields)]
        pub struct $Name {
            $( $(#[doc = $field_doc])* $(#[serde($($attribute)*)])? pub $field: $type, )*
            $( $(#[doc = $other_doc])* #[serde(skip)] pub $other: $other_type, )*
        }

        impl PartialEq for $Name {
            fn eq(&self, other: &Self) -> bool {
                $( self.$field == other.$field )&&*
            }
        }

        $crate::schema::record! { @described None,
            $(#[doc = $doc])*
            pub struct $Name { $( $(#[doc = $field_doc])* pub $field: $type ),* }
        }
    };
    (@read $Name:ident, $deserializer:ident, whole,
        { $( $(#[serde($($attribute:tt)*)])? $field:ident : $type:ty ),* }
    ) => {{
        type Target = $Name;

        #[derive(serde::Deserialize)]
        #[serde(remote = "Target", deny_unknown_fields)]
        struct Fields {
            $( $(#[serde($($attribute)*)])? $field: $type, )*
        }

        $crate::schema::record!(@object $Name, $deserializer, Fields)
    }};
    (@read $Name:ident, $deserializer:ident, default,
        { $( $(#[serde($($attribute:tt)*)])? $field:ident : $type:ty ),* }
    ) => {{
        type Target = $Name;

        #[derive(serde::Deserialize)]
        #[serde(remote = "Target", default = "Target::default", deny_unknown_fields)]
        struct Fields {
            $( $(#[serde($($attribute)*)])? $field: $type, )*
        }

        $crate::schema::record!(@object $Name, $deserializer, Fields)
    }};
    // For people an object: a list, which `serde` would take for the fields in their order, is refused.
    (@object $Name:ident, $deserializer:ident, $Fields:ident) => {{
        use serde::de::value::MapAccessDeserializer;
        use serde::de::{MapAccess, Visitor};

        struct Object;

        impl<'de> Visitor<'de> for Object {
            type Value = $Name;

            fn expecting(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                formatter.write_str("an object")
            }

            fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<$Name, A::Error> {
                $Fields::deserialize(MapAccessDeserializer::new(map))
            }
        }

        if $deserializer.is_human_readable() {
            $deserializer.deserialize_map(Object)
        } else {
            $Fields::deserialize($deserializer)
        }
    }};
    (@described $default:expr,
        $(#[doc = $doc:literal])*
        pub struct $Name:ident {
            $( $(#[doc = $field_doc:literal])* pub $field:ident : $type:ty ),*
        }
    ) => {
        impl $crate::schema::Described for $Name {
            const TYPE: $crate::schema::TypeSchema = $crate::schema::TypeSchema::Named(stringify!($Name));
        }

        impl $Name {
            #[doc(hidden)]
            pub const SCHEMA: $crate::schema::RecordSchema = $crate::schema::RecordSchema {
                name: stringify!($Name),
                kind: stringify!($Name),
                doc: concat!($($doc, "\n",)*),
                fields: &[$( $crate::schema::FieldSchema {
                    name: stringify!($field),
                    field_type: <$type as $crate::schema::Described>::TYPE,
                    doc: concat!($($field_doc, "\n",)*),
                } ),*],
                default: $default,
            };
        }
    };
}

/// Defines an enum of plain words and describes it. The first is the default.
macro_rules! choice {
    (
        $(#[doc = $doc:literal])*
        pub enum $Name:ident {
            $(#[doc = $first_doc:literal])* $First:ident = $first_word:literal,
            $( $(#[doc = $option_doc:literal])* $Option:ident = $word:literal ),* $(,)?
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, serde::Serialize, serde::Deserialize)]
        pub enum $Name {
            $(#[doc = $first_doc])*
            #[default]
            #[serde(rename = $first_word)]
            $First,
            $( $(#[doc = $option_doc])* #[serde(rename = $word)] $Option, )*
        }

        impl $crate::schema::Described for $Name {
            const TYPE: $crate::schema::TypeSchema = $crate::schema::TypeSchema::Named(stringify!($Name));
        }

        impl $Name {
            /// Every value, the default first.
            pub const ALL: &'static [Self] = &[Self::$First, $(Self::$Option),*];

            #[doc(hidden)]
            pub const SCHEMA: $crate::schema::Definition = $crate::schema::Definition::Choice {
                name: stringify!($Name),
                doc: concat!($($doc, "\n",)*),
                options: &[
                    $crate::schema::OptionSchema { value: $first_word, doc: concat!($($first_doc, "\n",)*) },
                    $( $crate::schema::OptionSchema { value: $word, doc: concat!($($option_doc, "\n",)*) } ),*
                ],
            };

            /// The word that stands for this value in every language.
            pub const fn as_str(self) -> &'static str {
                match self {
                    Self::$First => $first_word,
                    $( Self::$Option => $word, )*
                }
            }
        }

        impl core::fmt::Display for $Name {
            fn fmt(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
                formatter.write_str(self.as_str())
            }
        }

        impl core::str::FromStr for $Name {
            type Err = $crate::schema::UnknownWord;
            fn from_str(word: &str) -> Result<Self, Self::Err> {
                match word {
                    $first_word => Ok(Self::$First),
                    $( $word => Ok(Self::$Option), )*
                    _ => Err($crate::schema::UnknownWord),
                }
            }
        }
    };
}

/// A word that is none of a choice's.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not one of the words allowed here")]
pub struct UnknownWord;

/// Defines an enum of records, a named struct each, and describes it.
///
/// People and JSON see one object with the tag beside the fields; compact formats see the variant's number.
macro_rules! union {
    (
        $(#[doc = $doc:literal])*
        pub enum $Name:ident by $tag:literal {
            $(
                $(#[doc = $variant_doc:literal])*
                $Variant:ident = $kind:literal {
                    $(
                        $(#[doc = $field_doc:literal])* $(#[serde($($attribute:tt)*)])? $field:ident : $type:ty
                    ),* $(,)?
                }
            )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq)]
        pub enum $Name {
            $( $(#[doc = $variant_doc])* $Variant($Variant), )*
        }

        $(
            $(#[doc = $variant_doc])*
            #[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
            #[serde(deny_unknown_fields)]
            pub struct $Variant {
                $( $(#[doc = $field_doc])* $(#[serde($($attribute)*)])? pub $field: $type, )*
            }

            impl From<$Variant> for $Name {
                fn from(value: $Variant) -> Self {
                    Self::$Variant(value)
                }
            }
        )*

        impl $Name {
            /// The word that tells this variant apart in every language.
            pub const fn kind(&self) -> &'static str {
                match self {
                    $( Self::$Variant(_) => $kind, )*
                }
            }

            /// The place of this variant in the definition, counted from 0.
            pub const fn ordinal(&self) -> usize {
                #[allow(clippy::enum_variant_names, reason = "the names are those of the structs")]
                enum Order { $($Variant),* }
                match self {
                    $( Self::$Variant(_) => Order::$Variant as usize, )*
                }
            }

            #[doc(hidden)]
            pub const SCHEMA: $crate::schema::Definition = $crate::schema::Definition::Union {
                name: stringify!($Name),
                doc: concat!($($doc, "\n",)*),
                tag: $tag,
                variants: &[$( $crate::schema::RecordSchema {
                    name: stringify!($Variant),
                    kind: $kind,
                    doc: concat!($($variant_doc, "\n",)*),
                    fields: &[$( $crate::schema::FieldSchema {
                        name: stringify!($field),
                        field_type: <$type as $crate::schema::Described>::TYPE,
                        doc: concat!($($field_doc, "\n",)*),
                    } ),*],
                    default: None,
                } ),*],
            };
        }

        impl $crate::schema::Described for $Name {
            const TYPE: $crate::schema::TypeSchema = $crate::schema::TypeSchema::Named(stringify!($Name));
        }

        $crate::schema::tagged! { $Name by $tag { $( $Variant = $kind )* } }
    };
}

/// Serializes an enum as a tagged object for people and JSON, and by number for compact formats.
macro_rules! two_forms {
    ($Name:ident by $tag:literal { $($body:tt)* }) => {
        const _: () = {
            use serde::{Deserialize, Deserializer, Serialize, Serializer};

            type Target = $Name;

            #[derive(Serialize, Deserialize)]
            #[serde(remote = "Target", tag = $tag)]
            enum Tagged { $($body)* }

            #[derive(Serialize, Deserialize)]
            #[serde(remote = "Target")]
            enum Numbered { $($body)* }

            impl Serialize for $Name {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    if serializer.is_human_readable() {
                        Tagged::serialize(self, serializer)
                    } else {
                        Numbered::serialize(self, serializer)
                    }
                }
            }

            impl<'de> Deserialize<'de> for $Name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    if deserializer.is_human_readable() {
                        Tagged::deserialize(deserializer)
                    } else {
                        Numbered::deserialize(deserializer)
                    }
                }
            }
        };
    };
}

/// As `two_forms`, for enums of structs. Where the tag comes first, as it does in what this library and any careful
/// host writes, the fields behind it are read in place; otherwise they are held until the tag is found.
macro_rules! tagged {
    ($Name:ident by $tag:literal { $($Variant:ident = $kind:literal)* }) => {
        const _: () = {
            use core::fmt;
            use serde::de::value::MapAccessDeserializer;
            use serde::de::{DeserializeSeed, Error, MapAccess, Visitor};
            use serde::{Deserialize, Deserializer, Serialize, Serializer};

            type Target = $Name;

            #[derive(Serialize)]
            #[serde(remote = "Target", tag = $tag)]
            #[allow(clippy::enum_variant_names, reason = "the names are those of the structs")]
            enum Tagged { $( #[serde(rename = $kind)] $Variant($Variant), )* }

            #[derive(Serialize, Deserialize)]
            #[serde(remote = "Target")]
            #[allow(clippy::enum_variant_names, reason = "the names are those of the structs")]
            enum Numbered { $( $Variant($Variant), )* }

            impl Serialize for $Name {
                fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                    if serializer.is_human_readable() {
                        Tagged::serialize(self, serializer)
                    } else {
                        Numbered::serialize(self, serializer)
                    }
                }
            }

            impl $Name {
                const KINDS: &'static [&'static str] = &[$($kind),*];

                fn from_fields<'de, D: Deserializer<'de>>(kind: usize, fields: D) -> Result<Self, D::Error> {
                    #[allow(clippy::enum_variant_names, reason = "the names are those of the structs")]
                    enum Order { $($Variant),* }
                    $( if kind == Order::$Variant as usize {
                        return $Variant::deserialize(fields).map(Self::$Variant);
                    } )*
                    Err(D::Error::custom("unknown kind"))
                }
            }

            struct Fields;

            impl<'de> Visitor<'de> for Fields {
                type Value = $Name;

                fn expecting(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                    formatter.write_str(concat!("an object with the field `", $tag, "`"))
                }

                fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                    let kinds = $crate::schema::KindSeed(<$Name>::KINDS);
                    match map.next_key_seed($crate::schema::TagSeed($tag))? {
                        Some(None) => {
                            let kind = map.next_value_seed(kinds)?;
                            <$Name>::from_fields(kind, MapAccessDeserializer::new(map))
                        }
                        Some(Some(key)) => {
                            let mut fields = serde_json::Map::new();
                            fields.insert(key, map.next_value()?);
                            while let Some((key, value)) = map.next_entry()? {
                                fields.insert(key, value);
                            }
                            let kind = fields.remove($tag).ok_or_else(|| A::Error::missing_field($tag))?;
                            let kind = kinds.deserialize(kind).map_err(A::Error::custom)?;
                            <$Name>::from_fields(kind, serde_json::Value::Object(fields))
                                .map_err(A::Error::custom)
                        }
                        None => Err(A::Error::missing_field($tag)),
                    }
                }
            }

            impl<'de> Deserialize<'de> for $Name {
                fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                    if deserializer.is_human_readable() {
                        deserializer.deserialize_map(Fields)
                    } else {
                        Numbered::deserialize(deserializer)
                    }
                }
            }
        };
    };
}

/// Reads a key: none if it is the tag, else the key.
pub(crate) struct TagSeed(pub(crate) &'static str);

impl<'de> serde::de::DeserializeSeed<'de> for TagSeed {
    type Value = Option<String>;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<Self::Value, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl serde::de::Visitor<'_> for TagSeed {
    type Value = Option<String>;

    fn expecting(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("the name of a field")
    }

    fn visit_str<E: serde::de::Error>(self, key: &str) -> Result<Self::Value, E> {
        Ok(if key == self.0 { None } else { Some(key.into()) })
    }
}

/// Reads a kind: its place among all kinds.
#[derive(Clone, Copy)]
pub(crate) struct KindSeed(pub(crate) &'static [&'static str]);

impl<'de> serde::de::DeserializeSeed<'de> for KindSeed {
    type Value = usize;

    fn deserialize<D: serde::Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_str(self)
    }
}

impl serde::de::Visitor<'_> for KindSeed {
    type Value = usize;

    fn expecting(&self, formatter: &mut core::fmt::Formatter<'_>) -> core::fmt::Result {
        formatter.write_str("the name of a kind")
    }

    fn visit_str<E: serde::de::Error>(self, kind: &str) -> Result<usize, E> {
        let place = self.0.iter().position(|known| *known == kind);
        place.ok_or_else(|| E::unknown_variant(kind, self.0))
    }
}

/// Defines the refusals: each with its code, rule, cure and sentence.
macro_rules! refusals {
    (
        $(#[doc = $doc:literal])*
        pub enum Refusal {
            $(
                $(#[doc = $variant_doc:literal])*
                #[rule($rule:literal, $cure:ident)]
                #[error($($error:tt)*)]
                $Variant:ident = $code:literal {
                    $(
                        $(#[doc = $field_doc:literal])* $(#[serde($($attribute:tt)*)])? $field:ident : $type:ty
                    ),* $(,)?
                }
            )*
        }
    ) => {
        $(#[doc = $doc])*
        #[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
        pub enum Refusal {
            $(
                $(#[doc = $variant_doc])*
                #[error($($error)*)]
                $Variant { $( $(#[doc = $field_doc])* $field: $type, )* },
            )*
        }

        impl Refusal {
            /// Every code, in the order in which refusals are judged; those that came later stand at the end.
            pub const CODES: &'static [&'static str] = &[$($code),*];

            /// The stable code, the same in every language.
            pub const fn code(&self) -> &'static str {
                match self { $( Self::$Variant { .. } => $code, )* }
            }

            /// The number of the rule that refuses, where a code has one of its own.
            const fn rule_of_code(&self) -> &'static str {
                match self { $( Self::$Variant { .. } => $rule, )* }
            }

            /// What would let the command through.
            pub const fn cure(&self) -> Cure {
                match self { $( Self::$Variant { .. } => Cure::$cure, )* }
            }

            pub(crate) const SCHEMA: $crate::schema::Definition = $crate::schema::Definition::Refusals {
                doc: concat!($($doc, "\n",)*),
                variants: &[$( $crate::schema::RefusalSchema {
                    record: $crate::schema::RecordSchema {
                        name: stringify!($Variant),
                        kind: $code,
                        doc: concat!($($variant_doc, "\n",)*),
                        fields: &[$( $crate::schema::FieldSchema {
                            name: stringify!($field),
                            field_type: <$type as $crate::schema::Described>::TYPE,
                            doc: concat!($($field_doc, "\n",)*),
                        } ),*],
                        default: None,
                    },
                    rule: $rule,
                    cure: Cure::$cure,
                } ),*],
            };
        }

        impl $crate::schema::Described for Refusal {
            const TYPE: $crate::schema::TypeSchema = $crate::schema::TypeSchema::Named("Refusal");
        }

        $crate::schema::two_forms! { Refusal by "code" { $( #[serde(rename = $code)] $Variant { $( $(#[serde($($attribute)*)])? $field: $type, )* }, )* } }
    };
}

pub(crate) use {choice, record, refusals, tagged, two_forms, union};

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;
    use alloc::string::ToString;

    use serde::Serialize;
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};

    use super::*;
    use crate::report::{GradebookOptions, ReportRequest};
    use crate::{
        ContractPolicies, HomeRequest, LeaderboardRequest, ProgramPolicies, RegisterPolicies, UserListRequest,
    };

    /// Reads a record with each of its fields left out, and what is none.
    fn takes_defaults<T>(schema: &RecordSchema) -> &'static str
    where
        T: Default + PartialEq + core::fmt::Debug + Serialize + DeserializeOwned,
    {
        let read = |given: Value| serde_json::from_str::<T>(&given.to_string());
        let whole = json!(T::default());
        assert_eq!(schema.default.map(|default| default()), Some(json_of(&T::default())), "{}", schema.name);
        assert_eq!(read(json!({})).unwrap(), T::default());
        for field in schema.fields {
            let mut given = whole.clone();
            assert!(given.as_object_mut().unwrap().remove(field.name).is_some(), "{}", field.name);
            assert_eq!(read(given).unwrap(), T::default(), "{}", field.name);
        }
        let values: Value = whole.as_object().unwrap().values().cloned().collect();
        for wrong in [json!({ "colour": "red" }), json!([]), values, json!(null), json!("default")] {
            assert!(read(wrong.clone()).is_err(), "{} of {wrong}", schema.name);
        }

        // Compact bytes have all fields, and those that are cut off are no default.
        let bytes = postcard::to_allocvec(&T::default()).unwrap();
        assert_eq!(postcard::from_bytes::<T>(&bytes).unwrap(), T::default());
        for end in 0..bytes.len() {
            assert!(postcard::from_bytes::<T>(&bytes[..end]).is_err(), "{} up to {end}", schema.name);
        }
        schema.name
    }

    #[test]
    fn whatever_is_left_out_takes_the_default() {
        macro_rules! each {
            ($($Type:ident)*) => { [$(takes_defaults::<$Type>(&$Type::SCHEMA)),*] };
        }
        let held = each! {
            ContractPolicies ProgramPolicies RegisterPolicies UserListRequest LeaderboardRequest ReportRequest
            HomeRequest GradebookOptions
        };
        let all = definitions().filter_map(|definition| match definition {
            Definition::Record(record) if record.default.is_some() => Some(record.name),
            _ => None,
        });
        assert_eq!(BTreeSet::from(held), all.collect(), "every record with a default is held here");
    }

    #[test]
    fn whatever_is_given_is_kept() {
        let given = r#"{"overbooking":"refused","expiry_notice_days":7}"#;
        let expected = ContractPolicies {
            overbooking: crate::Overbooking::Refused,
            expiry_notice_days: Some(7),
            ..ContractPolicies::default()
        };
        assert_eq!(serde_json::from_str::<ContractPolicies>(given).unwrap(), expected);
    }

    #[test]
    fn api_3_what_is_stored_has_every_field() {
        fn is_whole<T: Default + Serialize>(schema: &RecordSchema, event: &Value) {
            let read = |policies: Value| {
                let mut event = event.clone();
                event["policies"] = policies;
                serde_json::from_str::<crate::Event>(&event.to_string())
            };
            let whole = json!(T::default());
            assert!(read(whole.clone()).is_ok(), "{:?}", read(whole));
            for field in schema.fields {
                let mut lost = whole.clone();
                lost.as_object_mut().unwrap().remove(field.name);
                let is_optional = matches!(field.field_type, TypeSchema::Optional(_));
                assert_eq!(read(lost).is_ok(), is_optional, "{} of {event}", field.name);
            }
            assert!(read(json!({})).is_err() && read(json!([])).is_err());
        }
        let id = "00000000-0000-0000-0000-000000000001";
        let time = "2020-01-06T08:00:00.000Z";
        is_whole::<RegisterPolicies>(
            &RegisterPolicies::SCHEMA,
            &json!({ "kind": "organization_created", "organization": id, "name": "Acme", "domains": [] }),
        );
        is_whole::<ContractPolicies>(
            &ContractPolicies::SCHEMA,
            &json!({
                "kind": "contract_created", "contract": id, "name": "Year 1", "terms": { "kind": "memberships", "seats": 1 },
                "starts_at": time, "ends_at": time,
            }),
        );
        is_whole::<ProgramPolicies>(
            &ProgramPolicies::SCHEMA,
            &json!({
                "kind": "program_created", "program": id, "name": "P", "slug": "p", "url": "u", "tagline": "", "banner": null,
                "course_limit": null,
            }),
        );
    }

    #[test]
    fn a_list_is_no_record() {
        let list = json!(["Max", "m@acme.example", null, null, null, null, null, null, null]);
        assert!(serde_json::from_value::<crate::Profile>(list).is_err());
        assert!(
            serde_json::from_value::<crate::report::WriteForm>(json!([null, null, null, null, null]))
                .is_err()
        );
    }
}
