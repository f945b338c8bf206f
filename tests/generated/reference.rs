//! The reference page: every command, event, refusal, policy, record and column, in words.

use std::fmt::Write;

use matricula::report::{ASSESSMENT_ATTEMPTS, GRADEBOOK, MEMBERSHIP, SPECIALIZATION, USAGE};
use matricula::schema::{Definition, FieldSchema, RecordSchema, TypeSchema, definitions};
use matricula::table::{DialectSchema, ProblemCode, TableSchema};
use matricula::{Cure, QUESTIONS, RIGHTS, Role};

/// The files and what is in them.
pub(crate) fn files() -> Vec<(&'static str, String)> {
    vec![("REFERENCE.md", page().expect("a string takes everything"))]
}

fn page() -> Result<String, std::fmt::Error> {
    let mut page = String::from(
        "# Reference\n\nGenerated from the definitions in `core/src`; the same names hold in Rust, Python, Node and \
         JSON. A rule's number in code font (`CON-2`) is the one that refusals name.\n\n",
    );
    page.push_str(
        "- [Commands](#command)\n- [Events](#event)\n- [Refusals](#refusals)\n- [Rights](#rights)\n",
    );
    page.push_str("- [Problems of files](#problems-of-files)\n- [Reports](#reports)\n\n");
    for definition in definitions() {
        match definition {
            Definition::Record(record) => {
                writeln!(page, "## {}\n\n{}", record.name, prose(record.doc))?;
                if let Some(default) = record.default {
                    writeln!(
                        page,
                        "Any field may be left out and takes the default then: `{}`\n",
                        default()
                    )?;
                }
                fields(&mut page, record.fields)?;
            }
            // The codes of problems have a table with their sentences and remedies.
            Definition::Choice { name: "ProblemCode", .. } => {}
            Definition::Choice { name, doc, options } => {
                writeln!(page, "## {name}\n\n{}\n| word | meaning |\n|---|---|", prose(doc))?;
                for (place, option) in options.iter().enumerate() {
                    let default = if place == 0 { " (default)" } else { "" };
                    writeln!(page, "| `{}`{default} | {} |", option.value, cell(option.doc))?;
                }
                page.push('\n');
            }
            Definition::Union { name, doc, tag, variants } => {
                writeln!(page, "## {name}\n\n{} Told apart by `{tag}`.\n", prose(doc).trim_end())?;
                variants.iter().try_for_each(|variant| union_variant(&mut page, variant))?;
            }
            Definition::Refusals { doc, variants } => {
                writeln!(page, "## Refusals\n\n{}", prose(doc))?;
                page.push_str("| code | rule | cured by | meaning | facts |\n|---|---|---|---|---|\n");
                for variant in variants {
                    let facts: Vec<_> =
                        variant.record.fields.iter().map(|field| format!("`{}`", field.name)).collect();
                    writeln!(
                        page,
                        "| `{}` | `{}` | {} | {} | {} |",
                        variant.record.kind,
                        variant.rule,
                        cure(variant.cure),
                        cell(variant.record.doc),
                        facts.join(", "),
                    )?;
                }
                page.push('\n');
            }
        }
    }
    rights(&mut page)?;
    problems(&mut page)?;
    page.push_str("## Reports\n\n");
    for table in [USAGE, MEMBERSHIP, SPECIALIZATION, ASSESSMENT_ATTEMPTS, GRADEBOOK] {
        columns(&mut page, table)?;
    }
    while page.ends_with("\n\n") {
        page.pop();
    }
    Ok(page)
}

fn union_variant(page: &mut String, variant: &RecordSchema) -> std::fmt::Result {
    writeln!(page, "### `{}`\n\n{}", variant.kind, prose(variant.doc))?;
    fields(page, variant.fields)
}

fn fields(page: &mut String, fields: &[FieldSchema]) -> std::fmt::Result {
    if fields.is_empty() {
        page.push_str("No fields.\n\n");
        return Ok(());
    }
    page.push_str("| field | type | meaning |\n|---|---|---|\n");
    for field in fields {
        writeln!(page, "| `{}` | {} | {} |", field.name, kind(field.field_type), cell(field.doc))?;
    }
    page.push('\n');
    Ok(())
}

fn kind(found: TypeSchema) -> String {
    match found {
        TypeSchema::Text => "text".into(),
        TypeSchema::Personal => "text, personal".into(),
        TypeSchema::Boolean => "true or false".into(),
        TypeSchema::Integer(most) => format!("whole number, 0 to {most}"),
        TypeSchema::Time => "time".into(),
        TypeSchema::Percent => "percent, as decimal text".into(),
        TypeSchema::Hours => "hours, as decimal text".into(),
        TypeSchema::Decimal => "decimal text".into(),
        TypeSchema::Id(name) => format!("id ({name})"),
        TypeSchema::Optional(inner) => format!("{}; may be absent", kind(*inner)),
        TypeSchema::List(inner) => format!("list of {}", kind(*inner)),
        TypeSchema::Named("Refusal") => "[Refusal](#refusals)".into(),
        TypeSchema::Named("ProblemCode") => "[ProblemCode](#problems-of-files)".into(),
        TypeSchema::Named(name) => format!("[{name}](#{})", name.to_lowercase()),
    }
}

const fn cure(cure: Cure) -> &'static str {
    match cure {
        Cure::Never => "nothing",
        Cure::Waiting => "waiting",
        Cure::Administrator => "an administrator",
    }
}

fn rights(page: &mut String) -> std::fmt::Result {
    page.push_str(
        "## Rights\n\nWho may give which command and is answered which question (`ADM-3`), unless a host says otherwise by \
                   `set_rights`. A program administrator may for the programs administrated, a learner for themselves.\n\n",
    );
    let roles = [
        (Role::Operator, "operator"),
        (Role::Host, "host"),
        (Role::OrganizationAdministrator, "organization administrator"),
        (Role::ProgramAdministrator, "program administrator"),
        (Role::Learner, "learner"),
    ];
    let names: Vec<_> = roles.iter().map(|(_, name)| *name).collect();
    let mut table = |what: &str, rights: &[(&str, &[Role])]| {
        writeln!(page, "| {what} | {} |\n|---|{}", names.join(" | "), "---|".repeat(roles.len()))?;
        for (action, allowed) in rights {
            let marks: Vec<_> =
                roles.iter().map(|(role, _)| if allowed.contains(role) { "yes" } else { "" }).collect();
            writeln!(page, "| `{action}` | {} |", marks.join(" | "))?;
        }
        page.push('\n');
        Ok(())
    };
    table("command", RIGHTS)?;
    table("question", QUESTIONS)
}

fn problems(page: &mut String) -> std::fmt::Result {
    page.push_str("## Problems of files\n\nEvery defect of a file has one of these codes (`REP-6`).\n\n");
    page.push_str("| code | what is wrong | remedy |\n|---|---|---|\n");
    for code in ProblemCode::ALL {
        writeln!(page, "| `{}` | {} | {} |", code.as_str(), code.sentence(), code.remedy())?;
    }
    page.push('\n');
    Ok(())
}

fn columns(page: &mut String, table: &TableSchema) -> std::fmt::Result {
    writeln!(
        page,
        "### The {}\n\n| header | field | also read as | unit | dialects | meaning |\n|---|---|---|---|---|---|",
        table.name
    )?;
    for column in table.columns {
        let others = table.other_headers(column);
        let aliases: Vec<_> = others.iter().map(|alias| format!("`{alias}`")).collect();
        let has = |dialect: &&DialectSchema| dialect.columns.iter().any(|(_, field)| *field == column.field);
        let dialects = table.dialects.iter().filter(has).map(|dialect| dialect.name.as_str());
        let dialects = if table.dialects.iter().all(|dialect| has(&dialect)) {
            "all".to_owned()
        } else {
            dialects.collect::<Vec<_>>().join(", ")
        };
        let unit = column.kind.unit().unwrap_or_default();
        writeln!(
            page,
            "| `{}` | `{}` | {} | {unit} | {dialects} | {} |",
            column.header,
            column.field,
            aliases.join(", "),
            column.meaning
        )?;
    }
    page.push('\n');
    for dialect in table.dialects {
        let headers: Vec<_> = dialect.columns.iter().map(|(header, _)| format!("`{header}`")).collect();
        let source = match dialect.source {
            "guide" => "as the guide prints it",
            "exports" => "as real files have it",
            _ => "made after this dialect's other reports, since no such file was seen",
        };
        writeln!(page, "`{}` ({source}): {}\n", dialect.name, headers.join(", "))?;
    }
    Ok(())
}

/// A documentation comment as paragraphs, without its examples.
fn prose(doc: &str) -> String {
    let mut text = String::new();
    let mut code = false;
    for line in doc.lines().map(|line| line.strip_prefix(' ').unwrap_or(line)) {
        if line.starts_with("```") {
            code = !code;
        } else if !code {
            text.push_str(&plain(line));
            text.push('\n');
        }
    }
    let mut text = text.trim_end().to_string();
    text.push('\n');
    text
}

fn cell(doc: &str) -> String {
    prose(doc).trim().replace('\n', " ").replace('|', "\\|")
}

/// A line without links into the Rust documentation.
fn plain(line: &str) -> String {
    line.replace("[`", "`").replace("`]", "`").replace("crate::", "")
}
