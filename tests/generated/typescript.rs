/// The files and what is in them.
pub(crate) fn files() -> Vec<(&'static str, String)> {
    Vec::new()
}
