//! The heap's memory as words: the only plain loads and stores of the collector.
//!
//! The functions are not `unsafe fn`, so that the algorithms read as algorithms.
//! What makes the accesses sound is one rule for the whole folder: an address
//! that reaches this file is an object's start (from the block table, a bitmap
//! or a value that the runtime vouches for) or a word inside such an object.

use pyspec_abi::header::*;
use pyspec_abi::value::Value;

/// Bytes of a slot, on every target.
pub(super) const SLOT_BYTES: usize = 8;

/// An object as the runtime sees it.
#[inline(always)]
pub(super) fn value(object: usize) -> Value {
    debug_assert!(is_pointer(object));
    // SAFETY: no object lies at address zero.
    unsafe { Value::from_bits_unchecked(object) }
}

/// Where an object is. The runtime vouches that what it hands over points to one.
#[inline(always)]
pub(super) fn address(object: Value) -> usize {
    debug_assert!(object.is_ptr());
    object.addr()
}

#[inline(always)]
pub(super) fn header(object: usize) -> Header {
    // SAFETY: see the head of this file.
    unsafe { *(object as *const Header) }
}

#[inline(always)]
pub(super) fn set_header(object: usize, header: Header) {
    // SAFETY: see the head of this file.
    unsafe { *(object as *mut Header) = header }
}

#[inline(always)]
pub(super) fn set_bits(object: usize, bits: u64) {
    set_header(object, Header(header(object).0 | bits));
}

#[inline(always)]
pub(super) fn clear_bits(object: usize, bits: u64) {
    set_header(object, Header(header(object).0 & !bits));
}

/// Address of slot `index`.
#[inline(always)]
pub(super) fn slot(object: usize, index: usize) -> usize {
    object + HEADER_BYTES + index * SLOT_BYTES
}

#[inline(always)]
pub(super) fn load(word: usize) -> usize {
    // SAFETY: see the head of this file.
    unsafe { *(word as *const usize) }
}

#[inline(always)]
pub(super) fn store(word: usize, bits: usize) {
    // SAFETY: see the head of this file.
    unsafe { *(word as *mut usize) = bits }
}

/// Whether a word is a pointer to some object.
#[inline(always)]
pub(super) fn is_pointer(word: usize) -> bool {
    word != 0 && word & pyspec_abi::value::TAG_MASK == 0
}

/// Bytes of an object of `slots` slots.
#[inline(always)]
pub(super) fn bytes_of(slots: usize) -> usize {
    HEADER_BYTES + slots * SLOT_BYTES
}

/// Asks the processor for a line that will be needed soon.
#[inline(always)]
pub(super) fn prefetch(address: usize) {
    #[cfg(target_arch = "x86_64")]
    // SAFETY: prefetching is allowed on any address.
    unsafe {
        use std::arch::x86_64::{_MM_HINT_T0, _mm_prefetch};
        _mm_prefetch(address as *const i8, _MM_HINT_T0);
    }
    #[cfg(not(target_arch = "x86_64"))]
    let _ = address;
}

/// Fills `bytes` bytes.
#[inline(always)]
pub(super) fn fill(start: usize, byte: u8, bytes: usize) {
    // SAFETY: see the head of this file.
    unsafe { std::ptr::write_bytes(start as *mut u8, byte, bytes) }
}

/// Copies whole words between places that do not overlap.
#[inline(always)]
pub(super) fn copy_words(from: usize, to: usize, bytes: usize) {
    // SAFETY: see the head of this file; `to` was just taken from free memory.
    unsafe { std::ptr::copy_nonoverlapping(from as *const u64, to as *mut u64, bytes / 8) }
}
