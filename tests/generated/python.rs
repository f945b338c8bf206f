//! The Python package's types and command constructors.

use std::collections::BTreeSet;
use std::fmt::Write as _;

use matricula::report::{GRADEBOOK, MEMBERSHIP, SPECIALIZATION, USAGE};
use matricula::schema::{Definition, FieldSchema, RecordSchema, RefusalSchema, TypeSchema, definitions};
use matricula::table::{ColumnType, TableSchema};
use matricula::{ApplyError, RestoreError, Timestamp};

use crate::roles::{Records, Role};

const WIDTH: usize = 100;

/// Words that cannot be names in Python. Those that no field has are left out.
const KEYWORDS: [&str; 12] = [
    "as", "class", "def", "del", "except", "from", "global", "import", "in", "is", "lambda", "pass",
];

/// The files and what is in them.
pub(crate) fn files() -> Vec<(&'static str, String)> {
    let records = Records::new();
    vec![
        ("bindings-python/python/matricula/types.py", types(&records)),
        ("bindings-python/python/matricula/commands.py", commands(&records)),
    ]
}

fn types(records: &Records) -> String {
    let mut file = Types { text: String::new(), records, defined: BTreeSet::new() };
    file.text.push_str(concat!(
        "\"\"\"The shape of everything that crosses between Python and a register, as plain data.\n\n",
        "Made from the library's one definition; do not edit, see `tests/generated`.\n\"\"\"\n\n",
        "from collections.abc import Sequence\n",
        "from datetime import datetime\n",
        "from decimal import Decimal\n",
        "from typing import Literal, NotRequired, TypeAlias, TypedDict\n",
        "from uuid import UUID\n\n",
    ));
    file.alias(
        "Id",
        "str | UUID",
        "An id: a UUID, as text or object, or its 22 characters of URL-safe base64.",
    );
    file.alias(
        "Time",
        "str | datetime",
        "An instant: text such as `2019-12-23T06:18:32.782Z`, or a datetime with a zone.",
    );
    file.alias(
        "Measure",
        "str | Decimal | int",
        "A percentage or hours, exact, with at most 4 decimal places.",
    );
    for definition in definitions() {
        file.definition(&definition);
    }
    file.report("Usage", USAGE);
    file.report("Membership", MEMBERSHIP);
    file.report("Specialization", SPECIALIZATION);
    file.report("Gradebook", GRADEBOOK);
    file.choice("ApplyErrorCode", apply_codes().into_iter(), "Why a commit was not taken in.");
    file.choice("RestoreErrorCode", restore_codes().into_iter(), "Why a snapshot was not restored.");
    spaced(&file.text)
}

/// Two empty lines after a class, as Python's style guide has it, one elsewhere.
fn spaced(text: &str) -> String {
    let mut spaced = String::new();
    let mut within = false;
    for line in text.lines() {
        if within && line.contains(": TypeAlias = ") {
            spaced.push('\n');
        }
        if !line.is_empty() {
            within = line.starts_with(' ') || (within && line == "\"\"\"");
        }
        spaced.push_str(line);
        spaced.push('\n');
    }
    spaced
}

fn apply_codes() -> [&'static str; 5] {
    [
        ApplyError::UnknownVersion { version: 0 },
        ApplyError::OutOfSequence { expected: 0, found: 0 },
        ApplyError::OutOfTime { at: Timestamp::MIN },
        ApplyError::AfterInstant { latest: Timestamp::MIN, until: Timestamp::MIN },
        ApplyError::Inconsistent { what: "" },
    ]
    .map(|error| error.code())
}

fn restore_codes() -> [&'static str; 4] {
    [
        RestoreError::NotASnapshot,
        RestoreError::UnknownVersion { version: 0 },
        RestoreError::Damaged,
        RestoreError::Inconsistent { what: "" },
    ]
    .map(|error| error.code())
}

/// The name in Python: where a class or an exception has the plain one, the data is called a record.
fn python_name(name: &str) -> String {
    match name {
        "Commit" | "Decision" | "Refusal" => format!("{name}Record"),
        name => name.to_owned(),
    }
}

/// The names of a type where a host gives it.
fn given_names(records: &Records, name: &str) -> Vec<String> {
    let whole = python_name(name);
    if records.is_told_whole(name) {
        let partial = format!("Partial{whole}");
        return vec![whole, partial];
    }
    vec![whole]
}

fn python_type(field: &TypeSchema, role: Role, records: &Records) -> String {
    let given = role == Role::Given;
    match field {
        TypeSchema::Text | TypeSchema::Personal => "str".to_owned(),
        TypeSchema::Boolean => "bool".to_owned(),
        TypeSchema::Integer(_) => "int".to_owned(),
        TypeSchema::Time => if given { "Time" } else { "str" }.to_owned(),
        TypeSchema::Percent | TypeSchema::Hours | TypeSchema::Decimal => {
            if given { "Measure" } else { "str" }.to_owned()
        }
        TypeSchema::Id(_) => if given { "Id" } else { "str" }.to_owned(),
        TypeSchema::Optional(within) => format!("{} | None", python_type(within, role, records)),
        TypeSchema::List(within) => {
            format!("{}[{}]", if given { "Sequence" } else { "list" }, python_type(within, role, records))
        }
        TypeSchema::Named(name) if given => given_names(records, name).join(" | "),
        TypeSchema::Named(name) => python_name(name),
    }
}

/// A file of types as it grows.
struct Types<'a> {
    text: String,
    records: &'a Records,
    defined: BTreeSet<String>,
}

impl Types<'_> {
    fn alias(&mut self, name: &str, value: &str, doc: &str) {
        let mut line = format!("{name}: TypeAlias = {value}");
        if line.len() > WIDTH {
            line = format!("{name}: TypeAlias = (\n    {}\n)", value.replace(" | ", "\n    | "));
        }
        writeln!(self.text, "{line}\n{}\n", docstring(doc, "")).expect("a text takes text");
        self.defined.insert(name.to_owned());
    }

    fn choice<'w>(&mut self, name: &str, words: impl Iterator<Item = &'w str>, doc: &str) {
        let words: Vec<_> = words.map(|word| format!("\"{word}\"")).collect();
        let mut value = format!("Literal[{}]", words.join(", "));
        if name.len() + value.len() + 14 > WIDTH {
            value = format!("Literal[\n    {},\n]", words.join(",\n    "));
        }
        writeln!(self.text, "{name}: TypeAlias = {value}\n{}\n", docstring(doc, ""))
            .expect("a text takes text");
        self.defined.insert(name.to_owned());
    }

    fn definition(&mut self, definition: &Definition) {
        match definition {
            // The package has a class for it, whose data is told by its parts.
            Definition::Record(record) if record.name == "Decision" => {}
            Definition::Record(record) => {
                let role = self.records.role(record.name);
                match given_names(self.records, record.name).as_slice() {
                    [whole, partial] => {
                        let doc = format!(
                            "A `{whole}` of which any field may be left out and takes the default then."
                        );
                        let given = RecordSchema { doc: Box::leak(doc.into_boxed_str()), ..*record };
                        self.record(whole, None, record, Role::Told);
                        self.record(partial, None, &given, Role::Given);
                    }
                    _ => self.record(&python_name(record.name), None, record, role),
                }
            }
            Definition::Choice { name, doc, options } => {
                let told =
                    options.iter().map(|option| format!("- `{}`: {}", option.value, plain(option.doc)));
                let told: Vec<_> = told.collect();
                let doc = format!("{}\n\n{}", plain(doc), told.join("\n"));
                self.choice(name, options.iter().map(|option| option.value), &doc);
            }
            Definition::Union { name, doc, tag, variants } => {
                let role = self.records.role(name);
                for variant in *variants {
                    self.record(variant.name, Some((tag, variant.kind)), variant, role);
                }
                let names: Vec<_> = variants.iter().map(|variant| variant.name).collect();
                self.alias(name, &names.join(" | "), doc);
            }
            Definition::Refusals { doc, variants } => self.refusals(doc, variants),
        }
    }

    fn refusals(&mut self, doc: &str, variants: &[RefusalSchema]) {
        let codes = variants.iter().map(|variant| variant.record.kind);
        self.choice(
            "RefusalCode",
            codes,
            "The stable code of a refusal, in the order in which they are judged; those that came later stand at the end.",
        );
        let mut names = Vec::new();
        for RefusalSchema { record, rule, cure } in variants {
            let name = format!("{}Refusal", record.name);
            let doc = format!("{}\n\nRule {rule}; cured by: {}.", plain(record.doc), cure.as_str());
            let documented = RecordSchema { doc: Box::leak(doc.into_boxed_str()), ..*record };
            self.record(&name, Some(("code", record.kind)), &documented, Role::Told);
            names.push(name);
        }
        self.alias("RefusalRecord", &names.join(" | "), doc);
    }

    /// The type of a field, quoted while it refers to what stands further down.
    fn field_type(&self, field: &FieldSchema, role: Role, partial: bool) -> String {
        let mut inner = &field.field_type;
        while let TypeSchema::Optional(within) | TypeSchema::List(within) = inner {
            inner = within;
        }
        let mut text = python_type(&field.field_type, role, self.records);
        if let TypeSchema::Named(name) = inner
            && !self.defined.contains(&python_name(name))
        {
            text = format!("\"{text}\"");
        }
        match field.field_type {
            TypeSchema::Optional(_) if role != Role::Told => format!("NotRequired[{text}]"),
            _ if partial => format!("NotRequired[{text}]"),
            _ => text,
        }
    }

    fn record(&mut self, name: &str, tag: Option<(&str, &str)>, record: &RecordSchema, role: Role) {
        let tag = tag.map(|(tag, kind)| (tag, format!("Literal[\"{kind}\"]")));
        let partial = role == Role::Given && record.default.is_some();
        let fields = record.fields.iter();
        let fields: Vec<_> = fields.map(|field| (field, self.field_type(field, role, partial))).collect();
        let text = &mut self.text;
        if record.fields.iter().any(|field| KEYWORDS.contains(&field.name)) {
            writeln!(text, "\n{name} = TypedDict(\n    \"{name}\",\n    {{").expect("a text takes text");
            if let Some((tag, kind)) = tag {
                writeln!(text, "        \"{tag}\": {kind},").expect("a text takes text");
            }
            for (field, field_type) in fields {
                for line in folded(&plain(field.doc), WIDTH - 10) {
                    writeln!(text, "        # {line}").expect("a text takes text");
                }
                writeln!(text, "        \"{}\": {field_type},", field.name).expect("a text takes text");
            }
            writeln!(text, "    }},\n)\n{}\n", docstring(record.doc, "")).expect("a text takes text");
        } else {
            writeln!(text, "\nclass {name}(TypedDict):\n{}\n", docstring(record.doc, "    "))
                .expect("a text takes text");
            if let Some((tag, kind)) = tag {
                writeln!(text, "    {tag}: {kind}").expect("a text takes text");
            }
            for (field, field_type) in fields {
                let doc = docstring(field.doc, "    ");
                writeln!(text, "    {}: {field_type}\n{doc}", field.name).expect("a text takes text");
            }
            text.push('\n');
        }
        self.defined.insert(name.to_owned());
    }

    /// A row by the columns of a report, and the whole of a file that was read.
    fn report(&mut self, name: &str, table: &TableSchema) {
        let text = &mut self.text;
        let doc = format!("A row of the {}.", table.name);
        writeln!(text, "\nclass {name}Row(TypedDict):\n{}\n", docstring(&doc, "    "))
            .expect("a text takes text");
        for column in table.columns {
            let column_type = match column.kind {
                ColumnType::Text | ColumnType::Id => "str",
                ColumnType::Time | ColumnType::Percent | ColumnType::Hours => "str | None",
                ColumnType::YesNo => "bool",
                ColumnType::MaybeYesNo => "bool | None",
                ColumnType::Count => "int",
                ColumnType::MaybeCount => "int | None",
                ColumnType::Choice => "MemberState",
            };
            let doc = docstring(&format!("*{}*: {}", column.header, column.meaning), "    ");
            writeln!(text, "    {}: {column_type}\n{doc}", column.field).expect("a text takes text");
        }
        let doc = format!("A {} that was read.", table.name);
        writeln!(text, "\n\nclass {name}Table(TypedDict):\n{}\n", docstring(&doc, "    "))
            .expect("a text takes text");
        let row = format!("list[{name}Row]");
        for (field, field_type, doc) in [
            ("rows", row.as_str(), "The good rows, in file order."),
            ("lines", "list[int]", "For each row, the physical line on which it starts, from 1."),
            ("other_headers", "list[str]", "Headers of the file that the report does not have."),
            (
                "other_cells",
                "list[list[str]]",
                "For each row its cells under `other_headers`; empty when there are none of these.",
            ),
            ("records", "int", "Rows seen, good and bad, without blank ones."),
            ("problems", "Problems", "Everything that is wrong with the file."),
            ("form", "FileForm", "What its bytes look like, to write it again as it was."),
            (
                "spellings",
                "list[Spelling]",
                "The cells that do not look as the form says, by row and column.",
            ),
        ] {
            writeln!(text, "    {field}: {field_type}\n{}", docstring(doc, "    "))
                .expect("a text takes text");
        }
        text.push('\n');
    }
}

fn commands(records: &Records) -> String {
    let variants = definitions().find_map(|definition| match definition {
        Definition::Union { name: "Command", variants, .. } => Some(variants),
        _ => None,
    });
    let variants = variants.expect("there are commands");
    let mut names = BTreeSet::from(["Id", "Measure", "Time"].map(str::to_owned));
    let mut functions = String::new();
    for command in variants {
        names.insert(command.name.to_owned());
        functions.push_str(&constructor(command, records, &mut names));
    }
    debug_assert!(records.role("Command") == Role::Given);
    let kinds: Vec<_> = variants.iter().map(|command| format!("    \"{}\",\n", command.kind)).collect();
    let names: Vec<_> = names.iter().map(|name| format!("    {name},\n")).collect();
    let mut file = String::from(concat!(
        "\"\"\"A constructor for each command: keyword arguments in, the command as plain data out.\n\n",
        "Made from the library's one definition; do not edit, see `tests/generated`.\n\n",
        ">>> from matricula import commands\n",
        ">>> commands.freeze_contract(contract=\"75a1be6b-e3b5-11e8-a328-1212096c5fea\")\n",
        "{'kind': 'freeze_contract', 'contract': '75a1be6b-e3b5-11e8-a328-1212096c5fea'}\n\"\"\"\n\n",
        "from collections.abc import Sequence\n\n",
        "from matricula.types import (\n",
    ));
    file.extend(names);
    file.push_str(")\n\n__all__ = [\n");
    file.extend(kinds);
    file.push_str("]\n");
    file.push_str(&functions);
    file
}

fn constructor(command: &RecordSchema, records: &Records, names: &mut BTreeSet<String>) -> String {
    // Python wants arguments that must be given no earlier than others only where they stand by place; these do not.
    let mut arguments = String::new();
    let mut entries = format!("        \"kind\": \"{}\",\n", command.kind);
    let mut told = String::new();
    for field in command.fields {
        let mut inner = &field.field_type;
        while let TypeSchema::Optional(within) | TypeSchema::List(within) = inner {
            inner = within;
        }
        if let TypeSchema::Named(name) = inner {
            names.extend(given_names(records, name));
        }
        let underscore = if KEYWORDS.contains(&field.name) { "_" } else { "" };
        let argument = format!("{}{underscore}", field.name);
        let optional = matches!(field.field_type, TypeSchema::Optional(_));
        let default = if optional { " = None" } else { "" };
        let argument_type = python_type(&field.field_type, Role::Given, records);
        writeln!(arguments, "    {argument}: {argument_type}{default},").expect("a text takes text");
        writeln!(entries, "        \"{}\": {argument},", field.name).expect("a text takes text");
        let lines = folded(&format!("- `{argument}`: {}", plain(field.doc)), WIDTH - 6);
        for (index, line) in lines.iter().enumerate() {
            let indent = if index == 0 { "" } else { "  " };
            write!(told, "\n    {indent}{}", escaped(line)).expect("a text takes text");
        }
    }
    let doc: Vec<_> = folded(&plain(command.doc), WIDTH - 7).iter().map(|line| escaped(line)).collect();
    let doc = doc.join("\n    ");
    let (kind, name) = (command.kind, command.name);
    if command.fields.is_empty() {
        return format!(
            "\n\ndef {kind}() -> {name}:\n    \"\"\"{doc}\"\"\"\n    return {{\n{entries}    }}\n"
        );
    }
    format!(
        "\n\ndef {kind}(\n    *,\n{arguments}) -> {name}:\n    \"\"\"{doc}\n{told}\n    \"\"\"\n    return {{\n{entries}    }}\n"
    )
}

/// A documentation text without what only Rust's pages have: examples and links.
fn plain(doc: &str) -> String {
    let doc = doc.split("```").next().unwrap_or_default();
    let mut text = String::new();
    let mut rest = doc;
    while let Some(start) = rest.find("[`") {
        let (before, link) = rest.split_at(start);
        text.push_str(before);
        let end = link.find("`]").expect("a link ends");
        let target = link.get(2..end).expect("a link has a target");
        let name = target.rsplit("::").next().unwrap_or(target);
        write!(text, "`{name}`").expect("a text takes text");
        rest = link.get(end + 2..).unwrap_or_default();
    }
    text.push_str(rest);
    let paragraphs = text.split("\n\n").map(|paragraph| {
        let lines: Vec<_> = paragraph.lines().map(str::trim).collect();
        if paragraph.trim_start().starts_with("- ") {
            lines.join("\n")
        } else {
            lines.join(" ")
        }
    });
    paragraphs
        .map(|paragraph| paragraph.trim().to_owned())
        .collect::<Vec<_>>()
        .join("\n\n")
        .trim()
        .to_owned()
}

fn escaped(text: &str) -> String {
    text.replace('\\', "\\\\").replace("\"\"\"", "\\\"\\\"\\\"")
}

/// Lines of a text, none longer than so many characters if words allow.
fn folded(text: &str, width: usize) -> Vec<String> {
    let mut lines = Vec::new();
    for paragraph in text.lines() {
        let indent = if paragraph.starts_with("- ") { "  " } else { "" };
        let mut line = String::new();
        for word in paragraph.split_whitespace() {
            if !line.trim().is_empty() && line.chars().count() + 1 + word.chars().count() > width {
                lines.push(std::mem::replace(&mut line, indent.to_owned()));
            } else if !line.is_empty() {
                line.push(' ');
            }
            line.push_str(word);
        }
        lines.push(line);
    }
    lines
}

fn docstring(doc: &str, indent: &str) -> String {
    let lines = folded(&plain(doc), WIDTH - indent.len() - 6);
    let lines: Vec<_> = lines.iter().map(|line| escaped(line)).collect();
    let body = lines.join(&format!("\n{indent}")).replace(&format!("\n{indent}\n"), "\n\n");
    let end = if lines.len() > 1 { format!("\n{indent}") } else { String::new() };
    format!("{indent}\"\"\"{body}{end}\"\"\"")
}
