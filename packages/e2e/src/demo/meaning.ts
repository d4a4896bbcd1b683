import type { DemoArguments } from './arguments.ts'
import type { Dialect } from './engine.ts'
import { habits } from './habits.ts'

const { bank, web } = habits

/** What runs, said before it runs. */
export function workloadText(
  { callers, connections, seconds, think }: DemoArguments,
  { tenancy }: Pick<Dialect, 'tenancy'>,
): string {
  const factor = think === 1 ? '' : `, every time of thinking times ${think}`
  return `${callers} callers on ${connections} connections, ${seconds} s on each pool${factor}.
Half are bank sessions: ${bank.transactionsPerSession} TPC-B-like transactions of 7 statements, ${bank.thinkInTransaction} ms of thinking between statements,
${bank.thinkBetweenTransactions} ms between the transactions of a session, ${bank.thinkBetweenSessions} ms between sessions.
Half are web requests: a session that stays open for ${web.thinkInSession} ms of other work, with its tenant set for one transaction
(${Math.round(web.settingForSession * 100)} %: for the whole session), ${tenancy}, a read and a write; ${web.thinkBetweenSessions} ms between requests.
`
}

/** What the table means, with its limits. */
export const meaning = (
  pool: string,
): string => `What this means. Both pools ran the same program, which keeps its session open while it thinks. ${pool} lends a
connection for as long as a session is open; muxpool lends one for a transaction, or for a pin. So the difference is the
thinking: a session that thinks holds a connection of ${pool} and none of muxpool. A program that never keeps a client
while it does other things (only pool.query, or release before every pause) gains nothing of this kind, and pays for
muxpool's own work; --think 0 shows it. Waiting inside a transaction costs a connection on both.
"Waits for the database" is the time a request waits for a session, a connection and its answers, without its own
thinking; callers without a session at the end count with what they had waited so far, which is too low.
`
