//! From what `CloudFront` keeps to what the edge serves.

use std::collections::HashSet;
use std::sync::{Arc, OnceLock};

use bartizan_cloudfront as cdn;
use bartizan_edge::Edge;
use bartizan_edge::config::{
    Action, Attributes, Behaviour, Bucket, BucketAccess, Certificate, CustomOrigin, Distribution,
    EdgeConfig, ErrorPage, ForwardedFor, Front, Listener, ListenerHeaders, OriginProtocol, Parts,
    Selection, Tls, Ttl, ViewerProtocol,
};
use bartizan_service::store::{Change, Key, Reader, StoreError};
use bartizan_service::{NameOwners, ServerCertificates, Vault};
use bartizan_types::{AccountId, Arn};
use bartizan_wafv2::Firewall;

use super::distribution_log::DistributionLogs;
use super::{Joint, default_certificate};
use crate::start::Started;

/// How many bytes of a body the firewall sees behind a distribution, unless the web ACL says. (AWS WAF
/// Developer Guide, "Considerations for managing body inspection".)
const INSPECTED_BODY_BYTES: usize = 16 * 1024;

/// Makes fronts of distributions.
pub(super) struct Distributions {
    edge: Arc<OnceLock<Edge>>,
    firewall: Arc<Firewall>,
    certificates: Option<Arc<dyn ServerCertificates>>,
    /// Who says whose host names are.
    owners: Option<Arc<dyn NameOwners>>,
    /// The certificate of the names that distributions are given.
    default_certificate: Option<Arc<Certificate>>,
    vault: Vault,
    logs: DistributionLogs,
    /// What is served, the oldest first.
    held: Vec<(cdn::Distribution, Front)>,
    /// Whether one account alone had fronts when they were loaded.
    is_alone: bool,
    /// The names of all, served or not.
    pub(super) names: Vec<String>,
}

impl Distributions {
    /// For the edge of a started Bartizan.
    pub(super) fn new(joint: &Joint, started: &Started, logs: DistributionLogs) -> Self {
        let platform = started.road.platform();
        Self {
            edge: Arc::clone(&joint.edge),
            firewall: Arc::clone(&joint.firewall),
            certificates: platform.ports.server_certificates.clone(),
            owners: platform.ports.name_owners.clone(),
            default_certificate: default_certificate::made(),
            vault: platform.vault.clone(),
            logs,
            held: Vec::new(),
            is_alone: true,
            names: Vec::new(),
        }
    }

    /// Which distributions changes are about: theirs alone, or all where something changed that they are
    /// made of beside their own records, as web ACLs, which say how much of a body they see, certificates,
    /// and hosted zones, which say whose names are.
    pub(super) fn changed(&self, changes: &[Change]) -> Due {
        let is_of_all = |change: &Change| {
            let collection = change.collection.as_str();
            collection == cdn::POLICIES
                || collection.starts_with("wafv2.")
                || collection.starts_with("route53.")
                || collection == bartizan_iam::SERVER_CERTIFICATES
                || collection == bartizan_acm::CERTIFICATES
        };
        if self.edge.get().is_none() {
            return Due::These(Vec::new());
        }
        if changes.iter().any(is_of_all) {
            return Due::All;
        }
        let mut keys: Vec<Key> = Vec::new();
        for change in changes.iter().filter(|change| change.collection == cdn::DISTRIBUTIONS) {
            if !keys.contains(&change.key) {
                keys.push(change.key.clone());
            }
        }
        Due::These(keys)
    }

    /// Whether they would be made otherwise, as accounts share the edge now, or do so no more.
    pub(super) fn are_otherwise_shared(&self, config: &EdgeConfig) -> bool {
        self.is_alone != (accounts(config).len() < 2)
    }

    /// Forgets what invalidations among changes name.
    pub(super) fn invalidate(&self, changes: &[Change], reader: &Reader<'_>) {
        let Some(edge) = self.edge.get() else { return };
        match cdn::invalidated(changes, reader) {
            Ok(found) => found.iter().for_each(|one| edge.invalidate(&one.arn, &one.paths)),
            Err(error) => tracing::error!(%error, "an invalidation cannot be read"),
        }
    }

    /// Puts the fronts of all distributions that are enabled behind those of balancers. What is not due
    /// is as it was, unless accounts come to share the edge, or do so no more.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(super) fn load(
        &mut self,
        reader: &Reader<'_>,
        due: &Due,
        config: &mut EdgeConfig,
    ) -> Result<(), StoreError> {
        let (mut new, mut old) = self.read(reader, due)?;
        self.names = cdn::names(reader)?;
        config.fronts.retain(|front| !is_one(&front.arn));
        let mut accounts = accounts(config);
        accounts.extend(new.iter().map(|one| one.account));
        accounts.extend(old.iter().map(|(one, _)| one.account));
        let is_alone = accounts.len() < 2;
        if is_alone != self.is_alone {
            self.is_alone = is_alone;
            new.extend(old.drain(..).map(|(one, _)| one));
        }
        let made = Made { of: self, reader };
        old.extend(new.into_iter().map(|one| {
            let front = made.front(&one);
            (one, front)
        }));
        old.sort_by(|(one, _), (other, _)| (one.created, &one.id).cmp(&(other.created, &other.id)));
        self.held = old;
        self.logs.enter(self.held.iter().map(|(one, _)| one));
        config.fronts.extend(self.held.iter().map(|(_, front)| front.clone()));
        Ok(())
    }

    /// What is due, read anew, and the rest as it is held.
    fn read(
        &self,
        reader: &Reader<'_>,
        due: &Due,
    ) -> Result<(Vec<cdn::Distribution>, Held), StoreError> {
        let mut wrong = |id: &str, why: &str| {
            tracing::error!(distribution = id, why, "a distribution cannot be served");
        };
        match due {
            Due::All => Ok((cdn::published(reader, &self.vault, &mut wrong)?, Vec::new())),
            Due::These(keys) => {
                let mut old = self.held.clone();
                old.retain(|(one, _)| keys.iter().all(|key| key.id != one.id));
                let mut new = Vec::new();
                for key in keys {
                    new.extend(cdn::published_one(reader, &self.vault, key, &mut wrong)?);
                }
                Ok((new, old))
            }
        }
    }
}

/// Distributions with their fronts.
type Held = Vec<(cdn::Distribution, Front)>;

/// Which distributions are to be read anew.
pub(super) enum Due {
    /// All.
    All,
    /// Those of these keys.
    These(Vec<Key>),
}

impl Due {
    /// Whether there is any.
    pub(super) fn is_any(&self) -> bool {
        match self {
            Self::All => true,
            Self::These(keys) => !keys.is_empty(),
        }
    }
}

/// Whether an ARN is a distribution's.
pub(super) fn is_one(arn: &str) -> bool {
    arn.starts_with("arn:aws:cloudfront:")
}

/// The accounts that have fronts.
fn accounts(config: &EdgeConfig) -> HashSet<AccountId> {
    let account = |front: &Front| front.arn.parse::<Arn>().ok()?.account_id();
    config.fronts.iter().filter_map(account).collect()
}

/// Fronts by one state of the store.
struct Made<'a, 'r> {
    of: &'a Distributions,
    reader: &'a Reader<'r>,
}

impl Made<'_, '_> {
    fn front(&self, one: &cdn::Distribution) -> Front {
        let published = self.of.firewall.published();
        let said = || published.of_resource(&one.arn)?.body_bytes.get("CLOUDFRONT").copied();
        let is_protected = published.is_protected(&one.arn);
        let inspected = is_protected.then(|| said().unwrap_or(INSPECTED_BODY_BYTES));
        let aliases = one.aliases.iter().filter(|alias| {
            let is_owned = self.owns(one.account, alias.trim_start_matches("*."));
            if !is_owned {
                tracing::warn!(distribution = %one.id, %alias, "an alias is not served: no hosted zone of its account has the name");
            }
            is_owned
        });
        let names: Vec<String> =
            std::iter::once(&one.domain_name).chain(aliases).cloned().collect();
        let attributes = Attributes {
            has_http2: one.has_http2,
            is_logged: one.log.is_some(),
            forwarded_for: ForwardedFor::Append,
            ..Attributes::default()
        };
        let action = Action::Serve(Arc::new(distribution(one)));
        let listener = |port, tls| Listener {
            arn: one.arn.clone(),
            port,
            tls,
            rules: Vec::new(),
            default: action.clone(),
            headers: ListenerHeaders::default(),
        };
        let mut listeners = vec![listener(80, None)];
        let certificates = self.tls(one);
        if !certificates.is_empty() {
            listeners.push(listener(443, Some(Tls { certificates, has_tls12: one.has_tls12 })));
        }
        Front {
            arn: one.arn.clone(),
            id: one.domain_name.clone(),
            names,
            listeners,
            attributes,
            inspected_body_bytes: inspected.unwrap_or(0),
        }
    }

    /// Whether an account may have a name that its distribution was not given: it is its own, or
    /// nobody's, and no other account has fronts, as what is sent to one must not come to another.
    fn owns(&self, account: AccountId, name: &str) -> bool {
        match self.of.owners.as_ref().and_then(|owners| owners.owner(name)) {
            Some(owner) => owner == account,
            None => self.of.is_alone,
        }
    }

    /// The certificates of a distribution: its own, and that of the name that it was given.
    fn tls(&self, one: &cdn::Distribution) -> Vec<Arc<Certificate>> {
        let arn = match &one.certificate {
            cdn::Certificate::Default => None,
            cdn::Certificate::Acm(arn) => Some(arn.clone()),
            cdn::Certificate::Iam(id) => self
                .of
                .certificates
                .as_ref()
                .and_then(|port| port.arn_of_id(self.reader, one.account, id).ok().flatten()),
        };
        let opened = arn.and_then(|arn| {
            let pem = self
                .of
                .certificates
                .as_ref()?
                .open(self.reader, one.account, &arn)
                .ok()
                .flatten()?;
            let key_pem = pem.key.to_string();
            Some(Arc::new(Certificate { arn, chain_pem: pem.chain, key_pem }))
        });
        if opened.is_none() && one.certificate != cdn::Certificate::Default {
            tracing::error!(distribution = %one.id, "a certificate cannot be used");
        }
        opened.into_iter().chain(self.of.default_certificate.clone()).collect()
    }
}

fn distribution(one: &cdn::Distribution) -> Distribution {
    let places = one.origins.iter().map(|origin| origin.id.as_str()).collect::<Vec<_>>();
    let place = |id: &str| places.iter().position(|held| *held == id).unwrap_or_default();
    let behaviours = one.behaviours.iter().map(|behaviour| self::behaviour(behaviour, &place));
    let error_page = |page: &cdn::ErrorPage| ErrorPage {
        status: page.status,
        page: page.page.clone(),
        ttl: page.ttl,
    };
    Distribution {
        domain: one.domain_name.clone(),
        root_object: one.root_object.clone(),
        origins: one.origins.iter().map(|origin| self::origin(&one.arn, origin)).collect(),
        behaviours: behaviours.collect(),
        error_pages: one.error_pages.iter().map(error_page).collect(),
    }
}

fn origin(front_arn: &str, origin: &cdn::Origin) -> CustomOrigin {
    CustomOrigin {
        host: origin.host.clone(),
        path: origin.path.clone(),
        headers: origin.headers.clone(),
        bucket: origin.bucket.as_ref().map(|one| Arc::new(bucket(front_arn, one))),
        ports: origin.ports,
        protocol: match origin.protocol {
            cdn::OriginProtocol::Http => OriginProtocol::Http,
            cdn::OriginProtocol::Https => OriginProtocol::Https,
            cdn::OriginProtocol::Viewers => OriginProtocol::Viewers,
        },
        attempts: origin.attempts,
        connect: origin.connect,
        read: origin.read,
        keep_alive: origin.keep_alive,
    }
}

fn bucket(front_arn: &str, bucket: &cdn::Bucket) -> Bucket {
    Bucket {
        front_arn: front_arn.to_owned(),
        region: bucket.region.clone(),
        access: match &bucket.access {
            cdn::BucketAccess::Anyone => BucketAccess::Anyone,
            cdn::BucketAccess::Control { overrides } => {
                BucketAccess::Control { overrides: *overrides }
            }
            cdn::BucketAccess::Identity(id) => BucketAccess::Identity(id.clone()),
        },
    }
}

fn behaviour(behaviour: &cdn::Behaviour, place: &dyn Fn(&str) -> usize) -> Behaviour {
    let cdn::Ttl { min, default, max } = behaviour.ttl;
    Behaviour {
        path: behaviour.path.clone(),
        origin: place(&behaviour.origin),
        viewer: match behaviour.viewer {
            cdn::ViewerProtocol::Any => ViewerProtocol::Any,
            cdn::ViewerProtocol::HttpsOnly => ViewerProtocol::HttpsOnly,
            cdn::ViewerProtocol::RedirectToHttps => ViewerProtocol::RedirectToHttps,
        },
        methods: behaviour.methods.clone(),
        caches_options: behaviour.caches_options,
        ttl: Ttl { min, default, max },
        key: parts(&behaviour.key),
        sent: parts(&behaviour.sent),
        is_legacy: behaviour.is_legacy,
        has_gzip: behaviour.has_gzip,
        has_brotli: behaviour.has_brotli,
        compresses: behaviour.compresses,
    }
}

fn parts(parts: &cdn::Parts) -> Parts {
    Parts {
        headers: selection(&parts.headers),
        cookies: selection(&parts.cookies),
        queries: selection(&parts.queries),
    }
}

fn selection(selection: &cdn::Selection) -> Selection {
    match selection {
        cdn::Selection::None => Selection::None,
        cdn::Selection::All => Selection::All,
        cdn::Selection::These(names) => Selection::These(names.clone()),
        cdn::Selection::AllBut(names) => Selection::AllBut(names.clone()),
    }
}
