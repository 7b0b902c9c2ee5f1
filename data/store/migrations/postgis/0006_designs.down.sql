delete from number where what = 'design';
drop table design_step;
drop table design;
