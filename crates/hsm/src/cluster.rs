//! A cluster: who is logged in to its token, and the sessions that do its tasks.

use std::fs;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use bartizan_pkcs11::{Place, Token, TokenError};
use bartizan_pki::Certificate;
use bartizan_service::{HsmError, HsmLogin, HsmTask};
use bartizan_types::{AccountId, Region};
use zeroize::Zeroizing;

use crate::bounded::{Asker, Bounds};
use crate::options::{ClusterOptions, OptionsError};
use crate::seat::{Seat, told};

/// How many calls into a token's library there are at once.
const CALLS_MAX: usize = 8;
/// How many calls there are that are made or wait for their turn.
const QUEUE_MAX: usize = 64;
/// How long a task may take, with the wait for its turn.
const PATIENCE: Duration = Duration::from_secs(5);
/// How long a login may take: the library may have to be loaded for it.
const LOGIN_PATIENCE: Duration = Duration::from_secs(10);

/// A cluster.
pub(crate) struct Cluster {
    /// What clusters with the same keys have in common.
    pub(crate) family: String,
    /// The digest of the certificate that vouches for it.
    pub(crate) anchor: String,
    account: AccountId,
    region: Option<Region>,
    library: PathBuf,
    token: String,
    calls: Bounds,
    users: Arc<Users>,
}

/// Who is logged in, was, and may not be any more.
#[derive(Default)]
struct Users {
    /// Whoever holds it logs in: one at a time, while others go on with what they do.
    entry: Mutex<()>,
    state: Mutex<State>,
    /// The last login that was ended by a log-out. Nobody holds it for long, whatever a token does.
    ended: Mutex<Option<Login>>,
}

/// A login, past or present.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Login {
    owner: String,
    revision: u64,
}

/// What came of a task.
type Done = Result<Zeroizing<Vec<u8>>, TokenError>;

#[derive(Default)]
struct State {
    /// The last login, whatever came of it.
    last: Option<Login>,
    /// Where its sessions are opened, while it is in force.
    place: Option<Place>,
    /// Why it was refused: the token is not asked again, since it locks itself after some tries.
    refused: Option<HsmError>,
    /// The sessions that nobody uses.
    idle: Vec<Seat>,
    /// Counts logins, so that a session of an earlier one is not used again.
    logins: u64,
}

impl Cluster {
    /// A cluster that nobody is logged in to.
    pub(crate) fn new(
        options: &ClusterOptions,
        family: String,
        account: AccountId,
    ) -> Result<Self, OptionsError> {
        let file = &options.trust_anchor;
        let wrong = |why: String| OptionsError::File(file.clone(), why);
        let text = fs::read_to_string(file).map_err(|error| wrong(error.to_string()))?;
        let certificate = Certificate::from_pem(&text).map_err(|error| wrong(error.to_string()))?;
        Ok(Self {
            family,
            anchor: certificate.digest(),
            account: options.account.unwrap_or(account),
            region: options.region.clone(),
            library: options.library.clone(),
            token: options.token.clone(),
            calls: Bounds::new(CALLS_MAX, QUEUE_MAX),
            users: Arc::default(),
        })
    }

    /// Whether the account may use it in the region.
    pub(crate) fn is_of(&self, account: AccountId, region: &Region) -> bool {
        self.account == account && self.region.as_ref().is_none_or(|own| own == region)
    }

    /// Whether its token is there.
    pub(crate) async fn look(&self) -> Result<(), HsmError> {
        let (library, token) = (self.library.clone(), self.token.clone());
        let look = move |_: &Asker| Place::find(&library, &token).map(|_| ()).map_err(told);
        self.calls.done(LOGIN_PATIENCE, look).await
    }

    /// Logs in.
    pub(crate) async fn log_in(&self, login: HsmLogin<'_>, pin: &str) -> Result<(), HsmError> {
        let (users, login) = (Arc::clone(&self.users), Login::from(login));
        let (library, token) = (self.library.clone(), self.token.clone());
        let pin = Zeroizing::new(pin.to_owned());
        let act = move |_: &Asker| {
            let enter = || {
                let place = Place::find(&library, &token)?;
                Ok((place.open_anew(&pin)?, place))
            };
            users.log_in(&login, enter)
        };
        self.calls.done(LOGIN_PATIENCE, act).await
    }

    /// Logs out. The login is not made again from now on, though the token may not answer.
    pub(crate) async fn log_out(&self, login: HsmLogin<'_>) -> Result<(), HsmError> {
        let (users, login) = (Arc::clone(&self.users), Login::from(login));
        users.end(&login);
        let act = move |_: &Asker| {
            let mut state = lock(&users.state);
            if !state.is_older(&login) {
                state.close();
                state.last = Some(login);
                state.refused = None;
            }
            Ok(())
        };
        self.calls.done(LOGIN_PATIENCE, act).await
    }

    /// Has a task done.
    pub(crate) async fn work(
        &self,
        login: HsmLogin<'_>,
        task: HsmTask,
    ) -> Result<Zeroizing<Vec<u8>>, HsmError> {
        let (users, login) = (Arc::clone(&self.users), Login::from(login));
        let work = move |asker: &Asker| {
            let (number, seat) = users.take(&login)?;
            let (seat, done) = match seat {
                Ok(seat) => {
                    let (mut seat, mut done) = users.perform(&login, seat, &task);
                    if let (HsmTask::MakeKey(label), Ok(_)) = (&task, &done)
                        && !asker.waits()
                    {
                        // Nobody would know of it.
                        done = seat.perform(&HsmTask::DestroyKey(label.clone()));
                    }
                    (Some(seat), done)
                }
                Err(error) => (None, Err(error)),
            };
            lock(&users.state).put_back(number, seat, done.as_ref().err());
            done.map_err(told)
        };
        self.calls.done(PATIENCE, work).await
    }
}

impl Users {
    /// Logs in, unless that is done, was refused, or was ended.
    fn log_in(
        &self,
        login: &Login,
        enter: impl FnOnce() -> Result<(Token, Place), TokenError>,
    ) -> Result<(), HsmError> {
        let _entry = lock(&self.entry);
        if self.is_ended(login) {
            return Err(HsmError::LoggedOut);
        }
        let Some(number) = lock(&self.state).begin(login)? else { return Ok(()) };
        let entered = enter();
        let mut state = lock(&self.state);
        let is_over = state.logins != number || self.is_ended(login);
        match entered {
            // Meanwhile somebody logged out.
            Ok((token, _)) if is_over => {
                if let Err(error) = token.log_out() {
                    tracing::warn!(%error, "a crypto user stays logged in");
                }
                Err(HsmError::LoggedOut)
            }
            Ok((token, place)) => {
                state.place = Some(place);
                state.idle.push(Seat::new(token));
                Ok(())
            }
            Err(error) => {
                let is_refused = matches!(
                    error,
                    TokenError::WrongPin | TokenError::LockedPin | TokenError::Refused(_)
                );
                let error = told(error);
                if !is_over && is_refused {
                    state.refused = Some(error.clone());
                }
                Err(error)
            }
        }
    }

    /// A session of the login, if one can be opened, and the login's number.
    fn take(&self, login: &Login) -> Result<(u64, Result<Seat, TokenError>), HsmError> {
        let (number, place) = {
            let mut state = lock(&self.state);
            let is_in_force = state.last.as_ref() == Some(login) && !self.is_ended(login);
            let place = state.place.clone().filter(|_| is_in_force).ok_or(HsmError::LoggedOut)?;
            match state.idle.pop() {
                Some(seat) => return Ok((state.logins, Ok(seat))),
                None => (state.logins, place),
            }
        };
        Ok((number, place.join().map(Seat::new)))
    }

    /// Does a task in a session; or in another one, where it may be the session that is broken.
    fn perform(&self, login: &Login, mut seat: Seat, task: &HsmTask) -> (Seat, Done) {
        let done = seat.perform(task);
        if !matches!(done, Err(TokenError::Unclear)) {
            return (seat, done);
        }
        let place = {
            let state = lock(&self.state);
            state.place.clone().filter(|_| state.last.as_ref() == Some(login))
        };
        let Some(Ok(fresh)) = place.map(|place| place.join()) else { return (seat, done) };
        // The last session that is closed takes the login with it: the other one is open already.
        seat = Seat::new(fresh);
        let done = seat.perform(task).map_err(|error| match error {
            TokenError::Unclear => TokenError::NotAuthentic,
            other => other,
        });
        (seat, done)
    }

    /// Notes that a login is over, and those before it.
    fn end(&self, login: &Login) {
        let mut ended = lock(&self.ended);
        let is_later = |last: &Login| last.owner == login.owner && last.revision > login.revision;
        if !ended.as_ref().is_some_and(is_later) {
            *ended = Some(login.clone());
        }
    }

    fn is_ended(&self, login: &Login) -> bool {
        lock(&self.ended)
            .as_ref()
            .is_some_and(|last| last.owner == login.owner && last.revision >= login.revision)
    }
}

impl State {
    /// Ends the login before this one; and this one's number, unless it is in force already.
    fn begin(&mut self, login: &Login) -> Result<Option<u64>, HsmError> {
        if self.is_older(login) {
            return Err(HsmError::LoggedOut);
        }
        if self.last.as_ref() == Some(login) {
            if let Some(refused) = &self.refused {
                return Err(refused.clone());
            }
            if self.place.is_some() {
                return Ok(None);
            }
        }
        self.close();
        self.last = Some(login.clone());
        self.refused = None;
        Ok(Some(self.logins))
    }

    /// Whether a login is an earlier one of the same owner.
    fn is_older(&self, login: &Login) -> bool {
        let is_later = |last: &Login| last.owner == login.owner && last.revision > login.revision;
        self.last.as_ref().is_some_and(is_later)
    }

    /// Ends the login that is in force.
    fn close(&mut self) {
        self.logins += 1;
        let Some(place) = self.place.take() else { return };
        let ended = match self.idle.first() {
            Some(seat) => seat.token.log_out(),
            None => place.join().and_then(|token| token.log_out()),
        };
        if let Err(error) = ended {
            tracing::debug!(%error, "a token's session was over already");
        }
        self.idle.clear();
    }

    /// Takes a session back after a task, if it is good for another one.
    fn put_back(&mut self, number: u64, seat: Option<Seat>, error: Option<&TokenError>) {
        if number != self.logins {
            return;
        }
        match (seat, error) {
            (None, _) | (_, Some(TokenError::Ended(_))) => self.close(),
            (Some(_), Some(TokenError::Failed(_) | TokenError::Unclear)) => {}
            (Some(seat), _) => self.idle.push(seat),
        }
    }
}

fn lock<T>(held: &Mutex<T>) -> MutexGuard<'_, T> {
    held.lock().unwrap_or_else(PoisonError::into_inner)
}

impl From<HsmLogin<'_>> for Login {
    fn from(login: HsmLogin<'_>) -> Self {
        Self { owner: login.owner.to_owned(), revision: login.revision }
    }
}
