"""Checks of a Debian 12 tree beside OpenSCAP's content: which verdicts differ, rule by rule.

    python tests/bench/hardening.py --binary target/debug/bartizan TREE

It needs root, `ssg-debian` and `ssg-debderived` here, and `openscap-scanner` in the tree, as
`debootstrap --include=openscap-scanner` makes one: OpenSCAP looks at packages and parameters from
the inside alone. Neither content is for Debian 12: rules are those of Debian 11, and of Ubuntu
22.04 where Debian 11 lacks one, freed of the platforms that they are for.
"""

from __future__ import annotations

import argparse
import json
import re
import subprocess
import sys
import tempfile
from pathlib import Path

CONTENT = Path("/usr/share/xml/scap/ssg/content")
SOURCES = ("debian11", "ubuntu2204")


def kinds(kinds_: str, *paths: str) -> list[str]:
    return [f"file_{kind}_{path}" for path in paths for kind in kinds_.split()]


# Our check, and the rules that together ask the same.
RULES: dict[str, list[str]] = {
    **{
        check: [f"kernel_module_{module}_disabled"]
        for check, module in {
            "1.1.1.1": "cramfs",
            "1.1.1.2": "freevxfs",
            "1.1.1.3": "hfs",
            "1.1.1.4": "hfsplus",
            "1.1.1.5": "jffs2",
            "1.1.1.8": "udf",
            "1.1.1.9": "usb-storage",
            "3.2.1": "dccp",
            "3.2.2": "tipc",
            "3.2.3": "rds",
            "3.2.4": "sctp",
        }.items()
    },
    "1.1.2.1.1": ["partition_for_tmp"],
    "1.1.2.3.1": ["partition_for_home"],
    "1.1.2.4.1": ["partition_for_var"],
    "1.1.2.5.1": ["partition_for_var_tmp"],
    "1.1.2.6.1": ["partition_for_var_log"],
    "1.1.2.7.1": ["partition_for_var_log_audit"],
    "1.2.1.1": ["apt_conf_disallow_unauthenticated"],
    "1.3.1.1": ["package_apparmor_installed"],
    "1.4.1": ["grub2_password", "grub2_uefi_password"],
    "1.4.2": kinds("owner permissions", "grub2_cfg"),
    "1.5.1": ["sysctl_kernel_randomize_va_space"],
    "1.5.3": ["disable_users_coredumps", "sysctl_fs_suid_dumpable"],
    "1.6.4": kinds("groupowner owner permissions", "etc_motd"),
    "1.6.5": kinds("groupowner owner permissions", "etc_issue"),
    "1.7.1": ["package_gdm_removed"],
    **{
        check: [f"package_{package}_removed"]
        for check, package in {
            "2.1.3": "dhcp",
            "2.1.4": "bind",
            "2.1.6": "vsftpd",
            "2.1.7": "openldap-servers",
            "2.1.8": "dovecot",
            "2.1.14": "samba",
            "2.1.15": "net-snmp",
            "2.1.17": "squid",
            "2.1.18": "httpd",
            "2.1.19": "xinetd",
            "2.1.20": "xorg-x11-server-common",
            "2.2.1": "nis",
            "2.2.2": "rsh",
            "2.2.3": "talk",
            "2.2.4": "telnet",
            "2.2.5": "openldap-clients",
        }.items()
    },
    "2.3.3.1": ["chronyd_specify_remote_server"],
    "2.3.3.2": ["chronyd_run_as_chrony_user"],
    "2.3.3.3": ["service_chronyd_enabled"],
    "2.4.1.1": ["service_cron_enabled"],
    "2.4.1.2": kinds("groupowner owner permissions", "crontab"),
    "2.4.1.3": kinds("groupowner owner permissions", "cron_hourly"),
    "2.4.1.4": kinds("groupowner owner permissions", "cron_daily"),
    "2.4.1.5": kinds("groupowner owner permissions", "cron_weekly"),
    "2.4.1.6": kinds("groupowner owner permissions", "cron_monthly"),
    "2.4.1.7": kinds("groupowner owner permissions", "cron_d"),
    "2.4.1.8": kinds("groupowner owner permissions", "cron_allow"),
    "3.3.1": ["sysctl_net_ipv4_ip_forward", "sysctl_net_ipv6_conf_all_forwarding"],
    **{
        check: [f"sysctl_net_{key.replace('.', '_')}" for key in keys.split()]
        for check, keys in {
            "3.3.2": "ipv4.conf.all.send_redirects ipv4.conf.default.send_redirects",
            "3.3.3": "ipv4.icmp_ignore_bogus_error_responses",
            "3.3.4": "ipv4.icmp_echo_ignore_broadcasts",
            "3.3.6": "ipv4.conf.all.secure_redirects ipv4.conf.default.secure_redirects",
            "3.3.7": "ipv4.conf.all.rp_filter ipv4.conf.default.rp_filter",
            "3.3.9": "ipv4.conf.all.log_martians ipv4.conf.default.log_martians",
            "3.3.10": "ipv4.tcp_syncookies",
            "3.3.11": "ipv6.conf.all.accept_ra ipv6.conf.default.accept_ra",
        }.items()
    },
    "5.1.1": kinds("groupowner owner permissions", "sshd_config"),
    "5.1.2": ["file_permissions_sshd_private_key"],
    "5.1.3": ["file_permissions_sshd_pub_key"],
    "5.1.4": ["sshd_limit_user_access"],
    "5.1.5": ["sshd_enable_warning_banner_net"],
    "5.1.9": ["sshd_disable_gssapi_auth"],
    "5.1.10": ["disable_host_auth"],
    "5.1.11": ["sshd_disable_rhosts"],
    "5.1.13": ["sshd_set_login_grace_time"],
    "5.1.16": ["sshd_set_max_auth_tries"],
    "5.1.17": ["sshd_set_max_sessions"],
    "5.1.18": ["sshd_set_maxstartups"],
    "5.1.19": ["sshd_disable_empty_passwords"],
    "5.1.20": ["sshd_disable_root_login"],
    "5.1.21": ["sshd_do_not_permit_user_env"],
    "5.1.22": ["sshd_enable_pam"],
    "5.2.1": ["package_sudo_installed"],
    "5.2.2": ["sudo_add_use_pty"],
    "5.2.3": ["sudo_custom_logfile"],
    "5.2.4": ["sudo_remove_nopasswd"],
    "5.2.5": ["sudo_remove_no_authenticate"],
    "5.3.1.3": ["package_pam_pwquality_installed"],
    "5.3.3.2.1": ["accounts_password_pam_difok"],
    "5.3.3.2.2": ["accounts_password_pam_minlen"],
    "5.3.3.2.6": ["accounts_password_pam_dictcheck"],
    "5.3.3.4.1": ["no_empty_passwords"],
    "5.4.1.1": ["accounts_maximum_age_login_defs", "accounts_password_set_max_life_existing"],
    "5.4.1.2": ["accounts_minimum_age_login_defs", "accounts_password_set_min_life_existing"],
    "5.4.1.3": ["accounts_password_warn_age_login_defs"],
    "5.4.1.4": ["set_password_hashing_algorithm_logindefs"],
    "5.4.1.5": ["account_disable_post_pw_expiration"],
    "5.4.2.1": ["accounts_no_uid_except_zero"],
    "5.4.2.7": ["no_shelllogin_for_systemaccounts"],
    "5.4.3.2": ["accounts_tmout"],
    "6.1.1.1": ["service_systemd-journald_enabled"],
    "6.1.3.1": ["package_rsyslog_installed"],
    "6.1.3.2": ["service_rsyslog_enabled"],
    "6.1.3.7": ["rsyslog_accept_remote_messages_tcp", "rsyslog_accept_remote_messages_udp"],
    "6.2.1.1": ["package_audit_installed", "package_audit-audispd-plugins_installed"],
    "6.2.1.2": ["service_auditd_enabled"],
    "6.2.2.2": ["auditd_data_retention_max_log_file_action"],
    "6.2.3.10": ["audit_rules_media_export"],
    "6.2.3.13": [
        f"audit_rules_file_deletion_events_{call}"
        for call in ("rename", "renameat", "unlink", "unlinkat")
    ],
    "6.2.3.20": ["audit_rules_immutable"],
    "6.2.4.1": ["file_permissions_var_log_audit"],
    "6.2.4.2": ["file_ownership_var_log_audit"],
    "6.2.4.4": ["directory_permissions_var_log_audit"],
    "6.2.4.6": ["file_ownership_audit_configuration"],
    "6.2.4.7": ["file_groupownership_audit_configuration"],
    "6.2.4.8": ["file_permissions_audit_binaries"],
    "6.2.4.9": ["file_ownership_audit_binaries"],
    "6.2.4.10": ["file_groupownership_audit_binaries"],
    "6.3.1": ["package_aide_installed", "aide_build_database"],
    "7.1.1": kinds("groupowner owner permissions", "etc_passwd"),
    "7.1.2": kinds("groupowner owner permissions", "backup_etc_passwd"),
    "7.1.3": kinds("groupowner owner permissions", "etc_group"),
    "7.1.4": kinds("groupowner owner permissions", "backup_etc_group"),
    "7.1.5": kinds("groupowner owner permissions", "etc_shadow"),
    "7.1.6": kinds("groupowner owner permissions", "backup_etc_shadow"),
    "7.1.7": kinds("groupowner owner permissions", "etc_gshadow"),
    "7.1.8": kinds("groupowner owner permissions", "backup_etc_gshadow"),
    "7.1.11": [
        "file_permissions_unauthorized_world_writable",
        "dir_perms_world_writable_sticky_bits",
    ],
    "7.1.12": ["no_files_unowned_by_user"],
    "7.2.1": ["accounts_password_all_shadowed"],
    "7.2.2": ["no_empty_passwords_etc_shadow"],
    "7.2.3": ["gid_passwd_group_same"],
    "7.2.5": ["no_duplicate_uids"],
    "7.2.7": ["account_unique_name"],
}


def free(source: str, wanted: set[str]) -> tuple[str, set[str]]:
    """The content with only the wanted rules of it selected, and those it has."""
    text = (CONTENT / f"ssg-{source}-ds.xml").read_text()
    text = re.sub(r"<[\w.-]+:platform [^>]*/>", "", text)
    found: set[str] = set()

    def select(match: re.Match[str]) -> str:
        name = match[0].split("content_rule_")[1].split('"')[0]
        if name in wanted:
            found.add(name)
        state = "true" if name in wanted else "false"
        return re.sub(r'selected="\w+"', f'selected="{state}"', match[0])

    return re.sub(r"<[\w.-]+:Rule [^>]*>", select, text), found


def evaluated(tree: Path, wanted: set[str]) -> dict[str, str]:
    """What OpenSCAP says of each rule."""
    results: dict[str, str] = {}
    for source in SOURCES:
        text, found = free(source, wanted - set(results))
        with tempfile.TemporaryDirectory(dir=tree / "tmp") as folder:
            content, report = Path(folder) / "ds.xml", Path(folder) / "results.xml"
            content.write_text(text)
            inside = [f"/{path.relative_to(tree)}" for path in (report, content)]
            # Its own namespaces: nothing that OpenSCAP mounts or leaves running stays.
            unshared = ["unshare", "--mount", "--pid", "--fork", f"--root={tree}", "--mount-proc"]
            command = [*unshared, "oscap", "xccdf", "eval", "--results", *inside]
            subprocess.run(command, capture_output=True, check=False)
            told = report.read_text()
        pattern = r'rule-result idref="[^"]*content_rule_([^"]*)"[\s\S]*?<result>(\w+)</result>'
        results |= {name: result for name, result in re.findall(pattern, told) if name in found}
    return results


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("tree", type=Path)
    parser.add_argument("--binary", type=Path, required=True)
    options = parser.parse_args()
    command = [
        options.binary,
        "scan",
        options.tree,
        "--cis",
        "--cis-level",
        "2",
        "--format",
        "json",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    ours = {check["id"]: check for check in json.loads(done.stdout)["checks"]}
    theirs = evaluated(options.tree.resolve(), {rule for rules in RULES.values() for rule in rules})
    agreed, apart, differing = 0, 0, []
    for check, rules in RULES.items():
        results = {rule: theirs.get(rule, "absent") for rule in rules}
        known = [result for result in results.values() if result in ("pass", "fail")]
        together = "FAILED" if "fail" in known else "PASSED" if known else "NOT_APPLICABLE"
        if ours[check]["outcome"] == together:
            agreed += 1
        elif ours[check]["outcome"] == "NOT_APPLICABLE":
            apart += 1
        else:
            differing.append((check, ours[check], results))
    for check, told, results in differing:
        evidence = told["evidence"][0] if told["evidence"] else {}
        print(f"{check} {told['outcome']}: {results}\n    {evidence}")
    counts = f"{len(RULES)} checks, {sum(map(len, RULES.values()))} rules"
    print(f"{counts}: {agreed} agree, {apart} do not apply")
    return 0


if __name__ == "__main__":
    sys.exit(main())
