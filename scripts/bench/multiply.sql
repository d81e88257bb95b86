-- Makes TIMES of each customer, contact, follow-up and rep of a loaded PostgreSQL database, for a bench that would load
-- for hours: psql URL -v times=50 -v follow_ups=3 -f multiply.sql. A copy has ids, numbers, an owner and tokens of its
-- own; keys of likeness and audit entries are not copied. Indexes are built anew afterwards.
\set ON_ERROR_STOP on
BEGIN;
CREATE FUNCTION pg_temp.copy_id(id text, k bigint) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT overlay(id placing lpad(to_hex(k), 4, '0') from 20 for 4) $$;
CREATE FUNCTION pg_temp.staff_token(id text) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT '''r' || left(encode(sha256(('staff:' || id)::bytea), 'hex'), 12) || '''' $$;
-- As `search::blocks`.
CREATE FUNCTION pg_temp.blocks(entity text, id bigint) RETURNS text LANGUAGE sql IMMUTABLE AS
  $$ SELECT string_agg(format(' z%s%sx%s', level, left(encode(sha256(entity::bytea), 'hex'), 8), id / (1024 * power(16, level)::bigint)), '') FROM generate_series(0, 2) AS level $$;

CREATE TEMP TABLE held AS
  SELECT indexname, indexdef FROM pg_indexes
  WHERE schemaname = 'public' AND tablename IN ('customer', 'contact', 'follow_up', 'search_row') AND indexname NOT LIKE '%\_pkey' AND indexname NOT LIKE '%\_key';
DO $$ DECLARE one record; BEGIN FOR one IN SELECT * FROM held LOOP EXECUTE format('DROP INDEX %I', one.indexname); END LOOP; END $$;

CREATE TEMP TABLE reps AS SELECT id FROM staff WHERE username LIKE 'rep%';
CREATE TEMP TABLE copied AS SELECT id FROM customer;
CREATE INDEX ON copied (id);
CREATE INDEX ON reps (id);

INSERT INTO staff SELECT r.* FROM staff AS s, generate_series(1, :times - 1) AS k,
  LATERAL jsonb_populate_record(s, jsonb_build_object('id', pg_temp.copy_id(s.id, k), 'username', s.username || 'x' || k)) AS r
  WHERE s.id IN (SELECT id FROM reps);
INSERT INTO customer SELECT r.* FROM customer AS c, generate_series(1, :times - 1) AS k,
  LATERAL jsonb_populate_record(c, jsonb_build_object('id', pg_temp.copy_id(c.id, k), 'customer_no', c.customer_no || '-' || k, 'owner_id', pg_temp.copy_id(c.owner_id, k))) AS r;
INSERT INTO contact SELECT r.* FROM contact AS c, generate_series(1, :times - 1) AS k,
  LATERAL jsonb_populate_record(c, jsonb_build_object('id', pg_temp.copy_id(c.id, k), 'contact_no', c.contact_no || '-' || k, 'customer_id', pg_temp.copy_id(c.customer_id, k))) AS r;
-- More of them than of customers: the first copies stand beside the rows that were there.
CREATE TEMP TABLE kept AS SELECT * FROM follow_up;
INSERT INTO follow_up SELECT r.* FROM kept AS f, generate_series(0, :times - 1) AS k, generate_series(0, :follow_ups - 1) AS round,
  LATERAL jsonb_populate_record(f, jsonb_build_object('id', pg_temp.copy_id(f.id, k + :times * round), 'follow_up_no', f.follow_up_no || '-' || k || '-' || round,
    'about_id', CASE WHEN k = 0 THEN f.about_id ELSE pg_temp.copy_id(f.about_id, k) END, 'owner_id', CASE WHEN k = 0 THEN f.owner_id ELSE pg_temp.copy_id(f.owner_id, k) END)) AS r
  WHERE k > 0 OR round > 0;

-- Whose token stands in a row: that of the owner of the customer.
CREATE TEMP TABLE owners AS
  SELECT 'customer' AS entity, id AS record_id, owner_id FROM customer WHERE id IN (SELECT id FROM copied)
  UNION ALL SELECT 'contact', o.id, c.owner_id FROM contact AS o JOIN customer AS c ON c.id = o.customer_id WHERE c.id IN (SELECT id FROM copied)
  UNION ALL SELECT 'follow_up', id, owner_id FROM kept;
CREATE TEMP TABLE rows_of AS SELECT s.entity, s.record_id, s.title, s.texts, s.tokens::text AS tokens, o.owner_id FROM search_row AS s JOIN owners AS o USING (entity, record_id);
UPDATE search_row SET tokens = CAST(regexp_replace(tokens::text, '''z[^'']*''', '', 'g') || pg_temp.blocks(entity, id) AS tsvector);
CREATE TEMP SEQUENCE place;
SELECT setval('place', (SELECT max(id) FROM search_row));
INSERT INTO search_row (id, entity, record_id, title, texts, tokens) OVERRIDING SYSTEM VALUE
  SELECT id, entity, record_id, title, texts, CAST(regexp_replace(tokens, '''z[^'']*''', '', 'g') || pg_temp.blocks(entity, id) AS tsvector)
  FROM (
    SELECT nextval('place') AS id, s.entity, pg_temp.copy_id(s.record_id, k + :times * round) AS record_id, s.title, s.texts,
      replace(s.tokens, pg_temp.staff_token(s.owner_id), pg_temp.staff_token(CASE WHEN k = 0 THEN s.owner_id ELSE pg_temp.copy_id(s.owner_id, k) END)) AS tokens
    FROM generate_series(0, :times - 1) AS k, generate_series(0, :follow_ups - 1) AS round, rows_of AS s
    WHERE (k > 0 OR round > 0) AND (round = 0 OR s.entity = 'follow_up')
  ) AS copies;
SELECT setval(pg_get_serial_sequence('search_row', 'id'), (SELECT max(id) FROM search_row));
COMMIT;
SET maintenance_work_mem = '1GB';
DO $$ DECLARE one record; BEGIN FOR one IN SELECT * FROM held LOOP EXECUTE one.indexdef; END LOOP; END $$;
VACUUM ANALYZE;
