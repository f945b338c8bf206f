//! The seven figures of a usage report, read on all cores in little memory:
//! `cargo run --release --example report_figures -- usage.csv [rounds]`.
//!
//! `cargo run --release --example make_usage_report -- target/usage.csv` writes a report to try it on.

use std::fs::File;
use std::io;
use std::thread;
use std::time::Instant;

use matricula::report::{FiguresReader, FileFigures};
use matricula::table::{InParts, ReadOptions};

/// Reads what a file has from a byte on.
fn read_at(file: &File, at: u64, piece: &mut [u8]) -> io::Result<usize> {
    #[cfg(unix)]
    return std::os::unix::fs::FileExt::read_at(file, piece, at);
    #[cfg(windows)]
    return std::os::windows::fs::FileExt::seek_read(file, piece, at);
}

fn figures(path: &str) -> io::Result<FileFigures> {
    let file = File::open(path)?;
    let size = file.metadata()?.len();
    let cores = thread::available_parallelism().map_or(1, Into::into);
    let read = |at: u64, piece: &mut [u8]| read_at(&file, at, piece);
    let mut parts = FiguresReader::new(ReadOptions::default()).split(size, cores, read)?;
    let results: Vec<io::Result<()>> = thread::scope(|scope| {
        let readers: Vec<_> =
            parts.iter_mut().map(|part| scope.spawn(move || part.read_from(read))).collect();
        let join = |reader: thread::ScopedJoinHandle<'_, _>| {
            reader.join().unwrap_or_else(|_| Err(io::Error::other("a thread has failed")))
        };
        readers.into_iter().map(join).collect()
    });
    results.into_iter().collect::<io::Result<()>>()?;
    let whole = FiguresReader::join(parts, read)?;
    Ok(whole.map(FiguresReader::finish).unwrap_or_default())
}

/// The most memory that the process has used, as far as the system tells.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim()
        .strip_suffix(" kB")?
        .trim()
        .parse::<u64>()
        .ok()
        .map(|kilobytes| kilobytes / 1024)
}

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let Some(path) = arguments.next() else {
        return Err(io::Error::other("give the path of a usage report"));
    };
    let rounds = arguments.next().and_then(|rounds| rounds.parse().ok()).unwrap_or(1);
    for _ in 0..rounds {
        let start = Instant::now();
        let FileFigures { figures, usage } = figures(&path)?;
        let seconds = start.elapsed().as_secs_f64();
        let problems = usage.problems;
        println!("total enrollments             {}", figures.total_enrollments);
        println!("unique learners               {}", figures.unique_learners);
        println!("unique courses                {}", figures.unique_courses);
        println!("course completions            {}", figures.course_completions);
        println!("verified course completions   {}", figures.verified_course_completions);
        println!("unique course completers      {}", figures.unique_course_completers);
        println!("estimated hours               {}", figures.estimated_hours.0);
        println!("{} rows, {} used, {} problems", usage.records, usage.used, problems.total);
        for problem in problems.kept.iter().take(10) {
            println!("  {problem}");
        }
        let rate = usage.records as f64 / seconds;
        println!("{seconds:.3} s, {rate:.0} rows/s");
    }
    if let Some(megabytes) = most_memory() {
        println!("{megabytes} MiB at most");
    }
    Ok(())
}
