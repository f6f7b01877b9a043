//! Conditions that several statements have in common.
//!
//! Each node of an organization mostly forbids the same regions and asks for the same organization.
//! What such statements have in common is asked once: if that does not hold, none of them does.

use super::code::{Reader, Writer};
use super::condition::{Condition, Constants};
use super::statement::Statement;
use crate::context::Context;

/// The guards of a list of statements.
#[derive(Debug, Default)]
pub(crate) struct Guards {
    /// Each in code.
    guards: Vec<Vec<u8>>,
    /// Of each statement the bit of its guard; none where it has no guard.
    pub(crate) of_statements: Vec<u32>,
}

/// A condition that more and more statements turn out to need.
struct Common<'p> {
    head: &'p [u8],
    constants: Constants<'p>,
    statements: Vec<usize>,
}

impl Guards {
    /// What these statements have in common. The first condition of a statement that is of any use
    /// decides which others it is put together with.
    pub(crate) fn of<'p>(statements: impl Iterator<Item = Statement<'p>>) -> Self {
        let mut found: Vec<Common<'p>> = Vec::new();
        let mut count = 0;
        for (at, statement) in statements.enumerate() {
            count = at + 1;
            let mut conditions = statement.conditions().map(Condition::parts);
            let Some((head, constants)) = conditions.next() else { continue };
            let same = found.iter_mut().find_map(|common| {
                let is_same = common.head.eq_ignore_ascii_case(head);
                let both = is_same.then(|| common.constants.common(&constants)).flatten()?;
                Some((common, both))
            });
            if let Some((common, both)) = same {
                common.constants = both;
                common.statements.push(at);
            } else {
                found.push(Common { head, constants, statements: vec![at] });
            }
        }
        found.retain(|common| common.statements.len() > 1);
        found.truncate(u32::BITS as usize);
        let mut of_statements = vec![0; count];
        for (bit, common) in found.iter().enumerate() {
            for at in &common.statements {
                if let Some(guard) = of_statements.get_mut(*at) {
                    *guard = 1 << bit;
                }
            }
        }
        let code = |common: &Common<'_>| [common.head, &common.constants.code()].concat();
        Self { guards: found.iter().map(code).collect(), of_statements }
    }

    /// Writes what [`failed`] reads.
    pub(crate) fn write(&self, code: &mut Writer) {
        self.guards.iter().for_each(|guard| code.block(guard));
    }
}

/// The bits of the guards that do not hold.
pub(crate) fn failed(guards: Reader<'_>, context: &Context) -> u32 {
    let holds = |guard| Condition::new(guard).holds(context);
    guards
        .blocks()
        .enumerate()
        .fold(0, |failed, (bit, guard)| failed | u32::from(!holds(guard)) << bit)
}
