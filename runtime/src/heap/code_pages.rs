//! Gives the system back what is mapped of the process's own code and constants.
//!
//! Starting, parsing and importing touch most of the executable once. Such pages are clean, shared with the file, and
//! count as the process's memory until they are unmapped; those that are needed come back by faults of a microsecond,
//! 64 KiB at a time. So this is done where memory begins to grow: at the collections whose number is a power of two.
//! (A debugger's breakpoints are changed pages, which it has to set anew.)

use std::ffi::{c_int, c_void};
use std::sync::atomic::{AtomicUsize, Ordering::Relaxed};

/// A part of a segment that can be written, which nothing writes: address, bytes.
static ALSO: [AtomicUsize; 2] = [AtomicUsize::new(0), AtomicUsize::new(0)];

/// From now on [`release`] takes a part of the process's file too that nothing writes, though it could.
pub fn release_also((start, bytes): (usize, usize)) {
    ALSO[0].store(start, Relaxed);
    ALSO[1].store(bytes, Relaxed);
}

/// Unmaps the pages of all segments that are not written, and those of [`release_also`].
pub fn release() {
    // SAFETY: the callback is called with every loaded object's description, and with the null pointer given here.
    unsafe { libc::dl_iterate_phdr(Some(release_object), std::ptr::null_mut()) };
    // SAFETY: whoever named the part vouches for it.
    unsafe { release_pages(ALSO[0].load(Relaxed), ALSO[1].load(Relaxed)) };
}

unsafe extern "C" fn release_object(info: *mut libc::dl_phdr_info, _size: usize, _data: *mut c_void) -> c_int {
    // SAFETY: the C library describes a loaded object.
    unsafe {
        let base = (*info).dlpi_addr as usize;
        for i in 0..(*info).dlpi_phnum as usize {
            let segment = &*(*info).dlpi_phdr.add(i);
            if segment.p_type == libc::PT_LOAD && segment.p_flags & libc::PF_W == 0 {
                release_pages(base + segment.p_vaddr as usize, segment.p_filesz as usize);
            }
        }
    }
    0
}

/// Unmaps the whole pages of a part of a file that is mapped and not written. Fails harmlessly for what is none.
unsafe fn release_pages(start: usize, bytes: usize) {
    const PAGE: usize = 4096;
    let (first, end) = (start.next_multiple_of(PAGE), (start + bytes) & !(PAGE - 1));
    if first < end {
        // SAFETY: the pages are a private mapping of a file that nothing has written to: they read the same afterwards.
        unsafe { libc::madvise(first as *mut c_void, end - first, libc::MADV_DONTNEED) };
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn code_and_constants_are_there_afterwards() {
        let text = std::hint::black_box("constants stay");
        super::release();
        assert_eq!(text.len(), 14);
        assert_eq!("1.5".parse::<f64>(), Ok(1.5));
    }
}
