//! What Organizations keeps in the store.
//!
//! An organization's records are keyed by its management account. Its root, units and accounts are
//! nodes of one collection, each with its parent, so that a move touches one record.

mod bearing;
mod closings;
mod creation;
mod delegation;
mod handshake;
mod node;
mod organization;
mod policy;
mod policy_type;

pub(crate) use bearing::{Bearing, Held};
pub(crate) use closings::Closings;
pub(crate) use creation::{Creation, CreationOutcome};
pub(crate) use delegation::Delegation;
pub(crate) use handshake::{
    BY_ID, BY_INVITED, BY_SENT, BY_WHOLE, Handshake, HandshakeAction, HandshakeAnswer, part_of,
    sent,
};
pub(crate) use node::{
    ACCOUNTS, BY_ACCOUNT, BY_KIND, BY_PARENT, JoinedMethod, Member, Node, NodeKind, UNITS, below,
    of_kind,
};
pub(crate) use organization::{FeatureSet, Organization};
pub(crate) use policy::{BY_ATTACHED, BY_NAME, BY_TYPE, Policy, attachment, named, of_type};
pub(crate) use policy_type::PolicyType;
