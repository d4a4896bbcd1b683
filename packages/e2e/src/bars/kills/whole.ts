import type { BarPool } from '../bar-pool.ts'
import type { Report } from '../report.ts'

/** All slots can be used at the same time, and pool and server count the same connections. */
export async function isWhole(
  pool: BarPool,
  connections: number,
  onServer: () => Promise<number>,
  report: Report,
): Promise<void> {
  const held = await Promise.all(Array.from({ length: connections }, () => pool.connect()))
  await Promise.all(held.map((session) => session.begin()))
  const { databaseConnections, databaseConnectionsCurrentlyBorrowed, waiting, places } = pool.snapshot()
  const counted = await onServer()
  report.figure('connections afterwards', `${databaseConnectionsCurrentlyBorrowed} usable, ${counted} on the server`)
  report.holds(
    databaseConnectionsCurrentlyBorrowed === connections && counted === connections && waiting === 0,
    `the pool is not whole: ${databaseConnections} connections (${JSON.stringify(places)}), ${counted} on the server`,
  )
  await Promise.all(held.map((session) => session.rollback()))
  for (const session of held) session.release()
}
