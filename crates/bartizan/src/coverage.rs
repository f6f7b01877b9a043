//! `bartizan coverage`: which operations are real.

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::process::ExitCode;

use clap::{Args, ValueEnum};
use serde_json::{Value as Json, json};

use crate::error::CliError;
use crate::{output, services};

/// How long a line of the page is that is wrapped.
const LINE_CHARACTERS: usize = 100;

/// What `coverage` can be told.
#[derive(Debug, Args)]
pub(crate) struct CoverageOptions {
    /// The form of what is printed.
    #[arg(long, value_enum, default_value_t)]
    format: CoverageFormat,
}

/// The forms of the table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, ValueEnum)]
enum CoverageFormat {
    /// A page.
    #[default]
    Markdown,
    /// For programs.
    Json,
}

/// One service: every operation of its model, and whether it is real.
struct Covered {
    name: &'static str,
    full_name: &'static str,
    operations: Vec<(&'static str, bool)>,
}

/// Prints the table.
///
/// # Errors
/// A model that is built in cannot be read.
pub(crate) fn run(options: &CoverageOptions) -> Result<ExitCode, CliError> {
    let covered = covered()?;
    match options.format {
        CoverageFormat::Markdown => output::print(&markdown(&covered)),
        CoverageFormat::Json => output::line(&format!("{:#}", as_json(&covered))),
    }
    Ok(ExitCode::SUCCESS)
}

fn covered() -> Result<Vec<Covered>, CliError> {
    let real: BTreeSet<_> =
        services::operations().map(|operation| (operation.service, operation.name)).collect();
    let served: BTreeSet<_> = real.iter().map(|(service, _)| *service).collect();
    served
        .into_iter()
        .map(|name| {
            let model = bartizan_model::service(name)
                .ok_or_else(|| CliError::Failed(format!("the model of {name} cannot be read")))?;
            let operations = model
                .operations()
                .map(|operation| (operation.name, real.contains(&(name, operation.name))))
                .collect();
            Ok(Covered { name, full_name: model.full_name, operations })
        })
        .collect()
}

impl Covered {
    fn real(&self) -> usize {
        self.operations.iter().filter(|(_, real)| *real).count()
    }

    fn missing(&self) -> Vec<&'static str> {
        self.operations.iter().filter(|(_, real)| !real).map(|(name, _)| *name).collect()
    }

    fn is_mostly_missing(&self) -> bool {
        self.real() * 2 < self.operations.len()
    }
}

fn markdown(covered: &[Covered]) -> String {
    let mut out = String::from(
        "# Coverage\n\nMade by `cargo xtask coverage`: do not edit. An operation is *real*, with \
         AWS's meaning, or it answers\n`NotImplemented` with its name. Nothing is between.\n\n\
         | service | real | not implemented |\n|---|---:|---:|\n",
    );
    for service in covered {
        let (name, real) = (service.name, service.real());
        let _ =
            writeln!(out, "| [{name}](#{name}) | {real} | {} |", service.operations.len() - real);
    }
    for service in covered {
        let _ = writeln!(out, "\n## {}\n\n{}\n", service.name, service.full_name);
        out.push_str("| operation | |\n|---|---|\n");
        let is_folded = service.is_mostly_missing();
        for (operation, real) in &service.operations {
            match real {
                true => drop(writeln!(out, "| {operation} | real |")),
                false if is_folded => {}
                false => drop(writeln!(out, "| {operation} | not implemented |")),
            }
        }
        if is_folded {
            fold(&mut out, &service.missing());
        }
    }
    out
}

/// Names that few will look for, as one paragraph which opens at a click.
fn fold(out: &mut String, missing: &[&str]) {
    let _ = write!(out, "\n<details><summary>{} not implemented</summary>\n", missing.len());
    let mut column = LINE_CHARACTERS;
    for (index, name) in missing.iter().enumerate() {
        let end = if index + 1 == missing.len() { "." } else { "," };
        if column + name.len() + 2 > LINE_CHARACTERS {
            let _ = write!(out, "\n{name}{end}");
            column = name.len() + 1;
        } else {
            let _ = write!(out, " {name}{end}");
            column += name.len() + 2;
        }
    }
    out.push_str("\n\n</details>\n");
}

fn as_json(covered: &[Covered]) -> Json {
    covered
        .iter()
        .map(|service| {
            let operations: serde_json::Map<String, Json> = service
                .operations
                .iter()
                .map(|(name, real)| ((*name).to_owned(), json!(real)))
                .collect();
            json!({
                "service": service.name,
                "real": service.real(),
                "operations": operations,
            })
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_declared_operation_is_in_a_model() {
        let covered = covered().unwrap();
        let real: usize = covered.iter().map(Covered::real).sum();
        assert_eq!(real, services::operations().count());
    }

    #[test]
    fn the_page_counts_each_service() {
        let page = markdown(&[Covered {
            name: "sts",
            full_name: "AWS STS",
            operations: vec![("AssumeRole", true), ("AssumeRoot", false)],
        }]);
        assert!(page.contains("| [sts](#sts) | 1 | 1 |\n"), "{page}");
        assert!(page.contains("| AssumeRole | real |\n| AssumeRoot | not implemented |\n"));
    }

    #[test]
    fn what_is_mostly_missing_is_folded() {
        let missing: Vec<_> = (0..4).map(|_| "DescribeSomethingOfAVeryLongNameIndeed").collect();
        let mut operations = vec![("DescribeRegions", true)];
        operations.extend(missing.iter().map(|name| (*name, false)));
        let page = markdown(&[Covered { name: "ec2", full_name: "Amazon EC2", operations }]);
        let name = missing[0];
        let folded = format!(
            "| DescribeRegions | real |\n\n<details><summary>4 not implemented</summary>\n\n\
             {name}, {name},\n{name}, {name}.\n\n</details>\n"
        );
        assert!(page.ends_with(&folded), "{page}");
    }
}
