//! Syntax errors against CPython's: `errors/*.txt` hold programs and what CPython 3.14 says of
//! them. How many agree may only grow.

use pyspec_front::{CompileOptions, ErrorKind, Mode, compile};

/// How many of the cases agree.
const AGREE: usize = 391;

fn ours(source: &str) -> String {
    match compile(source.as_bytes(), "f.py", Mode::Exec, &CompileOptions::default()) {
        Ok(_) => "no error".into(),
        Err(e) => {
            let class = match e.kind {
                ErrorKind::Syntax => "SyntaxError",
                ErrorKind::Indentation => "IndentationError",
                ErrorKind::Tab => "TabError",
                ErrorKind::Value => "ValueError",
                ErrorKind::TooDeep => "MemoryError",
            };
            format!("{class}: {} @ {}:{}-{}:{}", e.message, e.line, e.col, e.end_line, e.end_col)
        }
    }
}

#[test]
fn agree_with_cpython() {
    let (mut agree, mut report) = (0, String::new());
    for name in ["tokens", "statements", "expressions"] {
        let path = format!("{}/tests/errors/{name}.txt", env!("CARGO_MANIFEST_DIR"));
        let text = std::fs::read_to_string(path).expect("the cases");
        for case in text.trim_end().split("\n====\n") {
            let (source, want) = case.rsplit_once("\n---\n").expect("a case has two parts");
            let ours = ours(&format!("{source}\n"));
            if ours == want {
                agree += 1;
            } else {
                report += &format!("{source}\n    theirs {want}\n    ours   {ours}\n");
            }
        }
    }
    println!("{report}{agree} agree");
    assert!(agree >= AGREE, "{report}only {agree} of {AGREE} agree");
}
