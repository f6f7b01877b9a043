//! The allocator.
//!
//! mimalloc by the functions that C programs call. The crate `mimalloc` asks for an alignment each time:
//! that takes a longer way, and where a block's size is no power of two it takes a larger block, too.

use std::alloc::{GlobalAlloc, Layout};

use libmimalloc_sys::{
    mi_free, mi_malloc, mi_malloc_aligned, mi_realloc, mi_realloc_aligned, mi_zalloc,
    mi_zalloc_aligned,
};

/// The alignment of each block that is as large, in bytes. (mimalloc, `MI_MAX_ALIGN_SIZE` in
/// `include/mimalloc/types.h`: that of `max_align_t`, as C asks it of `malloc`.)
const BLOCK_ALIGN: usize = 16;

/// mimalloc as the program's allocator.
#[derive(Debug, Clone, Copy)]
pub struct Heap;

/// Whether every block of this size is aligned so: as C's `malloc`, mimalloc aligns for each type that fits.
const fn is_aligned_anyway(size: usize, align: usize) -> bool {
    align <= BLOCK_ALIGN && align <= size
}

// SAFETY: what is handed out is mimalloc's, of the layout's size at least and aligned as asked, or null
// where there is no memory. `mi_free` and `mi_realloc` take what either way of asking gave. None of these
// functions unwinds.
unsafe impl GlobalAlloc for Heap {
    #[inline]
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        if is_aligned_anyway(layout.size(), layout.align()) {
            // SAFETY: it may be asked for any size.
            return unsafe { mi_malloc(layout.size()) }.cast();
        }
        // SAFETY: a layout's alignment is a power of two.
        unsafe { mi_malloc_aligned(layout.size(), layout.align()) }.cast()
    }

    #[inline]
    unsafe fn alloc_zeroed(&self, layout: Layout) -> *mut u8 {
        if is_aligned_anyway(layout.size(), layout.align()) {
            // SAFETY: it may be asked for any size.
            return unsafe { mi_zalloc(layout.size()) }.cast();
        }
        // SAFETY: a layout's alignment is a power of two.
        unsafe { mi_zalloc_aligned(layout.size(), layout.align()) }.cast()
    }

    #[inline]
    unsafe fn dealloc(&self, block: *mut u8, _layout: Layout) {
        // SAFETY: the caller gives back what this allocator gave, once.
        unsafe { mi_free(block.cast()) };
    }

    #[inline]
    unsafe fn realloc(&self, block: *mut u8, layout: Layout, new_size: usize) -> *mut u8 {
        if is_aligned_anyway(new_size, layout.align()) {
            // SAFETY: the caller gives what this allocator gave; what it becomes is a block of the new
            // size, which is aligned by its size alone.
            return unsafe { mi_realloc(block.cast(), new_size) }.cast();
        }
        // SAFETY: as above, and a layout's alignment is a power of two.
        unsafe { mi_realloc_aligned(block.cast(), new_size, layout.align()) }.cast()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[global_allocator]
    static HEAP: Heap = Heap;

    /// Sizes about those of mimalloc's blocks.
    fn sizes() -> impl Iterator<Item = usize> {
        (1..200).chain((8..22).flat_map(|bits| {
            let size = 1_usize << bits;
            [size - 1, size, size + 1, size + size / 2, size + 8, size + 24]
        }))
    }

    #[test]
    fn blocks_are_aligned_and_keep_what_is_in_them() {
        for align in [1, 2, 4, 8, 16, 32, 64, 4096] {
            let mut blocks = Vec::new();
            for size in sizes() {
                let layout = Layout::from_size_align(size, align).unwrap();
                let larger = Layout::from_size_align(size * 2 + 1, align).unwrap();
                // SAFETY: the size is not nothing.
                let block = unsafe { HEAP.alloc(layout) };
                assert_eq!(block.addr() % align, 0, "{layout:?}");
                // SAFETY: the block has so many bytes.
                unsafe { block.write_bytes(7, size) };
                // SAFETY: the block is of this layout.
                let block = unsafe { HEAP.realloc(block, layout, larger.size()) };
                assert_eq!(block.addr() % align, 0, "{larger:?}");
                // SAFETY: so many bytes were written.
                let kept = unsafe { std::slice::from_raw_parts(block, size) };
                assert!(kept.iter().all(|byte| *byte == 7), "{layout:?}");
                // SAFETY: the size is not nothing.
                let zeroed = unsafe { HEAP.alloc_zeroed(layout) };
                // SAFETY: so many bytes were zeroed.
                let zeros = unsafe { std::slice::from_raw_parts(zeroed, size) };
                assert!(zeros.iter().all(|byte| *byte == 0) && zeroed.addr() % align == 0);
                blocks.extend([(block, larger), (zeroed, layout)]);
            }
            for (block, layout) in blocks {
                // SAFETY: each is given back once, by its layout.
                unsafe { HEAP.dealloc(block, layout) };
            }
        }
    }

    #[test]
    fn an_alignment_is_asked_for_where_blocks_have_it_not() {
        for (size, align, anyway) in
            [(8, 8, true), (24, 16, true), (1, 8, false), (8, 16, false), (64, 32, false)]
        {
            assert_eq!(is_aligned_anyway(size, align), anyway, "{size} {align}");
        }
    }
}
