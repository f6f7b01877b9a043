//! XML as a tree with namespaces, and its canonical form.

mod canonical;
mod parse;

pub(crate) use canonical::{Canonical, canonical};

/// An element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Element {
    /// The prefix as written; empty where there is none.
    pub(crate) prefix: String,
    /// The name without prefix.
    pub(crate) local: String,
    /// The namespace; empty where there is none.
    pub(crate) namespace: String,
    /// Namespaces declared here: prefix, and namespace.
    pub(crate) declared: Vec<(String, String)>,
    pub(crate) attributes: Vec<Attribute>,
    pub(crate) children: Vec<Node>,
}

/// An attribute; declarations of namespaces are none.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Attribute {
    pub(crate) prefix: String,
    pub(crate) local: String,
    pub(crate) namespace: String,
    pub(crate) value: String,
}

/// What an element holds.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Node {
    Element(Element),
    Text(String),
    Comment(String),
}

impl Element {
    /// Whether this is the element of this namespace and name.
    pub(crate) fn is(&self, namespace: &str, local: &str) -> bool {
        self.namespace == namespace && self.local == local
    }

    /// The value of an attribute without namespace.
    pub(crate) fn attribute(&self, local: &str) -> Option<&str> {
        self.attributes
            .iter()
            .find(|attribute| attribute.namespace.is_empty() && attribute.local == local)
            .map(|attribute| attribute.value.as_str())
    }

    /// The elements within.
    pub(crate) fn elements(&self) -> impl Iterator<Item = &Self> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            Node::Text(_) | Node::Comment(_) => None,
        })
    }

    /// The elements within that have this namespace and name.
    pub(crate) fn named<'e>(
        &'e self,
        namespace: &'e str,
        local: &'e str,
    ) -> impl Iterator<Item = &'e Self> {
        self.elements().filter(move |element| element.is(namespace, local))
    }

    /// The one element within that has this namespace and name; none where there are more.
    pub(crate) fn only<'e>(&'e self, namespace: &'e str, local: &'e str) -> Option<&'e Self> {
        let mut found = self.named(namespace, local);
        let one = found.next()?;
        found.next().is_none().then_some(one)
    }

    /// The text of an element that holds text alone: what a comment or another element would cut in
    /// two is none.
    pub(crate) fn text(&self) -> Option<&str> {
        match self.children.as_slice() {
            [] => Some(""),
            [Node::Text(text)] => Some(text),
            _ => None,
        }
    }

    /// How many elements it is, with all within it.
    pub(crate) fn size(&self) -> usize {
        let mut count = 0;
        self.walk(&mut |_| count += 1);
        count
    }

    /// Calls `visit` for this element and all within, outer ones first.
    pub(crate) fn walk<'e>(&'e self, visit: &mut impl FnMut(&'e Self)) {
        visit(self);
        for element in self.elements() {
            element.walk(visit);
        }
    }

    /// Whether there is a comment anywhere within.
    pub(crate) fn has_comment(&self) -> bool {
        self.children.iter().any(|node| match node {
            Node::Comment(_) => true,
            Node::Element(element) => element.has_comment(),
            Node::Text(_) => false,
        })
    }
}
