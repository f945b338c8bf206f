//! Tells cargo how to link an addon.

fn main() {
    napi_build::setup();
}
