//! A document as a tree. Only the predefined entities are known, there is no DTD, and depth and
//! size are bounded.

use quick_xml::events::{BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use crate::malformed::Malformed;

/// Deeper than any AWS shape.
const DEPTH_MAX: usize = 64;

/// More elements than any AWS request has: `DeleteObjects` takes 1,000 keys.
const ELEMENTS_MAX: usize = 100_000;

const NOT_WELL_FORMED: Malformed = Malformed::Body("the XML is not well-formed");

/// An element, with local names.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Element {
    pub(crate) name: String,
    pub(crate) attributes: Vec<(String, String)>,
    pub(crate) text: String,
    pub(crate) children: Vec<Element>,
}

impl Element {
    /// Reads a whole document; none for one that holds nothing.
    pub(crate) fn parse(bytes: &[u8]) -> Result<Option<Self>, Malformed> {
        let text = std::str::from_utf8(bytes).map_err(|_| NOT_WELL_FORMED)?;
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.trim().is_empty() {
            return Ok(None);
        }
        Builder::default().run(text).map(Some)
    }

    /// The children of this name.
    pub(crate) fn named<'e>(&'e self, name: &'e str) -> impl Iterator<Item = &'e Self> {
        self.children.iter().filter(move |child| child.name == name)
    }
}

#[derive(Default)]
struct Builder {
    open: Vec<Element>,
    root: Option<Element>,
    elements: usize,
}

impl Builder {
    fn run(mut self, text: &str) -> Result<Element, Malformed> {
        let mut reader = Reader::from_str(text);
        loop {
            match reader.read_event().map_err(|_| NOT_WELL_FORMED)? {
                Event::Start(start) => self.start(&start)?,
                Event::Empty(start) => {
                    self.start(&start)?;
                    self.end()?;
                }
                Event::End(_) => self.end()?,
                Event::Text(text) => self.text(&text.xml10_content())?,
                Event::CData(data) => self.text(&data.xml10_content())?,
                Event::GeneralRef(reference) => self.text(&resolve(&reference)?)?,
                Event::DocType(_) => {
                    return Err(Malformed::Body("a document type is not allowed"));
                }
                Event::Decl(_) | Event::PI(_) | Event::Comment(_) => {}
                Event::Eof => break,
            }
        }
        if !self.open.is_empty() {
            return Err(NOT_WELL_FORMED);
        }
        self.root.ok_or(NOT_WELL_FORMED)
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), Malformed> {
        self.elements += 1;
        if self.root.is_some() {
            return Err(NOT_WELL_FORMED);
        }
        if self.open.len() >= DEPTH_MAX || self.elements > ELEMENTS_MAX {
            return Err(Malformed::Body("the XML is too large or nested too deeply"));
        }
        let mut element = Element { name: local(start.name().as_ref()), ..Element::default() };
        for attribute in start.attributes() {
            let attribute = attribute.map_err(|_| NOT_WELL_FORMED)?;
            let value =
                attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| NOT_WELL_FORMED)?;
            element.attributes.push((local(attribute.key.as_ref()), value.into_owned()));
        }
        self.open.push(element);
        Ok(())
    }

    fn end(&mut self) -> Result<(), Malformed> {
        let element = self.open.pop().ok_or(NOT_WELL_FORMED)?;
        match self.open.last_mut() {
            Some(parent) => parent.children.push(element),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), Malformed> {
        match self.open.last_mut() {
            Some(element) => element.text.push_str(text),
            None if text.trim().is_empty() => {}
            None => return Err(NOT_WELL_FORMED),
        }
        Ok(())
    }
}

fn local(name: &str) -> String {
    name.rsplit_once(':').map_or(name, |(_, local)| local).to_owned()
}

fn resolve(reference: &quick_xml::events::BytesRef<'_>) -> Result<String, Malformed> {
    if let Some(c) = reference.resolve_char_ref().map_err(|_| NOT_WELL_FORMED)? {
        return Ok(c.to_string());
    }
    let name = reference.xml10_content();
    quick_xml::escape::resolve_predefined_entity(&name).map(str::to_owned).ok_or(NOT_WELL_FORMED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_document_becomes_a_tree() {
        let text = "<?xml version='1.0'?><a:r xmlns:a='u'><k t='1&amp;2'>x &lt;<![CDATA[<y>]]>&#233;</k><e/></a:r>";
        let root = Element::parse(text.as_bytes()).unwrap().unwrap();
        assert_eq!(root.name, "r");
        let key = root.named("k").next().unwrap();
        assert_eq!(key.text, "x <<y>é");
        assert_eq!(key.attributes, [("t".to_owned(), "1&2".to_owned())]);
        assert!(root.named("e").next().unwrap().text.is_empty());
        assert_eq!(Element::parse(b" \n"), Ok(None));
    }

    #[test]
    fn hostile_documents_are_refused() {
        for text in [
            "<a>",
            "<a></b>",
            "</a>",
            "<a/><b/>",
            "text",
            "<a/>text",
            "<a>&unknown;</a>",
            "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
            "<a b=></a>",
            "<?xml",
        ] {
            assert!(Element::parse(text.as_bytes()).is_err(), "{text}");
        }
        assert!(Element::parse(b"<a>\xff</a>").is_err());
        assert!(Element::parse("<a>".repeat(DEPTH_MAX + 1).as_bytes()).is_err());
        let wide = format!("<a>{}</a>", "<b/>".repeat(ELEMENTS_MAX));
        assert!(Element::parse(wide.as_bytes()).is_err());
    }
}
