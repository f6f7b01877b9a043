//! Identity and Access Management: users, groups, roles, policies and access keys, and the
//! projection that compiles them into the directory on which every call is decided.

mod error;
mod paging;
mod records;
mod rules;
mod shapes;
mod tags;
