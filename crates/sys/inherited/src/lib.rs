//! What a child process inherits of its parent's open files.
//!
//! Rust opens every file so that no program that is executed gets it. What this process was started with, and what
//! libraries of C open, may be otherwise; a process that is to be confined gets none of it.

use std::io;
use std::os::unix::process::CommandExt;
use std::process::Command;

/// The first number that is not standard input, output or errors.
const FIRST: libc::c_uint = 3;

/// Lets a command's program inherit standard input, output and errors, and nothing else that is open, by whomever.
/// Without `close_range` (Linux before 5.11) the command fails when it is spawned.
pub fn only_standard(command: &mut Command) -> &mut Command {
    // SAFETY: between `fork` and `execve` only what is safe in a signal handler may be called: the closure makes one
    // system call with integers and reads `errno`. It allocates nothing, takes no lock and does not unwind.
    unsafe { command.pre_exec(mark) }
}

/// Marks all files but the standard ones to be closed when a program is executed.
fn mark() -> io::Result<()> {
    let flags = libc::CLOSE_RANGE_CLOEXEC;
    // SAFETY: the kernel is given no memory. With this flag nothing is closed now, so that who owns a file here still
    // does, whatever its number is.
    let answer = unsafe { libc::syscall(libc::SYS_close_range, FIRST, libc::c_uint::MAX, flags) };
    if answer == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
}

#[cfg(test)]
mod tests {
    use std::fs::File;
    use std::os::fd::AsRawFd;

    use super::*;

    #[test]
    fn what_would_be_inherited_is_not() {
        // A copy that is not closed when a program is executed.
        let open = rustix::io::dup(File::open("/dev/null").unwrap()).unwrap();
        let number = open.as_raw_fd();
        let listed = |only: bool| {
            let mut command = Command::new("sh");
            command.args(["-c", &format!("test -e /proc/self/fd/{number}")]);
            if only {
                only_standard(&mut command);
            }
            command.status().unwrap().success()
        };
        assert!(listed(false));
        assert!(!listed(true));
        assert!(File::from(open).metadata().is_ok(), "it is open here");
    }
}
