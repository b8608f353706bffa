-- One order.
CREATE TABLE IF NOT EXISTS shop."order" (
  id BIGINT PRIMARY KEY,
  "state" TEXT NOT NULL DEFAULT 'create table no (',
  total NUMERIC(10, 2),
  CONSTRAINT positive CHECK (total > 0)
);

CREATE UNIQUE INDEX CONCURRENTLY order_state ON shop."order" (state);

/* Open ones. */
CREATE OR REPLACE VIEW open_orders AS
SELECT id, o.total AS amount FROM shop."order" o;

CREATE TABLE paid_orders AS
SELECT id, o.total AS amount, count(*) FROM shop."order" o;

CREATE OR REPLACE FUNCTION total_of(order_id BIGINT)
RETURNS NUMERIC AS $body$
  CREATE TABLE hidden (x int);
$body$ LANGUAGE sql;

CREATE PROCEDURE [dbo].[CloseOrder] @id INT
AS
BEGIN
  UPDATE x SET y = 1;
  DELETE FROM z;
END
GO

CREATE TRIGGER order_changed AFTER UPDATE ON shop."order" FOR EACH ROW EXECUTE FUNCTION note();
CREATE TYPE mood AS ENUM ('happy', 'sad');
