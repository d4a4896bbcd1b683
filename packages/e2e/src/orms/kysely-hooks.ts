import { CompiledQuery, Kysely, PostgresDialect, sql } from 'kysely'
import { atOnce, type Program, type World } from './program.ts'

interface Tables {
  note: { tenant: string; text: string }
}

const statement = (text: string) => CompiledQuery.raw(text)

async function tenants(db: Kysely<Tables>, tenant: { now: string }, { observe }: World): Promise<void> {
  const texts = async (of: string) => {
    tenant.now = of
    return (await db.selectFrom('note').select('text').orderBy('text').execute()).map((row) => row.text)
  }
  observe('tenant a', await texts('a'))
  observe('tenant b', await texts('b'))
  // Each request asks for its tenant's rows and for its own setting, on a connection that it holds.
  const seen = await atOnce(20, (i) => {
    tenant.now = i % 2 ? 'a' : 'b'
    return db.connection().execute(async (one) => {
      const setting = await sql<{ tenant: string }>`select current_setting('app.tenant') as tenant`.execute(one)
      const own = setting.rows[0]?.tenant
      const rows = await one.selectFrom('note').select('tenant').execute()
      return {
        known: own === 'a' || own === 'b',
        foreign: rows.filter((row) => row.tenant !== own).length,
        rows: rows.length,
      }
    })
  })
  observe('own rows only', seen)
}

/** Tenants by row level security, with a session's setting made on every checkout, as a hook of the library does it. */
export const kyselyHooks: Program = {
  name: 'kysely-hooks',
  // Three of the readers' pool, one of the owner's.
  connections: 4,
  async run(world) {
    const { Pool } = world.subject.driver
    const owner = new Pool({ connectionString: world.connectionString, max: 1 })
    const role = `reader_${new URL(world.connectionString).pathname.slice(1)}`
    await owner.query(`
      create table note (tenant text not null, text text not null);
      insert into note select t, t || n from unnest(array['a', 'b']) t, generate_series(1, 3) n;
      alter table note enable row level security;
      create policy own on note using (tenant = current_setting('app.tenant'));
      create role ${role};
      grant select on note to ${role}`)
    const tenant = { now: 'a' }
    const dialect = new PostgresDialect({
      pool: new Pool({ connectionString: world.connectionString, max: 3 }),
      async onReserveConnection(connection) {
        const name = tenant.now
        await connection.executeQuery(statement('reset all'))
        await connection.executeQuery(CompiledQuery.raw(`select set_config('app.tenant', $1, false)`, [name]))
        await connection.executeQuery(statement(`set role ${role}`))
      },
    })
    const db = new Kysely<Tables>({ dialect })
    await tenants(db, tenant, world)
    await db.destroy()
    await owner.query(`drop owned by ${role}; drop role ${role}`)
    await owner.end()
  },
}
