//! The Lambda Runtime API, version 2018-06-01: what an environment's runtime asks, and how it answers.

mod http;

use std::sync::{Mutex, PoisonError};

use ::http::HeaderMap;
use bytes::Bytes;
use tokio::sync::{Notify, oneshot, watch};

pub(crate) use self::http::serve;

/// The most bytes of an answer: 6 MB, and what Lambda allows beside.
pub(crate) const LARGEST_ANSWER: usize = 6_291_556;

/// What one environment's runtime and who invokes it know of each other.
pub(crate) struct Api {
    state: Mutex<State>,
    offered: Notify,
    phase: watch::Sender<Phase>,
    /// One body is read at a time, which bounds what an environment has the server keep.
    reading: tokio::sync::Mutex<()>,
}

/// How far an environment's start has come.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Phase {
    Starting,
    Ready,
    /// The runtime said that it cannot start, and why.
    Failed(Bytes),
}

enum State {
    Idle,
    Offered(Work),
    Running { id: String, answer: oneshot::Sender<Answer> },
}

/// An invocation as a runtime is given it.
pub(crate) struct Work {
    pub(crate) id: String,
    pub(crate) headers: HeaderMap,
    pub(crate) payload: Bytes,
    pub(crate) answer: oneshot::Sender<Answer>,
}

/// What a runtime answered.
#[derive(Debug, PartialEq)]
pub(crate) enum Answer {
    Response(Bytes),
    TooLarge,
    Error { payload: Bytes, handled: bool },
}

/// What of the API was asked when it should not be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Refusal {
    /// The id is not that of the invocation that runs.
    UnknownId,
    /// The invocation has to be answered first, or none runs.
    WrongState,
}

impl Api {
    pub(crate) fn new() -> Self {
        let phase = watch::Sender::new(Phase::Starting);
        let (state, reading) = (Mutex::new(State::Idle), tokio::sync::Mutex::new(()));
        Self { state, offered: Notify::new(), phase, reading }
    }

    pub(crate) fn phase(&self) -> watch::Receiver<Phase> {
        self.phase.subscribe()
    }

    /// Puts an invocation where the runtime finds it.
    pub(crate) fn offer(&self, work: Work) {
        self.with(|state| *state = State::Offered(work));
        self.offered.notify_one();
    }

    /// Takes an invocation back that the runtime has not asked for: whether there was one.
    pub(crate) fn take_back(&self) -> bool {
        self.with(|state| match std::mem::replace(state, State::Idle) {
            State::Offered(_) => true,
            other => {
                *state = other;
                false
            }
        })
    }

    /// Waits for an invocation.
    async fn next(&self) -> Result<(HeaderMap, Bytes), Refusal> {
        self.phase.send_if_modified(|phase| {
            let starting = *phase == Phase::Starting;
            if starting {
                *phase = Phase::Ready;
            }
            starting
        });
        loop {
            let taken = self.with(|state| match std::mem::replace(state, State::Idle) {
                State::Idle => Ok(None),
                State::Offered(Work { id, headers, payload, answer }) => {
                    *state = State::Running { id, answer };
                    Ok(Some((headers, payload)))
                }
                running @ State::Running { .. } => {
                    *state = running;
                    Err(Refusal::WrongState)
                }
            })?;
            if let Some(taken) = taken {
                return Ok(taken);
            }
            self.offered.notified().await;
        }
    }

    /// Whether an answer to this invocation may be given.
    fn expects(&self, id: &str) -> Result<(), Refusal> {
        self.with(|state| match state {
            State::Running { id: running, .. } if running == id => Ok(()),
            State::Running { .. } => Err(Refusal::UnknownId),
            State::Idle | State::Offered(_) => Err(Refusal::WrongState),
        })
    }

    /// Answers the invocation that runs.
    fn answer(&self, id: &str, answer: Answer) -> Result<(), Refusal> {
        let waiting = self.with(|state| match std::mem::replace(state, State::Idle) {
            State::Running { id: running, answer } if running == id => Ok(answer),
            other => {
                let running = matches!(other, State::Running { .. });
                *state = other;
                Err(if running { Refusal::UnknownId } else { Refusal::WrongState })
            }
        })?;
        // Who invoked it may have stopped waiting.
        let _ = waiting.send(answer);
        Ok(())
    }

    /// The runtime cannot start.
    fn fail(&self, why: Bytes) -> Result<(), Refusal> {
        let failed = self.phase.send_if_modified(|phase| {
            let starting = *phase == Phase::Starting;
            if starting {
                *phase = Phase::Failed(why);
            }
            starting
        });
        failed.then_some(()).ok_or(Refusal::WrongState)
    }

    fn with<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        work(&mut self.state.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn an_invocation_is_answered_once_and_by_its_id() {
        let api = Api::new();
        assert_eq!(api.answer("a", Answer::TooLarge), Err(Refusal::WrongState));
        let (answer, answered) = oneshot::channel();
        let payload = Bytes::from_static(b"{}");
        api.offer(Work { id: "a".to_owned(), headers: HeaderMap::new(), payload, answer });
        assert_eq!(api.next().await.unwrap().1, "{}");
        assert_eq!(*api.phase().borrow(), Phase::Ready);
        assert_eq!(api.next().await, Err(Refusal::WrongState));
        assert_eq!(api.answer("b", Answer::TooLarge), Err(Refusal::UnknownId));
        let response = || Answer::Response(Bytes::from_static(b"1"));
        assert_eq!(api.answer("a", response()), Ok(()));
        assert_eq!(api.answer("a", response()), Err(Refusal::WrongState));
        assert_eq!(answered.await.unwrap(), response());
        assert_eq!(api.fail(Bytes::new()), Err(Refusal::WrongState));
    }
}
