//! No core dumps: a process that holds keys leaves none behind.

use rustix::process::{Resource, Rlimit, setrlimit};

/// Sees to it that this process, and those it starts, write no core dumps. On Linux no process of
/// the same user may read this one's memory either. (prctl(2), `PR_SET_DUMPABLE`.)
pub(crate) fn prevent() {
    let none = Rlimit { current: Some(0), maximum: Some(0) };
    if let Err(error) = setrlimit(Resource::Core, none) {
        tracing::warn!(%error, "core dumps cannot be prevented, and would hold keys");
    }
    #[cfg(target_os = "linux")]
    if let Err(error) =
        rustix::process::set_dumpable_behavior(rustix::process::DumpableBehavior::NotDumpable)
    {
        tracing::warn!(%error, "the process's memory can be read by others of the same user");
    }
}
