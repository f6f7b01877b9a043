use std::collections::VecDeque;
use std::io::Read as _;

use bartizan_types::SeededRandom;
use flate2::read::GzDecoder;
use futures_util::FutureExt as _;

use super::*;

const PERIOD: Duration = Duration::from_mins(5);

/// A bucket that answers as it is told to, and with success after that.
#[derive(Default)]
struct Bucket {
    answers: Mutex<VecDeque<Fault>>,
    files: Mutex<Vec<(String, String)>>,
}

impl Buckets for Bucket {
    fn put<'a>(
        &'a self,
        _: &'a LogStream,
        key: String,
        packed: Bytes,
    ) -> BoxFuture<'a, Result<(), Fault>> {
        let refused = self.answers.lock().unwrap().pop_front();
        if refused.is_none() {
            let mut text = String::new();
            GzDecoder::new(&*packed).read_to_string(&mut text).unwrap();
            self.files.lock().unwrap().push((key, text));
        }
        Box::pin(async move { refused.map_or(Ok(()), Err) })
    }
}

impl Bucket {
    fn refuse(&self, times: usize) {
        let fault = || Fault::new("AccessDenied", "Access Denied", 403);
        self.answers.lock().unwrap().extend(std::iter::repeat_with(fault).take(times));
    }

    fn files(&self) -> Vec<(String, String)> {
        std::mem::take(&mut self.files.lock().unwrap())
    }
}

struct Test {
    delivery: LogDelivery,
    bucket: Bucket,
    random: SeededRandom,
}

impl Test {
    fn new(memory: usize) -> Self {
        let delivery = LogDelivery::with_memory(memory);
        Self { delivery, bucket: Bucket::default(), random: SeededRandom::new(1) }
    }

    fn log(&self, name: &'static str) -> Arc<Log> {
        let key = move |file: LogFile| format!("{name}/{}-{}", file.from, file.until);
        self.delivery.open(LogStream {
            principal: "logs.example",
            on_behalf_of: Arn::new("x", "", None, name),
            bucket: "logs".to_owned(),
            region: Region::new("us-east-1"),
            header: "# it begins\n",
            key: Arc::new(key),
        })
    }

    fn round(&self, now: Timestamp, last: bool) {
        self.delivery.pack(&self.random, now, PERIOD, last);
        self.delivery.deliver_to(&self.bucket, now, PERIOD, last).now_or_never().unwrap();
    }
}

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_seconds(1_795_510_800 + seconds)
}

#[test]
fn lines_become_a_file_when_their_five_minutes_are_over() {
    let test = Test::new(1000);
    let log = test.log("a");
    test.delivery.write(&log, "one", at(10));
    test.delivery.write(&log, "two", at(299));
    test.round(at(299), false);
    assert_eq!(test.bucket.files(), []);
    test.round(at(300), false);
    let wanted = ("a/2026-11-24T09:00:00Z-2026-11-24T09:05:00Z", "# it begins\none\ntwo\n");
    let told = |(key, text): (&str, &str)| (key.to_owned(), text.to_owned());
    assert_eq!(test.bucket.files(), [told(wanted)]);
    assert_eq!((test.delivery.lost(), log.waiting()), (0, 0));
}

#[test]
fn what_waits_is_delivered_though_nobody_holds_its_log() {
    let test = Test::new(1000);
    let log = test.log("a");
    test.delivery.write(&log, "one", at(0));
    drop(log);
    test.round(at(1), false);
    assert_eq!(test.delivery.waiting().len(), 1);
    test.round(at(1), true);
    assert_eq!(test.bucket.files().len(), 1);
    assert_eq!(test.delivery.waiting().len(), 0);
}

#[test]
fn a_bucket_that_refuses_is_asked_again_for_an_hour() {
    let test = Test::new(1000);
    let log = test.log("a");
    test.bucket.refuse(2);
    test.delivery.write(&log, "one", at(0));
    for seconds in [300, 301, 600] {
        test.round(at(seconds), false);
    }
    assert_eq!((test.bucket.files().len(), log.waiting()), (0, 1));
    test.round(at(1200), false);
    assert_eq!((test.bucket.files().len(), test.delivery.lost()), (1, 0));

    test.bucket.refuse(100);
    test.delivery.write(&log, "two", at(1200));
    for minutes in 20..120 {
        test.round(at(minutes * 60), false);
    }
    assert_eq!((test.delivery.lost(), log.waiting()), (1, 0));
}

#[test]
fn what_cannot_be_delivered_at_the_end_is_counted() {
    let test = Test::new(1000);
    let log = test.log("a");
    test.bucket.refuse(1);
    test.delivery.write(&log, "one", at(0));
    test.delivery.write(&log, "two", at(0));
    test.round(at(1), true);
    assert_eq!((test.delivery.lost(), log.waiting()), (2, 0));
    // What waits behind a file that was refused comes with the next round.
    test.bucket.refuse(2);
    test.delivery.write(&log, "three", at(1));
    test.round(at(300), false);
    test.delivery.write(&log, "four", at(301));
    test.round(at(302), true);
    test.round(at(302), true);
    assert_eq!((test.delivery.lost(), log.waiting()), (3, 0));
    assert_eq!(test.bucket.files().len(), 1);
}

#[test]
fn memory_is_bounded_and_given_back() {
    let test = Test::new(10);
    let (one, other) = (test.log("a"), test.log("b"));
    test.delivery.write(&one, "12345", at(0));
    test.delivery.write(&other, "12345", at(0));
    test.round(at(300), false);
    assert_eq!((test.bucket.files().len(), test.delivery.lost()), (1, 1));
    test.delivery.write(&other, "123456789", at(300));
    test.round(at(600), false);
    assert_eq!((test.bucket.files().len(), test.delivery.lost()), (1, 1));
}

#[test]
fn a_log_whose_bucket_refuses_takes_less_memory() {
    let test = Test::new(MEMORY);
    let log = test.log("a");
    let line = "x".repeat(600_000);
    test.bucket.refuse(1);
    test.delivery.write(&log, &line, at(0));
    test.round(at(300), false);
    test.delivery.write(&log, &line, at(301));
    test.delivery.write(&log, &line, at(301));
    test.round(at(302), false);
    assert_eq!((test.delivery.lost(), log.waiting()), (1, 2));
}
