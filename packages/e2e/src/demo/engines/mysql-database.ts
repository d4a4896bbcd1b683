import mysql from 'mysql2/promise'
import type { DemoDatabase } from '../engine.ts'
import { scale } from '../habits.ts'

const { branches, tellersPerBranch, accountsPerBranch, tenants, ordersPerTenant } = scale

/** Numbers from 0 to `count` - 1, up to a hundred thousand. */
const numbers = (count: number): string =>
  `(select a.d + 10 * b.d + 100 * c.d + 1000 * e.d + 10000 * f.d as n
      from digits a, digits b, digits c, digits e, digits f having n < ${count}) s`

const schema: readonly string[] = [
  'create table digits (d int primary key)',
  `insert into digits values ${Array.from({ length: 10 }, (_, d) => `(${d})`).join(', ')}`,
  'create table branches (id int primary key, balance bigint not null)',
  'create table tellers (id int primary key, branch int not null, balance bigint not null)',
  'create table accounts (id int primary key, branch int not null, balance bigint not null)',
  `create table history (id bigint auto_increment primary key, teller int not null, branch int not null,
                         account int not null, delta int not null, caller int not null,
                         at datetime(6) not null default current_timestamp(6))`,
  `insert into branches select n + 1, 0 from ${numbers(branches)}`,
  `insert into tellers select n + 1, n div ${tellersPerBranch} + 1, 0 from ${numbers(branches * tellersPerBranch)}`,
  `insert into accounts select n + 1, n div ${accountsPerBranch} + 1, 0 from ${numbers(branches * accountsPerBranch)}`,
  `create table orders (id bigint auto_increment primary key, tenant int not null, total int not null,
                        key of_tenant (tenant, id))`,
  `insert into orders (tenant, total)
     select n div ${ordersPerTenant} + 1, n % ${ordersPerTenant} + 1 from ${numbers(tenants * ordersPerTenant)}`,
  'analyze table branches, tellers, accounts, orders',
]

/** The user of the callers may read and write the rows of this database, and nothing else. */
export async function createMysqlDatabase(superuserUrl: string, name: string): Promise<DemoDatabase> {
  const user = `${name}_caller`.slice(-32)
  const url = new URL(superuserUrl)
  await run(superuserUrl, [
    `create database ${name}`,
    `create user ${user} identified by '${user}'`,
    `grant select, insert, update on ${name}.* to ${user}`,
  ])
  url.pathname = `/${name}`
  const checkingUrl = url.href
  Object.assign(url, { username: user, password: user })
  await run(checkingUrl, schema)
  return {
    name,
    callersUrl: url.href,
    ask: (text) => run(checkingUrl, [text]),
    drop: async () => void (await run(superuserUrl, [`drop database ${name}`, `drop user ${user}`])),
  }
}

/** Gives the rows of the last statement. */
async function run(url: string, statements: readonly string[]): Promise<readonly unknown[]> {
  const connection = await mysql.createConnection(url)
  try {
    let rows: unknown = []
    for (const statement of statements) [rows] = await connection.query(statement)
    return rows as readonly unknown[]
  } finally {
    await connection.end()
  }
}
