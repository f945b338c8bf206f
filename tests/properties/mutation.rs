//! Changes to records and bytes, at random, as a careless or hostile host might make them.

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::Index;
use serde_json::{Value, json};

/// A change: where, which, and with what.
pub(crate) type Change = (Index, u8, Index);

pub(crate) fn changes(most: usize) -> impl Strategy<Value = Vec<Change>> {
    vec((any::<Index>(), any::<u8>(), any::<Index>()), 1..=most)
}

fn places(value: &Value, here: String, found: &mut Vec<String>) {
    match value {
        Value::Object(fields) => {
            for (key, field) in fields {
                places(field, format!("{here}/{key}"), found);
            }
        }
        Value::Array(items) => {
            for (index, item) in items.iter().enumerate() {
                places(item, format!("{here}/{index}"), found);
            }
        }
        _ => {}
    }
    found.push(here);
}

/// Every text of a record: ids, times, kinds and names that can stand in each other's place.
pub(crate) fn texts(value: &Value, found: &mut Vec<Value>) {
    match value {
        Value::Object(fields) => fields.values().for_each(|field| texts(field, found)),
        Value::Array(items) => items.iter().for_each(|item| texts(item, found)),
        Value::String(_) if !found.contains(value) => found.push(value.clone()),
        _ => {}
    }
}

fn odd_values() -> Vec<Value> {
    vec![
        Value::Null,
        json!(true),
        json!(false),
        json!(0),
        json!(1),
        json!(-1),
        json!(2),
        json!(65_535),
        json!(65_536),
        json!(4_294_967_295_u64),
        json!(9_007_199_254_740_992_u64),
        json!(18_446_744_073_709_551_615_u64),
        json!(1.5),
        json!(1e300),
        json!(""),
        json!("\u{0}"),
        json!("x".repeat(70_000)),
        json!("ü@x.example".repeat(9)),
        json!("0001-01-01T00:00:00.000Z"),
        json!("1899-12-31T23:59:59.999Z"),
        json!("9999-12-31T23:59:59.999Z"),
        json!("00000000-0000-0000-0000-000000000000"),
        json!([]),
        json!({}),
        json!([[[[]]]]),
    ]
}

/// Makes one change. `pool` holds texts that may stand in the place of another.
pub(crate) fn change(value: &mut Value, (place, kind, with): Change, pool: &[Value]) {
    let mut found = Vec::new();
    places(value, String::new(), &mut found);
    let place = found[place.index(found.len())].clone();
    let replacement = if kind % 3 == 0 || pool.is_empty() {
        let odd = odd_values();
        odd[with.index(odd.len())].clone()
    } else {
        pool[with.index(pool.len())].clone()
    };
    let Some((parent, key)) = place.rsplit_once('/') else {
        *value = replacement;
        return;
    };
    let index = with.index(1_000);
    match (value.pointer_mut(parent), kind % 8) {
        (Some(Value::Object(fields)), 0) => {
            fields.remove(key);
        }
        (Some(Value::Object(fields)), 1) => {
            fields.insert("unheard_of".into(), replacement);
        }
        (Some(Value::Array(items)), 0) => {
            items.remove(key.parse().unwrap());
        }
        (Some(Value::Array(items)), 1 | 2) => {
            let again = items[index % items.len()].clone();
            items.push(again);
        }
        (Some(Value::Array(items)), 3) => items.reverse(),
        (Some(Value::Object(fields)), 2) => {
            if let Some(number) = fields.get(key).and_then(Value::as_u64) {
                fields.insert(key.into(), json!(number.wrapping_add(1)));
            }
        }
        (Some(_), _) => *value.pointer_mut(&place).unwrap() = replacement,
        (None, _) => {}
    }
}
