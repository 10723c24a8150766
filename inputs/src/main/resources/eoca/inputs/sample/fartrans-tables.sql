-- FAR-Trans: prediction's tables at cutoffs; runs after fartrans-source.sql. Method: docs/prediction/far-trans.md.
-- ${night} is the cutoff that is scored, ${learn} the cutoffs that teach ('...', '...'). Everything dated after the
-- night is dropped first, so that nothing below can read it; outcomes of the night are computed from copies that
-- nothing else reads.

CREATE TABLE later_trade AS SELECT * FROM trade WHERE day >= DATE '${night}';

CREATE TABLE later_holding AS SELECT * FROM holding WHERE day >= DATE '${night}';

CREATE TABLE later_half AS
SELECT min(day) FILTER (day > DATE '${night}') AS next FROM holding;

DELETE FROM trade WHERE day >= DATE '${night}';

DELETE FROM holding WHERE day > DATE '${night}';

DELETE FROM customer_row WHERE day > DATE '${night}';

-- Half-years between two tables of holdings.
CREATE TABLE half AS
SELECT day, lead(day) OVER (ORDER BY day) AS next, row_number() OVER (ORDER BY day)::INTEGER AS number
FROM (SELECT DISTINCT day FROM holding);

-- Net change of a holding within a half-year, dated by its last day.
CREATE TABLE change AS
SELECT half.number + 1 AS number, half.day AS since, half.next AS day, id, isin, sum(units) AS delta
FROM (
  SELECT day, id, isin, -units AS units FROM holding
  UNION ALL
  SELECT half.day, id, isin, units FROM holding JOIN half ON half.next = holding.day) AS line
JOIN half ON half.day = line.day
WHERE half.next IS NOT NULL
GROUP BY ALL HAVING abs(sum(units)) > 1e-6;

-- Half-years whose trades are in the source; of the others only the net change is known.
CREATE TABLE traded AS SELECT * FROM (VALUES (DATE '2020-07-01'), (DATE '2021-07-01')) AS t(day);

CREATE TABLE cutoff AS
SELECT half.day, number, next, half.day IN (SELECT day FROM traded) AS traded, half.day = DATE '${night}' AS night
FROM half WHERE half.day = DATE '${night}' OR half.day IN (${learn});

-- EUR a unit, from trades before the cutoff.
CREATE TABLE price AS
SELECT cutoff.day, isin, median(amount::DOUBLE / units) AS price
FROM cutoff JOIN trade ON trade.day < cutoff.day AND units > 0 AND amount > 0
GROUP BY cutoff.day, isin;

-- Customers of a cutoff: a row and a holdings line; the last row up to the cutoff counts. A questionnaire
-- dated after its own row was not known then.
CREATE TABLE person AS
SELECT cutoff.day, number, cutoff.night, id,
  CASE WHEN cutoff.night THEN id ELSE id || '@' || cutoff.day END AS user_id,
  CASE replace(risk, 'Predicted_', '')
    WHEN 'Conservative' THEN 1 WHEN 'Income' THEN 2 WHEN 'Balanced' THEN 3 WHEN 'Aggressive' THEN 4
    ELSE 1 END::TINYINT AS tolerance,
  kind AS customer_type, risk AS risk_level, capacity,
  CASE WHEN try_cast(questionnaire AS DATE) <= customer_row.day
    THEN date_diff('day', try_cast(questionnaire AS DATE), cutoff.day) END::INTEGER AS questionnaire_days,
  date_diff('day', customer_row.day, cutoff.day)::INTEGER AS row_days
FROM cutoff JOIN customer_row ON customer_row.day <= cutoff.day
WHERE EXISTS (SELECT 1 FROM holding WHERE holding.id = customer_row.id AND holding.day = cutoff.day)
QUALIFY row_number() OVER (PARTITION BY cutoff.day, id ORDER BY customer_row.day DESC, line DESC) = 1;

CREATE TABLE tenure AS
SELECT id, min(number) AS first FROM holding JOIN half ON half.day = holding.day GROUP BY id;

-- Of a customer and group at a cutoff: ISINs held and their worth.
CREATE TABLE owned AS
SELECT cutoff.day, holding.id, fund, count(*) FILTER (units > 0)::INTEGER AS held,
  round(coalesce(sum(units * price) FILTER (units > 0), 0), 2) AS worth
FROM cutoff JOIN holding ON holding.day = cutoff.day JOIN product USING (isin)
LEFT JOIN price ON price.day = cutoff.day AND price.isin = holding.isin
GROUP BY ALL;

-- ISINs whose holding grew or shrank in the last half-year (1), grew in the one before (2) and earlier (3), and the
-- worth of the last growth.
CREATE TABLE moved AS
SELECT cutoff.day, change.id, fund,
  count(*) FILTER (delta > 0 AND change.number = cutoff.number)::INTEGER AS up1,
  count(*) FILTER (delta < 0 AND change.number = cutoff.number)::INTEGER AS down1,
  count(*) FILTER (delta > 0 AND change.number = cutoff.number - 1)::INTEGER AS up2,
  count(*) FILTER (delta > 0 AND change.number < cutoff.number - 1)::INTEGER AS up3,
  round(coalesce(sum(delta * price) FILTER (delta > 0 AND change.number = cutoff.number), 0), 2) AS paid1
FROM cutoff JOIN change ON change.number <= cutoff.number JOIN product USING (isin)
LEFT JOIN price ON price.day = cutoff.day AND price.isin = change.isin
GROUP BY ALL;

CREATE TABLE users AS
SELECT person.night, user_id, person.tolerance, person.day AS known_on, customer_type, risk_level, capacity,
  questionnaire_days, row_days, (person.number - tenure.first)::INTEGER AS tenure,
  ${features}
FROM person JOIN tenure USING (id) CROSS JOIN fund
LEFT JOIN owned ON owned.day = person.day AND owned.id = person.id AND owned.fund = fund.fund
LEFT JOIN moved ON moved.day = person.day AND moved.id = person.id AND moved.fund = fund.fund
GROUP BY ALL;

-- Purchases after a cutoff that teaches: trades, or, in half-years without trades, growth of holdings at the price
-- known at the night (where none is known: the group's median purchase).
CREATE TABLE bought AS
SELECT day, id, fund, sum(amount) AS amount FROM (
  SELECT cutoff.day, trade.id, fund, amount::DOUBLE AS amount
  FROM cutoff JOIN trade ON trade.day >= cutoff.day AND trade.day <= next AND traded AND side = 'Buy'
  JOIN product USING (isin)
  UNION ALL
  SELECT cutoff.day, change.id, fund, coalesce(delta * price, 0)
  FROM cutoff JOIN change ON change.since = cutoff.day AND NOT traded AND delta > 0
  JOIN product USING (isin)
  LEFT JOIN price ON price.day = DATE '${night}' AND price.isin = change.isin)
GROUP BY ALL;

CREATE TABLE touched AS
SELECT DISTINCT day, id, fund FROM (
  SELECT cutoff.day, trade.id, isin FROM cutoff JOIN trade ON trade.day >= cutoff.day AND trade.day <= next AND traded
  UNION ALL
  SELECT cutoff.day, id, isin FROM cutoff JOIN change ON change.since = cutoff.day AND NOT traded)
JOIN product USING (isin);

CREATE TABLE typical AS
SELECT day, fund, median(amount) AS amount FROM bought WHERE amount > 0 GROUP BY ALL;

CREATE TABLE samples AS
SELECT user_id, fund.fund, person.day AS date,
  (touched.id IS NOT NULL OR bought.id IS NOT NULL)::TINYINT AS click, (bought.id IS NOT NULL)::TINYINT AS conversion,
  CASE WHEN bought.id IS NULL THEN 0 ELSE
    round(least(50000, greatest(1, CASE WHEN bought.amount > 0 THEN bought.amount ELSE coalesce(typical.amount, 1) END)), 2)
  END::DOUBLE AS amount
FROM person CROSS JOIN fund
LEFT JOIN bought ON bought.day = person.day AND bought.id = person.id AND bought.fund = fund.fund
LEFT JOIN touched ON touched.day = person.day AND touched.id = person.id AND touched.fund = fund.fund
LEFT JOIN typical ON typical.day = person.day AND typical.fund = fund.fund
WHERE NOT person.night;

-- Events before the cutoff: trades where the source has them, net changes of the other half-years.
CREATE TABLE behaviours AS
SELECT night, user_id, event.day::TIMESTAMP AS time, action, isin AS item, amount, line FROM person JOIN (
  SELECT id, isin, day, CASE side WHEN 'Buy' THEN 'purchase' ELSE 'sell' END AS action, amount::DOUBLE AS amount, line
  FROM trade
  UNION ALL
  SELECT id, isin, day - 1, CASE WHEN delta > 0 THEN 'purchase' ELSE 'sell' END, NULL, 0
  FROM change WHERE since NOT IN (SELECT day FROM traded)) AS event
ON event.id = person.id AND event.day < person.day;

-- Who holds what at the cutoff: the customer-asset graph, weighed by worth.
CREATE TABLE edges AS
SELECT person.night, user_id, holding.isin AS asset, greatest(1, round(coalesce(units * price, 1), 2))::DOUBLE AS worth
FROM person JOIN holding ON holding.day = person.day AND holding.id = person.id AND units > 0
LEFT JOIN price ON price.day = person.day AND price.isin = holding.isin;

-- What the night's customers bought afterwards, where the source has it: for judging plans, never for learning.
CREATE TABLE later_bought AS
SELECT id, fund, sum(amount) AS amount FROM (
  SELECT id, isin, amount::DOUBLE AS amount FROM later_trade
  WHERE DATE '${night}' IN (SELECT day FROM traded) AND side = 'Buy' AND day <= (SELECT next FROM later_half)
  UNION ALL
  SELECT id, isin, delta * coalesce(price, 0) FROM (
    SELECT id, isin, sum(CASE WHEN day = DATE '${night}' THEN -units ELSE units END) AS delta
    FROM later_holding
    WHERE DATE '${night}' NOT IN (SELECT day FROM traded)
      AND (day = DATE '${night}' OR day = (SELECT next FROM later_half))
    GROUP BY id, isin)
  LEFT JOIN (SELECT isin, price FROM price WHERE day = DATE '${night}') USING (isin)
  WHERE delta > 1e-6 AND (SELECT next FROM later_half) IS NOT NULL)
JOIN product USING (isin)
GROUP BY id, fund;

CREATE TABLE outcome AS
SELECT id, fund, round(least(50000, greatest(1, CASE WHEN amount > 0 THEN amount ELSE coalesce(
  (SELECT median(x.amount) FROM later_bought x WHERE x.fund = later_bought.fund AND x.amount > 0), 1) END)), 2) AS amount
FROM later_bought;

CREATE TABLE leak AS
SELECT 'behaviour at or after its cutoff' AS what, count(*) AS n FROM behaviours
JOIN person USING (user_id) WHERE behaviours.time >= person.day
UNION ALL SELECT 'row of knowledge after its cutoff', count(*) FROM person WHERE row_days < 0 OR questionnaire_days < 0
UNION ALL SELECT 'label of the night among those that teach', count(*) FROM samples WHERE date >= DATE '${night}';
