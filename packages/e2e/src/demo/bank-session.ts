import { habits, scale } from './habits.ts'
import type { Caller, Visit } from './visit.ts'

const { thinkInTransaction, thinkBetweenTransactions, transactionsPerSession } = habits.bank
const { branches, tellersPerBranch, accountsPerBranch } = scale

/** Adds up what one run committed, to be compared with the tables. */
export class BankLedger {
  transactions = 0
  sum = 0

  committed(delta: number): void {
    this.transactions += 1
    this.sum += delta
  }
}

/** A session of a few TPC-B-like transactions. */
export async function bankSession(visit: Visit, caller: Caller, ledger: BankLedger): Promise<void> {
  for (let n = 1; n <= transactionsPerSession; n++) {
    await bankTransaction(visit, caller, ledger)
    visit.requestDone()
    if (caller.pace.over || n === transactionsPerSession) return
    await visit.think(thinkBetweenTransactions)
    if (caller.pace.over) return
  }
}

async function bankTransaction(visit: Visit, caller: Caller, ledger: BankLedger): Promise<void> {
  const { dice, measures } = caller
  const { dialect } = visit
  const branch = dice.between(1, branches)
  const teller = dice.between(1, branches * tellersPerBranch)
  const account = dice.between(1, branches * accountsPerBranch)
  const delta = dice.between(-5000, 5000)

  await visit.run('begin')
  const written = await dialect.addToAccount(visit, delta, account)
  await visit.think(thinkInTransaction)
  const read = await visit.row<{ balance: string }>('select balance from accounts where id = $1', [account])
  if (read.balance !== written) {
    measures.wrong(`account ${account}: read ${read.balance} after writing ${written} in one transaction`)
  }
  await visit.think(thinkInTransaction)
  await dialect.addTo(visit, 'tellers', delta, teller)
  await visit.think(thinkInTransaction)
  await dialect.addTo(visit, 'branches', delta, branch)
  await visit.think(thinkInTransaction)
  await visit.run('insert into history (teller, branch, account, delta, caller) values ($1, $2, $3, $4, $5)', [
    teller,
    branch,
    account,
    delta,
    caller.number,
  ])
  await visit.run('commit')
  ledger.committed(delta)
  measures.transactionDone()
}
