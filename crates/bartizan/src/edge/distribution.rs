//! From what `CloudFront` keeps to what the edge serves.

use std::collections::HashSet;
use std::sync::Arc;

use bartizan_cloudfront as cdn;
use bartizan_edge::config::{
    Action, Attributes, Behaviour, Certificate, CustomOrigin, Distribution, ErrorPage,
    ForwardedFor, Front, Listener, OriginProtocol, Parts, Selection, Tls, Ttl, ViewerProtocol,
};
use bartizan_service::store::{Reader, StoreError};
use bartizan_service::{ServerCertificates, Vault};
use bartizan_types::AccountId;

/// How many bytes of a body the firewall sees behind a distribution, unless the web ACL says. (AWS WAF
/// Developer Guide, "Considerations for managing body inspection".)
const INSPECTED_BODY_BYTES: usize = 16 * 1024;

/// What the fronts of distributions are made of.
pub(super) struct Distributions<'a, 'r> {
    pub(super) reader: &'a Reader<'r>,
    pub(super) vault: &'a Vault,
    pub(super) certificates: Option<&'a dyn ServerCertificates>,
    /// The certificate of the names that distributions are given.
    pub(super) default_certificate: Option<&'a Arc<Certificate>>,
    /// How many bytes of a body the web ACL of an ARN may see, where one protects it: none of its own
    /// where it says nothing.
    pub(super) protection: &'a dyn Fn(&str) -> Option<Option<usize>>,
    /// Whether an account may have a name that its distribution was not given.
    pub(super) owns: &'a dyn Fn(AccountId, &str) -> bool,
}

impl Distributions<'_, '_> {
    /// The fronts of all distributions that are enabled.
    ///
    /// # Errors
    /// The store cannot be read.
    pub(super) fn fronts(&self) -> Result<Vec<Front>, StoreError> {
        let mut wrong = |id: &str, why: &str| {
            tracing::error!(distribution = id, why, "a distribution cannot be served");
        };
        let published = cdn::published(self.reader, self.vault, &mut wrong)?;
        Ok(published.iter().map(|one| self.front(one)).collect())
    }

    fn front(&self, one: &cdn::Distribution) -> Front {
        let protection = (self.protection)(&one.arn);
        let inspected = protection.map(|own| own.unwrap_or(INSPECTED_BODY_BYTES));
        let aliases = one.aliases.iter().filter(|alias| {
            let is_owned = (self.owns)(one.account, alias.trim_start_matches("*."));
            if !is_owned {
                tracing::warn!(distribution = %one.id, %alias, "an alias is another account's");
            }
            is_owned
        });
        let names: Vec<String> =
            std::iter::once(&one.domain_name).chain(aliases).cloned().collect();
        let attributes = Attributes {
            has_http2: one.has_http2,
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
        };
        let mut listeners = vec![listener(80, None)];
        let certificates = self.tls(one);
        if !certificates.is_empty() {
            listeners.push(listener(443, Some(Tls { certificates, has_tls12: one.has_tls12 })));
        }
        Front {
            arn: one.arn.clone(),
            id: one.id.clone(),
            names,
            listeners,
            attributes,
            inspected_body_bytes: inspected.unwrap_or(0),
        }
    }

    /// The certificates of a distribution: its own, and that of the name that it was given.
    fn tls(&self, one: &cdn::Distribution) -> Vec<Arc<Certificate>> {
        let arn = match &one.certificate {
            cdn::Certificate::Default => None,
            cdn::Certificate::Acm(arn) => Some(arn.clone()),
            cdn::Certificate::Iam(id) => self
                .certificates
                .and_then(|port| port.arn_of_id(self.reader, one.account, id).ok().flatten()),
        };
        let opened = arn.and_then(|arn| {
            let pem = self.certificates?.open(self.reader, one.account, &arn).ok().flatten()?;
            let key_pem = pem.key.to_string();
            Some(Arc::new(Certificate { arn, chain_pem: pem.chain, key_pem }))
        });
        if opened.is_none() && one.certificate != cdn::Certificate::Default {
            tracing::error!(distribution = %one.id, "a certificate cannot be used");
        }
        opened.into_iter().chain(self.default_certificate.cloned()).collect()
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
        origins: one.origins.iter().map(origin).collect(),
        behaviours: behaviours.collect(),
        error_pages: one.error_pages.iter().map(error_page).collect(),
    }
}

fn origin(origin: &cdn::Origin) -> CustomOrigin {
    CustomOrigin {
        host: origin.host.clone(),
        path: origin.path.clone(),
        headers: origin.headers.clone(),
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

/// Whether an account may have a name that nobody gave it: not where accounts share the edge, as what
/// is sent to one must not come to another.
pub(super) fn is_alone(accounts: &HashSet<AccountId>, account: AccountId) -> bool {
    accounts.iter().all(|other| *other == account)
}
