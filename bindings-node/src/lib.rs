//! The Node package: a thin layer over the core.
