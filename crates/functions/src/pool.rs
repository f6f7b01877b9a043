//! All environments: who runs, who waits for the next invocation, and how many may be.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError, Weak};
use std::time::{Duration, Instant};

use crate::environment::Environment;
use crate::error::{Error, ThrottleReason};
use crate::function::{Function, Invocation, Outcome};
use crate::options::Options;
use crate::sandbox::{self, Host};

/// Runs functions.
pub struct Functions {
    shared: Arc<Shared>,
}

struct Shared {
    host: Arc<Host>,
    options: Options,
    pool: Mutex<Pool>,
}

/// Says which environments are alike: those of one version as it was at one time.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
struct Key {
    arn: String,
    version: String,
    revision: String,
}

#[derive(Default)]
struct Pool {
    idle: HashMap<Key, Vec<Idle>>,
    idle_total: usize,
    running: HashMap<Key, Running>,
    running_total: u32,
    by_function: HashMap<String, u32>,
}

struct Idle {
    environment: Environment,
    since: Instant,
}

#[derive(Default)]
struct Running {
    many: u32,
    retired: bool,
}

/// How many environments there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Count {
    /// With an invocation.
    pub running: usize,
    /// Waiting for one.
    pub idle: usize,
}

impl Functions {
    /// Looks at what functions can be run with here. Environments that wait for long are ended by a task of the Tokio
    /// runtime that this is called in.
    ///
    /// # Errors
    ///
    /// Without bubblewrap, or if the folder cannot be used.
    pub fn new(options: Options) -> Result<Self, Error> {
        let host = Arc::new(Host::new(&options)?);
        let every = (options.idle / 4).max(Duration::from_secs(1));
        let shared = Arc::new(Shared { host, options, pool: Mutex::default() });
        tokio::spawn(sweep_on(Arc::downgrade(&shared), every));
        Ok(Self { shared })
    }

    /// Whether the memory of an environment is limited as a whole, by a control group; otherwise each process of it is
    /// limited by itself.
    pub fn limits_memory_as_a_whole(&self) -> bool {
        self.shared.host.limits_groups()
    }

    /// Has a function answer, in an environment that waits or in a new one.
    ///
    /// What the function does wrong is an [`Outcome`] with an error. If this is dropped, its environment ends.
    ///
    /// # Errors
    ///
    /// Where the function was not run: its payload is too large, too many run, or its environment cannot be made.
    pub async fn invoke(
        &self,
        function: &Arc<Function>,
        invocation: &Invocation,
    ) -> Result<Outcome, Error> {
        let limit = invocation.kind.limit();
        if invocation.payload.len() > limit {
            return Err(Error::PayloadTooLarge { limit });
        }
        let shared = &self.shared;
        let place = Place::take(shared, function)?;
        loop {
            let mut environment = match shared.idle_one(&place.key) {
                Some(environment) => environment,
                None => shared.start(function).await?,
            };
            let Some((outcome, lives)) = environment.invoke(invocation).await else { continue };
            if lives && environment.lives() {
                place.give_back(environment);
            }
            return Ok(outcome);
        }
    }

    /// Ends environments of a function, or of one version of it: the idle ones now, and those that run when they have
    /// answered. To be called when code or configuration change, or are deleted.
    pub fn retire(&self, arn: &str, version: Option<&str>) {
        let concerns =
            |key: &Key| key.arn == arn && version.is_none_or(|version| key.version == version);
        let mut pool = self.shared.lock();
        for (key, running) in &mut pool.running {
            running.retired |= concerns(key);
        }
        let retired = pool.take_idle(|key, _| concerns(key));
        drop(pool);
        drop(retired);
    }

    /// Ends environments that have waited as long as they may.
    pub fn sweep(&self) {
        self.shared.sweep();
    }

    /// How many environments there are.
    pub fn count(&self) -> Count {
        let pool = self.shared.lock();
        Count { running: pool.running_total as usize, idle: pool.idle_total }
    }

    /// Ends all environments that wait, and returns when all that ended are gone.
    pub async fn close(&self) {
        let idle = self.shared.lock().take_idle(|_, _| true);
        drop(idle);
        sandbox::quiet().await;
    }
}

async fn sweep_on(shared: Weak<Shared>, every: Duration) {
    loop {
        tokio::time::sleep(every).await;
        match shared.upgrade() {
            Some(shared) => shared.sweep(),
            None => return,
        }
    }
}

impl Shared {
    fn lock(&self) -> MutexGuard<'_, Pool> {
        self.pool.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn sweep(&self) {
        let idle = self.options.idle;
        let ended = self.lock().take_idle(|_, waiting| {
            waiting.since.elapsed() >= idle || !waiting.environment.lives()
        });
        drop(ended);
    }

    /// The environment that waited last, which is the likeliest to be in caches.
    fn idle_one(&self, key: &Key) -> Option<Environment> {
        loop {
            let mut idle = self.lock().pop_idle(key)?;
            if idle.environment.lives() {
                return Some(idle.environment);
            }
        }
    }

    async fn start(&self, function: &Arc<Function>) -> Result<Environment, Error> {
        let oldest = {
            let mut pool = self.lock();
            let all = pool.idle_total + pool.running_total as usize;
            if all > self.options.environments as usize { pool.pop_oldest() } else { None }
        };
        drop(oldest);
        let Options { endpoint, lifetime, .. } = &self.options;
        Environment::start(&self.host, function, endpoint.as_ref(), *lifetime).await
    }
}

impl Pool {
    fn pop_idle(&mut self, key: &Key) -> Option<Idle> {
        let waiting = self.idle.get_mut(key)?;
        let last = waiting.pop()?;
        if waiting.is_empty() {
            self.idle.remove(key);
        }
        self.idle_total -= 1;
        Some(last)
    }

    fn pop_oldest(&mut self) -> Option<Idle> {
        let first = |waiting: &Vec<Idle>| waiting.first().map(|idle| idle.since);
        let oldest = self.idle.iter().min_by_key(|(_, waiting)| first(waiting));
        let key = oldest.map(|(key, _)| key.clone())?;
        let waiting = self.idle.get_mut(&key)?;
        let oldest = (!waiting.is_empty()).then(|| waiting.remove(0))?;
        if waiting.is_empty() {
            self.idle.remove(&key);
        }
        self.idle_total -= 1;
        Some(oldest)
    }

    /// Takes out those that are meant, for their ends to be waited for by nobody who holds the lock.
    fn take_idle(&mut self, mut which: impl FnMut(&Key, &mut Idle) -> bool) -> Vec<Idle> {
        let mut taken = Vec::new();
        self.idle.retain(|key, waiting| {
            taken.extend(waiting.extract_if(.., |idle| which(key, idle)));
            !waiting.is_empty()
        });
        self.idle_total -= taken.len();
        taken
    }
}

/// The right to one invocation, which is given back when this is dropped.
struct Place<'a> {
    shared: &'a Shared,
    key: Key,
}

impl<'a> Place<'a> {
    fn take(shared: &'a Shared, function: &Function) -> Result<Self, Error> {
        let refuse = |reason| Err(Error::TooManyInvocations { reason });
        let mut pool = shared.lock();
        let own = pool.by_function.get(&function.arn).copied().unwrap_or(0);
        if function.reserved.is_some_and(|reserved| own >= reserved) {
            return refuse(ThrottleReason::ReservedFunctionConcurrentInvocationLimitExceeded);
        }
        if pool.running_total >= shared.options.concurrency {
            return refuse(ThrottleReason::ConcurrentInvocationLimitExceeded);
        }
        let key = Key {
            arn: function.arn.clone(),
            version: function.version.clone(),
            revision: function.revision.clone(),
        };
        pool.running_total += 1;
        *pool.by_function.entry(function.arn.clone()).or_default() += 1;
        pool.running.entry(key.clone()).or_default().many += 1;
        Ok(Self { shared, key })
    }

    /// Lets an environment wait for the next invocation, unless it was retired meanwhile.
    fn give_back(self, environment: Environment) {
        let mut pool = self.shared.lock();
        if pool.running.get(&self.key).is_none_or(|running| !running.retired) {
            let idle = Idle { environment, since: Instant::now() };
            pool.idle.entry(self.key.clone()).or_default().push(idle);
            pool.idle_total += 1;
        }
    }
}

impl Drop for Place<'_> {
    fn drop(&mut self) {
        let mut pool = self.shared.lock();
        pool.running_total -= 1;
        if let Some(own) = pool.by_function.get_mut(&self.key.arn) {
            *own -= 1;
            if *own == 0 {
                pool.by_function.remove(&self.key.arn);
            }
        }
        if let Some(running) = pool.running.get_mut(&self.key) {
            running.many -= 1;
            if running.many == 0 {
                pool.running.remove(&self.key);
            }
        }
    }
}
