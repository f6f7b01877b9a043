//! Paths that are attacked for what lies there: secrets, copies, tools, and pages of administrators.

use super::anchors::{Anchor, Hit};
use super::findings::Place;
use super::view::View;
use super::{DetectorKind, Match, files, shell};
use crate::scan::{contains, contains_any, starts_any};

/// Endings of files that are never meant to be fetched.
const RESTRICTED: &str = ".log .ini .bak .backup .old .orig .save .swp .swo .sql .sql.gz .sql.zip .mdb .config \
    .cfg .env .key .pem .pfx .p12 .ppk .htaccess .htpasswd .sqlite .sqlite3 .tfstate .tfvars \
    .kdbx .ovpn .jks .keystore .dump .dist .sublime-project .ldb .mdf .ldf .bash_history \
    .rdp .cmd .dll";

/// Files and folders with secrets or configuration.
const SENSITIVE: &str = "/.git/ /.git /.svn/ /.svn /.hg/ /.bzr/ /cvs/entries /.env /.aws/ /.ssh/ /.docker/ \
    /.kube/ /.npmrc /.netrc /.pgpass /.ds_store /.idea/ /.vscode/ /.htaccess /.htpasswd \
    /.config/ /.bash /.mysql_history /.s3cfg /.travis.yml /.gitlab-ci.yml /.dockerenv \
    /.php_cs.cache /wp-config.php /web.config /web-inf/ /config/database.yml /database.yml \
    /secrets.yml /credentials /config/secrets /application.properties /application.yml \
    /appsettings.json /local_settings.py /settings.py /parameters.yml /docker-compose.yml \
    /dockerfile /id_rsa /sftp.json /sftp-config.json /composer.lock /phpinfo.php \
    /server-status /server-info /config.json /config.php /config.yml /config.yaml \
    /config.inc /settings.json /secrets.json /configuration.php /config.rb /config.toml \
    /firebase.json /serviceaccount /auth.json /dump.sql /backup. /backups. /db.sql /site.tar \
    /www.zip /robomongo.json /redis.conf /nginx.conf /httpd.conf /my.cnf /id_dsa /id_ecdsa \
    /id_ed25519 /private-key /privatekey /_vti_pvt/ /_vti_bin/ /composer.json /package.json \
    /yarn.lock /thumbs.db /info.php /server.key /.esmtprc /env.js /env.json /routes.ini \
    /.terraform";

/// Pages and tools that are known to be attacked.
const EXPLOITABLE: &str = "/jmx-console /invoker/jmxinvokerservlet /web-console/ /phpunit/ /eval-stdin.php \
    /boaform/ /hnap1 /cgi-bin/.% /manager/html /host-manager/ /solr/admin /druid/indexer \
    /actuator/ /jolokia /_ignition/execute /console/login/loginform.jsp /wls-wsat/ /_async/ \
    /struts /telescope/requests /tmui/login.jsp /mgmt/tm/util \
    /autodiscover/autodiscover.json /ecp/proxylogon /vpn/../ /cgi-bin/luci /gponform \
    /setup.cgi /shell? /c99.php /r57.php /shell.php /cmd.php /wso.php /adminer.php \
    /phpmyadmin/scripts/setup.php /.well-known/acme-challenge/../ /xmldata?item /debug/pprof \
    /trace.axd /elmah.axd /api/jsonws/invoke /xmlrpc/pingback /nacos/v1 /geoserver/web \
    /goform/ /sdk/weblanguage /portal/redlion /evox/about /nmaplowercheck /nice%20ports \
    /cgi-bin/test-cgi /cgi-bin/printenv";

/// Pages of administrators that should not face the world.
const ADMIN: &str = "/phpmyadmin /pma/ /myadmin /sqlmanager /mysqlmanager /adminer /webadmin /administrator/ \
    /admin.php /wp-admin/install.php /manager/html /server-status /cpanel /plesk /webmin \
    /rails/info /jenkins/script /hudson/script /kibana/app /sqladmin";

/// Paths of `WordPress` that are attacked.
const WORDPRESS: &str = "/xmlrpc.php /wp-config.php /wp-admin/install.php /wp-content/debug.log \
    /wp-admin/setup-config.php /wp-content/plugins/revslider/temp/";

/// Finds what a path leads to; then what paths within values do.
pub(super) fn detect(view: &View<'_>, report: &mut dyn FnMut(DetectorKind, Match)) {
    files::detect(view, report);
    shell::detect(view, report);
    match view.place {
        Place::Path => path(view, report),
        Place::Query if !view.is_name => {
            if view.shape.has_any(b".")
                && view.shape.has_any(b"/\\")
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
                || view.shape.has_any(b".")
                    && view.shape.has_any(b"-")
                    && contains(view.lower, b"wp-config.php")
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
    endings.iter().any(|ending| lower.ends_with(ending.as_bytes()))
        && !starts_any(lower, &["http://", "https://"])
}

/// The anchors of paths.
pub(super) fn anchors() -> impl Iterator<Item = Anchor> {
    let table = |kind, what, list: &'static str| {
        list.split_ascii_whitespace().map(move |text| Anchor::new(kind, what, text, ends_segment))
    };
    let sensitive = "a file with secrets or configuration";
    table(DetectorKind::SensitivePath, sensitive, SENSITIVE)
        .chain(table(
            DetectorKind::ExploitablePath,
            "a path that is known to be attacked",
            EXPLOITABLE,
        ))
        .chain(table(DetectorKind::AdminPath, "a page of administrators", ADMIN))
        .chain(table(
            DetectorKind::WordPressPath,
            "a path of WordPress that is attacked",
            WORDPRESS,
        ))
}

/// A part of a path, up to the end of a segment.
fn ends_segment(hit: &Hit<'_>) -> bool {
    let last = crate::scan::before(hit.view.lower, hit.end);
    let ends = matches!(last, b'/' | b'.' | b'?') || matches!(hit.after(), b'/' | b'?' | b';' | 0);
    hit.view.place == Place::Path && hit.view.lower.first() == Some(&b'/') && ends
}

fn path(view: &View<'_>, report: &mut dyn FnMut(DetectorKind, Match)) {
    let lower = view.lower;
    if !lower.starts_with(b"/") {
        return;
    }
    let whole = |what| Match::new(0, lower.len(), what);
    let file = lower.rsplit(|byte| *byte == b'/').next().unwrap_or_default();
    let restricted = file.contains(&b'.')
        && RESTRICTED.split_ascii_whitespace().any(|ending| file.ends_with(ending.as_bytes()));
    let copied = file.ends_with(b"~")
        || contains_any(file, &[".php.", ".config.", "#.", "\n.", "\0"])
        || starts_any(file, &["web.config", "wp-config", "#"]);
    if restricted || copied {
        report(DetectorKind::RestrictedExtension, whole("a file of a restricted kind"));
    }
    if is_hidden(lower) || is_copy(file) || names_secrets(file) {
        let what = "a file that is hidden, a copy, or keeps secrets";
        report(DetectorKind::SensitivePath, whole(what));
    }
}

/// A file or folder near the root that Unix hides; but what is well known (RFC 8615) is no secret.
fn is_hidden(lower: &[u8]) -> bool {
    lower.split(|byte| *byte == b'/').skip(1).take(2).any(|segment| {
        segment.first() == Some(&b'.')
            && segment.get(1).is_some_and(u8::is_ascii_alphabetic)
            && !matches!(segment, b".well-known" | b".github")
    })
}

/// What copies of a site or of its data are called, and how they are packed.
const COPIED: &str = "backup backups bak site www web html public_html htdocs db dump database data sql mysql \
    archive old src source wwwroot website";
const PACKED: &str = "zip tar tar.gz tgz rar 7z gz bz2 tar.bz2 sql sql.gz bak";

/// Whether a file is a packed copy of a site or of its data.
fn is_copy(file: &[u8]) -> bool {
    let Some(point) = memchr::memchr(b'.', file) else { return false };
    let name = crate::scan::head(file, point);
    let ending = crate::scan::tail(file, point + 1);
    COPIED.split_ascii_whitespace().any(|copied| copied.as_bytes() == name)
        && PACKED.split_ascii_whitespace().any(|packed| packed.as_bytes() == ending)
}

/// Whether a file is one of settings or notes that say they keep secrets.
fn names_secrets(file: &[u8]) -> bool {
    let secret =
        ["secret", "credential", "passwords", "password.", "passwd", "private_key", "privatekey"];
    let kinds = [
        ".yml",
        ".yaml",
        ".json",
        ".txt",
        ".xml",
        ".csv",
        ".properties",
        ".toml",
        ".php",
        ".pwd",
        ".doc",
        ".xls",
        ".xlsx",
    ];
    contains_any(file, &secret) && kinds.iter().any(|kind| file.ends_with(kind.as_bytes()))
}
