//! Short ways into Python functions: no binding beyond defaults, the callee's frame in or above the caller's.
//!
//! What does not fit gives [`ELSEWHERE`] with nothing done that matters, and the long way (`call`) takes over.
//! Handlers go on in what these functions begin themselves, by a sibling call.

use super::call::Called;
use super::code::{CodeData, code_of};
use super::dispatch::{Base, Ctx, Pc};
use super::frame::{Action, SPECIAL, extra_word, link_word};
use crate::object::Gc;
use crate::object::class::{ClassRef, Special, class_flags};
use crate::object::layout::Function;
use crate::object::map_of;
use pyspec_abi::Value;
use pyspec_abi::types as id;

/// It does not fit here.
pub const ELSEWHERE: Called = Called { base: std::ptr::null_mut(), x: 1 };

/// Whether a frame may begin at `nb`, and nobody waits for this thread: the long way asks who. So recursion without
/// loops is interrupted too.
///
/// # Safety
/// `c` is the context.
#[inline(always)]
pub unsafe fn has_room(c: Ctx, nb: Base) -> bool {
    // SAFETY: the context.
    unsafe { nb <= (*c).thread.stack_limit && (*c).thread.depth < (*c).interp.recursion_limit && (*c).poll == 0 }
}

/// Clears the places beyond the parameters of the callee's frame, whose header but for the link is there.
///
/// # Safety
/// `nb` is a frame in the making with all parameters in place; `data` is its function's.
#[inline(always)]
pub unsafe fn start(c: Ctx, nb: Base, data: *const CodeData, link: Value) -> Called {
    // SAFETY: the caller's promise.
    unsafe {
        (*c).thread.depth += 1;
        *nb.sub(4) = link;
        *nb.sub(1) = Value::NONE;
        let mut p = nb.add((*data).params_places as usize);
        for _ in 0..(*data).unset {
            // Volatile: few places at most, and a vector loop needs registers saved.
            p.write_volatile(Value::UNSET);
            p = p.add(1);
        }
        Called { base: nb, x: (*data).entry as usize }
    }
}

/// The data of a value that is a Python function which takes exactly `n` positional arguments.
#[inline(always)]
pub fn exact_function(f: Value, n: usize) -> Option<*const CodeData> {
    if !f.is_ptr() || map_of(f) != id::FUNCTION {
        return None;
    }
    // SAFETY: the map says so.
    let data = code_of(unsafe { Gc::<Function>::from_value_unchecked(f) }).data.get();
    // SAFETY: code data lives as long as its code.
    if unsafe { (*data).plain } == n as u32 { Some(data) } else { None }
}

/// Fills in defaults for the parameters from `n` on; whether the function takes its `n` arguments like that.
///
/// # Safety
/// The arguments are at `nb`, with room above.
#[inline(always)]
unsafe fn fill_defaults(c: Ctx, f: Gc<Function>, data: *const CodeData, nb: Base, n: usize) -> bool {
    // SAFETY: the caller's promise.
    unsafe {
        let plain = (*data).plain as usize;
        if plain == n {
            return true;
        }
        let defaults = f.defaults.get();
        if n > plain || plain == u32::MAX as usize || !defaults.is_ptr() {
            return false;
        }
        let defaults = (*c).tuple_items(defaults);
        if n + defaults.len() < plain {
            return false;
        }
        for i in n..plain {
            *nb.add(i) = defaults[i + defaults.len() - plain];
        }
        true
    }
}

/// Begins a call of `f` with the `n` arguments at `nb`, in the window of the instruction at `pc`.
///
/// # Safety
/// The frame at `base` is published; `plain` says that the instruction is a narrow `CALL`, `CALLM` or `CALLFOUND` whose
/// window this is.
#[inline(never)]
pub unsafe fn begin(c: Ctx, pc: Pc, base: Base, nb: Base, n: usize, f: Gc<Function>, plain: bool) -> Called {
    // SAFETY: the caller's promise; there is room above the innermost frame, as `has_room` says.
    unsafe {
        let data: *const CodeData = code_of(f).data.get();
        let on_stack = (*c).on_stack(base);
        let at = if on_stack { nb } else { (*c).free_above(base).add(8) };
        if !has_room(c, at) {
            return ELSEWHERE;
        }
        if !on_stack {
            std::ptr::copy_nonoverlapping(nb, at, n);
        }
        if !fill_defaults(c, f, data, at, n) {
            return ELSEWHERE;
        }
        *at.sub(3) = f.value();
        if plain && on_stack {
            return start(c, at, data, link_word(pc, 0));
        }
        *at.sub(2) = extra_word(Action::Result, base);
        start(c, at, data, link_word(pc, SPECIAL))
    }
}

/// Begins a call of `f`, which takes exactly these arguments, for an instruction that has no window.
///
/// # Safety
/// The frame at `base` is published; `data` is the function's.
#[inline(always)]
pub unsafe fn begin_above<const N: usize>(
    c: Ctx,
    (pc, base): (Pc, Base),
    (f, data): (Value, *const CodeData),
    args: [Value; N],
    action: Action,
) -> Called {
    // SAFETY: as in `begin`.
    unsafe {
        let at = (*c).free_above(base).add(8);
        if !has_room(c, at) {
            return ELSEWHERE;
        }
        *at.sub(3) = f;
        *at.sub(2) = extra_word(action, base);
        for (i, v) in args.into_iter().enumerate() {
            *at.add(i) = v;
        }
        start(c, at, data, link_word(pc, SPECIAL))
    }
}

/// The `__init__` of a class whose construction nothing else has a say in, if it is written in Python; remembered.
#[inline(never)]
unsafe fn plain_init(c: Ctx, class: ClassRef) -> Value {
    // SAFETY: the context.
    unsafe {
        let object_class = (*c).builtin_class(id::OBJECT);
        if (*c).special(class, Special::New) != (*c).special(object_class, Special::New) {
            return Value::UNSET;
        }
        match (*c).special(class, Special::Init) {
            Some(init) if init.is_ptr() && map_of(init) == id::FUNCTION => {
                if !(*c).is_young(init) {
                    class.info().plain_init = init;
                }
                init
            }
            _ => Value::UNSET,
        }
    }
}

/// Begins `__init__` of a new instance of a class whose construction nothing intercepts.
///
/// # Safety
/// As for [`begin`]; the callee is a class on `type`.
#[inline(never)]
pub unsafe fn begin_instance(c: Ctx, pc: Pc, base: Base, nb: Base, n: usize, class: ClassRef) -> Called {
    // SAFETY: the caller's promise; the arguments stay in the published frame while the instance is made.
    unsafe {
        if class.info().flags & (class_flags::HEAP | class_flags::ABSTRACT) != class_flags::HEAP {
            return ELSEWHERE;
        }
        let mut init = class.info().plain_init;
        if !init.is_ptr() {
            init = plain_init(c, class);
            if !init.is_ptr() {
                return ELSEWHERE;
            }
        }
        let f: Gc<Function> = Gc::from_value_unchecked(init);
        let data: *const CodeData = code_of(f).data.get();
        let at = if (*c).on_stack(base) { nb.add(1) } else { (*c).free_above(base).add(9) };
        let plain = (*data).plain as usize;
        if !has_room(c, at) || plain == u32::MAX as usize || n + 1 > plain {
            return ELSEWHERE;
        }
        // Only what succeeds may be counted as an instance.
        let spare = if f.defaults.get().is_ptr() { (*c).tuple_items(f.defaults.get()).len() } else { 0 };
        if n + 1 + spare < plain {
            return ELSEWHERE;
        }
        let Ok(object) = (*c).new_instance(class) else { return Called { base: std::ptr::null_mut(), x: 0 } };
        // The last one first, as they may overlap; volatile, since a few words are not worth a call of memmove.
        for i in (0..n).rev() {
            at.add(1 + i).write_volatile(*nb.add(i));
        }
        *at = object;
        *at.sub(5) = object;
        *at.sub(3) = f.value();
        *at.sub(2) = extra_word(Action::Construct, base);
        fill_defaults(c, f, data, at, n + 1);
        start(c, at, data, link_word(pc, SPECIAL))
    }
}
