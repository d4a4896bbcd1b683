import { Chance } from './chance.ts'
import { condition, numberOf, textOf, timeOf, Values } from './expressions.ts'
import { type Table, tables } from './tables.ts'

type Template = (chance: Chance, table: Table, values: Values) => string

const where: Template = (chance, table, values) => {
  const conditions = Array.from({ length: 1 + chance.below(3) }, () => condition(chance, table, values))
  return `where ${conditions.join(chance.one([' and ', ' or ', ' AND ']))}`
}
const all = (table: Table): readonly string[] => [
  ...new Set([table.key, ...table.numbers, ...table.texts, ...table.times]),
]
const quoted = (table: Table): string =>
  all(table)
    .map((column) => `"${table.name}"."${column}" AS "${table.name}_${column}"`)
    .join(', ')
/** Columns that the server does not fill by itself. */
const writable = (table: Table): readonly string[] =>
  [...table.texts, ...table.numbers].filter((column) => column !== 'id')
const valueFor = (table: Table, column: string, values: Values): string =>
  table.texts.includes(column) ? values.text() : values.number()
const row = (table: Table, columns: readonly string[], values: Values): string =>
  `(${columns.map((column) => valueFor(table, column, values)).join(', ')})`
const list = (chance: Chance, table: Table): string => chance.some(all(table), 2).join(', ')

const templates: readonly Template[] = [
  (chance, table, values) => `select * from ${table.name} ${where(chance, table, values)}`,
  (chance, table, values) =>
    `SELECT ${quoted(table)} FROM "${table.name}" "${table.name}" ${where(chance, table, values)} ORDER BY "${table.key}" ASC LIMIT ${values.number()}`,
  (chance, table, values) =>
    `select ${list(chance, table)} from ${table.name} as t ${where(chance, table, values)} order by ${numberOf(chance, table)} ${chance.one(['asc', 'desc', 'desc nulls last'])} limit ${values.number()} offset ${values.number()}`,
  (chance, table, values) => `select count(*)::int as "count" from "${table.name}" ${where(chance, table, values)}`,
  (chance, table, values) =>
    `select ${textOf(chance, table)} as label, ${numberOf(chance, table)} as n, ${timeOf(chance, table)} as t from ${table.name} ${where(chance, table, values)}`,
  (chance, table, values) =>
    `select ${chance.one(table.texts)}, count(*), sum(${chance.one(table.numbers)}), avg(${chance.one(table.numbers)})::numeric(10, 2), max(${chance.one(table.times)}) from ${table.name} ${where(chance, table, values)} group by 1 having count(*) > ${values.number()} order by 2 desc`,
  (chance, table, values) =>
    `select date_trunc('${chance.one(['day', 'week', 'month'])}', ${chance.one(table.times)}) as bucket, count(distinct ${table.key}), count(*) filter (${where(chance, table, values)}) from ${table.name} group by bucket order by bucket`,
  (chance, table, values) =>
    `select ${table.key}, row_number() over (partition by ${chance.one(table.texts)} order by ${chance.one(table.times)} desc) as rank, lag(${chance.one(table.numbers)}, 1) over w, sum(${chance.one(table.numbers)}) over (order by ${table.key} rows between unbounded preceding and current row) from ${table.name} ${where(chance, table, values)} window w as (partition by ${chance.one(table.texts)} order by ${table.key})`,
  (chance, table, values) =>
    `with recent as (select * from ${table.name} ${where(chance, table, values)}), totals (k, n) as (select ${chance.one(table.texts)}, count(*) from recent group by 1) select * from totals join recent on totals.k = recent.${chance.one(table.texts)} limit ${values.number()}`,
  (chance, table, values) => `select exists (select 1 from ${table.name} ${where(chance, table, values)}) as "exists"`,
  (chance, table, values) =>
    `select ${chance.maybe('distinct ')}${chance.one(table.texts)} from ${table.name} ${where(chance, table, values)} union ${chance.maybe('all ')}select ${textOf(chance, table)} from ${table.name}`,
  (chance, table, values) =>
    `select json_agg(json_build_object('k', t.${table.key}, 'label', ${textOf(chance, table, 't.')})) from ${table.name} t ${where(chance, table, values)}`,
  (chance, table, values) =>
    `select coalesce(jsonb_agg(to_jsonb(x) order by x.${table.key}), '[]'::jsonb) as "data" from (select ${all(table).join(', ')} from ${table.name} ${where(chance, table, values)} limit ${values.number()}) as x`,
  (chance, table, values) =>
    `select a.${table.key}, b.n from ${table.name} a left join lateral (select count(*) as n from ${table.name} b where b.${table.key} = a.${table.key} and ${condition(chance, table, values, 'b.')}) b on true`,
  (chance, table, values) =>
    `select * from ${table.name} ${where(chance, table, values)} for update${chance.maybe(' skip locked')}`,
  (chance, table, values) =>
    `select ${table.key} from ${table.name} ${where(chance, table, values)} and ${chance.one(table.times)} < ${values.time()} for no key update of ${table.name} nowait`,
  (chance, table, values) => {
    const columns = chance.some(writable(table))
    return `insert into ${table.name} (${columns.join(', ')}) values ${row(table, columns, values)} returning ${chance.one(['*', table.key, list(chance, table)])}`
  },
  (chance, table, values) => {
    const columns = chance.some(writable(table))
    const rows = Array.from({ length: 2 + chance.below(4) }, () => row(table, columns, values))
    return `INSERT INTO "${table.name}" (${columns.map((column) => `"${column}"`).join(', ')}) VALUES ${rows.join(', ')}${chance.maybe(' ON CONFLICT DO NOTHING')} RETURNING "${table.key}"`
  },
  (chance, table, values) =>
    `insert into ${table.name} (${writable(table)[0]}) select ${textOf(chance, table)} from ${table.name} ${where(chance, table, values)}`,
  (chance, table, values) => {
    const columns = chance.some(writable(table))
    return `update ${table.name} set ${columns.map((column) => `${column} = ${valueFor(table, column, values)}`).join(', ')} ${where(chance, table, values)}${chance.maybe(' returning *')}`
  },
  (chance, table, values) =>
    `UPDATE "${table.name}" SET "${table.times[0]}" = now(), ${table.numbers.at(-1)} = ${table.numbers.at(-1)} + ${values.number()} ${where(chance, table, values)}`,
  (chance, table, values) =>
    `update ${table.name} as t set (${table.texts[0]}) = row(s.label) from (select ${table.key}, ${textOf(chance, table)} as label from ${table.name} ${where(chance, table, values)}) as s where s.${table.key} = t.${table.key}`,
  (chance, table, values) =>
    `delete from ${table.name} ${where(chance, table, values)}${chance.maybe(` returning ${table.key}`)}`,
  (chance, table, values) =>
    `with gone as (delete from ${table.name} ${where(chance, table, values)} returning *) select count(*) from gone`,
  (chance, table, values) =>
    `with moved as (update ${table.name} set ${table.times[0]} = clock_timestamp() ${where(chance, table, values)} returning ${table.key}) insert into events (kind, data) select 'moved', to_jsonb(moved) from moved`,
  (_, table, values) =>
    `merge into ${table.name} t using (values (${values.number()}, ${values.text()})) as s (n, label) on t.${table.numbers[0]} = s.n when matched and t.${table.texts[0]} <> s.label then update set ${table.texts[0]} = s.label when not matched then insert (${writable(table)[0]}) values (s.label)`,
  (chance, table, values) => `explain (analyze, buffers) select * from ${table.name} ${where(chance, table, values)}`,
  (chance, table, values) =>
    `/* action='index' */ select * from ${table.name} ${where(chance, table, values)} -- trace`,
  (chance, table, values) =>
    `select ${table.key} from ${table.name} ${where(chance, table, values)} group by grouping sets ((${table.key}), ()), rollup (${table.key})`,
  (chance, table, values) =>
    `select percentile_cont(0.5) within group (order by ${chance.one(table.numbers)}), string_agg(${chance.one(table.texts)}, ',' order by ${table.key}), array_agg(distinct ${chance.one(table.numbers)}), bool_or(${condition(chance, table, values)}) from ${table.name}`,
  (chance, table, values) =>
    `select t.${table.key}, g.n from ${table.name} t cross join generate_series(1, ${values.number()}) as g(n) where ${condition(chance, table, values, 't.')}`,
]

/** Different statements, the same in every run. */
export function generateStatements(count: number, seed: number): readonly string[] {
  const chance = new Chance(seed)
  const made = new Set<string>()
  while (made.size < count) {
    const template = chance.one(templates)
    made.add(template(chance, chance.one(tables), new Values(chance, chance.below(2) === 0)))
  }
  return [...made]
}
