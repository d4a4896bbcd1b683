import { Bench } from '@muxpool/core/testing'
import { expect, test } from 'vitest'
import { onBothServers, type Stage } from '../harness.ts'
import { classes } from '../mysql-subject.ts'

/** Differ between any two moments, or any two connections. */
const changing = new Set(['timestamp', 'rand_seed1', 'rand_seed2', 'statement_id', 'pseudo_thread_id', 'error_count'])

async function variables(bench: Stage['bench']): Promise<ReadonlyMap<string, string>> {
  const { rows } = await bench.run('show session variables')
  return new Map(
    rows.filter(([name]) => !changing.has(String(name))).map(([name, value]) => [String(name), String(value)]),
  )
}

const place = 'select database(), current_role(), @a, is_used_lock("of the session")'

async function reset({ subject, bench }: Stage): Promise<void> {
  await subject.driver.reset(bench.wire, bench.context)
}

onBothServers('a reset', (stage) => {
  test.each([
    [
      'settings',
      ["set sql_mode = 'ANSI_QUOTES,NO_BACKSLASH_ESCAPES'", 'set sql_select_limit = 0', 'set autocommit = 0'],
    ],
    ['character sets', ['set names latin1', 'set character_set_results = null']],
    ['a collation', ['set names utf8mb4 collate utf8mb4_bin', "set collation_connection = 'ucs2_general_ci'"]],
    ['reports', ["set session_track_system_variables = ''", 'set session_track_schema = off']],
    ['a time zone and words', ["set time_zone = '+05:00'", "set lc_time_names = 'de_DE'"]],
    ['limits of time', ['set lock_wait_timeout = 7', 'set innodb_lock_wait_timeout = 9', 'set wait_timeout = 100']],
    ['an isolation', ['set session transaction isolation level serializable', 'set session transaction read only']],
    ['the next transaction', ['set transaction isolation level read uncommitted']],
    ['checks', ['set foreign_key_checks = 0, unique_checks = 0, sql_safe_updates = 1']],
    ['user variables and a lock', ['set @a = 1', "do get_lock('of the session', 1)"]],
    ['a schema', ['use mysql']],
  ])('takes away %s: every variable is that of a new connection', async (_what, texts) => {
    const { subject, bench } = stage()
    const [fresh, there] = [await variables(bench), (await bench.run(place)).rows]
    for (const text of texts) expect((await bench.run(text)).error).toBeNull()
    await reset(stage())
    expect(await variables(bench)).toEqual(fresh)
    expect((await bench.run(place)).rows).toEqual(there)
    const other = await Bench.open(subject)
    expect(await variables(other)).toEqual(fresh)
  })

  test('tells core that all is as it was', async () => {
    const { bench } = stage()
    const baseline = new Map<string, string>()
    const now = new Map<string, string>()
    const read = (log: readonly string[], into: Map<string, string>): void => {
      for (const line of log) {
        const [, name = '', value = '', alone] = /^setting ([^=]+)=(.*?)( unsolicited)?$/.exec(line) ?? []
        if (name === '') continue
        into.set(name, value)
        if (alone) baseline.set(name, value)
      }
    }
    read(bench.log, baseline)
    bench.log.length = 0
    const changes = ["set @a = 1, time_zone = '+03:00', sort_buffer_size = 400000, names latin1", 'use mysql']
    for (const text of [...changes, 'set sort_buffer_size = 400000', "set time_zone = '+03:00'"]) await bench.run(text)
    await reset(stage())
    read(bench.log, now)
    expect([...now].filter(([name, value]) => baseline.get(name) !== value)).toEqual([])
    expect([now.has('time_zone'), now.has('(session state)')]).toEqual([true, true])
  })

  test('brings the letters back that the driver would send in another character set', async () => {
    await stage().query('set names latin1')
    await reset(stage())
    expect(await stage().value("select concat('é', hex('é'))")).toBe('éC3A9')
  })

  test('brings the collation back that columns are told in', async () => {
    const collation = async (): Promise<unknown> => {
      let told: readonly { readonly characterSet: number }[] = []
      await stage().carry((answer) => [
        new classes.Query({ sql: "select 'text' as t" } as never, (...given: unknown[]) => {
          told = given[2] as typeof told
          answer(...given)
        }),
      ])
      return told[0]?.characterSet
    }
    const fresh = await collation()
    expect(fresh).toBe(224)
    await stage().query('set names latin1')
    await reset(stage())
    expect(await collation()).toBe(fresh)
  })

  test('brings the character set of the schema back, which is not that of the server', async () => {
    const { subject } = stage()
    const schema = `of_${subject.user}`
    await subject.admin.query(`create database ${schema} character set ucs2`)
    try {
      const driver = subject.driverFor({ database: schema })
      const bench = await Bench.open({ ...subject, driver })
      await bench.run('set @a = 1')
      await driver.reset(bench.wire, bench.context)
      expect((await bench.run('select @@character_set_database')).rows).toEqual([['ucs2']])
    } finally {
      await subject.admin.query(`drop database ${schema}`)
    }
  })

  test('takes a role away, or gives back the one that new connections have', async () => {
    const { subject, bench, flavour } = stage()
    const { admin, user } = subject
    const role = `role_of_${user}`
    await admin.query(`create role ${role}`)
    await admin.query(`grant ${role} to ${user}@'%'`)
    const none = (await bench.run('select current_role()')).rows
    expect((await bench.run(`set role ${role}`)).error).toBeNull()
    expect((await bench.run('select current_role()')).rows).not.toEqual(none)
    await reset(stage())
    expect((await bench.run('select current_role()')).rows).toEqual(none)
    const by =
      flavour === 'mariadb' ? `set default role ${role} for ${user}@'%'` : `set default role ${role} to ${user}@'%'`
    await admin.query(by)
    const other = await Bench.open(subject)
    const own = (await other.run('select current_role()')).rows
    expect(own).not.toEqual(none)
    await other.run('set role none')
    await subject.driver.reset(other.wire, other.context)
    expect((await other.run('select current_role()')).rows).toEqual(own)
    await admin.query(`drop role ${role}`)
  })

  test('ends tables, locks of tables, cursors and statements', async () => {
    const { bench, subject } = stage()
    await subject.admin.query('create table if not exists test.locked (n int)')
    for (const text of ['create temporary table mine (n int)', "prepare p from 'select 1'", 'lock tables locked write'])
      expect((await bench.run(text)).error).toBeNull()
    await reset(stage())
    await subject.admin.query('insert into test.locked values (1)')
    for (const text of ['select * from mine', 'execute p']) expect((await bench.run(text)).error).not.toBeNull()
  })

  test('rejects where there was no schema, and one was taken', async () => {
    const { subject } = stage()
    const bench = await Bench.open({ ...subject, driver: subject.driverFor({ database: undefined }) })
    await subject.driver.control(bench.wire, [], bench.context)
    await bench.run('use mysql')
    await expect(bench.driver.reset(bench.wire, bench.context)).rejects.toThrow('schema')
  })

  test('rejects where somebody else has logged in', async () => {
    const { subject, bench, carry } = stage()
    const { classes } = await import('../mysql-subject.ts')
    const config = bench.wire.connection.config
    const options = { user: subject.user, password: 'secret', database: 'mysql', charsetNumber: config.charsetNumber }
    const { error, boundary } = await carry((told) => [new classes.ChangeUser(options as never, told)])
    expect([error, boundary.fate, await stage().value('select database()')]).toEqual([null, 'ok', 'mysql'])
    await expect(reset(stage())).rejects.toThrow('user')
  })

  test('rejects where the server has something to run for new connections', async () => {
    const { subject } = stage()
    await subject.admin.query("set global init_connect = 'set @of_the_server = 1'")
    try {
      const bench = await Bench.open(subject)
      await expect(bench.driver.reset(bench.wire, bench.context)).rejects.toThrow('init_connect')
    } finally {
      await subject.admin.query("set global init_connect = ''")
    }
  })

  test('rejects what a global variable has become since the connection was new', async () => {
    const { subject, bench } = stage()
    await subject.admin.query('set global foreign_key_checks = 0')
    try {
      await expect(reset(stage())).rejects.toThrow('foreign_key_checks')
    } finally {
      await subject.admin.query('set global foreign_key_checks = 1')
      void bench
    }
  })
})
