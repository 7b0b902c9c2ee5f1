-- Finding incidents among millions by what is said of them; where they are has its index since the first
-- schema. It says the same as its SQLite twin; what is explained there is not explained again.

create function grams(said text) returns text[]
language sql immutable strict parallel safe
return (
    select coalesce(array_agg(distinct substr(lower(said collate "C"), at, 2)), '{}')
    from generate_series(1, char_length(said) - 1) as place (at)
);

create index incidents_by_grams on incidents using gin (grams(text));
