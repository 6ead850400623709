//! The interpreter: code objects, frames, dispatch, handlers, exceptions on their way.
//!
//! A frame is `[link, function, extra, frame object | NONE] places…`, `base` points to place 0. Frames
//! of generators lie in their generator object, all others on the thread's value stack, where a call's
//! window becomes the callee's frame. Handlers are one function per instruction (`handlers`), chained by
//! `dispatch`. What a frame does when it returns is in its link and extra word (`frame`).

pub mod attribute_cache;
pub mod begin;
pub mod bind;
pub mod call;
pub mod code;
pub mod compile;
pub mod construct;
pub mod dispatch;
pub mod exceptions;
pub mod finalize;
pub mod found;
pub mod frame;
pub mod generator;
pub mod globals;
pub mod handlers;
pub mod intrinsics;
pub mod operators;
pub(crate) mod prompt;
pub mod run;
pub mod special;
pub mod threads;
pub mod trace;
mod traceback_marks;
pub mod traceback_text;
pub mod unwind;

/// State of the interpreter that all threads share.
pub struct Shared {
    /// `sys.getrecursionlimit()`.
    pub recursion_limit: u32,
    /// Every code object's malloc'd part.
    pub codes: Vec<*mut code::CodeData>,
    /// Names of the parameters of natives that were called with keywords, by the address of their row.
    pub parameter_names: std::collections::HashMap<usize, &'static [&'static str]>,
    /// How attributes were loaded, by map and name.
    pub attributes: attribute_cache::AttributeCache,
    /// Words of the value stack above the innermost frame that a call in the making uses.
    pub scratch: Vec<(dispatch::Base, usize)>,
    pub threads: threads::Threads,
    /// Called at a safepoint of the main thread when a signal came.
    pub on_signal: Option<fn(&mut crate::Vm) -> crate::native::Outcome<()>>,
    /// Classes of the language's own helpers, by name.
    pub classes: Vec<(&'static str, crate::object::class::ClassRef)>,
    /// Source text of files, for tracebacks.
    pub sources: std::collections::HashMap<String, Option<String>>,
    /// Whether finalizers are running.
    pub finalizing: bool,
    /// Whether what was last yielded is an async generator's own value.
    pub wrapped: bool,
    /// Whether the generator that last left the loop returned rather than yielded.
    pub returned: bool,
    /// Functions of `sys.settrace` and `sys.setprofile`.
    pub watches: trace::Watches,
    /// `sys.set_asyncgen_hooks`, UNSET: none.
    pub asyncgen_firstiter: pyspec_abi::Value,
    pub asyncgen_finalizer: pyspec_abi::Value,
    /// `sys.get_coroutine_origin_tracking_depth()`.
    pub origin_depth: u32,
}

impl Default for Shared {
    fn default() -> Shared {
        let none = pyspec_abi::Value::UNSET;
        Shared {
            recursion_limit: 1000,
            codes: vec![],
            parameter_names: Default::default(),
            attributes: Default::default(),
            scratch: vec![],
            threads: Default::default(),
            on_signal: None,
            classes: vec![],
            sources: Default::default(),
            finalizing: false,
            wrapped: false,
            returned: false,
            watches: Default::default(),
            asyncgen_firstiter: none,
            asyncgen_finalizer: none,
            origin_depth: 0,
        }
    }
}

/// Reports the values in the frames of the running thread, and what the interpreter keeps.
pub fn visit_frames(vm: &mut crate::Vm, roots: &mut crate::heap::RootVisitor<'_>) {
    let shared = &mut vm.interp;
    for v in [&mut shared.asyncgen_firstiter, &mut shared.asyncgen_finalizer] {
        roots.slot(v);
    }
    for watch in shared.watches.by_thread.values_mut() {
        roots.slot(&mut watch.trace);
        roots.slot(&mut watch.profile);
    }
    for &data in &shared.codes {
        // SAFETY: code data lives as long as its code, and code is never freed.
        let data = unsafe { &mut *data };
        if roots.wants_old() {
            roots.slot(&mut data.object);
            data.instances.iter_mut().for_each(|v| roots.slot(v));
        }
        roots.slot(&mut data.function_object);
    }
    visit_stack(vm, roots);
    vm.visit_parked(roots);
}

/// Reports the values in the frames of one thread.
pub(crate) fn visit_stack(vm: &mut crate::Vm, roots: &mut crate::heap::RootVisitor<'_>) {
    struct Visit<'a, 'h>(&'a mut crate::heap::RootVisitor<'h>);
    impl frame::FrameVisitor for Visit<'_, '_> {
        fn slot(&mut self, place: &mut pyspec_abi::Value) {
            self.0.slot(place);
        }
        fn maybe(&mut self, word: usize) {
            self.0.ambiguous(word);
        }
        fn active(&mut self, generator: pyspec_abi::Value) {
            self.0.frame(generator);
        }
    }
    vm.visit_frames(&mut Visit(roots));
    vm.visit_compiled_windows(|word| roots.ambiguous(word));
}

/// Clears every attribute cache: some class now finds something else for a name of its instances.
pub fn forget_attributes(vm: &mut crate::Vm) {
    use pyspec_abi::ops::Op;
    vm.forget_sites();
    vm.interp.attributes.clear();
    for &data in &vm.interp.codes {
        // SAFETY: code data lives as long as its code; instructions are in writable memory.
        let (words, patches) = unsafe {
            let data = &*data;
            (std::slice::from_raw_parts_mut(data.entry.cast_mut(), data.code_len as usize), &data.patches)
        };
        code::clear_some_caches(words, patches, |op| {
            matches!(op, Op::GETATTR | Op::SETATTR | Op::CALLM | Op::FINDMETHOD)
        });
    }
}

/// Clears the inline caches of objects that a major collection found dead.
pub fn forget_dead(vm: &mut crate::Vm, marked: &crate::heap::Marked<'_>) {
    use pyspec_abi::Value;
    use pyspec_abi::ops::Op;
    vm.forget_sites();
    vm.interp.attributes.clear();
    let dead = |words: &[u32]| {
        let bits = words[0] as usize | (words[1] as usize) << 32;
        bits != 0 && !marked.is_marked(Value::from_bits(bits))
    };
    for &data in &vm.interp.codes {
        // SAFETY: code data lives as long as its code; instructions are in writable memory.
        let words = unsafe { std::slice::from_raw_parts_mut((*data).entry.cast_mut(), (*data).code_len as usize) };
        // SAFETY: as above.
        code::each_cache(words, unsafe { &(*data).patches }, |op, cache| {
            let stale = match op {
                Op::LOADGLOBAL | Op::STOREGLOBAL | Op::LOADNAME | Op::STORENAME => dead(&cache[..2]),
                Op::CALL | Op::CALLFOUND => dead(&cache[..2]),
                Op::CALLM | Op::FINDMETHOD => dead(&cache[4..6]),
                _ => false,
            };
            if stale {
                cache.fill(0);
            }
        });
    }
}

/// (class, object) of `super()` without arguments in the running frame.
pub fn super_arguments(vm: &mut crate::Vm) -> crate::native::Outcome<(pyspec_abi::Value, pyspec_abi::Value)> {
    use pyspec_abi::Value;
    let (class, object) = vm.super_arguments();
    if object.is(Value::UNSET) {
        return Err(vm.runtime_error("super(): no arguments"));
    }
    if class.is(Value::UNSET) {
        return Err(vm.runtime_error("super(): __class__ cell not found"));
    }
    Ok((class, object))
}

/// Runs the body of a class statement in a namespace; gives the cell of `__class__` or None.
pub fn run_class_body(
    vm: &mut crate::Vm,
    function: pyspec_abi::Value,
    namespace: pyspec_abi::Value,
) -> crate::native::Outcome {
    vm.call_body(function, namespace)
}

/// The globals of the innermost running frame, UNSET: none runs.
pub fn running_globals(vm: &mut crate::Vm) -> pyspec_abi::Value {
    vm.current_globals().unwrap_or(pyspec_abi::Value::UNSET)
}

/// The docstring of a code object, None if it has none.
pub fn docstring(vm: &mut crate::Vm, code: crate::object::Gc<crate::object::layout::Code>) -> crate::native::Outcome {
    if code.info().flags & pyspec_abi::blob::flags::DOCSTRING != 0 {
        return vm.constant(code, 0);
    }
    Ok(pyspec_abi::Value::NONE)
}

/// How many free variables a code object has.
pub fn free_count(code: crate::object::Gc<crate::object::layout::Code>) -> usize {
    code.info().function().free_len()
}
