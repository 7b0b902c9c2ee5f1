-- Takes the first schema away again, and what it holds. The header keeps its marks: a file that was
-- a GeoPackage stays recognisable.
drop table setting;
drop table session;
drop table account;
drop table job;
drop table plan;
drop table incidents;
drop table places;
drop view units;
drop table drawn_unit;
drop table drawing;
drop table change;
drop table number;
drop table gpkg_geometry_columns;
drop table gpkg_contents;
drop table gpkg_spatial_ref_sys;
