//! Which records hosts give, and which they are told.

use std::collections::BTreeSet;

use matricula::schema::{Definition, RecordSchema, TypeSchema, definitions};

/// What hosts give; everything that these refer to may leave out its optional fields.
const INPUTS: [&str; 13] = [
    "AssessmentAttempt",
    "Command",
    "Context",
    "GradebookRequest",
    "GradebookScope",
    "ReportRequest",
    "ReportSchedule",
    "UserListRequest",
    "UserSelection",
    "HomeRequest",
    "LeaderboardRequest",
    "Question",
    "WriteForm",
];

/// Which records go in, and which come out.
pub(crate) struct Records {
    inputs: BTreeSet<&'static str>,
    outputs: BTreeSet<&'static str>,
}

impl Records {
    pub(crate) fn new() -> Self {
        let mut inputs = BTreeSet::new();
        for name in INPUTS {
            reach(name, &mut inputs);
        }
        let mut outputs = BTreeSet::new();
        for definition in definitions() {
            if !inputs.contains(name_of(&definition)) {
                reach(name_of(&definition), &mut outputs);
            }
        }
        Self { inputs, outputs }
    }

    pub(crate) fn role(&self, name: &str) -> Role {
        match (self.inputs.contains(name), self.outputs.contains(name)) {
            (true, false) => Role::Given,
            (true, true) => Role::Both,
            (false, _) => Role::Told,
        }
    }

    /// Whether a record of which any field may be left out where a host gives it is also told, with all its fields: one name
    /// cannot say both.
    pub(crate) fn is_told_whole(&self, name: &str) -> bool {
        has_default(name) && self.role(name) == Role::Both
    }
}

/// Whether a record is given by hosts, told to them, or both.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Role {
    Given,
    Both,
    Told,
}

pub(crate) fn name_of(definition: &Definition) -> &'static str {
    match definition {
        Definition::Record(record) => record.name,
        Definition::Choice { name, .. } | Definition::Union { name, .. } => name,
        Definition::Refusals { .. } => "Refusal",
    }
}

fn reach(name: &'static str, reached: &mut BTreeSet<&'static str>) {
    if !reached.insert(name) {
        return;
    }
    let found = definitions().find(|definition| name_of(definition) == name).expect("a type is defined");
    let records: Vec<&RecordSchema> = match &found {
        Definition::Record(record) => vec![record],
        Definition::Choice { .. } => Vec::new(),
        Definition::Union { variants, .. } => variants.iter().collect(),
        Definition::Refusals { variants, .. } => variants.iter().map(|variant| &variant.record).collect(),
    };
    for field in records.into_iter().flat_map(|record| record.fields) {
        let mut inner = &field.field_type;
        while let TypeSchema::Optional(within) | TypeSchema::List(within) = inner {
            inner = within;
        }
        if let TypeSchema::Named(name) = inner {
            reach(name, reached);
        }
    }
}

/// Whether it is a record of which any field may be left out where it is given.
pub(crate) fn has_default(name: &str) -> bool {
    definitions().any(|definition| {
        matches!(definition, Definition::Record(record) if record.name == name && record.default.is_some())
    })
}
