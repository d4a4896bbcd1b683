import type { Chance } from './chance.ts'
import type { Table } from './tables.ts'

/** Values as parameters or as constants, as the program that is imitated prefers. */
export class Values {
  #count = 0
  readonly #chance: Chance
  readonly #bind: boolean

  constructor(chance: Chance, bind: boolean) {
    this.#chance = chance
    this.#bind = bind
  }

  number(): string {
    return this.#bind ? `$${++this.#count}::int` : String(this.#chance.below(100_000))
  }

  text(): string {
    if (this.#bind) return `$${++this.#count}::text`
    return this.#chance.one([
      "'a'",
      "'O''Hara'",
      "'%x%'",
      "'set work_mem = 1; --'",
      "E'tab\\t'",
      "'pg_temp'",
      "'ä ö'",
      "''",
    ])
  }

  time(): string {
    return this.#bind
      ? `$${++this.#count}::timestamptz`
      : this.#chance.one(["'2024-05-01'", "'2024-05-01 12:00:00+02'", 'now()'])
  }
}

export function numberOf(chance: Chance, table: Table, prefix = ''): string {
  const column = prefix + chance.one(table.numbers)
  return chance.one([
    column,
    column,
    `coalesce(${column}, 0)`,
    `abs(${column})`,
    `round(${column}::numeric, 2)`,
    `greatest(${column}, 1)`,
    `${column} * 2 + 1`,
    `nullif(${column}, 0)`,
    `mod(${column}::int, 10)`,
    `case when ${column} > 10 then ${column} else 0 end`,
    `floor(${column} / 3.0)`,
    `cast(${column} as numeric(12, 2))`,
    `${column}::numeric(12, 2)`,
  ])
}

export function textOf(chance: Chance, table: Table, prefix = ''): string {
  const column = prefix + chance.one(table.texts)
  return chance.one([
    column,
    column,
    `lower(${column})`,
    `upper(trim(${column}))`,
    `coalesce(${column}, '')`,
    `substring(${column} from 1 for 10)`,
    `left(${column}, 3)`,
    `right(${column}, 3)`,
    `concat_ws(' ', ${column}, ${column})`,
    `format('%s-%s', ${column}, 1)`,
    `replace(${column}, 'a', 'b')`,
    `regexp_replace(${column}, '[^a-z]+', '-', 'g')`,
    `split_part(${column}, '@', 2)`,
    `md5(${column})`,
    `overlay(${column} placing 'x' from 1 for 1)`,
    `initcap(${column}) || ' (' || length(${column}) || ')'`,
    `encode(digest(${column}, 'sha256'), 'hex')`,
    `unaccent(${column})`,
    `to_json(${column})::text`,
    `${column} collate "C"`,
  ])
}

export function timeOf(chance: Chance, table: Table, prefix = ''): string {
  const column = prefix + chance.one(table.times)
  return chance.one([
    column,
    `date_trunc('day', ${column})`,
    `${column}::date`,
    `extract(epoch from ${column})`,
    `to_char(${column}, 'YYYY-MM')`,
    `age(now(), ${column})`,
    `date_part('year', ${column})`,
    `${column} at time zone 'UTC'`,
    `coalesce(${column}, current_timestamp)`,
    `${column} + interval '1 day'`,
  ])
}

export function condition(chance: Chance, table: Table, values: Values, prefix = ''): string {
  const number = prefix + chance.one(table.numbers)
  const text = prefix + chance.one(table.texts)
  const time = prefix + chance.one(table.times)
  return chance.one([
    () => `${number} = ${values.number()}`,
    () => `${number} in (${values.number()}, ${values.number()}, ${values.number()})`,
    () => `${number} between ${values.number()} and ${values.number()}`,
    () => `${text} = ${values.text()}`,
    () => `${text} ilike ${values.text()}`,
    () => `${text} is not null`,
    () => `lower(${text}) like lower(${values.text()})`,
    () => `${time} >= ${values.time()}`,
    () => `${time} > now() - interval '7 days'`,
    () => `(${number} is null or ${number} <> ${values.number()})`,
    () => `not (${text} = ${values.text()})`,
    () => `${text} ~* ${values.text()}`,
    () => `${number} = any (array[${values.number()}, ${values.number()}])`,
    () => `coalesce(${text}, '') <> ''`,
    () => `(${text}, ${number}) = (${values.text()}, ${values.number()})`,
  ])()
}
