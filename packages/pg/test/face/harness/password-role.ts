import type { World } from './world.ts'

const password = 'face-secret'
const lock = 5_432_001

/**
 * A login role whose password the server asks for. The servers of the tests trust everybody, so a rule for this one
 * role is put above theirs in pg_hba.conf and taken out again.
 */
export async function withPasswordRole<T>(w: World, use: (role: string, password: string) => Promise<T>): Promise<T> {
  const role = w.name
  const rule = `host all ${role} all scram-sha-256`
  const edit = async (change: (lines: string[]) => string[]): Promise<void> => {
    // Several test files may edit the same file at once.
    await w.admin.query('select pg_advisory_lock($1)', [lock])
    try {
      const { rows } = await w.admin.query(
        "select pg_read_file(current_setting('hba_file')) as text, current_setting('hba_file') as path",
      )
      const lines = change((rows[0].text as string).trimEnd().split('\n'))
      // One column, one row a line; no line of the file has anything that COPY would escape.
      const elements = `jsonb_array_elements_text(${w.admin.escapeLiteral(JSON.stringify(lines))}::jsonb)`
      await w.admin.query(`copy (select value from ${elements}) to ${w.admin.escapeLiteral(rows[0].path)}`)
      await w.admin.query('select pg_reload_conf()')
    } finally {
      await w.admin.query('select pg_advisory_unlock($1)', [lock])
    }
  }
  await w.admin.query(`create role ${role} login password '${password}'`)
  await edit((lines) => [rule, ...lines])
  w.afterwards(async () => {
    await edit((lines) => lines.filter((line) => line !== rule))
    await w.admin.query(`drop role ${role}`)
  })
  await reloaded(w, role)
  return use(role, password)
}

/** The server reads its files again some time after it was asked to. */
async function reloaded(w: World, role: string): Promise<void> {
  for (;;) {
    const { rows } = await w.admin.query(
      'select count(*)::int as n from pg_hba_file_rules where $1 = any(user_name) and error is null',
      [role],
    )
    const { rows: loaded } = await w.admin.query(
      "select pg_conf_load_time() >= clock_timestamp() - interval '1 minute' as fresh",
    )
    if (rows[0].n > 0 && loaded[0].fresh) return
  }
}
