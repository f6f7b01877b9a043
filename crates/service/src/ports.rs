//! What services offer to each other.

use std::fmt;
use std::sync::Arc;

use crate::server_certificates::Beside;
use crate::{
    Accounts, CentralRoot, CertificateUsers, DataKeys, Delegations, EdgeFronts, Governance,
    HealthChecks, HostAgents, HostChecks, HostFlows, Hosts, Inventories, Memberships, Metrics,
    MfaDevices, NameOwners, Networks, OrganizationEntities, Passkeys, ServerCertificates,
    ServiceEvents, TargetHealths, WebAcls, WebMitigations, WebResources, WebTraffic,
};

/// The ports that are open. One that no service offers is closed, and what needs it is refused.
#[derive(Clone, Default)]
pub struct Ports {
    /// Who keeps MFA devices.
    pub mfa: Option<Arc<dyn MfaDevices>>,
    /// Who keeps security keys and passkeys.
    pub passkeys: Option<Arc<dyn Passkeys>>,
    /// Who keeps accounts.
    pub accounts: Option<Arc<dyn Accounts>>,
    /// Who keeps delegation requests.
    pub delegations: Option<Arc<dyn Delegations>>,
    /// Who keeps organizations.
    pub memberships: Option<Arc<dyn Memberships>>,
    /// Who knows what accounts another one governs.
    pub governance: Option<Arc<dyn Governance>>,
    /// Who keeps the trees of organizations.
    pub entities: Option<Arc<dyn OrganizationEntities>>,
    /// Who keeps what organizations do with root users.
    pub central_root: Option<Arc<dyn CentralRoot>>,
    /// Who keeps the keys that other services encrypt with.
    pub data_keys: Option<Arc<dyn DataKeys>>,
    /// Who keeps web ACLs.
    pub web_acls: Option<Arc<dyn WebAcls>>,
    /// Who keeps resources that web ACLs protect.
    pub web_resources: Option<Arc<dyn WebResources>>,
    /// Who sees the requests that web ACLs decide about.
    pub web_traffic: Option<Arc<dyn WebTraffic>>,
    /// Who answers attacks in web ACLs.
    pub web_mitigations: Option<Arc<dyn WebMitigations>>,
    /// Who keeps networks.
    pub networks: Option<Arc<dyn Networks>>,
    /// Who keeps instances that are hosts with an agent.
    pub hosts: Option<Arc<dyn Hosts>>,
    /// Who keeps server certificates.
    pub server_certificates: Option<Arc<dyn ServerCertificates>>,
    /// All who show server certificates to clients.
    pub certificate_users: Vec<Arc<dyn CertificateUsers>>,
    /// Who knows what the edge serves.
    pub edge_fronts: Option<Arc<dyn EdgeFronts>>,
    /// Who checks the health of targets.
    pub target_healths: Option<Arc<dyn TargetHealths>>,
    /// Who makes health checks.
    pub health_checks: Option<Arc<dyn HealthChecks>>,
    /// Who knows whose host names are.
    pub name_owners: Option<Arc<dyn NameOwners>>,
    /// Who keeps inventories of hosts.
    pub inventories: Option<Arc<dyn Inventories>>,
    /// Who knows the agents of hosts.
    pub host_agents: Option<Arc<dyn HostAgents>>,
    /// Who has hosts checked.
    pub host_checks: Option<Arc<dyn HostChecks>>,
    /// Who watches what passes the interfaces of hosts.
    pub host_flows: Option<Arc<dyn HostFlows>>,
    /// Who keeps event buses.
    pub service_events: Option<Arc<dyn ServiceEvents>>,
    /// Who keeps metrics.
    pub metrics: Option<Arc<dyn Metrics>>,
}

impl fmt::Debug for Ports {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Ports")
            .field("mfa", &self.mfa.is_some())
            .field("passkeys", &self.passkeys.is_some())
            .field("accounts", &self.accounts.is_some())
            .field("delegations", &self.delegations.is_some())
            .field("governance", &self.governance.is_some())
            .field("memberships", &self.memberships.is_some())
            .field("entities", &self.entities.is_some())
            .field("central_root", &self.central_root.is_some())
            .field("data_keys", &self.data_keys.is_some())
            .field("web_acls", &self.web_acls.is_some())
            .field("web_resources", &self.web_resources.is_some())
            .field("web_traffic", &self.web_traffic.is_some())
            .field("web_mitigations", &self.web_mitigations.is_some())
            .field("networks", &self.networks.is_some())
            .field("hosts", &self.hosts.is_some())
            .field("server_certificates", &self.server_certificates.is_some())
            .field("certificate_users", &self.certificate_users.len())
            .field("edge_fronts", &self.edge_fronts.is_some())
            .field("target_healths", &self.target_healths.is_some())
            .field("health_checks", &self.health_checks.is_some())
            .field("name_owners", &self.name_owners.is_some())
            .field("inventories", &self.inventories.is_some())
            .field("host_agents", &self.host_agents.is_some())
            .field("host_checks", &self.host_checks.is_some())
            .field("host_flows", &self.host_flows.is_some())
            .field("service_events", &self.service_events.is_some())
            .field("metrics", &self.metrics.is_some())
            .finish()
    }
}

impl Ports {
    /// Adds a keeper of server certificates to those that there are: each has its own.
    pub fn add_server_certificates(&mut self, keeper: Arc<dyn ServerCertificates>) {
        self.server_certificates = Some(match self.server_certificates.take() {
            Some(first) => Arc::new(Beside(first, keeper)),
            None => keeper,
        });
    }
}
