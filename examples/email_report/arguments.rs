//! The options of the command line.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

const DATA: &str = concat!(env!("CARGO_MANIFEST_DIR"), "/examples/data");

pub(crate) const HELP: &str = "\
Runs one organization through a year and writes its email report.

Options, each with a file of your own in place of the example's:
  --invitations FILE   the invited learners: Full Name, Email, External ID
  --whitelist FILE     email domains, one a line
  --catalog FILE       courses and specializations: Type, Name, Partner and more
  --activity FILE      what people did, in order of time: Time, Action, Program, Email and more
  --out FOLDER         where the files are written (default: out)
  --help               this text
";

/// What the program was asked to do.
#[derive(Debug)]
pub(crate) struct Arguments {
    pub(crate) invitations: PathBuf,
    pub(crate) whitelist: PathBuf,
    pub(crate) catalog: PathBuf,
    pub(crate) activity: PathBuf,
    pub(crate) out: PathBuf,
}

impl Arguments {
    /// Reads the options; none if help is wanted.
    pub(crate) fn read(words: impl IntoIterator<Item = OsString>) -> Result<Option<Self>, String> {
        // The examples are found from whichever folder the program is started in.
        let here = Path::new("examples/data");
        let data = if here.is_dir() { here } else { Path::new(DATA) };
        let mut found = Self {
            invitations: data.join("invitations.csv"),
            whitelist: data.join("whitelist.csv"),
            catalog: data.join("catalog.csv"),
            activity: data.join("activity.csv"),
            out: PathBuf::from("out"),
        };
        let mut words = words.into_iter();
        while let Some(word) = words.next() {
            let word = word.to_string_lossy().into_owned();
            let (option, value) = match word.split_once('=') {
                Some((option, value)) => (option.to_owned(), Some(OsString::from(value))),
                None => (word, None),
            };
            let place = match option.as_str() {
                "--help" | "-h" => return Ok(None),
                "--invitations" => &mut found.invitations,
                "--whitelist" => &mut found.whitelist,
                "--catalog" => &mut found.catalog,
                "--activity" => &mut found.activity,
                "--out" => &mut found.out,
                _ => return Err(format!("there is no option `{option}`; `--help` lists them")),
            };
            let value = value.or_else(|| words.next()).filter(|value| !value.is_empty());
            *place = value
                .ok_or_else(|| format!("`{option}` needs a value, as `{option} FILE`; `--help` lists them"))?
                .into();
        }
        Ok(Some(found))
    }
}
