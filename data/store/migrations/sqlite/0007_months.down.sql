-- Nothing: one table of ten million incidents is quick enough in a file, and is one layer of a GeoPackage.
select 1;
