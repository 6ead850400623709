//! Bytes to text: byte order marks, encoding cookies, NUL bytes.

use crate::error::{ErrorKind, SyntaxError};

/// Decodes a source file.
pub fn decode(source: &[u8], filename: &str) -> Result<String, Box<SyntaxError>> {
    let fail = |message: String, line: u32| {
        Err(Box::new(SyntaxError {
            kind: ErrorKind::Syntax,
            message,
            filename: filename.into(),
            line,
            col: 0,
            end_line: line,
            end_col: 0,
            text: None,
        }))
    };
    let (body, marked) = match source.strip_prefix(b"\xef\xbb\xbf") {
        Some(rest) => (rest, true),
        None => (source, false),
    };
    if body.contains(&0) {
        return fail("source code cannot contain null bytes".into(), 1);
    }
    let cookie = cookie(body);
    let name = cookie.clone().unwrap_or_else(|| "utf-8".into());
    match normal(&name).as_str() {
        "utf-8" => match std::str::from_utf8(body) {
            Ok(text) => Ok(text.into()),
            Err(e) => {
                let at = e.valid_up_to();
                let line = body[..at].iter().filter(|&&b| b == b'\n').count() as u32 + 1;
                if cookie.is_some() || marked {
                    let message = format!(
                        "'utf-8' codec can't decode byte 0x{:02x} in position {at}: {}",
                        body[at],
                        reason(body, at)
                    );
                    return fail(format!("(unicode error) {message}"), line);
                }
                let message = format!(
                    "Non-UTF-8 code starting with '\\x{:02x}' in file {filename} on line {line}, but no encoding declared; \
                     see https://peps.python.org/pep-0263/ for details",
                    body[at]
                );
                fail(message, line)
            }
        },
        _ if marked => fail(format!("encoding problem: {name} with BOM"), 0),
        "iso-8859-1" => Ok(body.iter().map(|&b| b as char).collect()),
        "ascii" => match body.iter().position(|&b| b >= 128) {
            None => Ok(String::from_utf8_lossy(body).into()),
            Some(at) => {
                let line = body[..at].iter().filter(|&&b| b == b'\n').count() as u32 + 1;
                let message = format!(
                    "(unicode error) 'ascii' codec can't decode byte 0x{:02x} in position {at}: ordinal not in range(128)",
                    body[at]
                );
                fail(message, line)
            }
        },
        "cp1252" => Ok(body.iter().map(|&b| cp1252(b)).collect()),
        "iso-8859-15" => Ok(body.iter().map(|&b| latin9(b)).collect()),
        _ => fail(format!("unknown encoding: {name}"), 1),
    }
}

fn reason(body: &[u8], at: usize) -> &'static str {
    match body[at] {
        0xc2..=0xf4 if at + 1 >= body.len() => "unexpected end of data",
        0xc2..=0xf4 => "invalid continuation byte",
        _ => "invalid start byte",
    }
}

/// The encoding that one of the first two lines declares.
fn cookie(body: &[u8]) -> Option<String> {
    for line in body.split(|&b| b == b'\n').take(2) {
        let start = line.iter().position(|b| !matches!(b, b' ' | b'\t' | b'\x0c'));
        let Some(start) = start else { continue };
        if line[start] == b'\r' {
            continue;
        }
        if line[start] != b'#' {
            return None;
        }
        if let Some(name) = cookie_in(&line[start..]) {
            return Some(name);
        }
    }
    None
}

fn cookie_in(line: &[u8]) -> Option<String> {
    let mut from = 0;
    while let Some(at) = line[from..].windows(6).position(|w| w == b"coding") {
        let rest = &line[from + at + 6..];
        from += at + 6;
        let Some((b':' | b'=', rest)) = rest.split_first() else { continue };
        let rest = &rest[rest.iter().take_while(|b| matches!(b, b' ' | b'\t')).count()..];
        let name: String =
            rest.iter().map(|&b| b as char).take_while(|c| c.is_ascii_alphanumeric() || "-_.".contains(*c)).collect();
        if !name.is_empty() {
            return Some(name);
        }
    }
    None
}

/// One spelling for the names of an encoding.
fn normal(name: &str) -> String {
    let name = name.to_ascii_lowercase().replace('_', "-");
    let is = |n: &str| name == n || name.starts_with(&format!("{n}-"));
    match name.as_str() {
        "utf8" | "u8" | "utf" | "utf8-ucs2" | "utf8-ucs4" | "cp65001" => "utf-8".into(),
        _ if is("utf-8") => "utf-8".into(),
        "l1" | "latin1" | "latin" | "8859" | "cp819" | "iso8859-1" | "iso8859" => "iso-8859-1".into(),
        "iso-8859-15" | "latin9" | "l9" | "iso8859-15" | "latin-9" => "iso-8859-15".into(),
        _ if is("latin-1") || is("iso-8859-1") || is("iso-latin-1") => "iso-8859-1".into(),
        "us-ascii" | "646" | "ansi-x3.4-1968" => "ascii".into(),
        "windows-1252" | "1252" => "cp1252".into(),
        _ => name,
    }
}

fn cp1252(b: u8) -> char {
    const HIGH: [u16; 32] = [
        0x20ac, 0x81, 0x201a, 0x0192, 0x201e, 0x2026, 0x2020, 0x2021, 0x02c6, 0x2030, 0x0160, 0x2039, 0x0152, 0x8d,
        0x017d, 0x8f, 0x90, 0x2018, 0x2019, 0x201c, 0x201d, 0x2022, 0x2013, 0x2014, 0x02dc, 0x2122, 0x0161, 0x203a,
        0x0153, 0x9d, 0x017e, 0x0178,
    ];
    match b {
        0x80..=0x9f => char::from_u32(HIGH[b as usize - 0x80] as u32).unwrap_or('\u{fffd}'),
        _ => b as char,
    }
}

fn latin9(b: u8) -> char {
    match b {
        0xa4 => '€',
        0xa6 => 'Š',
        0xa8 => 'š',
        0xb4 => 'Ž',
        0xb8 => 'ž',
        0xbc => 'Œ',
        0xbd => 'œ',
        0xbe => 'Ÿ',
        _ => b as char,
    }
}
