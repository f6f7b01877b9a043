//! `BartizanInjectionRuleSet`: kinds of attacks that AWS has no rule for, and places where AWS's groups
//! do not look for the kinds that they know.

use super::Suffix::{self, Body, Cookie, Header, QueryArguments, UriPath};
use super::{against, block, header_has};
use crate::detect::DetectorKind as Kind;
use crate::language::{Condition, Field, Position, Rule, Test};
use crate::transform::Transformation;

/// Kinds that are looked for everywhere.
const EVERYWHERE: &[(&str, Kind)] = &[
    ("TemplateInjection", Kind::Template),
    ("ServerSideInclude", Kind::ServerSideInclude),
    ("ExternalEntity", Kind::ExternalEntity),
    ("LDAPInjection", Kind::Ldap),
    ("NoSQLInjection", Kind::NoSql),
    ("XPathInjection", Kind::XPath),
    ("HeaderInjection", Kind::HeaderInjection),
    ("MailInjection", Kind::MailInjection),
    ("OpenRedirect", Kind::OpenRedirect),
    ("ServerSideRequest", Kind::ServerSideRequest),
    ("Deserialization", Kind::Deserialization),
    ("NodeCode", Kind::NodeCode),
    ("PythonCode", Kind::PythonCode),
];

/// Kinds of AWS's groups, and the places that these leave out.
const ELSEWHERE: &[(&str, &[Kind], &[Suffix])] = &[
    ("SQLi", &[Kind::SqlInjection, Kind::SqlInjectionSuspected], &[Header]),
    ("CrossSiteScripting", &[Kind::CrossSiteScripting], &[Header]),
    ("GenericLFI", &[Kind::LocalFile], &[Header]),
    ("GenericRFI", &[Kind::RemoteFile], &[Header]),
    ("EC2MetaDataSSRF", &[Kind::MetadataAddress], &[Header]),
    ("ShellCommands", &[Kind::UnixCommand, Kind::WindowsCommand, Kind::PowerShell], &[UriPath]),
    ("WindowsShellCommands", &[Kind::WindowsCommand, Kind::PowerShell], &[Header]),
    ("PHPHighRiskMethodsVariables", &[Kind::PhpCode], &[UriPath]),
    ("SensitivePaths", &[Kind::SensitivePath], &[UriPath]),
];

/// Methods of HTTP (RFC 9110, RFC 5789) and of `WebDAV` and its kin, as they are registered.
const METHODS: &[&str] = &[
    "ACL",
    "BASELINE-CONTROL",
    "BIND",
    "CHECKIN",
    "CHECKOUT",
    "CONNECT",
    "COPY",
    "DELETE",
    "GET",
    "HEAD",
    "LABEL",
    "LINK",
    "LOCK",
    "MERGE",
    "MKACTIVITY",
    "MKCALENDAR",
    "MKCOL",
    "MKREDIRECTREF",
    "MKWORKSPACE",
    "MOVE",
    "OPTIONS",
    "ORDERPATCH",
    "PATCH",
    "POST",
    "PROPFIND",
    "PROPPATCH",
    "PURGE",
    "PUT",
    "QUERY",
    "REBIND",
    "REPORT",
    "SEARCH",
    "TRACE",
    "UNBIND",
    "UNCHECKOUT",
    "UNLINK",
    "UNLOCK",
    "UPDATE",
    "UPDATEREDIRECTREF",
    "VERSION-CONTROL",
];

/// The rules.
pub(super) fn rules() -> Vec<Rule> {
    let mut rules = Vec::new();
    for (name, kind) in EVERYWHERE {
        for suffix in [Header, Cookie, QueryArguments, UriPath, Body] {
            rules.push(against(name, suffix, &[*kind]));
        }
    }
    for (name, kinds, suffixes) in ELSEWHERE {
        rules.extend(suffixes.iter().map(|suffix| against(name, *suffix, kinds)));
    }
    // Going on in HTTP/2 in clear is how requests are smuggled past a proxy (RFC 9113 dropped it).
    let upgrade = header_has("upgrade", &["h2c"], Position::Anywhere);
    rules.push(block("UpgradeH2C_HEADER", "UpgradeH2C_Header", upgrade));
    let known = METHODS.iter().map(|method| {
        let test = Test::Bytes(method.as_bytes().to_vec(), Position::Exactly);
        Condition::Text(Field::Method, vec![Transformation::None], test)
    });
    let unknown = Condition::Not(Box::new(Condition::Any(known.collect())));
    rules.push(block("UnknownMethod_METHOD", "UnknownMethod_Method", unknown));
    rules
}
