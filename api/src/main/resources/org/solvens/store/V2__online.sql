-- What decisions that events changed need to know.

-- From which versions of the feeds on the lake has the events of a fold: a JSON object, version of the table by feed.
-- Null for folds of an earlier Solvens.
ALTER TABLE fold ADD COLUMN tables VARCHAR;
