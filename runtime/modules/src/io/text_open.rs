//! Making a `TextIOWrapper`: encoding, errors, newline; changing them.

use super::base::is_closed;
use super::newline::{Ends, ends};
use super::state::text_of;
use super::text::{Coder, Link, Text, attached};
use super::{buffered, decoder, is_exact, newline, unsupported};
use crate::util::{class_of, some};
use pyspec_abi::Value;
use pyspec_runtime::Vm;
use pyspec_runtime::native::{Args, Outcome};
use pyspec_runtime::types::str::codec::Codec;

/// A str argument, None if it was omitted.
fn text_argument(vm: &mut Vm, v: Option<Value>, name: &str) -> Outcome {
    match some(v) {
        None => Ok(Value::NONE),
        Some(v) if !vm.is_str(v) => {
            let given = vm.type_name(v);
            Err(vm.type_error(format!("TextIOWrapper() argument '{name}' must be str or None, not {given}")))
        }
        // Names have no surrogates.
        Some(v) => vm.encode(v, "utf-8", "strict").map(|_| v),
    }
}

/// `__init__`.
pub fn init(vm: &mut Vm, args: Args) -> Outcome {
    let (this, buffer) = (args[0], args[1]);
    *text_of(vm, this)? = Text::default();
    let encoding = text_argument(vm, args.given(2), "encoding")?;
    let errors = text_argument(vm, args.given(3), "errors")?;
    let newline = text_argument(vm, args.given(4), "newline")?;
    for v in [encoding, errors, newline] {
        if vm.is_str(v) && vm.str_bytes(v).contains(&0) {
            return Err(vm.value_error("embedded null character"));
        }
    }
    let by_line = args.given(5).map_or(Ok(false), |v| vm.truth(v))?;
    let through = args.given(6).map_or(Ok(false), |v| vm.truth(v))?;
    let ends = ends(vm, newline, false)?;
    if encoding.is(Value::NONE) {
        super::top::warn_default_encoding(vm, 1)?;
    }
    let encoding = encoding_or_default(vm, encoding)?;
    let errors = if errors.is(Value::NONE) { vm.intern("strict") } else { errors };
    let quick = [&buffered::READER, &buffered::WRITER, &buffered::RANDOM].iter().any(|t| is_exact(vm, buffer, t));
    let state = text_of(vm, this)?;
    (state.buffer, state.quick, state.ends) = (buffer, quick, ends);
    (state.line_buffering, state.write_through) = (by_line, through);
    set_coders(vm, this, encoding, errors, ends)?;
    let seekable = vm.call_method(buffer, "seekable", &[])?;
    let seekable = vm.truth(seekable)?;
    let key = vm.intern("read1");
    let once = !vm.get_attr_or_unset(buffer, key)?.is(Value::UNSET);
    let state = text_of(vm, this)?;
    (state.seekable, state.telling, state.once) = (seekable, seekable, once);
    start_encoder(vm, this)?;
    text_of(vm, this)?.link = Link::Open;
    Ok(Value::NONE)
}

/// The encoding's name; what files have unless told otherwise is UTF-8.
fn encoding_or_default(vm: &mut Vm, encoding: Value) -> Outcome {
    if !encoding.is(Value::NONE) && vm.str_bytes(encoding) != b"locale" {
        return Ok(encoding);
    }
    // The locale's name for it, which programs see.
    let name = if vm.options.utf8_mode { "utf-8" } else { "UTF-8" };
    Ok(vm.intern(name))
}

/// Chooses decoder and encoder.
fn set_coders(vm: &mut Vm, this: Value, encoding: Value, errors: Value, ends: Ends) -> Outcome<()> {
    let name = vm.str_lossy(encoding);
    let own = Codec::find(&name).filter(|c| matches!(c, Codec::Utf8 | Codec::Latin1 | Codec::Ascii));
    let info = if own.is_some() { Value::NONE } else { look_up(vm, &name, encoding)? };
    let buffer = text_of(vm, this)?.buffer;
    let able = |vm: &mut Vm, method: &str| {
        let answer = vm.call_method(buffer, method, &[])?;
        vm.truth(answer)
    };
    let (readable, writable) = (able(vm, "readable")?, able(vm, "writable")?);
    let decoder = match own {
        _ if !readable => Coder::None,
        Some(codec) => Coder::Own(codec),
        None => {
            let object = vm.call_method(info, "incrementaldecoder", &[errors])?;
            Coder::Object(if ends.universal { with_newlines(vm, object, ends.translate)? } else { object })
        }
    };
    let encoder = match own {
        _ if !writable => Coder::None,
        Some(codec) => Coder::Own(codec),
        None => Coder::Object(vm.call_method(info, "incrementalencoder", &[errors])?),
    };
    if vm.options.dev_mode {
        // Else a handler that does not exist is noticed when it is needed.
        let codecs = vm.load_plainly("_codecs")?;
        vm.call_method(codecs, "lookup_error", &[errors])?;
    }
    let errors_text = vm.str_lossy(errors);
    let state = text_of(vm, this)?;
    (state.encoding, state.errors, state.errors_text) = (encoding, errors, errors_text);
    (state.decoder, state.encoder) = (decoder, encoder);
    (state.rest, state.progress) = (vec![], Default::default());
    Ok(())
}

fn with_newlines(vm: &mut Vm, decoder: Value, translate: bool) -> Outcome {
    let class = class_of(vm, &newline::TABLE).value();
    vm.call(class, &[decoder, Value::bool(translate)])
}

/// The codec's record, if it is one between text and bytes.
fn look_up(vm: &mut Vm, name: &str, encoding: Value) -> Outcome {
    let codecs = vm.load_plainly("_codecs")?;
    let info = vm.call_method(codecs, "lookup", &[encoding])?;
    let key = vm.intern("_is_text_encoding");
    let is_text = vm.get_attr_or_unset(info, key)?;
    if !is_text.is(Value::UNSET) && !vm.truth(is_text)? {
        return Err(vm.lookup_error(format!("'{name}' is not a text encoding")));
    }
    Ok(info)
}

/// In the middle of a stream no byte order mark is written.
fn start_encoder(vm: &mut Vm, this: Value) -> Outcome<()> {
    let state = text_of(vm, this)?;
    let (buffer, Coder::Object(encoder)) = (state.buffer, state.encoder) else { return Ok(()) };
    if !state.seekable {
        return Ok(());
    }
    let at = vm.call_method(buffer, "tell", &[])?;
    if vm.truth(at)? {
        vm.call_method(encoder, "setstate", &[Value::small_int(0)])?;
    }
    Ok(())
}

/// `reconfigure`: self, encoding, errors, newline, line_buffering, write_through.
pub fn reconfigure(vm: &mut Vm, args: Args) -> Outcome {
    let this = args[0];
    attached(vm, this)?;
    let encoding = text_argument(vm, args.given(1), "encoding")?;
    let errors = text_argument(vm, args.given(2), "errors")?;
    let newline = match args.given(3) {
        Some(v) => Some(text_argument(vm, Some(v), "newline")?),
        None => None,
    };
    let state = text_of(vm, this)?;
    let recode = !encoding.is(Value::NONE) || !errors.is(Value::NONE) || newline.is_some();
    if recode && state.decoder != Coder::None && (!state.decoded.is_empty() || state.snapshot.is_some()) {
        return Err(unsupported(
            vm,
            "It is not possible to set the encoding or newline of stream after the first read",
        ));
    }
    let ends = match newline {
        Some(newline) => ends(vm, newline, false)?,
        None => state.ends,
    };
    let flag = |vm: &mut Vm, v: Option<Value>, old: bool| some(v).map_or(Ok(old), |v| vm.truth(v));
    let (by_line, through) = (text_of(vm, this)?.line_buffering, text_of(vm, this)?.write_through);
    let by_line = flag(vm, args.given(4), by_line)?;
    let through = flag(vm, args.given(5), through)?;
    vm.call_method(this, "flush", &[])?;
    if recode {
        let (encoding, errors) = match (encoding.is(Value::NONE), errors.is(Value::NONE)) {
            (false, false) => (encoding_or_default(vm, encoding)?, errors),
            (false, true) => (encoding_or_default(vm, encoding)?, vm.intern("strict")),
            (true, false) => (text_of(vm, this)?.encoding, errors),
            (true, true) => (text_of(vm, this)?.encoding, text_of(vm, this)?.errors),
        };
        text_of(vm, this)?.ends = ends;
        set_coders(vm, this, encoding, errors, ends)?;
        if !is_closed(vm, this)? {
            start_encoder(vm, this)?;
        }
        decoder::reset(vm, this)?;
    }
    let state = text_of(vm, this)?;
    (state.line_buffering, state.write_through) = (by_line, through);
    Ok(Value::NONE)
}
