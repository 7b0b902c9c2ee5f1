-- Takes dates, overlays, lineage and the layers by level away again, and what they hold: of a place
-- its latest state stays.
delete from gpkg_geometry_columns where table_name in
    ('grids', 'level_1', 'level_2', 'level_3', 'level_4', 'level_5', 'overlays', 'plans');
delete from gpkg_contents where table_name in
    ('grids', 'level_1', 'level_2', 'level_3', 'level_4', 'level_5', 'overlays', 'plans');
drop view level_5;
drop view level_4;
drop view level_3;
drop view level_2;
drop view level_1;
drop view grids;
drop view plans;
drop table plan_route;
drop table lineage_share;
drop table lineage;
drop table overlay_past;
drop table overlays;
drop table place_past;
-- The check of `valid_to` names `valid_from`, so it goes first.
alter table places drop column recorded;
alter table places drop column valid_to;
alter table places drop column valid_from;
delete from number where what in ('overlay', 'plan-route');
