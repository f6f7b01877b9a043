//! Groups for what an application is made of. (Developer guide: Use-case specific rule groups.)

use super::Suffix::{Body, Cookie, Header, QueryArguments, QueryString, UriPath};
use super::{against, block};
use crate::detect::DetectorKind as Kind;
use crate::detect::Place;
use crate::language::{Condition, Rule};

/// `AWSManagedRulesSQLiRuleSet`.
pub(super) fn sql() -> Vec<Rule> {
    let surely = &[Kind::SqlInjection];
    let maybe = &[Kind::SqlInjectionSuspected];
    vec![
        against("SQLi", QueryArguments, surely),
        against("SQLiExtendedPatterns", QueryArguments, maybe),
        against("SQLi", Body, surely),
        against("SQLiExtendedPatterns", Body, maybe),
        against("SQLi", Cookie, &[Kind::SqlInjection, Kind::SqlInjectionSuspected]),
        against("SQLi", UriPath, &[Kind::SqlInjection, Kind::SqlInjectionSuspected]),
    ]
}

/// `AWSManagedRulesLinuxRuleSet`.
pub(super) fn linux() -> Vec<Rule> {
    [UriPath, QueryString, Header].map(|suffix| against("LFI", suffix, &[Kind::UnixFile])).to_vec()
}

/// `AWSManagedRulesUnixRuleSet`.
pub(super) fn unix() -> Vec<Rule> {
    [QueryString, Body, Header]
        .map(|suffix| against("UNIXShellCommandsVariables", suffix, &[Kind::UnixCommand]))
        .to_vec()
}

/// `AWSManagedRulesWindowsRuleSet`.
pub(super) fn windows() -> Vec<Rule> {
    let places = [Cookie, QueryArguments, Body];
    let commands =
        places.map(|suffix| against("WindowsShellCommands", suffix, &[Kind::WindowsCommand]));
    let scripts = places.map(|suffix| against("PowerShellCommands", suffix, &[Kind::PowerShell]));
    commands.into_iter().chain(scripts).collect()
}

/// `AWSManagedRulesPHPRuleSet`.
pub(super) fn php() -> Vec<Rule> {
    [Header, QueryString, Body]
        .map(|suffix| against("PHPHighRiskMethodsVariables", suffix, &[Kind::PhpCode]))
        .to_vec()
}

/// `AWSManagedRulesWordPressRuleSet`, whose labels AWS writes as the rules' names.
pub(super) fn wordpress() -> Vec<Rule> {
    vec![
        block(
            "WordPressExploitableCommands_QUERYSTRING",
            "WordPressExploitableCommands_QUERYSTRING",
            Condition::Attack(Place::Query, Kind::WordPressCommand),
        ),
        block(
            "WordPressExploitablePaths_URIPATH",
            "WordPressExploitablePaths_URIPATH",
            Condition::Attack(Place::Path, Kind::WordPressPath),
        ),
    ]
}
