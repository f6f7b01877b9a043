//! Groups for any application. (Developer guide: Baseline rule groups.)

use super::Suffix::{Body, Cookie, Header, QueryArguments, QueryString, UriPath};
use super::{against, block, header, header_has, longer};
use crate::detect::DetectorKind as Kind;
use crate::language::{Comparison, Condition, Field, Oversize, Position, Rule, Test};
use crate::transform::Transformation;

/// Names by which tools that look for holes, or that attack, call themselves.
const BAD_BOTS: &[&str] = &[
    "acunetix",
    "appscan",
    "arachni",
    "brutus",
    "burpcollaborator",
    "cgichk",
    "commix",
    "core-project/1.0",
    "dirbuster",
    "dirbuster",
    "dotdotpwn",
    "feroxbuster",
    "fimap",
    "fuzz faster u fool",
    "gobuster",
    "grabber",
    "grendel-scan",
    "havij",
    "hydra",
    "inspath",
    "internet ninja",
    "jaeles",
    "jbrofuzz",
    "jorgee",
    "joomscan",
    "libwhisker",
    "masscan",
    "metis",
    "morfeus",
    "mysqloit",
    "n-stealth",
    "nessus",
    "netsparker",
    "nikto",
    "nmap",
    "nuclei",
    "openvas",
    "paros",
    "pangolin",
    "pmafind",
    "qualys",
    "rgrab",
    "sitelockspider",
    "sqlbftools",
    "sqlmap",
    "sqlninja",
    "sqlpowerinjector",
    "sysscan",
    "teh forest lobster",
    "tplmap",
    "uil2pn",
    "vega/",
    "voideye",
    "w3af",
    "webbandit",
    "webcruiser",
    "webinspect",
    "webshag",
    "whatweb",
    "whcc/",
    "wfuzz",
    "wpscan",
    "xsstrike",
    "xsser",
    "zaproxy",
    "zgrab",
    "zmeu",
];

/// `AWSManagedRulesCommonRuleSet`.
pub(super) fn common() -> Vec<Rule> {
    let any = Condition::Text(
        header("user-agent"),
        vec![Transformation::None],
        Test::Size(Comparison::Gt, 0),
    );
    let mut rules = vec![
        block("NoUserAgent_HEADER", "NoUserAgent_Header", Condition::Not(Box::new(any))),
        block(
            "UserAgent_BadBots_HEADER",
            "BadBots_Header",
            header_has("user-agent", BAD_BOTS, Position::Anywhere),
        ),
        block(
            "SizeRestrictions_QUERYSTRING",
            "SizeRestrictions_QueryString",
            longer(Field::QueryString, 2048),
        ),
        block(
            "SizeRestrictions_Cookie_HEADER",
            "SizeRestrictions_Cookie_Header",
            longer(header("cookie"), 10_240),
        ),
        block(
            "SizeRestrictions_BODY",
            "SizeRestrictions_Body",
            longer(Field::Body(Oversize::Match), 8192),
        ),
        block("SizeRestrictions_URIPATH", "SizeRestrictions_URIPath", longer(Field::Path, 1024)),
    ];
    for suffix in [Body, Cookie, UriPath, QueryArguments] {
        rules.push(against("EC2MetaDataSSRF", suffix, &[Kind::MetadataAddress]));
    }
    for suffix in [QueryArguments, UriPath, Body] {
        let kinds: &[Kind] =
            if suffix == Body { &[Kind::LocalFile, Kind::UnixFile] } else { &[Kind::LocalFile] };
        rules.push(against("GenericLFI", suffix, kinds));
    }
    for suffix in [UriPath, QueryArguments] {
        rules.push(against("RestrictedExtensions", suffix, &[Kind::RestrictedExtension]));
    }
    for suffix in [QueryArguments, Body, UriPath] {
        rules.push(against("GenericRFI", suffix, &[Kind::RemoteFile]));
    }
    for suffix in [Cookie, QueryArguments, Body, UriPath] {
        rules.push(against("CrossSiteScripting", suffix, &[Kind::CrossSiteScripting]));
    }
    rules
}

/// `AWSManagedRulesAdminProtectionRuleSet`.
pub(super) fn admin() -> Vec<Rule> {
    vec![against("AdminProtection", UriPath, &[Kind::AdminPath])]
}

/// `AWSManagedRulesKnownBadInputsRuleSet`.
pub(super) fn known_bad_inputs() -> Vec<Rule> {
    let mut rules = Vec::new();
    for suffix in [Header, Body, UriPath, QueryString] {
        rules.push(against("JavaDeserializationRCE", suffix, &[Kind::JavaCode]));
    }
    let local = ["localhost", "127.0.0.1"].map(|name| {
        let test = Test::Bytes(name.as_bytes().to_vec(), Position::Start);
        Condition::Text(header("host"), vec![Transformation::Lowercase], test)
    });
    rules.push(block(
        "Host_localhost_HEADER",
        "Host_Localhost_Header",
        Condition::Any(local.to_vec()),
    ));
    rules.push(block("PROPFIND_METHOD", "Propfind_Method", propfind()));
    rules.push(against("ExploitablePaths", UriPath, &[Kind::ExploitablePath]));
    for suffix in [Header, QueryString, Body, UriPath] {
        rules.push(against("Log4JRCE", suffix, &[Kind::Lookup]));
    }
    rules.push(against("ReactJSRCE", Body, &[Kind::NodeCode]));
    rules
}

/// `PROPFIND` as scanners send it. A client of `WebDAV` says how deep it looks, and not without a
/// bound (RFC 4918, section 9.1).
fn propfind() -> Condition {
    let exactly = |field, bytes: &[u8]| {
        Condition::Text(
            field,
            vec![Transformation::Lowercase],
            Test::Bytes(bytes.to_vec(), Position::Exactly),
        )
    };
    let bounded =
        Condition::Any(vec![exactly(header("depth"), b"0"), exactly(header("depth"), b"1")]);
    Condition::All(vec![exactly(Field::Method, b"propfind"), Condition::Not(Box::new(bounded))])
}
