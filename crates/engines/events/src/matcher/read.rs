//! How an event is read: what is on no path of a pattern is stepped over.

use super::Matcher;
use super::Test;
use super::members::{Member, Members, ROOT};
use super::values::Value;
use crate::json::{Kind, Reader, Unreadable};

/// What an event has of what patterns ask for.
#[derive(Debug)]
pub(super) struct Seen {
    /// The tests that hold, each with what its value is in, in order and once each.
    pub(super) held: Vec<(Test, Member)>,
    /// The fields of which absence is asked that have a value, and what it is in, in order.
    pub(super) present: Vec<(u32, Member)>,
    pub(super) members: Members,
}

/// Reads an event.
pub(super) fn read(matcher: &Matcher, event: &str) -> Result<Seen, Unreadable> {
    let seen = Seen { held: Vec::new(), present: Vec::new(), members: Members::new() };
    let mut reading = Reading { matcher, reader: Reader::new(event), seen };
    if reading.reader.kind()? != Kind::Object {
        return Err(reading.reader.error("an object is missing"));
    }
    reading.object(0, ROOT)?;
    reading.reader.end()?;
    let mut seen = reading.seen;
    seen.held.sort_unstable();
    seen.held.dedup();
    seen.present.sort_unstable();
    seen.present.dedup();
    Ok(seen)
}

struct Reading<'m, 'e> {
    matcher: &'m Matcher,
    reader: Reader<'e>,
    seen: Seen,
}

impl Reading<'_, '_> {
    fn object(&mut self, path: u32, member: Member) -> Result<(), Unreadable> {
        let mut more = self.reader.enter()?;
        while more {
            let key = self.reader.key()?;
            match self.below(path, &key) {
                Some(path) => self.value(path, member)?,
                None => {
                    self.reader.skip()?;
                }
            }
            more = self.reader.more(b'}')?;
        }
        Ok(())
    }

    /// A dot in a key is like a level, as in the names of fields.
    fn below(&self, path: u32, key: &str) -> Option<u32> {
        let below = |path: u32, key: &str| {
            let node = self.matcher.paths.get(usize::try_from(path).ok()?)?;
            node.below.get(key).copied()
        };
        below(path, key)
            .or_else(|| if key.contains('.') { key.split('.').try_fold(path, below) } else { None })
    }

    fn value(&mut self, path: u32, member: Member) -> Result<(), Unreadable> {
        match self.reader.kind()? {
            Kind::Object => self.object(path, member),
            Kind::List => self.list(path, member),
            Kind::Text => {
                let text = self.reader.text()?;
                self.find(path, member, Value::Text(&text));
                Ok(())
            }
            Kind::Plain => {
                let text = self.reader.plain()?;
                self.find(path, member, Value::Plain(text));
                Ok(())
            }
        }
    }

    /// Elements that are objects or lists are told apart; plain ones are values of the field.
    fn list(&mut self, path: u32, member: Member) -> Result<(), Unreadable> {
        let array = self.seen.members.array();
        let mut more = self.reader.enter()?;
        while more {
            let within = match self.reader.kind()? {
                Kind::Object | Kind::List => self.seen.members.element(member, array),
                Kind::Text | Kind::Plain => member,
            };
            self.value(path, within)?;
            more = self.reader.more(b']')?;
        }
        self.seen.members.end(array);
        Ok(())
    }

    fn find(&mut self, path: u32, member: Member, value: Value<'_>) {
        let node = usize::try_from(path).ok().and_then(|path| self.matcher.paths.get(path));
        let Some(field) = node.and_then(|node| node.field) else { return };
        let place = usize::try_from(field).ok();
        let Some(values) = place.and_then(|place| self.matcher.fields.get(place)) else { return };
        if values.is_absence_asked {
            self.seen.present.push((field, member));
        }
        self.seen.members.note(member, field);
        let held = &mut self.seen.held;
        values.find(value, |list| held.push((Test { field, list }, member)));
    }
}
