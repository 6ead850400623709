//! `math`.

use dashu_int::{IBig, UBig};
use pyspec_abi::Value;
use pyspec_abi::effects::Effect;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, ModuleTable, Native, Outcome, native};
use pyspec_runtime::object::class::Special;

/// The module.
pub static MODULE: ModuleTable = ModuleTable {
    name: "math",
    doc: "Mathematical functions of real numbers, and some of whole ones.",
    functions: ROWS,
    init: Some(init),
};

const FLOAT: Effect = Effect(Effect::ALLOC.0 | Effect::RAISE.0);

macro_rules! one {
    ($name:literal, $f:expr) => {
        native($name, "(x, /)", FLOAT, |vm, args| {
            let x = vm.to_f64(args[0])?;
            let f: fn(f64) -> f64 = $f;
            checked(vm, f(x), x)
        })
        .summary("f")
    };
}

static ROWS: &[Native] = &[
    one!("acosh", f64::acosh),
    one!("asinh", libm_asinh),
    one!("atan", f64::atan),
    one!("cbrt", f64::cbrt),
    one!("cos", f64::cos),
    one!("sin", f64::sin),
    one!("tan", f64::tan),
    one!("sinh", f64::sinh),
    one!("cosh", f64::cosh),
    one!("tanh", f64::tanh),
    one!("exp", f64::exp),
    one!("exp2", f64::exp2),
    one!("expm1", f64::exp_m1),
    one!("fabs", f64::abs),
    native("acos", "(x, /)", FLOAT, |vm, args| domain(vm, args, -1.0, 1.0, f64::acos)).summary("f"),
    native("asin", "(x, /)", FLOAT, |vm, args| domain(vm, args, -1.0, 1.0, f64::asin)).summary("f"),
    native("atanh", "(x, /)", FLOAT, atanh).summary("f"),
    native("sqrt", "(x, /)", FLOAT, sqrt).summary("f"),
    native("log", "(x, base=None, /)", FLOAT, log).summary("f"),
    native("log2", "(x, /)", FLOAT, |vm, args| logarithm(vm, args[0], f64::log2, 1.0)).summary("f"),
    native("log10", "(x, /)", FLOAT, |vm, args| logarithm(vm, args[0], f64::log10, std::f64::consts::LOG10_2))
        .summary("f"),
    native("log1p", "(x, /)", FLOAT, log1p).summary("f"),
    native("gamma", "(x, /)", FLOAT, gamma).summary("f"),
    native("lgamma", "(x, /)", FLOAT, lgamma).summary("f"),
    native("erf", "(x, /)", FLOAT, |vm, args| with(vm, args[0], libm_erf)).summary("f"),
    native("erfc", "(x, /)", FLOAT, |vm, args| with(vm, args[0], libm_erfc)).summary("f"),
    native("degrees", "(x, /)", FLOAT, |vm, args| with(vm, args[0], |x| x * (180.0 / std::f64::consts::PI)))
        .summary("f"),
    native("radians", "(x, /)", FLOAT, |vm, args| with(vm, args[0], |x| x * (std::f64::consts::PI / 180.0)))
        .summary("f"),
    native("ulp", "(x, /)", FLOAT, |vm, args| with(vm, args[0], ulp)).summary("f"),
    native("atan2", "(y, x, /)", FLOAT, |vm, args| two(vm, args, f64::atan2)).summary("f"),
    native("copysign", "(x, y, /)", FLOAT, |vm, args| two(vm, args, f64::copysign)).summary("f"),
    native("fmod", "(x, y, /)", FLOAT, fmod).summary("f"),
    native("remainder", "(x, y, /)", FLOAT, remainder).summary("f"),
    native("pow", "(x, y, /)", FLOAT, pow).summary("f"),
    native("ldexp", "(x, i, /)", FLOAT, ldexp).summary("f"),
    native("frexp", "(x, /)", FLOAT, frexp),
    native("modf", "(x, /)", FLOAT, modf),
    native("fma", "(x, y, z, /)", FLOAT, fma).summary("f"),
    native("nextafter", "(x, y, /, *, steps=None)", FLOAT, nextafter).summary("f"),
    native("hypot", "(*coordinates)", FLOAT, hypot).summary("f"),
    native("dist", "(p, q, /)", Effect::PYTHON, dist).summary("f"),
    native("fsum", "(seq, /)", Effect::PYTHON, fsum).summary("f"),
    native("sumprod", "(p, q, /)", Effect::PYTHON, sumprod),
    native("prod", "(iterable, /, *, start=1)", Effect::PYTHON, prod),
    native("ceil", "(x, /)", Effect::PYTHON, |vm, args| whole(vm, args[0], Special::Ceil, f64::ceil)).summary("i"),
    native("floor", "(x, /)", Effect::PYTHON, |vm, args| whole(vm, args[0], Special::Floor, f64::floor)).summary("i"),
    native("trunc", "(x, /)", Effect::PYTHON, trunc).summary("i"),
    native("isfinite", "(x, /)", FLOAT, |vm, args| test(vm, args[0], f64::is_finite)).summary("b"),
    native("isinf", "(x, /)", FLOAT, |vm, args| test(vm, args[0], f64::is_infinite)).summary("b"),
    native("isnan", "(x, /)", FLOAT, |vm, args| test(vm, args[0], f64::is_nan)).summary("b"),
    native("isclose", "(a, b, *, rel_tol=1e-09, abs_tol=0.0)", FLOAT, isclose).summary("b"),
    native("gcd", "(*integers)", FLOAT, gcd).summary("i"),
    native("lcm", "(*integers)", FLOAT, lcm).summary("i"),
    native("isqrt", "(n, /)", FLOAT, isqrt).summary("i"),
    native("factorial", "(n, /)", FLOAT, factorial).summary("i"),
    native("comb", "(n, k, /)", FLOAT, comb).summary("i"),
    native("perm", "(n, k=None, /)", FLOAT, perm).summary("i"),
];

fn init(vm: &mut Vm, module: Value) -> Outcome<()> {
    let constants = [
        ("pi", std::f64::consts::PI),
        ("e", std::f64::consts::E),
        ("tau", std::f64::consts::TAU),
        ("inf", f64::INFINITY),
        ("nan", f64::NAN),
    ];
    for (name, x) in constants {
        let value = vm.new_float(x)?;
        vm.set_module_attr(module, name, value)?;
    }
    Ok(())
}

// The C library's, for functions that Rust's standard library rounds otherwise or lacks.
unsafe extern "C" {
    fn asinh(x: f64) -> f64;
    fn erf(x: f64) -> f64;
    fn erfc(x: f64) -> f64;
    fn lgamma_r(x: f64, sign: *mut i32) -> f64;
    fn tgamma(x: f64) -> f64;
    #[link_name = "nextafter"]
    fn c_nextafter(x: f64, y: f64) -> f64;
    #[link_name = "remainder"]
    fn c_remainder(x: f64, y: f64) -> f64;
    #[link_name = "ldexp"]
    fn c_ldexp(x: f64, e: i32) -> f64;
    #[link_name = "frexp"]
    fn c_frexp(x: f64, e: *mut i32) -> f64;
}

fn libm_asinh(x: f64) -> f64 {
    // SAFETY: a pure function of the C library.
    unsafe { asinh(x) }
}

fn libm_erf(x: f64) -> f64 {
    // SAFETY: a pure function of the C library.
    unsafe { erf(x) }
}

fn libm_erfc(x: f64) -> f64 {
    // SAFETY: a pure function of the C library.
    unsafe { erfc(x) }
}

/// The result, or the error that a non-finite result of finite arguments means.
fn checked(vm: &mut Vm, r: f64, x: f64) -> Outcome {
    if r.is_nan() && !x.is_nan() {
        return Err(vm.value_error("math domain error"));
    }
    if r.is_infinite() && x.is_finite() {
        return Err(vm.overflow_error("math range error"));
    }
    vm.new_float(r)
}

fn with(vm: &mut Vm, x: Value, f: fn(f64) -> f64) -> Outcome {
    let x = vm.to_f64(x)?;
    vm.new_float(f(x))
}

fn two(vm: &mut Vm, args: Args, f: fn(f64, f64) -> f64) -> Outcome {
    let (x, y) = (vm.to_f64(args[0])?, vm.to_f64(args[1])?);
    vm.new_float(f(x, y))
}

fn test(vm: &mut Vm, x: Value, f: fn(f64) -> bool) -> Outcome {
    let x = vm.to_f64(x)?;
    Ok(Value::bool(f(x)))
}

fn domain(vm: &mut Vm, args: Args, low: f64, high: f64, f: fn(f64) -> f64) -> Outcome {
    let x = vm.to_f64(args[0])?;
    if x < low || x > high {
        let shown = float_text(vm, x)?;
        return Err(vm.value_error(format!("expected a number in range from -1 up to 1, got {shown}")));
    }
    vm.new_float(f(x))
}

fn float_text(vm: &mut Vm, x: f64) -> Outcome<String> {
    let v = vm.new_float(x)?;
    vm.repr_text(v)
}

fn atanh(vm: &mut Vm, args: Args) -> Outcome {
    let x = vm.to_f64(args[0])?;
    if x.abs() >= 1.0 {
        let shown = float_text(vm, x)?;
        return Err(vm.value_error(format!("expected a number between -1 and 1, got {shown}")));
    }
    vm.new_float(x.atanh())
}

fn sqrt(vm: &mut Vm, args: Args) -> Outcome {
    let x = vm.to_f64(args[0])?;
    if x < 0.0 {
        let shown = float_text(vm, x)?;
        return Err(vm.value_error(format!("expected a nonnegative input, got {shown}")));
    }
    vm.new_float(x.sqrt())
}

fn log1p(vm: &mut Vm, args: Args) -> Outcome {
    let x = vm.to_f64(args[0])?;
    if x <= -1.0 {
        let shown = float_text(vm, x)?;
        return Err(vm.value_error(format!("expected argument value > -1, got {shown}")));
    }
    vm.new_float(x.ln_1p())
}

/// A logarithm of a float or of an int of any size; `unit`: of 2 in this base.
fn logarithm(vm: &mut Vm, v: Value, f: fn(f64) -> f64, unit: f64) -> Outcome {
    let x = log_value(vm, v, f, unit)?;
    vm.new_float(x)
}

fn log_value(vm: &mut Vm, v: Value, f: fn(f64) -> f64, unit: f64) -> Outcome<f64> {
    if let Some(big) = vm.big_value(v) {
        if big <= IBig::ZERO {
            return Err(vm.value_error("expected a positive input"));
        }
        let bits = dashu_bits(&big);
        if bits <= 1000 {
            return Ok(f(big.to_f64().value()));
        }
        // Beyond the range of floats: the leading bits, and the rest as powers of two.
        let shift = bits - 64;
        let top = (big >> shift).to_f64().value();
        return Ok(f(top) + shift as f64 * unit);
    }
    let x = vm.to_f64(v)?;
    if x <= 0.0 {
        let shown = float_text(vm, x)?;
        return Err(vm.value_error(format!("expected a positive input, got {shown}")));
    }
    Ok(f(x))
}

fn dashu_bits(big: &IBig) -> usize {
    use dashu_int::ops::BitTest;
    big.bit_len()
}

fn log(vm: &mut Vm, args: Args) -> Outcome {
    let x = log_value(vm, args[0], f64::ln, std::f64::consts::LN_2)?;
    match args.given(1).filter(|b| !b.is(Value::NONE)) {
        None => vm.new_float(x),
        Some(base) => {
            let base = log_value(vm, base, f64::ln, std::f64::consts::LN_2)?;
            if base == 0.0 {
                return Err(vm.zero_division_error("division by zero"));
            }
            vm.new_float(x / base)
        }
    }
}

fn gamma(vm: &mut Vm, args: Args) -> Outcome {
    let x = vm.to_f64(args[0])?;
    if x == f64::NEG_INFINITY || (x <= 0.0 && x == x.floor()) {
        let shown = float_text(vm, x)?;
        return Err(vm.value_error(format!("expected a noninteger or positive integer, got {shown}")));
    }
    // SAFETY: a pure function of the C library.
    let r = unsafe { tgamma(x) };
    checked(vm, r, x)
}

fn lgamma(vm: &mut Vm, args: Args) -> Outcome {
    let x = vm.to_f64(args[0])?;
    if x.is_infinite() {
        return vm.new_float(f64::INFINITY);
    }
    if x <= 0.0 && x == x.floor() {
        let shown = float_text(vm, x)?;
        return Err(vm.value_error(format!("expected a noninteger or positive integer, got {shown}")));
    }
    let mut sign = 0;
    // SAFETY: the sign goes to a local.
    let r = unsafe { lgamma_r(x, &mut sign) };
    checked(vm, r, x)
}

fn ulp(x: f64) -> f64 {
    let x = x.abs();
    if !x.is_finite() {
        return x;
    }
    let up = f64::from_bits(x.to_bits() + 1);
    if up.is_infinite() { x - f64::from_bits(x.to_bits() - 1) } else { up - x }
}

fn fmod(vm: &mut Vm, args: Args) -> Outcome {
    let (x, y) = (vm.to_f64(args[0])?, vm.to_f64(args[1])?);
    if y.is_infinite() && x.is_finite() {
        return vm.new_float(x);
    }
    let r = x % y;
    if r.is_nan() && !x.is_nan() && !y.is_nan() {
        return Err(vm.value_error("math domain error"));
    }
    vm.new_float(r)
}

fn remainder(vm: &mut Vm, args: Args) -> Outcome {
    let (x, y) = (vm.to_f64(args[0])?, vm.to_f64(args[1])?);
    if (x.is_infinite() && !y.is_nan()) || (y == 0.0 && !x.is_nan()) {
        return Err(vm.value_error("math domain error"));
    }
    // SAFETY: a pure function of the C library.
    vm.new_float(unsafe { c_remainder(x, y) })
}

fn pow(vm: &mut Vm, args: Args) -> Outcome {
    let (x, y) = (vm.to_f64(args[0])?, vm.to_f64(args[1])?);
    let r = x.powf(y);
    if x.is_finite() && y.is_finite() {
        if r.is_nan() || (r.is_infinite() && x == 0.0) {
            return Err(vm.value_error("math domain error"));
        }
        if r.is_infinite() {
            return Err(vm.overflow_error("math range error"));
        }
    }
    vm.new_float(r)
}

fn ldexp(vm: &mut Vm, args: Args) -> Outcome {
    let x = vm.to_f64(args[0])?;
    let Some(big) = vm.big_value(args[1]) else {
        return Err(vm.type_error("Expected an int as second argument to ldexp."));
    };
    let e = i64::try_from(&big).unwrap_or(if big > IBig::ZERO { i64::MAX } else { i64::MIN });
    // SAFETY: a pure function of the C library.
    let r = unsafe { c_ldexp(x, e.clamp(-10_000, 10_000) as i32) };
    if r.is_infinite() && x.is_finite() {
        return Err(vm.overflow_error("math range error"));
    }
    vm.new_float(r)
}

fn frexp(vm: &mut Vm, args: Args) -> Outcome {
    let x = vm.to_f64(args[0])?;
    let mut e = 0;
    // SAFETY: the exponent goes to a local.
    let m = if x.is_finite() { unsafe { c_frexp(x, &mut e) } } else { x };
    let m = vm.new_float(m)?;
    vm.new_tuple(&[m, Value::small_int(e as isize)])
}

fn modf(vm: &mut Vm, args: Args) -> Outcome {
    let x = vm.to_f64(args[0])?;
    let fraction = if x.is_infinite() { 0f64.copysign(x) } else { (x - x.trunc()).copysign(x) };
    let (fraction, integral) = (vm.new_float(fraction)?, vm.new_float(x.trunc())?);
    vm.new_tuple(&[fraction, integral])
}

fn fma(vm: &mut Vm, args: Args) -> Outcome {
    let (x, y, z) = (vm.to_f64(args[0])?, vm.to_f64(args[1])?, vm.to_f64(args[2])?);
    let r = x.mul_add(y, z);
    if r.is_nan() && !x.is_nan() && !y.is_nan() && !z.is_nan() {
        return Err(vm.value_error("invalid operation in fma"));
    }
    if r.is_infinite() && x.is_finite() && y.is_finite() && z.is_finite() {
        return Err(vm.overflow_error("overflow in fma"));
    }
    vm.new_float(r)
}

fn nextafter(vm: &mut Vm, args: Args) -> Outcome {
    let (mut x, y) = (vm.to_f64(args[0])?, vm.to_f64(args[1])?);
    let steps = match args.given(2).filter(|s| !s.is(Value::NONE)) {
        None => 1,
        Some(s) => vm.index_clamped(s)?,
    };
    if steps < 0 {
        return Err(vm.value_error("steps must be a non-negative integer"));
    }
    for _ in 0..steps {
        if x == y || x.is_nan() {
            break;
        }
        // SAFETY: a pure function of the C library.
        x = unsafe { c_nextafter(x, y) };
    }
    vm.new_float(if steps > 0 && x == y { y } else { x })
}

fn hypot(vm: &mut Vm, args: Args) -> Outcome {
    let items = vm.collect_items(args[0])?;
    let mut xs = vec![];
    for &v in items.iter() {
        xs.push(vm.to_f64(v)?);
    }
    vm.new_float(norm(&xs))
}

fn dist(vm: &mut Vm, args: Args) -> Outcome {
    let (p, q) = (vm.collect_items(args[0])?, vm.collect_items(args[1])?);
    if p.len() != q.len() {
        return Err(vm.value_error("both points must have the same number of dimensions"));
    }
    let mut xs = vec![];
    for (&a, &b) in p.iter().zip(q.iter()) {
        xs.push(vm.to_f64(a)? - vm.to_f64(b)?);
    }
    vm.new_float(norm(&xs))
}

/// Euclidean norm, scaled against overflow, squares and sum carried in double length.
fn norm(xs: &[f64]) -> f64 {
    let most = xs.iter().fold(0.0f64, |m, x| m.max(x.abs()));
    if xs.iter().any(|x| x.is_infinite()) {
        return f64::INFINITY;
    }
    if xs.iter().any(|x| x.is_nan()) {
        return f64::NAN;
    }
    if most == 0.0 || xs.len() == 1 {
        return most;
    }
    let mut e = 0;
    // SAFETY: the exponent goes to a local.
    unsafe { c_frexp(most, &mut e) };
    // SAFETY: a pure function of the C library; two steps keep the factor finite for tiny numbers.
    let scale = |x: f64| unsafe { c_ldexp(c_ldexp(x, -(e / 2)), -(e - e / 2)) };
    let (mut sum, mut low) = (0.0f64, 0.0f64);
    for &x in xs {
        let x = scale(x);
        let square = x * x;
        low += x.mul_add(x, -square);
        let total = sum + square;
        low += if sum.abs() >= square { (sum - total) + square } else { (square - total) + sum };
        sum = total;
    }
    let h = (sum + low).sqrt();
    // One Newton step on the residue in double length.
    let residue = (-h).mul_add(h, sum) + low;
    let h = h + residue / (2.0 * h);
    // SAFETY: a pure function of the C library.
    unsafe { c_ldexp(h, e) }
}

/// Shewchuk's exact sum: partial sums that do not overlap.
fn fsum(vm: &mut Vm, args: Args) -> Outcome {
    let items = vm.collect_items(args[0])?;
    let (mut partials, mut special, mut infinite) = (Vec::<f64>::new(), 0.0f64, 0.0f64);
    for &v in items.iter() {
        let original = vm.to_f64(v)?;
        let mut x = original;
        let mut kept = 0;
        for j in 0..partials.len() {
            let mut y = partials[j];
            if x.abs() < y.abs() {
                std::mem::swap(&mut x, &mut y);
            }
            let high = x + y;
            let low = y - (high - x);
            if low != 0.0 {
                partials[kept] = low;
                kept += 1;
            }
            x = high;
        }
        partials.truncate(kept);
        if x == 0.0 {
            continue;
        }
        if x.is_finite() {
            partials.push(x);
        } else if original.is_finite() {
            return Err(vm.overflow_error("intermediate overflow in fsum"));
        } else {
            if original.is_infinite() {
                infinite += original;
            }
            special += original;
            partials.clear();
        }
    }
    if special != 0.0 {
        if infinite.is_nan() {
            return Err(vm.value_error("-inf + inf in fsum"));
        }
        return vm.new_float(special);
    }
    vm.new_float(round_partials(&mut partials))
}

/// The sum of partials that do not overlap, rounded half to even.
fn round_partials(partials: &mut Vec<f64>) -> f64 {
    let Some(mut high) = partials.pop() else { return 0.0 };
    let mut low = 0.0;
    while let Some(y) = partials.pop() {
        let x = high;
        high = x + y;
        low = y - (high - x);
        if low != 0.0 {
            break;
        }
    }
    if let Some(&next) = partials.last()
        && ((low < 0.0 && next < 0.0) || (low > 0.0 && next > 0.0))
    {
        let y = low * 2.0;
        let x = high + y;
        if y == x - high {
            high = x;
        }
    }
    high
}

fn sumprod(vm: &mut Vm, args: Args) -> Outcome {
    use pyspec_runtime::protocol::operate::Binary;
    let (p, q) = (vm.collect_items(args[0])?, vm.collect_items(args[1])?);
    if p.len() != q.len() {
        return Err(vm.value_error("Inputs are not the same length"));
    }
    let floats = |vm: &Vm, v: Value| vm.float_value(v).is_some() || v.is_int();
    if !p.is_empty()
        && p.iter().chain(q.iter()).all(|&v| floats(vm, v))
        && p.iter().chain(q.iter()).any(|v| !v.is_int())
    {
        let (mut sum, mut low) = (0.0f64, 0.0f64);
        for (&a, &b) in p.iter().zip(q.iter()) {
            let (x, y) = (vm.to_f64(a)?, vm.to_f64(b)?);
            let product = x * y;
            low += x.mul_add(y, -product);
            let total = sum + product;
            let back = total - sum;
            low += (sum - (total - back)) + (product - back);
            sum = total;
        }
        return vm.new_float(if low.is_finite() { sum + low } else { sum });
    }
    let mut total = Value::small_int(0);
    for (&a, &b) in p.iter().zip(q.iter()) {
        let product = vm.binary(Binary::Mul, a, b)?;
        total = vm.binary(Binary::Add, total, product)?;
    }
    Ok(total)
}

fn prod(vm: &mut Vm, args: Args) -> Outcome {
    use pyspec_runtime::protocol::operate::Binary;
    let mut total = args.or(1, Value::small_int(1));
    let iterator = vm.iter(args[0])?;
    loop {
        let item = vm.next(iterator)?;
        if item.is(Value::UNSET) {
            return Ok(total);
        }
        total = vm.binary(Binary::Mul, total, item)?;
    }
}

fn whole(vm: &mut Vm, x: Value, special: Special, f: fn(f64) -> f64) -> Outcome {
    if vm.float_value(x).is_none()
        && let Some(result) = vm.call_special(x, special, &[])
    {
        return result;
    }
    let x = vm.to_f64(x)?;
    let rounded = vm.new_float(f(x))?;
    float_to_int(vm, rounded)
}

fn float_to_int(vm: &mut Vm, x: Value) -> Outcome {
    vm.call_special(x, Special::Int, &[]).expect("a float has __int__")
}

fn trunc(vm: &mut Vm, args: Args) -> Outcome {
    if vm.float_value(args[0]).is_some() && !args[0].is_ptr() {
        return float_to_int(vm, args[0]);
    }
    match vm.call_special(args[0], Special::Trunc, &[]) {
        Some(result) => result,
        None => {
            let name = vm.type_name(args[0]);
            Err(vm.type_error(format!("type {name} doesn't define __trunc__ method")))
        }
    }
}

fn isclose(vm: &mut Vm, args: Args) -> Outcome {
    let (a, b) = (vm.to_f64(args[0])?, vm.to_f64(args[1])?);
    let relative = args.given(2).map_or(Ok(1e-9), |v| vm.to_f64(v))?;
    let absolute = args.given(3).map_or(Ok(0.0), |v| vm.to_f64(v))?;
    if relative < 0.0 || absolute < 0.0 {
        return Err(vm.value_error("tolerances must be non-negative"));
    }
    if a == b {
        return Ok(Value::TRUE);
    }
    if a.is_infinite() || b.is_infinite() {
        return Ok(Value::FALSE);
    }
    let difference = (b - a).abs();
    let close = difference <= (relative * b).abs() || difference <= (relative * a).abs() || difference <= absolute;
    Ok(Value::bool(close))
}

/// The int that `v.__index__()` gives.
fn int(vm: &mut Vm, v: Value) -> Outcome<IBig> {
    let v = vm.index(v)?;
    Ok(vm.big_value(v).expect("__index__ gives an int"))
}

fn gcd(vm: &mut Vm, args: Args) -> Outcome {
    use dashu_int::ops::Gcd;
    let items = vm.collect_items(args[0])?;
    let mut total = UBig::ZERO;
    for &v in items.iter() {
        let n = magnitude(int(vm, v)?);
        total = if total == UBig::ZERO {
            n
        } else if n == UBig::ZERO {
            total
        } else {
            total.gcd(n)
        };
    }
    vm.new_big(&IBig::from(total))
}

fn lcm(vm: &mut Vm, args: Args) -> Outcome {
    use dashu_int::ops::Gcd;
    let items = vm.collect_items(args[0])?;
    let mut total = UBig::ONE;
    for &v in items.iter() {
        let n = magnitude(int(vm, v)?);
        if n == UBig::ZERO || total == UBig::ZERO {
            total = UBig::ZERO;
            continue;
        }
        let common = (&total).gcd(&n);
        total = total / common * n;
    }
    vm.new_big(&IBig::from(total))
}

fn magnitude(n: IBig) -> UBig {
    n.into_parts().1
}

fn isqrt(vm: &mut Vm, args: Args) -> Outcome {
    let n = int(vm, args[0])?;
    if n < IBig::ZERO {
        return Err(vm.value_error("isqrt() argument must be nonnegative"));
    }
    use dashu_int::ops::SquareRoot;
    vm.new_big(&IBig::from(magnitude(n).sqrt()))
}

fn factorial(vm: &mut Vm, args: Args) -> Outcome {
    let n = int(vm, args[0])?;
    if n < IBig::ZERO {
        return Err(vm.value_error("factorial() not defined for negative values"));
    }
    let Ok(n) = u32::try_from(&n) else {
        return Err(vm.overflow_error("factorial() argument should not exceed 2147483647"));
    };
    vm.new_big(&IBig::from(product(1, n as u64)))
}

/// `low * … * high` by halves, so that factors stay of like size.
fn product(low: u64, high: u64) -> UBig {
    if low > high {
        return UBig::ONE;
    }
    if high - low < 8 {
        return (low..=high).fold(UBig::ONE, |p, i| p * UBig::from(i));
    }
    let middle = low + (high - low) / 2;
    product(low, middle) * product(middle + 1, high)
}

fn perm(vm: &mut Vm, args: Args) -> Outcome {
    if args.or(1, Value::NONE).is(Value::NONE) {
        return factorial(vm, args);
    }
    let Some((n, k)) = choices(vm, args)? else { return Ok(Value::small_int(0)) };
    let mut total = UBig::ONE;
    for i in 0..k {
        total *= &n - UBig::from(i);
    }
    vm.new_big(&IBig::from(total))
}

fn comb(vm: &mut Vm, args: Args) -> Outcome {
    let Some((n, mut k)) = choices(vm, args)? else { return Ok(Value::small_int(0)) };
    if let Ok(small) = u64::try_from(&n) {
        k = k.min(small - k);
    }
    let mut total = UBig::ONE;
    for i in 0..k {
        total = total * (&n - UBig::from(i)) / UBig::from(i + 1);
    }
    vm.new_big(&IBig::from(total))
}

/// (n, k) with 0 <= k <= n, `None` if k > n.
fn choices(vm: &mut Vm, args: Args) -> Outcome<Option<(UBig, u64)>> {
    let (n, k) = (int(vm, args[0])?, int(vm, args[1])?);
    for (name, v) in [("n", &n), ("k", &k)] {
        if *v < IBig::ZERO {
            return Err(vm.value_error(format!("{name} must be a non-negative integer")));
        }
    }
    if k > n {
        return Ok(None);
    }
    match u64::try_from(&k) {
        Ok(k) => Ok(Some((magnitude(n), k))),
        Err(_) => Err(vm.overflow_error("k must not exceed 18446744073709551615")),
    }
}
