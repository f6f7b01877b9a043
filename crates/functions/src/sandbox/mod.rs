//! Processes that functions run in: how each is confined, started, and ended.

mod ended;
pub(crate) mod group;
mod started;
mod uids;

use std::fs;
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

pub(crate) use self::ended::quiet;
use self::group::Groups;
pub(crate) use self::started::{Exit, Outlets, Process};
use self::uids::Uids;
use crate::error::Error;
use crate::function::{Credentials, Function, Runtime};
use crate::options::{Confinement, Options};
use crate::supervisor::orders::{Limits, Orders};
use crate::variables::{self, Places};

const PYTHON: &str = include_str!("../runtimes/bootstrap.py");
const NODE: &str = include_str!("../runtimes/bootstrap.cjs");
const PASSWD: &str = "root:x:0:0:root:/:/sbin/nologin\nsbx_user:x:993:990::/tmp:/sbin/nologin\n";
const GROUPS: &str = "root:x:0:\nsbx_user:x:990:\n";
const HOSTS: &str = "127.0.0.1 localhost\n::1 localhost\n";
/// Where a function finds the operator's libraries.
const LIBRARIES: &str = "/var/libraries";
const MB: u64 = 1 << 20;
/// What a process needs beside what Lambda counts, where each is limited by itself: threads' stacks above all.
const BESIDE: u64 = 192 * MB;

/// The part of the host that sandboxes are made from.
pub(crate) struct Host {
    bubblewrap: Option<PathBuf>,
    supervisor: PathBuf,
    arguments: Vec<String>,
    work: PathBuf,
    python: Option<PathBuf>,
    node: Option<PathBuf>,
    python_libraries: Option<PathBuf>,
    node_libraries: Option<PathBuf>,
    endpoint: bool,
    groups: Option<Groups>,
    uids: Option<Arc<Uids>>,
    cpu: u64,
}

impl Host {
    pub(crate) fn new(options: &Options) -> Result<Self, Error> {
        let root = rustix::process::geteuid().is_root();
        let bubblewrap = match options.confinement {
            Confinement::Bubblewrap => {
                let given = options.bubblewrap.clone().or_else(|| find("bwrap"));
                Some(given.filter(|program| program.is_file()).ok_or(Error::NoSandbox)?)
            }
            Confinement::Unconfined if root => return Err(Error::UnconfinedRoot),
            Confinement::Unconfined => None,
        };
        let work = prepare(&options.work)?;
        let supervisor = match bubblewrap {
            Some(_) => supervisor_for_all(&options.supervisor, &work)?,
            None => options.supervisor.clone(),
        };
        Ok(Self {
            groups: (options.groups && bubblewrap.is_some()).then(Groups::find).flatten(),
            uids: root.then(|| Arc::new(Uids::new(options.uids.clone()))),
            bubblewrap,
            supervisor,
            arguments: options.supervisor_arguments.clone(),
            work,
            python: find("python3"),
            node: find("node"),
            python_libraries: options.python_libraries.clone(),
            node_libraries: options.node_libraries.clone(),
            endpoint: options.endpoint.is_some(),
            cpu: options.lifetime.as_secs().saturating_mul(2).max(60),
        })
    }

    /// Whether environments' memory is limited as a whole, and not process by process.
    pub(crate) fn limits_groups(&self) -> bool {
        self.groups.is_some()
    }

    fn confined(&self) -> bool {
        self.bubblewrap.is_some()
    }

    /// Where something of the sandbox is, seen by the function.
    fn inside<'a>(&self, inside: &'a str, outside: &'a Path) -> std::borrow::Cow<'a, str> {
        if self.confined() { inside.into() } else { outside.to_string_lossy() }
    }

    /// The operator's libraries for a runtime.
    fn libraries(&self, runtime: Runtime) -> Option<&Path> {
        match runtime {
            Runtime::Python => self.python_libraries.as_deref(),
            Runtime::Node => self.node_libraries.as_deref(),
            Runtime::Provided => None,
        }
    }

    fn orders(
        &self,
        function: &Function,
        credentials: &Credentials,
        stream: &str,
    ) -> Result<Orders, Error> {
        let task = self.inside("/var/task", &function.code).into_owned();
        let nothing = self.work.join("nothing");
        let layers = function.layers.as_deref().unwrap_or(&nothing);
        let layers = self.inside("/opt", layers).into_owned();
        let runtimes = self.work.join("runtimes");
        let runtimes = self.inside("/var/runtime", &runtimes).into_owned();
        let missing = |needs| Error::NoRuntime(format!("{:?}", function.runtime), needs);
        let utf8 = |path: &Path| path.to_string_lossy().into_owned();
        let (programs, arguments) = match function.runtime {
            Runtime::Python => {
                let python = self.python.as_deref().ok_or_else(|| missing("python3"))?;
                let script = format!("{runtimes}/bootstrap.py");
                (vec![utf8(python)], vec!["-X".to_owned(), "utf8".to_owned(), script])
            }
            Runtime::Node => {
                let node = self.node.as_deref().ok_or_else(|| missing("node"))?;
                (vec![utf8(node)], vec![format!("{runtimes}/bootstrap.cjs")])
            }
            Runtime::Provided => {
                (vec![format!("{task}/bootstrap"), format!("{layers}/bootstrap")], Vec::new())
            }
        };
        let libraries = self.libraries(function.runtime);
        let libraries = libraries.map(|folder| self.inside(LIBRARIES, folder));
        let places = Places {
            task: &task,
            layers: &layers,
            runtimes: &runtimes,
            libraries: libraries.as_deref(),
            stream,
        };
        Ok(Orders {
            programs,
            arguments,
            environment: variables::of(function, credentials, &places),
            folder: task,
            confined: self.confined(),
            endpoint: self.endpoint,
            grouped: self.groups.is_some(),
            limits: Limits {
                memory: u64::from(function.memory) * MB + BESIDE,
                file: u64::from(function.storage) * MB,
                cpu: self.cpu,
            },
        })
    }

    fn command(&self, function: &Function, uid: Option<u32>) -> Command {
        let Some(bubblewrap) = &self.bubblewrap else {
            let mut command = Command::new(&self.supervisor);
            command.args(&self.arguments).env_clear().process_group(0);
            return command;
        };
        let mut command = Command::new(bubblewrap);
        command.env_clear().current_dir("/");
        if let Some(uid) = uid {
            command.uid(uid).gid(uid);
        }
        command.args(["--unshare-user", "--unshare-pid", "--unshare-ipc", "--unshare-uts"]);
        command.args(["--unshare-net", "--unshare-cgroup-try", "--uid", "993", "--gid", "990"]);
        command.args(["--hostname", "sandbox", "--die-with-parent", "--new-session", "--as-pid-1"]);
        command.args(["--clearenv", "--cap-drop", "ALL", "--proc", "/proc"]);
        command.args(["--size", "65536", "--tmpfs", "/dev"]);
        for device in ["null", "zero", "full", "random", "urandom"] {
            let device = format!("/dev/{device}");
            command.args(["--dev-bind", &device, &device]);
        }
        command.args(["--symlink", "/proc/self/fd", "/dev/fd", "--remount-ro", "/dev"]);
        command.args(["--ro-bind", "/usr", "/usr"]);
        for folder in ["/bin", "/sbin", "/lib", "/lib64"] {
            match fs::read_link(folder) {
                Ok(target) => command.arg("--symlink").arg(target).arg(folder),
                Err(_) => command.args(["--ro-bind-try", folder, folder]),
            };
        }
        for file in ["/etc/ssl/certs", "/etc/ld.so.cache", "/etc/alternatives"] {
            command.args(["--ro-bind-try", file, file]);
        }
        let own = |file: &str| self.work.join(file);
        command.arg("--ro-bind").arg(own("etc/passwd")).arg("/etc/passwd");
        command.arg("--ro-bind").arg(own("etc/group")).arg("/etc/group");
        command.arg("--ro-bind").arg(own("etc/hosts")).arg("/etc/hosts");
        command.arg("--ro-bind").arg(own("runtimes")).arg("/var/runtime");
        command.arg("--ro-bind").arg(&self.supervisor).arg("/run/supervisor");
        command.arg("--ro-bind").arg(&function.code).arg("/var/task");
        if let Some(libraries) = self.libraries(function.runtime) {
            command.arg("--ro-bind").arg(libraries).arg(LIBRARIES);
        }
        let layers = function.layers.clone().unwrap_or_else(|| own("nothing"));
        command.arg("--ro-bind").arg(layers).arg("/opt");
        let size = (u64::from(function.storage) * MB).to_string();
        command.args(["--perms", "1777", "--size", &size, "--tmpfs", "/tmp"]);
        command.args(["--remount-ro", "/", "--chdir", "/", "--", "/run/supervisor"]);
        command.args(&self.arguments);
        command
    }
}

/// The runtimes that can be run here, by AWS's names.
#[must_use]
pub fn installed_runtimes() -> Vec<String> {
    let version = |program: &str| {
        let asked = Command::new(find(program)?).arg("--version").env_clear().output().ok()?;
        Some(String::from_utf8_lossy(&asked.stdout).into_owned())
    };
    let mut all = Vec::new();
    if let Some(told) = version("python3") {
        let number = told.trim().trim_start_matches("Python ").to_owned();
        let parts: Vec<&str> = number.split('.').take(2).collect();
        all.push(format!("python{}", parts.join(".")));
    }
    if let Some(told) = version("node") {
        let major = told.trim().trim_start_matches('v').split('.').next().map(str::to_owned);
        all.extend(major.map(|major| format!("nodejs{major}.x")));
    }
    all.push("provided.al2023".to_owned());
    all
}

/// A program of the system: what only this user's path has may not be there in a sandbox.
fn find(name: &str) -> Option<PathBuf> {
    ["/usr/bin", "/usr/local/bin", "/bin"]
        .into_iter()
        .map(|folder| Path::new(folder).join(name))
        .find(|program| program.is_file())
}

/// Makes the folder that holds what all sandboxes share. Its names can be gone through, but not listed: who a sandbox
/// is run as needs that to have its own code mounted.
fn prepare(work: &Path) -> Result<PathBuf, Error> {
    let folder = |path: &Path, mode| {
        fs::create_dir_all(path)
            .and_then(|()| fs::set_permissions(path, fs::Permissions::from_mode(mode)))
            .map_err(Error::file(path))
    };
    folder(work, 0o711)?;
    let work = work.canonicalize().map_err(Error::file(work))?;
    for name in ["etc", "runtimes", "nothing"] {
        folder(&work.join(name), 0o755)?;
    }
    for (name, text) in [
        ("etc/passwd", PASSWD),
        ("etc/group", GROUPS),
        ("etc/hosts", HOSTS),
        ("runtimes/bootstrap.py", PYTHON),
        ("runtimes/bootstrap.cjs", NODE),
    ] {
        replace(&work.join(name), 0o644, |file| file.write_all(text.as_bytes()))?;
    }
    Ok(work)
}

/// The supervisor, where every user can execute it.
fn supervisor_for_all(program: &Path, work: &Path) -> Result<PathBuf, Error> {
    let copy = work.join("supervisor");
    let mut source = fs::File::open(program).map_err(Error::file(program))?;
    replace(&copy, 0o755, |file| std::io::copy(&mut source, file).map(drop))?;
    Ok(copy)
}

/// Writes a file anew and puts it into its place: the old one may be in use.
fn replace(
    path: &Path,
    mode: u32,
    write: impl FnOnce(&mut fs::File) -> std::io::Result<()>,
) -> Result<(), Error> {
    let new = path.with_extension(format!("new-{}", std::process::id()));
    fs::File::create(&new)
        .and_then(|mut file| write(&mut file))
        .and_then(|()| fs::set_permissions(&new, fs::Permissions::from_mode(mode)))
        .and_then(|()| fs::rename(&new, path))
        .map_err(Error::file(path))
}
