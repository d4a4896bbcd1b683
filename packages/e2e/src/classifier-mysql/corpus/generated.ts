import { Chance } from '../../classifier/corpus/chance.ts'

interface Table {
  readonly name: string
  readonly key: string
  readonly numbers: readonly string[]
  readonly texts: readonly string[]
  readonly times: readonly string[]
}

const tables: readonly Table[] = [
  {
    name: 'wp_posts',
    key: 'ID',
    numbers: ['post_author', 'comment_count', 'post_parent'],
    texts: ['post_title', 'post_status', 'post_name'],
    times: ['post_date'],
  },
  {
    name: 'users',
    key: 'id',
    numbers: ['active', 'balance'],
    texts: ['name', 'email'],
    times: ['created_at', 'updated_at'],
  },
  { name: 'orders', key: 'id', numbers: ['user_id', 'total'], texts: ['status', 'note'], times: ['placed_at'] },
  { name: 'products', key: 'entity_id', numbers: ['price', 'stock'], texts: ['sku', 'name'], times: ['updated_at'] },
  {
    name: 'jobs',
    key: 'id',
    numbers: ['attempts', 'reserved_at', 'available_at'],
    texts: ['queue', 'payload'],
    times: ['from_unixtime(available_at)'],
  },
]

/** What people type: quotes of every kind, backslashes, words of SQL. */
const words: readonly string[] = [
  "it's",
  'a "quoted" word',
  'C:\\temp\\new',
  'semi;colon',
  'set @a = 1',
  "get_lock('x', 1)",
  '100 %',
  'naïve café',
  '-- no comment',
  '/* nor this */',
  '# neither',
  '$5',
  '日本語',
  'tab\there',
  "O\\'Neil",
  '{"a": [1, 2]}',
]

const escaped = (text: string): string => text.replace(/[\\'"]/g, (char) => `\\${char}`).replace(/\n/g, '\\n')

function constant(chance: Chance): string {
  const word = chance.one(words)
  return chance.one([`'${escaped(word)}'`, `'${word.replaceAll('\\', '\\\\').replaceAll("'", "''")}'`, '?'])
}

const number = (chance: Chance): string =>
  chance.one(['?', String(chance.below(1000)), `${chance.below(100)}.5`, `-${chance.below(9)}`])

function numberOf(chance: Chance, { numbers, key, texts, times }: Table): string {
  const column = chance.one([...numbers, key])
  return chance.one([
    `\`${column.replace(/`/g, '')}\``,
    `${column} + ${number(chance)}`,
    `ABS(${column})`,
    `COALESCE(${column}, 0)`,
    `ROUND(${column} * 1.2, 2)`,
    `LENGTH(${chance.one(texts)})`,
    `TIMESTAMPDIFF(DAY, ${chance.one(times)}, NOW())`,
    `IF(${column} > 3, 1, 0)`,
    `CASE WHEN ${column} IS NULL THEN 0 ELSE ${column} END`,
    `GREATEST(${column}, ${number(chance)})`,
    `CAST(${column} AS UNSIGNED)`,
    `${column} DIV 2`,
    `YEAR(${chance.one(times)})`,
  ])
}

function textOf(chance: Chance, { texts, times }: Table): string {
  const column = chance.one(texts)
  return chance.one([
    `\`${column}\``,
    `CONCAT(${column}, ' ', ${constant(chance)})`,
    `LOWER(${column})`,
    `SUBSTRING(${column}, 1, 10)`,
    `SUBSTRING_INDEX(${column}, '@', -1)`,
    `REPLACE(${column}, 'a', 'b')`,
    `IFNULL(${column}, '')`,
    `TRIM(BOTH ' ' FROM ${column})`,
    `LEFT(${column}, 5)`,
    `DATE_FORMAT(${chance.one(times)}, '%Y-%m-%d')`,
    `SHA2(${column}, 256)`,
    `JSON_QUOTE(${column})`,
    `REGEXP_REPLACE(${column}, '[0-9]+', '#')`,
  ])
}

function condition(chance: Chance, table: Table): string {
  const time = chance.one(table.times)
  return chance.one([
    `${numberOf(chance, table)} ${chance.one(['=', '<', '>=', '<>', '<=>'])} ${number(chance)}`,
    `${textOf(chance, table)} = ${constant(chance)}`,
    `${chance.one(table.texts)} LIKE ${constant(chance)}`,
    `${chance.one(table.texts)} NOT IN (${constant(chance)}, ${constant(chance)})`,
    `${table.key} IN (?, ?, ?)`,
    `${time} BETWEEN '2024-01-01' AND NOW()`,
    `${time} > NOW() - INTERVAL ${1 + chance.below(30)} DAY`,
    `${chance.one(table.texts)} IS NOT NULL`,
    `${chance.one(table.texts)} REGEXP '^[a-z]+$'`,
    `EXISTS (SELECT 1 FROM nodes n WHERE n.id = ${table.name}.${table.key})`,
    `(${numberOf(chance, table)} > ? OR ${chance.one(table.texts)} = ?)`,
  ])
}

function where(chance: Chance, table: Table): string {
  const conditions = Array.from({ length: 1 + chance.below(3) }, () => condition(chance, table))
  return conditions.join(chance.one([' AND ', ' and ', ' OR ']))
}

type Template = (chance: Chance, table: Table) => string

const templates: readonly Template[] = [
  (chance, table) => `SELECT * FROM \`${table.name}\` WHERE ${where(chance, table)}`,
  (chance, table) =>
    `select ${textOf(chance, table)} as label, ${numberOf(chance, table)} as n from ${table.name} where ${where(chance, table)} order by ${numberOf(chance, table)} desc limit ? offset ?`,
  (chance, table) => `SELECT COUNT(*) AS count FROM ${table.name} WHERE ${where(chance, table)}`,
  (chance, table) =>
    `SELECT ${chance.one(table.texts)}, COUNT(*), SUM(${chance.one(table.numbers)}), MAX(${chance.one(table.times)}) FROM ${table.name} WHERE ${where(chance, table)} GROUP BY ${chance.one(table.texts)} WITH ROLLUP`.replace(
      /SELECT (\w+),(.*) GROUP BY \w+/s,
      'SELECT $1,$2 GROUP BY $1',
    ),
  (chance, table) =>
    `SELECT t.*, u.name FROM ${table.name} t ${chance.one(['JOIN', 'LEFT JOIN', 'INNER JOIN'])} users u ON u.id = t.${table.key} WHERE t.${table.key} > ? ORDER BY t.${table.key} LIMIT 10`,
  (chance, table) =>
    `SELECT ${table.key}, SUM(${chance.one(table.numbers)}) OVER (PARTITION BY ${chance.one(table.texts)} ORDER BY ${table.key}) AS running FROM ${table.name} WHERE ${where(chance, table)}`,
  (chance, table) =>
    `WITH recent AS (SELECT ${table.key} AS k, ${numberOf(chance, table)} AS n FROM ${table.name} WHERE ${where(chance, table)}) SELECT AVG(n) FROM recent`,
  (chance, table) =>
    `(SELECT ${table.key} FROM ${table.name} WHERE ${where(chance, table)}) UNION ALL (SELECT ${table.key} FROM ${table.name} LIMIT 5)`,
  (chance, table) =>
    `UPDATE ${table.name} SET ${chance.one(table.texts)} = ${constant(chance)}, ${chance.one(table.numbers)} = ${number(chance)} WHERE ${where(chance, { ...table, name: table.name })}`,
  (chance, table) =>
    `DELETE FROM ${table.name} WHERE ${where(chance, table)} ORDER BY ${table.key} LIMIT ${1 + chance.below(100)}`,
  (chance, table) =>
    `INSERT INTO ${table.name} (${table.texts.join(', ')}) VALUES (${table.texts.map(() => constant(chance)).join(', ')}), (${table.texts.map(() => constant(chance)).join(', ')})`,
  (chance, table) =>
    `INSERT IGNORE INTO \`${table.name}\` SET ${table.texts.map((column) => `\`${column}\` = ${constant(chance)}`).join(', ')}`,
  (chance, table) =>
    `INSERT INTO ${table.name} (${table.key}, ${chance.one(table.texts)}) VALUES (?, ${constant(chance)}) ON DUPLICATE KEY UPDATE ${chance.one(table.numbers)} = ${chance.one(table.numbers)} + 1`,
  (chance, table) =>
    `SELECT ${table.key} FROM ${table.name} WHERE ${where(chance, table)} ${chance.one(['FOR UPDATE', 'LOCK IN SHARE MODE'])}`,
  (chance, table) =>
    `SELECT DISTINCT ${textOf(chance, table)} FROM ${table.name} WHERE ${where(chance, table)} /* route='/items' */`,
]

/** As many different statements, the same in every run. */
export function generateStatements(count: number, seed: number): readonly string[] {
  const chance = new Chance(seed)
  const texts = new Set<string>()
  for (let tries = 0; texts.size < count && tries < count * 50; tries++)
    texts.add(chance.one(templates)(chance, chance.one(tables)))
  return [...texts]
}
