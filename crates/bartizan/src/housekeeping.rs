//! What a serving Bartizan does by the clock.

use std::fmt::Display;
use std::sync::Arc;
use std::time::Duration;

use bartizan_cloudtrail::{Apart, Limits, Schedule};
use bartizan_eventbridge::Exchange;
use bartizan_guardduty::GuardDuty;
use bartizan_hsm::Clusters;
use bartizan_lambda::Engine;
use bartizan_s3::S3;
use bartizan_service::logs::LogDelivery;
use bartizan_service::{Platform, Road};
use bartizan_sqs::Hall;
use tokio::time::MissedTickBehavior;

use crate::config::Config;
use crate::query_worker;
use crate::start::Started;

const EVERY: Duration = Duration::from_hours(1);
/// How often it is looked whether a trail has something to deliver.
const TRAILS_LOOKED_AT_EVERY: Duration = Duration::from_secs(15);
/// How often it is looked whether a log has something to deliver.
const LOGS_LOOKED_AT_EVERY: Duration = Duration::from_secs(1);
/// How often calls are counted.
const USAGE_COUNTED_EVERY: Duration = Duration::from_mins(1);
/// How often it is counted which instances are scanned, by the hour.
const SCANNED_COUNTED_EVERY: Duration = Duration::from_mins(10);
/// How often it is looked whether a key is to be rotated or deleted.
const KEYS_LOOKED_AT_EVERY: Duration = Duration::from_secs(15);
/// How often what is counted as metrics is stored. Whoever asks for metrics has it stored before.
const METRICS_STORED_EVERY: Duration = Duration::from_secs(30);
/// How often it is looked whether a query waits.
const QUERIES_LOOKED_FOR_EVERY: Duration = Duration::from_millis(250);
/// How often it is looked whether an account has joined an organization.
const ACCOUNTS_LOOKED_AT_EVERY: Duration = Duration::from_secs(5);
/// How often the calls that were recorded are looked at for threats.
const CALLS_LOOKED_AT_EVERY: Duration = Duration::from_secs(2);
/// How often it is looked whether findings were seen again.
const FINDINGS_TOLD_EVERY: Duration = Duration::from_mins(1);
/// How often it is looked which messages of queues are too old.
const QUEUES_KEPT_EVERY: Duration = Duration::from_secs(30);
/// How often messages are moved from dead-letter queues, by those who want it.
const MESSAGES_MOVED_EVERY: Duration = Duration::from_millis(250);
/// How often code is looked for that no function has any more.
const CODE_SWEPT_EVERY: Duration = Duration::from_mins(10);
/// How often rules are told of the calls that were recorded.
const CALLS_TOLD_EVERY: Duration = Duration::from_millis(500);
/// How often it is looked whether a rule is to run, by the minute.
const SCHEDULES_LOOKED_AT_EVERY: Duration = Duration::from_secs(1);
/// How often it is looked which log events are too old, and what of groups and streams was deleted.
const EVENTS_KEPT_EVERY: Duration = Duration::from_mins(1);
/// How often it is looked whether log events are to be shown to functions.
const EVENTS_SHOWN_EVERY: Duration = Duration::from_millis(500);
const DAY: Duration = Duration::from_hours(24);

/// Begins all of it.
pub(crate) fn start(started: &Started, config: &Config) {
    let (road, platform) = (&started.road, started.road.platform());
    tokio::spawn(keep(Arc::clone(platform)));
    tokio::spawn(count_usage(Arc::clone(platform)));
    tokio::spawn(store_metrics(Arc::clone(platform)));
    tokio::spawn(keep_metrics(Arc::clone(platform)));
    tokio::spawn(keep_up_keys(Arc::clone(platform), Arc::clone(&started.hsm)));
    tokio::spawn(keep_up_firewall(Arc::clone(platform)));
    tokio::spawn(keep_up_members(Arc::clone(platform)));
    tokio::spawn(keep_up_agents(Arc::clone(platform)));
    tokio::spawn(forget_findings(Arc::clone(platform)));
    tokio::spawn(publish_findings(Arc::clone(platform)));
    tokio::spawn(watch_calls(started.joint.detection.clone(), Arc::clone(platform)));
    tokio::spawn(count_scanned(Arc::clone(platform)));
    tokio::spawn(keep_queues(Arc::clone(platform), started.joint.queues.clone()));
    tokio::spawn(move_messages(Arc::clone(platform), started.joint.queues.clone()));
    tokio::spawn(sweep_code(Arc::clone(platform), started.joint.functions.clone()));
    let exchange = &started.joint.exchange;
    tokio::spawn(bartizan_eventbridge::deliver(Arc::clone(road), exchange.clone()));
    tokio::spawn(tell_of_calls(Arc::clone(platform), exchange.clone()));
    tokio::spawn(run_schedules(Arc::clone(platform), exchange.clone()));
    tokio::spawn(keep_log_events(Arc::clone(platform)));
    tokio::spawn(show_log_events(Arc::clone(road)));
    tokio::spawn(deliver_trails(Arc::clone(road), config.trails));
    let (logs, every) = (started.joint.logs.clone(), config.trails.delivery);
    tokio::spawn(deliver_logs(Arc::clone(road), logs, every));
    tokio::spawn(fill_event_data_stores(Arc::clone(road), config.trails));
    let limits = Limits { apart: Apart::Process(query_worker::command), ..Limits::default() };
    tokio::spawn(answer_queries(Arc::clone(road), limits));
    let (s3, platform) = (Arc::clone(&started.s3), Arc::clone(platform));
    tokio::task::spawn_blocking(move || sweep(&s3, &platform));
}

/// Does something now, and again and again; where it fails, that is told by these words.
async fn repeat<T, E: Display, F: Future<Output = Result<T, E>>>(
    every: Duration,
    failed: &str,
    work: impl Fn() -> F,
) {
    let mut ticks = tokio::time::interval(every);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = work().await {
            tracing::warn!(%error, "{failed}");
        }
    }
}

/// Forgets events that are older than the event history reaches back: now, and every hour.
async fn keep(platform: Arc<Platform>) {
    let mut hours = tokio::time::interval(EVERY);
    hours.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        hours.tick().await;
        let platform = Arc::clone(&platform);
        let pruned = tokio::task::spawn_blocking(move || prune(&platform)).await;
        if let Err(error) = pruned {
            tracing::error!(%error, "old events could not be forgotten");
        }
    }
}

/// Counts what accounts call, again and again.
async fn count_usage(platform: Arc<Platform>) {
    let mut ticks = tokio::time::interval(USAGE_COUNTED_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let platform = Arc::clone(&platform);
        match tokio::task::spawn_blocking(move || bartizan_own::count_usage(&platform)).await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "calls could not be counted: tried again"),
            Err(error) => tracing::error!(%error, "calls could not be counted"),
        }
    }
}

/// Stores what is counted as metrics, again and again.
async fn store_metrics(platform: Arc<Platform>) {
    let mut ticks = tokio::time::interval(METRICS_STORED_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        if let Err(error) = bartizan_cloudwatch::store_counted(&platform).await {
            tracing::error!(%error, "what was counted as metrics could not be stored: it is lost");
        }
    }
}

/// Lets points of metrics grow old: now, and every hour.
async fn keep_metrics(platform: Arc<Platform>) {
    let work = || bartizan_cloudwatch::keep(&platform.store, platform.now());
    repeat(EVERY, "old points of metrics could not be forgotten: tried again", work).await;
}

/// Makes new keys for the firewall's tokens, and forgets old ones, every hour; and ends versions of
/// managed rule sets.
async fn keep_up_firewall(platform: Arc<Platform>) {
    let mut hours = tokio::time::interval(EVERY);
    hours.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        hours.tick().await;
        if let Err(error) = bartizan_wafv2::end_versions(&platform).await {
            tracing::error!(%error, "versions of managed rule sets could not be ended");
        }
        if let Err(error) = bartizan_wafv2::keep_up_token_keys(&platform).await {
            tracing::error!(%error, "the keys of the firewall's tokens could not be kept up");
        }
    }
}

/// Rotates and deletes keys, and wipes material, whose time has come, again and again.
async fn keep_up_keys(platform: Arc<Platform>, hsm: Arc<Clusters>) {
    let mut ticks = tokio::time::interval(KEYS_LOOKED_AT_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        let (platform, hsm) = (Arc::clone(&platform), Arc::clone(&hsm));
        // On its own: a round that panics is the last of none but itself.
        let round = tokio::spawn(async move { bartizan_kms::keep_up(&platform, &*hsm).await });
        match round.await {
            Ok(Ok(())) => {}
            Ok(Err(error)) => tracing::warn!(%error, "keys could not be looked at: tried again"),
            Err(error) => tracing::error!(%error, "keys could not be looked at: tried again"),
        }
    }
}

/// Has accounts scanned that join an organization, again and again.
async fn keep_up_members(platform: Arc<Platform>) {
    let work = || bartizan_inspector2::keep_up(&platform);
    repeat(
        ACCOUNTS_LOOKED_AT_EVERY,
        "accounts that joined could not be looked at: tried again",
        work,
    )
    .await;
}

/// Forgets activations that expired and agents that are over, every hour.
async fn keep_up_agents(platform: Arc<Platform>) {
    let work = || bartizan_own::keep_up_agents(&platform);
    repeat(EVERY, "agents that are over could not be forgotten: tried again", work).await;
}

/// Forgets closed findings, every hour.
async fn forget_findings(platform: Arc<Platform>) {
    let mut hours = tokio::time::interval(EVERY);
    hours.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        hours.tick().await;
        if let Err(error) = bartizan_inspector2::forget_closed(&platform).await {
            tracing::warn!(%error, "closed findings could not be forgotten: tried again");
        }
        if let Err(error) = bartizan_guardduty::forget_findings(&platform).await {
            tracing::warn!(%error, "old findings of threats could not be forgotten: tried again");
        }
    }
}

/// Tells rules of findings that were seen again, again and again.
async fn publish_findings(platform: Arc<Platform>) {
    let work = || bartizan_guardduty::publish_repeated(&platform);
    repeat(FINDINGS_TOLD_EVERY, "findings could not be told again: tried again", work).await;
}

/// Has the detectors of accounts look at the calls that were recorded, again and again.
async fn watch_calls(detection: GuardDuty, platform: Arc<Platform>) {
    let work = || bartizan_guardduty::follow_activity(&detection, &platform);
    repeat(CALLS_LOOKED_AT_EVERY, "calls could not be looked at for threats: tried again", work)
        .await;
}

/// Removes code that no function has any more, again and again.
async fn sweep_code(platform: Arc<Platform>, functions: Engine) {
    let work = || bartizan_lambda::sweep(&functions, &platform);
    repeat(CODE_SWEPT_EVERY, "code of functions could not be removed: tried again", work).await;
}

/// Counts the hours of instances that are scanned.
async fn count_scanned(platform: Arc<Platform>) {
    let work = || bartizan_inspector2::count_usage(&platform);
    repeat(SCANNED_COUNTED_EVERY, "what is scanned could not be counted: tried again", work).await;
}

/// Forgets messages that are too old, again and again.
async fn keep_queues(platform: Arc<Platform>, queues: Hall) {
    let work = || bartizan_sqs::keep(&platform, &queues);
    repeat(QUEUES_KEPT_EVERY, "old messages could not be forgotten: tried again", work).await;
}

/// Lets rules run whose time has come, again and again.
async fn run_schedules(platform: Arc<Platform>, exchange: Exchange) {
    let work = || bartizan_eventbridge::run_due(&platform, &exchange);
    repeat(SCHEDULES_LOOKED_AT_EVERY, "scheduled rules could not be run: tried again", work).await;
}

/// Tells rules of the calls that were recorded, again and again.
async fn tell_of_calls(platform: Arc<Platform>, exchange: Exchange) {
    let work = || bartizan_eventbridge::follow_calls(&platform, &exchange);
    repeat(CALLS_TOLD_EVERY, "rules could not be told of calls: tried again", work).await;
}

/// Moves messages from dead-letter queues, again and again.
async fn move_messages(platform: Arc<Platform>, queues: Hall) {
    let work = || bartizan_sqs::move_messages(&platform, &queues, MESSAGES_MOVED_EVERY);
    repeat(MESSAGES_MOVED_EVERY, "messages could not be moved: tried again", work).await;
}

/// Removes log events that are kept no longer, again and again.
async fn keep_log_events(platform: Arc<Platform>) {
    let work = || bartizan_logs::keep(&platform);
    repeat(EVENTS_KEPT_EVERY, "old log events could not be removed: tried again", work).await;
}

/// Shows log events to functions that subscribe to them, again and again.
async fn show_log_events(road: Arc<Road>) {
    let work = || bartizan_logs::deliver(&road);
    repeat(EVENTS_SHOWN_EVERY, "log events could not be shown to functions: tried again", work)
        .await;
}

fn prune(platform: &Platform) {
    let reach = DAY.saturating_mul(platform.settings.activity_days);
    let reach_ms = i64::try_from(reach.as_millis()).unwrap_or(i64::MAX);
    let before_ms = platform.now().millis().saturating_sub(reach_ms);
    match bartizan_own::forget_events(platform, before_ms) {
        Ok(0) => {}
        Ok(events) => tracing::info!(events, "forgot events older than the event history"),
        Err(error) => tracing::warn!(%error, "old events could not be forgotten"),
    }
}

/// Delivers what trails log, again and again, in the order it happened.
async fn deliver_trails(road: Arc<Road>, schedule: Schedule) {
    let every = schedule.delivery.min(schedule.digest).min(TRAILS_LOOKED_AT_EVERY);
    let work = || bartizan_cloudtrail::deliver(&road, &schedule);
    repeat(every, "trails could not be delivered: they are tried again", work).await;
}

/// Delivers what services log, again and again.
async fn deliver_logs(road: Arc<Road>, logs: LogDelivery, period: Duration) {
    let mut ticks = tokio::time::interval(LOGS_LOOKED_AT_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        ticks.tick().await;
        deliver_logs_once(&road, &logs, period, false).await;
    }
}

/// Delivers the logs that are due; at the end, all that waits.
pub(crate) async fn deliver_logs_once(
    road: &Arc<Road>,
    logs: &LogDelivery,
    period: Duration,
    is_last: bool,
) {
    let (packing, platform) = (logs.clone(), Arc::clone(road.platform()));
    let packed = tokio::task::spawn_blocking(move || {
        packing.pack(&*platform.random, platform.now(), period, is_last);
    });
    if let Err(error) = packed.await {
        tracing::error!(%error, "logs could not be packed");
    }
    logs.deliver(road, period, is_last).await;
}

/// Moves events into event data stores, again and again, as often as trails deliver.
async fn fill_event_data_stores(road: Arc<Road>, schedule: Schedule) {
    let (every, limits) = (schedule.delivery.min(TRAILS_LOOKED_AT_EVERY), Limits::default());
    let work = || bartizan_cloudtrail::ingest(&road, &limits);
    repeat(every, "event data stores could not be filled: they are tried again", work).await;
}

/// Runs queries on event data stores, and forgets old ones.
async fn answer_queries(road: Arc<Road>, limits: Limits) {
    if let Err(error) = bartizan_cloudtrail::requeue_queries(&road).await {
        tracing::warn!(%error, "queries that a stop interrupted stay so until the next start");
    }
    let run = || run_queries(&road, &limits);
    // Four at once, each of another account.
    tokio::join!(run(), run(), run(), run(), forget_queries(&road));
}

/// Runs a query after the other.
async fn run_queries(road: &Road, limits: &Limits) {
    let mut ticks = tokio::time::interval(QUERIES_LOOKED_FOR_EVERY);
    ticks.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        match bartizan_cloudtrail::run_next_query(road, limits).await {
            Ok(true) => {}
            Ok(false) => drop(ticks.tick().await),
            Err(error) => {
                tracing::warn!(%error, "a query could not be run: it is tried again");
                ticks.tick().await;
            }
        }
    }
}

async fn forget_queries(road: &Road) {
    let work = || bartizan_cloudtrail::forget_queries(road);
    repeat(EVERY, "old queries could not be forgotten", work).await;
}

/// Removes objects' bytes that a kill left behind, beside the serving of requests.
fn sweep(s3: &S3, platform: &Platform) {
    match s3.sweep(&platform.store) {
        Ok(0) => {}
        Ok(removed) => tracing::info!(removed, "removed files of unfinished uploads"),
        Err(error) => {
            tracing::warn!(%error, "files of unfinished uploads stay until the next start");
        }
    }
}
