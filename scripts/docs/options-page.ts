import { type OptionRow, optionTable } from '../../packages/core/src/options.ts'
import { driverNames } from './driver-names.ts'
import { mysql2Names } from './mysql2-names.ts'
import { code, type Page, page, table } from './page.ts'

function valueText(row: OptionRow<unknown>, value: unknown): string {
  if (value === null) return 'none'
  if (value === Number.POSITIVE_INFINITY) return 'no bound'
  if (value === 0 && row.unit === 'ms' && /\b0: never\b/.test(row.what)) return '0 (never)'
  return code(typeof value === 'string' ? value : JSON.stringify(value))
}

function rangeText(row: OptionRow<unknown>): string {
  if (row.choices !== undefined) return row.choices.map(code).join(', ')
  if (row.min === undefined && row.max === undefined) return ''
  const most = row.max === undefined ? '' : ` to ${row.max.toLocaleString('en')}`
  return `${(row.min ?? 0).toLocaleString('en')}${most}`
}

export const optionsPage = (): Page =>
  page(
    'reference/options.md',
    'Options',
    "`createPool(options)` and `new Pool(options)` take these, and every option of the driver: of pg's `Pool` and `Client`, or of mysql2's pools and connections. `createPool` refuses a name that nobody knows (`MUX_OPTION_UNKNOWN`) and says the nearest one; `Pool` of `@muxpool/pg` passes it on to the driver with one process warning, and so does a URL given to `@muxpool/mysql2`. A value of the wrong type or out of its range is `MUX_OPTION_RANGE`. Times are milliseconds.",
    "## muxpool's own",
    table(
      ['option', 'unit', 'default', 'range', 'what it does'],
      Object.entries(optionTable).map(([name, row]: [string, OptionRow<unknown>]) => [
        code(name),
        row.unit,
        valueText(row, row.default),
        rangeText(row),
        row.what,
      ]),
    ),
    "## pg's names",
    "Where a name of pg and a name of muxpool say the same thing, both are taken; muxpool's wins where both are given.",
    table(
      ['pg', 'muxpool', 'remark'],
      driverNames.map(({ pg, muxpool, remark }) => [code(pg), muxpool.map(code).join(', '), remark]),
    ),
    "## mysql2's names",
    'The same for `@muxpool/mysql2`.',
    table(
      ['mysql2', 'muxpool', 'remark'],
      mysql2Names.map(({ mysql2, muxpool, remark }) => [code(mysql2), muxpool.map(code).join(', '), remark]),
    ),
  )
