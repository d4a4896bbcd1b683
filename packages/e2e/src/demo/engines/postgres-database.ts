import pg from 'pg'
import type { DemoDatabase } from '../engine.ts'
import { scale } from '../habits.ts'

const { branches, tellersPerBranch, accountsPerBranch, tenants, ordersPerTenant } = scale

const schema = (role: string): readonly string[] => [
  'create table branches (id int primary key, balance bigint not null) with (fillfactor = 10)',
  'create table tellers (id int primary key, branch int not null, balance bigint not null) with (fillfactor = 10)',
  'create table accounts (id int primary key, branch int not null, balance bigint not null) with (fillfactor = 80)',
  `create table history (teller int not null, branch int not null, account int not null, delta int not null,
                         caller int not null, at timestamptz not null default now())`,
  `insert into branches select n, 0 from generate_series(1, ${branches}) n`,
  `insert into tellers select n, (n - 1) / ${tellersPerBranch} + 1, 0 from generate_series(1, ${branches * tellersPerBranch}) n`,
  `insert into accounts select n, (n - 1) / ${accountsPerBranch} + 1, 0 from generate_series(1, ${branches * accountsPerBranch}) n`,
  'create table orders (id bigint generated always as identity, tenant int not null, total int not null)',
  `insert into orders (tenant, total)
     select t, n from generate_series(1, ${tenants}) t, generate_series(1, ${ordersPerTenant}) n`,
  'create index on orders (tenant, id)',
  'alter table orders enable row level security',
  // A setting that is unknown, empty or reset shows no row at all.
  `create policy own_rows on orders using (tenant = nullif(current_setting('app.tenant', true), '')::int)`,
  `grant select, insert, update on all tables in schema public to ${role}`,
  'analyze',
]

/** The role of the callers is not a superuser, so that row-level security holds for it. */
export async function createPostgresDatabase(superuserUrl: string, name: string): Promise<DemoDatabase> {
  const role = `${name}_caller`
  const checkingUrl = withParts(superuserUrl, { database: name })
  await run(superuserUrl, [`create database ${name}`, `create role ${role} login password '${role}'`])
  await run(checkingUrl, schema(role))
  return {
    name,
    callersUrl: withParts(checkingUrl, { user: role, password: role }),
    ask: (text) => run(checkingUrl, [text]),
    drop: async () => void (await run(superuserUrl, [`drop database ${name} with (force)`, `drop role ${role}`])),
  }
}

/** Gives the rows of the last statement. */
async function run(connectionString: string, statements: readonly string[]): Promise<readonly unknown[]> {
  const client = new pg.Client({ connectionString })
  await client.connect()
  try {
    let rows: readonly unknown[] = []
    for (const statement of statements) rows = (await client.query(statement)).rows
    return rows
  } finally {
    await client.end()
  }
}

function withParts(url: string, parts: { database?: string; user?: string; password?: string }): string {
  const changed = new URL(url)
  if (parts.database !== undefined) changed.pathname = `/${parts.database}`
  if (parts.user !== undefined) changed.username = parts.user
  if (parts.password !== undefined) changed.password = parts.password
  return changed.href
}
