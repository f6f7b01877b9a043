//! What waits to be delivered: a lane for each target, so that a slow one holds up no other.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::{Mutex, MutexGuard, PoisonError};

use bartizan_service::store::Key;
use bartizan_types::Timestamp;
use tokio::sync::Notify;

use crate::records::Delivery;

/// How many events are on their way at once, in all, to one target and of one account.
const RUNNING_MAX: usize = 256;
const OF_LANE_MAX: usize = 8;
const OF_ACCOUNT_MAX: usize = 64;

/// A target: its account, region, rule and id.
pub(crate) type Lane = (String, String, String, String);

/// A delivery whose turn it is.
#[derive(Debug, Clone)]
pub(crate) struct Due {
    pub(crate) lane: Lane,
    pub(crate) key: Key,
}

/// The lanes.
#[derive(Debug, Default)]
pub(crate) struct Lanes {
    waiting: Mutex<Waiting>,
    pub(crate) news: Notify,
}

#[derive(Debug, Default)]
struct Waiting {
    lanes: HashMap<Lane, Queue>,
    /// Lanes with something that is due, each once, in turn.
    turns: VecDeque<Lane>,
    /// What is due later, in milliseconds since 1970.
    later: BTreeSet<(i64, Key, Lane, bool)>,
    running: usize,
    of_account: HashMap<String, usize>,
}

#[derive(Debug, Default)]
struct Queue {
    due: VecDeque<Key>,
    running: usize,
    is_in_order: bool,
    has_turn: bool,
    /// How many of a lane in order wait to be tried again: nothing overtakes them.
    tried_later: usize,
}

impl Lanes {
    /// Enters a delivery, as it was stored.
    pub(crate) fn put(&self, key: &Key, delivery: &Delivery) {
        let (rule, target) = (delivery.rule.clone(), delivery.target.clone());
        let lane = (key.account.clone(), key.region.clone(), rule, target);
        let mut waiting = self.waiting();
        match delivery.due {
            None => waiting.enter(lane, key.clone(), delivery.is_in_order),
            Some(due) => {
                if delivery.is_in_order {
                    let queue = waiting.lanes.entry(lane.clone()).or_default();
                    (queue.is_in_order, queue.tried_later) = (true, queue.tried_later + 1);
                }
                waiting.later.insert((due, key.clone(), lane, delivery.is_in_order));
            }
        }
        drop(waiting);
        self.news.notify_one();
    }

    /// What is begun now: none where nothing is due, or enough is under way.
    pub(crate) fn next(&self, now: Timestamp) -> Option<Due> {
        let mut waiting = self.waiting();
        while let Some((due, ..)) = waiting.later.first()
            && *due <= now.millis()
            && let Some((_, key, lane, is_in_order)) = waiting.later.pop_first()
        {
            if is_in_order {
                waiting.go_on(lane, key);
            } else {
                waiting.enter(lane, key, false);
            }
        }
        waiting.next()
    }

    /// When something is due that waits for a later time.
    pub(crate) fn next_due(&self) -> Option<i64> {
        self.waiting().later.first().map(|(due, ..)| *due)
    }

    /// Ends what was begun.
    pub(crate) fn end(&self, due: &Due) {
        let mut waiting = self.waiting();
        waiting.running = waiting.running.saturating_sub(1);
        if let Some(count) = waiting.of_account.get_mut(&due.lane.0) {
            *count = count.saturating_sub(1);
            if *count == 0 {
                waiting.of_account.remove(&due.lane.0);
            }
        }
        if let Some(queue) = waiting.lanes.get_mut(&due.lane) {
            queue.running = queue.running.saturating_sub(1);
            if queue.due.is_empty() && queue.running == 0 && queue.tried_later == 0 {
                waiting.lanes.remove(&due.lane);
            } else if !queue.due.is_empty() && !queue.has_turn {
                queue.has_turn = true;
                waiting.turns.push_back(due.lane.clone());
            }
        }
        drop(waiting);
        self.news.notify_one();
    }

    fn waiting(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    fn enter(&mut self, lane: Lane, key: Key, is_in_order: bool) {
        let queue = self.lanes.entry(lane.clone()).or_default();
        queue.is_in_order = is_in_order;
        queue.due.push_back(key);
        if !queue.has_turn {
            queue.has_turn = true;
            self.turns.push_back(lane);
        }
    }

    /// What is in order and was tried goes before all that came later.
    fn go_on(&mut self, lane: Lane, key: Key) {
        let queue = self.lanes.entry(lane.clone()).or_default();
        queue.tried_later = queue.tried_later.saturating_sub(1);
        queue.due.push_front(key);
        if !queue.has_turn {
            queue.has_turn = true;
            self.turns.push_back(lane);
        }
    }

    fn next(&mut self) -> Option<Due> {
        if self.running >= RUNNING_MAX {
            return None;
        }
        for _ in 0..self.turns.len() {
            let lane = self.turns.pop_front()?;
            let busy = self.of_account.get(&lane.0).copied().unwrap_or(0);
            let Some(queue) = self.lanes.get_mut(&lane) else { continue };
            let most = if queue.is_in_order { 1 } else { OF_LANE_MAX };
            if queue.running >= most || queue.tried_later > 0 {
                // It gets its next turn when one of its own ends, or is tried again.
                queue.has_turn = false;
                continue;
            }
            if busy >= OF_ACCOUNT_MAX {
                self.turns.push_back(lane);
                continue;
            }
            let Some(key) = queue.due.pop_front() else {
                queue.has_turn = false;
                continue;
            };
            queue.running += 1;
            queue.has_turn = !queue.due.is_empty();
            if queue.has_turn {
                self.turns.push_back(lane.clone());
            }
            self.running += 1;
            *self.of_account.entry(lane.0.clone()).or_default() += 1;
            return Some(Due { lane, key });
        }
        None
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn put(lanes: &Lanes, target: &str, number: u32, is_in_order: bool, due: Option<i64>) {
        let key = Key { account: "1".into(), region: "r".into(), id: format!("{target}{number}") };
        let delivery = Delivery {
            rule: "default/r".to_owned(),
            target: target.to_owned(),
            is_in_order,
            due,
            retries: 0,
            dead: None,
        };
        lanes.put(&key, &delivery);
    }

    fn drain(lanes: &Lanes, now: i64) -> Vec<Due> {
        std::iter::from_fn(|| lanes.next(Timestamp::from_millis(now))).collect()
    }

    #[test]
    fn a_target_with_much_to_do_holds_up_no_other() {
        let lanes = Lanes::default();
        (0..100).for_each(|number| put(&lanes, "slow", number, false, None));
        put(&lanes, "quick", 0, false, None);
        let begun = drain(&lanes, 0);
        let of = |target: &str| begun.iter().filter(|due| due.lane.3 == target).count();
        assert_eq!((of("slow"), of("quick")), (OF_LANE_MAX, 1));
        for due in &begun {
            lanes.end(due);
        }
        assert_eq!(drain(&lanes, 0).len(), OF_LANE_MAX);
    }

    #[test]
    fn what_is_in_order_goes_one_after_the_other() {
        let lanes = Lanes::default();
        (0..3).for_each(|number| put(&lanes, "fifo", number, true, None));
        for number in 0..3 {
            let begun = drain(&lanes, 0);
            assert_eq!(begun.len(), 1);
            assert_eq!(begun[0].key.id, format!("fifo{number}"));
            lanes.end(&begun[0]);
        }
    }

    #[test]
    fn nothing_in_order_overtakes_what_is_tried_again() {
        let lanes = Lanes::default();
        (0..3).for_each(|number| put(&lanes, "fifo", number, true, None));
        let first = drain(&lanes, 0);
        assert_eq!(first[0].key.id, "fifo0");
        // It fails, and is stored to be tried again.
        put(&lanes, "fifo", 0, true, Some(50));
        lanes.end(&first[0]);
        assert!(drain(&lanes, 49).is_empty());
        put(&lanes, "fifo", 3, true, None);
        assert!(drain(&lanes, 49).is_empty());
        for number in 0..4 {
            let begun = drain(&lanes, 50);
            assert_eq!(begun.len(), 1);
            assert_eq!(begun[0].key.id, format!("fifo{number}"));
            lanes.end(&begun[0]);
        }
        assert!(lanes.waiting().lanes.is_empty());
    }

    #[test]
    fn what_is_tried_again_waits_for_its_time() {
        let lanes = Lanes::default();
        put(&lanes, "a", 1, false, Some(50));
        assert_eq!((drain(&lanes, 49).len(), lanes.next_due()), (0, Some(50)));
        assert_eq!((drain(&lanes, 50).len(), lanes.next_due()), (1, None));
    }
}
