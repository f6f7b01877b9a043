//! The levels of an organization that many accounts have above them, read as one.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use crate::compile::{
    ActionName, Guards, Hint, Program, Question, Reader, Statement, Whom, Writer, failed,
};
use crate::{Effect, Level, caseless};

/// Successive levels of an organization, root first, compiled into one.
///
/// A decision asks the levels of an account together, instead of one after the other. Accounts below
/// the same unit share it; clones are the same.
#[derive(Debug, Clone)]
pub struct Path(Arc<Inner>);

#[derive(Debug)]
struct Inner {
    /// None where the levels are too much for one; then each is asked for itself.
    together: Option<Together>,
    levels: Box<[Level]>,
}

/// The statements of several levels, by the services that they speak of, in one piece of memory: where
/// the list begins of services that none names; the slots; the statements; the lists. A slot is the
/// hash of a service and where its list begins, 0 for none; a service is in the slot that its hash
/// names, or in the next free one. A list is the levels that allow all of the service, the number of
/// its other statements, the service's name, the number of its guards, the guards, then of each
/// statement level and number, where it stands, and what tells that it does not speak of a request.
#[derive(Debug)]
struct Together {
    slots: usize,
    code: Box<[u8]>,
    whom: Box<[Whom]>,
}

/// Levels of one path: each is a bit of a word.
const LEVELS_MAX: usize = 64;
/// In a list, the bit that tells that a statement speaks of every action of the list's service.
const SPEAKS_OF_ALL: u32 = 1 << 31;
/// A statement may be listed so many times, and a few more: one that denies all but what it names is
/// in the list of every service that any level names. Levels that need more are asked one by one.
const LISTED_TIMES: usize = 128;
const LISTED_MORE: usize = 4096;
/// Where the level is among the bits in front of a statement's number.
const LEVEL_SHIFT: u32 = 25;
const NUMBER: u32 = (1 << LEVEL_SHIFT) - 1;
const LEVEL: u32 = 0x3f;
/// What is written of a statement in a list.
const ENTRY_BYTES: usize = 28;

/// What the levels of a path say of an action, its statements still to be asked.
pub(crate) struct Concerning<'p> {
    together: &'p Together,
    /// A bit for each level that allows it, whatever else is asked for.
    pub(crate) allowed: u64,
    guards: Reader<'p>,
    entries: &'p [[u8; ENTRY_BYTES]],
}

impl Path {
    /// Levels in the order of a path, in as many pieces as it takes.
    pub fn of(levels: &[Level]) -> Vec<Self> {
        let pieces = levels.chunks(LEVELS_MAX);
        let piece =
            |levels: &[Level]| Inner { together: Together::of(levels), levels: levels.into() };
        pieces.map(|levels| Self(Arc::new(piece(levels)))).collect()
    }

    /// The levels, as they were given.
    pub fn levels(&self) -> &[Level] {
        &self.0.levels
    }

    /// What may speak of an action; `None` where each level has to be asked for itself.
    pub(crate) fn concerning(&self, action: &ActionName<'_>) -> Option<Concerning<'_>> {
        let together = self.0.together.as_ref()?;
        let place = together.place(action.service);
        let mut code = Reader::at(&together.code, place.unwrap_or_else(|| together.others()));
        let allowed = u64::from_le_bytes(code.array());
        let count = usize::try_from(code.word()).ok()?;
        // Another service may have the same hash.
        let is_same = caseless::equal(code.block(), action.service_name().as_bytes());
        let guards = Reader::new(code.block());
        let entries = code.raw(count.checked_mul(ENTRY_BYTES)?).as_chunks().0;
        (is_same || place.is_none()).then_some(Concerning { together, allowed, guards, entries })
    }

    pub(crate) fn first_byte(&self) -> u8 {
        let code = self.0.together.as_ref().map(|together| &together.code);
        code.and_then(|code| code.first()).copied().unwrap_or_default()
    }
}

impl<'p> Concerning<'p> {
    /// The statements that decide beside: the level of each, its number there, itself. Most of those
    /// that do not speak of the request are left out.
    pub(crate) fn statements(
        &self,
        question: &Question<'_>,
    ) -> impl Iterator<Item = (u32, u32, Statement<'p>)> + use<'p> {
        let Together { code, whom, .. } = self.together;
        let (hint, failed) = (question.action.hint(), failed(self.guards, question.context));
        self.entries.iter().filter_map(move |entry| {
            let mut entry = Reader::new(entry);
            let (word, place) = (entry.word(), entry.word());
            let (actions, guard) = (Hint::read(&mut entry), entry.word());
            if !actions.meets(hint) || failed & guard != 0 {
                return None;
            }
            let is_named = word & SPEAKS_OF_ALL != 0;
            let statement = Statement::read(Reader::at(code, place), whom, is_named);
            Some((word >> LEVEL_SHIFT & LEVEL, word & NUMBER, statement))
        })
    }
}

impl Together {
    fn of(levels: &[Level]) -> Option<Self> {
        let programs: Vec<&Program> = levels.iter().map(Level::program).collect::<Option<_>>()?;
        let mut named = BTreeSet::new();
        for program in &programs {
            named.extend(program.services()?.into_iter().map(str::to_ascii_lowercase));
        }
        let services: BTreeMap<u32, &str> =
            named.iter().map(|name| (caseless::hash(name), name.as_str())).collect();
        // A third of the slots is taken at most, so that the first one is mostly the right one.
        let slots = services.len().saturating_mul(3).next_power_of_two();
        let statements: usize = programs.iter().map(|one| one.statements().count()).sum();
        let mut writing = Writing {
            code: vec![0; SLOTS_BEGIN + slots.checked_mul(8)?],
            whom: Vec::new(),
            known: BTreeMap::new(),
            room: statements.saturating_mul(LISTED_TIMES).saturating_add(LISTED_MORE),
        };
        // No service has the name of an empty action.
        let others = writing.list(&programs, "")?;
        let mut taken = vec![(0, 0); slots];
        for (hash, name) in services {
            let place = writing.list(&programs, name)?;
            let mut at = first_slot(hash, slots);
            while taken.get(at)?.1 != 0 {
                at = (at + 1) % slots;
            }
            *taken.get_mut(at)? = (hash, place);
        }
        let head = Writer::written(|code| {
            code.word(others);
            for (hash, place) in taken {
                code.word(hash);
                code.word(place);
            }
        });
        writing.code.get_mut(..head.len())?.copy_from_slice(&head);
        Some(Self { slots, code: writing.code.into(), whom: writing.whom.into() })
    }

    fn others(&self) -> u32 {
        Reader::new(&self.code).word()
    }

    /// Where the list of the service with this hash begins.
    fn place(&self, hash: u32) -> Option<u32> {
        let slots = self.code.get(SLOTS_BEGIN..)?.as_chunks::<8>().0.get(..self.slots)?;
        let (before, from) = slots.split_at_checked(first_slot(hash, self.slots))?;
        from.iter()
            .chain(before)
            .map(|slot| {
                let mut slot = Reader::new(slot);
                (slot.word(), slot.word())
            })
            .take_while(|(_, place)| *place != 0)
            .find_map(|(found, place)| (found == hash).then_some(place))
    }
}

/// Behind the place of the list of others.
const SLOTS_BEGIN: usize = 4;

/// The slot that a hash names, of a number of them that is a power of two.
fn first_slot(hash: u32, slots: usize) -> usize {
    usize::try_from(hash).unwrap_or_default() & slots.saturating_sub(1)
}

/// Code that is being written.
struct Writing {
    code: Vec<u8>,
    whom: Vec<Whom>,
    /// Where statements were written: by level, and where they stand there.
    known: BTreeMap<(u32, u32), u32>,
    /// How many more times a statement may be listed.
    room: usize,
}

impl Writing {
    /// Writes the list of a service, and returns where it stands.
    fn list(&mut self, programs: &[&Program], service: &str) -> Option<u32> {
        let action = ActionName::new(service);
        let mut allowed = 0_u64;
        let mut entries = Vec::new();
        for (level, program) in (0_u32..).zip(programs) {
            for (number, place, is_named) in program.places(&action) {
                self.room = self.room.checked_sub(1)?;
                let statement = program.at(place, is_named);
                if is_named && statement.effect == Effect::Allow && statement.is_for_everyone() {
                    allowed |= 1_u64.checked_shl(level)?;
                    continue;
                }
                if number > NUMBER {
                    return None;
                }
                let named = if is_named { SPEAKS_OF_ALL } else { 0 };
                let word = named | level << LEVEL_SHIFT | number;
                entries.push((word, self.statement(level, place, statement)?, statement));
            }
        }
        let guards = Guards::of(entries.iter().map(|(_, _, statement)| *statement));
        let place = u32::try_from(self.code.len()).ok()?;
        let count = u32::try_from(entries.len()).ok()?;
        self.code.extend(Writer::written(|code| {
            code.raw(&allowed.to_le_bytes());
            code.word(count);
            code.block(service.as_bytes());
            code.block(&Writer::written(|code| guards.write(code)));
            for ((word, place, statement), guard) in entries.into_iter().zip(&guards.of_statements)
            {
                code.word(word);
                code.word(place);
                statement.hint().write(code);
                code.word(*guard);
            }
        }));
        Some(place)
    }

    /// Writes a statement where it was not yet, and returns where it stands.
    fn statement(&mut self, level: u32, place: u32, statement: Statement<'_>) -> Option<u32> {
        if let Some(known) = self.known.get(&(level, place)) {
            return Some(*known);
        }
        let written = u32::try_from(self.code.len()).ok()?;
        let whom = &mut self.whom;
        self.code.extend(Writer::written(|code| statement.copy(whom, code)));
        self.known.insert((level, place), written);
        Some(written)
    }
}

#[cfg(test)]
mod tests {
    use std::fmt::Write as _;

    use super::*;
    use crate::{Attached, Policy, PolicyKind};

    /// A level of one policy with these statements.
    fn level(statements: &str) -> Level {
        let text = format!(r#"{{"Version": "2012-10-17", "Statement": [{statements}]}}"#);
        let policy = Policy::parse_published(&text, PolicyKind::ServiceControl).unwrap();
        Level::new(vec![Attached::inline("p", Arc::new(policy))])
    }

    /// One level denies all but one action, often; the other names many services.
    fn path(denials: usize, services: usize) -> Vec<Path> {
        let denial = r#"{"Effect": "Deny", "NotAction": "a:b", "Resource": "*"},"#;
        let denials = denial.repeat(denials);
        let mut allowed = String::new();
        for service in 0..services {
            let _ = write!(
                allowed,
                r#"{{"Effect": "Allow", "Action": "s{service}:x", "Resource": "*"}},"#
            );
        }
        Path::of(&[level(denials.trim_end_matches(',')), level(allowed.trim_end_matches(','))])
    }

    #[test]
    fn levels_are_read_as_one_only_while_that_is_no_multiple_of_them() {
        let [small] = &path(9, 100)[..] else { panic!("one piece") };
        assert!(small.0.together.is_some());
        let [large] = &path(1000, 1000)[..] else { panic!("one piece") };
        assert!(large.0.together.is_none());
    }
}
