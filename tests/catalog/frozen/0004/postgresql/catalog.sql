SET statement_timeout = 0;
SET lock_timeout = 0;
SET idle_in_transaction_session_timeout = 0;
SET transaction_timeout = 0;
SET client_encoding = 'UTF8';
SET standard_conforming_strings = on;
SELECT pg_catalog.set_config('search_path', '', false);
SET check_function_bodies = false;
SET xmloption = content;
SET client_min_messages = warning;
SET row_security = off;
CREATE SCHEMA domain;
CREATE SCHEMA domain_ml;
CREATE FUNCTION domain_ml.muniment_actor() RETURNS text
    LANGUAGE sql STABLE
    AS $$
  SELECT coalesce(nullif(current_setting('muniment.actor', true), ''), 'db:' || session_user)
$$;
CREATE FUNCTION domain_ml.muniment_deleted() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $_$
DECLARE latest bigint;
BEGIN
  EXECUTE 'SELECT max("RVS") FROM o' INTO latest;
  IF latest IS NOT NULL THEN
    EXECUTE 'INSERT INTO ' || TG_ARGV[0] || ' SELECT $1, o.* FROM o WHERE o."RVS" < $1'
      USING "domain_ml".muniment_stamp(latest);
  END IF;
  RETURN NULL;
END
$_$;
CREATE FUNCTION domain_ml.muniment_enter(actor text, execution text, moment text) RETURNS bigint
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM set_config('muniment.actor', actor, true), set_config('muniment.execution', execution, true),
    set_config('muniment.time', moment, true);
  RETURN "domain_ml".muniment_stamp();
END
$$;
CREATE FUNCTION domain_ml.muniment_insert() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  NEW."RVS" := "domain_ml".muniment_stamp();
  RETURN NEW;
END
$$;
CREATE FUNCTION domain_ml.muniment_lock() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  PERFORM "domain_ml".muniment_stamp();
  RETURN NULL;
END
$$;
CREATE FUNCTION domain_ml.muniment_stamp(newer_than bigint DEFAULT 0) RETURNS bigint
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
DECLARE
  mine text := pg_current_xact_id()::text;
  known text := current_setting('muniment.stamp_537b2c4d', true);
  number bigint;
BEGIN
  IF split_part(known, '|', 1) = mine THEN
    number := split_part(known, '|', 2)::bigint;
    -- Anybody can set a setting; what this transaction has written nobody else could.
    PERFORM 1 FROM "domain_ml"."Muniment_Transaction" w
      WHERE w."RVS" = number AND w.xmin = pg_current_xact_id()::xid;
    IF FOUND AND number >= newer_than THEN RETURN number; END IF;
  END IF;
  PERFORM pg_advisory_xact_lock_shared(-3646591270589354931);
  number := nextval('"domain_ml"."Muniment_Number"');
  INSERT INTO "domain_ml"."Muniment_Transaction" ("RVS", "Time", "Actor", "Execution") VALUES (
    number, "domain_ml".muniment_time(), "domain_ml".muniment_actor(),
    nullif(current_setting('muniment.execution', true), '')
  );
  PERFORM set_config('muniment.stamp_537b2c4d', mine || '|' || number, true);
  RETURN number;
END
$$;
CREATE FUNCTION domain_ml.muniment_time() RETURNS timestamp with time zone
    LANGUAGE sql
    AS $$
  SELECT coalesce(nullif(current_setting('muniment.time', true), '')::timestamptz, clock_timestamp())
$$;
CREATE FUNCTION domain_ml.muniment_truncate() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $_$
DECLARE latest bigint;
BEGIN
  EXECUTE 'SELECT max("RVS") FROM ' || TG_RELID::regclass INTO latest;
  IF latest IS NOT NULL THEN
    EXECUTE 'INSERT INTO ' || TG_ARGV[0] || ' SELECT $1, o.* FROM ' || TG_RELID::regclass
      || ' o WHERE o."RVS" < $1' USING "domain_ml".muniment_stamp(latest);
  END IF;
  RETURN NULL;
END
$_$;
CREATE FUNCTION domain_ml.muniment_update() RETURNS trigger
    LANGUAGE plpgsql
    AS $$
BEGIN
  IF NEW."RID" IS DISTINCT FROM OLD."RID" THEN
    RAISE EXCEPTION 'muniment: the RID of a row never changes';
  END IF;
  NEW."RVS" := "domain_ml".muniment_stamp(coalesce(OLD."RVS", 0));
  NEW."RMT" := "domain_ml".muniment_time();
  NEW."RMB" := "domain_ml".muniment_actor();
  NEW."RCT" := OLD."RCT";
  NEW."RCB" := OLD."RCB";
  RETURN NEW;
END
$$;
CREATE FUNCTION domain_ml.muniment_updated() RETURNS trigger
    LANGUAGE plpgsql SECURITY DEFINER
    SET search_path TO 'pg_catalog'
    AS $$
BEGIN
  EXECUTE 'INSERT INTO ' || TG_ARGV[0]
    || ' SELECT n."RVS", o.* FROM o JOIN n ON n."RID" = o."RID" WHERE o."RVS" < n."RVS"';
  RETURN NULL;
END
$$;
SET default_tablespace = '';
SET default_table_access_method = heap;
CREATE TABLE domain."Dataset_Image" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Dataset" character varying NOT NULL COLLATE pg_catalog."C",
    "Image" character varying NOT NULL COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain."Dataset_Image" IS 'The Image members of datasets';
COMMENT ON COLUMN domain."Dataset_Image"."RID" IS 'Identifier of the row';
COMMENT ON COLUMN domain."Dataset_Image"."RCT" IS 'When the row was created';
COMMENT ON COLUMN domain."Dataset_Image"."RMT" IS 'When the row was last modified';
COMMENT ON COLUMN domain."Dataset_Image"."RCB" IS 'Who created the row';
COMMENT ON COLUMN domain."Dataset_Image"."RMB" IS 'Who last modified the row';
COMMENT ON COLUMN domain."Dataset_Image"."RVS" IS 'Number of the transaction that wrote the row';
COMMENT ON COLUMN domain."Dataset_Image"."Dataset" IS 'The Dataset, by its RID';
COMMENT ON COLUMN domain."Dataset_Image"."Image" IS 'The Image, by its RID';
CREATE TABLE domain."Dataset_Image__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Dataset" character varying COLLATE pg_catalog."C",
    "Image" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain."Dataset_Subject" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Dataset" character varying NOT NULL COLLATE pg_catalog."C",
    "Subject" character varying NOT NULL COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain."Dataset_Subject" IS 'The Subject members of datasets';
COMMENT ON COLUMN domain."Dataset_Subject"."RID" IS 'Identifier of the row';
COMMENT ON COLUMN domain."Dataset_Subject"."RCT" IS 'When the row was created';
COMMENT ON COLUMN domain."Dataset_Subject"."RMT" IS 'When the row was last modified';
COMMENT ON COLUMN domain."Dataset_Subject"."RCB" IS 'Who created the row';
COMMENT ON COLUMN domain."Dataset_Subject"."RMB" IS 'Who last modified the row';
COMMENT ON COLUMN domain."Dataset_Subject"."RVS" IS 'Number of the transaction that wrote the row';
COMMENT ON COLUMN domain."Dataset_Subject"."Dataset" IS 'The Dataset, by its RID';
COMMENT ON COLUMN domain."Dataset_Subject"."Subject" IS 'The Subject, by its RID';
CREATE TABLE domain."Dataset_Subject__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Dataset" character varying COLLATE pg_catalog."C",
    "Subject" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain."Dataset_Visit" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Dataset" character varying NOT NULL COLLATE pg_catalog."C",
    "Visit" character varying NOT NULL COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain."Dataset_Visit" IS 'The Visit members of datasets';
COMMENT ON COLUMN domain."Dataset_Visit"."RID" IS 'Identifier of the row';
COMMENT ON COLUMN domain."Dataset_Visit"."RCT" IS 'When the row was created';
COMMENT ON COLUMN domain."Dataset_Visit"."RMT" IS 'When the row was last modified';
COMMENT ON COLUMN domain."Dataset_Visit"."RCB" IS 'Who created the row';
COMMENT ON COLUMN domain."Dataset_Visit"."RMB" IS 'Who last modified the row';
COMMENT ON COLUMN domain."Dataset_Visit"."RVS" IS 'Number of the transaction that wrote the row';
COMMENT ON COLUMN domain."Dataset_Visit"."Dataset" IS 'The Dataset, by its RID';
COMMENT ON COLUMN domain."Dataset_Visit"."Visit" IS 'The Visit, by its RID';
CREATE TABLE domain."Dataset_Visit__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Dataset" character varying COLLATE pg_catalog."C",
    "Visit" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain."Every Type" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "A text" character varying COLLATE pg_catalog."C",
    "A markdown" character varying COLLATE pg_catalog."C",
    "A longtext" character varying COLLATE pg_catalog."C",
    "A gene_sequence" character varying COLLATE pg_catalog."C",
    "A color_rgb_hex" character varying COLLATE pg_catalog."C",
    "A int2" smallint,
    "A int4" integer,
    "A int8" bigint,
    "A float4" double precision,
    "A float8" double precision,
    "A boolean" boolean,
    "A date" date,
    "A timestamp" timestamp without time zone,
    "A timestamptz" timestamp with time zone,
    "A json" jsonb,
    "A jsonb" jsonb,
    "A text_array" text[] COLLATE pg_catalog."C"
);
COMMENT ON COLUMN domain."Every Type"."RID" IS 'Identifier of the row';
COMMENT ON COLUMN domain."Every Type"."RCT" IS 'When the row was created';
COMMENT ON COLUMN domain."Every Type"."RMT" IS 'When the row was last modified';
COMMENT ON COLUMN domain."Every Type"."RCB" IS 'Who created the row';
COMMENT ON COLUMN domain."Every Type"."RMB" IS 'Who last modified the row';
COMMENT ON COLUMN domain."Every Type"."RVS" IS 'Number of the transaction that wrote the row';
CREATE TABLE domain."Every Type__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "A text" character varying COLLATE pg_catalog."C",
    "A markdown" character varying COLLATE pg_catalog."C",
    "A longtext" character varying COLLATE pg_catalog."C",
    "A gene_sequence" character varying COLLATE pg_catalog."C",
    "A color_rgb_hex" character varying COLLATE pg_catalog."C",
    "A int2" smallint,
    "A int4" integer,
    "A int8" bigint,
    "A float4" double precision,
    "A float8" double precision,
    "A boolean" boolean,
    "A date" date,
    "A timestamp" timestamp without time zone,
    "A timestamptz" timestamp with time zone,
    "A json" jsonb,
    "A jsonb" jsonb,
    "A text_array" text[] COLLATE pg_catalog."C"
);
CREATE TABLE domain."Image" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "URL" character varying NOT NULL COLLATE pg_catalog."C",
    "Filename" character varying COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C",
    "Length" bigint NOT NULL,
    "MD5" character varying NOT NULL COLLATE pg_catalog."C",
    "SHA256" character varying COLLATE pg_catalog."C",
    "Width" integer,
    "Subject" character varying COLLATE pg_catalog."C",
    "Stain" character varying COLLATE pg_catalog."C",
    "Site" character varying DEFAULT 'Basel'::character varying COLLATE pg_catalog."C"
);
COMMENT ON COLUMN domain."Image"."RID" IS 'Identifier of the row';
COMMENT ON COLUMN domain."Image"."RCT" IS 'When the row was created';
COMMENT ON COLUMN domain."Image"."RMT" IS 'When the row was last modified';
COMMENT ON COLUMN domain."Image"."RCB" IS 'Who created the row';
COMMENT ON COLUMN domain."Image"."RMB" IS 'Who last modified the row';
COMMENT ON COLUMN domain."Image"."RVS" IS 'Number of the transaction that wrote the row';
COMMENT ON COLUMN domain."Image"."URL" IS 'Where the bytes are, relative to the store';
COMMENT ON COLUMN domain."Image"."Filename" IS 'Name of the file as it was uploaded';
COMMENT ON COLUMN domain."Image"."Length" IS 'Size in bytes';
COMMENT ON COLUMN domain."Image"."MD5" IS 'MD5 of the bytes, hexadecimal';
COMMENT ON COLUMN domain."Image"."SHA256" IS 'SHA-256 of the bytes, hexadecimal';
COMMENT ON COLUMN domain."Image"."Subject" IS 'The Subject, by its RID';
COMMENT ON COLUMN domain."Image"."Stain" IS 'The Stain, by its Name';
COMMENT ON COLUMN domain."Image"."Site" IS 'Where';
CREATE TABLE domain."Image_Asset_Type" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Image" character varying NOT NULL COLLATE pg_catalog."C",
    "Asset_Type" character varying NOT NULL COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain."Image_Asset_Type" IS 'The types of each Image';
COMMENT ON COLUMN domain."Image_Asset_Type"."RID" IS 'Identifier of the row';
COMMENT ON COLUMN domain."Image_Asset_Type"."RCT" IS 'When the row was created';
COMMENT ON COLUMN domain."Image_Asset_Type"."RMT" IS 'When the row was last modified';
COMMENT ON COLUMN domain."Image_Asset_Type"."RCB" IS 'Who created the row';
COMMENT ON COLUMN domain."Image_Asset_Type"."RMB" IS 'Who last modified the row';
COMMENT ON COLUMN domain."Image_Asset_Type"."RVS" IS 'Number of the transaction that wrote the row';
COMMENT ON COLUMN domain."Image_Asset_Type"."Image" IS 'The Image, by its RID';
COMMENT ON COLUMN domain."Image_Asset_Type"."Asset_Type" IS 'The Asset_Type, by its Name';
CREATE TABLE domain."Image_Asset_Type__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Image" character varying COLLATE pg_catalog."C",
    "Asset_Type" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain."Image_Execution" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Image" character varying NOT NULL COLLATE pg_catalog."C",
    "Execution" character varying NOT NULL COLLATE pg_catalog."C",
    "Asset_Role" character varying COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain."Image_Execution" IS 'The executions that made or read each Image';
COMMENT ON COLUMN domain."Image_Execution"."RID" IS 'Identifier of the row';
COMMENT ON COLUMN domain."Image_Execution"."RCT" IS 'When the row was created';
COMMENT ON COLUMN domain."Image_Execution"."RMT" IS 'When the row was last modified';
COMMENT ON COLUMN domain."Image_Execution"."RCB" IS 'Who created the row';
COMMENT ON COLUMN domain."Image_Execution"."RMB" IS 'Who last modified the row';
COMMENT ON COLUMN domain."Image_Execution"."RVS" IS 'Number of the transaction that wrote the row';
COMMENT ON COLUMN domain."Image_Execution"."Image" IS 'The Image, by its RID';
COMMENT ON COLUMN domain."Image_Execution"."Execution" IS 'The Execution, by its RID';
COMMENT ON COLUMN domain."Image_Execution"."Asset_Role" IS 'The Asset_Role, by its Name';
CREATE TABLE domain."Image_Execution__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Image" character varying COLLATE pg_catalog."C",
    "Execution" character varying COLLATE pg_catalog."C",
    "Asset_Role" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain."Image__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "URL" character varying COLLATE pg_catalog."C",
    "Filename" character varying COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C",
    "Length" bigint,
    "MD5" character varying COLLATE pg_catalog."C",
    "SHA256" character varying COLLATE pg_catalog."C",
    "Width" integer,
    "Subject" character varying COLLATE pg_catalog."C",
    "Stain" character varying COLLATE pg_catalog."C",
    "Site" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain."Old__21" (
    "RID" character varying CONSTRAINT "Old_RID_not_null" NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone CONSTRAINT "Old_RCT_not_null" NOT NULL,
    "RMT" timestamp with time zone CONSTRAINT "Old_RMT_not_null" NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Value" character varying COLLATE pg_catalog."C"
);
COMMENT ON COLUMN domain."Old__21"."RID" IS 'Identifier of the row';
COMMENT ON COLUMN domain."Old__21"."RCT" IS 'When the row was created';
COMMENT ON COLUMN domain."Old__21"."RMT" IS 'When the row was last modified';
COMMENT ON COLUMN domain."Old__21"."RCB" IS 'Who created the row';
COMMENT ON COLUMN domain."Old__21"."RMB" IS 'Who last modified the row';
COMMENT ON COLUMN domain."Old__21"."RVS" IS 'Number of the transaction that wrote the row';
CREATE TABLE domain."Old__21__history" (
    "Muniment_Until" bigint CONSTRAINT "Old__history_Muniment_Until_not_null" NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Value" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain."Sample" (
    "RID" character varying CONSTRAINT "Draft_RID_not_null" NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone CONSTRAINT "Draft_RCT_not_null" NOT NULL,
    "RMT" timestamp with time zone CONSTRAINT "Draft_RMT_not_null" NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Count__60" character varying COLLATE pg_catalog."C",
    "Remark" character varying DEFAULT '-'::character varying CONSTRAINT "Draft_Note_not_null" NOT NULL COLLATE pg_catalog."C",
    "Gone__64" character varying COLLATE pg_catalog."C",
    "Count" integer DEFAULT 0 NOT NULL
);
COMMENT ON COLUMN domain."Sample"."RID" IS 'Identifier of the row';
COMMENT ON COLUMN domain."Sample"."RCT" IS 'When the row was created';
COMMENT ON COLUMN domain."Sample"."RMT" IS 'When the row was last modified';
COMMENT ON COLUMN domain."Sample"."RCB" IS 'Who created the row';
COMMENT ON COLUMN domain."Sample"."RMB" IS 'Who last modified the row';
COMMENT ON COLUMN domain."Sample"."RVS" IS 'Number of the transaction that wrote the row';
CREATE TABLE domain."Sample__history" (
    "Muniment_Until" bigint CONSTRAINT "Draft__history_Muniment_Until_not_null" NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Count__60" character varying COLLATE pg_catalog."C",
    "Remark" character varying COLLATE pg_catalog."C",
    "Gone__64" character varying COLLATE pg_catalog."C",
    "Count" integer
);
CREATE TABLE domain."Settled" (
    "RID" character varying CONSTRAINT "Moved_RID_not_null" NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone CONSTRAINT "Moved_RCT_not_null" NOT NULL,
    "RMT" timestamp with time zone CONSTRAINT "Moved_RMT_not_null" NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "B" character varying COLLATE pg_catalog."C"
);
COMMENT ON COLUMN domain."Settled"."RID" IS 'Identifier of the row';
COMMENT ON COLUMN domain."Settled"."RCT" IS 'When the row was created';
COMMENT ON COLUMN domain."Settled"."RMT" IS 'When the row was last modified';
COMMENT ON COLUMN domain."Settled"."RCB" IS 'Who created the row';
COMMENT ON COLUMN domain."Settled"."RMB" IS 'Who last modified the row';
COMMENT ON COLUMN domain."Settled"."RVS" IS 'Number of the transaction that wrote the row';
CREATE TABLE domain."Settled__history" (
    "Muniment_Until" bigint CONSTRAINT "Moved__history_Muniment_Until_not_null" NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "B" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain."Stain" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "ID" character varying NOT NULL COLLATE pg_catalog."C",
    "URI" character varying NOT NULL COLLATE pg_catalog."C",
    "Name" character varying NOT NULL COLLATE pg_catalog."C",
    "Description" character varying NOT NULL COLLATE pg_catalog."C",
    "Synonyms" text[] COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain."Stain" IS 'How a slide was coloured';
COMMENT ON COLUMN domain."Stain"."RID" IS 'Identifier of the row';
COMMENT ON COLUMN domain."Stain"."RCT" IS 'When the row was created';
COMMENT ON COLUMN domain."Stain"."RMT" IS 'When the row was last modified';
COMMENT ON COLUMN domain."Stain"."RCB" IS 'Who created the row';
COMMENT ON COLUMN domain."Stain"."RMB" IS 'Who last modified the row';
COMMENT ON COLUMN domain."Stain"."RVS" IS 'Number of the transaction that wrote the row';
CREATE TABLE domain."Stain__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "ID" character varying COLLATE pg_catalog."C",
    "URI" character varying COLLATE pg_catalog."C",
    "Name" character varying COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C",
    "Synonyms" text[] COLLATE pg_catalog."C"
);
CREATE TABLE domain."Subject" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Name" character varying NOT NULL COLLATE pg_catalog."C",
    "Age" smallint DEFAULT 1
);
COMMENT ON TABLE domain."Subject" IS 'Whom a scan shows';
COMMENT ON COLUMN domain."Subject"."RID" IS 'Identifier of the row';
COMMENT ON COLUMN domain."Subject"."RCT" IS 'When the row was created';
COMMENT ON COLUMN domain."Subject"."RMT" IS 'When the row was last modified';
COMMENT ON COLUMN domain."Subject"."RCB" IS 'Who created the row';
COMMENT ON COLUMN domain."Subject"."RMB" IS 'Who last modified the row';
COMMENT ON COLUMN domain."Subject"."RVS" IS 'Number of the transaction that wrote the row';
CREATE TABLE domain."Subject__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Name" character varying COLLATE pg_catalog."C",
    "Age" smallint
);
CREATE TABLE domain."Visit" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Subject" character varying NOT NULL COLLATE pg_catalog."C",
    "Note" character varying DEFAULT 'it''s'::character varying COLLATE pg_catalog."C"
);
COMMENT ON COLUMN domain."Visit"."RID" IS 'Identifier of the row';
COMMENT ON COLUMN domain."Visit"."RCT" IS 'When the row was created';
COMMENT ON COLUMN domain."Visit"."RMT" IS 'When the row was last modified';
COMMENT ON COLUMN domain."Visit"."RCB" IS 'Who created the row';
COMMENT ON COLUMN domain."Visit"."RMB" IS 'Who last modified the row';
COMMENT ON COLUMN domain."Visit"."RVS" IS 'Number of the transaction that wrote the row';
CREATE TABLE domain."Visit__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Subject" character varying COLLATE pg_catalog."C",
    "Note" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Asset_Role" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "ID" character varying NOT NULL COLLATE pg_catalog."C",
    "URI" character varying NOT NULL COLLATE pg_catalog."C",
    "Name" character varying NOT NULL COLLATE pg_catalog."C",
    "Description" character varying NOT NULL COLLATE pg_catalog."C",
    "Synonyms" text[] COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."Asset_Role" IS 'How an execution used an asset: Input or Output.';
CREATE TABLE domain_ml."Asset_Role__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "ID" character varying COLLATE pg_catalog."C",
    "URI" character varying COLLATE pg_catalog."C",
    "Name" character varying COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C",
    "Synonyms" text[] COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Asset_Type" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "ID" character varying NOT NULL COLLATE pg_catalog."C",
    "URI" character varying NOT NULL COLLATE pg_catalog."C",
    "Name" character varying NOT NULL COLLATE pg_catalog."C",
    "Description" character varying NOT NULL COLLATE pg_catalog."C",
    "Synonyms" text[] COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."Asset_Type" IS 'What a file is: one term per asset table, and those that users add.';
CREATE TABLE domain_ml."Asset_Type__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "ID" character varying COLLATE pg_catalog."C",
    "URI" character varying COLLATE pg_catalog."C",
    "Name" character varying COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C",
    "Synonyms" text[] COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Dataset" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Description" character varying COLLATE pg_catalog."C",
    "Deleted" boolean,
    "Version" character varying COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."Dataset" IS 'A named, typed, versioned set of rows of any tables.';
CREATE TABLE domain_ml."Dataset_Dataset" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Dataset" character varying NOT NULL COLLATE pg_catalog."C",
    "Nested_Dataset" character varying NOT NULL COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."Dataset_Dataset" IS 'Datasets that are members of datasets.';
CREATE TABLE domain_ml."Dataset_Dataset_Type" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Dataset" character varying NOT NULL COLLATE pg_catalog."C",
    "Dataset_Type" character varying NOT NULL COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."Dataset_Dataset_Type" IS 'The types of a dataset.';
CREATE TABLE domain_ml."Dataset_Dataset_Type__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Dataset" character varying COLLATE pg_catalog."C",
    "Dataset_Type" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Dataset_Dataset__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Dataset" character varying COLLATE pg_catalog."C",
    "Nested_Dataset" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Dataset_Execution" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Dataset" character varying NOT NULL COLLATE pg_catalog."C",
    "Execution" character varying NOT NULL COLLATE pg_catalog."C",
    "Dataset_Version" character varying COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."Dataset_Execution" IS 'Datasets that an execution read, and at which version.';
CREATE TABLE domain_ml."Dataset_Execution__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Dataset" character varying COLLATE pg_catalog."C",
    "Execution" character varying COLLATE pg_catalog."C",
    "Dataset_Version" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Dataset_File" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Dataset" character varying NOT NULL COLLATE pg_catalog."C",
    "File" character varying NOT NULL COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."Dataset_File" IS 'Files that are members of datasets.';
CREATE TABLE domain_ml."Dataset_File__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Dataset" character varying COLLATE pg_catalog."C",
    "File" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Dataset_Type" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "ID" character varying NOT NULL COLLATE pg_catalog."C",
    "URI" character varying NOT NULL COLLATE pg_catalog."C",
    "Name" character varying NOT NULL COLLATE pg_catalog."C",
    "Description" character varying NOT NULL COLLATE pg_catalog."C",
    "Synonyms" text[] COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."Dataset_Type" IS 'What a dataset is for, such as Training or Testing.';
CREATE TABLE domain_ml."Dataset_Type__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "ID" character varying COLLATE pg_catalog."C",
    "URI" character varying COLLATE pg_catalog."C",
    "Name" character varying COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C",
    "Synonyms" text[] COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Dataset_Version" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Version" character varying NOT NULL COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C",
    "Dataset" character varying NOT NULL COLLATE pg_catalog."C",
    "Execution" character varying COLLATE pg_catalog."C",
    "Minid" character varying COLLATE pg_catalog."C",
    "Minid_Spec_Hash" character varying COLLATE pg_catalog."C",
    "Snapshot" character varying COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."Dataset_Version" IS 'A version of a dataset. A draft has no Snapshot; a release has the transaction number it pins.';
CREATE TABLE domain_ml."Dataset_Version__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Version" character varying COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C",
    "Dataset" character varying COLLATE pg_catalog."C",
    "Execution" character varying COLLATE pg_catalog."C",
    "Minid" character varying COLLATE pg_catalog."C",
    "Minid_Spec_Hash" character varying COLLATE pg_catalog."C",
    "Snapshot" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Dataset__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Description" character varying COLLATE pg_catalog."C",
    "Deleted" boolean,
    "Version" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Directory_Dataset" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Dataset" character varying NOT NULL COLLATE pg_catalog."C",
    "Path" character varying COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."Directory_Dataset" IS 'The directory that a dataset was made from.';
CREATE TABLE domain_ml."Directory_Dataset__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Dataset" character varying COLLATE pg_catalog."C",
    "Path" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Execution" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Workflow" character varying COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C",
    "Execution_Duration" character varying COLLATE pg_catalog."C",
    "Download_Duration" character varying COLLATE pg_catalog."C",
    "Upload_Duration" character varying COLLATE pg_catalog."C",
    "Status" character varying COLLATE pg_catalog."C",
    "Status_Detail" character varying COLLATE pg_catalog."C",
    "Start_Time" timestamp with time zone,
    "Stop_Time" timestamp with time zone,
    "Configuration" jsonb
);
COMMENT ON TABLE domain_ml."Execution" IS 'One run of a workflow.';
COMMENT ON COLUMN domain_ml."Execution"."Configuration" IS 'Inputs, parameters and source of the run';
CREATE TABLE domain_ml."Execution_Asset" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "URL" character varying NOT NULL COLLATE pg_catalog."C",
    "Filename" character varying COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C",
    "Length" bigint NOT NULL,
    "MD5" character varying NOT NULL COLLATE pg_catalog."C",
    "SHA256" character varying COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."Execution_Asset" IS 'Files that an execution made and that no table of the user describes.';
COMMENT ON COLUMN domain_ml."Execution_Asset"."URL" IS 'Where the bytes are, relative to the store';
COMMENT ON COLUMN domain_ml."Execution_Asset"."Filename" IS 'Name of the file as it was uploaded';
COMMENT ON COLUMN domain_ml."Execution_Asset"."Length" IS 'Size in bytes';
COMMENT ON COLUMN domain_ml."Execution_Asset"."MD5" IS 'MD5 of the bytes, hexadecimal';
COMMENT ON COLUMN domain_ml."Execution_Asset"."SHA256" IS 'SHA-256 of the bytes, hexadecimal';
CREATE TABLE domain_ml."Execution_Asset_Asset_Type" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Execution_Asset" character varying NOT NULL COLLATE pg_catalog."C",
    "Asset_Type" character varying NOT NULL COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."Execution_Asset_Asset_Type" IS 'The types of an execution asset.';
CREATE TABLE domain_ml."Execution_Asset_Asset_Type__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Execution_Asset" character varying COLLATE pg_catalog."C",
    "Asset_Type" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Execution_Asset_Execution" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Execution_Asset" character varying NOT NULL COLLATE pg_catalog."C",
    "Execution" character varying NOT NULL COLLATE pg_catalog."C",
    "Asset_Role" character varying COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."Execution_Asset_Execution" IS 'The executions of an execution asset, with its role in them.';
CREATE TABLE domain_ml."Execution_Asset_Execution__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Execution_Asset" character varying COLLATE pg_catalog."C",
    "Execution" character varying COLLATE pg_catalog."C",
    "Asset_Role" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Execution_Asset__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "URL" character varying COLLATE pg_catalog."C",
    "Filename" character varying COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C",
    "Length" bigint,
    "MD5" character varying COLLATE pg_catalog."C",
    "SHA256" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Execution_Execution" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Execution" character varying NOT NULL COLLATE pg_catalog."C",
    "Nested_Execution" character varying NOT NULL COLLATE pg_catalog."C",
    "Sequence" integer
);
COMMENT ON TABLE domain_ml."Execution_Execution" IS 'Executions that were started by another one.';
CREATE TABLE domain_ml."Execution_Execution__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Execution" character varying COLLATE pg_catalog."C",
    "Nested_Execution" character varying COLLATE pg_catalog."C",
    "Sequence" integer
);
CREATE TABLE domain_ml."Execution_Metadata" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "URL" character varying NOT NULL COLLATE pg_catalog."C",
    "Filename" character varying COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C",
    "Length" bigint NOT NULL,
    "MD5" character varying NOT NULL COLLATE pg_catalog."C",
    "SHA256" character varying COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."Execution_Metadata" IS 'Files about an execution: configuration, environment, metrics.';
COMMENT ON COLUMN domain_ml."Execution_Metadata"."URL" IS 'Where the bytes are, relative to the store';
COMMENT ON COLUMN domain_ml."Execution_Metadata"."Filename" IS 'Name of the file as it was uploaded';
COMMENT ON COLUMN domain_ml."Execution_Metadata"."Length" IS 'Size in bytes';
COMMENT ON COLUMN domain_ml."Execution_Metadata"."MD5" IS 'MD5 of the bytes, hexadecimal';
COMMENT ON COLUMN domain_ml."Execution_Metadata"."SHA256" IS 'SHA-256 of the bytes, hexadecimal';
CREATE TABLE domain_ml."Execution_Metadata_Asset_Type" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Execution_Metadata" character varying NOT NULL COLLATE pg_catalog."C",
    "Asset_Type" character varying NOT NULL COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."Execution_Metadata_Asset_Type" IS 'The types of an execution metadata file.';
CREATE TABLE domain_ml."Execution_Metadata_Asset_Type__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Execution_Metadata" character varying COLLATE pg_catalog."C",
    "Asset_Type" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Execution_Metadata_Execution" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Execution_Metadata" character varying NOT NULL COLLATE pg_catalog."C",
    "Execution" character varying NOT NULL COLLATE pg_catalog."C",
    "Asset_Role" character varying COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."Execution_Metadata_Execution" IS 'The executions of an execution metadata file, with its role in them.';
CREATE TABLE domain_ml."Execution_Metadata_Execution__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Execution_Metadata" character varying COLLATE pg_catalog."C",
    "Execution" character varying COLLATE pg_catalog."C",
    "Asset_Role" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Execution_Metadata__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "URL" character varying COLLATE pg_catalog."C",
    "Filename" character varying COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C",
    "Length" bigint,
    "MD5" character varying COLLATE pg_catalog."C",
    "SHA256" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Execution_Status" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "ID" character varying NOT NULL COLLATE pg_catalog."C",
    "URI" character varying NOT NULL COLLATE pg_catalog."C",
    "Name" character varying NOT NULL COLLATE pg_catalog."C",
    "Description" character varying NOT NULL COLLATE pg_catalog."C",
    "Synonyms" text[] COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."Execution_Status" IS 'The states of an execution.';
CREATE TABLE domain_ml."Execution_Status__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "ID" character varying COLLATE pg_catalog."C",
    "URI" character varying COLLATE pg_catalog."C",
    "Name" character varying COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C",
    "Synonyms" text[] COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Execution__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Workflow" character varying COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C",
    "Execution_Duration" character varying COLLATE pg_catalog."C",
    "Download_Duration" character varying COLLATE pg_catalog."C",
    "Upload_Duration" character varying COLLATE pg_catalog."C",
    "Status" character varying COLLATE pg_catalog."C",
    "Status_Detail" character varying COLLATE pg_catalog."C",
    "Start_Time" timestamp with time zone,
    "Stop_Time" timestamp with time zone,
    "Configuration" jsonb
);
CREATE TABLE domain_ml."Feature_Name" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "ID" character varying NOT NULL COLLATE pg_catalog."C",
    "URI" character varying NOT NULL COLLATE pg_catalog."C",
    "Name" character varying NOT NULL COLLATE pg_catalog."C",
    "Description" character varying NOT NULL COLLATE pg_catalog."C",
    "Synonyms" text[] COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."Feature_Name" IS 'The names of features.';
CREATE TABLE domain_ml."Feature_Name__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "ID" character varying COLLATE pg_catalog."C",
    "URI" character varying COLLATE pg_catalog."C",
    "Name" character varying COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C",
    "Synonyms" text[] COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."File" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "URL" character varying NOT NULL COLLATE pg_catalog."C",
    "Filename" character varying COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C",
    "Length" bigint NOT NULL,
    "MD5" character varying NOT NULL COLLATE pg_catalog."C",
    "SHA256" character varying COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."File" IS 'Files of any kind that were added as they were.';
COMMENT ON COLUMN domain_ml."File"."URL" IS 'Where the bytes are, relative to the store';
COMMENT ON COLUMN domain_ml."File"."Filename" IS 'Name of the file as it was uploaded';
COMMENT ON COLUMN domain_ml."File"."Length" IS 'Size in bytes';
COMMENT ON COLUMN domain_ml."File"."MD5" IS 'MD5 of the bytes, hexadecimal';
COMMENT ON COLUMN domain_ml."File"."SHA256" IS 'SHA-256 of the bytes, hexadecimal';
CREATE TABLE domain_ml."File_Asset_Type" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "File" character varying NOT NULL COLLATE pg_catalog."C",
    "Asset_Type" character varying NOT NULL COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."File_Asset_Type" IS 'The types of a file.';
CREATE TABLE domain_ml."File_Asset_Type__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "File" character varying COLLATE pg_catalog."C",
    "Asset_Type" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."File_Execution" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "File" character varying NOT NULL COLLATE pg_catalog."C",
    "Execution" character varying NOT NULL COLLATE pg_catalog."C",
    "Asset_Role" character varying COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."File_Execution" IS 'The executions of a file, with its role in them.';
CREATE TABLE domain_ml."File_Execution__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "File" character varying COLLATE pg_catalog."C",
    "Execution" character varying COLLATE pg_catalog."C",
    "Asset_Role" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."File__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "URL" character varying COLLATE pg_catalog."C",
    "Filename" character varying COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C",
    "Length" bigint,
    "MD5" character varying COLLATE pg_catalog."C",
    "SHA256" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Muniment_Catalog" (
    "ID" character varying NOT NULL COLLATE pg_catalog."C",
    "Domain_Schema" character varying NOT NULL COLLATE pg_catalog."C",
    "Created" timestamp with time zone NOT NULL,
    "Store" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Muniment_Change" (
    "RVS" bigint NOT NULL,
    "Time" timestamp with time zone NOT NULL,
    "Actor" character varying COLLATE pg_catalog."C",
    "Action" character varying NOT NULL COLLATE pg_catalog."C",
    "Table_Name" character varying COLLATE pg_catalog."C",
    "Details" jsonb NOT NULL
);
COMMENT ON COLUMN domain_ml."Muniment_Change"."Table_Name" IS 'Name that the table had then';
CREATE TABLE domain_ml."Muniment_Environment" (
    "ID" character varying NOT NULL COLLATE pg_catalog."C",
    "Content" jsonb NOT NULL
);
CREATE TABLE domain_ml."Muniment_Mark" (
    "Name" character varying NOT NULL COLLATE pg_catalog."C",
    "RVS" bigint NOT NULL,
    "Time" timestamp with time zone NOT NULL,
    "Actor" character varying COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C"
);
CREATE SEQUENCE domain_ml."Muniment_Number"
    START WITH 1
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE SEQUENCE domain_ml."Muniment_RID_Block"
    START WITH 32768
    INCREMENT BY 1
    NO MINVALUE
    NO MAXVALUE
    CACHE 1;
CREATE TABLE domain_ml."Muniment_Session" (
    "Execution" character varying NOT NULL COLLATE pg_catalog."C",
    "Number" integer NOT NULL,
    "Host" character varying COLLATE pg_catalog."C",
    "Process" bigint,
    "Environment" character varying COLLATE pg_catalog."C",
    "Details" jsonb,
    "Begun" timestamp with time zone,
    "Ended" timestamp with time zone,
    "Exit" character varying COLLATE pg_catalog."C",
    "Usage" jsonb,
    "Message" character varying COLLATE pg_catalog."C",
    "Told" timestamp with time zone
);
COMMENT ON COLUMN domain_ml."Muniment_Session"."Details" IS 'Variables of the environment, and seeds';
COMMENT ON COLUMN domain_ml."Muniment_Session"."Exit" IS 'How its code ended: the traceback if by an error';
COMMENT ON COLUMN domain_ml."Muniment_Session"."Usage" IS 'Processor time in seconds, and the most memory in bytes';
COMMENT ON COLUMN domain_ml."Muniment_Session"."Message" IS 'How far it is';
COMMENT ON COLUMN domain_ml."Muniment_Session"."Told" IS 'When it said so';
CREATE TABLE domain_ml."Muniment_Table" (
    "Name" character varying NOT NULL COLLATE pg_catalog."C",
    "Kind" character varying NOT NULL COLLATE pg_catalog."C",
    "Definition" jsonb NOT NULL,
    "RVS" bigint NOT NULL,
    "Dropped" character varying COLLATE pg_catalog."C",
    "ID" bigint
);
COMMENT ON COLUMN domain_ml."Muniment_Table"."Dropped" IS 'Name that a dropped table had';
COMMENT ON COLUMN domain_ml."Muniment_Table"."ID" IS 'The same under all names that a table has had';
CREATE TABLE domain_ml."Muniment_Table__history" (
    "ID" bigint NOT NULL,
    "RVS" bigint NOT NULL,
    "Muniment_Until" bigint NOT NULL,
    "Name" character varying NOT NULL COLLATE pg_catalog."C",
    "Kind" character varying NOT NULL COLLATE pg_catalog."C",
    "Definition" jsonb NOT NULL,
    "Dropped" character varying COLLATE pg_catalog."C"
);
COMMENT ON COLUMN domain_ml."Muniment_Table__history"."Dropped" IS 'Name that a dropped table had';
CREATE TABLE domain_ml."Muniment_Transaction" (
    "RVS" bigint NOT NULL,
    "Time" timestamp with time zone NOT NULL,
    "Actor" character varying COLLATE pg_catalog."C",
    "Execution" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Workflow" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Name" character varying COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C",
    "URL" character varying COLLATE pg_catalog."C",
    "Checksum" character varying COLLATE pg_catalog."C",
    "Version" character varying COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."Workflow" IS 'Code that can be executed, known by the checksum of its content.';
CREATE TABLE domain_ml."Workflow_Type" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "ID" character varying NOT NULL COLLATE pg_catalog."C",
    "URI" character varying NOT NULL COLLATE pg_catalog."C",
    "Name" character varying NOT NULL COLLATE pg_catalog."C",
    "Description" character varying NOT NULL COLLATE pg_catalog."C",
    "Synonyms" text[] COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."Workflow_Type" IS 'What a workflow does, such as Training or Ingest.';
CREATE TABLE domain_ml."Workflow_Type__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "ID" character varying COLLATE pg_catalog."C",
    "URI" character varying COLLATE pg_catalog."C",
    "Name" character varying COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C",
    "Synonyms" text[] COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Workflow_Workflow_Type" (
    "RID" character varying NOT NULL COLLATE pg_catalog."C",
    "RCT" timestamp with time zone NOT NULL,
    "RMT" timestamp with time zone NOT NULL,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Workflow" character varying NOT NULL COLLATE pg_catalog."C",
    "Workflow_Type" character varying NOT NULL COLLATE pg_catalog."C"
);
COMMENT ON TABLE domain_ml."Workflow_Workflow_Type" IS 'The types of a workflow.';
CREATE TABLE domain_ml."Workflow_Workflow_Type__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Workflow" character varying COLLATE pg_catalog."C",
    "Workflow_Type" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml."Workflow__history" (
    "Muniment_Until" bigint NOT NULL,
    "RID" character varying COLLATE pg_catalog."C",
    "RCT" timestamp with time zone,
    "RMT" timestamp with time zone,
    "RCB" character varying COLLATE pg_catalog."C",
    "RMB" character varying COLLATE pg_catalog."C",
    "RVS" bigint,
    "Name" character varying COLLATE pg_catalog."C",
    "Description" character varying COLLATE pg_catalog."C",
    "URL" character varying COLLATE pg_catalog."C",
    "Checksum" character varying COLLATE pg_catalog."C",
    "Version" character varying COLLATE pg_catalog."C"
);
CREATE TABLE domain_ml.alembic_version (
    version_num character varying(32) NOT NULL
);
INSERT INTO domain."Dataset_Image" VALUES ('3FG-002Z', '2026-11-22 09:53:48.988597+00', '2026-11-22 09:53:48.988597+00', 'ada', 'ada', 39, '3FG-002W', '3FG-002G');
INSERT INTO domain."Dataset_Image" VALUES ('3FG-0030', '2026-11-22 09:53:48.988597+00', '2026-11-22 09:53:48.988597+00', 'ada', 'ada', 39, '3FG-002W', '3FG-002H');
INSERT INTO domain."Dataset_Image" VALUES ('3FG-0031', '2026-11-22 09:53:48.988597+00', '2026-11-22 09:53:48.988597+00', 'ada', 'ada', 39, '3FG-002W', '3FG-002J');
INSERT INTO domain."Dataset_Subject" VALUES ('3FG-0039', '2026-11-22 09:53:49.032717+00', '2026-11-22 09:53:49.032717+00', 'ada', 'ada', 42, '3FG-0033', '3FG-0022');
INSERT INTO domain."Dataset_Visit" VALUES ('3FG-0036', '2026-11-22 09:53:49.032717+00', '2026-11-22 09:53:49.032717+00', 'ada', 'ada', 42, '3FG-0033', '3FG-0026');
INSERT INTO domain."Dataset_Visit" VALUES ('3FG-0037', '2026-11-22 09:53:49.032717+00', '2026-11-22 09:53:49.032717+00', 'ada', 'ada', 42, '3FG-0033', '3FG-0027');
INSERT INTO domain."Dataset_Visit" VALUES ('3FG-0038', '2026-11-22 09:53:49.032717+00', '2026-11-22 09:53:49.032717+00', 'ada', 'ada', 42, '3FG-0033', '3FG-0028');
INSERT INTO domain."Every Type" VALUES ('3FG-0029', '2026-11-22 09:53:48.520909+00', '2026-11-22 09:53:48.520909+00', 'ada', 'ada', 16, 'x
''y''', 'x
''y''', 'x
''y''', 'x
''y''', 'x
''y''', 7, -70000, 1152921504606846976, 0.5, 0.1, true, '2026-01-02', '2026-01-02 03:04:05.678901', '2026-01-02 01:04:05.678901+00', '{"a": [1, null]}', '[{"b": 0.1}]', '{a,"b, c"}');
INSERT INTO domain."Every Type" VALUES ('3FG-002A', '2026-11-22 09:53:48.520909+00', '2026-11-22 09:53:48.520909+00', 'ada', 'ada', 16, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL);
INSERT INTO domain."Image" VALUES ('3FG-002G', '2026-11-22 09:53:48.775201+00', '2026-11-22 09:53:48.775201+00', 'ada', 'ada', 31, '/objects/9c/9c60a901abfbcad7cd6331a8bf9f9bdbf070964d0c752e1fb0b72013aa102704', 'scan-0.png', NULL, 6, 'bce0a90ae162e747d67f195f1e070368', '9c60a901abfbcad7cd6331a8bf9f9bdbf070964d0c752e1fb0b72013aa102704', 0, '3FG-0022', 'H&E', 'Basel');
INSERT INTO domain."Image" VALUES ('3FG-002H', '2026-11-22 09:53:48.775201+00', '2026-11-22 09:53:48.775201+00', 'ada', 'ada', 31, '/objects/9c/9c60a901abfbcad7cd6331a8bf9f9bdbf070964d0c752e1fb0b72013aa102704', 'scan-1.png', NULL, 6, 'bce0a90ae162e747d67f195f1e070368', '9c60a901abfbcad7cd6331a8bf9f9bdbf070964d0c752e1fb0b72013aa102704', 1, '3FG-0023', 'H&E', 'Basel');
INSERT INTO domain."Image" VALUES ('3FG-002J', '2026-11-22 09:53:48.775201+00', '2026-11-22 09:53:48.775201+00', 'ada', 'ada', 31, '/objects/9c/9c41e8113781859fad84b011f7044795d7a02ed8be0f0f66245864fa9cda8a5c', 'scan-2.png', NULL, 6, 'c2237bfcc5539e81cacbf4d5695e416f', '9c41e8113781859fad84b011f7044795d7a02ed8be0f0f66245864fa9cda8a5c', 2, '3FG-0024', 'H&E', 'Basel');
INSERT INTO domain."Image_Asset_Type" VALUES ('3FG-002K', '2026-11-22 09:53:48.775201+00', '2026-11-22 09:53:48.775201+00', 'ada', 'ada', 31, '3FG-002G', 'Image');
INSERT INTO domain."Image_Asset_Type" VALUES ('3FG-002M', '2026-11-22 09:53:48.775201+00', '2026-11-22 09:53:48.775201+00', 'ada', 'ada', 31, '3FG-002G', 'Thumbnail');
INSERT INTO domain."Image_Asset_Type" VALUES ('3FG-002N', '2026-11-22 09:53:48.775201+00', '2026-11-22 09:53:48.775201+00', 'ada', 'ada', 31, '3FG-002H', 'Image');
INSERT INTO domain."Image_Asset_Type" VALUES ('3FG-002P', '2026-11-22 09:53:48.775201+00', '2026-11-22 09:53:48.775201+00', 'ada', 'ada', 31, '3FG-002H', 'Thumbnail');
INSERT INTO domain."Image_Asset_Type" VALUES ('3FG-002Q', '2026-11-22 09:53:48.775201+00', '2026-11-22 09:53:48.775201+00', 'ada', 'ada', 31, '3FG-002J', 'Image');
INSERT INTO domain."Image_Asset_Type" VALUES ('3FG-002R', '2026-11-22 09:53:48.775201+00', '2026-11-22 09:53:48.775201+00', 'ada', 'ada', 31, '3FG-002J', 'Thumbnail');
INSERT INTO domain."Image_Execution" VALUES ('3FG-002S', '2026-11-22 09:53:48.775201+00', '2026-11-22 09:53:48.775201+00', 'ada', 'ada', 31, '3FG-002G', '3FG-002F', 'Output');
INSERT INTO domain."Image_Execution" VALUES ('3FG-002T', '2026-11-22 09:53:48.775201+00', '2026-11-22 09:53:48.775201+00', 'ada', 'ada', 31, '3FG-002H', '3FG-002F', 'Output');
INSERT INTO domain."Image_Execution" VALUES ('3FG-002V', '2026-11-22 09:53:48.775201+00', '2026-11-22 09:53:48.775201+00', 'ada', 'ada', 31, '3FG-002J', '3FG-002F', 'Output');
INSERT INTO domain."Image_Execution" VALUES ('3FG-003F', '2026-11-22 09:53:49.071736+00', '2026-11-22 09:53:49.071736+00', 'ada', 'ada', 45, '3FG-002G', '3FG-003D', 'Input');
INSERT INTO domain."Old__21" VALUES ('3FG-002B', '2026-11-22 09:53:48.545307+00', '2026-11-22 09:53:48.545307+00', 'ada', 'ada', 19, 'kept');
INSERT INTO domain."Sample" VALUES ('3FG-003P', '2026-11-22 09:53:49.214097+00', '2026-11-22 09:53:49.214097+00', 'ada', 'ada', 54, '7', '-', 'was here', 7);
INSERT INTO domain."Sample" VALUES ('3FG-003Q', '2026-11-22 09:53:49.214097+00', '2026-11-22 09:53:49.323939+00', 'ada', 'ada', 62, NULL, 'second', NULL, 0);
INSERT INTO domain."Sample__history" VALUES (62, '3FG-003Q', '2026-11-22 09:53:49.214097+00', '2026-11-22 09:53:49.214097+00', 'ada', 'ada', 54, NULL, 'second', NULL, NULL);
INSERT INTO domain."Sample__history" VALUES (71, '3FG-003R', '2026-11-22 09:53:49.379166+00', '2026-11-22 09:53:49.379166+00', 'ada', 'ada', 65, NULL, 'short-lived', NULL, 1);
INSERT INTO domain."Settled" VALUES ('3FG-003S', '2026-11-22 09:53:49.413041+00', '2026-11-22 09:53:49.413041+00', 'ada', 'ada', 68, 'a');
INSERT INTO domain."Stain" VALUES ('3FG-0020', '2026-11-22 09:53:48.421774+00', '2026-11-22 09:53:48.421774+00', 'ada', 'ada', 4, 'muniment:3FG-0020', '/id/3FG-0020', 'H&E', 'Haematoxylin and eosin', '{HE,hematoxylin}');
INSERT INTO domain."Subject" VALUES ('3FG-0023', '2026-11-22 09:53:48.471456+00', '2026-11-22 09:53:48.471456+00', 'ada', 'ada', 8, 'Größe 数', 1);
INSERT INTO domain."Subject" VALUES ('3FG-0024', '2026-11-22 09:53:48.471456+00', '2026-11-22 09:53:48.471456+00', 'ada', 'ada', 8, 'O''Hara', 1);
INSERT INTO domain."Subject" VALUES ('3FG-0022', '2026-11-22 09:53:48.471456+00', '2026-11-22 09:53:49.423275+00', 'ada', 'ada', 70, 'Ada', 37);
INSERT INTO domain."Subject__history" VALUES (10, '3FG-0025', '2026-11-22 09:53:48.475388+00', '2026-11-22 09:53:48.475388+00', 'ada', 'ada', 9, 'gone', 1);
INSERT INTO domain."Subject__history" VALUES (70, '3FG-0022', '2026-11-22 09:53:48.471456+00', '2026-11-22 09:53:48.471456+00', 'ada', 'ada', 8, 'Ada', 36);
INSERT INTO domain."Visit" VALUES ('3FG-0026', '2026-11-22 09:53:48.501346+00', '2026-11-22 09:53:48.501346+00', 'ada', 'ada', 13, '3FG-0022', 'it''s');
INSERT INTO domain."Visit" VALUES ('3FG-0027', '2026-11-22 09:53:48.501346+00', '2026-11-22 09:53:48.501346+00', 'ada', 'ada', 13, '3FG-0023', 'it''s');
INSERT INTO domain."Visit" VALUES ('3FG-0028', '2026-11-22 09:53:48.501346+00', '2026-11-22 09:53:48.501346+00', 'ada', 'ada', 13, '3FG-0024', 'it''s');
INSERT INTO domain_ml."Asset_Role" VALUES ('3FG-0011', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-0011', '/id/3FG-0011', 'Input', 'The execution read the asset', '{}');
INSERT INTO domain_ml."Asset_Role" VALUES ('3FG-0012', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-0012', '/id/3FG-0012', 'Output', 'The execution made the asset', '{}');
INSERT INTO domain_ml."Asset_Type" VALUES ('3FG-000J', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000J', '/id/3FG-000J', 'Execution_Config', 'Configuration of an execution', '{}');
INSERT INTO domain_ml."Asset_Type" VALUES ('3FG-000K', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000K', '/id/3FG-000K', 'Runtime_Env', 'Environment that an execution ran in', '{}');
INSERT INTO domain_ml."Asset_Type" VALUES ('3FG-000M', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000M', '/id/3FG-000M', 'Hydra_Config', 'Configuration written by Hydra', '{}');
INSERT INTO domain_ml."Asset_Type" VALUES ('3FG-000N', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000N', '/id/3FG-000N', 'Deriva_Config', 'Inputs and parameters of an execution', '{}');
INSERT INTO domain_ml."Asset_Type" VALUES ('3FG-000P', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000P', '/id/3FG-000P', 'Metrics_File', 'Metrics of a run, one record to a line', '{}');
INSERT INTO domain_ml."Asset_Type" VALUES ('3FG-000Q', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000Q', '/id/3FG-000Q', 'Execution_Log', 'What a run printed', '{}');
INSERT INTO domain_ml."Asset_Type" VALUES ('3FG-000R', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000R', '/id/3FG-000R', 'Uncommitted_Code', 'Code of a run that no commit holds, as a patch', '{}');
INSERT INTO domain_ml."Asset_Type" VALUES ('3FG-000S', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000S', '/id/3FG-000S', 'Figure', 'Figure that a run drew', '{}');
INSERT INTO domain_ml."Asset_Type" VALUES ('3FG-000T', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000T', '/id/3FG-000T', 'Execution_Metadata', 'File about an execution', '{}');
INSERT INTO domain_ml."Asset_Type" VALUES ('3FG-000V', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000V', '/id/3FG-000V', 'Execution_Asset', 'File that an execution made', '{}');
INSERT INTO domain_ml."Asset_Type" VALUES ('3FG-000W', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000W', '/id/3FG-000W', 'File', 'File of any kind', '{}');
INSERT INTO domain_ml."Asset_Type" VALUES ('3FG-000X', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000X', '/id/3FG-000X', 'Input_File', 'File that an execution read', '{}');
INSERT INTO domain_ml."Asset_Type" VALUES ('3FG-000Y', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000Y', '/id/3FG-000Y', 'Output_File', 'File that an execution wrote', '{}');
INSERT INTO domain_ml."Asset_Type" VALUES ('3FG-000Z', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000Z', '/id/3FG-000Z', 'Model_File', 'Trained model', '{}');
INSERT INTO domain_ml."Asset_Type" VALUES ('3FG-0010', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-0010', '/id/3FG-0010', 'Notebook_Output', 'Executed notebook', '{}');
INSERT INTO domain_ml."Asset_Type" VALUES ('3FG-0021', '2026-11-22 09:53:48.433541+00', '2026-11-22 09:53:48.433541+00', 'ada', 'ada', 5, 'muniment:3FG-0021', '/id/3FG-0021', 'Thumbnail', 'Small picture', '{}');
INSERT INTO domain_ml."Asset_Type" VALUES ('3FG-002C', '2026-11-22 09:53:48.576117+00', '2026-11-22 09:53:48.576117+00', 'ada', 'ada', 23, 'muniment:3FG-002C', '/id/3FG-002C', 'Image', 'A file of the table Image', '{}');
INSERT INTO domain_ml."Dataset" VALUES ('3FG-002W', '2026-11-22 09:53:48.930642+00', '2026-11-22 09:53:48.988597+00', 'ada', 'ada', 39, 'inner', false, '3FG-0032');
INSERT INTO domain_ml."Dataset" VALUES ('3FG-0033', '2026-11-22 09:53:49.009831+00', '2026-11-22 09:53:49.032717+00', 'ada', 'ada', 42, 'outer', false, '3FG-003A');
INSERT INTO domain_ml."Dataset" VALUES ('3FG-003B', '2026-11-22 09:53:49.047994+00', '2026-11-22 09:53:49.054478+00', 'ada', 'ada', 44, 'deleted', true, '3FG-003C');
INSERT INTO domain_ml."Dataset_Dataset" VALUES ('3FG-0035', '2026-11-22 09:53:49.032717+00', '2026-11-22 09:53:49.032717+00', 'ada', 'ada', 42, '3FG-0033', '3FG-002W');
INSERT INTO domain_ml."Dataset_Dataset_Type" VALUES ('3FG-002Y', '2026-11-22 09:53:48.930642+00', '2026-11-22 09:53:48.930642+00', 'ada', 'ada', 38, '3FG-002W', 'Training');
INSERT INTO domain_ml."Dataset_Execution" VALUES ('3FG-003E', '2026-11-22 09:53:49.071736+00', '2026-11-22 09:53:49.071736+00', 'ada', 'ada', 45, '3FG-002W', '3FG-003D', '3FG-0032');
INSERT INTO domain_ml."Dataset_Type" VALUES ('3FG-0000', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-0000', '/id/3FG-0000', 'Complete', 'All the data there is', '{}');
INSERT INTO domain_ml."Dataset_Type" VALUES ('3FG-0001', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-0001', '/id/3FG-0001', 'File', 'A set of files', '{}');
INSERT INTO domain_ml."Dataset_Type" VALUES ('3FG-0002', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-0002', '/id/3FG-0002', 'Directory', 'The files of a directory', '{}');
INSERT INTO domain_ml."Dataset_Type" VALUES ('3FG-0003', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-0003', '/id/3FG-0003', 'Training', 'Data to train a model on', '{}');
INSERT INTO domain_ml."Dataset_Type" VALUES ('3FG-0004', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-0004', '/id/3FG-0004', 'Testing', 'Data to test a trained model on', '{}');
INSERT INTO domain_ml."Dataset_Type" VALUES ('3FG-0005', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-0005', '/id/3FG-0005', 'Validation', 'Data to choose between models with', '{}');
INSERT INTO domain_ml."Dataset_Type" VALUES ('3FG-0006', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-0006', '/id/3FG-0006', 'Split', 'A dataset whose members are the parts of a split', '{}');
INSERT INTO domain_ml."Dataset_Type" VALUES ('3FG-0007', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-0007', '/id/3FG-0007', 'Labeled', 'Data with labels', '{}');
INSERT INTO domain_ml."Dataset_Type" VALUES ('3FG-0008', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-0008', '/id/3FG-0008', 'Unlabeled', 'Data without labels', '{}');
INSERT INTO domain_ml."Dataset_Version" VALUES ('3FG-002X', '2026-11-22 09:53:48.930642+00', '2026-11-22 09:53:48.930642+00', 'ada', 'ada', 38, '0.1.0', 'inner', '3FG-002W', NULL, NULL, NULL, '38');
INSERT INTO domain_ml."Dataset_Version" VALUES ('3FG-0032', '2026-11-22 09:53:48.988597+00', '2026-11-22 09:53:48.999044+00', 'ada', 'ada', 40, '0.2.0', 'with images', '3FG-002W', NULL, NULL, NULL, '40');
INSERT INTO domain_ml."Dataset_Version" VALUES ('3FG-0034', '2026-11-22 09:53:49.009831+00', '2026-11-22 09:53:49.009831+00', 'ada', 'ada', 41, '0.1.0', 'outer', '3FG-0033', NULL, NULL, NULL, '41');
INSERT INTO domain_ml."Dataset_Version" VALUES ('3FG-003A', '2026-11-22 09:53:49.032717+00', '2026-11-22 09:53:49.032717+00', 'ada', 'ada', 42, '0.1.0.post1.dev1', '', '3FG-0033', NULL, NULL, NULL, NULL);
INSERT INTO domain_ml."Dataset_Version" VALUES ('3FG-003C', '2026-11-22 09:53:49.047994+00', '2026-11-22 09:53:49.047994+00', 'ada', 'ada', 43, '0.1.0', 'deleted', '3FG-003B', NULL, NULL, NULL, '43');
INSERT INTO domain_ml."Dataset_Version__history" VALUES (40, '3FG-0032', '2026-11-22 09:53:48.988597+00', '2026-11-22 09:53:48.988597+00', 'ada', 'ada', 39, '0.1.0.post1.dev1', '', '3FG-002W', NULL, NULL, NULL, NULL);
INSERT INTO domain_ml."Dataset__history" VALUES (39, '3FG-002W', '2026-11-22 09:53:48.930642+00', '2026-11-22 09:53:48.930642+00', 'ada', 'ada', 38, 'inner', false, '3FG-002X');
INSERT INTO domain_ml."Dataset__history" VALUES (42, '3FG-0033', '2026-11-22 09:53:49.009831+00', '2026-11-22 09:53:49.009831+00', 'ada', 'ada', 41, 'outer', false, '3FG-0034');
INSERT INTO domain_ml."Dataset__history" VALUES (44, '3FG-003B', '2026-11-22 09:53:49.047994+00', '2026-11-22 09:53:49.047994+00', 'ada', 'ada', 43, 'deleted', false, '3FG-003C');
INSERT INTO domain_ml."Execution" VALUES ('3FG-001B', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, '3FG-001A', 'Where an asset comes from that no known execution made', NULL, NULL, NULL, 'Aborted', NULL, NULL, NULL, NULL);
INSERT INTO domain_ml."Execution" VALUES ('3FG-002F', '2026-11-22 09:53:48.716413+00', '2026-11-22 09:53:48.775201+00', 'ada', 'ada', 31, '3FG-002D', 'first', '0H 0min 0.0172sec', NULL, '0H 0min 0.0412sec', 'Uploaded', NULL, '2026-11-22 09:53:48.724642+00', '2026-11-22 09:53:48.741835+00', '{"argv": ["tests/catalog/freeze.py"], "assets": [], "source": {"url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "kind": "script", "path": "scan.py", "branch": "master", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "changes": [], "version": "26258d9", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "problems": [], "is_committed": true}, "datasets": [], "parameters": {}}');
INSERT INTO domain_ml."Execution" VALUES ('3FG-003D', '2026-11-22 09:53:49.071736+00', '2026-11-22 09:53:49.142884+00', 'ada', 'ada', 50, '3FG-002D', '', '0H 0min 0.0282sec', NULL, '0H 0min 0.0251sec', 'Uploaded', NULL, '2026-11-22 09:53:49.080208+00', '2026-11-22 09:53:49.108418+00', '{"argv": ["tests/catalog/freeze.py"], "assets": [{"rid": "3FG-002G", "cache": false}], "source": {"url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "kind": "script", "path": "scan.py", "branch": "master", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "changes": [], "version": "26258d9", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "problems": [], "is_committed": true}, "datasets": [{"rid": "3FG-002W", "version": "0.2.0", "description": "", "materialize": true, "exclude_tables": []}], "parameters": {}}');
INSERT INTO domain_ml."Execution" VALUES ('3FG-003T', '2026-11-22 09:53:49.491072+00', '2026-11-22 09:53:49.505216+00', 'ada', 'ada', 78, '3FG-002D', 'fails', '0H 0min 0.009sec', NULL, NULL, 'Failed', 'ZeroDivisionError: division by zero', '2026-11-22 09:53:49.496221+00', '2026-11-22 09:53:49.505216+00', '{"argv": ["tests/catalog/freeze.py"], "assets": [], "source": {"url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "kind": "script", "path": "scan.py", "branch": "master", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "changes": [], "version": "26258d9", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "problems": [], "is_committed": true}, "datasets": [], "parameters": {}}');
INSERT INTO domain_ml."Execution_Asset" VALUES ('3FG-003G', '2026-11-22 09:53:49.142884+00', '2026-11-22 09:53:49.142884+00', 'ada', 'ada', 50, '/objects/49/492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470', 'table.csv', 'measured', 8, 'e5ebd4c02cefbe7955977c67ada242b7', '492d5ea496056f1a6a6592241032fab764c321596317930b4fa0e1e8bc3b7470');
INSERT INTO domain_ml."Execution_Asset_Asset_Type" VALUES ('3FG-003H', '2026-11-22 09:53:49.142884+00', '2026-11-22 09:53:49.142884+00', 'ada', 'ada', 50, '3FG-003G', 'Execution_Asset');
INSERT INTO domain_ml."Execution_Asset_Execution" VALUES ('3FG-003J', '2026-11-22 09:53:49.142884+00', '2026-11-22 09:53:49.142884+00', 'ada', 'ada', 50, '3FG-003G', '3FG-003D', 'Output');
INSERT INTO domain_ml."Execution_Status" VALUES ('3FG-0013', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-0013', '/id/3FG-0013', 'Created', 'The execution is known, its code has not started', '{}');
INSERT INTO domain_ml."Execution_Status" VALUES ('3FG-0014', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-0014', '/id/3FG-0014', 'Running', 'The code is running', '{}');
INSERT INTO domain_ml."Execution_Status" VALUES ('3FG-0015', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-0015', '/id/3FG-0015', 'Stopped', 'The code has ended, its outputs are not uploaded', '{}');
INSERT INTO domain_ml."Execution_Status" VALUES ('3FG-0016', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-0016', '/id/3FG-0016', 'Failed', 'The code or the upload ended with an error', '{}');
INSERT INTO domain_ml."Execution_Status" VALUES ('3FG-0017', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-0017', '/id/3FG-0017', 'Pending_Upload', 'The outputs are being uploaded', '{}');
INSERT INTO domain_ml."Execution_Status" VALUES ('3FG-0018', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-0018', '/id/3FG-0018', 'Uploaded', 'The outputs are in the catalog', '{}');
INSERT INTO domain_ml."Execution_Status" VALUES ('3FG-0019', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-0019', '/id/3FG-0019', 'Aborted', 'The execution was given up', '{}');
INSERT INTO domain_ml."Execution__history" VALUES (28, '3FG-002F', '2026-11-22 09:53:48.716413+00', '2026-11-22 09:53:48.716413+00', 'ada', 'ada', 27, '3FG-002D', 'first', NULL, NULL, NULL, 'Created', NULL, NULL, NULL, '{"argv": ["tests/catalog/freeze.py"], "assets": [], "source": {"url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "kind": "script", "path": "scan.py", "branch": "master", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "changes": [], "version": "26258d9", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "problems": [], "is_committed": true}, "datasets": [], "parameters": {}}');
INSERT INTO domain_ml."Execution__history" VALUES (29, '3FG-002F', '2026-11-22 09:53:48.716413+00', '2026-11-22 09:53:48.724642+00', 'ada', 'ada', 28, '3FG-002D', 'first', NULL, NULL, NULL, 'Running', NULL, '2026-11-22 09:53:48.724642+00', NULL, '{"argv": ["tests/catalog/freeze.py"], "assets": [], "source": {"url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "kind": "script", "path": "scan.py", "branch": "master", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "changes": [], "version": "26258d9", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "problems": [], "is_committed": true}, "datasets": [], "parameters": {}}');
INSERT INTO domain_ml."Execution__history" VALUES (30, '3FG-002F', '2026-11-22 09:53:48.716413+00', '2026-11-22 09:53:48.741835+00', 'ada', 'ada', 29, '3FG-002D', 'first', '0H 0min 0.0172sec', NULL, NULL, 'Stopped', NULL, '2026-11-22 09:53:48.724642+00', '2026-11-22 09:53:48.741835+00', '{"argv": ["tests/catalog/freeze.py"], "assets": [], "source": {"url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "kind": "script", "path": "scan.py", "branch": "master", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "changes": [], "version": "26258d9", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "problems": [], "is_committed": true}, "datasets": [], "parameters": {}}');
INSERT INTO domain_ml."Execution__history" VALUES (31, '3FG-002F', '2026-11-22 09:53:48.716413+00', '2026-11-22 09:53:48.759653+00', 'ada', 'ada', 30, '3FG-002D', 'first', '0H 0min 0.0172sec', NULL, NULL, 'Pending_Upload', NULL, '2026-11-22 09:53:48.724642+00', '2026-11-22 09:53:48.741835+00', '{"argv": ["tests/catalog/freeze.py"], "assets": [], "source": {"url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "kind": "script", "path": "scan.py", "branch": "master", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "changes": [], "version": "26258d9", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "problems": [], "is_committed": true}, "datasets": [], "parameters": {}}');
INSERT INTO domain_ml."Execution__history" VALUES (46, '3FG-003D', '2026-11-22 09:53:49.071736+00', '2026-11-22 09:53:49.071736+00', 'ada', 'ada', 45, '3FG-002D', '', NULL, NULL, NULL, 'Created', NULL, NULL, NULL, '{"argv": ["tests/catalog/freeze.py"], "assets": [{"rid": "3FG-002G", "cache": false}], "source": {"url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "kind": "script", "path": "scan.py", "branch": "master", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "changes": [], "version": "26258d9", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "problems": [], "is_committed": true}, "datasets": [{"rid": "3FG-002W", "version": "0.2.0", "description": "", "materialize": true, "exclude_tables": []}], "parameters": {}}');
INSERT INTO domain_ml."Execution__history" VALUES (48, '3FG-003D', '2026-11-22 09:53:49.071736+00', '2026-11-22 09:53:49.080208+00', 'ada', 'ada', 46, '3FG-002D', '', NULL, NULL, NULL, 'Running', NULL, '2026-11-22 09:53:49.080208+00', NULL, '{"argv": ["tests/catalog/freeze.py"], "assets": [{"rid": "3FG-002G", "cache": false}], "source": {"url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "kind": "script", "path": "scan.py", "branch": "master", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "changes": [], "version": "26258d9", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "problems": [], "is_committed": true}, "datasets": [{"rid": "3FG-002W", "version": "0.2.0", "description": "", "materialize": true, "exclude_tables": []}], "parameters": {}}');
INSERT INTO domain_ml."Execution__history" VALUES (49, '3FG-003D', '2026-11-22 09:53:49.071736+00', '2026-11-22 09:53:49.108418+00', 'ada', 'ada', 48, '3FG-002D', '', '0H 0min 0.0282sec', NULL, NULL, 'Stopped', NULL, '2026-11-22 09:53:49.080208+00', '2026-11-22 09:53:49.108418+00', '{"argv": ["tests/catalog/freeze.py"], "assets": [{"rid": "3FG-002G", "cache": false}], "source": {"url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "kind": "script", "path": "scan.py", "branch": "master", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "changes": [], "version": "26258d9", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "problems": [], "is_committed": true}, "datasets": [{"rid": "3FG-002W", "version": "0.2.0", "description": "", "materialize": true, "exclude_tables": []}], "parameters": {}}');
INSERT INTO domain_ml."Execution__history" VALUES (50, '3FG-003D', '2026-11-22 09:53:49.071736+00', '2026-11-22 09:53:49.129537+00', 'ada', 'ada', 49, '3FG-002D', '', '0H 0min 0.0282sec', NULL, NULL, 'Pending_Upload', NULL, '2026-11-22 09:53:49.080208+00', '2026-11-22 09:53:49.108418+00', '{"argv": ["tests/catalog/freeze.py"], "assets": [{"rid": "3FG-002G", "cache": false}], "source": {"url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "kind": "script", "path": "scan.py", "branch": "master", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "changes": [], "version": "26258d9", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "problems": [], "is_committed": true}, "datasets": [{"rid": "3FG-002W", "version": "0.2.0", "description": "", "materialize": true, "exclude_tables": []}], "parameters": {}}');
INSERT INTO domain_ml."Execution__history" VALUES (77, '3FG-003T', '2026-11-22 09:53:49.491072+00', '2026-11-22 09:53:49.491072+00', 'ada', 'ada', 76, '3FG-002D', 'fails', NULL, NULL, NULL, 'Created', NULL, NULL, NULL, '{"argv": ["tests/catalog/freeze.py"], "assets": [], "source": {"url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "kind": "script", "path": "scan.py", "branch": "master", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "changes": [], "version": "26258d9", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "problems": [], "is_committed": true}, "datasets": [], "parameters": {}}');
INSERT INTO domain_ml."Execution__history" VALUES (78, '3FG-003T', '2026-11-22 09:53:49.491072+00', '2026-11-22 09:53:49.496221+00', 'ada', 'ada', 77, '3FG-002D', 'fails', NULL, NULL, NULL, 'Running', NULL, '2026-11-22 09:53:49.496221+00', NULL, '{"argv": ["tests/catalog/freeze.py"], "assets": [], "source": {"url": "https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py", "kind": "script", "path": "scan.py", "branch": "master", "commit": "26258d943e32d9d8089567a5d5dced8953a54799", "changes": [], "version": "26258d9", "checksum": "166a14794300c2c38934522ca8206cbe39a82085", "problems": [], "is_committed": true}, "datasets": [], "parameters": {}}');
INSERT INTO domain_ml."File" VALUES ('3FG-003K', '2026-11-22 09:53:49.176276+00', '2026-11-22 09:53:49.176276+00', 'ada', 'ada', 51, '/objects/22/221079978212c6deaa24ddfeb9950561f7cb8b94e7a67f98afe279c50fdec45c', 'scan.py', 'The script', 14, '3c9f8cb9e00a86b21f5eb05597d29d6a', '221079978212c6deaa24ddfeb9950561f7cb8b94e7a67f98afe279c50fdec45c');
INSERT INTO domain_ml."File_Asset_Type" VALUES ('3FG-003M', '2026-11-22 09:53:49.176276+00', '2026-11-22 09:53:49.176276+00', 'ada', 'ada', 51, '3FG-003K', 'File');
INSERT INTO domain_ml."File_Execution" VALUES ('3FG-003N', '2026-11-22 09:53:49.176276+00', '2026-11-22 09:53:49.176276+00', 'ada', 'ada', 51, '3FG-003K', '3FG-001B', 'Output');
INSERT INTO domain_ml."Muniment_Catalog" VALUES ('0d23e9c2-52d5-43b4-a115-09425a56cbe3', 'domain', '2026-11-22 09:53:48.317437+00', 'file:///tmp/tmppo6vyzn1/bytes');
INSERT INTO domain_ml."Muniment_Change" VALUES (3, '2026-11-22 09:53:48.380632+00', 'ada', 'create_table', 'Stain', '{}');
INSERT INTO domain_ml."Muniment_Change" VALUES (7, '2026-11-22 09:53:48.442253+00', 'ada', 'create_table', 'Subject', '{}');
INSERT INTO domain_ml."Muniment_Change" VALUES (12, '2026-11-22 09:53:48.481125+00', 'ada', 'create_table', 'Visit', '{}');
INSERT INTO domain_ml."Muniment_Change" VALUES (15, '2026-11-22 09:53:48.503946+00', 'ada', 'create_table', 'Every Type', '{}');
INSERT INTO domain_ml."Muniment_Change" VALUES (18, '2026-11-22 09:53:48.525237+00', 'ada', 'create_table', 'Old', '{}');
INSERT INTO domain_ml."Muniment_Change" VALUES (21, '2026-11-22 09:53:48.550348+00', 'ada', 'drop_table', 'Old', '{}');
INSERT INTO domain_ml."Muniment_Change" VALUES (23, '2026-11-22 09:53:48.576117+00', 'ada', 'create_asset', 'Image', '{}');
INSERT INTO domain_ml."Muniment_Change" VALUES (25, '2026-11-22 09:53:48.650511+00', 'ada', 'add_column', 'Image', '{"column": "Site"}');
INSERT INTO domain_ml."Muniment_Change" VALUES (33, '2026-11-22 09:53:48.821105+00', 'ada', 'add_dataset_element_type', 'Subject', '{}');
INSERT INTO domain_ml."Muniment_Change" VALUES (35, '2026-11-22 09:53:48.860579+00', 'ada', 'add_dataset_element_type', 'Image', '{}');
INSERT INTO domain_ml."Muniment_Change" VALUES (37, '2026-11-22 09:53:48.892726+00', 'ada', 'add_dataset_element_type', 'Visit', '{}');
INSERT INTO domain_ml."Muniment_Change" VALUES (53, '2026-11-22 09:53:49.191851+00', 'ada', 'create_table', 'Draft', '{}');
INSERT INTO domain_ml."Muniment_Change" VALUES (56, '2026-11-22 09:53:49.220716+00', 'ada', 'rename_table', 'Draft', '{"new_name": "Sample"}');
INSERT INTO domain_ml."Muniment_Change" VALUES (58, '2026-11-22 09:53:49.2645+00', 'ada', 'rename_column', 'Sample', '{"column": "Note", "new_name": "Remark"}');
INSERT INTO domain_ml."Muniment_Change" VALUES (60, '2026-11-22 09:53:49.285371+00', 'ada', 'retype_column', 'Sample', '{"after": "int4", "before": "text", "column": "Count", "kept_as": "Count__60"}');
INSERT INTO domain_ml."Muniment_Change" VALUES (62, '2026-11-22 09:53:49.323939+00', 'ada', 'require_column', 'Sample', '{"column": "Count", "filled": 1, "default": 0}');
INSERT INTO domain_ml."Muniment_Change" VALUES (64, '2026-11-22 09:53:49.343629+00', 'ada', 'drop_column', 'Sample', '{"column": "Gone", "kept_as": "Gone__64"}');
INSERT INTO domain_ml."Muniment_Change" VALUES (67, '2026-11-22 09:53:49.386698+00', 'ada', 'create_table', 'Moved', '{}');
INSERT INTO domain_ml."Muniment_Change" VALUES (73, '2026-11-22 09:53:49.436403+00', 'ada', 'rename_column', 'Moved', '{"column": "A", "new_name": "B"}');
INSERT INTO domain_ml."Muniment_Change" VALUES (75, '2026-11-22 09:53:49.465261+00', 'ada', 'rename_table', 'Moved', '{"new_name": "Settled"}');
INSERT INTO domain_ml."Muniment_Mark" VALUES ('before', 69, '2026-11-22 09:53:49.416746+00', 'ada', 'What was there first');
INSERT INTO domain_ml."Muniment_Session" VALUES ('3FG-002F', 1, NULL, NULL, NULL, '{}', '2026-11-22 09:53:48.724642+00', '2026-11-22 09:53:48.741835+00', 'ended', '{"memory": 106921984, "processor_seconds": 0.011}', NULL, NULL);
INSERT INTO domain_ml."Muniment_Session" VALUES ('3FG-003D', 1, NULL, NULL, NULL, '{}', '2026-11-22 09:53:49.080208+00', '2026-11-22 09:53:49.108418+00', 'ended', '{"memory": 107708416, "processor_seconds": 0.013}', 'half way', '2026-11-22 09:53:49.098881+00');
INSERT INTO domain_ml."Muniment_Session" VALUES ('3FG-003T', 1, NULL, NULL, NULL, '{}', '2026-11-22 09:53:49.496221+00', '2026-11-22 09:53:49.505216+00', 'Traceback (most recent call last):
  File "***/tests/catalog/freeze.py", line 109, in fill
    1 / 0  # noqa: B018 (a run that fails)
    ~~^~~
ZeroDivisionError: division by zero
', '{"memory": 108888064, "processor_seconds": 0.004}', NULL, NULL);
INSERT INTO domain_ml."Muniment_Table" VALUES ('Stain', 'vocabulary', '{"kind": "vocabulary", "name": "Stain", "comment": "How a slide was coloured", "key_defs": [{"colnames": ["ID"]}, {"colnames": ["URI"]}, {"colnames": ["Name"]}], "column_defs": [{"name": "ID", "type": "ermrest_curie", "nullok": false}, {"name": "URI", "type": "ermrest_uri", "nullok": false}, {"name": "Name", "nullok": false}, {"name": "Description", "type": "markdown", "nullok": false}, {"name": "Synonyms", "type": "text[]"}]}', 3, NULL, 1);
INSERT INTO domain_ml."Muniment_Table" VALUES ('Subject', 'table', '{"name": "Subject", "comment": "Whom a scan shows", "key_defs": [{"colnames": ["Name"]}], "column_defs": [{"name": "Name", "nullok": false}, {"name": "Age", "type": "int2", "default": 1}]}', 7, NULL, 2);
INSERT INTO domain_ml."Muniment_Table" VALUES ('Visit', 'table', '{"name": "Visit", "fkey_defs": [{"colnames": ["Subject"], "pk_tname": "Subject", "on_delete": "CASCADE"}], "column_defs": [{"name": "Subject", "nullok": false}, {"name": "Note", "default": "it''s"}]}', 12, NULL, 3);
INSERT INTO domain_ml."Muniment_Table" VALUES ('Every Type', 'table', '{"name": "Every Type", "column_defs": [{"name": "A text"}, {"name": "A markdown", "type": "markdown"}, {"name": "A longtext", "type": "longtext"}, {"name": "A gene_sequence", "type": "gene_sequence"}, {"name": "A color_rgb_hex", "type": "color_rgb_hex"}, {"name": "A int2", "type": "int2"}, {"name": "A int4", "type": "int4"}, {"name": "A int8", "type": "int8"}, {"name": "A float4", "type": "float4"}, {"name": "A float8", "type": "float8"}, {"name": "A boolean", "type": "boolean"}, {"name": "A date", "type": "date"}, {"name": "A timestamp", "type": "timestamp"}, {"name": "A timestamptz", "type": "timestamptz"}, {"name": "A json", "type": "json"}, {"name": "A jsonb", "type": "jsonb"}, {"name": "A text_array", "type": "text[]"}]}', 15, NULL, 4);
INSERT INTO domain_ml."Muniment_Table" VALUES ('Old__21', 'table', '{"name": "Old", "column_defs": [{"name": "Value"}]}', 21, 'Old', 5);
INSERT INTO domain_ml."Muniment_Table" VALUES ('Image_Asset_Type', 'association', '{"kind": "association", "name": "Image_Asset_Type", "comment": "The types of each Image", "key_defs": [{"colnames": ["Image", "Asset_Type"]}], "fkey_defs": [{"colnames": ["Image"], "pk_tname": "Image", "on_delete": "CASCADE"}, {"colnames": ["Asset_Type"], "pk_tname": "Asset_Type", "pk_colnames": ["Name"]}], "column_defs": [{"name": "Image", "nullok": false, "comment": "The Image, by its RID"}, {"name": "Asset_Type", "nullok": false, "comment": "The Asset_Type, by its Name"}]}', 23, NULL, 7);
INSERT INTO domain_ml."Muniment_Table" VALUES ('Image_Execution', 'association', '{"kind": "association", "name": "Image_Execution", "comment": "The executions that made or read each Image", "key_defs": [{"colnames": ["Image", "Execution", "Asset_Role"]}], "fkey_defs": [{"colnames": ["Image"], "pk_tname": "Image", "on_delete": "CASCADE"}, {"colnames": ["Execution"], "pk_tname": "Execution"}, {"colnames": ["Asset_Role"], "pk_tname": "Asset_Role", "pk_colnames": ["Name"]}], "column_defs": [{"name": "Image", "nullok": false, "comment": "The Image, by its RID"}, {"name": "Execution", "nullok": false, "comment": "The Execution, by its RID"}, {"name": "Asset_Role", "comment": "The Asset_Role, by its Name"}]}', 23, NULL, 8);
INSERT INTO domain_ml."Muniment_Table" VALUES ('Image', 'asset', '{"kind": "asset", "name": "Image", "fkey_defs": [{"colnames": ["Subject"], "pk_tname": "Subject"}, {"colnames": ["Stain"], "pk_tname": "Stain", "pk_colnames": ["Name"]}], "column_defs": [{"name": "URL", "nullok": false, "comment": "Where the bytes are, relative to the store"}, {"name": "Filename", "comment": "Name of the file as it was uploaded"}, {"name": "Description", "type": "markdown"}, {"name": "Length", "type": "int8", "nullok": false, "comment": "Size in bytes"}, {"name": "MD5", "nullok": false, "comment": "MD5 of the bytes, hexadecimal"}, {"name": "SHA256", "comment": "SHA-256 of the bytes, hexadecimal"}, {"name": "Width", "type": "int4"}, {"name": "Subject", "comment": "The Subject, by its RID"}, {"name": "Stain", "comment": "The Stain, by its Name"}, {"name": "Site", "comment": "Where", "default": "Basel"}]}', 25, NULL, 6);
INSERT INTO domain_ml."Muniment_Table" VALUES ('Dataset_Subject', 'association', '{"kind": "association", "name": "Dataset_Subject", "comment": "The Subject members of datasets", "key_defs": [{"colnames": ["Dataset", "Subject"]}], "fkey_defs": [{"colnames": ["Dataset"], "pk_tname": "Dataset", "on_delete": "CASCADE"}, {"colnames": ["Subject"], "pk_tname": "Subject"}], "column_defs": [{"name": "Dataset", "nullok": false, "comment": "The Dataset, by its RID"}, {"name": "Subject", "nullok": false, "comment": "The Subject, by its RID"}]}', 33, NULL, 9);
INSERT INTO domain_ml."Muniment_Table" VALUES ('Dataset_Image', 'association', '{"kind": "association", "name": "Dataset_Image", "comment": "The Image members of datasets", "key_defs": [{"colnames": ["Dataset", "Image"]}], "fkey_defs": [{"colnames": ["Dataset"], "pk_tname": "Dataset", "on_delete": "CASCADE"}, {"colnames": ["Image"], "pk_tname": "Image"}], "column_defs": [{"name": "Dataset", "nullok": false, "comment": "The Dataset, by its RID"}, {"name": "Image", "nullok": false, "comment": "The Image, by its RID"}]}', 35, NULL, 10);
INSERT INTO domain_ml."Muniment_Table" VALUES ('Dataset_Visit', 'association', '{"kind": "association", "name": "Dataset_Visit", "comment": "The Visit members of datasets", "key_defs": [{"colnames": ["Dataset", "Visit"]}], "fkey_defs": [{"colnames": ["Dataset"], "pk_tname": "Dataset", "on_delete": "CASCADE"}, {"colnames": ["Visit"], "pk_tname": "Visit"}], "column_defs": [{"name": "Dataset", "nullok": false, "comment": "The Dataset, by its RID"}, {"name": "Visit", "nullok": false, "comment": "The Visit, by its RID"}]}', 37, NULL, 11);
INSERT INTO domain_ml."Muniment_Table" VALUES ('Sample', 'table', '{"name": "Sample", "hidden": [{"column": {"name": "Count"}, "hidden_name": "Count__60"}, {"column": {"name": "Gone"}, "key_defs": [{"colnames": ["Gone__64"]}], "hidden_name": "Gone__64"}], "column_defs": [{"name": "Count", "type": "int4", "nullok": false, "default": 0}, {"name": "Remark", "nullok": false, "default": "-"}]}', 64, NULL, 12);
INSERT INTO domain_ml."Muniment_Table" VALUES ('Settled', 'table', '{"name": "Settled", "column_defs": [{"name": "B"}]}', 75, NULL, 13);
INSERT INTO domain_ml."Muniment_Table__history" VALUES (5, 18, 21, 'Old', 'table', '{"name": "Old", "column_defs": [{"name": "Value"}]}', NULL);
INSERT INTO domain_ml."Muniment_Table__history" VALUES (6, 23, 25, 'Image', 'asset', '{"kind": "asset", "name": "Image", "fkey_defs": [{"colnames": ["Subject"], "pk_tname": "Subject"}, {"colnames": ["Stain"], "pk_tname": "Stain", "pk_colnames": ["Name"]}], "column_defs": [{"name": "URL", "nullok": false, "comment": "Where the bytes are, relative to the store"}, {"name": "Filename", "comment": "Name of the file as it was uploaded"}, {"name": "Description", "type": "markdown"}, {"name": "Length", "type": "int8", "nullok": false, "comment": "Size in bytes"}, {"name": "MD5", "nullok": false, "comment": "MD5 of the bytes, hexadecimal"}, {"name": "SHA256", "comment": "SHA-256 of the bytes, hexadecimal"}, {"name": "Width", "type": "int4"}, {"name": "Subject", "comment": "The Subject, by its RID"}, {"name": "Stain", "comment": "The Stain, by its Name"}]}', NULL);
INSERT INTO domain_ml."Muniment_Table__history" VALUES (12, 53, 56, 'Draft', 'table', '{"name": "Draft", "key_defs": [{"colnames": ["Gone"]}], "column_defs": [{"name": "Count"}, {"name": "Note", "nullok": false, "default": "-"}, {"name": "Gone"}]}', NULL);
INSERT INTO domain_ml."Muniment_Table__history" VALUES (12, 56, 58, 'Sample', 'table', '{"name": "Sample", "key_defs": [{"colnames": ["Gone"]}], "column_defs": [{"name": "Count"}, {"name": "Note", "nullok": false, "default": "-"}, {"name": "Gone"}]}', NULL);
INSERT INTO domain_ml."Muniment_Table__history" VALUES (12, 58, 60, 'Sample', 'table', '{"name": "Sample", "key_defs": [{"colnames": ["Gone"]}], "column_defs": [{"name": "Count"}, {"name": "Remark", "nullok": false, "default": "-"}, {"name": "Gone"}]}', NULL);
INSERT INTO domain_ml."Muniment_Table__history" VALUES (12, 60, 62, 'Sample', 'table', '{"name": "Sample", "hidden": [{"column": {"name": "Count"}, "hidden_name": "Count__60"}], "key_defs": [{"colnames": ["Gone"]}], "column_defs": [{"name": "Count", "type": "int4"}, {"name": "Remark", "nullok": false, "default": "-"}, {"name": "Gone"}]}', NULL);
INSERT INTO domain_ml."Muniment_Table__history" VALUES (12, 62, 64, 'Sample', 'table', '{"name": "Sample", "hidden": [{"column": {"name": "Count"}, "hidden_name": "Count__60"}], "key_defs": [{"colnames": ["Gone"]}], "column_defs": [{"name": "Count", "type": "int4", "nullok": false, "default": 0}, {"name": "Remark", "nullok": false, "default": "-"}, {"name": "Gone"}]}', NULL);
INSERT INTO domain_ml."Muniment_Table__history" VALUES (13, 67, 73, 'Moved', 'table', '{"name": "Moved", "column_defs": [{"name": "A"}]}', NULL);
INSERT INTO domain_ml."Muniment_Table__history" VALUES (13, 73, 75, 'Moved', 'table', '{"name": "Moved", "column_defs": [{"name": "B"}]}', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (1, '2026-11-22 09:53:48.317437+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (2, '2026-11-22 09:53:48.380632+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (3, '2026-11-22 09:53:48.380632+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (4, '2026-11-22 09:53:48.421774+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (5, '2026-11-22 09:53:48.433541+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (6, '2026-11-22 09:53:48.442253+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (7, '2026-11-22 09:53:48.442253+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (8, '2026-11-22 09:53:48.471456+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (9, '2026-11-22 09:53:48.475388+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (10, '2026-11-22 09:53:48.477292+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (11, '2026-11-22 09:53:48.481125+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (12, '2026-11-22 09:53:48.481125+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (13, '2026-11-22 09:53:48.501346+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (14, '2026-11-22 09:53:48.503946+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (15, '2026-11-22 09:53:48.503946+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (16, '2026-11-22 09:53:48.520909+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (17, '2026-11-22 09:53:48.525237+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (18, '2026-11-22 09:53:48.525237+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (19, '2026-11-22 09:53:48.545307+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (20, '2026-11-22 09:53:48.550348+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (21, '2026-11-22 09:53:48.550348+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (22, '2026-11-22 09:53:48.576117+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (23, '2026-11-22 09:53:48.576117+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (24, '2026-11-22 09:53:48.650511+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (25, '2026-11-22 09:53:48.650511+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (26, '2026-11-22 09:53:48.698778+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (27, '2026-11-22 09:53:48.716413+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (28, '2026-11-22 09:53:48.724642+00', 'ada', '3FG-002F');
INSERT INTO domain_ml."Muniment_Transaction" VALUES (29, '2026-11-22 09:53:48.741835+00', 'ada', '3FG-002F');
INSERT INTO domain_ml."Muniment_Transaction" VALUES (30, '2026-11-22 09:53:48.759653+00', 'ada', '3FG-002F');
INSERT INTO domain_ml."Muniment_Transaction" VALUES (31, '2026-11-22 09:53:48.775201+00', 'ada', '3FG-002F');
INSERT INTO domain_ml."Muniment_Transaction" VALUES (32, '2026-11-22 09:53:48.821105+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (33, '2026-11-22 09:53:48.821105+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (34, '2026-11-22 09:53:48.860579+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (35, '2026-11-22 09:53:48.860579+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (36, '2026-11-22 09:53:48.892726+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (37, '2026-11-22 09:53:48.892726+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (38, '2026-11-22 09:53:48.930642+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (39, '2026-11-22 09:53:48.988597+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (40, '2026-11-22 09:53:48.999044+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (41, '2026-11-22 09:53:49.009831+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (42, '2026-11-22 09:53:49.032717+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (43, '2026-11-22 09:53:49.047994+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (44, '2026-11-22 09:53:49.054478+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (45, '2026-11-22 09:53:49.071736+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (46, '2026-11-22 09:53:49.080208+00', 'ada', '3FG-003D');
INSERT INTO domain_ml."Muniment_Transaction" VALUES (47, '2026-11-22 09:53:49.098881+00', 'ada', '3FG-003D');
INSERT INTO domain_ml."Muniment_Transaction" VALUES (48, '2026-11-22 09:53:49.108418+00', 'ada', '3FG-003D');
INSERT INTO domain_ml."Muniment_Transaction" VALUES (49, '2026-11-22 09:53:49.129537+00', 'ada', '3FG-003D');
INSERT INTO domain_ml."Muniment_Transaction" VALUES (50, '2026-11-22 09:53:49.142884+00', 'ada', '3FG-003D');
INSERT INTO domain_ml."Muniment_Transaction" VALUES (51, '2026-11-22 09:53:49.176276+00', 'ada', '3FG-001B');
INSERT INTO domain_ml."Muniment_Transaction" VALUES (52, '2026-11-22 09:53:49.191851+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (53, '2026-11-22 09:53:49.191851+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (54, '2026-11-22 09:53:49.214097+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (55, '2026-11-22 09:53:49.220716+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (56, '2026-11-22 09:53:49.220716+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (57, '2026-11-22 09:53:49.2645+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (58, '2026-11-22 09:53:49.2645+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (59, '2026-11-22 09:53:49.285371+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (60, '2026-11-22 09:53:49.285371+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (61, '2026-11-22 09:53:49.323939+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (62, '2026-11-22 09:53:49.323939+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (63, '2026-11-22 09:53:49.343629+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (64, '2026-11-22 09:53:49.343629+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (65, '2026-11-22 09:53:49.379166+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (66, '2026-11-22 09:53:49.386698+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (67, '2026-11-22 09:53:49.386698+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (68, '2026-11-22 09:53:49.413041+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (69, '2026-11-22 09:53:49.416746+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (70, '2026-11-22 09:53:49.423275+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (71, '2026-11-22 09:53:49.432048+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (72, '2026-11-22 09:53:49.436403+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (73, '2026-11-22 09:53:49.436403+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (74, '2026-11-22 09:53:49.465261+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (75, '2026-11-22 09:53:49.465261+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (76, '2026-11-22 09:53:49.491072+00', 'ada', NULL);
INSERT INTO domain_ml."Muniment_Transaction" VALUES (77, '2026-11-22 09:53:49.496221+00', 'ada', '3FG-003T');
INSERT INTO domain_ml."Muniment_Transaction" VALUES (78, '2026-11-22 09:53:49.505216+00', 'ada', '3FG-003T');
INSERT INTO domain_ml."Workflow" VALUES ('3FG-001A', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'Unknown provenance', 'Where an asset comes from that no known execution made', 'tag:muniment,unknown-provenance:workflow', NULL, NULL);
INSERT INTO domain_ml."Workflow" VALUES ('3FG-002D', '2026-11-22 09:53:48.698778+00', '2026-11-22 09:53:48.698778+00', 'ada', 'ada', 26, 'Scan', '', 'https://github.com/lab/scans/blob/26258d943e32d9d8089567a5d5dced8953a54799/scan.py', '166a14794300c2c38934522ca8206cbe39a82085', '26258d9');
INSERT INTO domain_ml."Workflow_Type" VALUES ('3FG-0009', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-0009', '/id/3FG-0009', 'Training', 'Trains a model', '{}');
INSERT INTO domain_ml."Workflow_Type" VALUES ('3FG-000A', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000A', '/id/3FG-000A', 'Testing', 'Tests a model', '{}');
INSERT INTO domain_ml."Workflow_Type" VALUES ('3FG-000B', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000B', '/id/3FG-000B', 'Prediction', 'Applies a model to data', '{}');
INSERT INTO domain_ml."Workflow_Type" VALUES ('3FG-000C', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000C', '/id/3FG-000C', 'Feature_Creation', 'Computes or assigns features', '{}');
INSERT INTO domain_ml."Workflow_Type" VALUES ('3FG-000D', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000D', '/id/3FG-000D', 'Visualization', 'Draws figures', '{}');
INSERT INTO domain_ml."Workflow_Type" VALUES ('3FG-000E', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000E', '/id/3FG-000E', 'Analysis', 'Analyses data', '{}');
INSERT INTO domain_ml."Workflow_Type" VALUES ('3FG-000F', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000F', '/id/3FG-000F', 'Ingest', 'Brings data into the catalog', '{}');
INSERT INTO domain_ml."Workflow_Type" VALUES ('3FG-000G', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000G', '/id/3FG-000G', 'Data_Cleaning', 'Mends or removes data', '{}');
INSERT INTO domain_ml."Workflow_Type" VALUES ('3FG-000H', '2026-11-22 09:53:48.317437+00', '2026-11-22 09:53:48.317437+00', 'ada', 'ada', 1, 'muniment:3FG-000H', '/id/3FG-000H', 'Dataset_Management', 'Makes, splits or releases datasets', '{}');
INSERT INTO domain_ml."Workflow_Workflow_Type" VALUES ('3FG-002E', '2026-11-22 09:53:48.698778+00', '2026-11-22 09:53:48.698778+00', 'ada', 'ada', 26, '3FG-002D', 'Ingest');
INSERT INTO domain_ml.alembic_version VALUES ('0004');
SELECT pg_catalog.setval('domain_ml."Muniment_Number"', 78, true);
SELECT pg_catalog.setval('domain_ml."Muniment_RID_Block"', 116916227, true);
ALTER TABLE ONLY domain."Dataset_Image"
    ADD CONSTRAINT "Dataset_Image_Dataset_Image_key" UNIQUE ("Dataset", "Image");
ALTER TABLE ONLY domain."Dataset_Image"
    ADD CONSTRAINT "Dataset_Image_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain."Dataset_Subject"
    ADD CONSTRAINT "Dataset_Subject_Dataset_Subject_key" UNIQUE ("Dataset", "Subject");
ALTER TABLE ONLY domain."Dataset_Subject"
    ADD CONSTRAINT "Dataset_Subject_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain."Dataset_Visit"
    ADD CONSTRAINT "Dataset_Visit_Dataset_Visit_key" UNIQUE ("Dataset", "Visit");
ALTER TABLE ONLY domain."Dataset_Visit"
    ADD CONSTRAINT "Dataset_Visit_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain."Every Type"
    ADD CONSTRAINT "Every Type_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain."Image_Asset_Type"
    ADD CONSTRAINT "Image_Asset_Type_Image_Asset_Type_key" UNIQUE ("Image", "Asset_Type");
ALTER TABLE ONLY domain."Image_Asset_Type"
    ADD CONSTRAINT "Image_Asset_Type_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain."Image_Execution"
    ADD CONSTRAINT "Image_Execution_Image_Execution_Asset_Role_key" UNIQUE ("Image", "Execution", "Asset_Role");
ALTER TABLE ONLY domain."Image_Execution"
    ADD CONSTRAINT "Image_Execution_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain."Image"
    ADD CONSTRAINT "Image_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain."Old__21"
    ADD CONSTRAINT "Old_pkey__21" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain."Sample"
    ADD CONSTRAINT "Sample_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain."Settled"
    ADD CONSTRAINT "Settled_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain."Stain"
    ADD CONSTRAINT "Stain_ID_key" UNIQUE ("ID");
ALTER TABLE ONLY domain."Stain"
    ADD CONSTRAINT "Stain_Name_key" UNIQUE ("Name");
ALTER TABLE ONLY domain."Stain"
    ADD CONSTRAINT "Stain_URI_key" UNIQUE ("URI");
ALTER TABLE ONLY domain."Stain"
    ADD CONSTRAINT "Stain_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain."Subject"
    ADD CONSTRAINT "Subject_Name_key" UNIQUE ("Name");
ALTER TABLE ONLY domain."Subject"
    ADD CONSTRAINT "Subject_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain."Visit"
    ADD CONSTRAINT "Visit_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Asset_Role"
    ADD CONSTRAINT "Asset_Role_ID_key" UNIQUE ("ID");
ALTER TABLE ONLY domain_ml."Asset_Role"
    ADD CONSTRAINT "Asset_Role_Name_key" UNIQUE ("Name");
ALTER TABLE ONLY domain_ml."Asset_Role"
    ADD CONSTRAINT "Asset_Role_URI_key" UNIQUE ("URI");
ALTER TABLE ONLY domain_ml."Asset_Role"
    ADD CONSTRAINT "Asset_Role_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Asset_Type"
    ADD CONSTRAINT "Asset_Type_ID_key" UNIQUE ("ID");
ALTER TABLE ONLY domain_ml."Asset_Type"
    ADD CONSTRAINT "Asset_Type_Name_key" UNIQUE ("Name");
ALTER TABLE ONLY domain_ml."Asset_Type"
    ADD CONSTRAINT "Asset_Type_URI_key" UNIQUE ("URI");
ALTER TABLE ONLY domain_ml."Asset_Type"
    ADD CONSTRAINT "Asset_Type_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Dataset_Dataset"
    ADD CONSTRAINT "Dataset_Dataset_Dataset_Nested_Dataset_key" UNIQUE ("Dataset", "Nested_Dataset");
ALTER TABLE ONLY domain_ml."Dataset_Dataset_Type"
    ADD CONSTRAINT "Dataset_Dataset_Type_Dataset_Dataset_Type_key" UNIQUE ("Dataset", "Dataset_Type");
ALTER TABLE ONLY domain_ml."Dataset_Dataset_Type"
    ADD CONSTRAINT "Dataset_Dataset_Type_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Dataset_Dataset"
    ADD CONSTRAINT "Dataset_Dataset_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Dataset_Execution"
    ADD CONSTRAINT "Dataset_Execution_Dataset_Execution_Dataset_Version_key" UNIQUE ("Dataset", "Execution", "Dataset_Version");
ALTER TABLE ONLY domain_ml."Dataset_Execution"
    ADD CONSTRAINT "Dataset_Execution_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Dataset_File"
    ADD CONSTRAINT "Dataset_File_Dataset_File_key" UNIQUE ("Dataset", "File");
ALTER TABLE ONLY domain_ml."Dataset_File"
    ADD CONSTRAINT "Dataset_File_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Dataset_Type"
    ADD CONSTRAINT "Dataset_Type_ID_key" UNIQUE ("ID");
ALTER TABLE ONLY domain_ml."Dataset_Type"
    ADD CONSTRAINT "Dataset_Type_Name_key" UNIQUE ("Name");
ALTER TABLE ONLY domain_ml."Dataset_Type"
    ADD CONSTRAINT "Dataset_Type_URI_key" UNIQUE ("URI");
ALTER TABLE ONLY domain_ml."Dataset_Type"
    ADD CONSTRAINT "Dataset_Type_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Dataset_Version"
    ADD CONSTRAINT "Dataset_Version_Dataset_Version_key" UNIQUE ("Dataset", "Version");
ALTER TABLE ONLY domain_ml."Dataset_Version"
    ADD CONSTRAINT "Dataset_Version_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Dataset"
    ADD CONSTRAINT "Dataset_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Directory_Dataset"
    ADD CONSTRAINT "Directory_Dataset_Dataset_key" UNIQUE ("Dataset");
ALTER TABLE ONLY domain_ml."Directory_Dataset"
    ADD CONSTRAINT "Directory_Dataset_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Execution_Asset_Asset_Type"
    ADD CONSTRAINT "Execution_Asset_Asset_Type_Execution_Asset_Asset_Type_key" UNIQUE ("Execution_Asset", "Asset_Type");
ALTER TABLE ONLY domain_ml."Execution_Asset_Asset_Type"
    ADD CONSTRAINT "Execution_Asset_Asset_Type_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Execution_Asset_Execution"
    ADD CONSTRAINT "Execution_Asset_Execution_Execution_Asset_Execution_Ass_fc27" UNIQUE ("Execution_Asset", "Execution", "Asset_Role");
ALTER TABLE ONLY domain_ml."Execution_Asset_Execution"
    ADD CONSTRAINT "Execution_Asset_Execution_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Execution_Asset"
    ADD CONSTRAINT "Execution_Asset_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Execution_Execution"
    ADD CONSTRAINT "Execution_Execution_Execution_Nested_Execution_key" UNIQUE ("Execution", "Nested_Execution");
ALTER TABLE ONLY domain_ml."Execution_Execution"
    ADD CONSTRAINT "Execution_Execution_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Execution_Metadata_Asset_Type"
    ADD CONSTRAINT "Execution_Metadata_Asset_Type_Execution_Metadata_Asset_Type_key" UNIQUE ("Execution_Metadata", "Asset_Type");
ALTER TABLE ONLY domain_ml."Execution_Metadata_Asset_Type"
    ADD CONSTRAINT "Execution_Metadata_Asset_Type_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Execution_Metadata_Execution"
    ADD CONSTRAINT "Execution_Metadata_Execution_Execution_Metadata_Executi_dc56" UNIQUE ("Execution_Metadata", "Execution", "Asset_Role");
ALTER TABLE ONLY domain_ml."Execution_Metadata_Execution"
    ADD CONSTRAINT "Execution_Metadata_Execution_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Execution_Metadata"
    ADD CONSTRAINT "Execution_Metadata_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Execution_Status"
    ADD CONSTRAINT "Execution_Status_ID_key" UNIQUE ("ID");
ALTER TABLE ONLY domain_ml."Execution_Status"
    ADD CONSTRAINT "Execution_Status_Name_key" UNIQUE ("Name");
ALTER TABLE ONLY domain_ml."Execution_Status"
    ADD CONSTRAINT "Execution_Status_URI_key" UNIQUE ("URI");
ALTER TABLE ONLY domain_ml."Execution_Status"
    ADD CONSTRAINT "Execution_Status_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Execution"
    ADD CONSTRAINT "Execution_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Feature_Name"
    ADD CONSTRAINT "Feature_Name_ID_key" UNIQUE ("ID");
ALTER TABLE ONLY domain_ml."Feature_Name"
    ADD CONSTRAINT "Feature_Name_Name_key" UNIQUE ("Name");
ALTER TABLE ONLY domain_ml."Feature_Name"
    ADD CONSTRAINT "Feature_Name_URI_key" UNIQUE ("URI");
ALTER TABLE ONLY domain_ml."Feature_Name"
    ADD CONSTRAINT "Feature_Name_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."File_Asset_Type"
    ADD CONSTRAINT "File_Asset_Type_File_Asset_Type_key" UNIQUE ("File", "Asset_Type");
ALTER TABLE ONLY domain_ml."File_Asset_Type"
    ADD CONSTRAINT "File_Asset_Type_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."File_Execution"
    ADD CONSTRAINT "File_Execution_File_Execution_Asset_Role_key" UNIQUE ("File", "Execution", "Asset_Role");
ALTER TABLE ONLY domain_ml."File_Execution"
    ADD CONSTRAINT "File_Execution_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."File"
    ADD CONSTRAINT "File_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Muniment_Catalog"
    ADD CONSTRAINT "Muniment_Catalog_pkey" PRIMARY KEY ("ID");
ALTER TABLE ONLY domain_ml."Muniment_Change"
    ADD CONSTRAINT "Muniment_Change_pkey" PRIMARY KEY ("RVS");
ALTER TABLE ONLY domain_ml."Muniment_Environment"
    ADD CONSTRAINT "Muniment_Environment_pkey" PRIMARY KEY ("ID");
ALTER TABLE ONLY domain_ml."Muniment_Mark"
    ADD CONSTRAINT "Muniment_Mark_pkey" PRIMARY KEY ("Name");
ALTER TABLE ONLY domain_ml."Muniment_Session"
    ADD CONSTRAINT "Muniment_Session_pkey" PRIMARY KEY ("Execution", "Number");
ALTER TABLE ONLY domain_ml."Muniment_Table__history"
    ADD CONSTRAINT "Muniment_Table__history_pkey" PRIMARY KEY ("ID", "RVS");
ALTER TABLE ONLY domain_ml."Muniment_Table"
    ADD CONSTRAINT "Muniment_Table_pkey" PRIMARY KEY ("Name");
ALTER TABLE ONLY domain_ml."Muniment_Transaction"
    ADD CONSTRAINT "Muniment_Transaction_pkey" PRIMARY KEY ("RVS");
ALTER TABLE ONLY domain_ml."Workflow_Type"
    ADD CONSTRAINT "Workflow_Type_ID_key" UNIQUE ("ID");
ALTER TABLE ONLY domain_ml."Workflow_Type"
    ADD CONSTRAINT "Workflow_Type_Name_key" UNIQUE ("Name");
ALTER TABLE ONLY domain_ml."Workflow_Type"
    ADD CONSTRAINT "Workflow_Type_URI_key" UNIQUE ("URI");
ALTER TABLE ONLY domain_ml."Workflow_Type"
    ADD CONSTRAINT "Workflow_Type_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Workflow_Workflow_Type"
    ADD CONSTRAINT "Workflow_Workflow_Type_Workflow_Workflow_Type_key" UNIQUE ("Workflow", "Workflow_Type");
ALTER TABLE ONLY domain_ml."Workflow_Workflow_Type"
    ADD CONSTRAINT "Workflow_Workflow_Type_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml."Workflow"
    ADD CONSTRAINT "Workflow_pkey" PRIMARY KEY ("RID");
ALTER TABLE ONLY domain_ml.alembic_version
    ADD CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num);
CREATE INDEX "Dataset_Image_Image_idx" ON domain."Dataset_Image" USING btree ("Image");
CREATE INDEX "Dataset_Image__history_Dataset_idx" ON domain."Dataset_Image__history" USING btree ("Dataset");
CREATE INDEX "Dataset_Image__history_Image_idx" ON domain."Dataset_Image__history" USING btree ("Image");
CREATE UNIQUE INDEX "Dataset_Image__history_rid" ON domain."Dataset_Image__history" USING btree ("RID", "RVS");
CREATE INDEX "Dataset_Image__history_until" ON domain."Dataset_Image__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Dataset_Subject_Subject_idx" ON domain."Dataset_Subject" USING btree ("Subject");
CREATE INDEX "Dataset_Subject__history_Dataset_idx" ON domain."Dataset_Subject__history" USING btree ("Dataset");
CREATE INDEX "Dataset_Subject__history_Subject_idx" ON domain."Dataset_Subject__history" USING btree ("Subject");
CREATE UNIQUE INDEX "Dataset_Subject__history_rid" ON domain."Dataset_Subject__history" USING btree ("RID", "RVS");
CREATE INDEX "Dataset_Subject__history_until" ON domain."Dataset_Subject__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Dataset_Visit_Visit_idx" ON domain."Dataset_Visit" USING btree ("Visit");
CREATE INDEX "Dataset_Visit__history_Dataset_idx" ON domain."Dataset_Visit__history" USING btree ("Dataset");
CREATE INDEX "Dataset_Visit__history_Visit_idx" ON domain."Dataset_Visit__history" USING btree ("Visit");
CREATE UNIQUE INDEX "Dataset_Visit__history_rid" ON domain."Dataset_Visit__history" USING btree ("RID", "RVS");
CREATE INDEX "Dataset_Visit__history_until" ON domain."Dataset_Visit__history" USING btree ("Muniment_Until", "RID");
CREATE UNIQUE INDEX "Every Type__history_rid" ON domain."Every Type__history" USING btree ("RID", "RVS");
CREATE INDEX "Every Type__history_until" ON domain."Every Type__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Image_Asset_Type_Asset_Type_idx" ON domain."Image_Asset_Type" USING btree ("Asset_Type");
CREATE INDEX "Image_Asset_Type__history_Image_idx" ON domain."Image_Asset_Type__history" USING btree ("Image");
CREATE UNIQUE INDEX "Image_Asset_Type__history_rid" ON domain."Image_Asset_Type__history" USING btree ("RID", "RVS");
CREATE INDEX "Image_Asset_Type__history_until" ON domain."Image_Asset_Type__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Image_Execution_Asset_Role_idx" ON domain."Image_Execution" USING btree ("Asset_Role");
CREATE INDEX "Image_Execution_Execution_idx" ON domain."Image_Execution" USING btree ("Execution");
CREATE INDEX "Image_Execution__history_Execution_idx" ON domain."Image_Execution__history" USING btree ("Execution");
CREATE INDEX "Image_Execution__history_Image_idx" ON domain."Image_Execution__history" USING btree ("Image");
CREATE UNIQUE INDEX "Image_Execution__history_rid" ON domain."Image_Execution__history" USING btree ("RID", "RVS");
CREATE INDEX "Image_Execution__history_until" ON domain."Image_Execution__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Image_Filename_idx" ON domain."Image" USING btree ("Filename");
CREATE INDEX "Image_SHA256_idx" ON domain."Image" USING btree ("SHA256");
CREATE INDEX "Image_Stain_idx" ON domain."Image" USING btree ("Stain");
CREATE INDEX "Image_Subject_idx" ON domain."Image" USING btree ("Subject");
CREATE INDEX "Image__history_Subject_idx" ON domain."Image__history" USING btree ("Subject");
CREATE UNIQUE INDEX "Image__history_rid" ON domain."Image__history" USING btree ("RID", "RVS");
CREATE INDEX "Image__history_until" ON domain."Image__history" USING btree ("Muniment_Until", "RID");
CREATE UNIQUE INDEX "Old__21__history_rid" ON domain."Old__21__history" USING btree ("RID", "RVS");
CREATE INDEX "Old__21__history_until" ON domain."Old__21__history" USING btree ("Muniment_Until", "RID");
CREATE UNIQUE INDEX "Sample__history_rid" ON domain."Sample__history" USING btree ("RID", "RVS");
CREATE INDEX "Sample__history_until" ON domain."Sample__history" USING btree ("Muniment_Until", "RID");
CREATE UNIQUE INDEX "Settled__history_rid" ON domain."Settled__history" USING btree ("RID", "RVS");
CREATE INDEX "Settled__history_until" ON domain."Settled__history" USING btree ("Muniment_Until", "RID");
CREATE UNIQUE INDEX "Stain__history_rid" ON domain."Stain__history" USING btree ("RID", "RVS");
CREATE INDEX "Stain__history_until" ON domain."Stain__history" USING btree ("Muniment_Until", "RID");
CREATE UNIQUE INDEX "Subject__history_rid" ON domain."Subject__history" USING btree ("RID", "RVS");
CREATE INDEX "Subject__history_until" ON domain."Subject__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Visit_Subject_idx" ON domain."Visit" USING btree ("Subject");
CREATE INDEX "Visit__history_Subject_idx" ON domain."Visit__history" USING btree ("Subject");
CREATE UNIQUE INDEX "Visit__history_rid" ON domain."Visit__history" USING btree ("RID", "RVS");
CREATE INDEX "Visit__history_until" ON domain."Visit__history" USING btree ("Muniment_Until", "RID");
CREATE UNIQUE INDEX "Asset_Role__history_rid" ON domain_ml."Asset_Role__history" USING btree ("RID", "RVS");
CREATE INDEX "Asset_Role__history_until" ON domain_ml."Asset_Role__history" USING btree ("Muniment_Until", "RID");
CREATE UNIQUE INDEX "Asset_Type__history_rid" ON domain_ml."Asset_Type__history" USING btree ("RID", "RVS");
CREATE INDEX "Asset_Type__history_until" ON domain_ml."Asset_Type__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Dataset_Dataset_Dataset_idx" ON domain_ml."Dataset_Dataset" USING btree ("Dataset");
CREATE INDEX "Dataset_Dataset_Nested_Dataset_idx" ON domain_ml."Dataset_Dataset" USING btree ("Nested_Dataset");
CREATE INDEX "Dataset_Dataset_Type_Dataset_Type_idx" ON domain_ml."Dataset_Dataset_Type" USING btree ("Dataset_Type");
CREATE INDEX "Dataset_Dataset_Type_Dataset_idx" ON domain_ml."Dataset_Dataset_Type" USING btree ("Dataset");
CREATE INDEX "Dataset_Dataset_Type__history_Dataset_idx" ON domain_ml."Dataset_Dataset_Type__history" USING btree ("Dataset");
CREATE UNIQUE INDEX "Dataset_Dataset_Type__history_rid" ON domain_ml."Dataset_Dataset_Type__history" USING btree ("RID", "RVS");
CREATE INDEX "Dataset_Dataset_Type__history_until" ON domain_ml."Dataset_Dataset_Type__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Dataset_Dataset__history_Dataset_idx" ON domain_ml."Dataset_Dataset__history" USING btree ("Dataset");
CREATE INDEX "Dataset_Dataset__history_Nested_Dataset_idx" ON domain_ml."Dataset_Dataset__history" USING btree ("Nested_Dataset");
CREATE UNIQUE INDEX "Dataset_Dataset__history_rid" ON domain_ml."Dataset_Dataset__history" USING btree ("RID", "RVS");
CREATE INDEX "Dataset_Dataset__history_until" ON domain_ml."Dataset_Dataset__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Dataset_Execution_Dataset_Version_idx" ON domain_ml."Dataset_Execution" USING btree ("Dataset_Version");
CREATE INDEX "Dataset_Execution_Dataset_idx" ON domain_ml."Dataset_Execution" USING btree ("Dataset");
CREATE INDEX "Dataset_Execution_Execution_idx" ON domain_ml."Dataset_Execution" USING btree ("Execution");
CREATE INDEX "Dataset_Execution__history_Dataset_Version_idx" ON domain_ml."Dataset_Execution__history" USING btree ("Dataset_Version");
CREATE INDEX "Dataset_Execution__history_Dataset_idx" ON domain_ml."Dataset_Execution__history" USING btree ("Dataset");
CREATE INDEX "Dataset_Execution__history_Execution_idx" ON domain_ml."Dataset_Execution__history" USING btree ("Execution");
CREATE UNIQUE INDEX "Dataset_Execution__history_rid" ON domain_ml."Dataset_Execution__history" USING btree ("RID", "RVS");
CREATE INDEX "Dataset_Execution__history_until" ON domain_ml."Dataset_Execution__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Dataset_File_Dataset_idx" ON domain_ml."Dataset_File" USING btree ("Dataset");
CREATE INDEX "Dataset_File_File_idx" ON domain_ml."Dataset_File" USING btree ("File");
CREATE INDEX "Dataset_File__history_Dataset_idx" ON domain_ml."Dataset_File__history" USING btree ("Dataset");
CREATE INDEX "Dataset_File__history_File_idx" ON domain_ml."Dataset_File__history" USING btree ("File");
CREATE UNIQUE INDEX "Dataset_File__history_rid" ON domain_ml."Dataset_File__history" USING btree ("RID", "RVS");
CREATE INDEX "Dataset_File__history_until" ON domain_ml."Dataset_File__history" USING btree ("Muniment_Until", "RID");
CREATE UNIQUE INDEX "Dataset_Type__history_rid" ON domain_ml."Dataset_Type__history" USING btree ("RID", "RVS");
CREATE INDEX "Dataset_Type__history_until" ON domain_ml."Dataset_Type__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Dataset_Version_Dataset_idx" ON domain_ml."Dataset_Version" USING btree ("Dataset");
CREATE INDEX "Dataset_Version_Execution_idx" ON domain_ml."Dataset_Version" USING btree ("Execution");
CREATE INDEX "Dataset_Version__history_Dataset_idx" ON domain_ml."Dataset_Version__history" USING btree ("Dataset");
CREATE INDEX "Dataset_Version__history_Execution_idx" ON domain_ml."Dataset_Version__history" USING btree ("Execution");
CREATE UNIQUE INDEX "Dataset_Version__history_rid" ON domain_ml."Dataset_Version__history" USING btree ("RID", "RVS");
CREATE INDEX "Dataset_Version__history_until" ON domain_ml."Dataset_Version__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Dataset__history_Version_idx" ON domain_ml."Dataset__history" USING btree ("Version");
CREATE UNIQUE INDEX "Dataset__history_rid" ON domain_ml."Dataset__history" USING btree ("RID", "RVS");
CREATE INDEX "Dataset__history_until" ON domain_ml."Dataset__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Directory_Dataset__history_Dataset_idx" ON domain_ml."Directory_Dataset__history" USING btree ("Dataset");
CREATE UNIQUE INDEX "Directory_Dataset__history_rid" ON domain_ml."Directory_Dataset__history" USING btree ("RID", "RVS");
CREATE INDEX "Directory_Dataset__history_until" ON domain_ml."Directory_Dataset__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Execution_Asset_Asset_Type_Asset_Type_idx" ON domain_ml."Execution_Asset_Asset_Type" USING btree ("Asset_Type");
CREATE INDEX "Execution_Asset_Asset_Type_Execution_Asset_idx" ON domain_ml."Execution_Asset_Asset_Type" USING btree ("Execution_Asset");
CREATE INDEX "Execution_Asset_Asset_Type__history_Execution_Asset_idx" ON domain_ml."Execution_Asset_Asset_Type__history" USING btree ("Execution_Asset");
CREATE UNIQUE INDEX "Execution_Asset_Asset_Type__history_rid" ON domain_ml."Execution_Asset_Asset_Type__history" USING btree ("RID", "RVS");
CREATE INDEX "Execution_Asset_Asset_Type__history_until" ON domain_ml."Execution_Asset_Asset_Type__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Execution_Asset_Execution_Asset_Role_idx" ON domain_ml."Execution_Asset_Execution" USING btree ("Asset_Role");
CREATE INDEX "Execution_Asset_Execution_Execution_Asset_idx" ON domain_ml."Execution_Asset_Execution" USING btree ("Execution_Asset");
CREATE INDEX "Execution_Asset_Execution_Execution_idx" ON domain_ml."Execution_Asset_Execution" USING btree ("Execution");
CREATE INDEX "Execution_Asset_Execution__history_Execution_Asset_idx" ON domain_ml."Execution_Asset_Execution__history" USING btree ("Execution_Asset");
CREATE INDEX "Execution_Asset_Execution__history_Execution_idx" ON domain_ml."Execution_Asset_Execution__history" USING btree ("Execution");
CREATE UNIQUE INDEX "Execution_Asset_Execution__history_rid" ON domain_ml."Execution_Asset_Execution__history" USING btree ("RID", "RVS");
CREATE INDEX "Execution_Asset_Execution__history_until" ON domain_ml."Execution_Asset_Execution__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Execution_Asset_Filename_idx" ON domain_ml."Execution_Asset" USING btree ("Filename");
CREATE INDEX "Execution_Asset_SHA256_idx" ON domain_ml."Execution_Asset" USING btree ("SHA256");
CREATE UNIQUE INDEX "Execution_Asset__history_rid" ON domain_ml."Execution_Asset__history" USING btree ("RID", "RVS");
CREATE INDEX "Execution_Asset__history_until" ON domain_ml."Execution_Asset__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Execution_Execution_Execution_idx" ON domain_ml."Execution_Execution" USING btree ("Execution");
CREATE INDEX "Execution_Execution_Nested_Execution_idx" ON domain_ml."Execution_Execution" USING btree ("Nested_Execution");
CREATE INDEX "Execution_Execution__history_Execution_idx" ON domain_ml."Execution_Execution__history" USING btree ("Execution");
CREATE INDEX "Execution_Execution__history_Nested_Execution_idx" ON domain_ml."Execution_Execution__history" USING btree ("Nested_Execution");
CREATE UNIQUE INDEX "Execution_Execution__history_rid" ON domain_ml."Execution_Execution__history" USING btree ("RID", "RVS");
CREATE INDEX "Execution_Execution__history_until" ON domain_ml."Execution_Execution__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Execution_Metadata_Asset_Type_Asset_Type_idx" ON domain_ml."Execution_Metadata_Asset_Type" USING btree ("Asset_Type");
CREATE INDEX "Execution_Metadata_Asset_Type_Execution_Metadata_idx" ON domain_ml."Execution_Metadata_Asset_Type" USING btree ("Execution_Metadata");
CREATE INDEX "Execution_Metadata_Asset_Type__history_Execution_Metadata_idx" ON domain_ml."Execution_Metadata_Asset_Type__history" USING btree ("Execution_Metadata");
CREATE UNIQUE INDEX "Execution_Metadata_Asset_Type__history_rid" ON domain_ml."Execution_Metadata_Asset_Type__history" USING btree ("RID", "RVS");
CREATE INDEX "Execution_Metadata_Asset_Type__history_until" ON domain_ml."Execution_Metadata_Asset_Type__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Execution_Metadata_Execution_Asset_Role_idx" ON domain_ml."Execution_Metadata_Execution" USING btree ("Asset_Role");
CREATE INDEX "Execution_Metadata_Execution_Execution_Metadata_idx" ON domain_ml."Execution_Metadata_Execution" USING btree ("Execution_Metadata");
CREATE INDEX "Execution_Metadata_Execution_Execution_idx" ON domain_ml."Execution_Metadata_Execution" USING btree ("Execution");
CREATE INDEX "Execution_Metadata_Execution__history_Execution_Metadata_idx" ON domain_ml."Execution_Metadata_Execution__history" USING btree ("Execution_Metadata");
CREATE INDEX "Execution_Metadata_Execution__history_Execution_idx" ON domain_ml."Execution_Metadata_Execution__history" USING btree ("Execution");
CREATE UNIQUE INDEX "Execution_Metadata_Execution__history_rid" ON domain_ml."Execution_Metadata_Execution__history" USING btree ("RID", "RVS");
CREATE INDEX "Execution_Metadata_Execution__history_until" ON domain_ml."Execution_Metadata_Execution__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Execution_Metadata_Filename_idx" ON domain_ml."Execution_Metadata" USING btree ("Filename");
CREATE INDEX "Execution_Metadata_SHA256_idx" ON domain_ml."Execution_Metadata" USING btree ("SHA256");
CREATE UNIQUE INDEX "Execution_Metadata__history_rid" ON domain_ml."Execution_Metadata__history" USING btree ("RID", "RVS");
CREATE INDEX "Execution_Metadata__history_until" ON domain_ml."Execution_Metadata__history" USING btree ("Muniment_Until", "RID");
CREATE UNIQUE INDEX "Execution_Status__history_rid" ON domain_ml."Execution_Status__history" USING btree ("RID", "RVS");
CREATE INDEX "Execution_Status__history_until" ON domain_ml."Execution_Status__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Execution_Status_idx" ON domain_ml."Execution" USING btree ("Status");
CREATE INDEX "Execution_Workflow_idx" ON domain_ml."Execution" USING btree ("Workflow");
CREATE INDEX "Execution__history_Workflow_idx" ON domain_ml."Execution__history" USING btree ("Workflow");
CREATE UNIQUE INDEX "Execution__history_rid" ON domain_ml."Execution__history" USING btree ("RID", "RVS");
CREATE INDEX "Execution__history_until" ON domain_ml."Execution__history" USING btree ("Muniment_Until", "RID");
CREATE UNIQUE INDEX "Feature_Name__history_rid" ON domain_ml."Feature_Name__history" USING btree ("RID", "RVS");
CREATE INDEX "Feature_Name__history_until" ON domain_ml."Feature_Name__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "File_Asset_Type_Asset_Type_idx" ON domain_ml."File_Asset_Type" USING btree ("Asset_Type");
CREATE INDEX "File_Asset_Type_File_idx" ON domain_ml."File_Asset_Type" USING btree ("File");
CREATE INDEX "File_Asset_Type__history_File_idx" ON domain_ml."File_Asset_Type__history" USING btree ("File");
CREATE UNIQUE INDEX "File_Asset_Type__history_rid" ON domain_ml."File_Asset_Type__history" USING btree ("RID", "RVS");
CREATE INDEX "File_Asset_Type__history_until" ON domain_ml."File_Asset_Type__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "File_Execution_Asset_Role_idx" ON domain_ml."File_Execution" USING btree ("Asset_Role");
CREATE INDEX "File_Execution_Execution_idx" ON domain_ml."File_Execution" USING btree ("Execution");
CREATE INDEX "File_Execution_File_idx" ON domain_ml."File_Execution" USING btree ("File");
CREATE INDEX "File_Execution__history_Execution_idx" ON domain_ml."File_Execution__history" USING btree ("Execution");
CREATE INDEX "File_Execution__history_File_idx" ON domain_ml."File_Execution__history" USING btree ("File");
CREATE UNIQUE INDEX "File_Execution__history_rid" ON domain_ml."File_Execution__history" USING btree ("RID", "RVS");
CREATE INDEX "File_Execution__history_until" ON domain_ml."File_Execution__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "File_Filename_idx" ON domain_ml."File" USING btree ("Filename");
CREATE INDEX "File_SHA256_idx" ON domain_ml."File" USING btree ("SHA256");
CREATE UNIQUE INDEX "File__history_rid" ON domain_ml."File__history" USING btree ("RID", "RVS");
CREATE INDEX "File__history_until" ON domain_ml."File__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Muniment_Session_Environment_idx" ON domain_ml."Muniment_Session" USING btree ("Environment");
CREATE INDEX "Workflow_Checksum_idx" ON domain_ml."Workflow" USING btree ("Checksum");
CREATE UNIQUE INDEX "Workflow_Type__history_rid" ON domain_ml."Workflow_Type__history" USING btree ("RID", "RVS");
CREATE INDEX "Workflow_Type__history_until" ON domain_ml."Workflow_Type__history" USING btree ("Muniment_Until", "RID");
CREATE INDEX "Workflow_Workflow_Type_Workflow_Type_idx" ON domain_ml."Workflow_Workflow_Type" USING btree ("Workflow_Type");
CREATE INDEX "Workflow_Workflow_Type_Workflow_idx" ON domain_ml."Workflow_Workflow_Type" USING btree ("Workflow");
CREATE INDEX "Workflow_Workflow_Type__history_Workflow_idx" ON domain_ml."Workflow_Workflow_Type__history" USING btree ("Workflow");
CREATE UNIQUE INDEX "Workflow_Workflow_Type__history_rid" ON domain_ml."Workflow_Workflow_Type__history" USING btree ("RID", "RVS");
CREATE INDEX "Workflow_Workflow_Type__history_until" ON domain_ml."Workflow_Workflow_Type__history" USING btree ("Muniment_Until", "RID");
CREATE UNIQUE INDEX "Workflow__history_rid" ON domain_ml."Workflow__history" USING btree ("RID", "RVS");
CREATE INDEX "Workflow__history_until" ON domain_ml."Workflow__history" USING btree ("Muniment_Until", "RID");
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain."Dataset_Image" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain."Dataset_Subject" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain."Dataset_Visit" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain."Every Type" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain."Image" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain."Image_Asset_Type" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain."Image_Execution" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain."Old__21" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain."Sample" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain."Settled" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain."Stain" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain."Subject" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain."Visit" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain."Dataset_Image" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain."Dataset_Subject" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain."Dataset_Visit" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain."Every Type" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain."Image" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain."Image_Asset_Type" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain."Image_Execution" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain."Old__21" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain."Sample" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain."Settled" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain."Stain" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain."Subject" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain."Visit" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain."Dataset_Image" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain."Dataset_Subject" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain."Dataset_Visit" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain."Every Type" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain."Image" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain."Image_Asset_Type" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain."Image_Execution" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain."Old__21" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain."Sample" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain."Settled" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain."Stain" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain."Subject" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain."Visit" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain."Dataset_Image" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain"."Dataset_Image__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain."Dataset_Subject" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain"."Dataset_Subject__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain."Dataset_Visit" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain"."Dataset_Visit__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain."Every Type" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain"."Every Type__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain."Image" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain"."Image__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain."Image_Asset_Type" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain"."Image_Asset_Type__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain."Image_Execution" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain"."Image_Execution__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain."Old__21" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain"."Old__21__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain."Sample" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain"."Sample__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain."Settled" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain"."Settled__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain."Stain" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain"."Stain__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain."Subject" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain"."Subject__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain."Visit" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain"."Visit__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain."Dataset_Image" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain"."Dataset_Image__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain."Dataset_Subject" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain"."Dataset_Subject__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain."Dataset_Visit" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain"."Dataset_Visit__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain."Every Type" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain"."Every Type__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain."Image" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain"."Image__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain."Image_Asset_Type" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain"."Image_Asset_Type__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain."Image_Execution" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain"."Image_Execution__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain."Old__21" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain"."Old__21__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain."Sample" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain"."Sample__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain."Settled" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain"."Settled__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain."Stain" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain"."Stain__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain."Subject" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain"."Subject__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain."Visit" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain"."Visit__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain."Dataset_Image" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain"."Dataset_Image__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain."Dataset_Subject" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain"."Dataset_Subject__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain."Dataset_Visit" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain"."Dataset_Visit__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain."Every Type" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain"."Every Type__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain."Image" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain"."Image__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain."Image_Asset_Type" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain"."Image_Asset_Type__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain."Image_Execution" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain"."Image_Execution__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain."Old__21" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain"."Old__21__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain."Sample" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain"."Sample__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain."Settled" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain"."Settled__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain."Stain" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain"."Stain__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain."Subject" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain"."Subject__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain."Visit" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain"."Visit__history"');
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Asset_Role" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Asset_Type" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Dataset" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Dataset_Dataset" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Dataset_Dataset_Type" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Dataset_Execution" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Dataset_File" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Dataset_Type" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Dataset_Version" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Directory_Dataset" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Execution" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Execution_Asset" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Execution_Asset_Asset_Type" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Execution_Asset_Execution" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Execution_Execution" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Execution_Metadata" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Execution_Metadata_Asset_Type" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Execution_Metadata_Execution" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Execution_Status" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Feature_Name" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."File" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."File_Asset_Type" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."File_Execution" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Workflow" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Workflow_Type" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_0_lock BEFORE INSERT OR DELETE OR UPDATE ON domain_ml."Workflow_Workflow_Type" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_lock();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Asset_Role" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Asset_Type" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Dataset" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Dataset_Dataset" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Dataset_Dataset_Type" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Dataset_Execution" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Dataset_File" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Dataset_Type" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Dataset_Version" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Directory_Dataset" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Execution" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Execution_Asset" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Execution_Asset_Asset_Type" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Execution_Asset_Execution" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Execution_Execution" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Execution_Metadata" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Execution_Metadata_Asset_Type" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Execution_Metadata_Execution" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Execution_Status" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Feature_Name" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."File" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."File_Asset_Type" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."File_Execution" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Workflow" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Workflow_Type" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_insert BEFORE INSERT ON domain_ml."Workflow_Workflow_Type" FOR EACH ROW WHEN ((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint)) EXECUTE FUNCTION domain_ml.muniment_insert();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Asset_Role" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Asset_Type" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Dataset" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Dataset_Dataset" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Dataset_Dataset_Type" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Dataset_Execution" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Dataset_File" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Dataset_Type" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Dataset_Version" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Directory_Dataset" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Execution" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Execution_Asset" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Execution_Asset_Asset_Type" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Execution_Asset_Execution" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Execution_Execution" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Execution_Metadata" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Execution_Metadata_Asset_Type" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Execution_Metadata_Execution" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Execution_Status" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Feature_Name" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."File" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."File_Asset_Type" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."File_Execution" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Workflow" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Workflow_Type" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_1_update BEFORE UPDATE ON domain_ml."Workflow_Workflow_Type" FOR EACH ROW WHEN (((new."RVS" IS DISTINCT FROM (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR (old."RVS" > (split_part(current_setting('muniment.stamp_537b2c4d'::text, true), '|'::text, 2))::bigint) OR ((new."RID")::text <> (old."RID")::text))) EXECUTE FUNCTION domain_ml.muniment_update();
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Asset_Role" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Asset_Role__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Asset_Type" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Asset_Type__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Dataset" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Dataset__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Dataset_Dataset" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Dataset_Dataset__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Dataset_Dataset_Type" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Dataset_Dataset_Type__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Dataset_Execution" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Dataset_Execution__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Dataset_File" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Dataset_File__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Dataset_Type" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Dataset_Type__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Dataset_Version" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Dataset_Version__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Directory_Dataset" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Directory_Dataset__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Execution" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Execution__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Execution_Asset" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Execution_Asset__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Execution_Asset_Asset_Type" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Execution_Asset_Asset_Type__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Execution_Asset_Execution" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Execution_Asset_Execution__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Execution_Execution" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Execution_Execution__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Execution_Metadata" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Execution_Metadata__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Execution_Metadata_Asset_Type" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Execution_Metadata_Asset_Type__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Execution_Metadata_Execution" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Execution_Metadata_Execution__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Execution_Status" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Execution_Status__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Feature_Name" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Feature_Name__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."File" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."File__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."File_Asset_Type" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."File_Asset_Type__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."File_Execution" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."File_Execution__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Workflow" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Workflow__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Workflow_Type" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Workflow_Type__history"');
CREATE TRIGGER muniment_2_deleted AFTER DELETE ON domain_ml."Workflow_Workflow_Type" REFERENCING OLD TABLE AS o FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_deleted('"domain_ml"."Workflow_Workflow_Type__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Asset_Role" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Asset_Role__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Asset_Type" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Asset_Type__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Dataset" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Dataset__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Dataset_Dataset" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Dataset_Dataset__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Dataset_Dataset_Type" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Dataset_Dataset_Type__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Dataset_Execution" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Dataset_Execution__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Dataset_File" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Dataset_File__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Dataset_Type" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Dataset_Type__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Dataset_Version" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Dataset_Version__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Directory_Dataset" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Directory_Dataset__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Execution" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Execution__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Execution_Asset" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Execution_Asset__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Execution_Asset_Asset_Type" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Execution_Asset_Asset_Type__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Execution_Asset_Execution" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Execution_Asset_Execution__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Execution_Execution" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Execution_Execution__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Execution_Metadata" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Execution_Metadata__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Execution_Metadata_Asset_Type" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Execution_Metadata_Asset_Type__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Execution_Metadata_Execution" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Execution_Metadata_Execution__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Execution_Status" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Execution_Status__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Feature_Name" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Feature_Name__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."File" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."File__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."File_Asset_Type" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."File_Asset_Type__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."File_Execution" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."File_Execution__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Workflow" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Workflow__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Workflow_Type" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Workflow_Type__history"');
CREATE TRIGGER muniment_2_truncate BEFORE TRUNCATE ON domain_ml."Workflow_Workflow_Type" FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_truncate('"domain_ml"."Workflow_Workflow_Type__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Asset_Role" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Asset_Role__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Asset_Type" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Asset_Type__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Dataset" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Dataset__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Dataset_Dataset" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Dataset_Dataset__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Dataset_Dataset_Type" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Dataset_Dataset_Type__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Dataset_Execution" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Dataset_Execution__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Dataset_File" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Dataset_File__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Dataset_Type" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Dataset_Type__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Dataset_Version" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Dataset_Version__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Directory_Dataset" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Directory_Dataset__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Execution" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Execution__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Execution_Asset" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Execution_Asset__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Execution_Asset_Asset_Type" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Execution_Asset_Asset_Type__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Execution_Asset_Execution" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Execution_Asset_Execution__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Execution_Execution" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Execution_Execution__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Execution_Metadata" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Execution_Metadata__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Execution_Metadata_Asset_Type" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Execution_Metadata_Asset_Type__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Execution_Metadata_Execution" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Execution_Metadata_Execution__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Execution_Status" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Execution_Status__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Feature_Name" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Feature_Name__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."File" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."File__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."File_Asset_Type" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."File_Asset_Type__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."File_Execution" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."File_Execution__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Workflow" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Workflow__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Workflow_Type" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Workflow_Type__history"');
CREATE TRIGGER muniment_2_updated AFTER UPDATE ON domain_ml."Workflow_Workflow_Type" REFERENCING OLD TABLE AS o NEW TABLE AS n FOR EACH STATEMENT EXECUTE FUNCTION domain_ml.muniment_updated('"domain_ml"."Workflow_Workflow_Type__history"');
ALTER TABLE ONLY domain."Dataset_Image"
    ADD CONSTRAINT "Dataset_Image_Dataset_fkey" FOREIGN KEY ("Dataset") REFERENCES domain_ml."Dataset"("RID") ON DELETE CASCADE;
ALTER TABLE ONLY domain."Dataset_Image"
    ADD CONSTRAINT "Dataset_Image_Image_fkey" FOREIGN KEY ("Image") REFERENCES domain."Image"("RID");
ALTER TABLE ONLY domain."Dataset_Subject"
    ADD CONSTRAINT "Dataset_Subject_Dataset_fkey" FOREIGN KEY ("Dataset") REFERENCES domain_ml."Dataset"("RID") ON DELETE CASCADE;
ALTER TABLE ONLY domain."Dataset_Subject"
    ADD CONSTRAINT "Dataset_Subject_Subject_fkey" FOREIGN KEY ("Subject") REFERENCES domain."Subject"("RID");
ALTER TABLE ONLY domain."Dataset_Visit"
    ADD CONSTRAINT "Dataset_Visit_Dataset_fkey" FOREIGN KEY ("Dataset") REFERENCES domain_ml."Dataset"("RID") ON DELETE CASCADE;
ALTER TABLE ONLY domain."Dataset_Visit"
    ADD CONSTRAINT "Dataset_Visit_Visit_fkey" FOREIGN KEY ("Visit") REFERENCES domain."Visit"("RID");
ALTER TABLE ONLY domain."Image_Asset_Type"
    ADD CONSTRAINT "Image_Asset_Type_Asset_Type_fkey" FOREIGN KEY ("Asset_Type") REFERENCES domain_ml."Asset_Type"("Name");
ALTER TABLE ONLY domain."Image_Asset_Type"
    ADD CONSTRAINT "Image_Asset_Type_Image_fkey" FOREIGN KEY ("Image") REFERENCES domain."Image"("RID") ON DELETE CASCADE;
ALTER TABLE ONLY domain."Image_Execution"
    ADD CONSTRAINT "Image_Execution_Asset_Role_fkey" FOREIGN KEY ("Asset_Role") REFERENCES domain_ml."Asset_Role"("Name");
ALTER TABLE ONLY domain."Image_Execution"
    ADD CONSTRAINT "Image_Execution_Execution_fkey" FOREIGN KEY ("Execution") REFERENCES domain_ml."Execution"("RID");
ALTER TABLE ONLY domain."Image_Execution"
    ADD CONSTRAINT "Image_Execution_Image_fkey" FOREIGN KEY ("Image") REFERENCES domain."Image"("RID") ON DELETE CASCADE;
ALTER TABLE ONLY domain."Image"
    ADD CONSTRAINT "Image_Stain_fkey" FOREIGN KEY ("Stain") REFERENCES domain."Stain"("Name");
ALTER TABLE ONLY domain."Image"
    ADD CONSTRAINT "Image_Subject_fkey" FOREIGN KEY ("Subject") REFERENCES domain."Subject"("RID");
ALTER TABLE ONLY domain."Visit"
    ADD CONSTRAINT "Visit_Subject_fkey" FOREIGN KEY ("Subject") REFERENCES domain."Subject"("RID") ON DELETE CASCADE;
ALTER TABLE ONLY domain_ml."Dataset_Dataset"
    ADD CONSTRAINT "Dataset_Dataset_Dataset_fkey" FOREIGN KEY ("Dataset") REFERENCES domain_ml."Dataset"("RID") ON DELETE CASCADE;
ALTER TABLE ONLY domain_ml."Dataset_Dataset"
    ADD CONSTRAINT "Dataset_Dataset_Nested_Dataset_fkey" FOREIGN KEY ("Nested_Dataset") REFERENCES domain_ml."Dataset"("RID");
ALTER TABLE ONLY domain_ml."Dataset_Dataset_Type"
    ADD CONSTRAINT "Dataset_Dataset_Type_Dataset_Type_fkey" FOREIGN KEY ("Dataset_Type") REFERENCES domain_ml."Dataset_Type"("Name");
ALTER TABLE ONLY domain_ml."Dataset_Dataset_Type"
    ADD CONSTRAINT "Dataset_Dataset_Type_Dataset_fkey" FOREIGN KEY ("Dataset") REFERENCES domain_ml."Dataset"("RID") ON DELETE CASCADE;
ALTER TABLE ONLY domain_ml."Dataset_Execution"
    ADD CONSTRAINT "Dataset_Execution_Dataset_Version_fkey" FOREIGN KEY ("Dataset_Version") REFERENCES domain_ml."Dataset_Version"("RID");
ALTER TABLE ONLY domain_ml."Dataset_Execution"
    ADD CONSTRAINT "Dataset_Execution_Dataset_fkey" FOREIGN KEY ("Dataset") REFERENCES domain_ml."Dataset"("RID");
ALTER TABLE ONLY domain_ml."Dataset_Execution"
    ADD CONSTRAINT "Dataset_Execution_Execution_fkey" FOREIGN KEY ("Execution") REFERENCES domain_ml."Execution"("RID");
ALTER TABLE ONLY domain_ml."Dataset_File"
    ADD CONSTRAINT "Dataset_File_Dataset_fkey" FOREIGN KEY ("Dataset") REFERENCES domain_ml."Dataset"("RID") ON DELETE CASCADE;
ALTER TABLE ONLY domain_ml."Dataset_File"
    ADD CONSTRAINT "Dataset_File_File_fkey" FOREIGN KEY ("File") REFERENCES domain_ml."File"("RID");
ALTER TABLE ONLY domain_ml."Dataset_Version"
    ADD CONSTRAINT "Dataset_Version_Dataset_fkey" FOREIGN KEY ("Dataset") REFERENCES domain_ml."Dataset"("RID");
ALTER TABLE ONLY domain_ml."Dataset_Version"
    ADD CONSTRAINT "Dataset_Version_Execution_fkey" FOREIGN KEY ("Execution") REFERENCES domain_ml."Execution"("RID");
ALTER TABLE ONLY domain_ml."Dataset"
    ADD CONSTRAINT "Dataset_Version_fkey" FOREIGN KEY ("Version") REFERENCES domain_ml."Dataset_Version"("RID");
ALTER TABLE ONLY domain_ml."Directory_Dataset"
    ADD CONSTRAINT "Directory_Dataset_Dataset_fkey" FOREIGN KEY ("Dataset") REFERENCES domain_ml."Dataset"("RID");
ALTER TABLE ONLY domain_ml."Execution_Asset_Asset_Type"
    ADD CONSTRAINT "Execution_Asset_Asset_Type_Asset_Type_fkey" FOREIGN KEY ("Asset_Type") REFERENCES domain_ml."Asset_Type"("Name");
ALTER TABLE ONLY domain_ml."Execution_Asset_Asset_Type"
    ADD CONSTRAINT "Execution_Asset_Asset_Type_Execution_Asset_fkey" FOREIGN KEY ("Execution_Asset") REFERENCES domain_ml."Execution_Asset"("RID") ON DELETE CASCADE;
ALTER TABLE ONLY domain_ml."Execution_Asset_Execution"
    ADD CONSTRAINT "Execution_Asset_Execution_Asset_Role_fkey" FOREIGN KEY ("Asset_Role") REFERENCES domain_ml."Asset_Role"("Name");
ALTER TABLE ONLY domain_ml."Execution_Asset_Execution"
    ADD CONSTRAINT "Execution_Asset_Execution_Execution_Asset_fkey" FOREIGN KEY ("Execution_Asset") REFERENCES domain_ml."Execution_Asset"("RID") ON DELETE CASCADE;
ALTER TABLE ONLY domain_ml."Execution_Asset_Execution"
    ADD CONSTRAINT "Execution_Asset_Execution_Execution_fkey" FOREIGN KEY ("Execution") REFERENCES domain_ml."Execution"("RID");
ALTER TABLE ONLY domain_ml."Execution_Execution"
    ADD CONSTRAINT "Execution_Execution_Execution_fkey" FOREIGN KEY ("Execution") REFERENCES domain_ml."Execution"("RID") ON DELETE CASCADE;
ALTER TABLE ONLY domain_ml."Execution_Execution"
    ADD CONSTRAINT "Execution_Execution_Nested_Execution_fkey" FOREIGN KEY ("Nested_Execution") REFERENCES domain_ml."Execution"("RID") ON DELETE CASCADE;
ALTER TABLE ONLY domain_ml."Execution_Metadata_Asset_Type"
    ADD CONSTRAINT "Execution_Metadata_Asset_Type_Asset_Type_fkey" FOREIGN KEY ("Asset_Type") REFERENCES domain_ml."Asset_Type"("Name");
ALTER TABLE ONLY domain_ml."Execution_Metadata_Asset_Type"
    ADD CONSTRAINT "Execution_Metadata_Asset_Type_Execution_Metadata_fkey" FOREIGN KEY ("Execution_Metadata") REFERENCES domain_ml."Execution_Metadata"("RID") ON DELETE CASCADE;
ALTER TABLE ONLY domain_ml."Execution_Metadata_Execution"
    ADD CONSTRAINT "Execution_Metadata_Execution_Asset_Role_fkey" FOREIGN KEY ("Asset_Role") REFERENCES domain_ml."Asset_Role"("Name");
ALTER TABLE ONLY domain_ml."Execution_Metadata_Execution"
    ADD CONSTRAINT "Execution_Metadata_Execution_Execution_Metadata_fkey" FOREIGN KEY ("Execution_Metadata") REFERENCES domain_ml."Execution_Metadata"("RID") ON DELETE CASCADE;
ALTER TABLE ONLY domain_ml."Execution_Metadata_Execution"
    ADD CONSTRAINT "Execution_Metadata_Execution_Execution_fkey" FOREIGN KEY ("Execution") REFERENCES domain_ml."Execution"("RID");
ALTER TABLE ONLY domain_ml."Execution"
    ADD CONSTRAINT "Execution_Status_fkey" FOREIGN KEY ("Status") REFERENCES domain_ml."Execution_Status"("Name");
ALTER TABLE ONLY domain_ml."Execution"
    ADD CONSTRAINT "Execution_Workflow_fkey" FOREIGN KEY ("Workflow") REFERENCES domain_ml."Workflow"("RID");
ALTER TABLE ONLY domain_ml."File_Asset_Type"
    ADD CONSTRAINT "File_Asset_Type_Asset_Type_fkey" FOREIGN KEY ("Asset_Type") REFERENCES domain_ml."Asset_Type"("Name");
ALTER TABLE ONLY domain_ml."File_Asset_Type"
    ADD CONSTRAINT "File_Asset_Type_File_fkey" FOREIGN KEY ("File") REFERENCES domain_ml."File"("RID") ON DELETE CASCADE;
ALTER TABLE ONLY domain_ml."File_Execution"
    ADD CONSTRAINT "File_Execution_Asset_Role_fkey" FOREIGN KEY ("Asset_Role") REFERENCES domain_ml."Asset_Role"("Name");
ALTER TABLE ONLY domain_ml."File_Execution"
    ADD CONSTRAINT "File_Execution_Execution_fkey" FOREIGN KEY ("Execution") REFERENCES domain_ml."Execution"("RID");
ALTER TABLE ONLY domain_ml."File_Execution"
    ADD CONSTRAINT "File_Execution_File_fkey" FOREIGN KEY ("File") REFERENCES domain_ml."File"("RID") ON DELETE CASCADE;
ALTER TABLE ONLY domain_ml."Muniment_Session"
    ADD CONSTRAINT "Muniment_Session_Environment_fkey" FOREIGN KEY ("Environment") REFERENCES domain_ml."Muniment_Environment"("ID");
ALTER TABLE ONLY domain_ml."Workflow_Workflow_Type"
    ADD CONSTRAINT "Workflow_Workflow_Type_Workflow_Type_fkey" FOREIGN KEY ("Workflow_Type") REFERENCES domain_ml."Workflow_Type"("Name");
ALTER TABLE ONLY domain_ml."Workflow_Workflow_Type"
    ADD CONSTRAINT "Workflow_Workflow_Type_Workflow_fkey" FOREIGN KEY ("Workflow") REFERENCES domain_ml."Workflow"("RID") ON DELETE CASCADE;
