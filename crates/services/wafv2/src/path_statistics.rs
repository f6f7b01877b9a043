//! Which paths robots ask for. (AWS WAF API Reference, `GetTopPathStatisticsByTraffic`.)

use std::collections::BTreeMap;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use bartizan_service::paging::{self, UnknownToken};
use bartizan_service::{Authorized, Call, RobotTraffic};

use crate::Waf;
use crate::entity;
use crate::error::WafError;
use crate::scope::Scope;
use crate::shapes::{
    BotStatistics, FilterSource, GetTopPathStatisticsByTrafficRequest,
    GetTopPathStatisticsByTrafficResponse, PathStatistics,
};
use crate::web_acl::of_arn;

/// Tells the paths that robots ask for most, and which robots those are.
pub(crate) async fn top(
    _service: &Waf,
    call: &Call,
    request: Authorized<GetTopPathStatisticsByTrafficRequest>,
) -> Result<GetTopPathStatisticsByTrafficResponse, WafError> {
    let request = request.into_inner();
    let web_acl = of_arn(&request.web_acl_arn)?;
    if Scope::of(&request.scope, &call.region)? != web_acl.scope {
        return Err(WafError::arn(&request.web_acl_arn));
    }
    call.read(|reader| entity::find(reader, &web_acl))?;
    let (from, to) = (request.time_window.start_time, request.time_window.end_time);
    if from >= to {
        return Err(WafError::format("TIME_WINDOW", "TimeWindow"));
    }
    let port = call.platform.ports.web_traffic.as_ref();
    let mut traffic = port.map_or_else(Vec::new, |port| port.robots(&web_acl.arn(), from, to));
    let wanted = Wanted::of(&request);
    traffic.retain(|one| wanted.has(one));
    let total: u64 = traffic.iter().map(|one| one.requests).sum();
    let limit = usize::try_from(request.limit).unwrap_or(1).max(1);
    let bots = usize::try_from(request.number_of_top_traffic_bots_per_path).unwrap_or(1);

    let mut paths: BTreeMap<String, Vec<&RobotTraffic>> = BTreeMap::new();
    for one in &traffic {
        paths.entry(wanted.group(&one.path)).or_default().push(one);
    }
    let counted = paths.into_iter().map(|(path, of)| (sum(&of), path, of)).collect();
    let marker = request.next_marker.as_deref();
    let page = paging::page(counted, marker, limit, |(count, path, _)| place(*count, path));
    let page = page.map_err(|UnknownToken| WafError::format("ENTITY_LIMIT", "NextMarker"))?;
    let told = page.items.into_iter().map(|(count, path, of)| PathStatistics {
        source: wanted.source(),
        path,
        request_count: signed(count),
        percentage: percentage(count, total),
        top_bots: Some(top_bots(&of, count, bots)),
    });
    Ok(GetTopPathStatisticsByTrafficResponse {
        path_statistics: told.collect(),
        total_request_count: signed(total),
        next_marker: page.next,
        top_categories: wanted.source().is_none().then(|| categories(&traffic, &wanted, limit)),
    })
}

/// What a request asks for.
struct Wanted<'r> {
    prefix: Option<&'r str>,
    category: Option<&'r str>,
    organization: Option<&'r str>,
    name: Option<&'r str>,
}

impl<'r> Wanted<'r> {
    fn of(request: &'r GetTopPathStatisticsByTrafficRequest) -> Self {
        Self {
            prefix: request.uri_path_prefix.as_deref(),
            category: request.bot_category.as_deref(),
            organization: request.bot_organization.as_deref(),
            name: request.bot_name.as_deref(),
        }
    }

    fn has(&self, one: &RobotTraffic) -> bool {
        let is = |wanted: Option<&str>, held: Option<&str>| {
            wanted.is_none_or(|wanted| held.is_some_and(|held| held.eq_ignore_ascii_case(wanted)))
        };
        self.prefix.is_none_or(|prefix| one.path.starts_with(prefix))
            && is(self.category, Some(one.category))
            && is(self.organization, one.organization)
            && is(self.name, Some(&one.name))
    }

    /// What a path is counted with: itself below a prefix that is asked for, and what is at the top
    /// otherwise.
    fn group(&self, path: &str) -> String {
        let rest = path.strip_prefix('/').unwrap_or(path);
        match rest.split_once('/') {
            Some((first, _)) if self.prefix.is_none() => format!("/{first}/"),
            _ => path.to_owned(),
        }
    }

    /// The filters, where there are some.
    fn source(&self) -> Option<FilterSource> {
        let text = |wanted: Option<&str>| wanted.map(str::to_owned);
        let source = FilterSource {
            bot_category: text(self.category),
            bot_organization: text(self.organization),
            bot_name: text(self.name),
        };
        [self.category, self.organization, self.name].iter().any(Option::is_some).then_some(source)
    }
}

/// The paths of each category of robots, most asked for first.
fn categories(traffic: &[RobotTraffic], wanted: &Wanted<'_>, limit: usize) -> Vec<PathStatistics> {
    let total: u64 = traffic.iter().map(|one| one.requests).sum();
    let mut counts: BTreeMap<(&str, String), u64> = BTreeMap::new();
    for one in traffic {
        *counts.entry((one.category, wanted.group(&one.path))).or_default() += one.requests;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let told = counts.into_iter().take(limit).map(|((category, path), count)| PathStatistics {
        source: Some(FilterSource {
            bot_category: Some(category.to_owned()),
            ..FilterSource::default()
        }),
        path,
        request_count: signed(count),
        percentage: percentage(count, total),
        top_bots: None,
    });
    told.collect()
}

fn top_bots(of: &[&RobotTraffic], total: u64, most: usize) -> Vec<BotStatistics> {
    let mut names: BTreeMap<&str, u64> = BTreeMap::new();
    for one in of {
        *names.entry(&one.name).or_default() += one.requests;
    }
    let mut names: Vec<_> = names.into_iter().collect();
    names.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let told = names.into_iter().take(most).map(|(name, count)| BotStatistics {
        bot_name: name.to_owned(),
        request_count: signed(count),
        percentage: percentage(count, total),
    });
    told.collect()
}

fn sum(of: &[&RobotTraffic]) -> u64 {
    of.iter().map(|one| one.requests).sum()
}

fn signed(count: u64) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

#[expect(clippy::cast_precision_loss, reason = "so many requests nobody counts")]
fn percentage(count: u64, total: u64) -> f64 {
    if total == 0 { 0.0 } else { count as f64 * 100.0 / total as f64 }
}

/// Where a path stands in the order of counts. Paths may be longer than markers.
fn place(count: u64, path: &str) -> String {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    format!("{:016x}{:016x}", u64::MAX - count, hasher.finish())
}
