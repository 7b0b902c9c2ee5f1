//! Keeping and finding: GeoPackage and PostGIS behind one interface.
