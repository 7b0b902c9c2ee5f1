-- Several workers share the jobs of one store: who has which, and until when that is believed.
--
-- A lease is no fact about the city, so the change log does not tell of it: it is renewed every few
-- seconds while a job runs and gone when the job ends.
create table lease (
    job      text    not null primary key references job (id) on delete cascade,
    worker   text    not null check (length(cast(worker as blob)) between 1 and 128),
    -- From then on any worker may take the job over.
    until    text    not null check (until glob '????-??-??T??:??:??.???Z'),
    -- How far the work is; what the worker says of it.
    progress text    not null check (json_valid(progress)),
    -- Whether somebody asked for the job to be stopped.
    stop     integer not null check (stop in (0, 1))
) strict, without rowid;
