//! Rows for functions of C that take numbers: read in order, called, the answer checked.

/// One that answers nothing.
macro_rules! checked {
    ($name:literal $signature:literal $call:ident $($read:ident)*) => {
        pyspec_runtime::native::native($name, $signature, pyspec_abi::effects::Effect::PYTHON, |vm, a| {
            let mut given = a.iter();
            // SAFETY: numbers.
            let answer = unsafe { libc::$call($($read(vm, given.next().unwrap_or(pyspec_abi::Value::NONE))? as _),*) };
            crate::system_calls::done(vm, &[], answer)
        })
    };
}

/// One that answers a number.
macro_rules! answered {
    ($name:literal $signature:literal $call:ident $($read:ident)*) => {
        pyspec_runtime::native::native($name, $signature, pyspec_abi::effects::Effect::PYTHON, |vm, a| {
            let mut given = a.iter();
            // SAFETY: numbers.
            let answer = unsafe { libc::$call($($read(vm, given.next().unwrap_or(pyspec_abi::Value::NONE))? as _),*) };
            let answer = crate::system_calls::check(vm, &[], answer as i64)?;
            vm.new_int(answer)
        })
    };
}

pub(crate) use {answered, checked};
