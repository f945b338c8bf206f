//! Enums of structs that are described where they are defined.

use alloc::string::String;

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

pub(crate) use {tagged, two_forms, union};
