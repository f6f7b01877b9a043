//! Reading elements out of the JSON of a document.

use crate::json::{Member, Node, Span, Value};

/// The elements of a statement. (IAM User Guide, "IAM JSON policy elements reference".)
pub(super) const STATEMENT_ELEMENTS: [&str; 9] = [
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
];

/// The versions of the policy language.
pub(super) const VERSIONS: [&str; 2] = ["2008-10-17", "2012-10-17"];

/// The current version.
pub(super) const CURRENT_VERSION: &str = "2012-10-17";

/// An object's member with this key.
pub(super) fn member<'n>(object: &'n Node, key: &str) -> Option<&'n Member> {
    object.members()?.iter().find(|member| member.key == key)
}

/// An object's value under this key.
pub(super) fn element<'n>(object: &'n Node, key: &str) -> Option<&'n Node> {
    member(object, key).map(|member| &member.value)
}

/// The nodes of a list, or the node itself where one stands in a list's place.
pub(super) fn each(node: &Node) -> &[Node] {
    match &node.value {
        Value::List(nodes) => nodes,
        _ => std::slice::from_ref(node),
    }
}

/// The statements of a document.
pub(super) fn statements(root: &Node) -> &[Node] {
    element(root, "Statement").map_or(&[], each)
}

/// The texts of an element that is a text or a list of them.
pub(super) fn texts(node: &Node) -> impl Iterator<Item = (&str, Span)> {
    each(node).iter().filter_map(|it| Some((it.as_str()?, it.span)))
}

/// Whether an element is absent, or a list without entries.
pub(super) fn is_absent_or_empty(node: Option<&Node>) -> bool {
    node.is_none_or(|node| matches!(&node.value, Value::List(nodes) if nodes.is_empty()))
}
