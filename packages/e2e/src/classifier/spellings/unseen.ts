import type { Spelling } from './spelling.ts'

/**
 * What no text shows: code that runs because of what a name stands for. The catalogue of the server knows; the
 * classifier does not, and the page of guarantees says so.
 */
export const unseenSpellings: readonly Spelling[] = [
  { text: 'select * from probe_setter' },
  { text: 'insert into probe_defaults default values' },
  { text: 'insert into probe_triggered values (1)' },
  { text: 'select probe_row.probe_of from probe_row' },
  { text: 'select 1 ### 2' },
  { text: 'select 1::probe_checked' },
  { text: 'select cast(row(1) as probe_cast)::text' },
  { text: 'update probe_ruled set a = 1' },
  { text: "update probe_settings set setting = '7MB' where name = 'work_mem'" },
  { text: 'delete from probe_parent' },
]
