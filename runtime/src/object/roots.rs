//! What the collector must know of the context: roots, bitmaps of maps.

use super::gc::Field;
use crate::heap::{Event, Marked, Moved, RootSource, RootVisitor};
use crate::vm::Vm;
use pyspec_abi::Value;

/// The context as a source of roots; lies outside the heap, so that both can be borrowed.
pub struct VmRoots {
    vm: *mut Vm,
}

impl VmRoots {
    /// The roots of a context that outlives this.
    pub fn new(vm: *mut Vm) -> VmRoots {
        VmRoots { vm }
    }
}

impl RootSource for VmRoots {
    fn visit_roots(&mut self, roots: &mut RootVisitor<'_>) {
        let vm = self.vm;
        // SAFETY: the collector runs inside a call that has the context to itself; nothing here touches its heap.
        unsafe {
            let thread = &mut (*vm).thread;
            let [frame, exception] = &mut thread.copied;
            for v in [&mut thread.pending, frame, exception, &mut thread.handling, &mut thread.context] {
                roots.slot(v);
            }
            for v in [&mut (*vm).builtins, &mut (*vm).modules, &mut (*vm).sys, &mut (*vm).memory_error] {
                roots.slot(v);
            }
            for v in (*vm).importing.values() {
                roots.slot(v);
            }
            crate::interp::visit_frames(&mut *vm, roots);
            (*vm).visit_compiled(roots);
            if roots.wants_old() {
                for name in (*vm).names.all() {
                    roots.slot(name);
                }
                // Classes are old, and what they refer to is theirs to report.
                for class in &mut (*vm).classes {
                    let mut value = class.value();
                    roots.slot(&mut value);
                }
                (*vm).interned.visit(&mut |v| roots.slot(v));
            }
            for weak in (*vm).weakrefs.values_mut().flatten() {
                roots.slot(weak);
            }
        }
        super::Rooted::visit_all(|v| roots.ambiguous(v.bits()));
    }

    fn on_marked(&mut self, marked: &Marked<'_>) {
        // SAFETY: as in `visit_roots`.
        unsafe {
            (*self.vm).instance_dicts.retain(|_, dict| marked.is_marked(*dict));
            crate::interp::forget_dead(&mut *self.vm, marked)
        }
    }

    fn on_moved(&mut self, moved: &Moved<'_>) {
        // SAFETY: as in `visit_roots`.
        unsafe { (*self.vm).move_instance_dicts(moved) }
    }

    fn storage(&self, object: Value) -> usize {
        // SAFETY: as in `visit_roots`; only reads.
        unsafe { &*self.vm }.storage_of_attributes(object)
    }

    fn on_collected(&mut self, _event: &Event) {
        // SAFETY: as in `visit_roots`; only reads objects.
        let vm = unsafe { &mut *self.vm };
        vm.weakrefs.retain(|_, all| {
            all.retain(|weak| !super::instance::field_at(*weak, 8).get().is(Value::NONE));
            !all.is_empty()
        });
        // Finalizers and callbacks may wait.
        vm.poll |= 1;
    }

    fn bitmap(&self, map: u32) -> u64 {
        // SAFETY: as in `visit_roots`.
        unsafe { (*self.vm).maps.get(map).bitmap }
    }
}

const _: () = assert!(size_of::<Field>() == size_of::<Value>());
