//! The four files that come in. Whatever is wrong with them is told at once, and before anything is done.

use std::fs;
use std::path::Path;

use matricula::table::{ActivityFile, CatalogFile, InvitationFile, Problems, WhitelistFile};

use crate::arguments::Arguments;

/// The files, read.
#[derive(Debug)]
pub(crate) struct Inputs {
    pub(crate) invitations: InvitationFile,
    pub(crate) whitelist: WhitelistFile,
    pub(crate) catalog: CatalogFile,
    pub(crate) activity: ActivityFile,
}

impl Inputs {
    /// Reads the files, or says what makes each of them useless.
    pub(crate) fn read(arguments: &Arguments) -> Result<Self, Vec<String>> {
        let mut unusable = Vec::new();
        let mut bytes = |path: &Path| {
            fs::read(path).unwrap_or_else(|error| {
                unusable.push(format!("`{}` cannot be read: {error}", path.display()));
                Vec::new()
            })
        };
        let [invitations, whitelist, catalog, activity] =
            [&arguments.invitations, &arguments.whitelist, &arguments.catalog, &arguments.activity]
                .map(|path| bytes(path));
        if !unusable.is_empty() {
            return Err(unusable);
        }
        let found = Self {
            invitations: InvitationFile::read(&invitations),
            whitelist: WhitelistFile::read(&whitelist),
            catalog: CatalogFile::read(&catalog),
            activity: ActivityFile::read(&activity),
        };
        for (path, problems) in [
            (&arguments.invitations, &found.invitations.problems),
            (&arguments.whitelist, &found.whitelist.problems),
            (&arguments.catalog, &found.catalog.problems),
            (&arguments.activity, &found.activity.problems),
        ] {
            unusable.extend(headers_unusable(path, problems));
        }
        if unusable.is_empty() { Ok(found) } else { Err(unusable) }
    }
}

/// What is wrong with the header line, for without it no row means anything.
fn headers_unusable(path: &Path, problems: &Problems) -> Vec<String> {
    problems
        .kept
        .iter()
        .filter(|problem| problem.record == 0)
        .map(|problem| format!("`{}`: {}", path.display(), problem.message))
        .collect()
}
