//! The programs of policies.

use std::collections::BTreeMap;

use super::action::{ActionName, ActionSet, Speech};
use super::code::{Reader, Writer};
use super::statement::{Statement, StatementCompiler, Whom};
use crate::caseless;
use crate::document::Document;
use crate::{PolicyError, PolicyKind};

/// A compiled policy, or several in one.
///
/// Its code is: where the lists of all statements and of those that speak of services which are not
/// named begin; the number of services that are named, their hashes in order, and where the list of
/// each begins; the lists; the statements. A list is the number of its statements, the name of its
/// service, then for each statement its number and where it stands.
#[derive(Debug)]
pub(crate) struct Program {
    code: Box<[u8]>,
    /// Whom the statements speak of that do not speak of anyone.
    whom: Box<[Whom]>,
}

/// In a list, the bit of a statement's number that tells that it speaks of every action of the
/// list's service.
const SPEAKS_OF_ALL: u32 = 1 << 31;
/// A statement may be listed so many times, and a few more: beyond that services have no list of
/// their own, so that a policy of many statements and services is no multiple of its text in memory.
const LISTED_TIMES: usize = 32;
const LISTED_MORE: usize = 512;
/// Up to so many hashes are looked at one after the other, which is as fast as by halves.
const FEW: usize = 8;

impl Program {
    /// Compiles documents, the statements of all numbered through.
    pub(crate) fn compile<'d>(
        documents: impl Iterator<Item = (&'d Document, PolicyKind)>,
    ) -> Result<Self, PolicyError> {
        let mut statements = Writer::default();
        let mut whom = Vec::new();
        let mut indexed = Vec::new();
        for (document, kind) in documents {
            if let Some(problem) = document.problems.first() {
                return Err(PolicyError::malformed("Syntax errors in policy.", problem.span));
            }
            let variables = document.resolves_variables();
            for statement in &document.statements {
                let place = statements.place();
                let compiler = StatementCompiler { source: statement, kind, variables };
                let (is_negated, actions) = compiler.write(&mut statements, &mut whom)?;
                indexed.push(Indexed { actions, is_negated, place });
            }
        }
        let code = [&index(&indexed), statements.bytes()].concat();
        Ok(Self { code: code.into(), whom: whom.into() })
    }

    pub(crate) fn first_byte(&self) -> u8 {
        self.code.first().copied().unwrap_or_default()
    }

    /// The statements in their order.
    pub(crate) fn statements(&self) -> impl Iterator<Item = Statement<'_>> {
        let all = Reader::new(&self.code).word();
        List::at(&self.code, all).entries.iter().map(|entry| self.statement(*entry, false).1)
    }

    /// The statements that may speak of the action, with their places, in their order.
    pub(crate) fn concerning(
        &self,
        action: &ActionName<'_>,
    ) -> impl Iterator<Item = (u32, Statement<'_>)> {
        let (entries, is_sure) = self.listed(action);
        entries.iter().map(move |entry| self.statement(*entry, is_sure))
    }

    /// As `concerning`: of each its number, where it stands, and whether it speaks of the action
    /// whatever its name is.
    pub(crate) fn places(&self, action: &ActionName<'_>) -> impl Iterator<Item = (u32, u32, bool)> {
        let (entries, is_sure) = self.listed(action);
        entries.iter().map(move |entry| {
            let mut entry = Reader::new(entry);
            let (number, place) = (entry.word(), entry.word());
            (number & !SPEAKS_OF_ALL, place, is_sure && number & SPEAKS_OF_ALL != 0)
        })
    }

    /// The list of the action's service, and whether it is that of no other.
    fn listed(&self, action: &ActionName<'_>) -> (&[[u8; 8]], bool) {
        let mut code = Reader::new(&self.code);
        let (all, others) = (code.word(), code.word());
        let count = code.number();
        let services = code.words(count);
        let hash = |bytes: &[u8; 4]| u32::from_le_bytes(*bytes);
        let found = if count <= FEW {
            services.iter().position(|one| hash(one) == action.service)
        } else {
            let at = services.partition_point(|one| hash(one) < action.service);
            services.get(at).is_some_and(|one| hash(one) == action.service).then_some(at)
        };
        let place = found.and_then(|at| code.rest().as_chunks().0.get(at));
        let Some(place) = place else { return (List::at(&self.code, others).entries, true) };
        let list = List::at(&self.code, u32::from_le_bytes(*place));
        // Another service may have the same hash.
        if caseless::equal(list.service, action.service_name().as_bytes()) {
            (list.entries, true)
        } else {
            (List::at(&self.code, all).entries, false)
        }
    }

    /// The services that have a list; `None` where one is named and has none.
    pub(crate) fn services(&self) -> Option<Vec<&str>> {
        let mut code = Reader::new(&self.code);
        let (all, _others) = (code.word(), code.word());
        let count = code.number();
        let _hashes = code.words(count);
        let places = code.words(count).iter().map(|place| u32::from_le_bytes(*place));
        places
            .map(|place| {
                let name = List::at(&self.code, place).service;
                (place != all).then(|| std::str::from_utf8(name).unwrap_or_default())
            })
            .collect()
    }

    /// The statement at a place that `concerning` told.
    pub(crate) fn at(&self, place: u32, is_named: bool) -> Statement<'_> {
        Statement::read(Reader::at(&self.code, place), &self.whom, is_named)
    }

    fn statement(&self, entry: [u8; 8], is_sure: bool) -> (u32, Statement<'_>) {
        let mut entry = Reader::new(&entry);
        let (number, place) = (entry.word(), entry.word());
        let is_named = is_sure && number & SPEAKS_OF_ALL != 0;
        let code = Reader::at(&self.code, place);
        (number & !SPEAKS_OF_ALL, Statement::read(code, &self.whom, is_named))
    }
}

/// Statements: the number of each and where it stands, in the order of the numbers.
struct List<'p> {
    service: &'p [u8],
    entries: &'p [[u8; 8]],
}

impl<'p> List<'p> {
    /// Reads the list at a place.
    fn at(code: &'p [u8], place: u32) -> Self {
        let mut code = Reader::at(code, place);
        let count = usize::try_from(code.word()).unwrap_or(usize::MAX);
        let service = code.block();
        Self { service, entries: code.raw(count.saturating_mul(8)).as_chunks().0 }
    }
}

/// A statement that was written: its actions, and where it stands.
struct Indexed {
    actions: ActionSet,
    is_negated: bool,
    place: u32,
}

impl Indexed {
    /// How it stands in the list of a service, or of all that no statement names.
    fn entry(&self, number: u32, service: Option<&str>) -> Option<(u32, u32)> {
        match self.actions.speech(service, self.is_negated) {
            Speech::All => Some((number | SPEAKS_OF_ALL, self.place)),
            Speech::Part => Some((number, self.place)),
            Speech::Nothing => None,
        }
    }
}

type Entries = Vec<(u32, u32)>;

/// The index of a program; the statements come right behind it.
fn index(statements: &[Indexed]) -> Vec<u8> {
    let numbered = || (0..).zip(statements);
    let all: Entries = numbered().map(|(number, one)| (number, one.place)).collect();
    let list = |service: Option<&str>| -> Entries {
        numbered().filter_map(|(number, one)| one.entry(number, service)).collect()
    };
    // Of services that have the same hash, one has a list: whoever asks for another finds its name.
    let named = statements.iter().flat_map(|one| one.actions.services());
    let services: BTreeMap<u32, &str> = named.map(|name| (caseless::hash(name), name)).collect();
    let mut room = statements.len().saturating_mul(LISTED_TIMES).saturating_add(LISTED_MORE);
    let mut lists = vec![("", all), ("", list(None))];
    let mut at: Vec<usize> = vec![0, 1];
    for service in services.values() {
        let found = if room == 0 { Entries::new() } else { list(Some(service)) };
        let rest = room.checked_sub(found.len()).filter(|_| room > 0);
        room = rest.unwrap_or(0);
        if rest.is_some() {
            at.push(lists.len());
            lists.push((service, found));
        } else {
            at.push(0);
        }
    }
    let word = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    let head = 8 + Writer::written(|code| code.number(services.len())).len() + 8 * services.len();
    let size = |(name, entries): &(&str, Entries)| {
        4 + Writer::written(|code| code.block(name.as_bytes())).len() + 8 * entries.len()
    };
    let mut ends = vec![head];
    ends.extend(lists.iter().scan(head, |end, list| {
        *end += size(list);
        Some(*end)
    }));
    let code_begins = word(ends.last().copied().unwrap_or(head));
    Writer::written(|code| {
        let place = |list: &usize| word(ends.get(*list).copied().unwrap_or(head));
        at.iter().take(2).for_each(|list| code.word(place(list)));
        code.number(services.len());
        for hash in services.keys() {
            code.word(*hash);
        }
        at.iter().skip(2).for_each(|list| code.word(place(list)));
        for (name, entries) in &lists {
            code.word(word(entries.len()));
            code.block(name.as_bytes());
            for (number, place) in entries {
                code.word(*number);
                code.word(code_begins.saturating_add(*place));
            }
        }
    })
}
