//! Code memory: one shared mapping seen twice, writable at one address and executable at another.
//!
//! Installing and freeing a function costs 0.2 µs this way, against 17 µs with page protection toggled. No page is ever
//! writable and executable at one address. A function is a [`Draft`] while its bytes can be written, and [`Code`] once
//! it can be called; the types do not let it be both.
//!
//! Functions are aligned to 64 bytes. A `call rel32` to what lies out of its reach goes through an *island*, a jump
//! through memory near the code; there is one for each such address, shared and never freed.
//!
//! The mapping is shared, so after a `fork` parent and child would write each other's code. Before it,
//! [`CodeMemory::before_fork`] copies the code that is in use; the child puts the copy at the same addresses before it
//! runs any of it.
//!
//! Left to others: knowing that no frame is inside before code is freed or its bytes are patched in the middle of an
//! instruction; locking, also between the copy and the `fork`.

use crate::mir::Symbol;
use crate::{CompiledCode, RelocKind};
use std::collections::{BTreeMap, HashMap};
use std::io::{self, Write};

const ALIGN: usize = 64;
/// Bytes of an island: `jmp [rip + 0]` and its address, padded.
const ISLAND: usize = 16;
const ISLANDS_PER_CHUNK: usize = 64;

/// Memory for machine code.
#[derive(Debug)]
pub struct CodeMemory {
    writable: *mut u8,
    executable: *mut u8,
    size: usize,
    /// Free ranges, offset to length.
    free: BTreeMap<usize, usize>,
    used: usize,
    /// Island for each address that needs one.
    islands: HashMap<u64, u64>,
    /// Place for the next islands: offset and end.
    island_space: (usize, usize),
}

// SAFETY: the two views belong to this value alone, and every method that writes takes it mutably.
unsafe impl Send for CodeMemory {}

/// A range of code memory that can be written and not called.
#[derive(Debug)]
pub struct Draft {
    offset: usize,
    len: usize,
}

/// A function in code memory that can be called and, but for patches, not written.
#[derive(PartialEq, Eq, Hash, Debug)]
pub struct Code {
    offset: usize,
    len: usize,
    address: u64,
}

impl Code {
    /// Address of its first byte.
    pub fn address(&self) -> u64 {
        self.address
    }

    /// Its length in bytes.
    pub fn len(&self) -> usize {
        self.len
    }

    /// Whether it holds nothing.
    pub fn is_empty(&self) -> bool {
        self.len == 0
    }

    /// Whether an address, such as a return address, lies inside.
    pub fn contains(&self, address: u64) -> bool {
        (self.address..self.address + self.len as u64).contains(&address)
    }
}

/// Why a function is not installed.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum InstallError {
    /// No free range is long enough.
    Full,
    /// A relocation's value does not fit.
    OutOfReach(Symbol),
}

impl std::fmt::Display for InstallError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            InstallError::Full => f.write_str("code memory is full"),
            InstallError::OutOfReach(symbol) => write!(f, "{symbol} is out of reach"),
        }
    }
}

impl std::error::Error for InstallError {}

impl CodeMemory {
    /// Reserves `size` bytes, rounded up to whole pages. Pages cost memory once they are written.
    pub fn new(size: usize) -> io::Result<CodeMemory> {
        let size = size.max(1).next_multiple_of(4096);
        let (writable, executable) = map_twice(size)?;
        let free = BTreeMap::from([(0, size)]);
        Ok(CodeMemory { writable, executable, size, free, used: 0, islands: HashMap::new(), island_space: (0, 0) })
    }

    /// Bytes in use.
    pub fn used(&self) -> usize {
        self.used
    }

    /// Bytes in all.
    pub fn capacity(&self) -> usize {
        self.size
    }

    /// Addresses at which its code runs.
    pub fn range(&self) -> std::ops::Range<u64> {
        let start = self.executable as u64;
        start..start + self.size as u64
    }

    /// Takes a range for `len` bytes.
    pub fn allocate(&mut self, len: usize) -> Option<Draft> {
        let need = len.max(1).next_multiple_of(ALIGN);
        let (&offset, &found) = self.free.iter().find(|&(_, &found)| found >= need)?;
        self.free.remove(&offset);
        if found > need {
            self.free.insert(offset + need, found - need);
        }
        self.used += need;
        Some(Draft { offset, len })
    }

    /// The bytes of a draft.
    pub fn bytes_mut(&mut self, draft: &mut Draft) -> &mut [u8] {
        self.writable_bytes(draft.offset, draft.len)
    }

    /// Where a draft will run, for relative addresses in it.
    pub fn future_address(&self, draft: &Draft) -> u64 {
        self.executable as u64 + draft.offset as u64
    }

    /// Ends the writing of a draft: from here on it can be called.
    pub fn install(&mut self, draft: Draft) -> Code {
        let address = self.future_address(&draft);
        Code { offset: draft.offset, len: draft.len, address }
    }

    /// Installs a compiled function: a place for it, then [`CodeMemory::fill`].
    pub fn install_function(
        &mut self,
        code: &CompiledCode,
        resolve: &mut dyn FnMut(Symbol) -> u64,
    ) -> Result<Code, InstallError> {
        let draft = self.allocate(code.bytes.len()).ok_or(InstallError::Full)?;
        self.fill(draft, code, resolve)
    }

    /// Copies a compiled function into its place, fills in its relocations with the addresses that `resolve` gives, and
    /// makes it callable. Functions that call each other get their places first ([`CodeMemory::future_address`]).
    pub fn fill(
        &mut self,
        mut draft: Draft,
        code: &CompiledCode,
        resolve: &mut dyn FnMut(Symbol) -> u64,
    ) -> Result<Code, InstallError> {
        assert_eq!(draft.len, code.bytes.len(), "a place for this function");
        let base = self.future_address(&draft);
        let mut bytes = code.bytes.clone();
        for relocation in &code.relocations {
            let at = relocation.offset as usize;
            let symbol = resolve(relocation.symbol);
            let result = match relocation.kind {
                RelocKind::Abs64 => {
                    let value = symbol.wrapping_add_signed(relocation.addend);
                    bytes[at..at + 8].copy_from_slice(&value.to_le_bytes());
                    Ok(())
                }
                RelocKind::Abs32 => {
                    store_32(&mut bytes[at..at + 4], symbol as i64 + relocation.addend, relocation.symbol)
                }
                RelocKind::Rel32 => {
                    let is_branch = at > 0 && matches!(bytes[at - 1], 0xe8 | 0xe9) && relocation.addend == -4;
                    self.reach(symbol, is_branch).and_then(|symbol| {
                        let place = base as i64 + at as i64;
                        let value = (symbol as i64).wrapping_add(relocation.addend).wrapping_sub(place);
                        store_32(&mut bytes[at..at + 4], value, relocation.symbol)
                    })
                }
            };
            if let Err(error) = result {
                self.discard(draft);
                return Err(error);
            }
        }
        self.bytes_mut(&mut draft).copy_from_slice(&bytes);
        Ok(self.install(draft))
    }

    /// The address itself if all of code memory can reach it by 32 bits, else an island's.
    fn reach(&mut self, address: u64, is_branch: bool) -> Result<u64, InstallError> {
        let range = self.range();
        let near = |from: u64| i32::try_from(address as i64 - from as i64).is_ok();
        if (near(range.start) && near(range.end)) || !is_branch || cfg!(target_pointer_width = "32") {
            return Ok(address);
        }
        if let Some(&island) = self.islands.get(&address) {
            return Ok(island);
        }
        if self.island_space.0 == self.island_space.1 {
            let chunk = self.allocate(ISLAND * ISLANDS_PER_CHUNK).ok_or(InstallError::Full)?;
            self.island_space = (chunk.offset, chunk.offset + chunk.len);
        }
        let offset = self.island_space.0;
        self.island_space.0 += ISLAND;
        let bytes = self.writable_bytes(offset, ISLAND);
        bytes[..6].copy_from_slice(&[0xff, 0x25, 0, 0, 0, 0]);
        bytes[6..14].copy_from_slice(&address.to_le_bytes());
        let island = self.executable as u64 + offset as u64;
        self.islands.insert(address, island);
        Ok(island)
    }

    /// Gives a draft back.
    pub fn discard(&mut self, draft: Draft) {
        self.release(draft.offset, draft.len);
    }

    /// Frees a function. Nothing may run or return into it any more; what does, traps.
    pub fn free(&mut self, code: Code) {
        self.release(code.offset, code.len);
    }

    fn release(&mut self, offset: usize, len: usize) {
        let len = len.max(1).next_multiple_of(ALIGN);
        self.writable_bytes(offset, len).fill(0xcc);
        self.used -= len;
        let (mut start, mut end) = (offset, offset + len);
        if let Some((&before, &before_len)) = self.free.range(..offset).next_back()
            && before + before_len == start
        {
            self.free.remove(&before);
            start = before;
        }
        if let Some(after_len) = self.free.remove(&end) {
            end += after_len;
        }
        self.free.insert(start, end - start);
    }

    /// Points the jump whose four relative bytes are at `offset` somewhere else ([`crate::ExitSite::jumps`]).
    pub fn patch_jump(&mut self, code: &Code, offset: u32, target: u64) {
        assert!(offset as usize + 4 <= code.len, "a jump of this function");
        let next = code.address as i64 + offset as i64 + 4;
        let distance = i32::try_from(target as i64 - next).expect("bridges are in code memory, within reach");
        let place = self.writable_bytes(code.offset + offset as usize, 4).as_mut_ptr().cast::<i32>();
        // SAFETY: the four bytes are in the writable view. One store, so that a thread that runs the jump meanwhile
        // sees the old target or the new one (it lies within one cache line or is patched under the lock that all
        // running code is stopped by).
        unsafe { place.write_unaligned(distance) };
    }

    /// A copy of all code in use, for the child of a `fork` that follows.
    pub fn before_fork(&self) -> io::Result<ForkCopy> {
        let copy = ForkCopy { memory: map_shared(self.size)?, size: self.size };
        let mut start = 0;
        let ends = self.free.iter().map(|(&offset, &len)| (offset, len)).chain([(self.size, 0)]);
        for (end, free) in ends {
            // SAFETY: both are mappings of this size, and the range is inside.
            unsafe { copy.memory.add(start).copy_from_nonoverlapping(self.writable.add(start), end - start) };
            start = end + free;
        }
        Ok(copy)
    }

    /// Puts a copy made before the `fork` in the place of the memory that is shared with the parent.
    pub fn after_fork_in_child(&mut self, copy: ForkCopy) -> io::Result<()> {
        assert_eq!(copy.size, self.size, "a copy of this memory");
        let flags = libc::MREMAP_MAYMOVE | libc::MREMAP_FIXED;
        for view in [self.writable, self.executable] {
            // SAFETY: replaces a view of this size by one of the copy; nothing runs in it meanwhile.
            let moved = unsafe { libc::mremap(copy.memory.cast(), 0, self.size, flags, view) };
            if moved == libc::MAP_FAILED {
                return Err(io::Error::last_os_error());
            }
        }
        // SAFETY: the view that was just placed.
        let result = unsafe { libc::mprotect(self.executable.cast(), self.size, libc::PROT_READ | libc::PROT_EXEC) };
        if result == 0 { Ok(()) } else { Err(io::Error::last_os_error()) }
    }

    fn writable_bytes(&mut self, offset: usize, len: usize) -> &mut [u8] {
        assert!(offset + len <= self.size, "within code memory");
        // SAFETY: the range is inside the mapping, which lives as long as `self` and is written through `self` alone.
        unsafe { std::slice::from_raw_parts_mut(self.writable.add(offset), len) }
    }
}

/// Code in use as it was before a `fork`. The parent drops it.
#[derive(Debug)]
pub struct ForkCopy {
    memory: *mut u8,
    size: usize,
}

impl Drop for ForkCopy {
    fn drop(&mut self) {
        // SAFETY: mapped with this size and named by nobody else; views made of it stay.
        unsafe { libc::munmap(self.memory.cast(), self.size) };
    }
}

impl Drop for CodeMemory {
    fn drop(&mut self) {
        // SAFETY: both views were mapped with this size; code in them may not be called after its memory is gone.
        unsafe {
            libc::munmap(self.writable.cast(), self.size);
            libc::munmap(self.executable.cast(), self.size);
        }
    }
}

fn store_32(place: &mut [u8], value: i64, symbol: Symbol) -> Result<(), InstallError> {
    // On x86-32 addresses wrap, on x86-64 a value is a signed or an unsigned half.
    let fits = i32::try_from(value).is_ok() || u32::try_from(value).is_ok() || cfg!(target_pointer_width = "32");
    if !fits {
        return Err(InstallError::OutOfReach(symbol));
    }
    place.copy_from_slice(&(value as u32).to_le_bytes());
    Ok(())
}

/// Anonymous memory of which further views can be made.
fn map_shared(size: usize) -> io::Result<*mut u8> {
    let flags = libc::MAP_SHARED | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE;
    // SAFETY: a new mapping at an address of the system's choice.
    let memory = unsafe { libc::mmap(std::ptr::null_mut(), size, libc::PROT_READ | libc::PROT_WRITE, flags, -1, 0) };
    if memory == libc::MAP_FAILED { Err(io::Error::last_os_error()) } else { Ok(memory.cast()) }
}

/// One piece of anonymous memory at two addresses: the first writable, the second executable.
fn map_twice(size: usize) -> io::Result<(*mut u8, *mut u8)> {
    // SAFETY: new mappings at addresses of the system's choice; each is unmapped again if a later step fails.
    unsafe {
        let writable: *mut libc::c_void = map_shared(size)?.cast();
        let failed = |also: Option<*mut libc::c_void>| {
            let error = io::Error::last_os_error();
            libc::munmap(writable, size);
            if let Some(also) = also {
                libc::munmap(also, size);
            }
            Err(error)
        };
        let executable = remap_low(writable, size);
        if executable == libc::MAP_FAILED {
            return failed(None);
        }
        if libc::mprotect(executable, size, libc::PROT_READ | libc::PROT_EXEC) != 0 {
            return failed(Some(executable));
        }
        Ok((writable.cast(), executable.cast()))
    }
}

/// A second view of a shared mapping, if possible below 2 GiB, from where the runtime's own code is within reach.
///
/// # Safety
/// `shared` is a shared mapping of `size` bytes.
unsafe fn remap_low(shared: *mut libc::c_void, size: usize) -> *mut libc::c_void {
    // SAFETY: the caller's; the place that is replaced was reserved just before.
    unsafe {
        #[cfg(target_arch = "x86_64")]
        {
            let flags = libc::MAP_PRIVATE | libc::MAP_ANONYMOUS | libc::MAP_NORESERVE | libc::MAP_32BIT;
            let place = libc::mmap(std::ptr::null_mut(), size, libc::PROT_NONE, flags, -1, 0);
            if place != libc::MAP_FAILED {
                let view = libc::mremap(shared, 0, size, libc::MREMAP_MAYMOVE | libc::MREMAP_FIXED, place);
                if view != libc::MAP_FAILED {
                    return view;
                }
                libc::munmap(place, size);
            }
        }
        libc::mremap(shared, 0, size, libc::MREMAP_MAYMOVE)
    }
}

/// Writes a line of the file by which `perf` names code that runs from memory (`/tmp/perf-PID.map`).
pub fn write_perf_entry(out: &mut dyn Write, code: &Code, name: &str) -> io::Result<()> {
    writeln!(out, "{:x} {:x} {name}", code.address, code.len)
}
