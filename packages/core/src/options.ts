import { MuxError } from './errors.ts'

import { type OptionRow, optionTable, type PoolOptions } from './option-table.ts'

export { nearestName } from './nearest-name.ts'
export { type OptionRow, optionTable, type PoolOptions } from './option-table.ts'

export const coreOptionNames: readonly string[] = Object.keys(optionTable)

/** Checks what was given and fills in the defaults. Names that core does not know are the adapter's business. */
export function checkOptions(given: { readonly [name: string]: unknown }): PoolOptions {
  const checked: { [name: string]: unknown } = {}
  for (const [name, row] of Object.entries(optionTable) as [string, OptionRow<unknown>][]) {
    const value = given[name]
    checked[name] =
      value === undefined || (value === null && row.default === null) ? row.default : checkOption(name, row, value)
  }
  return checked as unknown as PoolOptions
}

function checkOption(name: string, row: OptionRow<unknown>, value: unknown): unknown {
  const wrong = (wanted: string): MuxError =>
    new MuxError('MUX_OPTION_RANGE', `option ${name}: ${wanted} (unit: ${row.unit}), got ${describe(value)}`, {
      phase: 'init',
    })
  switch (row.type) {
    case 'integer':
    case 'number': {
      const least = row.min ?? 0
      const most = row.max ?? Number.POSITIVE_INFINITY
      const whole = row.type === 'number' || value === Number.POSITIVE_INFINITY || Number.isInteger(value)
      if (typeof value !== 'number' || !whole || !(value >= least && value <= most))
        throw wrong(`wants ${row.type === 'integer' ? 'a whole number' : 'a number'} from ${least} to ${most}`)
      return value
    }
    case 'choice':
      if (!row.choices?.includes(value as string)) throw wrong(`wants one of ${row.choices?.join(', ')}`)
      return value
    case 'object': {
      const of = (value as { of?: unknown } | null)?.of
      if (typeof of !== 'number' || !Number.isInteger(of) || of < 1) throw wrong('wants { of: a whole number from 1 }')
      return value
    }
    case 'sql':
      if (typeof value === 'string' || (Array.isArray(value) && value.every((part) => typeof part === 'string')))
        return value
      throw wrong('wants a text or a list of texts')
    default:
      if (typeof value !== row.type) throw wrong(`wants a ${row.type}`)
      return value
  }
}

const describe = (value: unknown): string => (typeof value === 'string' ? JSON.stringify(value) : String(value))
