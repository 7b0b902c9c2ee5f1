//! Compiles the program again when the pages were built again: they are embedded in it.

fn main() {
    let pages = if std::path::Path::new("../web-map/dist").exists() { "dist" } else { "" };
    println!("cargo::rerun-if-changed=../web-map/{pages}");
    println!("cargo::rerun-if-changed=build.rs");
}
