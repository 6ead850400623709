//! What is wrong outside of pyspec ends in a clear message and an exit status: nothing half-written, no panic.

mod common;

use common::{Scratch, pyspec, scratch};
use std::os::unix::fs::PermissionsExt;
use std::os::unix::process::ExitStatusExt;
use std::path::Path;
use std::process::{Command, Output, Stdio};
use std::time::{Duration, Instant};

/// Runs a command and checks what holds whatever went wrong.
fn run(command: &mut Command) -> (Output, String) {
    let output = command.stdin(Stdio::null()).output().expect("it starts");
    let errors = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!errors.contains("panicked") && !errors.contains("RUST_BACKTRACE"), "a panic: {errors}");
    (output, errors)
}

/// A program in a file of its own.
fn program(folder: &Scratch, name: &str, text: impl AsRef<[u8]>) -> std::path::PathBuf {
    let file = folder.join(name);
    std::fs::write(&file, text).expect("a file");
    file
}

#[track_caller]
fn fails(command: &mut Command, status: i32, message: &str) {
    let (output, errors) = run(command);
    assert_eq!(output.status.code(), Some(status), "{errors}");
    assert!(errors.contains(message), "{message:?} is not in {errors:?}");
}

fn is_root() -> bool {
    Command::new("id").arg("-u").output().is_ok_and(|o| o.stdout == b"0\n")
}

#[test]
fn programs_that_do_not_parse() {
    let folder = scratch("bad-syntax");
    let cases: &[(&str, &[u8], &str)] = &[
        ("call.py", b"print((1)\n", "'(' was never closed"),
        (
            "indent.py",
            b"if 1:\nprint(1)\n",
            "IndentationError: expected an indented block after 'if' statement on line 1",
        ),
        ("string.py", b"x = 'abc\n", "SyntaxError: unterminated string literal"),
        ("latin.py", b"# coding: utf-8\nx = '\xe9'\n", "SyntaxError"),
        ("coding.py", b"# coding: no-such-encoding\n", "no-such-encoding"),
        ("nul.py", b"x = 1\0\n", "source code cannot contain null bytes"),
        ("tabs.py", b"if 1:\n\tx = 1\n        y = 2\n", "TabError: inconsistent use of tabs and spaces in indentation"),
        ("return.py", b"return 1\n", "SyntaxError: 'return' outside function"),
    ];
    for (name, text, message) in cases {
        let file = program(&folder, name, text);
        fails(pyspec().arg("run").arg(&file), 1, message);
        let app = folder.join("app");
        let (output, errors) = run(pyspec().arg("build").arg(&file).arg("-o").arg(&app));
        assert_eq!(output.status.code(), Some(1), "{name}: {errors}");
        assert!(errors.contains(name) && errors.contains(message), "{name} is not named, or what is wrong: {errors}");
        assert!(!app.exists(), "{name}: an executable of a program that does not parse");
        let (output, errors) = run(pyspec().arg("analyze").arg(&file));
        assert_eq!(output.status.code(), Some(1), "{name}: {errors}");
    }
}

#[test]
fn files_that_are_not_there_or_cannot_be_read() {
    let folder = scratch("bad-files");
    let missing = folder.join("missing.py");
    fails(pyspec().arg("run").arg(&missing), 2, "can't open file");
    fails(pyspec().arg("build").arg(&missing).arg("-o").arg(folder.join("app")), 1, "can't open file");
    fails(pyspec().arg("analyze").arg(&missing), 2, "no such file");
    fails(pyspec().arg("run").arg(&*folder), 1, "can't find '__main__' module");
    fails(pyspec().args(["run", "-m", "no_such_module"]), 1, "No module named no_such_module");
    fails(
        pyspec().args(["run", "-c", "import no_such_module"]),
        1,
        "ModuleNotFoundError: No module named 'no_such_module'",
    );
    fails(pyspec().args(["run", "--no-such-option"]), 2, "unknown option");
    fails(pyspec().arg("fly"), 2, "unrecognized subcommand");
    if is_root() {
        eprintln!("skipped: root reads files without permission");
        return;
    }
    let secret = program(&folder, "secret.py", "print(1)\n");
    std::fs::set_permissions(&secret, PermissionsExt::from_mode(0o000)).expect("permissions");
    fails(pyspec().arg("run").arg(&secret), 2, "Permission denied");
    fails(pyspec().arg("build").arg(&secret).arg("-o").arg(folder.join("app")), 1, "secret.py");
}

#[test]
fn deep_programs_end_in_errors_of_python() {
    let folder = scratch("bad-depth");
    fails(
        pyspec().args(["run", "-c", "def f(): return f()\nf()"]),
        1,
        "RecursionError: maximum recursion depth exceeded",
    );
    let repr = "l = []\nfor _ in range(60000): l = [l]\nrepr(l)";
    fails(pyspec().args(["run", "-c", repr]), 1, "RecursionError");
    let compare = "a = []\nfor _ in range(60000): a = [a]\nb = []\nfor _ in range(60000): b = [b]\na == b";
    // Whether that is too deep depends on the frames of the build.
    let (output, errors) = run(pyspec().args(["run", "-c", compare]));
    assert!(output.status.success() || errors.contains("RecursionError"), "{} {errors}", output.status);
    for (name, text) in [
        ("parentheses.py", "(".repeat(100_000) + &")".repeat(100_000)),
        ("minus.py", "x = ".to_string() + &"-".repeat(100_000) + "1"),
        ("sum.py", "x = ".to_string() + &"1+".repeat(200_000) + "1"),
        ("blocks.py", (0..150).map(|i| " ".repeat(i) + "if 1:\n").collect::<String>() + &" ".repeat(150) + "pass\n"),
    ] {
        let file = program(&folder, name, text);
        let (output, errors) = run(pyspec().arg("run").arg(&file));
        assert!(output.status.code().is_some_and(|s| s < 2), "{name}: {} {errors}", output.status);
        let (output, errors) = run(pyspec().arg("analyze").arg(&file));
        assert!(output.status.code().is_some_and(|s| s < 2), "{name}: {} {errors}", output.status);
    }
}

#[test]
fn the_collectors_limit_is_a_memory_error() {
    let grow = "l = []\nwhile True: l.append([0] * 1000)";
    fails(pyspec().args(["run", "-c", grow]).env("PYSPEC_GC_MAX", "64M"), 1, "MemoryError");
    let caught = "l = []\ntry:\n    while True: l.append(bytearray(100000))\nexcept MemoryError:\n    l = None\n    print('caught')";
    let (output, errors) = run(pyspec().args(["run", "-c", caught]).env("PYSPEC_GC_MAX", "64M"));
    assert_eq!(String::from_utf8_lossy(&output.stdout), "caught\n", "{errors}");
    for huge in ["bytearray(1 << 60)", "[0] * (1 << 60)", "'x' * (1 << 60)", "(1,) * (1 << 60)"] {
        fails(pyspec().args(["run", "-c", huge]), 1, "MemoryError");
    }
}

#[test]
fn output_that_cannot_be_written() {
    let folder = scratch("bad-output");
    let file = program(&folder, "main.py", "class C:\n    def __init__(self): self.x = 1\nC()\nprint('text')\n");
    let full = || Stdio::from(std::fs::File::options().write(true).open("/dev/full").expect("/dev/full"));
    let to_full = |command: &mut Command| {
        let output = command
            .env_remove("PYTHONUNBUFFERED")
            .stdout(full())
            .stderr(Stdio::piped())
            .spawn()
            .expect("it starts")
            .wait_with_output();
        let output = output.expect("it ends");
        (output.status.code(), String::from_utf8_lossy(&output.stderr).into_owned())
    };
    let (status, errors) = to_full(pyspec().arg("run").arg(&file));
    assert_eq!(status, Some(120), "{errors}");
    assert!(errors.contains("No space left on device"), "{errors}");
    let (status, errors) = to_full(pyspec().arg("analyze").arg(&file));
    assert_eq!(status, Some(1), "{errors}");
    assert!(errors.contains("No space left on device") && !errors.contains("panicked"), "{errors}");
    let app = folder.join("app");
    let (output, errors) = run(pyspec().arg("build").arg(&file).arg("-o").arg(&app));
    assert!(output.status.success(), "{errors}");
    let (status, errors) = to_full(pyspec().arg("report").arg(&app));
    assert_eq!(status, Some(1), "{errors}");
    assert!(errors.contains("No space left on device") && !errors.contains("panicked"), "{errors}");
    // A folder that is not there, one that is no folder, a disk that is full.
    fails(pyspec().arg("build").arg(&file).arg("-o").arg(folder.join("no/such/app")), 1, "cannot write");
    fails(pyspec().arg("build").arg(&file).arg("-o").arg(file.join("app")), 1, "cannot write");
    fails(pyspec().arg("build").arg(&file).arg("-o").arg(&*folder), 1, "cannot write");
    fails(pyspec().arg("build").arg(&file).args(["-o", "/dev/null"]), 1, "something is there that is no file");
    small_disk(&folder, &file);
    assert_eq!(leftovers(&folder), ["app", "main.py"]);
}

/// Names in a folder, sorted.
fn leftovers(folder: &Path) -> Vec<String> {
    let entries = std::fs::read_dir(folder).expect("a folder").flatten();
    let mut names: Vec<String> = entries.map(|e| e.file_name().to_string_lossy().into_owned()).collect();
    names.sort();
    names
}

/// A file system too small for an executable, where one can be mounted.
fn small_disk(folder: &Scratch, file: &Path) {
    let disk = folder.join("disk");
    std::fs::create_dir(&disk).expect("a folder");
    let mounted = Command::new("mount").args(["-t", "tmpfs", "-o", "size=64k", "tmpfs"]).arg(&disk).output();
    if mounted.is_ok_and(|o| o.status.success()) {
        fails(pyspec().arg("build").arg(file).arg("-o").arg(disk.join("app")), 1, "No space left on device");
        let left = leftovers(&disk);
        let _ = Command::new("umount").arg(&disk).status();
        assert!(left.is_empty(), "half of an executable: {left:?}");
    } else {
        eprintln!("skipped: no file system can be mounted here");
    }
    std::fs::remove_dir(&disk).expect("it is empty");
}

#[test]
fn standard_output_that_is_closed() {
    let folder = scratch("bad-closed");
    let file = program(&folder, "main.py", "for i in range(100000): print('line', i)\n");
    let binary = common::binary();
    let shell = |line: String| {
        let output = Command::new("sh").args(["-c", &line]).output().expect("a shell");
        let errors = String::from_utf8_lossy(&output.stderr).into_owned();
        assert!(!errors.contains("panicked"), "{line}: {errors}");
        (output, errors)
    };
    let (output, errors) = shell(format!("{} run {} | head -1", binary.display(), file.display()));
    assert_eq!(output.stdout, b"line 0\n");
    assert!(errors.contains("BrokenPipeError"), "{errors}");
    let (output, errors) = shell(format!("{} run {} >&-", binary.display(), file.display()));
    assert!(output.status.success(), "{errors}");
    shell(format!("{} analyze {} | true", binary.display(), file.display()));
    shell(format!("{} --help | true", binary.display()));
    shell(format!("{} analyze {} >&-", binary.display(), file.display()));
}

/// Starts a command and sends it a signal after a while.
fn interrupted(command: &mut Command, after: Duration) -> Output {
    let child = command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().expect("it starts");
    std::thread::sleep(after);
    let _ = Command::new("kill").args(["-INT", &child.id().to_string()]).status();
    let began = Instant::now();
    let output = child.wait_with_output().expect("it ends");
    assert!(began.elapsed() < Duration::from_secs(20), "it took {:?} to end", began.elapsed());
    output
}

#[test]
fn interrupted_programs_end_by_the_signal() {
    let folder = scratch("bad-interrupt");
    let endless = program(&folder, "endless.py", "def f():\n    n = 0\n    while True:\n        n += 1\nf()\n");
    let app = folder.join("app");
    let (output, errors) = run(pyspec().arg("build").arg(&endless).arg("-o").arg(&app));
    assert!(output.status.success(), "{errors}");
    for command in [pyspec().arg("run").arg(&endless), &mut Command::new(&app)] {
        let output = interrupted(command, Duration::from_millis(1500));
        let errors = String::from_utf8_lossy(&output.stderr);
        assert_eq!(output.status.signal(), Some(2), "{} {errors}", output.status);
        assert!(errors.trim_end().ends_with("KeyboardInterrupt"), "{errors}");
    }
    let caught = "import time\ntry:\n    while True: time.sleep(10)\nexcept KeyboardInterrupt:\n    print('caught')";
    let output = interrupted(pyspec().args(["run", "-c", caught]), Duration::from_millis(1500));
    assert_eq!((output.status.code(), &output.stdout[..]), (Some(0), &b"caught\n"[..]), "{:?}", output.stderr);
}

#[test]
fn an_interrupted_build_leaves_nothing() {
    let folder = scratch("bad-build");
    // Large enough that building takes a while.
    let functions =
        (0..3000).map(|i| format!("def f{i}(x):\n    for k in range(x):\n        x += k * {i}\n    return x\n"));
    let file = program(&folder, "main.py", functions.collect::<String>());
    let app = folder.join("app");
    for after in [20, 200, 600] {
        interrupted(pyspec().arg("build").arg(&file).arg("-o").arg(&app), Duration::from_millis(after));
        let left = leftovers(&folder);
        assert!(left == ["main.py"] || left == ["app", "main.py"], "{left:?}");
        if app.exists() {
            assert!(run(&mut Command::new(&app)).0.status.success(), "half of an executable");
            std::fs::remove_file(&app).expect("it is there");
        }
    }
}

#[test]
fn a_truncated_executable_says_so() {
    let folder = scratch("bad-executable");
    let file = program(&folder, "main.py", "print('whole')\n");
    let app = folder.join("app");
    let (output, errors) = run(pyspec().arg("build").arg(&file).arg("-o").arg(&app));
    assert!(output.status.success(), "{errors}");
    let whole = std::fs::read(&app).expect("the executable");
    assert_eq!(run(&mut Command::new(&app)).0.stdout, b"whole\n");
    // The program lies at the end of the file, the names for tools behind it.
    let begins = |w: &[u8]| w.starts_with(b"pyspec\x00") && (1..32).contains(&w[7]);
    let program = whole.windows(8).rposition(begins).expect("the program's image, which its layout's number follows");
    for len in [program + 64, program, program - 4096] {
        let cut = folder.join("cut");
        // By another process: what this one has open for writing, one that a test beside starts holds open for a
        // moment, and a file that is open for writing cannot be run.
        let cutting = Command::new("sh")
            .args(["-c", "head -c \"$1\" \"$2\" > \"$3\"", "sh", &len.to_string()])
            .args([&app, &cut])
            .status();
        assert!(cutting.expect("a shell").success());
        std::fs::set_permissions(&cut, PermissionsExt::from_mode(0o755)).expect("permissions");
        fails(&mut Command::new(&cut), 1, "truncated");
        fails(pyspec().arg("report").arg(&cut), 1, "truncated");
    }
}

#[test]
fn an_executable_needs_the_c_library_only() {
    let folder = scratch("bad-root");
    let file = program(&folder, "main.py", "import json, re\nprint(json.dumps({'a': re.sub('b', 'c', 'abc')}))\n");
    let root = folder.join("root");
    std::fs::create_dir(&root).expect("a folder");
    let (output, errors) = run(pyspec().arg("build").arg(&file).arg("-o").arg(root.join("app")));
    assert!(output.status.success(), "{errors}");
    if !is_root() {
        eprintln!("skipped: only root may change the root folder");
        return;
    }
    let listed = Command::new("ldd").arg(root.join("app")).output().expect("ldd");
    for word in String::from_utf8_lossy(&listed.stdout).split_whitespace().filter(|w| w.starts_with('/')) {
        let to = root.join(&word[1..]);
        std::fs::create_dir_all(to.parent().expect("a folder")).expect("a folder");
        // By another process, as above.
        assert!(Command::new("cp").arg(word).arg(to).status().expect("cp").success());
    }
    let output = Command::new("chroot")
        .arg(&root)
        .arg("/app")
        .env_clear()
        .env("PATH", "/usr/sbin:/usr/bin:/sbin:/bin")
        .output()
        .expect("chroot");
    let errors = String::from_utf8_lossy(&output.stderr);
    assert_eq!(String::from_utf8_lossy(&output.stdout), "{\"a\": \"acc\"}\n", "{errors}");
}
