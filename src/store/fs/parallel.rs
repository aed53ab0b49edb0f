//! One function over many values, by as many threads as there are processors: parsing the sidecars of fifty readers. What comes of it
//! is collected, or handed on as it comes, in order. Nothing here knows what the work is.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Condvar, Mutex, OnceLock, PoisonError};
use std::thread;

/// The most threads.
const MOST: usize = 8;

/// How many threads run at once here, at least 1. Asked once: on Linux the answer is looked up in files, each time anew.
pub fn processors() -> usize {
    static KNOWN: OnceLock<usize> = OnceLock::new();
    *KNOWN.get_or_init(|| thread::available_parallelism().map_or(1, usize::from))
}

/// Does `work` on each of `items`; the results are in their order. A panic in it is one here.
pub fn each<T: Sync, R: Send>(items: &[T], work: impl Fn(&T) -> R + Sync) -> Vec<R> {
    let threads = processors().min(MOST).min(items.len());
    if threads < 2 {
        return items.iter().map(work).collect();
    }
    let (next, done) = (AtomicUsize::new(0), Mutex::new(Vec::with_capacity(items.len())));
    let take = || {
        let mut mine = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(item) = items.get(at) else { break };
            mine.push((at, work(item)));
        }
        done.lock().unwrap_or_else(PoisonError::into_inner).extend(mine);
    };
    thread::scope(|scope| (0..threads).for_each(|_| drop(scope.spawn(take))));
    let mut done = done.into_inner().unwrap_or_else(PoisonError::into_inner);
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, result)| result).collect()
}

/// Does `work` for each number below `count`, with what each thread keeps for itself, and hands what comes of it to `see`, in order,
/// as long as that says so; whether it came to the end. No thread is more than `ahead` (at least 1) numbers before the one that is
/// due: so much waits at most. A panic in `work` is one here.
pub fn each_in_order<K: Default, R: Send>(
    count: usize,
    ahead: usize,
    work: &(dyn Fn(usize, &mut K) -> R + Sync),
    see: &mut dyn FnMut(usize, R) -> bool,
) -> bool {
    let threads = processors().min(MOST).min(count.max(1));
    let (queue, (send, results)) = (WorkQueue::new(count, ahead), sync_channel(ahead));
    thread::scope(|scope| {
        for _ in 0..threads {
            let (send, queue) = (send.clone(), &queue);
            scope.spawn(move || queue.work(work, &send));
        }
        drop(send);
        let whole = hand_on(results, &queue, see);
        queue.reach(usize::MAX);
        whole
    })
}

/// Hands results on in the order of their numbers.
fn hand_on<R>(results: Receiver<(usize, R)>, queue: &WorkQueue, see: &mut dyn FnMut(usize, R) -> bool) -> bool {
    let (mut waiting, mut due) = (BTreeMap::new(), 0);
    for (at, result) in results {
        waiting.insert(at, result);
        while let Some(result) = waiting.remove(&due) {
            if !see(due, result) {
                return false;
            }
            due += 1;
            queue.reach(due);
        }
    }
    true
}

/// Which number is next, and how far what was done has been handed on.
struct WorkQueue {
    count: usize,
    ahead: usize,
    next: AtomicUsize,
    reached: Mutex<usize>,
    moved: Condvar,
}

/// Lets the other threads go on when one ends, also by a panic: nobody waits for a number that will not come.
struct ThreadEnd<'a>(&'a WorkQueue);

impl Drop for ThreadEnd<'_> {
    fn drop(&mut self) {
        if thread::panicking() {
            self.0.reach(usize::MAX);
        }
    }
}

impl WorkQueue {
    fn new(count: usize, ahead: usize) -> Self {
        Self { count, ahead, next: AtomicUsize::new(0), reached: Mutex::new(0), moved: Condvar::new() }
    }

    fn work<K: Default, R>(&self, work: &(dyn Fn(usize, &mut K) -> R + Sync), send: &SyncSender<(usize, R)>) {
        let (mut kept, _end) = (K::default(), ThreadEnd(self));
        loop {
            let at = self.next.fetch_add(1, Ordering::Relaxed);
            if at >= self.count {
                return;
            }
            self.wait_for(at);
            // Nobody takes results any more where enough was found.
            if send.send((at, work(at, &mut kept))).is_err() {
                return;
            }
        }
    }

    /// Waits until `at` is not too far ahead.
    fn wait_for(&self, at: usize) {
        let reached = self.reached.lock().unwrap_or_else(PoisonError::into_inner);
        let far = |reached: &mut usize| at >= reached.saturating_add(self.ahead);
        drop(self.moved.wait_while(reached, far).unwrap_or_else(PoisonError::into_inner));
    }

    fn reach(&self, due: usize) {
        let mut reached = self.reached.lock().unwrap_or_else(PoisonError::into_inner);
        *reached = due.max(*reached);
        self.moved.notify_all();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn results_are_handed_on_in_their_order_and_nobody_runs_far_ahead() {
        for ahead in [1, 3, 1_000] {
            let (due, mut seen) = (AtomicUsize::new(0), Vec::new());
            let work = |at: usize, calls: &mut usize| {
                assert!(at < due.load(Ordering::SeqCst) + ahead, "{at} is far ahead");
                *calls += 1;
                at * 3
            };
            let whole = each_in_order(200, ahead, &work, &mut |at, result| {
                seen.push((at, result));
                due.store(at + 1, Ordering::SeqCst);
                true
            });
            assert!(whole && seen == (0..200).map(|at| (at, at * 3)).collect::<Vec<_>>(), "{seen:?}");
        }
    }

    #[test]
    fn the_first_ones_may_take_the_longest_and_it_ends_where_enough_is_found() {
        let busy = |at: usize, (): &mut ()| (0..(2000_usize - at) * 20).for_each(|n| _ = std::hint::black_box(n));
        let mut count = 0;
        let whole = each_in_order(2000, 256, &busy, &mut |at, ()| {
            count += 1;
            at + 1 == count
        });
        assert_eq!((whole, count), (true, 2000));
        count = 0;
        let whole = each_in_order(2000, 256, &busy, &mut |_, ()| {
            count += 1;
            count < 5
        });
        assert_eq!((whole, count), (false, 5));
        assert!(each_in_order(0, 1, &busy, &mut |_, ()| false));
    }

    #[test]
    #[should_panic(expected = "scoped thread panicked")]
    fn a_panic_in_the_work_ends_it_for_all() {
        each_in_order(200, 2, &|at, (): &mut ()| assert_ne!(at, 20), &mut |_, ()| true);
    }

    #[test]
    fn the_results_are_those_of_one_thread_in_their_order() {
        for count in [0, 1, 2, 1_000] {
            let items: Vec<usize> = (0..count).collect();
            assert_eq!(each(&items, |item| item * 3), items.iter().map(|item| item * 3).collect::<Vec<_>>());
        }
    }
}
