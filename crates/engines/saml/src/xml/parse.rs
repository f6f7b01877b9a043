//! Bytes to a tree. There is no document type, no entity but the predefined ones and, within the
//! root, no processing instruction; depth, elements and attributes are bounded.

use quick_xml::events::{BytesDecl, BytesRef, BytesStart, Event};
use quick_xml::{Reader, XmlVersion};

use super::{Attribute, Element, Node};
use crate::error::SamlError;
use crate::names;

/// Deeper than any SAML message.
const DEPTH_MAX: usize = 48;
/// More attributes and declarations than any element of SAML has.
const ATTRIBUTES_MAX: usize = 48;

const NOT_WELL_FORMED: SamlError = SamlError::Xml("it is not well-formed");
const TOO_LARGE: SamlError = SamlError::Xml("it is too large or nested too deeply");

impl Element {
    /// Reads a document of so many elements at most.
    ///
    /// # Errors
    /// It is not UTF-8, not well-formed, too large, or holds what this crate does not read.
    pub(crate) fn parse(bytes: &[u8], elements_max: usize) -> Result<Self, SamlError> {
        Self::parse_within(&[], bytes, elements_max)
    }

    /// As [`Self::parse`], for what stands within the elements of `path`: what they declare holds.
    pub(crate) fn parse_within(
        path: &[&Self],
        bytes: &[u8],
        elements_max: usize,
    ) -> Result<Self, SamlError> {
        let text = std::str::from_utf8(bytes).map_err(|_| SamlError::Xml("it is not UTF-8"))?;
        if !text.chars().all(is_character) {
            return Err(NOT_WELL_FORMED);
        }
        if text.starts_with('\u{feff}') {
            return Err(SamlError::Xml("it begins with a byte order mark"));
        }
        let scope = path.iter().flat_map(|element| element.declared.iter().cloned()).collect();
        Builder { scope, elements_max, ..Builder::default() }.run(text)
    }
}

#[derive(Default)]
struct Builder {
    open: Vec<Element>,
    /// The written names of the open elements' declarations, outermost first: prefix, namespace.
    scope: Vec<(String, String)>,
    root: Option<Element>,
    elements: usize,
    elements_max: usize,
}

impl Builder {
    fn run(mut self, text: &str) -> Result<Element, SamlError> {
        let mut reader = Reader::from_str(text);
        reader.config_mut().enable_all_checks(true);
        let mut is_first = true;
        loop {
            match reader.read_event().map_err(|_| NOT_WELL_FORMED)? {
                Event::Start(start) => self.start(&start)?,
                Event::Empty(start) => {
                    self.start(&start)?;
                    self.end()?;
                }
                Event::End(_) => self.end()?,
                Event::Text(text) => self.text(&text.xml10_content())?,
                Event::CData(data) => self.cdata(&data.xml10_content())?,
                Event::GeneralRef(reference) => self.cdata(&resolve(&reference)?)?,
                Event::Comment(comment) => self.comment(&comment.xml10_content()),
                Event::Decl(declaration) if is_first => check_declaration(&declaration)?,
                Event::Decl(_) => return Err(NOT_WELL_FORMED),
                Event::DocType(_) => {
                    return Err(SamlError::Xml("a document type is not allowed"));
                }
                Event::PI(_) if self.open.is_empty() => {}
                Event::PI(_) => {
                    return Err(SamlError::Xml("a processing instruction is not allowed"));
                }
                Event::Eof => break,
            }
            is_first = false;
        }
        if !self.open.is_empty() {
            return Err(NOT_WELL_FORMED);
        }
        self.root.ok_or(NOT_WELL_FORMED)
    }

    fn start(&mut self, start: &BytesStart<'_>) -> Result<(), SamlError> {
        self.elements += 1;
        if self.root.is_some() {
            return Err(NOT_WELL_FORMED);
        }
        if self.open.len() >= DEPTH_MAX || self.elements > self.elements_max {
            return Err(TOO_LARGE);
        }
        let (prefix, local) = split(start.name().as_ref())?;
        let mut element = Element { prefix, local, ..Element::default() };
        for (count, attribute) in start.attributes().enumerate() {
            if count >= ATTRIBUTES_MAX {
                return Err(TOO_LARGE);
            }
            let attribute = attribute.map_err(|_| NOT_WELL_FORMED)?;
            if attribute.value.contains('<') {
                return Err(NOT_WELL_FORMED);
            }
            let value =
                attribute.normalized_value(XmlVersion::Implicit1_0).map_err(|_| NOT_WELL_FORMED)?;
            if !value.chars().all(is_character) {
                return Err(NOT_WELL_FORMED);
            }
            let (prefix, local) = split(attribute.key.as_ref())?;
            let value = value.into_owned();
            match (prefix.as_str(), local.as_str()) {
                ("", "xmlns") => declare(&mut element, "", value)?,
                ("xmlns", declared) => declare(&mut element, declared, value)?,
                _ => element.attributes.push(Attribute {
                    prefix,
                    local,
                    namespace: String::new(),
                    value,
                }),
            }
        }
        self.scope.extend(element.declared.iter().cloned());
        self.resolve_names(&mut element)?;
        self.open.push(element);
        Ok(())
    }

    fn resolve_names(&self, element: &mut Element) -> Result<(), SamlError> {
        element.namespace = self.namespace(&element.prefix)?;
        for attribute in &mut element.attributes {
            // The default namespace is not that of attributes. (Namespaces in XML 1.0, 6.2.)
            if !attribute.prefix.is_empty() {
                attribute.namespace = self.namespace(&attribute.prefix)?;
            }
        }
        let mut names: Vec<(&str, &str)> = element
            .attributes
            .iter()
            .map(|attribute| (attribute.namespace.as_str(), attribute.local.as_str()))
            .collect();
        names.sort_unstable();
        if names.windows(2).any(|pair| pair.first() == pair.last()) {
            return Err(NOT_WELL_FORMED);
        }
        Ok(())
    }

    /// The namespace that a prefix stands for.
    fn namespace(&self, prefix: &str) -> Result<String, SamlError> {
        if prefix == "xml" {
            return Ok(names::XML.to_owned());
        }
        let found = self.scope.iter().rev().find(|(declared, _)| declared == prefix);
        match found {
            Some((_, namespace)) => Ok(namespace.clone()),
            None if prefix.is_empty() => Ok(String::new()),
            None => Err(NOT_WELL_FORMED),
        }
    }

    fn end(&mut self) -> Result<(), SamlError> {
        let element = self.open.pop().ok_or(NOT_WELL_FORMED)?;
        self.scope.truncate(self.scope.len().saturating_sub(element.declared.len()));
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None => self.root = Some(element),
        }
        Ok(())
    }

    fn text(&mut self, text: &str) -> Result<(), SamlError> {
        if self.open.is_empty() {
            let is_blank = text.bytes().all(|byte| matches!(byte, b' ' | b'\t' | b'\n' | b'\r'));
            return if is_blank { Ok(()) } else { Err(NOT_WELL_FORMED) };
        }
        if text.contains("]]>") {
            return Err(NOT_WELL_FORMED);
        }
        self.cdata(text)
    }

    /// Text in which every character stands for itself; it joins the text before.
    fn cdata(&mut self, text: &str) -> Result<(), SamlError> {
        let element = self.open.last_mut().ok_or(NOT_WELL_FORMED)?;
        match element.children.last_mut() {
            _ if text.is_empty() => {}
            Some(Node::Text(before)) => before.push_str(text),
            _ => element.children.push(Node::Text(text.to_owned())),
        }
        Ok(())
    }

    /// Comments outside of the root are of no concern.
    fn comment(&mut self, text: &str) {
        if let Some(element) = self.open.last_mut() {
            element.children.push(Node::Comment(text.to_owned()));
        }
    }
}

/// Only XML 1.0 in UTF-8.
fn check_declaration(declaration: &BytesDecl<'_>) -> Result<(), SamlError> {
    let version = declaration.version().map_err(|_| NOT_WELL_FORMED)?;
    if &*version != "1.0" {
        return Err(SamlError::Xml("it is not XML 1.0"));
    }
    match declaration.encoding() {
        None => Ok(()),
        Some(Ok(name)) if name.eq_ignore_ascii_case("UTF-8") => Ok(()),
        Some(_) => Err(SamlError::Xml("it is not UTF-8")),
    }
}

fn declare(element: &mut Element, prefix: &str, namespace: String) -> Result<(), SamlError> {
    let is_reserved = prefix == "xmlns"
        || namespace == names::XMLNS
        || (prefix == "xml") != (namespace == names::XML)
        || (!prefix.is_empty() && namespace.is_empty());
    if is_reserved {
        return Err(NOT_WELL_FORMED);
    }
    element.declared.push((prefix.to_owned(), namespace));
    Ok(())
}

/// A written name as prefix and local name.
fn split(name: &str) -> Result<(String, String), SamlError> {
    let (prefix, local) = match name.split_once(':') {
        Some((prefix, local)) if is_name(prefix) => (prefix, local),
        Some(_) => return Err(NOT_WELL_FORMED),
        None => ("", name),
    };
    if !is_name(local) {
        return Err(NOT_WELL_FORMED);
    }
    Ok((prefix.to_owned(), local.to_owned()))
}

/// A name without colon, of the ASCII part of XML's rule: SAML uses no other.
fn is_name(text: &str) -> bool {
    let begins = text.bytes().next().is_some_and(|byte| byte.is_ascii_alphabetic() || byte == b'_');
    let is_part = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-' | b'.');
    begins && text.bytes().all(is_part)
}

/// XML's characters. (XML 1.0, 2.2.)
const fn is_character(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

fn resolve(reference: &BytesRef<'_>) -> Result<String, SamlError> {
    if let Some(c) = reference.resolve_char_ref().map_err(|_| NOT_WELL_FORMED)? {
        return if is_character(c) { Ok(c.to_string()) } else { Err(NOT_WELL_FORMED) };
    }
    let name = reference.xml10_content();
    let known = quick_xml::escape::resolve_predefined_entity(&name);
    known.map(str::to_owned).ok_or(SamlError::Xml("an entity is not allowed"))
}

#[cfg(test)]
#[path = "parse_tests.rs"]
mod tests;
