//! The user list at two sizes: `cargo bench --bench user_list`.

#![allow(clippy::expect_used, reason = "a bench stops at the first defect")]

mod world;

use std::hint::black_box;

use criterion::{BenchmarkId, Criterion, criterion_group, criterion_main};
use matricula::{ActivityStatus, Actor, Context, UserColumn, UserListRequest};
use world::{course, now, with_members};

const SIZES: [u64; 2] = [100_000, 1_000_000];

fn user_list(criterion: &mut Criterion) {
    // Two months on, so that nobody was active in the last 30 days.
    let later = now().checked_add_days(60).expect("a time");
    let context = Context::new(later, Actor::OPERATOR);
    let mut group = criterion.benchmark_group("user_list");
    group.sample_size(10);
    for size in SIZES {
        let register = with_members(size, 3);
        let page = UserListRequest { sort: UserColumn::JoinDate, ..UserListRequest::default() };
        let requests = [
            ("by join date", page.clone()),
            ("by name", UserListRequest { sort: UserColumn::Learner, ..page.clone() }),
            (
                "by name, descending",
                UserListRequest { sort: UserColumn::Learner, descending: true, ..page.clone() },
            ),
            ("by completions", UserListRequest { sort: UserColumn::Completions, ..page.clone() }),
            (
                "inactive for 30 days",
                UserListRequest { status: Some(ActivityStatus::EnrolledInactive30Days), ..page.clone() },
            ),
            ("removed", UserListRequest { status: Some(ActivityStatus::Removed), ..page.clone() }),
            ("search for a name", UserListRequest { search: Some("NER 9999".into()), ..page.clone() }),
            ("search for nobody", UserListRequest { search: Some("José".into()), ..page.clone() }),
            ("in a course", UserListRequest { enrollments: vec![course(7).into()], ..page.clone() }),
            ("page 1000", UserListRequest { page: 999, ..page }),
        ];
        for (name, request) in requests {
            group.bench_with_input(BenchmarkId::new(name, size), &request, |bencher, request| {
                bencher.iter(|| register.user_list(black_box(request), &context).expect("a page"));
            });
        }
    }
    group.finish();
}

criterion_group!(benches, user_list);
criterion_main!(benches);
