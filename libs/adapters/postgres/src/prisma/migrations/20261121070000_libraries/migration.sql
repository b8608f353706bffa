CREATE TABLE "libraries" (
  "id" TEXT PRIMARY KEY,
  "ecosystem" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "description" TEXT NOT NULL,
  "licence" TEXT,
  "homepage" TEXT,
  "repository" TEXT,
  "latest" TEXT,
  "text" TEXT NOT NULL,
  "deprecated" TEXT,
  "downloads" BIGINT,
  "fame" DOUBLE PRECISION,
  "keywords" TEXT[] NOT NULL,
  "aliases" TEXT[] NOT NULL,
  "import_names" TEXT[] NOT NULL,
  "maintainers" TEXT[] NOT NULL,
  "sources" TEXT[] NOT NULL,
  "facts" JSONB NOT NULL,
  "updated_at" TIMESTAMPTZ(3),
  "fetched_at" TIMESTAMPTZ(3),
  "dependencies_known" BOOLEAN NOT NULL
);
CREATE INDEX "libraries_name_trgm_idx" ON "libraries" USING GIN ("name" gin_trgm_ops);
CREATE INDEX "libraries_words_idx" ON "libraries" USING GIN (to_tsvector('english'::regconfig, "name" || ' ' || "description" || ' ' || "text"));
CREATE INDEX "libraries_keywords_idx" ON "libraries" USING GIN ("keywords");
CREATE INDEX "libraries_ecosystem_downloads_idx" ON "libraries" ("ecosystem", "downloads" DESC NULLS LAST);
CREATE INDEX "libraries_updated_at_idx" ON "libraries" ("updated_at" DESC NULLS LAST);

CREATE TABLE "library_versions" (
  "library_id" TEXT NOT NULL REFERENCES "libraries" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "version" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  "published_at" TIMESTAMPTZ(3),
  "deprecated" TEXT,
  PRIMARY KEY ("library_id", "version")
);

CREATE TABLE "library_dependencies" (
  "library_id" TEXT NOT NULL REFERENCES "libraries" ("id") ON DELETE CASCADE ON UPDATE CASCADE,
  "kind" TEXT NOT NULL,
  "name" TEXT NOT NULL,
  "position" INTEGER NOT NULL,
  "requirement" TEXT,
  PRIMARY KEY ("library_id", "kind", "name")
);
CREATE INDEX "library_dependencies_name_idx" ON "library_dependencies" ("name");

-- A library may be seen in a manifest before the catalogue has it: no reference.
CREATE TABLE "library_sightings" (
  "manifest" TEXT NOT NULL,
  "library_id" TEXT NOT NULL,
  PRIMARY KEY ("manifest", "library_id")
);
CREATE INDEX "library_sightings_library_id_idx" ON "library_sightings" ("library_id");

-- What was asked and answered, a table a month. Names of libraries and kinds of answers; no text of anybody.
CREATE TABLE "analytics_events" (
  "id" TEXT NOT NULL,
  "at" TIMESTAMPTZ(3) NOT NULL,
  "kind" TEXT NOT NULL,
  "library_id" TEXT,
  "data" JSONB NOT NULL,
  PRIMARY KEY ("at", "id")
) PARTITION BY RANGE ("at");
CREATE INDEX "analytics_events_kind_at_idx" ON "analytics_events" ("kind", "at");
CREATE INDEX "analytics_events_library_id_at_idx" ON "analytics_events" ("library_id", "at");

-- The partition of a month, made when it is first needed. Two writers at once: one makes it, the other waits for it.
CREATE FUNCTION "ensure_analytics_partition"("moment" TIMESTAMPTZ) RETURNS TEXT LANGUAGE plpgsql AS $$
DECLARE
  "first" TIMESTAMPTZ := date_trunc('month', "moment" AT TIME ZONE 'UTC') AT TIME ZONE 'UTC';
  "next" TIMESTAMPTZ := (date_trunc('month', "moment" AT TIME ZONE 'UTC') + INTERVAL '1 month') AT TIME ZONE 'UTC';
  "partition" TEXT := 'analytics_events_' || to_char("moment" AT TIME ZONE 'UTC', 'YYYY_MM');
BEGIN
  IF to_regclass(quote_ident("partition")) IS NULL THEN
    PERFORM pg_advisory_xact_lock(hashtext('analytics_events partitions'));
    EXECUTE format('CREATE TABLE IF NOT EXISTS %I PARTITION OF "analytics_events" FOR VALUES FROM (%L) TO (%L)', "partition", "first", "next");
  END IF;
  RETURN "partition";
END $$;

-- Whole months before a moment go at once, without reading a row.
CREATE FUNCTION "drop_analytics_before"("moment" TIMESTAMPTZ) RETURNS INTEGER LANGUAGE plpgsql AS $$
DECLARE
  "partition" TEXT;
  "dropped" INTEGER := 0;
BEGIN
  FOR "partition" IN
    SELECT "child"."relname" FROM "pg_inherits" JOIN "pg_class" AS "child" ON "child"."oid" = "inhrelid"
    WHERE "inhparent" = '"analytics_events"'::regclass AND "child"."relname" < 'analytics_events_' || to_char("moment" AT TIME ZONE 'UTC', 'YYYY_MM')
  LOOP
    EXECUTE format('DROP TABLE %I', "partition");
    "dropped" := "dropped" + 1;
  END LOOP;
  RETURN "dropped";
END $$;

CREATE MATERIALIZED VIEW "library_stats" AS
  SELECT
    "library"."id" AS "library_id",
    "library"."ecosystem",
    "library"."downloads",
    (SELECT count(*) FROM "library_versions" WHERE "library_id" = "library"."id") AS "versions",
    (SELECT max("published_at") FROM "library_versions" WHERE "library_id" = "library"."id") AS "released_at",
    (SELECT count(*) FROM "library_sightings" WHERE "library_id" = "library"."id") AS "manifests",
    (SELECT count(*) FROM "analytics_events" WHERE "library_id" = "library"."id") AS "events"
  FROM "libraries" AS "library";
-- Unique: without it the view cannot be refreshed while it is read.
CREATE UNIQUE INDEX "library_stats_library_id_idx" ON "library_stats" ("library_id");
CREATE INDEX "library_stats_manifests_idx" ON "library_stats" ("manifests" DESC);
