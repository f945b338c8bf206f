//! The one definition of a table: its columns, its rows, and how both are read and written (`API-4`).

/// Makes a table of one list of columns: its schema, its row, and how that is read and written.
///
/// Each column is `field: kind, "Header", [aliases], presence, privacy, "meaning", "source";` with the kinds of
/// [`super::ColumnType`], a presence of `optional`, `required` (the column), `filled` (every row as well) or `trailing`
/// (the column, but a row may end before it), and `personal` or `plain`. A report then has its dialects, each with where
/// it is known from and its columns in order: a field, with its header where that is not the column's own.
macro_rules! columns {
    (
        $(#[doc = $layout_doc:literal])*
        $layout_vis:vis table $Layout:ident = $name:literal $(, $ragged:ident)?;
        $(#[$row_attribute:meta])*
        $vis:vis struct $Row:ident {
            $(
                $field:ident: $kind:ident $(($Choice:ty))?, $header:literal, [$($alias:literal),*],
                $presence:ident, $privacy:ident, $meaning:literal, $source:literal;
            )*
        }
        $(dialects {
            $( $Dialect:ident, $seen:literal: $($named:ident $($other_header:literal)?),*; )*
        })?
    ) => {
        $(#[doc = $layout_doc])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        $layout_vis enum $Layout {}

        $(#[$row_attribute])*
        #[derive(Clone, PartialEq, Eq)]
        $vis struct $Row<'a> {
            $(
                #[doc = concat!("*", $header, "*: ", $meaning)]
                $vis $field: $crate::table::columns!(@type $kind $($Choice)?),
            )*
        }

        impl $Layout {
            const COLUMNS: &'static [$crate::table::ColumnSchema] = &[$(
                $crate::table::ColumnSchema {
                    field: stringify!($field),
                    header: $header,
                    aliases: &[$($alias),*],
                    kind: $crate::table::columns!(@kind $kind),
                    required: $crate::table::columns!(@required $presence),
                    filled: $crate::table::columns!(@filled $presence),
                    trailing: $crate::table::columns!(@trailing $presence),
                    personal: $crate::table::columns!(@personal $privacy),
                    meaning: $meaning,
                    source: $source,
                },
            )*];
        }

        impl $crate::table::Layout for $Layout {
            const SCHEMA: &'static $crate::table::TableSchema = &$crate::table::TableSchema {
                name: $name,
                columns: Self::COLUMNS,
                dialects: &[$($(
                    $crate::table::DialectSchema {
                        name: $crate::report::DialectName::$Dialect,
                        source: $seen,
                        columns: &[$(
                            ($crate::table::columns!(@header $named $($other_header)?), stringify!($named)),
                        )*],
                    },
                )*)?],
                ragged: $crate::table::columns!(@ragged $($ragged)?),
            };

            type Row<'a> = $Row<'a>;

            fn read<'a>(cells: &mut $crate::table::Cells<'a, '_>) -> Option<$Row<'a>> {
                let row = $Row {
                    $( $field: $crate::table::columns!(@read $kind cells $($Choice)?), )*
                };
                if cells.failed() { None } else { Some(row) }
            }

            #[inline]
            fn write_cell<S: $crate::table::Sink>(
                row: &$Row<'_>,
                column: usize,
                writer: &mut $crate::table::TableWriter<S>,
            ) {
                #[allow(non_camel_case_types, reason = "the names are those of the fields")]
                enum At { $($field),* }
                $( if column == At::$field as usize {
                    return $crate::table::columns!(@write $kind row.$field, writer);
                } )*
                writer.id("");
            }

            fn is_value(row: &$Row<'_>, column: usize, text: &str) -> bool {
                #[allow(non_camel_case_types, reason = "the names are those of the fields")]
                enum At { $($field),* }
                $( if column == At::$field as usize {
                    return $crate::table::columns!(@is $kind row.$field, text);
                } )*
                text.is_empty()
            }

            fn word<'r>(row: &'r $Row<'_>, column: usize) -> Option<&'r str> {
                #[allow(non_camel_case_types, reason = "the names are those of the fields")]
                enum At { $($field),* }
                $( if column == At::$field as usize {
                    return $crate::table::columns!(@word $kind row.$field);
                } )*
                None
            }

            fn into_owned(row: $Row<'_>) -> $Row<'static> {
                $Row {
                    $( $field: $crate::table::columns!(@own $kind row.$field), )*
                }
            }

            fn read_word(field: &str, text: &str) -> Result<&'static str, $crate::table::ProblemCode> {
                match field {
                    $( stringify!($field) => $crate::table::columns!(@read_word $kind text $($Choice)?), )*
                    _ => Err($crate::table::ProblemCode::NotApplicable),
                }
            }
        }

        impl ::serde::Serialize for $Row<'_> {
            fn serialize<S: ::serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                use ::serde::ser::SerializeStruct;

                const LENGTH: usize = [$(stringify!($field)),*].len();
                let mut row = serializer.serialize_struct(stringify!($Row), LENGTH)?;
                $( row.serialize_field(
                    stringify!($field),
                    &$crate::table::columns!(@serialize $kind self.$field),
                )?; )*
                row.end()
            }
        }

        impl<'de> ::serde::Deserialize<'de> for $Row<'static> {
            /// A row may leave out what its report may lack.
            fn deserialize<D: ::serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                #[derive(::serde::Deserialize)]
                #[serde(deny_unknown_fields)]
                struct Given {
                    $( #[serde(default)] $field: Option<$crate::table::columns!(@given $kind)>, )*
                }

                let given = Given::deserialize(deserializer)?;
                Ok(Self {
                    $( $field: $crate::table::columns!(
                        @taken $kind $presence given.$field, D, stringify!($field)
                    ), )*
                })
            }
        }

        impl ::core::fmt::Debug for $Row<'_> {
            /// Leaves out what tells about a person.
            fn fmt(&self, formatter: &mut ::core::fmt::Formatter<'_>) -> ::core::fmt::Result {
                let mut parts = formatter.debug_struct(stringify!($Row));
                $(
                    if !$crate::table::columns!(@personal $privacy) {
                        parts.field(stringify!($field), &self.$field);
                    }
                )*
                parts.finish_non_exhaustive()
            }
        }
    };

    (@type text) => { ::alloc::borrow::Cow<'a, str> };
    (@type id) => { ::alloc::borrow::Cow<'a, str> };
    (@type time) => { Option<$crate::Timestamp> };
    (@type percent) => { Option<::rust_decimal::Decimal> };
    (@type hours) => { Option<::rust_decimal::Decimal> };
    (@type yes_no) => { bool };
    (@type maybe_yes_no) => { Option<bool> };
    (@type count) => { u64 };
    (@type maybe_count) => { Option<u64> };
    (@type choice $Choice:ty) => { $Choice };

    (@kind text) => { $crate::table::ColumnType::Text };
    (@kind id) => { $crate::table::ColumnType::Id };
    (@kind time) => { $crate::table::ColumnType::Time };
    (@kind percent) => { $crate::table::ColumnType::Percent };
    (@kind hours) => { $crate::table::ColumnType::Hours };
    (@kind yes_no) => { $crate::table::ColumnType::YesNo };
    (@kind maybe_yes_no) => { $crate::table::ColumnType::MaybeYesNo };
    (@kind count) => { $crate::table::ColumnType::Count };
    (@kind maybe_count) => { $crate::table::ColumnType::MaybeCount };
    (@kind choice) => { $crate::table::ColumnType::Choice };

    (@read text $cells:ident) => { ::alloc::borrow::Cow::Borrowed($cells.text()) };
    (@read id $cells:ident) => { ::alloc::borrow::Cow::Borrowed($cells.id()) };
    (@read choice $cells:ident $Choice:ty) => { $cells.choice::<$Choice>() };
    (@read $kind:ident $cells:ident) => { $cells.$kind() };

    (@write text $value:expr, $writer:ident) => { $writer.text(&$value) };
    (@write id $value:expr, $writer:ident) => { $writer.id(&$value) };
    (@write percent $value:expr, $writer:ident) => { $writer.decimal($value) };
    (@write hours $value:expr, $writer:ident) => { $writer.decimal($value) };
    (@write choice $value:expr, $writer:ident) => { $writer.id($crate::table::Choice::word($value)) };
    (@write $kind:ident $value:expr, $writer:ident) => { $writer.$kind($value) };

    (@serialize percent $value:expr) => { $value.map($crate::table::DecimalText) };
    (@serialize hours $value:expr) => { $value.map($crate::table::DecimalText) };
    (@serialize choice $value:expr) => { $crate::table::Choice::word($value) };
    (@serialize $kind:ident $value:expr) => { $value };

    (@header $field:ident) => { $crate::table::header_of(Self::COLUMNS, stringify!($field)) };
    (@header $field:ident $header:literal) => { $header };

    (@is text $value:expr, $text:ident) => { *$value == *$text };
    (@is id $value:expr, $text:ident) => { *$value == *$text };
    (@is choice $value:expr, $text:ident) => { $crate::table::Choice::word($value) == $text };
    (@is $kind:ident $value:expr, $text:ident) => { $crate::table::stands_for::$kind($text, $value) };

    (@word text $value:expr) => { Some(&*$value) };
    (@word id $value:expr) => { Some(&*$value) };
    (@word choice $value:expr) => { Some($crate::table::Choice::word($value)) };
    (@word yes_no $value:expr) => { Some(if $value { "Yes" } else { "No" }) };
    (@word maybe_yes_no $value:expr) => {
        Some(match $value { Some(true) => "Yes", Some(false) => "No", None => "" })
    };
    (@word $kind:ident $value:expr) => { None };

    (@given text) => { ::alloc::string::String };
    (@given id) => { ::alloc::string::String };
    (@given choice) => { ::alloc::string::String };
    (@given time) => { $crate::Timestamp };
    (@given percent) => { $crate::table::GivenPercent };
    (@given hours) => { $crate::table::GivenHours };
    (@given yes_no) => { bool };
    (@given maybe_yes_no) => { bool };
    (@given count) => { u64 };
    (@given maybe_count) => { u64 };

    (@taken time $presence:ident $value:expr, $D:ident, $name:expr) => { $value };
    (@taken percent $presence:ident $value:expr, $D:ident, $name:expr) => { $value.map(|given| given.0) };
    (@taken hours $presence:ident $value:expr, $D:ident, $name:expr) => { $value.map(|given| given.0) };
    (@taken maybe_yes_no $presence:ident $value:expr, $D:ident, $name:expr) => { $value };
    (@taken maybe_count $presence:ident $value:expr, $D:ident, $name:expr) => { $value };
    (@taken choice $presence:ident $value:expr, $D:ident, $name:expr) => {{
        let word = $crate::table::columns!(@needed $presence $value, $D, $name);
        $crate::table::Choice::read(&word).map_err(|code: $crate::table::ProblemCode| {
            <$D::Error as ::serde::de::Error>::custom(code.remedy())
        })?
    }};
    (@taken text $presence:ident $value:expr, $D:ident, $name:expr) => {
        ::alloc::borrow::Cow::Owned($crate::table::columns!(@needed $presence $value, $D, $name))
    };
    (@taken id $presence:ident $value:expr, $D:ident, $name:expr) => {
        ::alloc::borrow::Cow::Owned($crate::table::columns!(@needed $presence $value, $D, $name))
    };
    (@taken $kind:ident $presence:ident $value:expr, $D:ident, $name:expr) => {
        $crate::table::columns!(@needed $presence $value, $D, $name)
    };

    (@needed optional $value:expr, $D:ident, $name:expr) => { $value.unwrap_or_default() };
    (@needed $presence:ident $value:expr, $D:ident, $name:expr) => {
        $value.ok_or_else(|| <$D::Error as ::serde::de::Error>::missing_field($name))?
    };

    (@own text $value:expr) => { ::alloc::borrow::Cow::Owned($value.into_owned()) };
    (@own id $value:expr) => { ::alloc::borrow::Cow::Owned($value.into_owned()) };
    (@own $kind:ident $value:expr) => { $value };

    (@read_word choice $text:ident $Choice:ty) => {
        <$Choice as $crate::table::Choice>::read($text).map($crate::table::Choice::word)
    };
    (@read_word $kind:ident $text:ident) => {{
        let _ = $text;
        Err($crate::table::ProblemCode::NotApplicable)
    }};

    (@required optional) => { false };
    (@required required) => { true };
    (@required filled) => { true };
    (@required trailing) => { true };
    (@filled filled) => { true };
    (@filled $presence:ident) => { false };
    (@trailing optional) => { true };
    (@trailing trailing) => { true };
    (@trailing $presence:ident) => { false };
    (@personal personal) => { true };
    (@personal plain) => { false };
    (@ragged ragged) => { true };
    (@ragged) => { false };
}
pub(crate) use columns;
