//! Managed rule groups under the names, rule names and labels that AWS documents, with rules of our
//! own; and `BartizanInjectionRuleSet` for attacks and places that AWS has no rule for. (Developer
//! guide: AWS Managed Rules rule groups list.)

mod addresses;
mod applications;
mod baseline;
mod bots;
mod injection;

use std::sync::Arc;

pub use bots::{Robot, robot};

use crate::addresses::AddressSet;
use crate::detect::{DetectorKind, Place};
use crate::language::{Action, Comparison, Condition, Field, Group, Position, Rule, Test};
use crate::transform::Transformation;

/// A group of rules that is kept for the user.
#[derive(Debug, Clone, Copy)]
pub struct ManagedRuleGroup {
    /// Who keeps it, as statements name it.
    pub vendor: &'static str,
    /// Its name.
    pub name: &'static str,
    /// What it is for.
    pub description: &'static str,
    /// Its web ACL capacity units.
    pub capacity: u64,
    /// What its labels begin with.
    pub label_namespace: &'static str,
    /// Its versions, the newest first. A group of which new lists come all the time has none.
    pub versions: &'static [&'static str],
    rules: fn(&AddressLists) -> Vec<Rule>,
}

/// The lists of addresses that some groups ask; they come from the operator.
#[derive(Debug, Clone, Default)]
pub struct AddressLists {
    /// Addresses of bots and other sources of attacks.
    pub reputation: Arc<AddressSet>,
    /// Addresses that look for holes.
    pub reconnaissance: Arc<AddressSet>,
    /// Addresses that took part in floods.
    pub floods: Arc<AddressSet>,
    /// Addresses that hide who is behind them: proxies, VPNs, Tor.
    pub anonymous: Arc<AddressSet>,
    /// Addresses of hosting providers.
    pub hosting: Arc<AddressSet>,
    /// Addresses from which well-known robots are known to come.
    pub verified_bots: Arc<AddressSet>,
}

impl ManagedRuleGroup {
    /// The group's rules, for a policy to use.
    pub fn group(&self, lists: &AddressLists) -> Group {
        Group {
            id: format!("{}#{}", self.vendor, self.name),
            label_namespace: self.label_namespace.to_owned(),
            rules: (self.rules)(lists),
        }
    }
}

/// All managed groups, by name.
pub fn groups() -> &'static [ManagedRuleGroup] {
    GROUPS
}

/// The versions of a group whose rules change by versions alone.
const VERSIONS: &[&str] = &["Version_1.0"];

const fn versioned(
    name: &'static str,
    description: &'static str,
    capacity: u64,
    label_namespace: &'static str,
    rules: fn(&AddressLists) -> Vec<Rule>,
) -> ManagedRuleGroup {
    ManagedRuleGroup {
        vendor: "AWS",
        name,
        description,
        capacity,
        label_namespace,
        versions: VERSIONS,
        rules,
    }
}

const GROUPS: &[ManagedRuleGroup] = &[
    versioned(
        "AWSManagedRulesCommonRuleSet",
        "Rules that any web application can use: scripting, files, metadata, sizes.",
        700,
        "awswaf:managed:aws:core-rule-set:",
        |_| baseline::common(),
    ),
    versioned(
        "AWSManagedRulesAdminProtectionRuleSet",
        "Rules that keep strangers from pages of administrators.",
        100,
        "awswaf:managed:aws:admin-protection:",
        |_| baseline::admin(),
    ),
    versioned(
        "AWSManagedRulesKnownBadInputsRuleSet",
        "Rules against requests that are known to exploit or discover a hole.",
        200,
        "awswaf:managed:aws:known-bad-inputs:",
        |_| baseline::known_bad_inputs(),
    ),
    versioned(
        "AWSManagedRulesSQLiRuleSet",
        "Rules against injection of SQL.",
        200,
        "awswaf:managed:aws:sql-database:",
        |_| applications::sql(),
    ),
    versioned(
        "AWSManagedRulesLinuxRuleSet",
        "Rules against requests for files of Linux.",
        200,
        "awswaf:managed:aws:linux-os:",
        |_| applications::linux(),
    ),
    versioned(
        "AWSManagedRulesUnixRuleSet",
        "Rules against commands for shells of POSIX.",
        100,
        "awswaf:managed:aws:posix-os:",
        |_| applications::unix(),
    ),
    versioned(
        "AWSManagedRulesWindowsRuleSet",
        "Rules against commands for Windows and PowerShell.",
        200,
        "awswaf:managed:aws:windows-os:",
        |_| applications::windows(),
    ),
    versioned(
        "AWSManagedRulesPHPRuleSet",
        "Rules against injection of PHP code.",
        100,
        "awswaf:managed:aws:php-app:",
        |_| applications::php(),
    ),
    versioned(
        "AWSManagedRulesWordPressRuleSet",
        "Rules against attacks on WordPress.",
        100,
        "awswaf:managed:aws:wordpress-app:",
        |_| applications::wordpress(),
    ),
    ManagedRuleGroup {
        vendor: "AWS",
        name: "AWSManagedRulesAmazonIpReputationList",
        description: "Addresses of bots and other sources of attacks, by the operator's lists.",
        capacity: 25,
        label_namespace: "awswaf:managed:aws:amazon-ip-list:",
        versions: &[],
        rules: addresses::reputation,
    },
    ManagedRuleGroup {
        vendor: "AWS",
        name: "AWSManagedRulesAnonymousIpList",
        description: "Addresses that hide who is behind them, by the operator's lists.",
        capacity: 50,
        label_namespace: "awswaf:managed:aws:anonymous-ip-list:",
        versions: &[],
        rules: addresses::anonymous,
    },
    versioned(
        "AWSManagedRulesBotControlRuleSet",
        "Rules against robots that say who they are: the common level.",
        50,
        "awswaf:managed:aws:bot-control:",
        bots::rules,
    ),
    ManagedRuleGroup {
        vendor: "Bartizan",
        name: "BartizanInjectionRuleSet",
        description: "Attacks, and places of attacks, that no rule of the other groups is for.",
        capacity: 300,
        label_namespace: "awswaf:managed:bartizan:injection:",
        versions: VERSIONS,
        rules: |_| injection::rules(),
    },
];

/// A rule that blocks, and labels with its own label.
fn block(name: &str, label: &str, condition: Condition) -> Rule {
    Rule {
        name: name.to_owned(),
        condition,
        action: Action::block(),
        labels: vec![label.to_owned()],
    }
}

/// A rule for attacks of some kinds in a place: its name ends in the place's, and so does its label.
fn against(name: &str, suffix: Suffix, kinds: &[DetectorKind]) -> Rule {
    let conditions = suffix
        .places()
        .iter()
        .flat_map(|place| kinds.iter().map(|kind| Condition::Attack(*place, *kind)));
    block(
        &format!("{name}_{}", suffix.upper()),
        &format!("{name}_{}", suffix.label()),
        Condition::Any(conditions.collect()),
    )
}

/// How AWS names the place that a rule inspects.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Suffix {
    Header,
    Cookie,
    QueryString,
    QueryArguments,
    UriPath,
    Body,
}

impl Suffix {
    fn upper(self) -> &'static str {
        match self {
            Self::Header => "HEADER",
            Self::Cookie => "COOKIE",
            Self::QueryString => "QUERYSTRING",
            Self::QueryArguments => "QUERYARGUMENTS",
            Self::UriPath => "URIPATH",
            Self::Body => "BODY",
        }
    }

    fn label(self) -> &'static str {
        match self {
            Self::Header => "Header",
            Self::Cookie => "Cookie",
            Self::QueryString => "QueryString",
            Self::QueryArguments => "QueryArguments",
            Self::UriPath => "URIPath",
            Self::Body => "Body",
        }
    }

    /// Where attacks are looked for. Cookies are headers.
    fn places(self) -> &'static [Place] {
        match self {
            Self::Header => &[Place::Header, Place::Cookie],
            Self::Cookie => &[Place::Cookie],
            Self::QueryString | Self::QueryArguments => &[Place::Query],
            Self::UriPath => &[Place::Path],
            Self::Body => &[Place::Body],
        }
    }
}

/// A field that is longer than so many bytes.
fn longer(field: Field, bytes: u64) -> Condition {
    Condition::Text(field, vec![Transformation::None], Test::Size(Comparison::Gt, bytes))
}

/// A header, in lower case, that has one of these words.
fn header_has(name: &str, words: &[&str], position: Position) -> Condition {
    let has = |word: &&str| {
        let test = Test::Bytes(word.as_bytes().to_vec(), position);
        Condition::Text(header(name), vec![Transformation::Lowercase], test)
    };
    Condition::Any(words.iter().map(has).collect())
}

fn header(name: &str) -> Field {
    Field::Header(name.as_bytes().to_vec())
}

#[cfg(test)]
mod tests;
