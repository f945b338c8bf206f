//! The Python package: a thin layer over the core.
