//! Points stored, read, and growing old.

use std::collections::BTreeMap;

use bartizan_service::store::{Key, Reader, Store, StoreError, Writer};
use bartizan_service::{Counted, MetricName, Platform};
use bartizan_types::{AccountId, Timestamp};

use crate::metric::MetricId;
use crate::point::{Point, Summary};
use crate::records::{Chunk, MINUTES, Series, TIERS, Tier};

/// The most metrics that an account has in a region.
pub(crate) const METRICS_MAX: u64 = 50_000;
/// How many records are looked at in one transaction.
const BATCH: usize = 200;

/// Whose metrics are meant.
#[derive(Debug, Clone)]
pub(crate) struct Place {
    pub(crate) account: AccountId,
    pub(crate) region: String,
}

impl Place {
    /// The key of a metric.
    pub(crate) fn series(&self, id: &str) -> Key {
        Key::new(self.account, &self.region, id)
    }

    /// Stores a metric's points, as points are kept in this tier; whether there is room for the metric.
    pub(crate) fn store(
        &self,
        writer: &mut Writer<'_>,
        metric: &MetricId,
        points: Vec<Point>,
        tier: &Tier,
    ) -> Result<bool, StoreError> {
        let Some(latest) = points.iter().map(|point| point.at).max() else { return Ok(true) };
        let (id, account) = (metric.id(), self.account.to_string());
        let key = self.series(&id);
        match writer.get::<Series>(&key)? {
            Some(known) if known.latest >= latest => {}
            Some(known) => writer.put(&key, &Series { latest, ..known })?,
            None if writer.count::<Series>(&account, &self.region)? >= METRICS_MAX => {
                return Ok(false);
            }
            None => {
                let MetricId { namespace, name, dimensions } = metric.clone();
                writer.put(&key, &Series { namespace, name, dimensions, latest })?;
            }
        }
        let mut chunks: BTreeMap<String, Vec<Point>> = BTreeMap::new();
        for point in points {
            let key = tier.key(self.account, &self.region, &id, point.at);
            chunks.entry(key.id).or_default().push(point);
        }
        for (id, points) in chunks {
            add(writer, &self.series(&id), points, tier.step)?;
        }
        Ok(true)
    }

    /// A metric's points from a second on until another one.
    pub(crate) fn points(
        &self,
        reader: &Reader<'_>,
        metric: &MetricId,
        (from, to): (i64, i64),
    ) -> Result<Vec<Point>, StoreError> {
        let (id, account) = (metric.id(), self.account.to_string());
        let mut points = Vec::new();
        for tier in &TIERS {
            let prefix = tier.prefix(&id);
            let before = tier.key(self.account, &self.region, &id, from - tier.chunk);
            let mut after = before.id;
            'tier: loop {
                let found =
                    reader.scan::<Chunk>(&account, &self.region, &prefix, Some(&after), BATCH)?;
                let is_last = found.len() < BATCH;
                for (key, chunk) in found {
                    if Tier::of_id(&key.id).is_none_or(|(_, _, start)| start >= to) {
                        break 'tier;
                    }
                    let within = |point: &Point| (from..to).contains(&point.at);
                    points.extend(chunk.points.into_iter().filter(within));
                    after = key.id;
                }
                if is_last {
                    break;
                }
            }
        }
        points.sort_by_key(|point| point.at);
        Ok(points)
    }
}

fn add(
    writer: &mut Writer<'_>,
    key: &Key,
    points: Vec<Point>,
    step: i64,
) -> Result<(), StoreError> {
    let mut chunk = writer.get::<Chunk>(key)?.unwrap_or_default();
    for point in points {
        chunk.add(point, step);
    }
    writer.put(key, &chunk)
}

/// Stores what Bartizan has counted itself since the last time.
///
/// # Errors
/// The store cannot be written. What was to be stored then is lost, as what is counted in memory when
/// a process dies.
pub async fn store_counted(platform: &Platform) -> Result<(), StoreError> {
    let taken = platform.ports.metrics.as_ref().map(|metrics| metrics.take()).unwrap_or_default();
    if taken.is_empty() {
        return Ok(());
    }
    platform.store.write(move |writer| store_taken(writer, taken)).await
}

fn store_taken(
    writer: &mut Writer<'_>,
    taken: Vec<(MetricName, Vec<Counted>)>,
) -> Result<(), StoreError> {
    for (metric, counted) in taken {
        let MetricName { account, region, namespace, name, dimensions, unit, .. } = metric;
        let pairs = dimensions.into_iter().map(|(name, value)| (name.to_owned(), value));
        let id = MetricId::new(namespace.to_owned(), name.to_owned(), pairs.collect());
        let points = counted.into_iter().map(|counted| point(&counted, unit)).collect();
        let place = Place { account, region };
        if !place.store(writer, &id, points, MINUTES)? {
            tracing::warn!(%account, namespace, name, "an account has too many metrics to keep");
        }
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "so many samples are in no minute")]
fn point(counted: &Counted, unit: &str) -> Point {
    let samples = counted.samples as f64;
    // What was taken of a minute before may have been the least and the greatest of all.
    let mean = counted.sum / samples;
    let known = |value: f64| if value.is_finite() { value } else { mean };
    let (least, greatest) = (known(counted.least), known(counted.greatest));
    let mut summary = Summary::of_statistics(samples, counted.sum, least, greatest);
    if !counted.spread.is_empty() {
        let within = |(value, count): &(f64, u64)| (value.max(least).min(greatest), *count as f64);
        let values = counted.spread.iter().map(within).collect();
        summary.values = Summary::of_values(values).and_then(|spread| spread.values);
    }
    Point { at: counted.minute * 60, unit: unit.to_owned(), summary }
}

/// Lets points grow old: those that are too old to be kept as they are go into longer times, or are
/// forgotten. Of each metric the oldest points of each tier are looked at, and no others.
///
/// # Errors
/// The store cannot be read or written.
pub async fn keep(store: &Store, now: Timestamp) -> Result<(), StoreError> {
    let mut after = None;
    loop {
        let start = after.clone();
        let (last, old) = store.read(|reader| {
            let found = reader.scan_all::<Series>(start.as_ref(), BATCH)?;
            let mut old = Vec::new();
            for (series, _) in &found {
                for tier in &TIERS {
                    oldest(reader, series, tier, now, &mut old)?;
                }
            }
            Ok::<_, StoreError>((found.last().map(|(key, _)| key.clone()), old))
        })?;
        for keys in old.chunks(BATCH).map(<[Key]>::to_vec) {
            let grow = move |writer: &mut Writer<'_>| {
                keys.iter().try_for_each(|key| grow_old(writer, key))
            };
            store.write(grow).await?;
        }
        let Some(last) = last else { break };
        after = Some(last);
    }
    forget_series(store, now).await
}

/// Finds the records of a metric in a tier whose points are all too old: they come first.
fn oldest(
    reader: &Reader<'_>,
    series: &Key,
    tier: &Tier,
    now: Timestamp,
    old: &mut Vec<Key>,
) -> Result<(), StoreError> {
    let prefix = tier.prefix(&series.id);
    let mut after: Option<String> = None;
    loop {
        let Key { account, region, .. } = series;
        let found = reader.scan::<Chunk>(account, region, &prefix, after.as_deref(), 1)?;
        let Some((key, _)) = found.into_iter().next().filter(|(key, _)| is_old(key, now)) else {
            return Ok(());
        };
        after = Some(key.id.clone());
        old.push(key);
    }
}

/// Whether all points of a record are too old to be kept so.
fn is_old(key: &Key, now: Timestamp) -> bool {
    let tier = Tier::of_id(&key.id);
    tier.is_some_and(|(tier, _, start)| start + tier.chunk + tier.kept <= now.seconds())
}

fn grow_old(writer: &mut Writer<'_>, key: &Key) -> Result<(), StoreError> {
    let Some((tier, series, start)) = Tier::of_id(&key.id) else { return Ok(()) };
    if let (Some(next), Some(chunk)) = (tier.next(), writer.get::<Chunk>(key)?) {
        let start = start.div_euclid(next.chunk) * next.chunk;
        let id = format!("{}{start:012}", next.prefix(series));
        add(writer, &Key { id, ..key.clone() }, chunk.points, next.step)?;
    }
    writer.delete::<Chunk>(key).map(|_| ())
}

/// Forgets metrics whose last point is gone.
async fn forget_series(store: &Store, now: Timestamp) -> Result<(), StoreError> {
    let kept = TIERS.last().map_or(0, |tier| tier.kept + tier.chunk);
    let mut after = None;
    loop {
        let start: Option<Key> = after.clone();
        let found = store.read(|reader| reader.scan_all::<Series>(start.as_ref(), BATCH))?;
        let Some((last, _)) = found.last() else { return Ok(()) };
        after = Some(last.clone());
        let old = found.into_iter().filter(|(_, series)| series.latest + kept <= now.seconds());
        let old: Vec<_> = old.map(|(key, _)| key).collect();
        if !old.is_empty() {
            let forget = move |writer: &mut Writer<'_>| {
                old.iter().try_for_each(|key| writer.delete::<Series>(key).map(|_| ()))
            };
            store.write(forget).await?;
        }
    }
}
