//! Work that brings more work, shared by threads.

use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Pieces of work; each thread gives half of those it has to threads that have none.
pub(super) struct Shared<T> {
    open: Mutex<Open<T>>,
    changed: Condvar,
    /// How many threads have no pieces.
    waiting: AtomicUsize,
}

/// Pieces that nobody has, and how many threads have some.
struct Open<T> {
    pieces: Vec<T>,
    at_work: usize,
}

impl<T> Shared<T> {
    pub(super) fn new(first: T) -> Self {
        let open = Mutex::new(Open { pieces: vec![first], at_work: 0 });
        Self { open, changed: Condvar::new(), waiting: AtomicUsize::new(0) }
    }

    /// Does pieces of work, which may add others, until there are none.
    pub(super) fn work(&self, mut each: impl FnMut(T, &mut Vec<T>)) {
        let mut own = Vec::new();
        while self.take(&mut own) {
            while let Some(piece) = own.pop() {
                each(piece, &mut own);
                if own.len() > 1 && self.waiting.load(Ordering::Relaxed) > 0 {
                    // The oldest bring most.
                    self.open().pieces.extend(own.drain(..own.len() / 2));
                    self.changed.notify_one();
                }
            }
            self.open().at_work -= 1;
        }
    }

    /// Takes pieces that others gave; none when all is done.
    fn take(&self, into: &mut Vec<T>) -> bool {
        let mut open = self.open();
        while open.pieces.is_empty() {
            if open.at_work == 0 {
                self.changed.notify_all();
                return false;
            }
            self.waiting.fetch_add(1, Ordering::Relaxed);
            open = self.changed.wait(open).unwrap_or_else(PoisonError::into_inner);
            self.waiting.fetch_sub(1, Ordering::Relaxed);
        }
        into.append(&mut open.pieces);
        open.at_work += 1;
        true
    }

    fn open(&self) -> MutexGuard<'_, Open<T>> {
        self.open.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_piece_is_done_once_by_any_number_of_threads() {
        for threads in [1, 2, 7] {
            let (shared, done) = (Shared::new(20_u32), AtomicUsize::new(0));
            std::thread::scope(|scope| {
                for _ in 0..threads {
                    scope.spawn(|| {
                        shared.work(|depth, more| {
                            done.fetch_add(1, Ordering::Relaxed);
                            more.extend((0..depth.min(2)).map(|_| depth / 2));
                        });
                    });
                }
            });
            // 20, twice 10, 4 times 5, 8 times 2, 16 times 1, 16 times 0.
            assert_eq!(done.into_inner(), 1 + 2 + 4 + 8 + 16 + 16);
        }
    }
}
