//! What the web application firewall asks of others: of those who keep what it protects, and of the
//! edge, which sees the requests.

use std::net::IpAddr;

use bartizan_store::Writer;
use bartizan_types::{AccountId, Arn, Fault, Tag, Timestamp};

use crate::Call;

/// Keeps resources that web ACLs protect, such as load balancers.
pub trait WebResources: Send + Sync {
    /// Whether there is a resource of this ARN.
    ///
    /// # Errors
    /// The store's fault.
    fn is_there(&self, call: &Call, arn: &Arn) -> Result<bool, Fault>;

    /// The tags of the resource of this ARN; none if it is not there.
    ///
    /// # Errors
    /// The store's fault.
    fn tags(&self, call: &Call, arn: &Arn) -> Result<Vec<Tag>, Fault>;
}

/// Keeps web ACLs, for services whose resources name theirs themselves, as distributions do.
pub trait WebAcls: Send + Sync {
    /// Lets a web ACL protect a resource from this transaction on, or none; whether the resource's
    /// account has it, for resources of no region.
    ///
    /// # Errors
    /// The store's fault.
    fn protect(
        &self,
        writer: &mut Writer<'_>,
        resource: &Arn,
        web_acl: Option<&str>,
    ) -> Result<bool, Fault>;
}

/// Sees the requests that web ACLs decide about.
pub trait WebTraffic: Send + Sync {
    /// Requests that a rule of a web ACL matched, by the rule's metric, or by the web ACL's for those
    /// of its default action; between two instants, at most so many. Also how many there were.
    fn sampled(
        &self,
        web_acl: &Arn,
        metric: &str,
        from: Timestamp,
        to: Timestamp,
        most: usize,
    ) -> (Vec<SampledRequest>, u64);

    /// The addresses that a rate-based rule of a web ACL limits: a rule of its own, or one of the
    /// group that a rule uses. None if there is no such rule, or it counts by more than an address.
    fn limited(
        &self,
        web_acl: &Arn,
        rule: &str,
        in_group: Option<&str>,
        now: Timestamp,
    ) -> Option<Vec<IpAddr>>;

    /// The requests of robots that a web ACL has labelled between two instants, by path and robot.
    fn robots(&self, web_acl: &Arn, from: Timestamp, to: Timestamp) -> Vec<RobotTraffic> {
        let _ = (web_acl, from, to);
        Vec::new()
    }

    /// Why a request was decided as it was that a web ACL of an account blocked or matched, as JSON;
    /// none where that is not remembered.
    fn explained(&self, account: AccountId, request_id: &str) -> Option<String>;

    /// Whether it knows the countries of addresses.
    fn knows_countries(&self) -> bool {
        false
    }

    /// Whether it knows the autonomous systems of addresses.
    fn knows_networks(&self) -> bool {
        false
    }
}

/// A request that was kept as a sample.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SampledRequest {
    /// When it came.
    pub at: Timestamp,
    /// Where it came from.
    pub client: IpAddr,
    /// The country of that, in two capital letters.
    pub country: Option<String>,
    /// The method.
    pub method: String,
    /// The path and the query.
    pub uri: String,
    /// Such as `HTTP/1.1`.
    pub http_version: &'static str,
    /// Names and values.
    pub headers: Vec<(String, String)>,
    /// What was done with it, as `BLOCK`.
    pub action: &'static str,
    /// The rule that matched inside a rule group, by its group's and its own name, as
    /// `AWS#AWSManagedRulesCommonRuleSet#NoUserAgent_HEADER`.
    pub rule_in_group: Option<String>,
    /// The status that a blocked request was answered with, where it is a custom one.
    pub response_code: Option<u16>,
    /// Headers that the request got.
    pub inserted_headers: Vec<(String, String)>,
    /// Labels that it got.
    pub labels: Vec<String>,
}

/// How often a robot asked for a path.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RobotTraffic {
    /// The path.
    pub path: String,
    /// What the robot is for, such as `search_engine`.
    pub category: &'static str,
    /// Whose it is, where that is known.
    pub organization: Option<&'static str>,
    /// Its name.
    pub name: String,
    /// How often.
    pub requests: u64,
}
