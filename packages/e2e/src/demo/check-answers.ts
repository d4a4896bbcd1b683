import type { BankLedger } from './bank-session.ts'
import type { DemoDatabase } from './engine.ts'
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
export async function checkAnswers(database: DemoDatabase, bank: BankLedger, orders: OrderLedger): Promise<string[]> {
  return [...(await checkBank(database, bank)), ...(await checkOrders(database, orders))]
}

async function checkBank(database: DemoDatabase, bank: BankLedger): Promise<string[]> {
  const rows = (await database.ask(sums)) as readonly Sums[]
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

async function checkOrders(database: DemoDatabase, orders: OrderLedger): Promise<string[]> {
  const rows = (await database.ask('select tenant, count(*) as count from orders group by tenant')) as readonly {
    readonly tenant: number
    readonly count: string | number
  }[]
  const found = new Map(rows.map((row) => [row.tenant, Number(row.count)]))
  const faults: string[] = []
  for (let tenant = 1; tenant <= scale.tenants; tenant++) {
    const expected = scale.ordersPerTenant + (orders.written.get(tenant) ?? 0)
    const count = found.get(tenant) ?? 0
    if (count !== expected) faults.push(`tenant ${tenant} has ${count} orders instead of ${expected}`)
  }
  return faults
}
