//! One definition of every record, choice, union and refusal, from which all languages are fed.
//!
//! The macros of this module define a Rust type and describe it at the same time. [`definitions`] lists
//! the descriptions; the Python stubs, the TypeScript types, the readers of both bindings and the
//! reference pages are generated from that list, and a test fails when one of them is stale.

mod record;
mod union;

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

pub(crate) use record::{Stored, json_of, record};
pub(crate) use union::{KindSeed, TagSeed, tagged, two_forms, union};
pub(crate) use {choice, refusals};
