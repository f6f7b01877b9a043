//! What of its own root a function may use, where the kernel has Landlock.

use std::io;

use landlock::{
    ABI, Access, AccessFs, BitFlags, Ruleset, RulesetAttr, RulesetCreatedAttr, path_beneath_rules,
};

/// The newest that is asked for; an older kernel does what it can.
const KNOWN: ABI = ABI::V5;

/// Forbids all but reading and executing what the sandbox holds, listing it, and writing `/tmp`.
///
/// The sandbox's mounts say the same: this holds where a fault in how they are made would let something in.
pub(super) fn restrict() -> io::Result<()> {
    let read = AccessFs::from_read(KNOWN);
    let all = AccessFs::from_all(KNOWN);
    let devices: BitFlags<AccessFs> = AccessFs::ReadFile | AccessFs::WriteFile | AccessFs::ReadDir;
    let programs = ["/usr", "/bin", "/lib", "/lib64", "/sbin", "/etc", "/var", "/opt", "/run"];
    Ruleset::default()
        .handle_access(all)
        .and_then(Ruleset::create)
        .and_then(|rules| rules.add_rules(path_beneath_rules(["/"], AccessFs::ReadDir)))
        .and_then(|rules| rules.add_rules(path_beneath_rules(programs, read)))
        .and_then(|rules| {
            rules.add_rules(path_beneath_rules(["/proc"], read | AccessFs::WriteFile))
        })
        .and_then(|rules| rules.add_rules(path_beneath_rules(["/dev"], devices)))
        .and_then(|rules| rules.add_rules(path_beneath_rules(["/tmp"], all)))
        .and_then(landlock::RulesetCreated::restrict_self)
        .map(drop)
        .map_err(io::Error::other)
}
