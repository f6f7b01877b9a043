//! What a rule asks of a request.

use std::sync::Arc;

use super::{Fallback, Field};
use crate::addresses::AddressSet;
use crate::detect::{DetectorKind, Place, Sensitivity};
use crate::transform::Transformation;

/// What a rule asks of a request.
#[derive(Debug, Clone, PartialEq)]
pub enum Condition {
    /// Each of these holds; so it does for none.
    All(Vec<Condition>),
    /// One of these holds.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
    /// A part of the request, transformed, passes a test.
    Text(Field, Vec<Transformation>, Test),
    /// A detector finds an attack of a kind in a place, decoded in depth.
    Attack(Place, DetectorKind),
    /// The country of the address is one of these.
    Country(Vec<String>, AddressSource),
    /// The autonomous system of the address is one of these.
    Asn(Vec<u32>, AddressSource),
    /// The address is in a set.
    Address(Arc<AddressSet>, AddressSource),
    /// A rule before this one labelled the request so.
    Label(LabelScope, String),
    /// Requests like this one come more often than a limit.
    Rate(Box<RateRule>),
}

/// What is looked for in a text.
#[derive(Debug, Clone, PartialEq)]
pub enum Test {
    /// These bytes, in this place.
    Bytes(Vec<u8>, Position),
    /// One of these regular expressions.
    Regex(Vec<String>),
    /// SQL that was not meant to be any.
    Sqli(Sensitivity),
    /// Markup or script that was not meant to be any.
    Xss,
    /// Its length in bytes compares so to this one.
    Size(Comparison, u64),
}

/// Where bytes must stand in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Position {
    /// They are the text.
    Exactly,
    /// At its begin.
    Start,
    /// At its end.
    End,
    /// Anywhere.
    Anywhere,
    /// Anywhere, with no letter, digit or underscore beside them.
    Word,
}

/// How a size is compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Comparison {
    /// Equal.
    Eq,
    /// Not equal.
    Ne,
    /// Less or equal.
    Le,
    /// Less.
    Lt,
    /// Greater or equal.
    Ge,
    /// Greater.
    Gt,
}

impl Comparison {
    /// Whether a size compares so to a limit.
    pub fn holds(self, size: u64, limit: u64) -> bool {
        match self {
            Self::Eq => size == limit,
            Self::Ne => size != limit,
            Self::Le => size <= limit,
            Self::Lt => size < limit,
            Self::Ge => size >= limit,
            Self::Gt => size > limit,
        }
    }
}

/// Whose address is looked at.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum AddressSource {
    /// The client's.
    Client,
    /// The first in a header, given in lower case.
    First(Vec<u8>, Fallback),
    /// The last in a header.
    Last(Vec<u8>, Fallback),
    /// Any of the last ten in a header.
    AnyOf(Vec<u8>, Fallback),
}

/// What a label condition names.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LabelScope {
    /// A label, or its end.
    Label,
    /// A namespace.
    Namespace,
}

/// A limit on how often alike requests come.
#[derive(Debug, Clone, PartialEq)]
pub struct RateRule {
    /// More requests than this in the window are too many.
    pub limit: u64,
    /// The window in seconds: 60, 120, 300 or 600.
    pub window_seconds: u32,
    /// What makes requests alike: nothing, so that all are, or each of these.
    pub keys: Vec<RateKey>,
    /// Which requests are counted.
    pub scope: Option<Condition>,
    /// The rule's own settings as they are written, with what sets are named by and not what is in
    /// them: where these change, requests are counted anew.
    pub settings: String,
}

/// What makes requests alike.
#[derive(Debug, Clone, PartialEq)]
pub enum RateKey {
    /// The address of the client, or the first in a header.
    Address(AddressSource),
    /// The autonomous system of that address.
    Asn(AddressSource),
    /// A part of the request, transformed.
    Text(Field, Vec<Transformation>),
    /// The labels of a namespace.
    Labels(String),
}
