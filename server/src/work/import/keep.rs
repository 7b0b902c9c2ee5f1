//! Keeping a drawing that was read: all of it in one transaction, or nothing.

use super::grids::{Drawn, areas, outlines};
use crate::work::lineage;
use jiff::Timestamp;
use model::Level;
use store::{DrawingId, Entry, NewDrawing, OpenMode, Store, StoreError};

/// What is said of a drawing beside its units.
#[derive(Clone, Debug)]
pub(crate) struct About {
    /// The territory's name; that of its only top unit, or of the file, when left out.
    pub name: Option<String>,
    /// The same in English.
    pub name_en: Option<String>,
    /// What every map must say.
    pub notice: String,
    /// The same in English.
    pub notice_en: String,
    /// From when it is in force.
    pub valid_from: Timestamp,
}

/// What was kept, and where.
#[derive(Clone, Debug)]
pub(crate) struct Kept {
    /// The drawing's number.
    pub id: DrawingId,
    /// The store, without a password.
    pub store: String,
}

/// The longest `source` the store takes, in bytes.
const SOURCE_BYTES_MAX: usize = 4_000;

/// Publishes a drawing in the store at `url`, which is made when absent.
///
/// # Errors
///
/// The store's; then nothing of the drawing is kept.
pub(crate) async fn keep(
    url: &str,
    drawn: &Drawn,
    about: About,
    at: Timestamp,
) -> Result<Kept, StoreError> {
    let tree = drawn.map.tree();
    let mut top = tree.of_level(Level::TOP);
    let only = top.next().filter(|_| top.next().is_none()).map(|(_, unit)| unit.name.clone());
    let file = || drawn.report.inputs.first().map(|input| input.layer.clone()).unwrap_or_default();
    let name = about.name.or(only).unwrap_or_else(file);
    let name_en =
        about.name_en.unwrap_or_else(|| if name.is_ascii() { name.clone() } else { String::new() });
    let drawing = NewDrawing {
        name,
        name_en,
        notice: about.notice,
        notice_en: about.notice_en,
        source: source(drawn),
        valid_from: about.valid_from,
        outlines: outlines(&drawn.map),
        areas: areas(&drawn.map),
        tree: tree.clone(),
    };
    let store = Store::open(url, OpenMode::CreateIfAbsent).await?;
    let place = store.place().to_owned();
    let entry = Entry::new("command line", at).because("import of grids");
    let id = lineage::publish(&store, &drawing, &drawn.map, &entry).await?;
    store.close().await;
    Ok(Kept { id, store: place })
}

/// The names of the files, without their folders.
fn source(drawn: &Drawn) -> String {
    let base = |file: &str| file.rsplit(['/', '\\']).next().unwrap_or(file).to_owned();
    let mut files: Vec<String> = drawn.report.inputs.iter().map(|it| base(&it.file)).collect();
    files.dedup();
    let mut source = String::from("imported from ");
    for (place, file) in files.iter().enumerate() {
        if source.len() + file.len() > SOURCE_BYTES_MAX {
            source.push_str(" …");
            break;
        }
        source.push_str(if place == 0 { "" } else { ", " });
        source.push_str(file);
    }
    source
}
