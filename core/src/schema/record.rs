//! Structs that are described where they are defined.

use alloc::string::String;

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

pub(crate) use record;

#[cfg(test)]
mod tests {
    use alloc::collections::BTreeSet;
    use alloc::string::ToString;

    use serde::Serialize;
    use serde::de::DeserializeOwned;
    use serde_json::{Value, json};

    use super::super::{Definition, RecordSchema, TypeSchema, definitions};
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
