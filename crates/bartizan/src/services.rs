//! The one list of services.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use bartizan_account::{AccountManagement, AccountProjection};
use bartizan_acm::{Certificates, CertificatesProjection};
use bartizan_authorize::Authorize;
use bartizan_cloudfront::{Cdn, CdnProjection};
use bartizan_cloudtrail::{CloudTrail, CloudTrailProjection};
use bartizan_cloudwatch::{CloudWatch, CloudWatchProjection};
use bartizan_ec2::{Ec2, Ec2Projection};
use bartizan_egress::Connector;
use bartizan_elbv2::{LoadBalancing, LoadBalancingProjection};
use bartizan_eventbridge::{EventBridge, EventsProjection, Exchange};
use bartizan_guardduty::{DetectionProjection, GuardDuty, RecordsApi};
use bartizan_hsm::Clusters;
use bartizan_iam::{Iam, IamProjection};
use bartizan_inspector_scan::InspectorScan;
use bartizan_inspector2::{Inspector, InspectorProjection};
use bartizan_kms::{KeyManagement, KmsProjection};
use bartizan_lambda::{Engine, Lambda, LambdaProjection};
use bartizan_logs::{Logs, LogsProjection};
use bartizan_organizations::{Organizations, OrganizationsProjection};
use bartizan_own::{AgentsProjection, OwnApi};
use bartizan_route53::Route53;
use bartizan_s3::{S3, S3Control, S3Projection};
use bartizan_service::{AdvisoryFile, Operation, Projection, Service};
use bartizan_shield::Shield;
use bartizan_sqs::{Hall, Sqs, SqsProjection};
use bartizan_sts::Sts;
use bartizan_wafv2::{Waf, WafProjection};

use crate::edge::Joint;

/// Every service, a line each; and what compiles its facts into the directory, if decisions need any.
pub(crate) fn list(joint: &Joint) -> Vec<Entry> {
    vec![
        Entry::of::<Iam>(|_| Arc::new(Iam)).with(IamProjection::default()),
        Entry::of::<Sts>(|means| Arc::new(Sts::new(means.egress.clone(), means.oidc_keys.clone()))),
        Entry::of::<S3>(|means| means.s3.clone()).with(S3Projection),
        Entry::of::<S3Control>(|_| Arc::new(S3Control)),
        Entry::of::<Ec2>(|means| Arc::new(Ec2::new(means.images.clone()))).with(Ec2Projection),
        Entry::of::<LoadBalancing>(|_| Arc::new(LoadBalancing)).with(LoadBalancingProjection),
        Entry::of::<KeyManagement>(|means| {
            Arc::new(KeyManagement::new(means.egress.clone(), means.hsm.clone()))
        })
        .with(KmsProjection::default()),
        Entry::of::<CloudTrail>(|_| Arc::new(CloudTrail)).with(CloudTrailProjection),
        Entry::of::<Certificates>(|_| Arc::new(Certificates))
            .with(CertificatesProjection::default()),
        Entry::of::<CloudWatch>(|_| Arc::new(CloudWatch)).with(CloudWatchProjection::default()),
        Entry::of::<Logs>(|_| Arc::new(Logs)).with(LogsProjection),
        Entry::of::<Organizations>(|_| Arc::new(Organizations))
            .with(OrganizationsProjection::default()),
        Entry::of::<AccountManagement>(|_| Arc::new(AccountManagement)).with(AccountProjection),
        Entry::of::<Authorize>(|_| Arc::new(Authorize)),
        Entry::of::<Route53>(|_| Arc::new(Route53)),
        Entry::of::<Cdn>(|_| Arc::new(Cdn)).with(CdnProjection),
        Entry::of::<Waf>(|_| Arc::new(Waf))
            .with(WafProjection::new(joint.firewall.clone()).delivering(joint.logs.clone())),
        Entry::of::<Shield>(|_| Arc::new(Shield)),
        Entry::of::<Sqs>(|means| Arc::new(Sqs::new(means.queues.clone())))
            .with(SqsProjection::new(joint.queues.clone())),
        Entry::of::<Lambda>(|means| Arc::new(Lambda::new(means.functions.clone())))
            .with(LambdaProjection::new(joint.functions.clone())),
        Entry::of::<EventBridge>(|means| Arc::new(EventBridge::new(means.exchange.clone())))
            .with(EventsProjection::new(joint.exchange.clone())),
        Entry::of::<Inspector>(|means| Arc::new(Inspector::new(means.advisories.clone())))
            .with(InspectorProjection),
        Entry::of::<InspectorScan>(|means| Arc::new(InspectorScan::new(means.advisories.clone()))),
        Entry::of::<GuardDuty>(|means| Arc::new(means.detection.clone()))
            .with(DetectionProjection::new(joint.detection.clone())),
        Entry::of::<RecordsApi>(|means| Arc::new(RecordsApi::new(means.detection.clone()))),
        Entry::of::<OwnApi>(|_| Arc::new(OwnApi::default())).with(AgentsProjection),
    ]
}

/// What services are made with.
pub(crate) struct Means {
    /// S3, over its files.
    pub(crate) s3: Arc<S3>,
    /// The way out.
    pub(crate) egress: Arc<Connector>,
    /// The clusters of hardware security modules.
    pub(crate) hsm: Arc<Clusters>,
    /// The files with the keys of issuers of web identities, by the issuers' URLs.
    pub(crate) oidc_keys: HashMap<String, PathBuf>,
    /// The folder of images, if the operator allows one.
    pub(crate) images: Option<PathBuf>,
    /// The advisories that vulnerabilities are told by.
    pub(crate) advisories: Option<Arc<dyn AdvisoryFile>>,
    /// What watches accounts.
    pub(crate) detection: GuardDuty,
    /// The queues.
    pub(crate) queues: Hall,
    /// What runs functions.
    pub(crate) functions: Engine,
    /// The rules of event buses.
    pub(crate) exchange: Exchange,
}

/// A service, and what is known of it before it is made.
pub(crate) struct Entry {
    operations: &'static [Operation],
    projection: Option<Arc<dyn Projection>>,
    make: fn(&Means) -> Arc<dyn Service>,
}

impl Entry {
    fn of<S: Service>(make: fn(&Means) -> Arc<dyn Service>) -> Self {
        Self { operations: S::declared(), projection: None, make }
    }

    fn with(self, projection: impl Projection + 'static) -> Self {
        Self { projection: Some(Arc::new(projection)), ..self }
    }

    /// Every operation that is real.
    pub(crate) const fn operations(&self) -> &'static [Operation] {
        self.operations
    }

    /// What compiles the service's facts into the directory.
    pub(crate) fn projection(&self) -> Option<Arc<dyn Projection>> {
        self.projection.clone()
    }

    /// The service.
    pub(crate) fn make(&self, means: &Means) -> Arc<dyn Service> {
        (self.make)(means)
    }
}

/// Every operation that is real.
pub(crate) fn operations() -> impl Iterator<Item = &'static Operation> {
    list(&Joint::default()).into_iter().flat_map(|entry| entry.operations())
}
