-- Takes dates, overlays, lineage and the views by level away again, and what they hold: of a place
-- its latest state stays.
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
alter table incidents reset (fillfactor);
alter table places drop column recorded, drop column valid_to, drop column valid_from;
delete from number where what in ('overlay', 'plan-route');
