//! What the catalogue of a GeoPackage says of its layers: their box, and when they last changed.
//! PostGIS needs none of it.

use crate::StoreError;
use crate::sql::{Write, run};
use model::Bounds;

/// The layers of the levels above the grids, from the top down.
pub(crate) const OF_LEVELS: [&str; 5] = ["level_1", "level_2", "level_3", "level_4", "level_5"];

impl Write {
    /// Widens a layer's box in the catalogue to hold `bounds`, and dates its change. The box of a
    /// layer never shrinks: the standard takes it for information, not for a promise.
    pub(crate) async fn touch_layer(
        &mut self,
        layer: &'static str,
        bounds: Option<Bounds>,
    ) -> Result<(), StoreError> {
        let at = self.at.clone();
        let corner = |degrees: fn(Bounds) -> f64| bounds.map(degrees);
        run!(
            self,
            sqlite "update gpkg_contents set last_change = $2,
                 min_x = min(coalesce(min_x, $3), coalesce($3, min_x)),
                 min_y = min(coalesce(min_y, $4), coalesce($4, min_y)),
                 max_x = max(coalesce(max_x, $5), coalesce($5, max_x)),
                 max_y = max(coalesce(max_y, $6), coalesce($6, max_y))
             where table_name = $1",
            layer,
            at,
            corner(|b| b.min.lon()),
            corner(|b| b.min.lat()),
            corner(|b| b.max.lon()),
            corner(|b| b.max.lat()),
        )?;
        Ok(())
    }
}
