//! What the tests need beside cargo: a Python virtual environment, `PostgreSQL`, `SoftHSM2` and npm
//! packages, installed from the public registries when they are missing.

use std::fs;
use std::path::{Path, PathBuf};

use crate::workspace::Workspace;
use crate::{Result, command};

/// The Python interpreter of a virtual environment that holds exactly what `requirements` (relative
/// to the root) pins; made once and reused while that file stays the same.
pub(crate) fn python(workspace: &Workspace, requirements: &str) -> Result<PathBuf> {
    let wanted = fs::read_to_string(workspace.root.join(requirements))?;
    let name = requirements.replace(['/', '.'], "-");
    let folder = workspace.scratch()?.join(format!("venv-{name}"));
    let python = folder.join("bin/python");
    let stamp = folder.join("requirements.installed");
    if python.is_file() && fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(python);
    }
    println!("making a Python environment from {requirements}");
    if folder.exists() {
        fs::remove_dir_all(&folder)?;
    }
    make_environment(workspace, &folder)?;
    command::program(&python, &workspace.root)
        .args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r"])
        .args([requirements])
        .run()?;
    fs::write(stamp, wanted)?;
    Ok(python)
}

fn make_environment(workspace: &Workspace, folder: &Path) -> Result {
    let make = || {
        command::program("python3", &workspace.root)
            .args(["-m", "venv"])
            .args([folder])
            .stdout_text()
            .map(drop)
    };
    make().or_else(|first| {
        install("python3-venv", workspace)
            .map_err(|error| format!("{first}\nand installing `python3-venv` failed: {error}"))?;
        make()
    })
}

/// The folder in which npm installed exactly what `manifest` (relative to the root) pins, and the
/// lock file beside it if there is one; made once and reused while they stay the same.
pub(crate) fn node(workspace: &Workspace, manifest: &str) -> Result<PathBuf> {
    let package = fs::read_to_string(workspace.root.join(manifest))?;
    let lock = workspace.root.join(manifest).with_file_name("package-lock.json");
    let lock = fs::read_to_string(lock).ok();
    let wanted = format!("{package}{}", lock.as_deref().unwrap_or_default());
    let folder = workspace.scratch()?.join(format!("npm-{}", manifest.replace(['/', '.'], "-")));
    let stamp = folder.join("package.installed");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == wanted) {
        return Ok(folder);
    }
    println!("installing what {manifest} names");
    fs::create_dir_all(&folder)?;
    fs::write(folder.join("package.json"), &package)?;
    let how: &[&str] = match &lock {
        Some(lock) => {
            fs::write(folder.join("package-lock.json"), lock)?;
            &["ci"]
        }
        None => &["install", "--no-package-lock"],
    };
    command::program("npm", &folder)
        .args(how)
        .args(["--ignore-scripts", "--no-audit", "--no-fund", "--silent"])
        .run()?;
    fs::write(stamp, wanted)?;
    Ok(folder)
}

/// Makes sure that `initdb` and `postgres` are there.
pub(crate) fn postgresql(workspace: &Workspace) -> Result {
    if has_postgresql() {
        return Ok(());
    }
    install("postgresql", workspace)?;
    if has_postgresql() { Ok(()) } else { Err("the package `postgresql` has no `initdb`".into()) }
}

/// Makes sure that `softhsm2-util`, and with it the library of its tokens, is there.
pub(crate) fn softhsm(workspace: &Workspace) -> Result {
    if command::find("softhsm2-util").is_some() {
        return Ok(());
    }
    install("softhsm2", workspace)
}

/// Makes sure that the proxies are there that the edge is measured beside, what loads them, and what
/// counts instructions.
pub(crate) fn proxies(workspace: &Workspace) -> Result {
    let modules = Path::new("/usr/lib/nginx/modules/ngx_http_modsecurity_module.so");
    let echo = Path::new("/usr/lib/nginx/modules/ngx_http_echo_module.so");
    let rules = Path::new("/usr/share/modsecurity-crs/rules");
    for (package, is_there) in [
        ("nginx-light", command::find("nginx").is_some()),
        ("libnginx-mod-http-echo", echo.is_file()),
        ("libnginx-mod-http-modsecurity", modules.is_file()),
        ("modsecurity-crs", rules.is_dir()),
        ("nghttp2-client", command::find("h2load").is_some()),
        ("valgrind", command::find("valgrind").is_some()),
    ] {
        if !is_there {
            install(package, workspace)?;
        }
    }
    Ok(())
}

/// Makes sure that `ip` and `nft` are there.
pub(crate) fn networking(workspace: &Workspace) -> Result {
    for (package, program) in [("iproute2", "ip"), ("nftables", "nft")] {
        if command::find(program).is_none() {
            install(package, workspace)?;
        }
    }
    Ok(())
}

/// Makes sure that `dig` is there.
pub(crate) fn dig(workspace: &Workspace) -> Result {
    if command::find("dig").is_some() {
        return Ok(());
    }
    install("bind9-dnsutils", workspace)
}

/// Makes sure that functions can be run: what confines them, and an interpreter that is not there anyway.
pub(crate) fn functions(workspace: &Workspace) -> Result {
    for (package, program) in [("bubblewrap", "bwrap"), ("nodejs", "node")] {
        if command::find(program).is_none() {
            install(package, workspace)?;
        }
    }
    Ok(())
}

/// Makes sure that a browser is there, and what drives it without a window.
pub(crate) fn browser(workspace: &Workspace) -> Result {
    if command::find("chromedriver").is_some() {
        return Ok(());
    }
    install("chromium-driver", workspace)
}

fn has_postgresql() -> bool {
    let packaged = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    packaged.into_iter().any(|version| version.path().join("bin/initdb").is_file())
        || command::find("initdb").is_some()
}

/// Installs a Debian package, which needs root.
fn install(package: &str, workspace: &Workspace) -> Result {
    println!("installing the Debian package `{package}`");
    let user = command::program("id", &workspace.root).args(["-u"]).stdout_text()?;
    if user.trim() != "0" {
        return Err(
            format!("install the package `{package}`: only root can, and this is not").into()
        );
    }
    let apt = |words: &[&str]| {
        command::program("apt-get", &workspace.root)
            .env("DEBIAN_FRONTEND", "noninteractive")
            .args(["-qq", "-o", "Dpkg::Use-Pty=0"])
            .args(words)
            .stdout_text()
            .map(drop)
    };
    apt(&["update"])?;
    apt(&["install", "--yes", "--no-install-recommends", package])
}
