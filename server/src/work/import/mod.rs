//! Taking in what others drew: files become one nested drawing, incidents and places, each with a
//! report of what was found, what was mended and what needs a person.
//!
//! A drawing is made in these steps, each in a file of its own:
//!
//! 1. [`files`]: paths become layers.
//! 2. [`groups`]: layers side by side are one level, layers over one another are several.
//! 3. [`draft`], [`stacked`], [`chosen`]: layers become levels of units with codes and names.
//! 4. [`grids`]: the finest level becomes an exact partition.
//! 5. [`lies`], [`parents`]: who belongs to whom.
//! 6. [`tree`]: the nested tree.
//! 7. [`report`], [`tell`]: what there is to say.
//!
//! Incidents and places take a shorter way: [`points`], into the drawing of [`ground`].

mod chosen;
mod draft;
pub(crate) mod files;
mod found;
pub(crate) mod grids;
mod ground;
mod groups;
pub(crate) mod inside;
pub(crate) mod keep;
mod lies;
mod parents;
pub(crate) mod points;
pub(crate) mod report;
mod stacked;
mod tell;
mod tree;
mod words;

use exchange::{ReadError, TableError};
use model::{CodeError, UnitTreeError};
use spatial::{BuildError, GridMapError};
use store::StoreError;

/// Why nothing was taken in. The store is as it was before.
#[derive(Debug, thiserror::Error)]
pub(crate) enum ImportError {
    /// The file is not there, or may not be read.
    #[error("cannot read {file}")]
    Unreadable {
        /// The file.
        file: String,
        /// What the system says.
        source: std::io::Error,
    },
    /// A folder was named.
    #[error("{file} is a folder; name the files in it")]
    Folder {
        /// The folder.
        file: String,
    },
    /// More than can be held in memory.
    #[error("{file} has more than {bytes_max} bytes; cut it into several files")]
    TooLarge {
        /// The file.
        file: String,
        /// The limit.
        bytes_max: u64,
    },
    /// The content cannot be read.
    #[error("cannot read {file}")]
    Layers {
        /// The file.
        file: String,
        /// Why not.
        source: ReadError,
    },
    /// A GeoPackage cannot be read.
    #[error("cannot read {file}")]
    GeoPackage {
        /// The file.
        file: String,
        /// Why not.
        source: StoreError,
    },
    /// A table cannot be read.
    #[error("cannot read {file}")]
    Table {
        /// The file.
        file: String,
        /// Why not.
        source: TableError,
    },
    /// A table without a row that can be used.
    #[error("{file} has no row that can be used{why}")]
    NoRows {
        /// The file.
        file: String,
        /// The first fault, after a colon; or nothing.
        why: String,
    },
    /// The store cannot be read.
    #[error("the store does not do")]
    Store(#[source] StoreError),
    /// A store without a drawing.
    #[error("{store} holds no drawing yet; import one with `gridbeat import grids`")]
    NoDrawing {
        /// The store.
        store: String,
    },
    /// A store without a drawing in force on a day.
    #[error("no drawing of {store} was in force on {day}")]
    NoDrawingThen {
        /// The store.
        store: String,
        /// The day.
        day: jiff::civil::Date,
    },
    /// A layer was named that there is not.
    #[error("there is no layer {name}; there are {known}")]
    NoSuchLayer {
        /// The name.
        name: String,
        /// The layers there are.
        known: String,
    },
    /// A field was named that there is not.
    #[error("no layer has a field {name}; there are {known}")]
    NoSuchField {
        /// The name.
        name: String,
        /// The fields there are.
        known: String,
    },
    /// Levels by field were asked of several layers.
    #[error("--levels reads the levels of one layer, and there are {layers}; choose with --layer")]
    LevelsOfSeveral {
        /// How many there are.
        layers: usize,
    },
    /// There is nothing to draw.
    #[error("there is no unit to import{why}")]
    NoUnits {
        /// Why, after a colon; or nothing.
        why: String,
    },
    /// More levels than a tree may have.
    #[error("{count} levels are more than 6; choose with --layer among {}", layers.join(", "))]
    TooManyLevels {
        /// How many.
        count: usize,
        /// What they are called.
        layers: Vec<String>,
    },
    /// A code is none. Readers make sure of it, so this is a fault of the program.
    #[error("a unit has no usable code")]
    Code(#[source] CodeError),
    /// The areas make no partition.
    #[error("the areas cannot be made into a map")]
    Build(#[source] BuildError),
    /// The units make no tree.
    #[error("the units do not nest")]
    Tree(#[source] UnitTreeError),
    /// The tree and the partition do not fit.
    #[error("the units do not fit their areas")]
    Map(#[source] GridMapError),
}
