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

/// A rooted copy of values.
pub trait ToRooted {
    /// The copy.
    fn rooted(&self) -> Rooted;
}

impl ToRooted for [Value] {
    fn rooted(&self) -> Rooted {
        Rooted::from_slice(self)
    }
}

impl FromIterator<Value> for Rooted {
    fn from_iter<I: IntoIterator<Item = Value>>(values: I) -> Rooted {
        let mut rooted = Rooted::new();
        rooted.extend(values);
        rooted
    }
}

/// Iteration over a rooted vector, which lives as long.
pub struct IntoIter {
    rooted: Rooted,
    at: usize,
}

impl Iterator for IntoIter {
    type Item = Value;
    fn next(&mut self) -> Option<Value> {
        let value = self.rooted.get(self.at).copied();
        self.at += 1;
        value
    }
}

impl IntoIterator for Rooted {
    type Item = Value;
    type IntoIter = IntoIter;
    fn into_iter(self) -> IntoIter {
        IntoIter { rooted: self, at: 0 }
    }
}

/// Rooted pairs: names and values, keys and values.
#[derive(Default)]
pub struct RootedPairs(Rooted);

impl RootedPairs {
    /// Adds a pair.
    pub fn push(&mut self, a: Value, b: Value) {
        self.0.extend_from_slice(&[a, b]);
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// How many there are.
    pub fn len(&self) -> usize {
        self.0.len() / 2
    }

    /// The pairs.
    pub fn iter(&self) -> impl Iterator<Item = (Value, Value)> + '_ {
        self.0.chunks_exact(2).map(|pair| (pair[0], pair[1]))
    }

    /// The first of each.
    pub fn firsts(&self) -> Rooted {
        self.iter().map(|pair| pair.0).collect()
    }
}

/// Iteration over rooted pairs, which live as long.
pub struct PairsIntoIter(IntoIter);

impl Iterator for PairsIntoIter {
    type Item = (Value, Value);
    fn next(&mut self) -> Option<(Value, Value)> {
        Some((self.0.next()?, self.0.next()?))
    }
}

impl IntoIterator for RootedPairs {
    type Item = (Value, Value);
    type IntoIter = PairsIntoIter;
    fn into_iter(self) -> PairsIntoIter {
        PairsIntoIter(self.0.into_iter())
    }
}
