//! Functions that look for a way out: they see nothing of the host, and the kernel gives them no more.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "test code: a panic is its answer"
)]

mod support;

use std::fs;
use std::net::TcpListener;
use std::os::linux::net::SocketAddrExt;
use std::os::unix::fs::PermissionsExt;
use std::os::unix::net::SocketAddr;
use std::sync::Arc;

use bartizan_functions::{Bounds, unpack};
use serde_json::json;
use support::{Kit, asked};

const LOOKS: &str = r"
import os, socket
def tried(how):
    try:
        return ['done', repr(how())]
    except Exception as error:
        return [type(error).__name__, str(error)]
def listed(path):
    return lambda: sorted(os.listdir(path))
def connected(host, port):
    return lambda: socket.create_connection((host, port), 1)
def handler(event, context):
    return {
        'files': {path: tried(lambda: open(path).read()) for path in event['files']},
        'network': {f'{host}:{port}': tried(connected(host, port)) for host, port in event['network']},
        'processes': [int(name) for name in os.listdir('/proc') if name.isdigit()],
        'commands': [open(f'/proc/{name}/cmdline').read() for name in os.listdir('/proc') if name.isdigit()],
        'root': listed('/')(), 'etc': listed('/etc')(), 'interfaces': [name for _, name in socket.if_nameindex()],
        'status': open('/proc/self/status').read(), 'fds': sorted(os.listdir('/proc/self/fd')),
        'variables': sorted(os.environ), 'host': socket.gethostname(),
        'abstract': tried(lambda: socket.socket(socket.AF_UNIX).connect('\0' + event['abstract'])),
        'first': [tried(listed('/proc/1/fd')), tried(lambda: open('/proc/1/environ', 'rb').read()),
                  tried(lambda: open('/proc/1/mem', 'r+b')), tried(lambda: os.readlink('/proc/1/exe'))],
    }
";

#[tokio::test(flavor = "multi_thread")]
async fn what_looks_around_sees_nothing_of_the_host() {
    let Some(kit) = Kit::new(|_| {}) else { return };
    let host = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = host.local_addr().unwrap().port();
    let name = format!("bartizan-{}", std::process::id());
    let abstract_name = SocketAddr::from_abstract_name(&name).unwrap();
    let _abstract = std::os::unix::net::UnixListener::bind_addr(&abstract_name).unwrap();
    let secret = kit.code("secrets", &[("key", "data")]).join("key");
    kit.code("other", &[("index.py", "secret = 1")]);
    let here = kit.folder.path().to_str().unwrap();
    let own = std::process::id();
    let mut files = vec![
        "/etc/shadow".to_owned(),
        "/root".to_owned(),
        secret.to_str().unwrap().to_owned(),
        format!("{here}/other/index.py"),
        format!("/proc/{own}/environ"),
        format!("/proc/{own}/root/etc/shadow"),
        "/proc/1/root/etc/shadow".to_owned(),
        "/proc/kcore".to_owned(),
        "/sys/kernel/notes".to_owned(),
        "/dev/mem".to_owned(),
        "/dev/vda".to_owned(),
    ];
    for step in ["..", "../..", "../../../../../.."] {
        files.push(format!("/var/task/{step}{here}/other/index.py"));
    }
    let event = json!({
        "files": files, "abstract": name,
        "network": [["127.0.0.1", port], ["169.254.169.254", 80], ["169.254.170.2", 80],
                    ["1.1.1.1", 53], ["10.0.0.1", 22], ["::1", port]],
    });
    let told = kit.ask(kit.python("looks", LOOKS), &event.to_string()).await;
    for (path, how) in told["files"].as_object().unwrap() {
        let kind = how[0].as_str().unwrap();
        assert!(["FileNotFoundError", "PermissionError"].contains(&kind), "{path}: {how}");
    }
    for (address, how) in told["network"].as_object().unwrap() {
        let kind = how[0].as_str().unwrap();
        assert!(["ConnectionRefusedError", "OSError"].contains(&kind), "{address}: {how}");
    }
    host.set_nonblocking(true).unwrap();
    assert!(host.accept().is_err(), "nobody came");
    assert_eq!(told["abstract"][0], "ConnectionRefusedError");
    kit.stands().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn what_looks_at_itself_sees_nothing_that_it_could_use() {
    let Some(kit) = Kit::new(|_| {}) else { return };
    // What the server was started with would be inherited by all that it starts.
    let _inherited = rustix::io::dup(fs::File::open("/etc/passwd").unwrap()).unwrap();
    let event = json!({ "files": [], "network": [], "abstract": "none" });
    let told = kit.ask(kit.python("looks", LOOKS), &event.to_string()).await;
    assert!(told["processes"].as_array().unwrap().iter().all(|id| id.as_u64().unwrap() < 100));
    assert!(!told["commands"].to_string().contains("contained"), "no command of the host");
    let root = json!([
        "bin", "dev", "etc", "lib", "lib64", "opt", "proc", "run", "sbin", "tmp", "usr", "var"
    ]);
    let more = told["root"]
        .as_array()
        .unwrap()
        .iter()
        .find(|name| !root.as_array().unwrap().contains(name));
    assert_eq!(more, None);
    assert_eq!(told["interfaces"], json!(["lo"]));
    assert_eq!(told["host"], "sandbox");
    let fds = told["fds"].as_array().unwrap();
    assert_eq!(
        fds.len(),
        5,
        "input, output, errors, the API, and the folder that is read: {fds:?}"
    );
    for how in told["first"].as_array().unwrap() {
        assert_eq!(how[0], "PermissionError", "{how}");
    }
    let status = told["status"].as_str().unwrap();
    let field = |name: &str| {
        let line = status.lines().find_map(|line| line.strip_prefix(name)).unwrap();
        line.split_whitespace().map(str::to_owned).collect::<Vec<_>>()
    };
    for capabilities in ["CapInh:", "CapPrm:", "CapEff:", "CapBnd:", "CapAmb:"] {
        assert_eq!(field(capabilities), ["0000000000000000"], "{capabilities}");
    }
    assert_eq!((field("NoNewPrivs:"), field("Seccomp:")), (vec!["1".into()], vec!["2".into()]));
    assert_eq!(field("Uid:"), ["993", "993", "993", "993"]);
    kit.stands().await;
}

/// By the numbers of system calls: what C would say is not there. Root's own folder is made beforehand where the test
/// is not root's.
const CALLS: &str = r"
import ctypes, errno, os, platform, socket
libc = ctypes.CDLL(None, use_errno=True)
X86 = platform.machine() == 'x86_64'
CALLS = {
    'ptrace': (101, 117), 'mount': (165, 40), 'umount2': (166, 39), 'pivot_root': (155, 41),
    'chroot': (161, 51), 'unshare': (272, 97), 'setns': (308, 268), 'keyctl': (250, 219),
    'add_key': (248, 217), 'request_key': (249, 218), 'bpf': (321, 280), 'perf_event_open': (298, 241),
    'userfaultfd': (323, 282), 'io_uring_setup': (425, 425), 'init_module': (175, 105), 'kexec_load': (246, 104),
    'reboot': (169, 142), 'sethostname': (170, 161), 'process_vm_readv': (310, 270), 'pidfd_getfd': (438, 438),
    'open_by_handle_at': (304, 265), 'name_to_handle_at': (303, 264), 'clone3': (435, 435), 'mknodat': (259, 33),
    'syslog': (103, 116), 'quotactl': (179, 60), 'acct': (163, 89), 'swapon': (167, 224), 'fsopen': (430, 430),
    'open_tree': (428, 428), 'move_mount': (429, 429), 'settimeofday': (164, 170), 'shmget': (29, 194),
}
def call(number, *arguments):
    ctypes.set_errno(0)
    result = libc.syscall(ctypes.c_long(number), *[ctypes.c_long(value) for value in arguments])
    return errno.errorcode.get(ctypes.get_errno(), 0) if result < 0 else 'done'
def opened(*how):
    try:
        socket.socket(*how).close()
        return 'done'
    except OSError as error:
        return errno.errorcode[error.errno]
def handler(event, context):
    told = {name: call(numbers[0 if X86 else 1], 0, 0, 0, 0, 0) for name, numbers in CALLS.items()}
    for name, flag in {'user': 0x10000000, 'mount': 0x20000, 'net': 0x40000000, 'pid': 0x20000000}.items():
        told['clone ' + name] = call(56 if X86 else 220, flag | 17, 0, 0, 0, 0)
    for name, family in {'vsock': 40, 'alg': 38, 'packet': 17, 'bluetooth': 31, 'xdp': 44}.items():
        told[name] = opened(family, socket.SOCK_STREAM if name == 'vsock' else socket.SOCK_RAW)
    told['netfilter'] = opened(socket.AF_NETLINK, socket.SOCK_RAW, 12)
    told['tiocsti'] = call(16 if X86 else 29, 0, 0x5412, 0)
    return told
";

#[tokio::test(flavor = "multi_thread")]
async fn what_asks_the_kernel_for_more_is_refused() {
    let Some(kit) = Kit::new(|_| {}) else { return };
    let told = kit.ask(kit.python("calls", CALLS), "{}").await;
    let told = told.as_object().unwrap();
    assert_eq!(told.len(), 44);
    for (call, how) in told {
        assert_eq!(how, "ENOSYS", "{call}");
    }
    // Programs that need more than they get say so, and the next one runs.
    let text = "import subprocess\ndef handler(event, context):\n    \
                return [subprocess.run(line, shell=True, capture_output=True).returncode for line in event]\n";
    let lines = json!([
        "true",
        "unshare -Ur true",
        "mount -t tmpfs none /tmp",
        "chroot / true",
        "su -c true"
    ]);
    let codes = kit.ask(kit.python("programs", text), &lines.to_string()).await;
    let failed: Vec<bool> =
        codes.as_array().unwrap().iter().map(|code| code.as_i64() != Some(0)).collect();
    assert_eq!(failed, [false, true, true, true, true], "{codes}");
    kit.stands().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn a_link_in_code_leads_nowhere() {
    let Some(kit) = Kit::new(|_| {}) else { return };
    let text = r"
import os
def handler(event, context):
    told = []
    for name in sorted(os.listdir('.')):
        if name != 'index.py':
            try: told.append(open(name).read())
            except OSError as error: told.append(type(error).__name__)
    return told
";
    let function = kit.python("links", text);
    for (name, target) in
        [("a", "/etc/shadow"), ("b", "../../../../etc/shadow"), ("c", "/proc/1/root/etc/shadow")]
    {
        std::os::unix::fs::symlink(target, function.code.join(name)).unwrap();
    }
    let told = kit.ask(function, "{}").await;
    let nothing = ["FileNotFoundError", "PermissionError"];
    assert!(
        told.as_array().unwrap().iter().all(|how| nothing.contains(&how.as_str().unwrap())),
        "{told}"
    );
    kit.stands().await;
}

#[tokio::test(flavor = "multi_thread")]
async fn code_that_was_unpacked_is_run_and_its_links_lead_nowhere() {
    let Some(kit) = Kit::new(|_| {}) else { return };
    let code = kit.code("unpacked", &[]);
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    zip.start_file("lib/index.py", options).unwrap();
    let text = b"import os\ndef handler(event, context):\n    return os.path.exists('data')\n";
    std::io::Write::write_all(&mut zip, text).unwrap();
    zip.add_symlink("index.py", "lib/index.py", options).unwrap();
    zip.add_symlink("data", "../../etc/shadow", options).unwrap();
    let zip = zip.finish().unwrap();
    let refused = unpack(zip.clone(), &code, Bounds::default()).unwrap_err();
    assert!(refused.to_string().ends_with("data is a link out of the zip file"));
    fs::set_permissions(&code, fs::Permissions::from_mode(0o755)).unwrap();
    let mut function = kit.python("linked", "");
    function.code = code;
    assert_eq!(kit.ask(function, "{}").await, false);
    let gone = Arc::new(kit.python("gone", ""));
    fs::remove_dir_all(&gone.code).unwrap();
    let refused = kit.functions.invoke(&gone, &asked(&gone, "{}")).await.unwrap_err();
    assert!(refused.to_string().contains("bwrap: Can't find source path"), "{refused}");
    kit.stands().await;
}
