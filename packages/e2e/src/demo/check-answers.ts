import pg from 'pg'
import type { BankLedger } from './bank-session.ts'
import { scale } from './habits.ts'
import type { OrderLedger } from './web-session.ts'

interface Sums {
  readonly accounts: string
  readonly tellers: string
  readonly branches: string
  readonly history: string
  readonly transactions: string
}

const sums = `select (select sum(balance) from accounts) as accounts,
                     (select sum(balance) from tellers) as tellers,
                     (select sum(balance) from branches) as branches,
                     (select coalesce(sum(delta), 0) from history) as history,
                     (select count(*) from history) as transactions`

/** Compares the tables with what the callers were told was committed. Returns a sentence for each fault. */
export async function checkAnswers(checkingUrl: string, bank: BankLedger, orders: OrderLedger): Promise<string[]> {
  const client = new pg.Client({ connectionString: checkingUrl })
  await client.connect()
  try {
    return [...(await checkBank(client, bank)), ...(await checkOrders(client, orders))]
  } finally {
    await client.end()
  }
}

async function checkBank(client: pg.Client, bank: BankLedger): Promise<string[]> {
  const { rows } = await client.query<Sums>(sums)
  const found = rows[0]
  if (found === undefined) return ['the sums of the bank gave no row']
  const faults: string[] = []
  for (const table of ['accounts', 'tellers', 'branches', 'history'] as const) {
    if (Number(found[table]) !== bank.sum) faults.push(`${table} add up to ${found[table]}, the callers to ${bank.sum}`)
  }
  if (Number(found.transactions) !== bank.transactions) {
    faults.push(`history has ${found.transactions} rows, the callers committed ${bank.transactions}`)
  }
  return faults
}

async function checkOrders(client: pg.Client, orders: OrderLedger): Promise<string[]> {
  const { rows } = await client.query<{ tenant: number; count: string }>(
    'select tenant, count(*) from orders group by tenant',
  )
  const found = new Map(rows.map((row) => [row.tenant, Number(row.count)]))
  const faults: string[] = []
  for (let tenant = 1; tenant <= scale.tenants; tenant++) {
    const expected = scale.ordersPerTenant + (orders.written.get(tenant) ?? 0)
    const count = found.get(tenant) ?? 0
    if (count !== expected) faults.push(`tenant ${tenant} has ${count} orders instead of ${expected}`)
  }
  return faults
}
