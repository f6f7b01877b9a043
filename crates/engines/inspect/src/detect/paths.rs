//! Paths that are attacked for what lies there: secrets, copies, tools, and pages of administrators.

use super::findings::Place;
use super::view::View;
use super::{DetectorKind, Match, files, shell};
use crate::scan::{contains, contains_any, starts_any};

/// Endings of files that are never meant to be fetched.
const RESTRICTED: &[&str] = &[
    ".log",
    ".ini",
    ".bak",
    ".backup",
    ".old",
    ".orig",
    ".save",
    ".swp",
    ".swo",
    ".sql",
    ".sql.gz",
    ".sql.zip",
    ".mdb",
    ".config",
    ".cfg",
    ".env",
    ".key",
    ".pem",
    ".pfx",
    ".p12",
    ".ppk",
    ".htaccess",
    ".htpasswd",
    ".dat~",
    ".php~",
    ".asp~",
    ".jsp~",
    ".sqlite",
    ".sqlite3",
    ".tfstate",
    ".tfvars",
    ".kdbx",
    ".ovpn",
    ".cer.key",
    ".jks",
    ".keystore",
    ".dump",
    ".lock~",
    ".dist",
    ".sublime-project",
    ".ldb",
    ".mdf",
    ".ldf",
    ".bash_history",
    ".rdp",
    ".cmd",
    ".dll",
];

/// Files and folders with secrets or configuration.
const SENSITIVE: &[&str] = &[
    "/.git/",
    "/.git",
    "/.svn/",
    "/.svn",
    "/.hg/",
    "/.bzr/",
    "/cvs/entries",
    "/.env",
    "/.aws/",
    "/.ssh/",
    "/.docker/",
    "/.kube/",
    "/.npmrc",
    "/.netrc",
    "/.pgpass",
    "/.ds_store",
    "/.idea/",
    "/.vscode/",
    "/.htaccess",
    "/.htpasswd",
    "/.config/",
    "/.bash",
    "/.mysql_history",
    "/.s3cfg",
    "/.travis.yml",
    "/.gitlab-ci.yml",
    "/.dockerenv",
    "/.php_cs.cache",
    "/wp-config.php",
    "/web.config",
    "/web-inf/",
    "/config/database.yml",
    "/database.yml",
    "/secrets.yml",
    "/credentials",
    "/config/secrets",
    "/application.properties",
    "/application.yml",
    "/appsettings.json",
    "/local_settings.py",
    "/settings.py",
    "/parameters.yml",
    "/docker-compose.yml",
    "/dockerfile",
    "/id_rsa",
    "/sftp.json",
    "/sftp-config.json",
    "/composer.lock",
    "/phpinfo.php",
    "/server-status",
    "/server-info",
    "/config.json",
    "/config.php",
    "/config.yml",
    "/config.yaml",
    "/config.inc",
    "/settings.json",
    "/secrets.json",
    "/configuration.php",
    "/config.rb",
    "/config.toml",
    "/firebase.json",
    "/serviceaccount",
    "/auth.json",
    "/dump.sql",
    "/backup.",
    "/backups.",
    "/db.sql",
    "/site.tar",
    "/www.zip",
    "/.well-known/openid-configuration~",
    "/robomongo.json",
    "/routes.ini",
    "/.terraform",
];

/// Pages and tools that are known to be attacked.
const EXPLOITABLE: &[&str] = &[
    "/jmx-console",
    "/invoker/jmxinvokerservlet",
    "/web-console/",
    "/phpunit/",
    "/eval-stdin.php",
    "/boaform/",
    "/hnap1",
    "/cgi-bin/.%",
    "/manager/html",
    "/host-manager/",
    "/solr/admin",
    "/druid/indexer",
    "/actuator/",
    "/jolokia",
    "/_ignition/execute",
    "/console/login/loginform.jsp",
    "/wls-wsat/",
    "/_async/",
    "/struts",
    "/telescope/requests",
    "/tmui/login.jsp",
    "/mgmt/tm/util",
    "/owa/auth/x.js",
    "/autodiscover/autodiscover.json",
    "/ecp/proxylogon",
    "/vpn/../",
    "/cgi-bin/luci",
    "/gponform",
    "/setup.cgi",
    "/shell?",
    "/c99.php",
    "/r57.php",
    "/shell.php",
    "/cmd.php",
    "/wso.php",
    "/adminer.php",
    "/phpmyadmin/scripts/setup.php",
    "/.well-known/acme-challenge/../",
    "/xmldata?item",
    "/debug/pprof",
    "/trace.axd",
    "/elmah.axd",
    "/api/jsonws/invoke",
    "/xmlrpc/pingback",
    "/nacos/v1",
    "/geoserver/web",
    "/goform/",
    "/sdk/webLanguage",
    "/portal/redlion",
    "/evox/about",
    "/nmaplowercheck",
    "/nice%20ports",
    "/cgi-bin/test-cgi",
    "/cgi-bin/printenv",
];

/// Pages of administrators that should not face the world.
const ADMIN: &[&str] = &[
    "/phpmyadmin",
    "/pma/",
    "/myadmin",
    "/sqlmanager",
    "/mysqlmanager",
    "/adminer",
    "/webadmin",
    "/administrator/",
    "/admin.php",
    "/wp-admin/install.php",
    "/manager/html",
    "/server-status",
    "/cpanel",
    "/plesk",
    "/webmin",
    "/rails/info",
    "/jenkins/script",
    "/hudson/script",
    "/kibana/app",
    "/sqladmin",
];

/// Finds what a path leads to; then what paths within values do.
pub(super) fn detect(view: &View<'_>, report: &mut dyn FnMut(DetectorKind, Match)) {
    files::detect(view, report);
    shell::detect(view, report);
    match view.place {
        Place::Path => path(view, report),
        Place::Query if !view.is_name => {
            if view.shape.has_any(b".")
                && view.text.len() < 512
                && !view.shape.has_space()
                && restricted_value(view.lower)
            {
                report(
                    DetectorKind::RestrictedExtension,
                    Match::new(0, view.text.len(), "a file of a restricted kind"),
                );
            }
            if starts_any(view.lower, &["wp-config", "wp_config"])
                || contains(view.lower, b"wp-config.php")
            {
                report(
                    DetectorKind::WordPressCommand,
                    Match::new(0, view.text.len(), "WordPress' configuration"),
                );
            }
            if matches!(
                view.lower,
                b"revslider_show_image" | b"duplicator_download" | b"do_reset_wordpress"
            ) {
                report(
                    DetectorKind::WordPressCommand,
                    Match::new(0, view.text.len(), "a command of WordPress"),
                );
            }
        }
        _ => {}
    }
}

/// In values, the kinds that only an attacker asks for by path.
fn restricted_value(lower: &[u8]) -> bool {
    let endings = [
        ".log",
        ".ini",
        ".bak",
        ".sql",
        ".conf",
        ".htaccess",
        ".htpasswd",
        ".pem",
        ".env",
        ".swp",
        ".cfg",
    ];
    let lower = lower.strip_suffix(b"\0").unwrap_or(lower);
    contains_any(lower, &["/", "\\"])
        && endings.iter().any(|ending| lower.ends_with(ending.as_bytes()))
        && !starts_any(lower, &["http://", "https://"])
}

fn path(view: &View<'_>, report: &mut dyn FnMut(DetectorKind, Match)) {
    let lower = view.lower;
    if !lower.starts_with(b"/") {
        return;
    }
    let whole = |what| Match::new(0, lower.len(), what);
    let file = lower.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    let restricted = RESTRICTED.iter().any(|ending| file.ends_with(ending.as_bytes()));
    let copied = file.ends_with(b"~")
        || contains(file, b".php.")
        || contains(file, b".config.")
        || starts_any(file, &["web.config", "wp-config", "#"])
        || contains(file, b"#.")
        || contains(file, b"\n.")
        || contains(file, b"\0");
    if restricted || copied {
        report(DetectorKind::RestrictedExtension, whole("a file of a restricted kind"));
    }
    let mut any = |table: &[&str], kind, what| {
        let hit = table.iter().find(|part| {
            let part = part.as_bytes();
            if part.ends_with(b"/") || part.ends_with(b".") {
                contains(lower, part)
            } else {
                lower.ends_with(part) || contains_segment(lower, part)
            }
        });
        if hit.is_some() {
            report(kind, whole(what));
        }
    };
    any(SENSITIVE, DetectorKind::SensitivePath, "a file with secrets or configuration");
    any(EXPLOITABLE, DetectorKind::ExploitablePath, "a path that is known to be attacked");
    any(ADMIN, DetectorKind::AdminPath, "a page of administrators");
    let wordpress = [
        "/xmlrpc.php",
        "/wp-config.php",
        "/wp-admin/install.php",
        "/wp-content/debug.log",
        "/wp-admin/setup-config.php",
        "/wp-content/plugins/revslider/temp/",
    ];
    any(&wordpress, DetectorKind::WordPressPath, "a path of WordPress that is attacked");
}

/// Whether a part of a path ends where a segment does.
fn contains_segment(lower: &[u8], part: &[u8]) -> bool {
    memchr::memmem::find_iter(lower, part)
        .any(|at| matches!(crate::scan::at(lower, at + part.len()), b'/' | b'?' | b';' | 0))
}
