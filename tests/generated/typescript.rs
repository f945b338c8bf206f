//! TypeScript: an interface for every record and variant, unions told apart by their tag, and one constructor a command.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use matricula::report::{GRADEBOOK, MEMBERSHIP, SPECIALIZATION, USAGE};
use matricula::schema::{Definition, FieldSchema, OptionSchema, RecordSchema, TypeSchema, definitions};
use matricula::table::{ColumnType, TableSchema};

use crate::roles::{Records, Role, has_default};

const NOTE: &str =
    "// Generated from the definitions of the core by `MATRICULA_GENERATE=1 cargo test --test generated`.\n";

/// The files and what is in them.
pub(crate) fn files() -> Vec<(&'static str, String)> {
    vec![
        ("bindings-node/types.d.ts", types()),
        ("bindings-node/commands.js", constructors()),
        ("bindings-node/commands.d.ts", constructor_types()),
        ("bindings-node/test/every-kind.test-d.ts", every_kind()),
    ]
}

/// The name in TypeScript. The commit and the refusal are classes there, and refusals share names with other records.
fn name_of(name: &str) -> String {
    match name {
        "Commit" => "CommitRecord".to_owned(),
        "Decision" => "DecisionRecord".to_owned(),
        "Refusal" => "RefusalRecord".to_owned(),
        name => name.to_owned(),
    }
}

fn refusal_name(record: &RecordSchema) -> String {
    format!("{}Refusal", record.name)
}

fn all() -> Vec<Definition> {
    definitions().collect()
}

fn type_of(field_type: &TypeSchema, input: bool, records: &Records) -> String {
    match field_type {
        TypeSchema::Text | TypeSchema::Personal => "string".to_owned(),
        TypeSchema::Boolean => "boolean".to_owned(),
        TypeSchema::Integer(_) => "number".to_owned(),
        TypeSchema::Time if input => "Time | Date".to_owned(),
        TypeSchema::Time => "Time".to_owned(),
        // A number is taken when it is a whole one; others are not exact.
        TypeSchema::Percent if input => "Percent | number".to_owned(),
        TypeSchema::Hours if input => "Hours | number".to_owned(),
        TypeSchema::Percent => "Percent".to_owned(),
        TypeSchema::Hours => "Hours".to_owned(),
        TypeSchema::Decimal => "Decimal".to_owned(),
        TypeSchema::Id(name) => (*name).to_owned(),
        TypeSchema::Optional(inner) => format!("{} | null", type_of(inner, input, records)),
        TypeSchema::List(inner) => {
            let inner = type_of(inner, input, records);
            let inner = if inner.contains(' ') { format!("({inner})") } else { inner };
            if input { format!("readonly {inner}[]") } else { format!("{inner}[]") }
        }
        TypeSchema::Named(name) if input && records.is_told_whole(name) => {
            format!("Partial<{}>", name_of(name))
        }
        TypeSchema::Named(name) => name_of(name),
    }
}

/// A doc comment. Links of the Rust documentation become plain names.
fn doc(text: &str, indent: &str) -> String {
    let lines: Vec<_> = text.lines().map(str::trim).take_while(|line| !line.starts_with("```")).collect();
    let text = lines
        .join("\n")
        .replace("[`", "`")
        .replace("`]", "`")
        .replace("crate::", "")
        .replace("*/", "* /");
    let text = text.trim();
    if text.is_empty() {
        return String::new();
    }
    if !text.contains('\n') {
        return format!("{indent}/** {text} */\n");
    }
    let mut made = format!("{indent}/**\n");
    for line in text.lines() {
        made.push_str(format!("{indent} * {line}").trim_end());
        made.push('\n');
    }
    made + indent + " */\n"
}

fn interface(
    name: &str,
    text: &str,
    tag: Option<(&str, &str)>,
    fields: &[FieldSchema],
    input: bool,
    records: &Records,
) -> String {
    let (partial, told_whole) = (has_default(name), records.is_told_whole(name));
    let mut made = doc(text, "");
    writeln!(made, "export interface {name} {{").unwrap();
    if let Some((tag, kind)) = tag {
        writeln!(made, "  {tag}: '{kind}';").unwrap();
    }
    for field in fields {
        made += &doc(field.doc, "  ");
        let may_lack = partial || matches!(field.field_type, TypeSchema::Optional(_));
        let optional = if input && !told_whole && may_lack { "?" } else { "" };
        writeln!(made, "  {}{optional}: {};", field.name, type_of(&field.field_type, input, records))
            .unwrap();
    }
    made + "}\n\n"
}

fn union(name: &str, text: &str, names: &[String]) -> String {
    let mut made = doc(text, "");
    write!(made, "export type {name} =").unwrap();
    for name in names {
        write!(made, "\n  | {name}").unwrap();
    }
    made + ";\n\n"
}

fn words(name: &str, text: &str, options: &[OptionSchema]) -> String {
    let mut text = text.trim_end().to_owned() + "\n";
    for option in options {
        write!(text, "\n- `{}`: {}", option.value, option.doc.replace('\n', " ").trim()).unwrap();
    }
    let names: Vec<_> = options.iter().map(|option| format!("'{}'", option.value)).collect();
    union(name, &text, &names)
}

fn types() -> String {
    let mut made = NOTE.to_owned();
    made += "\n/** An instant in UTC with milliseconds: `2019-12-23T06:18:32.782Z`. */\nexport type Time = string;\n\
        \n/** A percentage from 0 to 100, as decimal text: `12.82`. */\nexport type Percent = string;\n\
        \n/** Hours, as decimal text: `0.29`. */\nexport type Hours = string;\n\
        \n/** An exact decimal number of either sign, as text: `-0.2`. */\nexport type Decimal = string;\n\n";
    for name in ids() {
        let what = name.trim_end_matches("Id").to_lowercase();
        let article = if what.starts_with(['a', 'e', 'i', 'o', 'u']) { "an" } else { "a" };
        writeln!(
            made,
            "/** The id of {article} {what}: a UUID with hyphens, or its 22 characters of URL-safe base64. */\n\
            export type {name} = string;\n"
        )
        .unwrap();
    }
    let records = Records::new();
    for definition in all() {
        made += &match definition {
            Definition::Record(record) => {
                let input = records.role(record.name) != Role::Told;
                interface(&name_of(record.name), record.doc, None, record.fields, input, &records)
            }
            Definition::Choice { name, doc, options } => words(name, doc, options),
            Definition::Union { name, doc, tag, variants } => {
                let input = records.role(name) != Role::Told;
                let mut made = String::new();
                for variant in variants {
                    made += &interface(
                        variant.name,
                        variant.doc,
                        Some((tag, variant.kind)),
                        variant.fields,
                        input,
                        &records,
                    );
                }
                let names: Vec<_> = variants.iter().map(|variant| variant.name.to_owned()).collect();
                made + &union(&name_of(name), doc, &names)
            }
            Definition::Refusals { doc, variants } => {
                let mut made = String::new();
                for refusal in variants {
                    let record = refusal.record;
                    let text = format!(
                        "{}\n\nRule {}; cure: {}.",
                        record.doc.trim_end(),
                        refusal.rule,
                        refusal.cure
                    );
                    made += &interface(
                        &refusal_name(&record),
                        &text,
                        Some(("code", record.kind)),
                        record.fields,
                        false,
                        &records,
                    );
                }
                let names: Vec<_> = variants.iter().map(|refusal| refusal_name(&refusal.record)).collect();
                made += &union("RefusalRecord", doc, &names);
                made + "/** The stable code of a refusal, the same in every language. */\n\
                    export type RefusalCode = RefusalRecord['code'];\n\n"
            }
        };
    }
    for (name, table) in [
        ("UsageRow", USAGE),
        ("MembershipRow", MEMBERSHIP),
        ("SpecializationRow", SPECIALIZATION),
        ("GradebookRow", GRADEBOOK),
    ] {
        made += &row(name, table);
    }
    made.trim_end().to_owned() + "\n"
}

fn ids() -> BTreeSet<&'static str> {
    fn id(field_type: &TypeSchema) -> Option<&'static str> {
        match field_type {
            TypeSchema::Id(name) => Some(name),
            TypeSchema::Optional(inner) | TypeSchema::List(inner) => id(inner),
            _ => None,
        }
    }
    let records = all().into_iter().flat_map(|definition| match definition {
        Definition::Record(record) => vec![record],
        Definition::Choice { .. } => Vec::new(),
        Definition::Union { variants, .. } => variants.to_vec(),
        Definition::Refusals { variants, .. } => variants.iter().map(|refusal| refusal.record).collect(),
    });
    records
        .flat_map(|record| record.fields)
        .filter_map(|field| id(&field.field_type))
        .collect()
}

/// A row of a report.
fn row(name: &str, table: &TableSchema) -> String {
    let mut made = doc(&format!("A row of the {}.", table.name), "");
    writeln!(made, "export interface {name} {{").unwrap();
    for column in table.columns {
        made += &doc(&format!("*{}*: {}", column.header, column.meaning), "  ");
        let column_type = match column.kind {
            ColumnType::Text | ColumnType::Id => "string",
            ColumnType::Time => "Time | null",
            ColumnType::Percent => "Percent | null",
            ColumnType::Hours => "Hours | null",
            ColumnType::YesNo => "boolean",
            ColumnType::MaybeYesNo => "boolean | null",
            ColumnType::Count => "number",
            ColumnType::MaybeCount => "number | null",
            // Of the three reports only the membership report has a column of words.
            ColumnType::Choice => "MemberState",
        };
        writeln!(made, "  {}: {column_type};", column.field).unwrap();
    }
    made + "}\n\n"
}

fn commands() -> &'static [RecordSchema] {
    let found = definitions().find_map(|definition| match definition {
        Definition::Union { name: "Command", variants, .. } => Some(variants),
        _ => None,
    });
    found.expect("there are commands")
}

fn camel(kind: &str) -> String {
    let mut words = kind.split('_');
    let first = words.next().unwrap_or_default().to_owned();
    words.fold(first, |made, word| made + &word[..1].to_uppercase() + &word[1..])
}

fn constructors() -> String {
    let mut made =
        format!("'use strict';\n\n{NOTE}\n// The kind comes first: so a command is read fastest.\n");
    made += "const commands = Object.freeze({\n";
    for command in commands() {
        writeln!(
            made,
            "  {}: (fields) => ({{ kind: '{}', ...fields }}),",
            camel(command.kind),
            command.kind
        )
        .unwrap();
    }
    made + "});\n\nmodule.exports = { commands };\n"
}

fn constructor_types() -> String {
    let names: Vec<_> = commands().iter().map(|command| format!("  {},\n", command.name)).collect();
    let mut made = format!("{NOTE}\nimport type {{\n{}}} from './types.js';\n\n", names.concat());
    made += "/** A constructor for each command: it fills in the `kind`. */\nexport declare const commands: Readonly<{\n";
    for command in commands() {
        made += &doc(command.doc, "  ");
        let name = command.name;
        let fields = if command.fields.is_empty() {
            ""
        } else {
            &format!("fields: Omit<{name}, 'kind'>")
        };
        writeln!(made, "  {}({fields}): {name};", camel(command.kind)).unwrap();
    }
    made + "}>;\n"
}

/// A switch over each union without a way out: it compiles only if the types tell exactly these variants apart.
fn every_kind() -> String {
    let mut made = NOTE.to_owned() + "// Checked by `tsc --strict`, never run.\n";
    let mut names = Vec::new();
    let mut functions = String::new();
    for definition in definitions() {
        let (name, tag, kinds): (_, _, Vec<_>) = match definition {
            Definition::Union { name, tag, variants, .. } => {
                (name_of(name), tag, variants.iter().map(|variant| variant.kind).collect())
            }
            Definition::Refusals { variants, .. } => {
                (name_of("Refusal"), "code", variants.iter().map(|refusal| refusal.record.kind).collect())
            }
            Definition::Record(_) | Definition::Choice { .. } => continue,
        };
        write!(
            functions,
            "\nexport function of{name}(value: {name}): number {{\n  switch (value.{tag}) {{\n"
        )
        .unwrap();
        for (place, kind) in kinds.into_iter().enumerate() {
            write!(functions, "    case '{kind}': {{\n      const found: '{kind}' = value.{tag};\n").unwrap();
            write!(functions, "      return found.length + {place};\n    }}\n").unwrap();
        }
        functions += "  }\n}\n";
        names.push(name);
    }
    write!(made, "import type {{ {} }} from 'matricula';\n{functions}", names.join(", ")).unwrap();
    made
}
