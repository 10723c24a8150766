-- FAR-Trans: the source tables as typed columns, and product groups.
-- Statements end with a semicolon at the end of a line. ${name} is the path of a table of the source folder.
-- Amounts are decimals, so that sums do not depend on their order.

CREATE TABLE customer_row AS
SELECT row_number() OVER () AS line, * FROM read_csv('${customer_information}', header = true, auto_detect = false,
  delim = ',', quote = '"', escape = '"', nullstr = '', columns = {
    'id': 'VARCHAR', 'kind': 'VARCHAR', 'risk': 'VARCHAR', 'capacity': 'VARCHAR',
    'questionnaire': 'VARCHAR', 'day': 'DATE'});

CREATE TABLE asset_row AS
SELECT row_number() OVER () AS line, * FROM read_csv('${asset_information}', header = true, auto_detect = false,
  delim = ',', quote = '"', escape = '"', nullstr = '', columns = {
    'isin': 'VARCHAR', 'name': 'VARCHAR', 'short': 'VARCHAR', 'category': 'VARCHAR', 'subcategory': 'VARCHAR',
    'market': 'VARCHAR', 'sector': 'VARCHAR', 'industry': 'VARCHAR', 'day': 'DATE'});

CREATE TABLE trade AS
SELECT row_number() OVER () AS line, id, isin, side, day, amount, units FROM read_csv(['${transactions_2020H2}', '${transactions_2021H2}'],
  header = true, auto_detect = false, delim = ',', quote = '"', escape = '"', nullstr = '', columns = {
    'id': 'VARCHAR', 'isin': 'VARCHAR', 'trade': 'VARCHAR', 'side': 'VARCHAR', 'day': 'DATE',
    'amount': 'DECIMAL(18,6)', 'units': 'DOUBLE', 'channel': 'VARCHAR', 'market': 'VARCHAR'});

CREATE TABLE holding AS
SELECT * FROM read_csv('${holdings_asof}', header = true, auto_detect = false,
  delim = ',', quote = '"', escape = '"', nullstr = '', columns = {
    'day': 'DATE', 'id': 'VARCHAR', 'isin': 'VARCHAR', 'units': 'DOUBLE'});

-- Product groups, by the last row of an ISIN (timestamp, then file order).
CREATE TABLE product AS
SELECT isin, CASE
    WHEN category = 'MTF' AND subcategory IN ('Money Market', 'Bond', 'Bonds') THEN 0
    WHEN category = 'Bond' THEN 1
    WHEN category = 'MTF' THEN 2
    WHEN category = 'Stock' AND subcategory = 'Large Cap' THEN 3
    WHEN category = 'Stock' THEN 4 END AS fund
FROM asset_row
QUALIFY row_number() OVER (PARTITION BY isin ORDER BY day DESC, line DESC) = 1;

CREATE TABLE fund AS SELECT unnest([0, 1, 2, 3, 4]) AS fund;
