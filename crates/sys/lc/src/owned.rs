//! What C allocated, freed when it is dropped.

use std::ptr::NonNull;

use aws_lc_sys::{EVP_PKEY, EVP_PKEY_CTX, EVP_PKEY_CTX_free, EVP_PKEY_CTX_new, EVP_PKEY_free};

/// A key of C's, owned.
pub(crate) struct Key(NonNull<EVP_PKEY>);

impl Key {
    /// Takes over what C returned; `None` where it returned null.
    ///
    /// # Safety
    /// `key` is null or owned by nobody else.
    pub(crate) unsafe fn own(key: *mut EVP_PKEY) -> Option<Self> {
        NonNull::new(key).map(Self)
    }

    pub(crate) fn as_ptr(&self) -> *mut EVP_PKEY {
        self.0.as_ptr()
    }

    /// A context to use the key in; it takes a reference of its own on the key.
    pub(crate) fn context(&self) -> Option<Context> {
        // SAFETY: the key is alive; the engine may be null.
        let context = unsafe { EVP_PKEY_CTX_new(self.0.as_ptr(), std::ptr::null_mut()) };
        NonNull::new(context).map(Context)
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        // SAFETY: the key is owned by this value alone, and freed here alone.
        unsafe { EVP_PKEY_free(self.0.as_ptr()) };
    }
}

// SAFETY: the key is not tied to a thread; its count of references is atomic in C.
unsafe impl Send for Key {}
// SAFETY: a shared key is only read: the functions used on it here change nothing but that count.
// (AWS-LC, evp.h: an EVP_PKEY may be used by several threads by non-mutating functions.)
unsafe impl Sync for Key {}

/// A context of C's, owned. Used by one thread, for one operation.
pub(crate) struct Context(NonNull<EVP_PKEY_CTX>);

impl Context {
    pub(crate) fn as_ptr(&mut self) -> *mut EVP_PKEY_CTX {
        self.0.as_ptr()
    }
}

impl Drop for Context {
    fn drop(&mut self) {
        // SAFETY: the context is owned by this value alone, and freed here alone.
        unsafe { EVP_PKEY_CTX_free(self.0.as_ptr()) };
    }
}
