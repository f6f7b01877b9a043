//! Pages from the system, locked and left out of core dumps.

use std::ffi::c_void;
use std::io;
use std::ptr;
use std::sync::atomic::{AtomicBool, Ordering};

#[cfg(target_os = "linux")]
use rustix::mm::madvise;
use rustix::mm::{MapFlags, ProtFlags, mlock, mmap_anonymous};

/// Whether the system refused to lock pages before.
static REFUSED: AtomicBool = AtomicBool::new(false);

/// At least this many zeros, in pages that are never given back.
pub(crate) fn map(length: usize) -> &'static mut [u8] {
    let length = length.next_multiple_of(rustix::param::page_size());
    match fresh(length) {
        Ok(bytes) => bytes,
        Err(error) => {
            refused(&error);
            Box::leak(vec![0; length].into_boxed_slice())
        }
    }
}

/// Whether the system refused to lock pages.
#[cfg(test)]
pub(crate) fn is_refused() -> bool {
    REFUSED.load(Ordering::Relaxed)
}

fn fresh(length: usize) -> io::Result<&'static mut [u8]> {
    let (readable, private) = (ProtFlags::READ | ProtFlags::WRITE, MapFlags::PRIVATE);
    // SAFETY: no address is asked for and `MAP_FIXED` is not set, so that no mapping is replaced
    // and no memory that Rust knows of changes.
    let start: *mut c_void = unsafe { mmap_anonymous(ptr::null_mut(), length, readable, private) }?;
    // SAFETY: the range is the mapping just made; locking it changes nothing that a program reads.
    if let Err(error) = unsafe { mlock(start, length) } {
        refused(&error.into());
    }
    leave_out_of_dumps(start, length);
    // SAFETY: the mapping is `length` bytes, readable and writable, zeroed by the system, and so
    // valid as `u8`; it is aligned to pages and no longer than `isize::MAX`, which the system sees
    // to; nothing else knows of it, and it is never unmapped, so the reference is the only one for
    // as long as the process lives.
    Ok(unsafe { std::slice::from_raw_parts_mut(start.cast::<u8>(), length) })
}

/// A dump without them is a wish that old kernels may refuse; dumps are off in any case.
#[cfg(target_os = "linux")]
fn leave_out_of_dumps(start: *mut c_void, length: usize) {
    // SAFETY: the range is a mapping of this module, whole pages, and the advice changes nothing
    // that a program reads.
    if let Err(error) = unsafe { madvise(start, length, rustix::mm::Advice::LinuxDontDump) } {
        tracing::warn!(%error, "keys cannot be left out of core dumps");
    }
}

#[cfg(not(target_os = "linux"))]
fn leave_out_of_dumps(_start: *mut c_void, _length: usize) {}

fn refused(error: &io::Error) {
    if !REFUSED.swap(true, Ordering::Relaxed) {
        tracing::warn!(
            %error,
            "keys cannot be locked in memory and may be swapped out: raise RLIMIT_MEMLOCK \
             (LimitMEMLOCK= in systemd's unit), or encrypt the swap space"
        );
    }
}
