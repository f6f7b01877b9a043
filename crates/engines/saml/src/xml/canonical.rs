//! Exclusive canonical XML 1.0. (W3C Recommendation of 18 July 2002.)

use std::collections::{BTreeSet, HashMap};

use super::{Element, Node};

/// How to write an element.
#[derive(Debug, Clone, Default)]
pub(crate) struct Canonical<'e> {
    /// Prefixes whose declarations are kept where they are in scope, used or not; the empty one is
    /// the default namespace. (`InclusiveNamespaces`.)
    pub(crate) inclusive: Vec<&'e str>,
    /// Whether comments are kept.
    pub(crate) comments: bool,
    /// An element that is left out, told by its place in memory.
    pub(crate) without: Option<&'e Element>,
}

/// The canonical form of the last element of `path`, which leads there from the root.
pub(crate) fn canonical<'e>(path: &[&'e Element], how: &Canonical<'e>) -> Vec<u8> {
    let Some((apex, ancestors)) = path.split_last() else { return Vec::new() };
    let mut writer =
        Writer { how, scope: Names::default(), written: Names::default(), out: String::new() };
    for ancestor in ancestors {
        for (prefix, namespace) in &ancestor.declared {
            writer.scope.0.insert(prefix, namespace);
        }
    }
    writer.element(apex);
    writer.out.into_bytes()
}

/// Prefixes and what they stand for.
#[derive(Default)]
struct Names<'e>(HashMap<&'e str, &'e str>);

/// What was there before: to be put back at the end of an element.
type Undo<'e> = Vec<(&'e str, Option<&'e str>)>;

struct Writer<'h, 'e> {
    how: &'h Canonical<'e>,
    /// What is declared here.
    scope: Names<'e>,
    /// What the output has declared so far.
    written: Names<'e>,
    out: String,
}

impl<'e> Names<'e> {
    fn set(&mut self, prefix: &'e str, namespace: &'e str, undo: &mut Undo<'e>) {
        undo.push((prefix, self.0.insert(prefix, namespace)));
    }

    fn restore(&mut self, undo: Undo<'e>) {
        for (prefix, before) in undo.into_iter().rev() {
            match before {
                Some(namespace) => self.0.insert(prefix, namespace),
                None => self.0.remove(prefix),
            };
        }
    }
}

impl<'e> Writer<'_, 'e> {
    fn element(&mut self, element: &'e Element) {
        if self.how.without.is_some_and(|left_out| std::ptr::eq(left_out, element)) {
            return;
        }
        let (mut scope, mut written) = (Undo::new(), Undo::new());
        for (prefix, namespace) in &element.declared {
            self.scope.set(prefix, namespace, &mut scope);
        }
        self.out.push('<');
        self.name(&element.prefix, &element.local);
        self.namespaces(element, &mut written);
        self.attributes(element);
        self.out.push('>');
        for node in &element.children {
            match node {
                Node::Element(child) => self.element(child),
                Node::Text(text) => escape_text(text, &mut self.out),
                Node::Comment(text) if self.how.comments => {
                    self.out.push_str("<!--");
                    self.out.push_str(text);
                    self.out.push_str("-->");
                }
                Node::Comment(_) => {}
            }
        }
        self.out.push_str("</");
        self.name(&element.prefix, &element.local);
        self.out.push('>');
        self.written.restore(written);
        self.scope.restore(scope);
    }

    fn name(&mut self, prefix: &str, local: &str) {
        if !prefix.is_empty() {
            self.out.push_str(prefix);
            self.out.push(':');
        }
        self.out.push_str(local);
    }

    /// Declares what the element's own names need and what shall be kept, where the output does not
    /// say so already.
    fn namespaces(&mut self, element: &'e Element, undo: &mut Undo<'e>) {
        let mut needed: BTreeSet<(&str, &str)> = element
            .attributes
            .iter()
            .filter(|attribute| !attribute.prefix.is_empty())
            .map(|attribute| (attribute.prefix.as_str(), attribute.namespace.as_str()))
            .collect();
        needed.insert((element.prefix.as_str(), element.namespace.as_str()));
        for prefix in &self.how.inclusive {
            if let Some(namespace) = self.scope.0.get(prefix) {
                needed.insert((*prefix, *namespace));
            } else if prefix.is_empty() {
                needed.insert(("", ""));
            }
        }
        for (prefix, namespace) in needed {
            let before = self.written.0.get(prefix).copied().unwrap_or_default();
            if prefix == "xml" || before == namespace {
                continue;
            }
            self.written.set(prefix, namespace, undo);
            self.out.push_str(if prefix.is_empty() { " xmlns" } else { " xmlns:" });
            self.out.push_str(prefix);
            self.out.push_str("=\"");
            escape_attribute(namespace, &mut self.out);
            self.out.push('"');
        }
    }

    fn attributes(&mut self, element: &'e Element) {
        let mut attributes: Vec<_> = element.attributes.iter().collect();
        attributes.sort_unstable_by_key(|attribute| {
            (attribute.namespace.as_str(), attribute.local.as_str())
        });
        for attribute in attributes {
            self.out.push(' ');
            self.name(&attribute.prefix, &attribute.local);
            self.out.push_str("=\"");
            escape_attribute(&attribute.value, &mut self.out);
            self.out.push('"');
        }
    }
}

fn escape_text(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '\r' => out.push_str("&#xD;"),
            c => out.push(c),
        }
    }
}

fn escape_attribute(value: &str, out: &mut String) {
    for c in value.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '"' => out.push_str("&quot;"),
            '\t' => out.push_str("&#x9;"),
            '\n' => out.push_str("&#xA;"),
            '\r' => out.push_str("&#xD;"),
            c => out.push(c),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(text: &str, how: &[&str], path: &[&str]) -> String {
        let root = Element::parse(text.as_bytes(), 1000).unwrap();
        let mut whole = vec![&root];
        for local in path {
            let last = *whole.last().unwrap();
            whole.push(last.elements().find(|child| child.local == *local).unwrap());
        }
        let how = Canonical { inclusive: how.to_vec(), ..Canonical::default() };
        String::from_utf8(canonical(&whole, &how)).unwrap()
    }

    /// The example of the recommendation, 2.2: the same element in two surroundings.
    #[test]
    fn surroundings_do_not_matter() {
        let expected = r#"<n1:elem2 xmlns:n1="http://example.net" xml:lang="en"><n3:stuff xmlns:n3="ftp://example.org"></n3:stuff></n1:elem2>"#;
        for text in [
            r#"<n0:local xmlns:n0="foo:bar" xmlns:n3="ftp://example.org"><n1:elem2 xmlns:n1="http://example.net" xml:lang="en"><n3:stuff xmlns:n3="ftp://example.org"/></n1:elem2></n0:local>"#,
            r#"<n2:pdu xmlns:n1="http://example.com" xmlns:n2="http://foo.example" xml:lang="fr" xml:space="retain"><n1:elem2 xmlns:n1="http://example.net" xml:lang="en"><n3:stuff xmlns:n3="ftp://example.org"/></n1:elem2></n2:pdu>"#,
        ] {
            assert_eq!(of(text, &[], &["elem2"]), expected);
        }
    }

    #[test]
    fn what_is_written_and_how() {
        for (text, inclusive, path, expected) in [
            ("<a  b = '1' />", &[][..], &[][..], r#"<a b="1"></a>"#),
            ("<a c='2' b='1'/>", &[], &[], r#"<a b="1" c="2"></a>"#),
            (
                "<a b='&lt;&quot;&#9;&#10;&#13;>'/>",
                &[],
                &[],
                "<a b=\"&lt;&quot;&#x9;&#xA;&#xD;>\"></a>",
            ),
            ("<a>&lt;&gt;&amp;\r\n&#13;\"</a>", &[], &[], "<a>&lt;&gt;&amp;\n&#xD;\"</a>"),
            ("<a>x<!-- c -->y</a>", &[], &[], "<a>xy</a>"),
            ("<a xmlns='u'><b xmlns=''/></a>", &[], &[], r#"<a xmlns="u"><b xmlns=""></b></a>"#),
            ("<a xmlns='u'><b xmlns=''/></a>", &[], &["b"], "<b></b>"),
            ("<a xmlns='u'><b><c xmlns='u'/></b></a>", &[], &["b"], r#"<b xmlns="u"><c></c></b>"#),
            ("<a xmlns:p='u' xmlns:q='v'><b/></a>", &["q"], &["b"], r#"<b xmlns:q="v"></b>"#),
            (
                "<p:a xmlns:p='u'><b/><p:b/></p:a>",
                &[],
                &[],
                r#"<p:a xmlns:p="u"><b></b><p:b></p:b></p:a>"#,
            ),
            (
                "<a xmlns:z='a' xmlns:y='b' z:k='1' y:k='2' k='3'/>",
                &[],
                &[],
                r#"<a xmlns:y="b" xmlns:z="a" k="3" z:k="1" y:k="2"></a>"#,
            ),
            (
                "<a xmlns='u'><p:b xmlns:p='v'/></a>",
                &[""],
                &["b"],
                r#"<p:b xmlns="u" xmlns:p="v"></p:b>"#,
            ),
        ] {
            assert_eq!(of(text, inclusive, path), expected, "{text}");
        }
    }

    #[test]
    fn an_element_is_left_out_and_comments_are_kept() {
        let root = Element::parse(b"<a>1<b>2</b>3<!--4--></a>", 1000).unwrap();
        let without = root.elements().next();
        let how = Canonical { without, comments: true, ..Canonical::default() };
        assert_eq!(canonical(&[&root], &how), b"<a>13<!--4--></a>");
    }
}
