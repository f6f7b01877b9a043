//! The port by which attacks are answered in web ACLs.

use std::net::IpAddr;

use bartizan_store::{Reader, Writer};
use bartizan_types::{Arn, Fault, Random};

/// Answers attacks in the web ACLs of resources. Changes are of the caller's transaction.
pub trait WebMitigations: Send + Sync {
    /// Whether a web ACL protects a resource.
    ///
    /// # Errors
    /// The store's fault.
    fn has_web_acl(&self, reader: &Reader<'_>, resource: &Arn) -> Result<bool, Fault>;

    /// The resources that the web ACL of a resource protects, that one among them.
    ///
    /// # Errors
    /// The store's fault.
    fn sharing(&self, reader: &Reader<'_>, resource: &Arn) -> Result<Vec<String>, Fault>;

    /// Keeps room in the web ACL of a resource, whichever that is, until it is given back: a rule
    /// group without rules. False where the web ACL has no room.
    ///
    /// # Errors
    /// The store's fault.
    fn reserve(
        &self,
        writer: &mut Writer<'_>,
        resource: &Arn,
        random: &dyn Random,
    ) -> Result<bool, Fault>;

    /// Gives the room back, with what is in it.
    ///
    /// # Errors
    /// The store's fault.
    fn release(&self, writer: &mut Writer<'_>, resource: &Arn) -> Result<(), Fault>;

    /// Puts a rule into the room of a resource in place of the one there, or takes that away. Answers
    /// the name of the rule group where a rule is in force now: there is none where no room was
    /// kept, no web ACL protects the resource, or what is to be matched cannot be.
    ///
    /// # Errors
    /// The store's fault.
    fn put(
        &self,
        writer: &mut Writer<'_>,
        resource: &Arn,
        rule: Option<&MitigationRule>,
    ) -> Result<Option<String>, Fault>;
}

/// A rule against the requests of an attack.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MitigationRule {
    /// The id of the attack.
    pub attack: String,
    /// What requests must have: one value of each.
    pub terms: Vec<MitigationTerm>,
    /// Whether they are blocked; counted otherwise.
    pub blocks: bool,
}

/// Values, one of which a request must have; an empty text stands for the lack of any.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum MitigationTerm {
    /// Clients' networks, each an address and how many bits of it count.
    Sources(Vec<(IpAddr, u8)>),
    /// Autonomous systems.
    Asns(Vec<u32>),
    /// Countries, each in two capital letters.
    Countries(Vec<String>),
    /// Paths.
    Paths(Vec<MitigationText>),
    /// A header, in lower case.
    Header(&'static str, Vec<MitigationText>),
}

/// A text that a request must have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MitigationText {
    /// The text.
    pub value: Vec<u8>,
    /// Whether it is only how the request's begins.
    pub is_begin: bool,
}
