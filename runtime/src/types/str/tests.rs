//! Strings as objects: both forms, index, interning.

use crate::vm::{Options, Vm};
use pyspec_abi::Value;

fn vm() -> Box<Vm> {
    Vm::new(Options::default(), &[], None)
}

#[test]
fn appending_in_a_loop_shares_one_buffer_and_reads_like_flat_text() {
    let mut vm = vm();
    for unit in ["ab", "é", "日本\u{10ffff}x"] {
        let piece = vm.new_str(unit).expect("a str");
        let mut grown = vm.new_str("").expect("a str");
        // Values that only a vector holds are roots in this one alone.
        let mut kept = crate::object::Rooted::new();
        for i in 0..1000 {
            grown = vm.str_concat(grown, piece).expect("a str");
            if i % 100 == 0 {
                kept.push(grown);
            }
        }
        let flat = vm.new_str(&unit.repeat(1000)).expect("a str");
        assert_eq!(vm.str_bytes(grown), vm.str_bytes(flat));
        assert_eq!(vm.str_len(grown), unit.chars().count() * 1000);
        assert_eq!(vm.str_hash(grown), vm.str_hash(flat));
        for (i, &shorter) in kept.iter().enumerate() {
            let n = 100 * i + 1;
            assert_eq!(vm.str_lossy(shorter), unit.repeat(n));
            // An append to the middle of a buffer leaves the longer strings alone.
            let other = vm.str_concat(shorter, piece).expect("a str");
            assert_eq!(vm.str_lossy(other), unit.repeat(n + 1));
        }
        assert_eq!(vm.str_lossy(grown), unit.repeat(1000));
    }
}

#[test]
fn characters_are_found_by_number() {
    let mut vm = vm();
    let text: String = (0..500u32).map(|i| char::from_u32(0x100 + i * 300 % 0xc000).expect("a character")).collect();
    let string = vm.new_str(&text).expect("a str");
    for (i, c) in text.chars().enumerate() {
        let found = vm.str_char(string, i as i64).expect("no error").expect("in range");
        assert_eq!(vm.str_lossy(found), c.to_string());
        let seen = vm.str_text_of(string);
        assert_eq!(seen.number(seen.byte(i)), i);
    }
    assert_eq!(vm.str_char(string, 500), Ok(None));
}

#[test]
fn interned_strings_are_one_object() {
    let mut vm = vm();
    for text in ["", "a", "é", "name", "日本"] {
        let first = vm.intern(text);
        let made = vm.new_str(text).expect("a str");
        assert!(vm.intern_value(made).is(first), "{text}");
        assert!(vm.is_interned(first));
    }
    let (a, b) = (vm.new_str("x").expect("a str"), vm.new_str("x").expect("a str"));
    assert!(a.is(b), "single characters are cached");
}

#[test]
fn surrogates_stay_apart() {
    let mut vm = vm();
    let high = vm.new_char(0xd800).expect("a str");
    let low = vm.new_char(0xdc00).expect("a str");
    let both = vm.str_concat(high, low).expect("a str");
    let astral = vm.new_char(0x1_0000).expect("a str");
    assert_eq!(vm.str_len(both), 2);
    assert!(!vm.str_equal(both, astral));
    let shown = vm.str_repr(both).expect("a str");
    assert_eq!(vm.str_lossy(shown), r"'\ud800\udc00'");
}

#[test]
fn numbers_and_operators() {
    use crate::protocol::operate::Binary::*;
    let mut vm = vm();
    let rows = [
        ("4611686018427387903", Add, "1", "4611686018427387904"),
        ("-4611686018427387904", Sub, "1", "-4611686018427387905"),
        ("9223372036854775807", Add, "1", "9223372036854775808"),
        ("-9223372036854775808", Sub, "1", "-9223372036854775809"),
        ("3037000500", Mul, "3037000500", "9223372037000250000"),
        ("100000000000000000000", Sub, "99999999999999999999", "1"),
        ("-7", FloorDiv, "2", "-4"),
        ("-7", Mod, "2", "1"),
        ("-100000000000000000000", FloorDiv, "3", "-33333333333333333334"),
        ("100000000000000000000", Mod, "-3", "-2"),
        ("-9223372036854775808", FloorDiv, "-1", "9223372036854775808"),
        ("2", Pow, "200", "1606938044258990275541962092341162602522202993782792835301376"),
        ("-2", Pow, "63", "-9223372036854775808"),
        ("2", Pow, "-1", "0.5"),
        ("1", LShift, "62", "4611686018427387904"),
        ("-1", LShift, "100", "-1267650600228229401496703205376"),
        ("-1267650600228229401496703205377", RShift, "100", "-2"),
        ("-5", RShift, "1000", "-1"),
        ("-18446744073709551616", And, "36893488147419103231", "18446744073709551616"),
        ("18446744073709551616", Xor, "-1", "-18446744073709551617"),
        ("10", Div, "4", "2.5"),
        ("100000000000000000000", Div, "3", "3.333333333333333e+19"),
    ];
    for (a, op, b, expected) in rows {
        let x = vm.parse_int(a.as_bytes(), 10, Value::NONE).expect("an int");
        let y = vm.parse_int(b.as_bytes(), 10, Value::NONE).expect("an int");
        let result = vm.binary(op, x, y).expect("a number");
        assert_eq!(vm.repr_text(result).expect("text"), expected, "{a} {op:?} {b}");
    }
}

#[test]
fn a_bytearray_is_spliced_like_a_vector() {
    use crate::object::Gc;
    use crate::object::layout::ByteArray;
    let mut vm = vm();
    let object = vm.new_bytearray(b"").expect("a bytearray");
    let array = Gc::<ByteArray>::from_value(&vm, object).expect("a bytearray");
    let mut model: Vec<u8> = vec![];
    let mut seed = 12345u64;
    for step in 0..3000 {
        seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407);
        let pick = |n: usize, shift: u32| (seed >> shift) as usize % (n + 1);
        let from = pick(model.len(), 20);
        let to = from + pick((model.len() - from).min(40), 30);
        let new = vec![step as u8; pick(if model.len() < 500 { 40 } else { 8 }, 40)];
        vm.bytearray_splice(array, from, to, &new).expect("no views");
        model.splice(from..to, new);
        assert_eq!(vm.bytes_of(object), Some(&*model));
    }
}
