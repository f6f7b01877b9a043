//! How many attacks there were. (AWS Shield Advanced API Reference, `DescribeAttackStatistics`.)

use bartizan_service::{Authorized, Call};
use bartizan_types::Timestamp;

use crate::error::ShieldError;
use crate::records::{AttackRecord, all};
use crate::shapes::{
    AttackStatisticsDataItem, AttackVolume, AttackVolumeStatistics,
    DescribeAttackStatisticsRequest, DescribeAttackStatisticsResponse, TimeRange,
};
use crate::{Shield, subscription};

const DAY_SECONDS: i64 = 24 * 3600;
const YEAR_SECONDS: i64 = 365 * DAY_SECONDS;

/// The attacks on all resources of the account, protected or not, in the year up to last midnight.
pub(crate) async fn statistics(
    _service: &Shield,
    call: &Call,
    _request: Authorized<DescribeAttackStatisticsRequest>,
) -> Result<DescribeAttackStatisticsResponse, ShieldError> {
    let (account, now) = (call.account()?, call.now);
    let midnight = now.seconds().div_euclid(DAY_SECONDS) * DAY_SECONDS;
    let (from, to) = (
        Timestamp::from_seconds(midnight.saturating_sub(YEAR_SECONDS)),
        Timestamp::from_seconds(midnight),
    );
    let (mut held, is_subscribed) = call.read(|reader| {
        let held = all::<AttackRecord>(reader, account)?;
        Ok::<_, ShieldError>((held, subscription::of(reader, account, now).is_ok()))
    })?;
    held.retain(|attack| from <= attack.began && attack.began < to);
    let rates = held.iter().flat_map(|one| one.vectors.iter().map(|vector| vector.most_a_second));
    // Rates of requests are told to those who are subscribed alone.
    let most = rates.reduce(f64::max).filter(|_| is_subscribed);
    let volume = most.map(|max| AttackVolume {
        requests_per_second: Some(AttackVolumeStatistics { max }),
        ..AttackVolume::default()
    });
    let count = i64::try_from(held.len()).unwrap_or(i64::MAX);
    Ok(DescribeAttackStatisticsResponse {
        time_range: TimeRange { from_inclusive: Some(from), to_exclusive: Some(to) },
        data_items: vec![AttackStatisticsDataItem { attack_volume: volume, attack_count: count }],
    })
}
