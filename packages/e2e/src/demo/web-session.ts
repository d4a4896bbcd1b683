import type { Scope } from './engine.ts'
import { habits, scale } from './habits.ts'
import type { Caller, Visit } from './visit.ts'

const { thinkInTransaction, thinkInSession, settingForSession } = habits.web

/** Counts the orders that each tenant wrote in one run, to be compared with the table. */
export class OrderLedger {
  readonly written: Map<number, number> = new Map()

  committed(tenant: number): void {
    this.written.set(tenant, (this.written.get(tenant) ?? 0) + 1)
  }
}

/** A session as a web request uses it: a tenant, a read, a write, and time with nothing to ask. */
export async function webSession(visit: Visit, caller: Caller, ledger: OrderLedger): Promise<void> {
  const { dice, measures } = caller
  const tenant = dice.between(1, scale.tenants)
  const forSession = dice.fraction() < settingForSession

  // Nobody has set anything in this session yet. '' is what an ended SET LOCAL leaves behind on a connection.
  const before = await visit.row<{ tenant: string | null }>(visit.dialect.tenantOfSession)
  if (before.tenant !== null && before.tenant !== '') {
    measures.wrong(`caller ${caller.number} found the tenant ${before.tenant} of another session`)
  }
  await visit.think(thinkInSession / 2)
  if (forSession) await withSettingOfSession(visit, caller, tenant)
  else await withSettingOfTransaction(visit, caller, tenant)
  ledger.committed(tenant)
  measures.transactionDone()
  await visit.think(thinkInSession / 2)
  // A session that others get after a release must be left clean; pg.Pool does not do it.
  if (forSession) await visit.run(visit.dialect.clearSession)
  visit.requestDone()
}

async function withSettingOfTransaction(visit: Visit, caller: Caller, tenant: number): Promise<void> {
  await visit.run('begin')
  await visit.dialect.setForTransaction(visit, tenant)
  await readAndWrite(visit, caller, { tenant, forSession: false })
  await visit.run('commit')
}

async function withSettingOfSession(visit: Visit, caller: Caller, tenant: number): Promise<void> {
  await visit.run(visit.dialect.setForSession(tenant))
  await readAndWrite(visit, caller, { tenant, forSession: true })
}

async function readAndWrite(visit: Visit, caller: Caller, scope: Scope): Promise<void> {
  const { dice, measures } = caller
  const { tenant } = scope
  const rows = await visit.dialect.readOrders(visit, scope)
  const foreign = rows.find((row) => row.tenant !== tenant)
  if (foreign !== undefined) measures.wrong(`tenant ${tenant} was shown an order of tenant ${foreign.tenant}`)
  if (rows.length !== 10) measures.wrong(`tenant ${tenant} was shown ${rows.length} orders instead of 10`)
  await visit.think(thinkInTransaction)
  const written = await visit.dialect.writeOrder(visit, scope, dice.between(1, 1000))
  if (written !== tenant) measures.wrong(`an order of tenant ${tenant} was written as ${written}`)
}
