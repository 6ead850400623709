//! The command line of `pyspec run`, which is python's own: options, then what to run, then its arguments.

use pyspec_runtime::vm::Options;

/// What to run.
#[derive(Clone, PartialEq, Eq, Debug)]
pub enum Target {
    /// A file, or a folder or archive with a `__main__`.
    File(String),
    /// `-m`.
    Module(String),
    /// `-c`.
    Command(String),
    /// `-` or nothing.
    Stdin,
    /// `-V`: prints the version and ends.
    Version,
    /// `-h`.
    Help,
}

/// Reads python's options. `Err` is the message for a user who mistyped, exit status 2.
pub fn parse(arguments: &[String]) -> Result<(Target, Options), String> {
    let mut options = Options::default();
    let mut rest = arguments.iter();
    let mut target = Target::Stdin;
    let mut name = String::new();
    while let Some(argument) = rest.next() {
        if argument == "-" {
            name = "-".into();
            break;
        }
        if argument == "--" {
            continue;
        }
        let Some(flags) = argument.strip_prefix('-') else {
            target = Target::File(argument.clone());
            name = argument.clone();
            break;
        };
        if let Some(long) = flags.strip_prefix('-') {
            match long {
                "help" => return Ok((Target::Help, options)),
                "version" => return Ok((Target::Version, options)),
                _ => return Err(format!("unknown option --{long}")),
            }
        }
        if let Some(found) = short_options(flags, &mut rest, &mut options)? {
            name = if matches!(found, Target::Module(_)) { "-m".into() } else { "-c".into() };
            target = found;
            break;
        }
    }
    options.argv = std::iter::once(name).chain(rest.cloned()).collect();
    Ok((target, options))
}

/// One argument of letters; `Some` when it ends the options.
fn short_options<'a>(
    flags: &str,
    rest: &mut impl Iterator<Item = &'a String>,
    options: &mut Options,
) -> Result<Option<Target>, String> {
    for (at, letter) in flags.char_indices() {
        let attached = &flags[at + letter.len_utf8()..];
        let mut value = |what: &str| {
            if attached.is_empty() {
                rest.next().cloned().ok_or(format!("Argument expected for the -{what} option"))
            } else {
                Ok(attached.to_string())
            }
        };
        match letter {
            'c' => return value("c").map(|v| Some(Target::Command(v))),
            'm' => return value("m").map(|v| Some(Target::Module(v))),
            'W' => {
                options.warnings.push(value("W")?);
                return Ok(None);
            }
            'X' => {
                let option = value("X")?;
                options.dev_mode |= option == "dev";
                match option.as_str() {
                    "utf8" | "utf8=1" => options.utf8_mode = true,
                    "utf8=0" => options.utf8_mode = false,
                    _ => {}
                }
                options.x_options.push(option);
                return Ok(None);
            }
            'O' => options.optimize += 1,
            'B' => options.dont_write_bytecode = true,
            'E' => options.ignore_environment = true,
            'I' => {
                options.isolated = true;
                options.ignore_environment = true;
                options.safe_path = true;
            }
            'P' => options.safe_path = true,
            'S' => options.no_site = true,
            'i' => options.inspect = true,
            'q' => options.quiet = true,
            'u' => options.unbuffered = true,
            'v' => options.verbose += 1,
            's' | 'b' | 'd' | 'R' | 'x' => {}
            'V' => return Ok(Some(Target::Version)),
            'h' | '?' => return Ok(Some(Target::Help)),
            _ => return Err(format!("Unknown option: -{letter}")),
        }
    }
    Ok(None)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(line: &str) -> (Target, Options) {
        parse(&line.split(' ').map(String::from).collect::<Vec<_>>()).expect("good options")
    }

    #[test]
    fn options_end_at_what_is_run() {
        let (target, options) = parsed("-OB -Wignore -X dev prog.py -c x");
        assert_eq!(target, Target::File("prog.py".into()));
        assert_eq!(options.argv, ["prog.py", "-c", "x"]);
        assert!(options.optimize == 1 && options.dont_write_bytecode && options.dev_mode);
        assert_eq!(options.warnings, ["ignore"]);
    }

    #[test]
    fn commands_and_modules_take_the_rest() {
        let (target, options) = parsed("-Ic print(1) -v");
        assert_eq!(target, Target::Command("print(1)".into()));
        assert_eq!(options.argv, ["-c", "-v"]);
        assert!(options.isolated && options.verbose == 0);
        assert_eq!(parsed("-m json.tool").0, Target::Module("json.tool".into()));
        assert_eq!(parsed("-").0, Target::Stdin);
    }

    #[test]
    fn mistakes_are_named() {
        let mistake = |option: &str| parse(&[option.into()]).map(|_| ()).expect_err("a mistake");
        assert_eq!(mistake("-m"), "Argument expected for the -m option");
        assert_eq!(mistake("-Z"), "Unknown option: -Z");
    }
}
