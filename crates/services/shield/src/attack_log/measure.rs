//! Attacks as metrics. (AWS WAF Developer Guide, "AWS Shield Advanced metrics".)

use bartizan_service::{MetricName, Metrics};
use bartizan_types::{AccountId, Arn, Region, Timestamp};

use super::news::News;
use crate::records::AttackRecord;

const NAMESPACE: &str = "AWS/DDoSProtection";
/// The vector whose incidents are packets, by its name in the API.
const OF_PACKETS: &str = "SYN_FLOOD";
/// The bits of the smallest first packet of a connection, which is two headers: the kernel tells how many
/// came, and not how long they were.
const PACKET_BITS: f64 = 8.0 * 40.0;

/// Counts what is new of an attack on a protected resource: where it is over, nothing comes by any of its
/// vectors.
pub(super) fn count(
    metrics: &dyn Metrics,
    account: AccountId,
    resource: &Arn,
    (record, news): (&AttackRecord, &News),
    now: Timestamp,
) {
    let region = if resource.region().is_empty() {
        Region::GLOBAL_SIGNING.to_owned()
    } else {
        resource.region().to_owned()
    };
    let of_resource = vec![("ResourceArn", resource.to_string())];
    let add = |name, unit, vector: Option<&str>, value| {
        let mut dimensions = of_resource.clone();
        dimensions.extend(vector.map(|vector| ("AttackVector", dimension(vector))));
        let name = MetricName {
            account,
            region: region.clone(),
            namespace: NAMESPACE,
            name,
            dimensions,
            unit,
            has_spread: false,
        };
        metrics.meter(&name).add(now, value);
    };
    let is_detected = if record.is_over { 0.0 } else { 1.0 };
    add("DDoSDetected", "Count", None, is_detected);
    let rates: Vec<(&str, f64)> = if record.is_over {
        record.vectors.iter().map(|vector| (&*vector.name, 0.0)).collect()
    } else {
        news.rates().to_vec()
    };
    for (vector, rate) in rates {
        if vector == OF_PACKETS {
            add("DDoSAttackPacketsPerSecond", "Count", Some(vector), rate);
            add("DDoSAttackBitsPerSecond", "Bits", Some(vector), rate * PACKET_BITS);
        } else {
            add("DDoSAttackRequestsPerSecond", "Count", Some(vector), rate);
        }
    }
}

/// A vector as metrics name it: `SYNFlood` is the API's `SYN_FLOOD`, and `RequestFlood` its
/// `REQUEST_FLOOD`.
fn dimension(vector: &str) -> String {
    let word = |word: &str| match word {
        "SYN" | "DNS" | "HTTP2" => word.to_owned(),
        _ => {
            let (first, rest) = word.split_at(word.len().min(1));
            format!("{first}{}", rest.to_ascii_lowercase())
        }
    };
    vector.split('_').map(word).collect()
}

#[cfg(test)]
mod tests {
    use std::sync::{Arc, Mutex};
    use std::time::Duration;

    use bartizan_flood::{Attack, Change, Vector, VectorCount};
    use bartizan_service::{Cells, Counted, Meter};

    use super::*;

    #[derive(Default)]
    struct Told(Mutex<Vec<(MetricName, Arc<Cells>)>>);

    impl Metrics for Told {
        fn meter(&self, metric: &MetricName) -> Meter {
            let cells = Arc::new(Cells::new(metric.has_spread));
            self.0.lock().unwrap().push((metric.clone(), Arc::clone(&cells)));
            Meter::of(cells)
        }

        fn take(&self) -> Vec<(MetricName, Vec<Counted>)> {
            let told = std::mem::take(&mut *self.0.lock().unwrap());
            told.into_iter().map(|(name, cells)| (name, cells.take())).collect()
        }
    }

    /// The name of each metric, its vector, its unit and its value.
    fn told(metrics: &Told) -> Vec<(&'static str, String, &'static str, f64)> {
        let shown = |(metric, counted): (MetricName, Vec<Counted>)| {
            let mut dimensions = metric.dimensions.into_iter();
            assert_eq!(dimensions.next().unwrap().0, "ResourceArn");
            let vector = dimensions.next().map(|(_, vector)| vector).unwrap_or_default();
            (metric.name, vector, metric.unit, counted.iter().map(|one| one.sum).sum())
        };
        metrics.take().into_iter().map(shown).collect()
    }

    #[test]
    fn packets_are_counted_with_their_bits_and_an_end_is_told() {
        let (account, now) = (AccountId::from_number(1).unwrap(), Timestamp::from_seconds(600));
        let arn: Arn = "arn:aws:cloudfront::000000000001:distribution/E1".parse().unwrap();
        let count = |vector| VectorCount { vector, total: 500, most_a_second: 100.0 };
        let vectors = vec![count(Vector::Syn), count(Vector::RequestFlood)];
        let mut news = News::default();
        let attack = Attack {
            began: Duration::ZERO,
            lasted_until: Duration::from_secs(5),
            vectors: vectors.clone(),
            latest: vectors,
            contributors: Vec::new(),
            signature: None,
        };
        news.add(&Change::Began(attack), now);
        let (mut record, metrics) = (AttackRecord::new(String::new(), "", now), Told::default());
        news.enter(&mut record);
        super::count(&metrics, account, &arn, (&record, &news), now);
        let lines = |one: f64, rate: f64| {
            let (syn, flood) = (|| "SYNFlood".to_owned(), "RequestFlood".to_owned());
            vec![
                ("DDoSDetected", String::new(), "Count", one),
                ("DDoSAttackPacketsPerSecond", syn(), "Count", rate),
                ("DDoSAttackBitsPerSecond", syn(), "Bits", rate * 320.0),
                ("DDoSAttackRequestsPerSecond", flood, "Count", rate),
            ]
        };
        assert_eq!(told(&metrics), lines(1.0, 100.0));
        record.is_over = true;
        super::count(&metrics, account, &arn, (&record, &News::default()), now);
        assert_eq!(told(&metrics), lines(0.0, 0.0));
    }

    #[test]
    fn vectors_are_named_as_metrics_name_them() {
        for (vector, wanted) in [
            ("SYN_FLOOD", "SYNFlood"),
            ("REQUEST_FLOOD", "RequestFlood"),
            ("DNS_QUERY_FLOOD", "DNSQueryFlood"),
            ("HTTP2_RAPID_RESET", "HTTP2RapidReset"),
            ("SLOW_READ", "SlowRead"),
        ] {
            assert_eq!(dimension(vector), wanted);
        }
    }
}
