//! One organization's whole life in a year: invitations, a whitelist, a catalog and dated activity come in; the email
//! report, what became of each row, and one page with a picture go out.
//!
//! `cargo run --release --example email_report -- --help` lists the options.

mod arguments;
mod files;
mod inputs;
mod organization;
mod overview;
mod picture;
mod printed;
mod year;

use std::error::Error;
use std::process::ExitCode;

use matricula::Context;
use matricula::report::{ContractScope, ReportRequest};

use arguments::{Arguments, HELP};
use files::Files;
use inputs::Inputs;
use organization::Organization;
use overview::Overview;
use printed::Outcome;

fn main() -> ExitCode {
    let arguments = match Arguments::read(std::env::args_os().skip(1)) {
        Ok(Some(arguments)) => arguments,
        Ok(None) => {
            print!("{HELP}");
            return ExitCode::SUCCESS;
        }
        Err(problem) => return unusable(&[problem]),
    };
    let inputs = match Inputs::read(&arguments) {
        Ok(inputs) => inputs,
        Err(problems) => return unusable(&problems),
    };
    match run(&arguments, &inputs) {
        Ok(text) => {
            print!("{text}");
            ExitCode::SUCCESS
        }
        Err(error) => {
            eprintln!("email_report: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Says why nothing was done.
fn unusable(problems: &[String]) -> ExitCode {
    for problem in problems {
        eprintln!("email_report: {problem}");
    }
    ExitCode::from(2)
}

fn run(arguments: &Arguments, inputs: &Inputs) -> Result<String, Box<dyn Error>> {
    let mut organization = Organization::set_up(inputs)?;
    let refused = year::live(&mut organization, &inputs.activity);
    let overview = Overview::of(&organization)?;
    let request = ReportRequest {
        contracts: ContractScope::AllTime,
        programs: None,
        // Names are typed by people, and a spreadsheet would run some of them.
        guard_formulas: true,
        dialect: None,
    };
    let context = Context::new(overview.as_of, organization.administrator.clone());
    let report = organization.register.email_report(&request, &context)?;
    let summary = report.summary;
    let picture = overview.picture(&organization)?.svg();
    let files = Files::new(&organization, &refused, report, picture);
    files
        .write(&arguments.out)
        .map_err(|error| format!("`{}` cannot be written: {error}", arguments.out.display()))?;
    let outcome = Outcome {
        arguments,
        inputs,
        organization: &organization,
        refused: &refused,
        overview: &overview,
        summary: &summary,
        files: &files,
    };
    Ok(outcome.text())
}
