-- Nothing: SQLite changes a row where it is, and enters it only in the indexes of what changed.
select 1;
