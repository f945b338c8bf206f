//! The Python package as its users get it: built by pip into a fresh environment, then tested there.
//!
//! Needs `python3` (or what `PYTHON` names) with its `venv` module, 3.11 or newer, and pip's usual index for the
//! packages of `bindings-python/tests/requirements.txt`.

#![allow(clippy::expect_used, clippy::panic, reason = "a test stops at the first defect")]

use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

mod twins;

struct Environment {
    root: PathBuf,
    /// Where everything is built, apart from the folder that the running cargo holds locked.
    target: PathBuf,
    bin: PathBuf,
}

impl Environment {
    fn fresh() -> Self {
        let root = PathBuf::from(env!("CARGO_MANIFEST_DIR"));
        let target = Path::new(env!("CARGO_TARGET_TMPDIR"))
            .parent()
            .expect("it lies in a folder")
            .join("python");
        let folder = target.join("environment");
        let python = std::env::var("PYTHON").unwrap_or_else(|_| "python3".to_owned());
        let version = Command::new(&python)
            .args(["-c", "import sys; print(sys.version_info >= (3, 11))"])
            .output();
        match version {
            Ok(version) if String::from_utf8_lossy(&version.stdout).trim() == "True" => {}
            Ok(_) => panic!("`{python}` is no Python 3.11 or newer; install one, or name it in `PYTHON`"),
            Err(error) => panic!(
                "`{python}` cannot be run ({error}); install Python 3.11 or newer, or name it in `PYTHON`"
            ),
        }
        let mut venv = Command::new(&python);
        venv.args(["-m", "venv", "--clear"]).arg(&folder);
        passed("the virtual environment (python's `venv` and `ensurepip` are needed)", &mut venv);
        let bin = folder.join(if cfg!(windows) { "Scripts" } else { "bin" });
        Self { root, target, bin }
    }

    /// A run of the environment's Python.
    fn python(&self, arguments: &[&str], folder: &Path) -> Command {
        let mut command = Command::new(self.bin.join("python"));
        let path = std::env::var_os("PATH").unwrap_or_default();
        let paths = std::iter::once(self.bin.clone()).chain(std::env::split_paths(&path));
        command
            .args(arguments)
            .current_dir(folder)
            .env("PATH", std::env::join_paths(paths).expect("paths can be joined"))
            .env("PYTHONDONTWRITEBYTECODE", "1")
            .env("PIP_DISABLE_PIP_VERSION_CHECK", "1")
            .env("CARGO_TARGET_DIR", &self.target)
            .env("MATURIN_PEP517_ARGS", "--locked")
            .env("MYPY_CACHE_DIR", self.target.join("mypy"))
            .env_remove("PYTHONPATH")
            .env_remove("PYTHONHOME");
        command
    }
}

/// Runs a command to its end and gives what it printed; shows that when it failed.
fn passed(what: &str, command: &mut Command) -> String {
    let output = command.output().unwrap_or_else(|error| panic!("{what}: cannot be run: {error}"));
    let printed = String::from_utf8_lossy(&output.stdout).into_owned();
    let errors = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{what} failed:\n{printed}\n{errors}");
    println!("{what}: passed");
    printed
}

#[test]
fn api_4_the_python_package_is_built_and_tested() {
    let environment = Environment::fresh();
    let package = environment.root.join("bindings-python");
    let run =
        |what, arguments: &[&str], folder: &Path| passed(what, &mut environment.python(arguments, folder));

    let install = ["-m", "pip", "install", "--quiet", "--no-input"];
    run("the tools", &[&install[..], &["-r", "tests/requirements.txt"]].concat(), &package);
    // With the pinned tools, so that a newer one is no surprise here.
    run("the package", &[&install[..], &["--no-build-isolation", "."]].concat(), &package);

    let printed = run("pytest", &["-m", "pytest", "-q", "-p", "no:cacheprovider"], &package);
    let summary = printed.lines().last().unwrap_or_default();
    let count = summary.split(' ').next().and_then(|count| count.parse::<u32>().ok());
    assert!(count.is_some_and(|count| count > 0), "no test has run:\n{printed}");
    assert!(
        summary.split_once(' ').is_some_and(|(_, rest)| rest.starts_with("passed in ")),
        "some tests did not run: {summary}"
    );
    // Straight to where it is seen, since a test's own printing is held back when it passes.
    let told = writeln!(std::io::stdout(), "\npython tests: {} passed", count.unwrap_or_default());
    told.expect("the count can be told");

    run("mypy", &["-m", "mypy", "--strict", "python/matricula", "tests/typing"], &package);
    let allowed = package.join("tests").join("stubtest-allowlist.txt");
    let allowed = allowed.to_str().expect("the path is text");
    let settings = package.join("pyproject.toml");
    let settings = settings.to_str().expect("the path is text");
    let stubtest =
        ["-m", "mypy.stubtest", "matricula", "--allowlist", allowed, "--mypy-config-file", settings];
    run("stubtest", &stubtest, &environment.target);

    let examples = environment.root.join("examples");
    let script = examples.join("email_report.py");
    for example in ["email_report.py", "host.py"] {
        run("mypy of an example", &["-m", "mypy", "--strict", example], &examples);
    }
    // A host that starts again has everything, and stores nothing twice.
    let folder = environment.target.join("tmp");
    std::fs::create_dir_all(&folder).expect("the folder can be made");
    let file = folder.join(format!("host-{}.sqlite", std::process::id()));
    let file = file.to_str().expect("the path is text");
    for stored in ["5 commits stored, 0 were there;", "0 commits stored, 5 were there;"] {
        let told = environment.python(&["host.py", file], &examples).output().expect("python runs");
        let (said, wrong) = (String::from_utf8_lossy(&told.stdout), String::from_utf8_lossy(&told.stderr));
        assert!(told.status.success() && said.starts_with(stored), "{said}{wrong}");
        assert!(said.contains("members in the morning, and at noon: 0 1"), "{said}");
    }
    std::fs::remove_file(file).expect("the file is there");
    let script = script.to_str().expect("the path is text");
    twins::assert_same_output(
        environment.python(&[script], &environment.root),
        &environment.target.join("out"),
    );
}
