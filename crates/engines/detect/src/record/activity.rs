//! Calls of APIs, as CloudTrail records them.

use std::borrow::Cow;

use super::{Address, Label};

/// A call of an API, or something that happened in an account without one ("CloudTrail record contents",
/// AWS CloudTrail User Guide).
#[derive(Debug, Clone, PartialEq)]
pub struct Activity<'a> {
    /// The account whose record it is.
    pub account: Label,
    /// The record's own name.
    pub id: Cow<'a, str>,
    /// When it happened, in seconds since 1970.
    pub time: i64,
    /// The service, without `.amazonaws.com`.
    pub service: Cow<'a, str>,
    /// The operation, without the version that Lambda writes behind it.
    pub operation: Cow<'a, str>,
    /// The Region.
    pub region: Cow<'a, str>,
    /// Where the call came from.
    pub origin: Origin<'a>,
    /// The program that called.
    pub agent: Cow<'a, str>,
    /// Why it was refused, or empty.
    pub error: Cow<'a, str>,
    /// What kind of event it is.
    pub event: Event,
    /// Whether it only read.
    pub reads: bool,
    /// Who called.
    pub identity: Identity<'a>,
    /// What was asked for, as JSON, or empty.
    pub parameters: &'a [u8],
    /// What was answered, as JSON, or empty.
    pub response: &'a [u8],
    /// What else is known, as JSON, or empty.
    pub additional: &'a [u8],
}

/// Where a call came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin<'a> {
    /// An address.
    Address(Address),
    /// A service of AWS, for somebody.
    Service(Cow<'a, str>),
    /// The console, or something else that is no address.
    Other(Cow<'a, str>),
}

/// What kind of event a record is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Event {
    /// A call.
    #[default]
    Call,
    /// A login, or its failure.
    SignIn,
    /// Something that a service did by itself.
    Service,
    /// Anything else.
    Other,
}

/// What kind of principal called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Caller {
    /// The account's root user.
    Root,
    /// A user.
    User,
    /// A session of a role.
    Role,
    /// A user of another directory.
    Federated,
    /// A service of AWS.
    Service,
    /// Somebody of another account, or unknown.
    #[default]
    Other,
}

/// Who called.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Identity<'a> {
    /// What kind of principal.
    pub caller: Caller,
    /// Its ARN; of a session, that of the session.
    pub arn: Cow<'a, str>,
    /// Its unique id; of a session, with the session's name behind a colon.
    pub principal: Cow<'a, str>,
    /// Its account.
    pub account: Label,
    /// The user's name.
    pub name: Cow<'a, str>,
    /// The access key's id.
    pub key: Cow<'a, str>,
    /// The ARN of the role that the session is of.
    pub role: Cow<'a, str>,
    /// The service that called for it.
    pub invoked_by: Cow<'a, str>,
    /// Whether the session began with a code of an MFA device.
    pub mfa: bool,
}

impl Activity<'_> {
    /// Whether it was refused.
    pub fn is_refused(&self) -> bool {
        !self.error.is_empty()
    }

    /// Whether a principal called by itself, and no service for it.
    pub fn is_own(&self) -> bool {
        self.event != Event::Service
            && self.identity.caller != Caller::Service
            && self.identity.invoked_by.is_empty()
            && !matches!(self.origin, Origin::Service(_))
    }

    /// The address it came from, if it is one of the internet.
    pub fn public_address(&self) -> Option<Address> {
        match self.origin {
            Origin::Address(address) if address.is_public() => Some(address),
            _ => None,
        }
    }

    /// The service's operation, as policies name it.
    pub fn action(&self) -> String {
        format!("{}:{}", self.service, self.operation)
    }
}

impl Identity<'_> {
    /// Who it is from session to session: the role of a session, the ARN, or the unique id.
    pub fn lasting(&self) -> &str {
        let names = [&self.role, &self.arn, &self.principal, &self.key];
        names.into_iter().find(|name| !name.is_empty()).map_or("", |name| name)
    }

    /// The name of a session, behind the unique id of its role.
    pub fn session(&self) -> Option<&str> {
        self.principal.split_once(':').map(|(_, session)| session)
    }
}
