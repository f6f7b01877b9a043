//! Which elements of which arrays of an event a value is in.

use smallvec::SmallVec;

/// An element of an array, with what it is in; [`ROOT`] is in none. Numbered as the event is read,
/// so that what is within an element follows it.
pub(super) type Member = u32;

/// The event itself.
pub(super) const ROOT: Member = 0;

/// The elements that were chosen so far, of each array one, in the order of the arrays.
pub(super) type Chosen = SmallVec<[(u32, Member); 3]>;

/// The elements of an event's arrays.
#[derive(Debug)]
pub(super) struct Members {
    elements: Vec<Element>,
    /// Of each array, the first member that is behind it.
    ends: Vec<Member>,
    /// Of each array, the last field that has a value in it.
    last_fields: Vec<u32>,
}

#[derive(Debug)]
struct Element {
    within: Member,
    array: u32,
}

impl Members {
    pub(super) fn new() -> Self {
        let root = Element { within: ROOT, array: u32::MAX };
        Self { elements: vec![root], ends: Vec::new(), last_fields: Vec::new() }
    }

    /// Begins an array.
    pub(super) fn array(&mut self) -> u32 {
        let array = u32::try_from(self.ends.len()).unwrap_or(u32::MAX);
        self.ends.push(u32::MAX);
        self.last_fields.push(0);
        array
    }

    /// Begins the next element of an array.
    pub(super) fn element(&mut self, within: Member, array: u32) -> Member {
        let member = self.next();
        self.elements.push(Element { within, array });
        member
    }

    pub(super) fn end(&mut self, array: u32) {
        let next = self.next();
        if let Some(end) = place(array).and_then(|place| self.ends.get_mut(place)) {
            *end = next;
        }
    }

    /// Notes that a field has a value in an element.
    pub(super) fn note(&mut self, member: Member, field: u32) {
        let mut at = member;
        while at != ROOT {
            let Some(element) = place(at).and_then(|place| self.elements.get(place)) else {
                return;
            };
            let array = place(element.array);
            if let Some(last) = array.and_then(|place| self.last_fields.get_mut(place)) {
                *last = (*last).max(field);
            }
            at = element.within;
        }
    }

    /// Adds to what was chosen what a value is in, as far as fields behind `field` can be in it,
    /// too; or, if something else of an array was chosen, the first member that need be looked at
    /// in its place.
    pub(super) fn join(
        &self,
        chosen: &Chosen,
        member: Member,
        field: u32,
    ) -> Result<Chosen, Member> {
        let mut joined = chosen.clone();
        let mut other = None;
        let mut at = member;
        while at != ROOT {
            let Some(element) = place(at).and_then(|place| self.elements.get(place)) else { break };
            match chosen.binary_search_by_key(&element.array, |(array, _)| *array) {
                Ok(found) => {
                    let before = chosen.get(found).map_or(at, |(_, member)| *member);
                    if before != at {
                        let end = place(element.array).and_then(|place| self.ends.get(place));
                        other = Some(if at < before { before } else { *end.unwrap_or(&u32::MAX) });
                    }
                }
                Err(_) => joined.push((element.array, at)),
            }
            at = element.within;
        }
        if let Some(other) = other {
            return Err(other);
        }
        joined.retain(|(array, _)| {
            place(*array).and_then(|place| self.last_fields.get(place)).is_some_and(|f| *f > field)
        });
        joined.sort_unstable();
        Ok(joined)
    }

    fn next(&self) -> Member {
        u32::try_from(self.elements.len()).unwrap_or(u32::MAX)
    }
}

fn place(number: u32) -> Option<usize> {
    usize::try_from(number).ok()
}
