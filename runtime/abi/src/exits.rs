//! What an exit of compiled code must rebuild: encoder and decoder of exit records.
//!
//! A record lists, per frame from the outermost inlined caller to the innermost, the
//! code, the pc to go on at and the places with where their values are now.
//! Records of a function are sorted by return address; see [`ExitTable`].

/// Where a value is when an exit is taken.
#[derive(Clone, PartialEq, Debug)]
pub enum Location {
    /// A general register that holds a tagged value.
    Register(u8),
    /// A stack slot, by bytes from the stack pointer at the exit, that holds a tagged value.
    Stack(i32),
    /// The word itself.
    Constant(u64),
    /// An unboxed int in a general register, in a stack slot.
    IntRegister(u8),
    IntStack(i32),
    /// An unboxed float in a vector register, in a stack slot.
    FloatRegister(u8),
    FloatStack(i32),
    /// An unboxed bool (0 or 1) in a general register, in a stack slot.
    BoolRegister(u8),
    BoolStack(i32),
    /// An object that was never allocated: index into [`ExitRecord::virtuals`].
    Virtual(u32),
    /// Unset.
    Unset,
    /// An int known when compiled that does not fit in place.
    IntConstant(i64),
    /// A float known when compiled that does not fit in place, by its bits.
    FloatConstant(u64),
}

/// An object that the exit allocates.
#[derive(Clone, PartialEq, Debug)]
pub struct VirtualObject {
    /// Its map.
    pub map: u32,
    /// Its slots, in order.
    pub fields: Vec<Location>,
}

/// Numbers of the reasons that the runtime tells apart; the specializer's list gives them to its own.
pub mod reason {
    /// An exception is pending.
    pub const RAISED: u16 = 9;
    /// Finalizers, signals or other threads wait: they are served once the window is filled.
    pub const POLL: u16 = 11;
    /// What compiled code leaves to the interpreter.
    pub const COLD: u16 = 13;
}

/// The place of a constructor's frame that stands for the new object, which the caller gets.
pub const CONSTRUCTED: u16 = u16::MAX;

/// One interpreter frame to rebuild. Inlined ones begin in the window of the call at which their caller waits; that of a
/// constructor says in [`CONSTRUCTED`] what it makes.
#[derive(Clone, PartialEq, Debug)]
pub struct ExitFrame {
    /// Number of the function in the compiled program's table of code objects.
    pub code: u32,
    /// Where it goes on: a word offset into its code.
    pub pc: u32,
    /// (place, location), by place; places that are not listed are unset.
    pub places: Vec<(u16, Location)>,
}

/// All that one exit needs.
#[derive(Clone, PartialEq, Debug)]
pub struct ExitRecord {
    /// Where the outermost frame's base is: an untagged address.
    pub base: Location,
    /// Outermost first. Every frame but the last waits at a call.
    pub frames: Vec<ExitFrame>,
    /// May refer to each other, in cycles too.
    pub virtuals: Vec<VirtualObject>,
    /// Of a call: words of the native frame, from its stack pointer, that hold nothing while it is under way.
    pub dead: Vec<u32>,
    /// Why the exit was taken, for reports: index into the reasons of the compiler.
    pub reason: u16,
}

/// Appends a record to `out`.
pub fn encode(record: &ExitRecord, out: &mut Vec<u8>) {
    number(out, record.reason as u64);
    location(out, &record.base);
    number(out, record.virtuals.len() as u64);
    for v in &record.virtuals {
        number(out, v.map as u64);
        number(out, v.fields.len() as u64);
        v.fields.iter().for_each(|l| location(out, l));
    }
    number(out, record.frames.len() as u64);
    for f in &record.frames {
        number(out, f.code as u64);
        number(out, f.pc as u64);
        number(out, f.places.len() as u64);
        for (place, l) in &f.places {
            number(out, *place as u64);
            location(out, l);
        }
    }
    number(out, record.dead.len() as u64);
    record.dead.iter().for_each(|&word| number(out, word as u64));
}

/// The record at the start of `bytes`.
///
/// # Panics
/// If `bytes` was not written by [`encode`].
pub fn decode(bytes: &[u8]) -> ExitRecord {
    let mut r = Reader { bytes, at: 0 };
    let reason = r.number() as u16;
    let base = r.location();
    let virtuals = (0..r.number())
        .map(|_| VirtualObject { map: r.number() as u32, fields: (0..r.number()).map(|_| r.location()).collect() })
        .collect();
    let frames = (0..r.number())
        .map(|_| ExitFrame {
            code: r.number() as u32,
            pc: r.number() as u32,
            places: (0..r.number()).map(|_| (r.number() as u16, r.location())).collect(),
        })
        .collect();
    let dead = (0..r.number()).map(|_| r.number() as u32).collect();
    ExitRecord { base, frames, virtuals, dead, reason }
}

fn number(out: &mut Vec<u8>, mut x: u64) {
    while x >= 0x80 {
        out.push(x as u8 | 0x80);
        x >>= 7;
    }
    out.push(x as u8);
}

fn signed(out: &mut Vec<u8>, x: i64) {
    number(out, ((x << 1) ^ (x >> 63)) as u64);
}

fn location(out: &mut Vec<u8>, l: &Location) {
    let (tag, register, stack) = match *l {
        Location::Register(r) => (0, Some(r), None),
        Location::Stack(s) => (1, None, Some(s)),
        Location::Constant(_) => (2, None, None),
        Location::IntRegister(r) => (3, Some(r), None),
        Location::IntStack(s) => (4, None, Some(s)),
        Location::FloatRegister(r) => (5, Some(r), None),
        Location::FloatStack(s) => (6, None, Some(s)),
        Location::BoolRegister(r) => (7, Some(r), None),
        Location::BoolStack(s) => (8, None, Some(s)),
        Location::Virtual(_) => (9, None, None),
        Location::Unset => (10, None, None),
        Location::IntConstant(_) => (11, None, None),
        Location::FloatConstant(_) => (12, None, None),
    };
    out.push(tag);
    out.extend(register);
    if let Some(s) = stack {
        signed(out, s as i64);
    }
    match *l {
        Location::Constant(c) => number(out, c),
        Location::Virtual(v) => number(out, v as u64),
        Location::IntConstant(i) => number(out, i as u64),
        Location::FloatConstant(bits) => number(out, bits),
        _ => {}
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl Reader<'_> {
    fn byte(&mut self) -> u8 {
        self.at += 1;
        self.bytes[self.at - 1]
    }

    fn number(&mut self) -> u64 {
        let (mut x, mut shift) = (0, 0);
        loop {
            let b = self.byte();
            x |= ((b & 0x7f) as u64) << shift;
            if b & 0x80 == 0 {
                return x;
            }
            shift += 7;
        }
    }

    fn signed(&mut self) -> i32 {
        let x = self.number();
        ((x >> 1) as i64 ^ -((x & 1) as i64)) as i32
    }

    fn location(&mut self) -> Location {
        match self.byte() {
            0 => Location::Register(self.byte()),
            1 => Location::Stack(self.signed()),
            2 => Location::Constant(self.number()),
            3 => Location::IntRegister(self.byte()),
            4 => Location::IntStack(self.signed()),
            5 => Location::FloatRegister(self.byte()),
            6 => Location::FloatStack(self.signed()),
            7 => Location::BoolRegister(self.byte()),
            8 => Location::BoolStack(self.signed()),
            9 => Location::Virtual(self.number() as u32),
            10 => Location::Unset,
            11 => Location::IntConstant(self.number() as i64),
            12 => Location::FloatConstant(self.number()),
            tag => unreachable!("location tag {tag}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn records_round_trip() {
        let places = vec![
            (0, Location::Register(3)),
            (1, Location::Stack(-16)),
            (2, Location::Constant(u64::MAX)),
            (7, Location::FloatRegister(15)),
            (300, Location::Virtual(0)),
            (301, Location::BoolStack(8)),
            (302, Location::Unset),
            (303, Location::IntConstant(i64::MIN)),
            (304, Location::FloatConstant(1e300f64.to_bits())),
        ];
        let record = ExitRecord {
            base: Location::Register(7),
            frames: vec![ExitFrame { code: 5, pc: 70_000, places }, ExitFrame { code: 0, pc: 0, places: vec![] }],
            virtuals: vec![VirtualObject { map: 90, fields: vec![Location::Virtual(0), Location::IntStack(1 << 20)] }],
            dead: vec![0, 3, 700],
            reason: 4,
        };
        let mut bytes = vec![];
        encode(&record, &mut bytes);
        assert_eq!(decode(&bytes), record);
    }
}
