-- Cuts the lessons, and every table that refers to them, into parts by region: PostgreSQL 15 and newer.
-- Once, as the program's own user, with the web and the workers stopped (docs/deploy.md, "Beyond one PostgreSQL"):
--     psql --set=ON_ERROR_STOP=1 --file=deploy/partitions.sql "$ADDRESS_OF_THE_DATABASE"
-- It is one transaction: either everything is cut, or nothing has changed.
BEGIN;
SET LOCAL client_min_messages = warning;
SET LOCAL lock_timeout = '30s';  -- while somebody still reads or writes, nothing is cut

-- The parts: a region with all that lies below it is a range of paths, because '/' stands right before '0'.
-- By province as it stands here; by county with level = 'county'. No region of the list may lie in another one.
CREATE TEMPORARY TABLE part ON COMMIT DROP AS
SELECT lower(code) AS name, path AS first, path || '0' AS behind FROM region WHERE level = 'province';

-- The tables: all that refer to a lesson, and the lessons themselves before them.
CREATE TEMPORARY TABLE cut ON COMMIT DROP AS
SELECT 'lesson' AS name, 0 AS turn
UNION SELECT conrelid::regclass::text, 1 FROM pg_constraint WHERE contype = 'f' AND confrelid = 'lesson'::regclass;

-- The tables as they are step aside, with their indexes, constraints and sequences, so that no name changes.
CREATE SCHEMA whole;
DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT name FROM cut LOOP
        EXECUTE format('ALTER TABLE public.%I SET SCHEMA whole', one.name);
    END LOOP;
END $$;

-- Every row of a lesson goes where the lesson lies, also one that was written before that was a rule.
DO $$
DECLARE one record;
BEGIN
    FOR one IN SELECT name FROM cut WHERE turn > 0 LOOP
        EXECUTE format('UPDATE whole.%I AS row SET region_path = lesson.region_path FROM whole.lesson '
            'WHERE lesson.id = row.lesson_id AND lesson.region_path <> row.region_path', one.name);
    END LOOP;
END $$;

-- The tables in parts, with one part more for whatever lies in no region of the list; and the rows.
DO $$
DECLARE one record; piece record;
BEGIN
    FOR one IN SELECT name FROM cut LOOP
        EXECUTE format('CREATE TABLE public.%1$I (LIKE whole.%1$I INCLUDING DEFAULTS INCLUDING CONSTRAINTS '
            'INCLUDING STORAGE) PARTITION BY RANGE (region_path)', one.name);
        FOR piece IN SELECT * FROM part LOOP
            EXECUTE format('CREATE TABLE public.%I PARTITION OF public.%I FOR VALUES FROM (%L) TO (%L)',
                one.name || '_' || piece.name, one.name, piece.first, piece.behind);
        END LOOP;
        EXECUTE format('CREATE TABLE public.%I PARTITION OF public.%I DEFAULT', one.name || '_other', one.name);
        EXECUTE format('INSERT INTO public.%1$I SELECT * FROM whole.%1$I', one.name);
    END LOOP;
END $$;

-- Keys hold the path too, as every key of a table in parts must; then the indexes.
DO $$
DECLARE one record;
BEGIN
    FOR one IN
        SELECT cut.name, conname, CASE contype WHEN 'p' THEN 'PRIMARY KEY' ELSE 'UNIQUE' END AS kind,
            (SELECT string_agg(quote_ident(attname), ', ' ORDER BY place)
             FROM unnest(conkey) WITH ORDINALITY AS key (number, place)
             JOIN pg_attribute ON attrelid = conrelid AND attnum = number) AS columns
        FROM cut JOIN pg_constraint ON conrelid = format('whole.%I', cut.name)::regclass AND contype IN ('p', 'u')
    LOOP
        EXECUTE format('ALTER TABLE public.%I ADD CONSTRAINT %I %s (%s, region_path)',
            one.name, one.conname, one.kind, one.columns);
    END LOOP;
    FOR one IN
        SELECT pg_get_indexdef(indexrelid) AS made, format(' ON whole.%I ', cut.name) AS before,
            format(' ON public.%I ', cut.name) AS after
        FROM cut JOIN pg_index ON indrelid = format('whole.%I', cut.name)::regclass
        WHERE NOT EXISTS (SELECT FROM pg_constraint WHERE conindid = indexrelid AND contype IN ('p', 'u', 'x'))
    LOOP
        EXECUTE replace(one.made, one.before, one.after);
    END LOOP;
END $$;

-- No two slots overlap: PostgreSQL refuses that for each part, not for all of them together.
DO $$
DECLARE one record;
BEGIN
    FOR one IN
        SELECT child.relname, conname, pg_get_constraintdef(pg_constraint.oid) AS rule
        FROM cut JOIN pg_constraint ON conrelid = format('whole.%I', cut.name)::regclass AND contype = 'x'
        JOIN pg_inherits ON inhparent = format('public.%I', cut.name)::regclass
        JOIN pg_class AS child ON child.oid = inhrelid
    LOOP
        EXECUTE format('ALTER TABLE public.%I ADD CONSTRAINT %I %s', one.relname, one.relname || '_no_overlap', one.rule);
    END LOOP;
END $$;

-- Whatever refers to a lesson lies where it lies. This is judged at the end of a transaction, so that a lesson may move
-- with all its rows, in any order.
DO $$
DECLARE one record;
BEGIN
    FOR one IN
        SELECT cut.name, conname, CASE confrelid WHEN 'whole.lesson'::regclass
            THEN 'FOREIGN KEY (lesson_id, region_path) REFERENCES public.lesson (id, region_path) '
                'DEFERRABLE INITIALLY DEFERRED'
            ELSE pg_get_constraintdef(pg_constraint.oid) END AS rule
        FROM cut JOIN pg_constraint ON conrelid = format('whole.%I', cut.name)::regclass AND contype = 'f'
    LOOP
        EXECUTE format('ALTER TABLE public.%I ADD CONSTRAINT %I %s', one.name, one.conname, one.rule);
    END LOOP;
END $$;

-- Numbers go on where they were.
DO $$
DECLARE one record;
BEGIN
    FOR one IN
        SELECT cut.name, sequence.relname AS sequence, attname AS column
        FROM cut JOIN pg_depend ON refobjid = format('whole.%I', cut.name)::regclass AND deptype = 'a'
        JOIN pg_class AS sequence ON sequence.oid = objid AND relkind = 'S'
        JOIN pg_attribute ON attrelid = refobjid AND attnum = refobjsubid
    LOOP
        EXECUTE format('ALTER SEQUENCE whole.%I OWNED BY NONE', one.sequence);
        EXECUTE format('ALTER SEQUENCE whole.%I SET SCHEMA public', one.sequence);
        EXECUTE format('ALTER SEQUENCE public.%I OWNED BY public.%I.%I', one.sequence, one.name, one.column);
    END LOOP;
END $$;

DROP SCHEMA whole CASCADE;
COMMIT;
ANALYZE;
