//! `Action` and `NotAction`.

use super::code::{Reader, Writer};
use super::hint::Hint;
use crate::caseless;
use crate::context::Context;
use crate::document::Text;
use crate::glob::{Glob, Pattern, Syntax};

/// An action that is asked for, hashed once for a decision. Case is ignored throughout.
#[derive(Debug, Clone, Copy)]
pub(crate) struct ActionName<'a> {
    pub(crate) text: &'a str,
    /// The hash of the service.
    pub(crate) service: u32,
    hash: u32,
    service_bytes: usize,
}

/// How a statement's actions stand to those of a service.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Speech {
    All,
    Part,
    Nothing,
}

impl<'a> ActionName<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        let name = service(text);
        Self {
            text,
            service: caseless::hash(name),
            hash: caseless::hash(text),
            service_bytes: name.len(),
        }
    }

    /// What statements that speak of it have in their hints.
    pub(crate) fn hint(&self) -> Hint {
        Hint::of_name(self.hash, behind_service(self.text.as_bytes()))
    }

    pub(crate) fn service_name(&self) -> &'a str {
        self.text.get(..self.service_bytes).unwrap_or_default()
    }

    /// Whether it is this action, or any action of this service when the name ends in a colon.
    pub(crate) fn is(&self, name: &str) -> bool {
        let length = if name.ends_with(':') { name.len() } else { self.text.len() };
        self.text.get(..length).is_some_and(|head| head.eq_ignore_ascii_case(name))
    }
}

/// Whether texts of an `Action` element name the action.
pub(crate) fn name_action(texts: &[Text], action: &ActionName<'_>) -> bool {
    let set = ActionSet::compile(texts);
    let code = Writer::written(|code| set.write(code));
    set.any || Actions::new(&code).contain(action, &Context::new())
}

/// The actions of a statement, about to be written.
pub(crate) struct ActionSet {
    /// All actions.
    pub(crate) any: bool,
    /// Full names, by their hashes.
    names: Vec<(u32, String)>,
    /// Patterns of one service, by its hash.
    of_service: Vec<(u32, Glob)>,
    /// The services of these patterns, and whether each is of all its actions.
    services: Vec<(String, bool)>,
    /// Patterns whose service is a pattern itself.
    of_any_service: Vec<Glob>,
}

impl ActionSet {
    pub(crate) fn compile(texts: &[Text]) -> Self {
        let mut set = Self {
            any: false,
            names: vec![],
            of_service: vec![],
            services: vec![],
            of_any_service: vec![],
        };
        for text in texts.iter().map(|text| text.value.as_str()) {
            let service = service(text);
            let is_literal = !service.is_empty() && !service.contains(['*', '?']);
            match Glob::compile(text, Syntax::Glob, false) {
                Glob::Any => set.any = true,
                Glob::Exact(name) => set.names.push((caseless::hash(&name), name)),
                pattern if is_literal && service.len() < text.len() => {
                    let is_whole = text.get(service.len()..) == Some(":*");
                    set.services.push((service.to_owned(), is_whole));
                    set.of_service.push((caseless::hash(service), pattern));
                }
                pattern => set.of_any_service.push(pattern),
            }
        }
        set.names.sort();
        set.of_service.sort_by_key(|(service, _)| *service);
        set
    }

    /// The services that it names, some more than once.
    pub(crate) fn services(&self) -> impl Iterator<Item = &str> {
        let of_names = self.names.iter().map(|(_, name)| service(name));
        of_names.chain(self.services.iter().map(|(name, _)| name.as_str()))
    }

    /// How a statement of these actions, or of all others, stands to those of a service; without one,
    /// to those of a service that it does not name.
    pub(crate) fn speech(&self, wanted: Option<&str>, is_negated: bool) -> Speech {
        let is_wanted = |name: &str| wanted.is_some_and(|it| it.eq_ignore_ascii_case(name));
        let is_whole =
            self.any || self.services.iter().any(|(name, whole)| *whole && is_wanted(name));
        let is_named = !self.of_any_service.is_empty() || self.services().any(is_wanted);
        match (is_whole, is_named) {
            (true, _) if is_negated => Speech::Nothing,
            (true, _) => Speech::All,
            (false, true) => Speech::Part,
            (false, false) if is_negated => Speech::All,
            (false, false) => Speech::Nothing,
        }
    }

    /// Writes what [`Actions`] reads: how many names, patterns of a service
    /// and other patterns there are; the hashes of the first two; where each stands in what
    /// follows; then names and patterns.
    pub(crate) fn write(&self, code: &mut Writer) {
        code.number(self.names.len());
        code.number(self.of_service.len());
        code.number(self.of_any_service.len());
        self.names.iter().for_each(|(hash, _)| code.word(*hash));
        self.of_service.iter().for_each(|(service, _)| code.word(*service));
        let mut texts = Writer::default();
        for (_, name) in &self.names {
            code.word(texts.place());
            texts.block(name.as_bytes());
        }
        let of_service = self.of_service.iter().map(|(_, pattern)| pattern);
        for pattern in of_service.chain(&self.of_any_service) {
            code.word(texts.place());
            texts.block(&Writer::written(|code| pattern.write(code)));
        }
        code.raw(texts.bytes());
    }
}

/// The actions of a statement, in code.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Actions<'p> {
    names: Places<'p>,
    of_service: Places<'p>,
    of_any_service: &'p [[u8; 4]],
    texts: &'p [u8],
}

/// Up to so many hashes are looked at one after the other, which is as fast as by halves.
const FEW: usize = 8;

/// Where texts stand, by their hashes.
#[derive(Debug, Clone, Copy)]
struct Places<'p> {
    hashes: &'p [[u8; 4]],
    places: &'p [[u8; 4]],
}

impl<'p> Places<'p> {
    fn of(self, wanted: u32) -> impl Iterator<Item = [u8; 4]> + use<'p> {
        let hash = |bytes: &[u8; 4]| u32::from_le_bytes(*bytes);
        let first = if self.hashes.len() <= FEW {
            self.hashes.iter().position(|one| hash(one) == wanted).unwrap_or(self.hashes.len())
        } else {
            self.hashes.partition_point(|one| hash(one) < wanted)
        };
        let found = self.hashes.iter().zip(self.places).skip(first);
        found.take_while(move |(one, _)| hash(one) == wanted).map(|(_, place)| *place)
    }
}

/// What stands behind the service and its colon.
fn behind_service(action: &[u8]) -> &[u8] {
    let colon = memchr::memchr(b':', action);
    colon.and_then(|colon| action.get(colon + 1..)).unwrap_or_default()
}

impl<'p> Actions<'p> {
    /// Reads those that fill this code.
    pub(crate) fn new(code: &'p [u8]) -> Self {
        let mut code = Reader::new(code);
        let counts = [code.number(), code.number(), code.number()];
        let [names, of_service, of_any_service] = counts;
        let hashes = [code.words(names), code.words(of_service)];
        let [names, of_service] =
            hashes.map(|hashes| Places { hashes, places: code.words(hashes.len()) });
        let of_any_service = code.words(of_any_service);
        Self { names, of_service, of_any_service, texts: code.rest() }
    }

    pub(crate) fn contain(&self, action: &ActionName<'_>, context: &Context) -> bool {
        let is_name = |place| caseless::equal(self.text(place), action.text.as_bytes());
        let matches =
            |place| Pattern::new(self.text(place)).matches_ignoring_case(action.text, context);
        self.names.of(action.hash).any(is_name)
            || self.of_service.of(action.service).any(matches)
            || self.of_any_service.iter().copied().any(matches)
    }

    /// The hint of a statement of these actions.
    pub(crate) fn hint(&self) -> Hint {
        if !self.of_any_service.is_empty() {
            return Hint::ANYTHING;
        }
        let names = self.names.hashes.iter().zip(self.names.places).map(|(hash, place)| {
            Hint::of_name(u32::from_le_bytes(*hash), behind_service(self.text(*place)))
        });
        let patterns = self.of_service.places.iter().map(|place| {
            let beginning = Pattern::new(self.text(*place)).beginning();
            Hint::of_beginning(behind_service(beginning))
        });
        names.chain(patterns).fold(Hint::NOTHING, Hint::or)
    }

    fn text(&self, place: [u8; 4]) -> &'p [u8] {
        Reader::at(self.texts, u32::from_le_bytes(place)).block()
    }
}

fn service(action: &str) -> &str {
    let end = memchr::memchr(b':', action.as_bytes()).unwrap_or(action.len());
    action.get(..end).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::json::Span;

    #[test]
    fn names_and_patterns_ignore_case() {
        for (pattern, action, expected) in [
            ("s3:GetObject", "S3:getobject", true),
            ("s3:Get*", "s3:GETOBJECT", true),
            ("s3:*et*ject", "s3:GetObject", true),
            ("s3:GetObject?", "s3:GetObject", false),
            ("*", "kms:Decrypt", true),
            ("*:Decrypt", "kms:Decrypt", true),
            ("*Object", "s3:GetObject", true),
            ("k?s:*", "kms:Decrypt", true),
            ("iam:*", "iamx:CreateUser", false),
            ("s3:*", "sqs:SendMessage", false),
        ] {
            let texts = [Text { value: pattern.to_owned(), span: Span::default() }];
            let action = ActionName::new(action);
            assert_eq!(name_action(&texts, &action), expected, "{pattern}");
            let set = ActionSet::compile(&texts);
            let is_known =
                set.services().any(|one| one.eq_ignore_ascii_case(action.service_name()));
            let of = |is_negated| set.speech(is_known.then_some(action.service_name()), is_negated);
            let fits = |speech, expected| match speech {
                Speech::All => expected,
                Speech::Part => true,
                Speech::Nothing => !expected,
            };
            assert!(fits(of(false), expected) && fits(of(true), !expected), "{pattern}");
        }
    }
}
