//! Rules: what is asked of a request, and what is done with it.

use std::sync::Arc;
use std::time::Duration;

use ipnet::IpNet;

use super::Distribution;

/// A rule of a listener.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Its ARN.
    pub arn: String,
    /// Its priority, which access logs name; 0 is the default rule's there.
    pub priority: u32,
    /// What must all hold.
    pub conditions: Vec<Condition>,
    /// What is done then.
    pub action: Action,
}

/// A condition: one of its values must match. (ELB User Guide, "Condition types for listener
/// rules".)
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Condition {
    /// `host-header`, in any case.
    Host(Vec<TextPattern>),
    /// `path-pattern`, case-sensitive, of the path alone.
    Path(Vec<TextPattern>),
    /// `http-header`: the name, and patterns for its value in any case.
    Header(String, Vec<TextPattern>),
    /// `http-request-method`: exact names.
    Method(Vec<String>),
    /// `query-string`: a key, or any, and a pattern for the value, in any case.
    Query(Vec<(Option<String>, String)>),
    /// `source-ip`: the address of the connection, never a forwarded one.
    SourceIp(Vec<IpNet>),
}

/// A pattern for text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum TextPattern {
    /// `*` stands for any text, `?` for one character.
    Wildcard(String),
    /// A regular expression.
    Regex(String),
}

/// What is done with a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// It is sent to a target.
    Forward(Forward),
    /// The client is sent elsewhere.
    Redirect(Redirect),
    /// It is answered as it stands here.
    Fixed(FixedResponse),
    /// It is answered from the cache of a distribution, or from an origin.
    Serve(Arc<Distribution>),
}

/// Where a request is sent.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forward {
    /// The groups with their weights.
    pub groups: Vec<WeightedGroup>,
    /// How long a client stays with its group, where it does.
    pub stickiness: Option<Duration>,
}

/// A group of a forward action.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WeightedGroup {
    /// The group's ARN.
    pub arn: String,
    /// Its share, 0 to 999.
    pub weight: u32,
}

/// A redirect. `#{protocol}`, `#{host}`, `#{port}`, `#{path}` (without its slash) and `#{query}`
/// stand for those of the request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Redirect {
    /// The protocol.
    pub protocol: RedirectProtocol,
    /// The host.
    pub host: String,
    /// The port.
    pub port: String,
    /// The path, with its slash.
    pub path: String,
    /// The query, without its question mark.
    pub query: String,
    /// 301 or 302.
    pub status: u16,
}

/// The protocol of a redirect.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RedirectProtocol {
    /// The request's.
    Same,
    /// HTTP.
    Http,
    /// HTTPS.
    Https,
}

/// An answer of the rule's own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FixedResponse {
    /// The status.
    pub status: u16,
    /// The type of the body.
    pub content_type: String,
    /// The body.
    pub body: String,
}
