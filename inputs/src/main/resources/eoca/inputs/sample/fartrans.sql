-- FAR-Trans: the campaign of the night of 2022-06-30; runs after fartrans-source.sql. Method: docs/sample.md.

-- Two past windows with known purchases, and the night. before: half a year earlier.
CREATE TABLE cutoff AS
SELECT * FROM (VALUES
  (1, DATE '2020-07-01', DATE '2020-01-01', DATE '2020-12-31'),
  (2, DATE '2021-07-01', DATE '2021-01-01', DATE '2021-12-31'),
  (3, DATE '2022-06-30', DATE '2022-01-01', NULL)) AS t(night, day, before, last);

-- Customers of a cutoff: a row and a holdings line; the last row up to the cutoff counts.
CREATE TABLE person AS
SELECT night, id,
  CASE replace(risk, 'Predicted_', '')
    WHEN 'Conservative' THEN 1 WHEN 'Income' THEN 2 WHEN 'Balanced' THEN 3 WHEN 'Aggressive' THEN 4
    ELSE 1 END AS tolerance,
  CASE replace(capacity, 'Predicted_', '')
    WHEN 'CAP_80K_300K' THEN 2 WHEN 'CAP_GT300K' THEN 2 WHEN 'CAP_30K_80K' THEN 1 ELSE 0 END AS capacity
FROM cutoff JOIN customer_row ON customer_row.day <= cutoff.day
WHERE EXISTS (SELECT 1 FROM holding WHERE holding.id = customer_row.id AND holding.day = cutoff.day)
QUALIFY row_number() OVER (PARTITION BY night, id ORDER BY customer_row.day DESC, line DESC) = 1;

-- Of a customer and product group at a cutoff: is anything held, did any holding grow in half a year?
CREATE TABLE position AS
SELECT night, id, fund, bool_or(units > 0) AS holds, bool_or(units > units_before + 1e-6) AS grew
FROM (
  SELECT night, holding.id, holding.isin, units, coalesce(
    (SELECT old.units FROM holding old
      WHERE old.day = cutoff.before AND old.id = holding.id AND old.isin = holding.isin), 0) AS units_before
  FROM cutoff JOIN holding ON holding.day = cutoff.day) JOIN product USING (isin)
GROUP BY night, id, fund;

CREATE TABLE purchase AS
SELECT night, id, fund, least(sum(amount), 50000) AS amount
FROM trade JOIN product USING (isin) JOIN cutoff ON trade.day BETWEEN cutoff.day AND cutoff.last
WHERE side = 'Buy'
GROUP BY night, id, fund;

-- own: 3 the customer's holdings in the group grew, 2 holds some, 1 holds only other groups, 0 holds nothing.
CREATE TABLE cell AS
SELECT person.night, person.id, fund.fund, tolerance, capacity,
  CASE WHEN coalesce(mine.grew, false) THEN 3 WHEN coalesce(mine.holds, false) THEN 2
    WHEN coalesce(everything.holds, false) THEN 1 ELSE 0 END AS own,
  coalesce(everything.grown, 0) - coalesce(mine.grew, false)::INTEGER > 0 AS other,
  purchase.amount
FROM person CROSS JOIN fund
LEFT JOIN position mine ON mine.night = person.night AND mine.id = person.id AND mine.fund = fund.fund
LEFT JOIN (SELECT night, id, bool_or(holds) AS holds, sum(grew::INTEGER) AS grown FROM position
    GROUP BY night, id) everything ON everything.night = person.night AND everything.id = person.id
LEFT JOIN purchase ON purchase.night = person.night AND purchase.id = person.id AND purchase.fund = fund.fund;

-- Purchase rate and mean amount, shrunk twice: segment towards (group, own) towards group.
-- A prior weighs as much as 100 customers, or 10 buyers.
CREATE TABLE past AS SELECT * FROM cell WHERE night < 3;

CREATE TABLE by_group AS
SELECT fund, count(amount)::DOUBLE / count(*) AS rate, sum(amount)::DOUBLE / greatest(count(amount), 1) AS mean
FROM past GROUP BY fund;

CREATE TABLE by_own AS
SELECT past.fund, own,
  (count(amount) + 100 * any_value(g.rate)) / (count(*) + 100) AS rate,
  (coalesce(sum(amount), 0)::DOUBLE + 10 * any_value(g.mean)) / (count(amount) + 10) AS mean
FROM past JOIN by_group g ON g.fund = past.fund GROUP BY past.fund, own;

CREATE TABLE by_segment AS
SELECT past.fund, past.own, other, capacity, tolerance,
  (count(amount) + 100 * any_value(o.rate)) / (count(*) + 100) AS rate,
  (coalesce(sum(amount), 0)::DOUBLE + 10 * any_value(o.mean)) / (count(amount) + 10) AS mean
FROM past JOIN by_own o ON o.fund = past.fund AND o.own = past.own
GROUP BY past.fund, past.own, other, capacity, tolerance;

CREATE TABLE score AS
SELECT cell.id, cell.fund, cell.tolerance,
  coalesce(s.rate, o.rate, g.rate) * coalesce(s.mean, o.mean, g.mean) AS etv
FROM cell JOIN by_group g ON g.fund = cell.fund
LEFT JOIN by_own o ON o.fund = cell.fund AND o.own = cell.own
LEFT JOIN by_segment s ON s.fund = cell.fund AND s.own = cell.own AND s.other = cell.other
  AND s.capacity = cell.capacity AND s.tolerance = cell.tolerance
WHERE night = 3;

CREATE TABLE etv AS
SELECT id, any_value(tolerance) AS tolerance,
  max(etv) FILTER (fund = 0) AS e0, max(etv) FILTER (fund = 1) AS e1, max(etv) FILTER (fund = 2) AS e2,
  max(etv) FILTER (fund = 3) AS e3, max(etv) FILTER (fund = 4) AS e4
FROM score GROUP BY id;

CREATE TABLE summary AS
SELECT fund,
  count(amount) FILTER (night = 1) AS buyers_2020, count(amount) FILTER (night = 2) AS buyers_2021,
  any_value(rate) * 100 AS percent, any_value(mean) AS mean_amount
FROM cell JOIN by_group USING (fund) GROUP BY fund;
