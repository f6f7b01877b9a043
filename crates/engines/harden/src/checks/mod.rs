//! All checks, by the parts of the benchmark.

mod access;
mod accounts;
mod aging;
mod apparmor;
mod audit;
mod audit_files;
mod firewall;
mod gnome;
mod homes;
mod integrity;
mod iptables;
mod logging;
mod modules;
mod mounts;
mod network;
mod packets;
mod pam;
mod passwords;
mod permissions;
mod rsyslog;
mod schedulers;
mod services;
mod setup;
mod ssh;
mod sudo;
mod users;

use std::sync::LazyLock;

use bartizan_benchmark::in_order;

use crate::check::Check;

static ALL: LazyLock<Vec<Check>> = LazyLock::new(|| {
    in_order([
        modules::checks(),
        mounts::checks(),
        setup::checks(),
        apparmor::checks(),
        gnome::checks(),
        services::checks(),
        schedulers::checks(),
        network::checks(),
        firewall::checks(),
        packets::checks(),
        iptables::checks(),
        ssh::checks(),
        access::checks(),
        sudo::checks(),
        pam::checks(),
        passwords::checks(),
        aging::checks(),
        accounts::checks(),
        logging::checks(),
        rsyslog::checks(),
        audit_files::checks(),
        audit::checks(),
        integrity::checks(),
        permissions::checks(),
        homes::checks(),
        users::checks(),
    ])
});

/// All checks, in the order of their numbers.
pub fn checks() -> &'static [Check] {
    &ALL
}
