//! What the system tells of a TCP connection and the standard library does not ask.

use std::os::fd::AsFd;

/// How many bytes were written that the other side has not acknowledged: in the system's memory, or on
/// their way. Nothing where the system does not tell, or it is no connection. (tcp(7), `SIOCOUTQ`.)
#[cfg(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")
))]
pub fn unacknowledged(connection: impl AsFd) -> Option<u64> {
    use rustix::ioctl::{Getter, ioctl};

    /// `SIOCOUTQ`, which is `TIOCOUTQ`. (`include/uapi/asm-generic/ioctls.h` of Linux.)
    const SIOCOUTQ: rustix::ioctl::Opcode = 0x5411;

    // SAFETY: the opcode is Linux's on the architectures named above, and what it writes is an `int`.
    let question = unsafe { Getter::<SIOCOUTQ, i32>::new() };
    // SAFETY: the descriptor is open for as long as it is borrowed. Linux answers with one `int`, which
    // the question has room for, or with an error, whatever the descriptor is of: terminals and serial
    // lines know the same opcode with the same answer.
    let answer = unsafe { ioctl(connection.as_fd(), question) };
    answer.ok().and_then(|bytes| u64::try_from(bytes).ok())
}

/// How many bytes were written that the other side has not acknowledged: this system does not tell.
#[cfg(not(all(
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")
)))]
pub fn unacknowledged(_: impl AsFd) -> Option<u64> {
    None
}

#[cfg(all(
    test,
    target_os = "linux",
    any(target_arch = "x86_64", target_arch = "aarch64", target_arch = "riscv64")
))]
mod tests {
    use std::fs::File;
    use std::io::{Read, Write};
    use std::net::{TcpListener, TcpStream};
    use std::thread;

    use super::*;

    /// More than the other side's system takes before anybody reads.
    const BYTES: usize = 64 * 1024 * 1024;

    #[test]
    fn what_nobody_reads_is_counted_until_it_is_read() {
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let mut client = TcpStream::connect(listener.local_addr().unwrap()).unwrap();
        let (mut server, _) = listener.accept().unwrap();
        assert_eq!(unacknowledged(&server), Some(0));
        server.set_nonblocking(true).unwrap();
        let mut written = 0;
        while written < BYTES {
            match server.write(&[7; 16 * 1024]) {
                Ok(more) => written += more,
                Err(error) => {
                    assert_eq!(error.kind(), std::io::ErrorKind::WouldBlock);
                    break;
                }
            }
        }
        assert!(unacknowledged(&server).unwrap() > 0);
        let mut came = vec![0; written];
        client.read_exact(&mut came).unwrap();
        // The last acknowledgement is on its way.
        while unacknowledged(&server) != Some(0) {
            thread::yield_now();
        }
    }

    #[test]
    fn of_other_files_nothing_is_told() {
        assert_eq!(unacknowledged(File::open("/dev/null").unwrap()), None);
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        assert_eq!(unacknowledged(&listener), None);
    }
}
