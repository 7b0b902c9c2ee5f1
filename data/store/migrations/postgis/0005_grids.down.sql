drop view incidents;
drop function write_incident();
alter table incident add column grid code;
update incident set grid = incident_grid.grid from incident_grid where incident_grid.id = incident.id;
drop table incident_grid;
alter table incident rename to incidents;
