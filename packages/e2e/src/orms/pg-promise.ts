import pgPromise, { type IDatabase, type ITask } from 'pg-promise'
import { atOnce, backends, failure, type Program, type World } from './program.ts'

type Db = IDatabase<object>
type On = ITask<object>

async function readsAndWrites(db: Db, pgp: pgPromise.IMain, { observe }: World): Promise<void> {
  await db.none('create table item (id int primary key, name text unique, at timestamptz, tags text[], about jsonb)')
  const columns = new pgp.helpers.ColumnSet(['id', 'name', 'tags', { name: 'about', mod: ':json' }], { table: 'item' })
  const items = [
    { id: 1, name: "o'hara", tags: ['a', 'b,"c"'], about: { n: [1, null] } },
    { id: 2, name: 'bob', tags: [], about: {} },
  ]
  await db.none(pgp.helpers.insert(items, columns))
  observe('any', await db.any('select * from item order by id'))
  observe('one', await db.one('select name from item where id = $/id/', { id: 1 }))
  observe('none or one', await db.oneOrNone('select name from item where id = $1', 9))
  observe('wanted one', await failure(() => db.one('select name from item')))
  observe('duplicate', await failure(() => db.none('insert into item (id) values (1)')))
  const prepared = new pgp.PreparedStatement({ name: 'by-id', text: 'select name from item where id = $1' })
  observe('prepared', await atOnce(12, (i) => db.oneOrNone(prepared, [i % 3])))
  const parameterized = new pgp.ParameterizedQuery({ text: 'select $1::int8 as big', values: [7] })
  observe('parameterized', await db.one(parameterized))
  const several = await db.multi('select 1 as a; select 2 as b')
  observe('several', several)
  observe('result', (await db.result('update item set at = null')).rowCount)
}

async function transactions(db: Db, pgp: pgPromise.IMain, { observe }: World): Promise<void> {
  await db.tx((t) => t.none('insert into item (id, name) values (10, $1)', 'kept'))
  const thrown = db.tx(async (t) => {
    await t.none('insert into item (id, name) values (11, $1)', 'lost')
    throw new Error('no')
  })
  observe('rolled back', await failure(() => thrown))
  const { TransactionMode, isolationLevel } = pgp.txMode
  const level = (t: On) => t.one('show transaction_isolation')
  const serializable = new TransactionMode({ tiLevel: isolationLevel.serializable, readOnly: true })
  observe('serializable', await db.tx({ mode: serializable }, level))
  observe('read only', await failure(() => db.tx({ mode: serializable }, (t) => t.none('delete from item'))))
  await db.tx(async (t) => {
    await t.none('insert into item (id, name) values (12, $1)', 'outer')
    const inner = t.tx((nested) => nested.none('insert into item (id, name) values (13, $1)', 'outer'))
    observe('duplicate in a savepoint', await failure(() => inner))
    await t.tx((nested) => nested.none('insert into item (id, name) values (14, $1)', 'inner'))
    observe('batch', await t.batch([t.one('select 1 as a'), t.one('select 2 as b')]))
  })
  observe('task', await db.task(async (t) => [await t.one('select 1 as a'), await t.one('select 2 as b')]))
  observe('names', await db.map('select name from item order by id', [], (row) => row.name))
}

async function crowd(db: Db, { observe }: World): Promise<void> {
  const outcomes = await atOnce(20, (index) =>
    db.tx(async (t) => {
      const before = await t.one('select pg_backend_pid() as pid')
      await t.none('update item set about = to_jsonb(coalesce(about::int, 0) + $1) where id = 10', index)
      const after = await t.one('select pg_backend_pid() as pid')
      return { before: before.pid, after: after.pid }
    }),
  )
  observe('backends', backends(outcomes, 3))
  observe('all counted', await db.one('select about from item where id = 10'))
}

/** pg-promise takes no pool, but makes it from the class in `pgp.pg`, a copy of pg of its own. */
export const pgPromiseProgram: Program = {
  name: 'pg-promise',
  connections: 3,
  async run(world) {
    const pgp = pgPromise({ noWarnings: true })
    const driver = pgp.pg as unknown as { Pool: unknown }
    const real = driver.Pool
    try {
      driver.Pool = world.subject.poolClassFor(pgp.pg as never)
      const db: Db = pgp({ connectionString: world.connectionString, max: 3 })
      await readsAndWrites(db, pgp, world)
      await transactions(db, pgp, world)
      await crowd(db, world)
      const client = await db.connect()
      world.observe('held', await client.one('select 1 as one'))
      await client.done()
      world.observe('used after done', await failure(() => client.one('select 1')))
      await db.$pool.end()
      world.observe('after the end', await failure(() => db.one('select 1')))
    } finally {
      driver.Pool = real
    }
  },
}
