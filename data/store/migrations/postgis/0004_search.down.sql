drop index incidents_by_grams;
drop function grams;
