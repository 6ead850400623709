//! A vector of values that the collector sees.

use pyspec_abi::Value;

/// Values kept alive, and kept where they are, while the vector exists: it stands in a chain that
/// the collector walks as ambiguous roots, so the values neither move nor die.
pub struct Rooted {
    inner: Box<RootedInner>,
}

/// The chained part; its address does not change.
pub struct RootedInner {
    values: Vec<Value>,
    previous: *mut RootedInner,
    next: *mut RootedInner,
}

thread_local! {
    /// The newest vector of this thread.
    static CHAIN: std::cell::Cell<*mut RootedInner> = const { std::cell::Cell::new(std::ptr::null_mut()) };
}

/// The vectors of a thread that does not run.
pub struct Chain(*mut RootedInner);

impl Default for Rooted {
    fn default() -> Rooted {
        Rooted::new()
    }
}

impl Rooted {
    /// An empty one.
    pub fn new() -> Rooted {
        let previous = CHAIN.get();
        let mut inner = Box::new(RootedInner { values: vec![], previous, next: std::ptr::null_mut() });
        let this: *mut RootedInner = &mut *inner;
        if !previous.is_null() {
            // SAFETY: what is in the chain is alive: `drop` takes it out.
            unsafe { (*previous).next = this };
        }
        CHAIN.set(this);
        Rooted { inner }
    }

    /// Those values.
    pub fn from_slice(values: &[Value]) -> Rooted {
        let mut this = Rooted::new();
        this.inner.values.extend_from_slice(values);
        this
    }

    /// Takes this thread's vectors off, for as long as it does not run.
    pub fn take_chain() -> Chain {
        Chain(CHAIN.replace(std::ptr::null_mut()))
    }

    /// Puts them back.
    pub fn put_chain(chain: Chain) {
        CHAIN.set(chain.0);
    }

    /// Calls `visit` with every value of a chain that was taken off.
    pub fn visit_chain(chain: &Chain, mut visit: impl FnMut(Value)) {
        let mut at = chain.0;
        while !at.is_null() {
            // SAFETY: the vectors are alive, and their thread does not run.
            let inner = unsafe { &*at };
            inner.values.iter().for_each(|v| visit(*v));
            at = inner.previous;
        }
    }

    /// Calls `visit` with every value of this thread's vectors: ambiguous roots.
    pub fn visit_all(mut visit: impl FnMut(Value)) {
        let mut at = CHAIN.get();
        while !at.is_null() {
            // SAFETY: what is in the chain is alive, and only its own thread changes it.
            let inner = unsafe { &*at };
            inner.values.iter().for_each(|v| visit(*v));
            at = inner.previous;
        }
    }
}

impl Drop for Rooted {
    fn drop(&mut self) {
        let this: *mut RootedInner = &mut *self.inner;
        let (previous, next) = (self.inner.previous, self.inner.next);
        // SAFETY: the neighbours are alive, as `new` says.
        unsafe {
            if !previous.is_null() {
                (*previous).next = next;
            }
            if !next.is_null() {
                (*next).previous = previous;
            }
        }
        if CHAIN.get() == this {
            CHAIN.set(previous);
        }
    }
}

impl std::ops::Deref for Rooted {
    type Target = Vec<Value>;
    fn deref(&self) -> &Vec<Value> {
        &self.inner.values
    }
}

impl std::ops::DerefMut for Rooted {
    fn deref_mut(&mut self) -> &mut Vec<Value> {
        &mut self.inner.values
    }
}
