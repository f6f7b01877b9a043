//! Target groups while they serve: which target is next, and how each is.

use std::collections::hash_map::RandomState;
use std::hash::BuildHasher;
use std::net::SocketAddr;
use std::sync::atomic::{AtomicBool, AtomicU8, AtomicUsize, Ordering};
use std::sync::{Arc, Weak};
use std::time::Duration;

use arc_swap::ArcSwap;

use super::leaving::Leave;
use crate::config::{Algorithm, Bucket, HealthCheck, HealthPort, Scheme, Stickiness, TargetGroup};
use crate::http1::Head;
use crate::looped::OwnFront;
use crate::proxy::Pool;

/// A target group, compiled.
#[derive(Debug)]
pub(crate) struct Group {
    /// Its ARN.
    pub(crate) arn: String,
    /// What sticky cookies call it.
    pub(crate) token: String,
    pub(crate) targets: Vec<Arc<Target>>,
    /// Those that were taken out, while something is under way there.
    pub(crate) leaving: Vec<Weak<Target>>,
    pub(crate) stickiness: Option<Stickiness>,
    algorithm: Algorithm,
    next: AtomicUsize,
}

/// A target. It outlives the configurations that name it.
#[derive(Debug)]
pub(crate) struct Target {
    pub(crate) address: SocketAddr,
    pub(crate) scheme: Scheme,
    /// The name that its certificate must be for, where that is asked.
    pub(crate) verified: Option<String>,
    /// The bucket that it is, instead of an address.
    pub(crate) bucket: Option<Arc<Bucket>>,
    /// The front, where it is this edge itself that is asked.
    pub(crate) own_front: Option<OwnFront>,
    /// What sticky cookies call it.
    pub(crate) token: String,
    /// Its connections that nobody uses now.
    pub(crate) pool: Pool,
    /// How many requests are under way.
    pub(crate) outstanding: AtomicUsize,
    pub(crate) health: TargetHealth,
    /// When what is under way must have ended, once it was taken out of its group.
    pub(crate) leave: Leave,
}

/// How a target is, and how that is found out.
#[derive(Debug)]
pub(crate) struct TargetHealth {
    state: AtomicU8,
    is_watched: AtomicBool,
    pub(crate) status: ArcSwap<TargetStatus>,
    pub(crate) check: ArcSwap<HealthCheck>,
}

/// The state of a target. (ELB API Reference, `TargetHealth`.)
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TargetState {
    /// No check has ended yet.
    Initial,
    /// It passed.
    Healthy,
    /// It failed.
    Unhealthy,
    /// Its group's checks are off.
    Unavailable,
    /// It was taken out of its group, and something is under way there.
    Draining,
}

/// The state of a target with its reason.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TargetStatus {
    /// The target.
    pub address: SocketAddr,
    /// The state.
    pub state: TargetState,
    /// AWS's code for the reason, as `Target.ResponseCodeMismatch`.
    pub reason: Option<&'static str>,
    /// The reason in words.
    pub description: Option<String>,
}

/// A cookie that keeps a client where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct StickyCookie {
    pub(crate) name: &'static str,
    pub(crate) token: String,
    pub(crate) lasts: Duration,
}

impl StickyCookie {
    /// The values of `Set-Cookie`: the cookie, and its like for requests from other sites. (ELB User
    /// Guide, "Sticky sessions".)
    pub(crate) fn lines(&self) -> Vec<String> {
        let Self { name, token, lasts } = self;
        let seconds = lasts.as_secs();
        let mut lines = vec![format!("{name}={token}; Max-Age={seconds}; Path=/")];
        if *name != APPLICATION_COOKIE {
            lines.push(format!(
                "{name}CORS={token}; Max-Age={seconds}; Path=/; SameSite=None; Secure"
            ));
        }
        lines
    }
}

/// A target for a request.
#[derive(Debug)]
pub(crate) struct Picked {
    pub(crate) target: Arc<Target>,
    pub(crate) cookie: Option<StickyCookie>,
}

/// The cookies by which clients stay with targets. (ELB User Guide, "Sticky sessions".)
const TARGET_COOKIE: &str = "AWSALB";
const APPLICATION_COOKIE: &str = "AWSALBAPP-0";

impl Group {
    /// Compiles a group. Targets that another configuration of the group has are taken from there.
    pub(crate) fn new(group: &TargetGroup, before: Option<&Group>, tokens: &RandomState) -> Self {
        let check = Arc::new(group.health.clone());
        let known = before.map(|before| before.targets.as_slice()).unwrap_or_default();
        let targets = group.targets.iter().map(|one| {
            let is_same =
                |known: &&Arc<Target>| known.address == one.address && known.scheme == group.scheme;
            if let Some(known) = known.iter().find(is_same) {
                known.health.reconfigure(Arc::clone(&check));
                return Arc::clone(known);
            }
            let token = token(tokens, &(group.arn.as_str(), one.address));
            Arc::new(Target {
                address: one.address,
                scheme: group.scheme,
                verified: None,
                bucket: None,
                own_front: None,
                token,
                pool: Pool::default(),
                outstanding: AtomicUsize::new(0),
                health: TargetHealth::new(one.address, Arc::clone(&check)),
                leave: Leave::default(),
            })
        });
        let targets: Vec<_> = targets.collect();
        Self {
            arn: group.arn.clone(),
            token: token(tokens, &group.arn.as_str()),
            leaving: leaving(&targets, before, group.deregistration_delay),
            targets,
            stickiness: group.stickiness.clone(),
            algorithm: group.algorithm,
            next: AtomicUsize::new(0),
        }
    }

    /// A target for a request; nothing where the group has none. Where none is healthy, all are
    /// asked. (ELB User Guide, "Health checks for target groups".)
    pub(crate) fn pick(&self, head: &Head) -> Option<Picked> {
        let kept = self.kept(head);
        let target = match kept {
            Some(target) => target,
            None => self.next()?,
        };
        let cookie = match &self.stickiness {
            Some(Stickiness::Balancer(lasts)) => Some(StickyCookie {
                name: TARGET_COOKIE,
                token: target.token.clone(),
                lasts: *lasts,
            }),
            _ => None,
        };
        Some(Picked { target: Arc::clone(target), cookie })
    }

    /// The cookie that keeps a client with the target whose application has set its own.
    pub(crate) fn application_cookie(&self, target: &Target) -> Option<(&str, StickyCookie)> {
        match &self.stickiness {
            Some(Stickiness::Application(name, lasts)) => {
                let token = target.token.clone();
                Some((name, StickyCookie { name: APPLICATION_COOKIE, token, lasts: *lasts }))
            }
            _ => None,
        }
    }

    fn kept(&self, head: &Head) -> Option<&Arc<Target>> {
        let name = match self.stickiness.as_ref()? {
            Stickiness::Balancer(_) => TARGET_COOKIE,
            Stickiness::Application(..) => APPLICATION_COOKIE,
        };
        let token = cookie(head, name.as_bytes())?;
        let kept = self.targets.iter().find(|target| target.token.as_bytes() == token)?;
        (kept.health.state() != TargetState::Unhealthy).then_some(kept)
    }

    fn next(&self) -> Option<&Arc<Target>> {
        let start = self.next.fetch_add(1, Ordering::Relaxed).checked_rem(self.targets.len())?;
        let in_turn = || {
            let (before, behind) = self.targets.split_at_checked(start).unwrap_or_default();
            behind.iter().chain(before)
        };
        let is_any_well = self.targets.iter().any(|target| target.health.is_well());
        let mut may = in_turn().filter(|target| !is_any_well || target.health.is_well());
        match self.algorithm {
            Algorithm::RoundRobin => may.next(),
            Algorithm::LeastOutstanding => {
                may.min_by_key(|target| target.outstanding.load(Ordering::Relaxed))
            }
        }
    }
}

impl Target {
    /// An address of an origin that has a name: nobody checks its health, but its certificate.
    pub(crate) fn of_origin(
        address: SocketAddr,
        scheme: Scheme,
        (host, own_front): (&str, Option<OwnFront>),
        kept: Duration,
    ) -> Self {
        let check = HealthCheck {
            is_enabled: false,
            scheme,
            port: HealthPort::Traffic,
            path: String::new(),
            interval: Duration::ZERO,
            timeout: Duration::ZERO,
            healthy_threshold: 0,
            unhealthy_threshold: 0,
            matcher: Vec::new(),
        };
        Self {
            address,
            scheme,
            verified: (scheme == Scheme::Https).then(|| host.to_owned()),
            bucket: None,
            own_front,
            token: String::new(),
            pool: Pool::keeping(kept),
            outstanding: AtomicUsize::new(0),
            health: TargetHealth::new(address, Arc::new(check)),
            leave: Leave::default(),
        }
    }
}

impl Target {
    /// A bucket, which has no address.
    pub(crate) fn of_bucket(bucket: &Arc<Bucket>, kept: Duration) -> Self {
        let nowhere = SocketAddr::from(([0, 0, 0, 0], 0));
        let bucket = Some(Arc::clone(bucket));
        Self { bucket, ..Self::of_origin(nowhere, Scheme::Http, ("", None), kept) }
    }
}

impl TargetHealth {
    fn new(address: SocketAddr, check: Arc<HealthCheck>) -> Self {
        let (state, reason) = if check.is_enabled {
            (TargetState::Initial, "Elb.InitialHealthChecking")
        } else {
            (TargetState::Unavailable, "Target.HealthCheckDisabled")
        };
        let status = TargetStatus { address, state, reason: Some(reason), description: None };
        Self {
            state: AtomicU8::new(state as u8),
            is_watched: AtomicBool::new(false),
            status: ArcSwap::from_pointee(status),
            check: ArcSwap::new(check),
        }
    }

    fn reconfigure(&self, check: Arc<HealthCheck>) {
        let was_enabled = self.check.swap(Arc::clone(&check)).is_enabled;
        if was_enabled != check.is_enabled {
            let anew = Self::new(self.status.load().address, check);
            self.enter(TargetStatus::clone(&anew.status.load()));
        }
    }

    /// Whether nobody watched it before.
    pub(crate) fn begins_to_be_watched(&self) -> bool {
        !self.is_watched.swap(true, Ordering::AcqRel)
    }

    /// Enters what a check has found.
    pub(crate) fn enter(&self, status: TargetStatus) {
        self.state.store(status.state as u8, Ordering::Release);
        self.status.store(Arc::new(status));
    }

    pub(crate) fn state(&self) -> TargetState {
        match self.state.load(Ordering::Acquire) {
            0 => TargetState::Initial,
            1 => TargetState::Healthy,
            2 => TargetState::Unhealthy,
            _ => TargetState::Unavailable,
        }
    }

    fn is_well(&self) -> bool {
        matches!(self.state(), TargetState::Healthy | TargetState::Unavailable)
    }
}

/// The targets that a group had before and has no more: those that leave now begin to.
fn leaving(targets: &[Arc<Target>], before: Option<&Group>, delay: Duration) -> Vec<Weak<Target>> {
    let Some(before) = before else { return Vec::new() };
    let is_kept = |one: &&Arc<Target>| targets.iter().any(|kept| Arc::ptr_eq(kept, one));
    let taken_out = before.targets.iter().filter(|one| !is_kept(one)).map(|one| {
        one.leave.begin(delay);
        one.pool.clear();
        Arc::downgrade(one)
    });
    let still = before.leaving.iter().filter(|one| one.strong_count() > 0).cloned();
    still.chain(taken_out).collect()
}

/// What cookies call something: a number that nobody can guess, the same while this process runs.
fn token(tokens: &RandomState, what: &(impl std::hash::Hash + ?Sized)) -> String {
    format!("{:016x}", tokens.hash_one(what))
}

/// The value of a cookie.
pub(crate) fn cookie<'a>(head: &'a Head, name: &[u8]) -> Option<&'a [u8]> {
    let headers = head.headers().filter(|(held, _)| *held == b"cookie").map(|(_, value)| value);
    headers
        .flat_map(|value| value.split(|byte| *byte == b';'))
        .map(<[u8]>::trim_ascii_start)
        .find_map(|pair| pair.strip_prefix(name)?.strip_prefix(b"="))
}
