//! Where things of AWS WAF are, and how they are named.

use bartizan_types::{AccountId, Arn, Region};
use serde::{Deserialize, Serialize};

use crate::error::WafError;

/// The region of everything that is for distributions. (AWS WAF API Reference, `Scope`.)
pub(crate) const GLOBAL_REGION: &str = "us-east-1";

/// What protects, and what is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Scope {
    /// Resources of a region.
    Regional,
    /// Distributions.
    Cloudfront,
}

impl Scope {
    /// The scope that a request in a region names.
    pub(crate) fn of(name: &str, region: &Region) -> Result<Self, WafError> {
        match name {
            "REGIONAL" => Ok(Self::Regional),
            "CLOUDFRONT" if region.as_str() == GLOBAL_REGION => Ok(Self::Cloudfront),
            _ => Err(WafError::parameter("SCOPE_VALUE", name, "The scope is not valid.")),
        }
    }

    /// As ARNs name it.
    const fn segment(self) -> &'static str {
        match self {
            Self::Regional => "regional",
            Self::Cloudfront => "global",
        }
    }
}

/// The kinds of things.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) enum Kind {
    /// A web ACL.
    WebAcl,
    /// A rule group.
    RuleGroup,
    /// A set of addresses.
    IpSet,
    /// A set of regular expressions.
    RegexPatternSet,
    /// What a vendor publishes.
    ManagedRuleSet,
}

impl Kind {
    const ALL: [Self; 5] =
        [Self::WebAcl, Self::RuleGroup, Self::IpSet, Self::RegexPatternSet, Self::ManagedRuleSet];

    /// As ARNs name it.
    pub(crate) const fn segment(self) -> &'static str {
        match self {
            Self::WebAcl => "webacl",
            Self::RuleGroup => "rulegroup",
            Self::IpSet => "ipset",
            Self::RegexPatternSet => "regexpatternset",
            Self::ManagedRuleSet => "managedruleset",
        }
    }

    /// As the activity record names it.
    pub(crate) const fn resource_type(self) -> &'static str {
        match self {
            Self::WebAcl => "AWS::WAFv2::WebACL",
            Self::RuleGroup => "AWS::WAFv2::RuleGroup",
            Self::IpSet => "AWS::WAFv2::IPSet",
            Self::RegexPatternSet => "AWS::WAFv2::RegexPatternSet",
            Self::ManagedRuleSet => "AWS::WAFv2::ManagedRuleSet",
        }
    }

    /// How many of them an account has in a region. (AWS WAF Developer Guide, "AWS WAF quotas".)
    pub(crate) const fn count_max(self) -> usize {
        match self {
            Self::RegexPatternSet => 10,
            _ => 100,
        }
    }
}

/// The full name of a thing.
#[expect(clippy::struct_field_names, reason = "AWS calls a part of it the name")]
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Name {
    pub(crate) account: AccountId,
    pub(crate) region: Region,
    pub(crate) scope: Scope,
    pub(crate) kind: Kind,
    pub(crate) name: String,
    pub(crate) id: String,
}

impl Name {
    /// The ARN.
    pub(crate) fn arn(&self) -> Arn {
        let (scope, kind) = (self.scope.segment(), self.kind.segment());
        let resource = format!("{scope}/{kind}/{}/{}", self.name, self.id);
        Arn::new("wafv2", self.region.as_str(), Some(self.account), &resource)
    }

    /// The name in an ARN, if it is of a thing of AWS WAF.
    pub(crate) fn of_arn(text: &str) -> Option<Self> {
        let arn: Arn = text.parse().ok()?;
        if arn.service() != "wafv2" {
            return None;
        }
        let mut parts = arn.resource().split('/');
        let (scope, kind) = (parts.next()?, parts.next()?);
        let (name, id) = (parts.next()?, parts.next()?);
        let scope = [Scope::Regional, Scope::Cloudfront].into_iter().find(|s| s.segment() == scope);
        Some(Self {
            account: arn.account_id()?,
            region: Region::new(arn.region()),
            scope: scope?,
            kind: Kind::ALL.into_iter().find(|held| held.segment() == kind)?,
            name: name.to_owned(),
            id: parts.next().is_none().then(|| id.to_owned())?,
        })
    }

    /// What the labels of its rules begin with. (AWS WAF Developer Guide, "Label syntax".)
    pub(crate) fn label_namespace(&self) -> String {
        let Self { account, name, kind, .. } = self;
        match kind {
            Kind::ManagedRuleSet => format!("awswaf:managed:{account}:{name}:"),
            _ => format!("awswaf:{account}:{}:{name}:", kind.segment()),
        }
    }
}
