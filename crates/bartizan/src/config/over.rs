//! Options joined with those of a file.

use super::ServeOptions;

impl ServeOptions {
    /// These options, and for what they leave open the other's.
    pub(super) fn over(self, file: Self) -> Self {
        Self {
            config: self.config,
            listen: self.listen.or(file.listen),
            data: self.data.or(file.data),
            store: self.store.or(file.store),
            dev: self.dev.or(file.dev),
            dev_account: self.dev_account.or(file.dev_account),
            account: self.account.or(file.account),
            tls_cert: self.tls_cert.or(file.tls_cert),
            tls_key: self.tls_key.or(file.tls_key),
            insecure_http: self.insecure_http.or(file.insecure_http),
            metrics: self.metrics.or(file.metrics),
            envoy: self.envoy.or(file.envoy),
            cloudhsm: self.cloudhsm.or(file.cloudhsm),
            edge_http: self.edge_http.or(file.edge_http),
            edge_https: self.edge_https.or(file.edge_https),
            edge_ports: self.edge_ports.or(file.edge_ports),
            geo: self.geo.or(file.geo),
            asn: self.asn.or(file.asn),
            advisories: self.advisories.or(file.advisories),
            advisories_trust: self.advisories_trust.or(file.advisories_trust),
            flood_learning_seconds: self.flood_learning_seconds.or(file.flood_learning_seconds),
            flood_window_seconds: self.flood_window_seconds.or(file.flood_window_seconds),
            flood_cool_down_seconds: self.flood_cool_down_seconds.or(file.flood_cool_down_seconds),
            dns: self.dns.or(file.dns),
            edge_address: self.edge_address.or(file.edge_address),
            health_check_seconds: self.health_check_seconds.or(file.health_check_seconds),
            engagement_webhook: self.engagement_webhook.or(file.engagement_webhook),
            activity_days: self.activity_days.or(file.activity_days),
            public_url: self.public_url.or(file.public_url),
            passkey_origin: self.passkey_origin.or(file.passkey_origin),
            egress_allow: self.egress_allow.or(file.egress_allow),
            egress_ca: self.egress_ca.or(file.egress_ca),
            oidc_keys: self.oidc_keys.or(file.oidc_keys),
            images: self.images.or(file.images),
            trail_delivery_seconds: self.trail_delivery_seconds.or(file.trail_delivery_seconds),
            trail_digest_seconds: self.trail_digest_seconds.or(file.trail_digest_seconds),
            lambda_work: self.lambda_work.or(file.lambda_work),
            lambda_libraries: self.lambda_libraries.or(file.lambda_libraries),
            lambda_retry_seconds: self.lambda_retry_seconds.or(file.lambda_retry_seconds),
            lambda_unconfined: self.lambda_unconfined.or(file.lambda_unconfined),
            log_format: self.log_format.or(file.log_format),
            seal_passphrase_file: self.seal_passphrase_file.or(file.seal_passphrase_file),
            seal_pin_file: self.seal_pin_file.or(file.seal_pin_file),
            seal_token_library: self.seal_token_library.or(file.seal_token_library),
            credentials_directory: self.credentials_directory.or(file.credentials_directory),
        }
    }
}
