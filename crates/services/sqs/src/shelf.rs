//! The messages of a queue as receives look for them: which can be received now, in which order, and
//! when others can. It holds places only, never what messages say, and follows what is committed.

mod groups;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use bartizan_types::Timestamp;
use tokio::sync::Notify;

use self::groups::Groups;
use crate::records::{Place, Queue};

/// How far the sequence numbers of a millisecond reach: they go by time, so that they rise whatever was
/// deleted before a start.
const BITS_OF_MILLISECOND: u32 = 20;

/// A queue with its messages.
#[derive(Debug)]
pub(crate) struct Shelf {
    queue: Mutex<Arc<Queue>>,
    stock: Mutex<Stock>,
    last: AtomicU64,
    /// Told of each message that may be received sooner than was known.
    pub(crate) news: Notify,
}

/// How many messages there are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Counts {
    pub(crate) visible: usize,
    pub(crate) in_flight: usize,
    pub(crate) delayed: usize,
}

/// A message that a receive has taken for itself.
#[derive(Debug)]
pub(crate) struct Claims {
    shelf: Arc<Shelf>,
    pub(crate) sequences: Vec<u64>,
}

#[derive(Debug, Default)]
struct Stock {
    entries: BTreeMap<u64, Entry>,
    /// By the time since when they can be received; for FIFO queues by sequence number alone.
    ready: BTreeSet<(i64, u64)>,
    /// By the time from which they can be received.
    later: BTreeSet<(i64, u64)>,
    groups: Groups,
    in_flight: usize,
    delayed: usize,
    fifo: bool,
}

#[derive(Debug, Clone)]
struct Entry {
    sent: i64,
    visible: i64,
    was_received: bool,
    group: Option<Arc<str>>,
    spot: Spot,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Spot {
    Ready,
    Later,
    Claimed,
    Expired,
}

impl Shelf {
    pub(crate) fn new(queue: Queue) -> Self {
        let stock = Stock { fifo: queue.attributes.fifo, ..Stock::default() };
        Self {
            last: AtomicU64::new(queue.purged_up_to()),
            queue: Mutex::new(Arc::new(queue)),
            stock: Mutex::new(stock),
            news: Notify::new(),
        }
    }

    /// The queue as it is now.
    pub(crate) fn queue(&self) -> Arc<Queue> {
        Arc::clone(&self.queue.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// The queue has changed; what it was purged of is gone.
    pub(crate) fn change(&self, queue: Queue) {
        let up_to = queue.purged_up_to();
        *self.queue.lock().unwrap_or_else(PoisonError::into_inner) = Arc::new(queue);
        let mut stock = self.stock();
        let gone: Vec<u64> = stock.entries.range(..=up_to).map(|(sequence, _)| *sequence).collect();
        for sequence in gone {
            stock.take(sequence);
        }
        drop(stock);
        self.news.notify_waiters();
    }

    /// The next sequence number. To be asked for on the writer's thread, so that they rise in the order
    /// of the commits.
    pub(crate) fn next(&self, now: Timestamp) -> u64 {
        let by_time = u64::try_from(now.millis()).unwrap_or(0) << BITS_OF_MILLISECOND;
        let step = |last: u64| Some(by_time.max(last.saturating_add(1)));
        let before = self.last.fetch_update(Ordering::SeqCst, Ordering::SeqCst, step);
        step(before.unwrap_or_else(|before| before)).unwrap_or(by_time)
    }

    /// The last sequence number that was given.
    pub(crate) fn last(&self) -> u64 {
        self.last.load(Ordering::SeqCst)
    }

    /// A message is new, or stands elsewhere now.
    pub(crate) fn put(&self, sequence: u64, place: &Place) {
        self.last.fetch_max(sequence, Ordering::SeqCst);
        if sequence <= self.queue().purged_up_to() {
            return;
        }
        let mut stock = self.stock();
        let group = stock.take(sequence).and_then(|entry| entry.group);
        let named = place.group.as_deref().filter(|_| stock.fifo);
        let group = group.or_else(|| named.map(Arc::from));
        let entry = Entry {
            sent: place.sent,
            visible: place.visible,
            was_received: !place.receipt.is_empty(),
            group,
            spot: Spot::Later,
        };
        stock.add(sequence, entry);
        drop(stock);
        self.news.notify_one();
    }

    /// A message is gone.
    pub(crate) fn remove(&self, sequence: u64) {
        self.stock().take(sequence);
        self.news.notify_one();
    }

    /// Takes up to `most` messages that can be received, unless this puts more than `limit` in flight.
    pub(crate) fn claim(
        self: &Arc<Self>,
        now: i64,
        most: usize,
        limit: usize,
    ) -> Result<Claims, Full> {
        let oldest = self.oldest(now);
        let mut stock = self.stock();
        stock.settle(now);
        let room = limit.saturating_sub(stock.in_flight);
        if room == 0 && !stock.ready.is_empty() {
            return Err(Full);
        }
        let sequences = stock.pick(oldest, most.min(room));
        drop(stock);
        Ok(Claims { shelf: Arc::clone(self), sequences })
    }

    /// When the next message can be received that cannot yet.
    pub(crate) fn next_visible(&self) -> Option<i64> {
        self.stock().later.first().map(|(visible, _)| *visible)
    }

    pub(crate) fn counts(&self, now: i64) -> Counts {
        let mut stock = self.stock();
        stock.settle(now);
        Counts { visible: stock.ready.len(), in_flight: stock.in_flight, delayed: stock.delayed }
    }

    /// Messages that are older than the queue keeps them, at most `most`.
    pub(crate) fn expired(&self, now: i64, most: usize) -> Vec<u64> {
        let oldest = self.oldest(now);
        let stock = self.stock();
        let is_old =
            |(_, entry): &(&u64, &Entry)| entry.sent < oldest && entry.spot != Spot::Claimed;
        stock.entries.iter().filter(is_old).take(most).map(|(sequence, _)| *sequence).collect()
    }

    fn oldest(&self, now: i64) -> i64 {
        now.saturating_sub(i64::from(self.queue().attributes.retention) * 1000)
    }

    fn stock(&self) -> MutexGuard<'_, Stock> {
        self.stock.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// As many messages are in flight as may be.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Full;

impl Drop for Claims {
    /// What was not received after all can be received by others.
    fn drop(&mut self) {
        let mut stock = self.shelf.stock();
        for sequence in self.sequences.drain(..) {
            let is_claimed =
                stock.entries.get(&sequence).is_some_and(|entry| entry.spot == Spot::Claimed);
            if is_claimed {
                stock.move_to(sequence, Spot::Later);
                self.shelf.news.notify_one();
            }
        }
    }
}

impl Stock {
    fn rank(&self, sequence: u64, entry: &Entry) -> (i64, u64) {
        (if self.fifo { 0 } else { entry.visible }, sequence)
    }

    fn add(&mut self, sequence: u64, entry: Entry) {
        match entry.spot {
            Spot::Ready => drop(self.ready.insert(self.rank(sequence, &entry))),
            Spot::Later => drop(self.later.insert((entry.visible, sequence))),
            Spot::Claimed | Spot::Expired => {}
        }
        self.in_flight += usize::from(entry.is_in_flight());
        self.delayed += usize::from(entry.is_delayed());
        if let Some(group) = entry.group.as_ref().filter(|_| entry.spot != Spot::Expired) {
            self.groups.add(group, sequence, entry.is_in_flight());
        }
        let group = entry.group.clone();
        self.entries.insert(sequence, entry);
        self.look_at(group);
    }

    fn take(&mut self, sequence: u64) -> Option<Entry> {
        let entry = self.entries.remove(&sequence)?;
        match entry.spot {
            Spot::Ready => drop(self.ready.remove(&self.rank(sequence, &entry))),
            Spot::Later => drop(self.later.remove(&(entry.visible, sequence))),
            Spot::Claimed | Spot::Expired => {}
        }
        self.in_flight -= usize::from(entry.is_in_flight());
        self.delayed -= usize::from(entry.is_delayed());
        if let Some(group) = entry.group.as_ref().filter(|_| entry.spot != Spot::Expired) {
            self.groups.take(group, sequence, entry.is_in_flight());
        }
        self.look_at(entry.group.clone());
        Some(entry)
    }

    fn look_at(&mut self, group: Option<Arc<str>>) {
        if let Some(group) = group {
            let is_ready = |sequence: u64| {
                self.entries.get(&sequence).is_some_and(|entry| entry.spot == Spot::Ready)
            };
            self.groups.look_at(&group, is_ready);
        }
    }

    fn move_to(&mut self, sequence: u64, spot: Spot) {
        if let Some(entry) = self.take(sequence) {
            self.add(sequence, Entry { spot, ..entry });
        }
    }

    /// Moves what can be received by now to where it is received from.
    fn settle(&mut self, now: i64) {
        while let Some((visible, sequence)) = self.later.first().copied() {
            if visible > now {
                return;
            }
            self.move_to(sequence, Spot::Ready);
        }
    }

    fn pick(&mut self, oldest: i64, most: usize) -> Vec<u64> {
        let mut picked = Vec::new();
        while picked.len() < most {
            let next = if self.fifo {
                self.groups.next_open()
            } else {
                self.ready.first().map(|(_, sequence)| *sequence)
            };
            let Some(first) = next else { break };
            let of_group =
                if self.fifo { self.run_of(first, most - picked.len()) } else { vec![first] };
            for sequence in of_group {
                let is_old = self.entries.get(&sequence).is_none_or(|entry| entry.sent < oldest);
                self.move_to(sequence, if is_old { Spot::Expired } else { Spot::Claimed });
                if !is_old {
                    picked.push(sequence);
                }
            }
        }
        picked
    }

    /// The messages of the group that begin with this one and can be received, at most `most`.
    fn run_of(&self, first: u64, most: usize) -> Vec<u64> {
        let group = self.entries.get(&first).and_then(|entry| entry.group.as_ref());
        let Some(group) = group else { return vec![first] };
        let is_ready = |sequence: &u64| {
            self.entries.get(sequence).is_some_and(|entry| entry.spot == Spot::Ready)
        };
        self.groups.members(group).take_while(is_ready).take(most.max(1)).collect()
    }
}

impl Entry {
    fn is_in_flight(&self) -> bool {
        self.spot == Spot::Claimed || (self.spot == Spot::Later && self.was_received)
    }

    fn is_delayed(&self) -> bool {
        self.spot == Spot::Later && !self.was_received
    }
}
