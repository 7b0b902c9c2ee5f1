//! Which columns say where the rows are, and positions from what they hold.

use super::geo::{self, GeoColumn};
use super::{ColumnarError, Place};
use crate::Datum;
use crate::assign::PointColumns;
use crate::incidents;
use crate::roles::{Columns, Role};
use model::Position;

/// What a place says of a row, before it is a position.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Given {
    /// Nothing that can be read.
    Nothing,
    /// Degrees as they stand.
    Degrees([f64; 2]),
    /// A position that the caller's reader made.
    At(Position),
}

impl Given {
    pub(super) fn position(self, datum: Datum) -> Option<Position> {
        match self {
            Self::Nothing => None,
            Self::At(at) => Some(at),
            Self::Degrees(at) => incidents::position(at, datum, false).ok(),
        }
    }
}

/// Chooses among `headers`, which are paths like `place.lon` for nested columns: what was named,
/// else what the metadata says, else what the names say.
pub(super) fn choose(
    headers: &[String],
    wanted: PointColumns<'_>,
    metadata: Option<&str>,
) -> Result<(Place, Vec<String>), ColumnarError> {
    let find = |name: &str| headers.iter().position(|header| header == name);
    let missing =
        |what: &str| ColumnarError::NoColumn { what: what.to_owned(), headers: headers.join(", ") };
    if let Some((name, _)) = wanted.named {
        let mut columns = Columns::guess(headers.to_vec());
        let known = columns.set(Role::Pair, name);
        let place = columns.place(Role::Pair).filter(|_| known).ok_or_else(|| missing(name))?;
        return Ok((Place::Named(place), vec![headers[place].clone()]));
    }
    let mut columns = Columns::guess(headers.to_vec());
    for (role, header) in [(Role::Lon, wanted.lon), (Role::Lat, wanted.lat)] {
        if let Some(header) = header
            && !columns.set(role, header)
        {
            return Err(missing(header));
        }
    }
    let degrees = columns.place(Role::Lon).zip(columns.place(Role::Lat));
    let by_name = wanted.lon.is_some() || wanted.lat.is_some() || degrees.is_some();
    let geometry = match (metadata, wanted.geometry) {
        (Some(metadata), name) if name.is_some() || !by_name => geo::column(metadata, name)?,
        _ => None,
    };
    let plain = |name: &str| GeoColumn { name: name.to_owned(), pair: false };
    if let Some(GeoColumn { name, pair }) = geometry.or_else(|| wanted.geometry.map(plain)) {
        if pair {
            let [x, y] = ["x", "y"].map(|axis| find(&format!("{name}.{axis}")));
            let (x, y) = x.zip(y).ok_or_else(|| missing(&name))?;
            return Ok((Place::Degrees([x, y]), vec![headers[x].clone(), headers[y].clone()]));
        }
        let place = find(&name).ok_or_else(|| missing(&name))?;
        return Ok((Place::Geometry(place), vec![name]));
    }
    let (lon, lat) = degrees.ok_or_else(|| missing("longitude and latitude"))?;
    Ok((Place::Degrees([lon, lat]), vec![headers[lon].clone(), headers[lat].clone()]))
}
