//! What is done with a request.

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::compile::CompiledGroup;
use super::condition::host_name;
use super::group::{Group, StickyCookie, cookie};
use super::{ConfigError, Question};
use crate::config::{self, FixedResponse, Redirect, RedirectProtocol};
use crate::distribution::Distribution;

/// An action, compiled.
#[derive(Debug)]
pub(crate) enum Action {
    Forward(Forward),
    Redirect(Redirect),
    Fixed(FixedResponse),
    Serve(Arc<Distribution>),
    /// The configuration cannot be used.
    Unserved,
}

/// Groups by weight.
#[derive(Debug)]
pub(crate) struct Forward {
    groups: Vec<(Arc<Group>, u32)>,
    total: u32,
    stickiness: Option<Duration>,
    next: AtomicU32,
}

/// The cookie by which a client stays with a group. (ELB User Guide, "Sticky sessions".)
const GROUP_COOKIE: &[u8] = b"AWSALBTG";

/// A group for a request, and the cookie that keeps the client with it.
#[derive(Debug)]
pub(crate) struct Chosen<'a> {
    pub(crate) group: &'a Arc<Group>,
    pub(crate) cookie: Option<StickyCookie>,
}

impl Action {
    pub(super) fn new(
        action: &config::Action,
        groups: &HashMap<String, CompiledGroup>,
    ) -> Result<Self, ConfigError> {
        Ok(match action {
            config::Action::Forward(forward) => Self::Forward(Forward::new(forward, groups)?),
            config::Action::Redirect(redirect) => Self::Redirect(redirect.clone()),
            config::Action::Fixed(fixed) => Self::Fixed(fixed.clone()),
            config::Action::Serve(one) => Self::Serve(Arc::new(Distribution::new(one))),
        })
    }
}

impl Forward {
    fn new(
        forward: &config::Forward,
        known: &HashMap<String, CompiledGroup>,
    ) -> Result<Self, ConfigError> {
        let mut groups = Vec::with_capacity(forward.groups.len());
        for weighted in &forward.groups {
            let known = known
                .get(&weighted.arn)
                .ok_or_else(|| ConfigError::UnknownGroup(weighted.arn.clone()))?;
            groups.push((Arc::clone(&known.group), weighted.weight));
        }
        let total = groups.iter().fold(0_u32, |sum, (_, weight)| sum.saturating_add(*weight));
        Ok(Self { groups, total, stickiness: forward.stickiness, next: AtomicU32::new(0) })
    }

    /// The group for a request; nothing where all weights are zero.
    pub(crate) fn choose(&self, question: Question<'_>) -> Option<Chosen<'_>> {
        if let [(group, weight)] = self.groups.as_slice() {
            return (*weight > 0).then_some(Chosen { group, cookie: None });
        }
        let held = self.stickiness.and_then(|_| cookie(question.head, GROUP_COOKIE));
        let kept = held.and_then(|held| {
            let is_kept = |(group, weight): &&(Arc<Group>, u32)| {
                *weight > 0 && group.token.as_bytes() == held
            };
            self.groups.iter().find(is_kept).map(|(group, _)| group)
        });
        let group = match kept {
            Some(group) => group,
            None => self.next_by_weight()?,
        };
        let cookie = self.stickiness.map(|lasts| StickyCookie {
            name: "AWSALBTG",
            token: group.token.clone(),
            lasts,
        });
        Some(Chosen { group, cookie })
    }

    /// Spreads requests evenly: a step that has no divisor in common with most sums visits the
    /// shares in turn, not one after the other.
    fn next_by_weight(&self) -> Option<&Arc<Group>> {
        const STEP: u32 = 611_953;
        let drawn = self.next.fetch_add(1, Ordering::Relaxed).wrapping_mul(STEP);
        let mut place = drawn.checked_rem(self.total)?;
        self.groups.iter().find_map(|(group, weight)| {
            if place < *weight {
                return Some(group);
            }
            place -= weight;
            None
        })
    }
}

/// Where a redirect leads. (ELB User Guide, "Redirect actions".)
pub(crate) fn location(
    redirect: &Redirect,
    question: Question<'_>,
    port: u16,
    tls: bool,
) -> String {
    let head = question.head;
    let (path, query) = head.split_target();
    let host = host_name(head.host().unwrap_or_default());
    // A location is ASCII. (RFC 9110, section 10.2.2.)
    let text = |bytes: &[u8]| {
        bytes.iter().fold(String::with_capacity(bytes.len()), |mut text, byte| {
            if byte.is_ascii() {
                text.push(char::from(*byte));
            } else {
                let _ = write!(text, "%{byte:02X}");
            }
            text
        })
    };
    let protocol = match redirect.protocol {
        RedirectProtocol::Same if tls => "https",
        RedirectProtocol::Https => "https",
        RedirectProtocol::Same | RedirectProtocol::Http => "http",
    };
    let fill = |template: &str| {
        template
            .replace("#{protocol}", protocol)
            .replace("#{port}", &port.to_string())
            .replace("#{host}", &text(host))
            .replace("#{path}", text(path).trim_start_matches('/'))
            .replace("#{query}", &text(query))
    };
    let query = fill(&redirect.query);
    let mark = if query.is_empty() { "" } else { "?" };
    let (host, port, path) = (fill(&redirect.host), fill(&redirect.port), fill(&redirect.path));
    format!("{protocol}://{host}:{port}{path}{mark}{query}")
}
