//! A document made into a program: what a decision runs.

mod action;
mod code;
mod condition;
mod constant;
mod guard;
mod hint;
mod principal;
mod program;
mod statement;

pub(crate) use action::{ActionName, name_action};
pub(crate) use code::{Reader, Writer};
pub(crate) use guard::{Guards, failed};
pub(crate) use hint::Hint;
pub(crate) use principal::{Caller, Grade};
pub(crate) use program::Program;
pub(crate) use statement::{Miss, Question, Statement, Whom};
