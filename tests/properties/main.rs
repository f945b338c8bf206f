//! Properties that hold in every history, whatever it is: `PROPTEST_CASES` sets how many are tried.

mod accounts;
mod erasure;
mod forgery;
mod histories;
mod home;
mod model;
mod mutation;
mod narrowing;
mod regressions;
mod repeats;
mod reports;
mod snapshots;
mod user_list;
mod world;
