//! Native executables without a linker: a template is filled in.
//!
//! The template is an ELF64 executable at fixed addresses that was linked with three reserved sections, each alone in a
//! segment of its own:
//!
//! ```text
//! .pyspec_text  R-X   machine code
//! .pyspec_data  RW-   the data image
//! .pyspec_end   R--   bounds the data image
//! ```
//!
//! Filling it puts the program's bytes at the end of the file and changes where those two segments and sections say
//! their contents are; names go into the symbol table. Everything else keeps its place, the program headers above all
//! (moved, they still run, but `strip` breaks the file). Linkers order segments differently, so nothing is assumed of
//! their order but that they do not overlap.

use goblin::elf::{Elf, program_header, section_header};
use std::fmt;
use std::fs;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

const TEXT: &str = ".pyspec_text";
const DATA: &str = ".pyspec_data";
const END: &str = ".pyspec_end";

const SECTION_HEADER: usize = 64;
const PROGRAM_HEADER: usize = 56;
const SYMBOL: usize = 24;
/// Bytes that an executable is written by at a time.
const PIECE: usize = 64 << 10;

/// A template, checked.
#[derive(Debug)]
pub struct Template<'a> {
    bytes: &'a [u8],
    text: Reserved,
    data: Reserved,
    symbols: Option<SymbolTable>,
    /// Where symbol and string tables and section headers begin, if nothing else follows.
    tail: Option<usize>,
    section_headers: usize,
    section_count: usize,
    section_names: usize,
}

/// A reserved section and its segment.
#[derive(Clone, Copy, Debug)]
struct Reserved {
    section: usize,
    segment: usize,
    address: u64,
    /// Bytes up to whatever is mapped next.
    room: u64,
    align: u64,
}

#[derive(Clone, Copy, Debug)]
struct SymbolTable {
    symbols: usize,
    strings: usize,
}

/// What fills a template.
#[derive(Clone, Debug, Default)]
pub struct Image {
    /// Machine code, for [`Template::text_address`].
    pub text: Vec<u8>,
    /// Data, for [`Template::data_address`].
    pub data: Vec<u8>,
    /// Names of parts of both.
    pub symbols: Vec<ImageSymbol>,
}

/// Which part of an image.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Part {
    /// Machine code.
    Text,
    /// Data.
    Data,
}

/// A name for tools: `nm`, `objdump`, `perf`, `gdb`.
#[derive(Clone, Debug)]
pub struct ImageSymbol {
    /// The name.
    pub name: String,
    /// Which part it is in.
    pub part: Part,
    /// Where in it.
    pub offset: u64,
    /// How many bytes it names.
    pub size: u64,
}

/// Why no executable is made.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum ExecutableError {
    /// The template is not one.
    Template(String),
    /// The program is too large for the room that was reserved.
    TooLarge(String),
}

impl fmt::Display for ExecutableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            ExecutableError::Template(what) => write!(f, "not a template: {what}"),
            ExecutableError::TooLarge(what) => write!(f, "the program is too large: {what}"),
        }
    }
}

impl std::error::Error for ExecutableError {}

type Result<T> = std::result::Result<T, ExecutableError>;

fn wrong<T>(what: impl Into<String>) -> Result<T> {
    Err(ExecutableError::Template(what.into()))
}

impl<'a> Template<'a> {
    /// Checks that the bytes are a template.
    pub fn parse(bytes: &'a [u8]) -> Result<Template<'a>> {
        let elf = Elf::parse(bytes).or_else(|error| wrong(error.to_string()))?;
        if !elf.is_64 || !elf.little_endian || elf.header.e_machine != goblin::elf::header::EM_X86_64 {
            return wrong("it is no executable for x86-64");
        }
        if elf.header.e_type != goblin::elf::header::ET_EXEC {
            return wrong("it is position-independent");
        }
        check_ranges(bytes, &elf)?;
        let text = find_reserved(&elf, TEXT)?;
        let data = find_reserved(&elf, DATA)?;
        if find_section(&elf, END).is_none() {
            return wrong(format!("it has no section {END}"));
        }
        let symbols = find_section(&elf, ".symtab").zip(find_section(&elf, ".strtab"));
        let symbols = symbols.map(|(symbols, strings)| SymbolTable { symbols, strings });
        let template = Template {
            bytes,
            text,
            data,
            symbols,
            tail: None,
            section_headers: elf.header.e_shoff as usize,
            section_count: elf.header.e_shnum as usize,
            section_names: elf.header.e_shstrndx as usize,
        };
        let tail = template.find_tail(&elf);
        Ok(Template { tail, ..template })
    }

    /// Where the machine code will be.
    pub fn text_address(&self) -> u64 {
        self.text.address
    }

    /// Where the data will be.
    pub fn data_address(&self) -> u64 {
        self.data.address
    }

    /// The start of the tables at the end of the file: they are written anew behind the program, so the old ones need
    /// not be kept. `None` if anything else lies among them.
    fn find_tail(&self, elf: &Elf) -> Option<usize> {
        let table = self.symbols?;
        let moved = [table.symbols, table.strings, self.section_names];
        let start = |&section: &usize| elf.section_headers[section].sh_offset as usize;
        let tail = moved.iter().map(start).min()?.min(self.section_headers);
        let is_before = |start: u64, size: u64| start + size <= tail as u64;
        let others_before = elf.section_headers.iter().enumerate().all(|(index, header)| {
            moved.contains(&index)
                || header.sh_type == section_header::SHT_NOBITS
                || is_before(header.sh_offset, header.sh_size)
        });
        let segments_before = elf.program_headers.iter().all(|header| is_before(header.p_offset, header.p_filesz));
        (others_before && segments_before).then_some(tail)
    }

    /// The executable.
    pub fn fill(&self, image: &Image) -> Result<Vec<u8>> {
        for (what, bytes, reserved) in [("code", &image.text, self.text), ("data", &image.data, self.data)] {
            if bytes.len() as u64 > reserved.room {
                let len = bytes.len();
                return Err(ExecutableError::TooLarge(format!("{len} bytes of {what}, room for {}", reserved.room)));
            }
        }
        let old_headers = self.bytes[self.section_headers..][..self.section_count * SECTION_HEADER].to_vec();
        let mut out =
            Filler { bytes: self.bytes[..self.tail.unwrap_or(self.bytes.len())].to_vec(), headers: old_headers };
        out.add_part(self, self.text, &image.text);
        out.add_part(self, self.data, &image.data);
        if let Some(table) = self.symbols {
            out.add_symbols(self, table, image);
        }
        out.add_section_headers();
        self.check_result(&out.bytes, image)?;
        Ok(out.bytes)
    }

    fn section_bytes(&self, section: usize) -> &'a [u8] {
        let header = &self.bytes[self.section_headers + section * SECTION_HEADER..][..SECTION_HEADER];
        let (offset, size) = (read_u64(header, 24) as usize, read_u64(header, 32) as usize);
        &self.bytes[offset..offset + size]
    }

    /// Reads the result as a loader and `nm` would.
    fn check_result(&self, bytes: &[u8], image: &Image) -> Result<()> {
        let elf = Elf::parse(bytes).or_else(|error| wrong(format!("the result does not parse: {error}")))?;
        for (reserved, part) in [(self.text, &image.text), (self.data, &image.data)] {
            let segment = &elf.program_headers[reserved.segment];
            let section = &elf.section_headers[reserved.section];
            let range = segment.p_offset as usize..(segment.p_offset + segment.p_filesz) as usize;
            let is_right = segment.p_vaddr == reserved.address
                && section.sh_offset == segment.p_offset
                && segment.p_offset % reserved.align == segment.p_vaddr % reserved.align
                && bytes.get(range) == Some(part);
            if !is_right {
                return wrong("the result's segments are not where they should be");
            }
        }
        if self.symbols.is_some() {
            let named = elf.syms.iter().filter(|symbol| symbol.st_value != 0).count();
            if named < image.symbols.len() {
                return wrong("the result lacks symbols");
            }
        }
        Ok(())
    }
}

/// The data image of a filled template, checked as far as headers go.
pub fn data_of(bytes: &[u8]) -> Result<&[u8]> {
    if !bytes.starts_with(b"\x7fELF") {
        return wrong("it is no executable file");
    }
    // The section headers are the last thing in a filled template.
    let headers = bytes.get(40..48).map(|_| read_u64(bytes, 40));
    if headers.is_none_or(|start| start >= bytes.len() as u64) {
        return wrong("it is truncated");
    }
    let elf = Elf::parse(bytes).or_else(|error| wrong(format!("it is damaged or truncated: {error}")))?;
    check_ranges(bytes, &elf)?;
    let Some(section) = find_section(&elf, DATA) else { return wrong(format!("it has no section {DATA}")) };
    let header = &elf.section_headers[section];
    Ok(&bytes[header.sh_offset as usize..][..header.sh_size as usize])
}

/// Every header and everything that a header names lies within the file.
fn check_ranges(bytes: &[u8], elf: &Elf) -> Result<()> {
    let header = &elf.header;
    let sizes = [(header.e_shentsize as usize, SECTION_HEADER), (header.e_phentsize as usize, PROGRAM_HEADER)];
    let is_inside = |start: u64, size: u64| start.checked_add(size).is_some_and(|end| end <= bytes.len() as u64);
    let tables = [
        (header.e_shoff, header.e_shnum as u64 * SECTION_HEADER as u64),
        (header.e_phoff, header.e_phnum as u64 * PROGRAM_HEADER as u64),
    ];
    let sections = elf.section_headers.iter().filter(|section| section.sh_type != section_header::SHT_NOBITS);
    let is_whole = sizes.iter().all(|(found, known)| found == known)
        && tables.iter().all(|&(start, size)| is_inside(start, size))
        && elf.section_headers.len() == header.e_shnum as usize
        && elf.program_headers.len() == header.e_phnum as usize
        && (header.e_shstrndx as usize) < elf.section_headers.len()
        && sections.into_iter().all(|section| is_inside(section.sh_offset, section.sh_size))
        && elf.program_headers.iter().all(|segment| is_inside(segment.p_offset, segment.p_filesz));
    if is_whole { Ok(()) } else { wrong("its headers name what is not in it") }
}

fn find_section(elf: &Elf, name: &str) -> Option<usize> {
    elf.section_headers.iter().position(|header| elf.shdr_strtab.get_at(header.sh_name) == Some(name))
}

fn find_reserved(elf: &Elf, name: &str) -> Result<Reserved> {
    let Some(section) = find_section(elf, name) else { return wrong(format!("it has no section {name}")) };
    let address = elf.section_headers[section].sh_addr;
    let size = elf.section_headers[section].sh_size;
    let loads =
        || elf.program_headers.iter().enumerate().filter(|(_, header)| header.p_type == program_header::PT_LOAD);
    let Some((segment, header)) = loads().find(|(_, header)| header.p_vaddr == address) else {
        return wrong(format!("{name} does not begin a segment"));
    };
    if header.p_memsz != size || header.p_filesz != size {
        return wrong(format!("{name} is not alone in its segment"));
    }
    let next = loads().map(|(_, header)| header.p_vaddr).filter(|&start| start > address).min();
    let align = header.p_align.max(4096);
    if !align.is_power_of_two() || align > 1 << 21 {
        return wrong(format!("{name} is aligned to {align}"));
    }
    let Some(room) = next.and_then(|next| (next & !(align - 1)).checked_sub(address)) else {
        return wrong(format!("nothing bounds {name}"));
    };
    Ok(Reserved { section, segment, address, room, align })
}

/// The result in the making: the file so far, and the section headers that end it.
struct Filler {
    bytes: Vec<u8>,
    headers: Vec<u8>,
}

impl Filler {
    fn align(&mut self, align: usize) {
        let len = self.bytes.len().next_multiple_of(align);
        self.bytes.resize(len, 0);
    }

    fn header(&mut self, section: usize) -> &mut [u8] {
        &mut self.headers[section * SECTION_HEADER..][..SECTION_HEADER]
    }

    fn set_place(&mut self, section: usize, offset: usize, size: usize) {
        let header = self.header(section);
        write_u64(header, 24, offset as u64);
        write_u64(header, 32, size as u64);
    }

    fn add_part(&mut self, template: &Template, reserved: Reserved, part: &[u8]) {
        // Address and offset agree up to the alignment, so that the loader can map the file.
        self.align(reserved.align as usize);
        let skew = (reserved.address % reserved.align) as usize;
        let offset = self.bytes.len() + skew;
        self.bytes.resize(offset, 0);
        self.bytes.extend_from_slice(part);
        self.set_place(reserved.section, offset, part.len());
        let first = read_u64(template.bytes, 32) as usize;
        let header = &mut self.bytes[first + reserved.segment * PROGRAM_HEADER..][..PROGRAM_HEADER];
        write_u64(header, 8, offset as u64);
        write_u64(header, 32, part.len() as u64);
        write_u64(header, 40, part.len() as u64);
    }

    fn add_symbols(&mut self, template: &Template, table: SymbolTable, image: &Image) {
        let mut symbols = template.section_bytes(table.symbols).to_vec();
        let mut strings = template.section_bytes(table.strings).to_vec();
        for symbol in &image.symbols {
            let (reserved, kind) = match symbol.part {
                Part::Text => (template.text, 2),
                Part::Data => (template.data, 1),
            };
            let mut entry = [0; SYMBOL];
            entry[..4].copy_from_slice(&(strings.len() as u32).to_le_bytes());
            entry[4] = 1 << 4 | kind; // global
            entry[6..8].copy_from_slice(&(reserved.section as u16).to_le_bytes());
            write_u64(&mut entry, 8, reserved.address + symbol.offset);
            write_u64(&mut entry, 16, symbol.size);
            symbols.extend_from_slice(&entry);
            // A name ends at its first zero byte.
            strings.extend(symbol.name.bytes().filter(|&byte| byte != 0));
            strings.push(0);
        }
        self.add_table(table.symbols, &symbols);
        self.add_table(table.strings, &strings);
        self.add_table(template.section_names, template.section_bytes(template.section_names));
    }

    fn add_table(&mut self, section: usize, bytes: &[u8]) {
        self.align(8);
        self.set_place(section, self.bytes.len(), bytes.len());
        self.bytes.extend_from_slice(bytes);
    }

    fn add_section_headers(&mut self) {
        self.align(8);
        let offset = self.bytes.len() as u64;
        write_u64(&mut self.bytes, 40, offset);
        self.bytes.extend_from_slice(&self.headers);
    }
}

fn read_u64(bytes: &[u8], at: usize) -> u64 {
    u64::from_le_bytes(bytes[at..at + 8].try_into().expect("eight bytes"))
}

fn write_u64(bytes: &mut [u8], at: usize, value: u64) {
    bytes[at..at + 8].copy_from_slice(&value.to_le_bytes());
}

/// Writes an executable file whole or not at all: beside its place under another name, then renamed.
pub fn write_executable(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_whole(path, bytes, 0o777)
}

/// Writes a file whole or not at all, with this mode less what the user masks.
pub fn write_whole(path: &Path, bytes: &[u8], mode: u32) -> io::Result<()> {
    let invalid = |what: &str| Err(io::Error::new(io::ErrorKind::InvalidInput, what));
    let Some(name) = path.file_name() else { return invalid("the path names no file") };
    // Renaming would replace a device or fail on a folder.
    if fs::metadata(path).is_ok_and(|m| !m.is_file()) {
        return invalid("something is there that is no file");
    }
    let mut temporary = std::ffi::OsString::from(".");
    temporary.push(name);
    temporary.push(format!(".{}.tmp", std::process::id()));
    let temporary = Unfinished(path.with_file_name(temporary));
    let (mut file, is_named) = create(&temporary.0, mode)?;
    // In small pieces: a large write leaves large folios in the page cache, which the first start then maps whole, and
    // counts as resident what it never reads.
    bytes.chunks(PIECE).try_for_each(|piece| file.write_all(piece))?;
    // Some file systems say only now that the disk is full.
    file.sync_all()?;
    if !is_named {
        give_name(&file, &temporary.0)?;
    }
    drop(file);
    fs::rename(&temporary.0, path)
}

/// A file to write to, and whether it has its name yet: one without a name goes with the process, even with one that
/// is killed, but not every file system has such.
fn create(path: &Path, mode: u32) -> io::Result<(fs::File, bool)> {
    use rustix::fs::{Mode, OFlags, open};
    let mode = Mode::from_raw_mode(mode);
    let folder = path.parent().filter(|f| !f.as_os_str().is_empty()).unwrap_or(Path::new("."));
    if let Ok(file) = open(folder, OFlags::TMPFILE | OFlags::WRONLY | OFlags::CLOEXEC, mode)
        && Path::new(&fd_path(&file)).exists()
    {
        return Ok((file.into(), false));
    }
    let flags = OFlags::CREATE | OFlags::TRUNC | OFlags::WRONLY | OFlags::CLOEXEC;
    Ok((open(path, flags, mode)?.into(), true))
}

fn fd_path(file: &impl std::os::fd::AsRawFd) -> String {
    format!("/proc/self/fd/{}", file.as_raw_fd())
}

fn give_name(file: &fs::File, path: &Path) -> io::Result<()> {
    use rustix::fs::{AtFlags, CWD, linkat};
    let _ = fs::remove_file(path);
    Ok(linkat(CWD, fd_path(file), CWD, path, AtFlags::SYMLINK_FOLLOW)?)
}

/// A file that is removed again unless it was renamed.
struct Unfinished(PathBuf);

impl Drop for Unfinished {
    fn drop(&mut self) {
        // Gone already if all went well; nothing can be done about it if not.
        let _ = fs::remove_file(&self.0);
    }
}
