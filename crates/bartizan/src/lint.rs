//! `bartizan lint`: findings about policies in files.

use std::path::PathBuf;
use std::process::ExitCode;

use bartizan_policy::PolicyKind;
use bartizan_policy::document::Document;
use bartizan_policy::lint::{Finding, FindingKind, lint};
use clap::{Args, ValueEnum};
use serde_json::{Value as Json, json};

use crate::error::CliError;
use crate::format::Format;
use crate::output;

/// What `lint` can be told.
#[derive(Debug, Args)]
pub(crate) struct LintOptions {
    /// Policies as JSON.
    #[arg(required = true)]
    files: Vec<PathBuf>,
    /// The type of the policies [default: told by their elements].
    #[arg(long = "type", value_enum)]
    policy_type: Option<PolicyType>,
    /// The form of what is printed.
    #[arg(long, value_enum, default_value_t)]
    format: Format,
}

/// The types of policies, where they are attached.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum PolicyType {
    /// A user's, group's or role's.
    Identity,
    /// A resource's, as a bucket's.
    Resource,
    /// A role's trust policy.
    Trust,
    /// A service control policy.
    Scp,
    /// A resource control policy.
    Rcp,
    /// A session policy.
    Session,
}

impl PolicyType {
    const fn kind(self) -> PolicyKind {
        match self {
            Self::Identity => PolicyKind::Identity,
            Self::Resource => PolicyKind::Resource,
            Self::Trust => PolicyKind::Trust,
            Self::Scp => PolicyKind::ServiceControl,
            Self::Rcp => PolicyKind::ResourceControl,
            Self::Session => PolicyKind::Session,
        }
    }
}

/// Prints what is found: 1 if there is an error or a security warning.
///
/// # Errors
/// A file cannot be read.
pub(crate) fn run(options: &LintOptions) -> Result<ExitCode, CliError> {
    let mut fails = false;
    let mut all = Vec::new();
    for path in &options.files {
        let text = std::fs::read_to_string(path).map_err(CliError::file(path))?;
        let kind = options.policy_type.map_or_else(|| kind_of(&text), PolicyType::kind);
        let findings = lint(&text, kind);
        fails |= findings.iter().any(|finding| {
            matches!(finding.kind, FindingKind::Error | FindingKind::SecurityWarning)
        });
        for finding in &findings {
            match options.format {
                Format::Text => output::line(&line(&path.display().to_string(), finding)),
                Format::Json => all.push(entry(&path.display().to_string(), finding)),
            }
        }
    }
    if options.format == Format::Json {
        output::line(&format!("{:#}", Json::Array(all)));
    }
    Ok(ExitCode::from(u8::from(fails)))
}

/// The type that a policy's elements tell: only policies of resources name principals, and a
/// trust policy names no resource.
fn kind_of(text: &str) -> PolicyKind {
    let Ok(document) = Document::parse(text) else { return PolicyKind::Identity };
    let statements = &document.statements;
    let names_principal = |statement: &bartizan_policy::Statement| {
        statement.principal.is_some() || statement.not_principal.is_some()
    };
    let names_resource = |statement: &bartizan_policy::Statement| {
        statement.resource.is_some() || statement.not_resource.is_some()
    };
    if !statements.iter().any(names_principal) {
        PolicyKind::Identity
    } else if statements.iter().any(names_resource) {
        PolicyKind::Resource
    } else {
        PolicyKind::Trust
    }
}

/// A finding as compilers print theirs; line and column from 1.
fn line(path: &str, finding: &Finding) -> String {
    let kind = match finding.kind {
        FindingKind::Error => "error",
        FindingKind::SecurityWarning => "security warning",
        FindingKind::Warning => "warning",
        FindingKind::Suggestion => "suggestion",
    };
    let Finding { code, message, start, .. } = finding;
    let at = if finding.path.is_empty() { String::new() } else { format!(" ({})", finding.path) };
    format!("{path}:{}:{}: {kind} {code}: {message}{at}", start.line, start.column + 1)
}

fn entry(path: &str, finding: &Finding) -> Json {
    let mut entry = json!({ "file": path });
    if let (Some(entry), Ok(Json::Object(members))) =
        (entry.as_object_mut(), serde_json::to_value(finding))
    {
        entry.extend(members);
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_policy_tells_its_type() {
        for (statement, kind) in [
            (r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#, PolicyKind::Identity),
            (
                r#"{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}"#,
                PolicyKind::Resource,
            ),
            (
                r#"{"Effect":"Allow","Principal":{"AWS":"*"},"Action":"sts:AssumeRole"}"#,
                PolicyKind::Trust,
            ),
        ] {
            let text = format!(r#"{{"Version":"2012-10-17","Statement":{statement}}}"#);
            assert_eq!(kind_of(&text), kind, "{text}");
        }
        assert_eq!(kind_of("no JSON"), PolicyKind::Identity);
    }

    #[test]
    fn a_finding_is_printed_where_an_editor_finds_it() {
        let text = "{\"Version\":\"2012-10-17\",\"Statement\":{\"Effect\":\"Allow\",\n\
            \"Action\":\"s3:PutObjekt\",\"Resource\":\"*\"}}";
        let findings = lint(text, PolicyKind::Identity);
        let printed: Vec<_> = findings.iter().map(|finding| line("p.json", finding)).collect();
        assert!(
            printed.iter().any(|line| line.starts_with("p.json:2:10: error INVALID_ACTION: ")
                && line.contains("s3:PutObjekt")),
            "{printed:?}"
        );
    }
}
