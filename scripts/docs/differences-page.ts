import { differences } from '../../packages/e2e/src/differential/differences.ts'
import { mysqlDifferences } from '../../packages/e2e/src/differential/mysql/differences.ts'
import { deviations as mysqlDeviations } from '../../packages/mysql2/src/facade/deviations.ts'
import { deviations } from '../../packages/pg/src/facade/deviations.ts'
import { code, type Page, page, table } from './page.ts'

export const differencesPage = (): Page =>
  page(
    'reference/differences.md',
    'Differences from pg',
    'Everything in which a program can see that it talks to muxpool and not to `pg.Pool` with a connection for each client. Tests assert each row; a difference that is not here is a defect.',
    '## What a session sees of the server',
    'Found by running the same programs on private connections and through muxpool, with other sessions that dirty every kind of state beside them.',
    table(
      ['id', 'a private connection', 'muxpool', 'why'],
      differences.map((row) => [code(row.id), row.privateConnection, row.muxpool, row.why]),
    ),
    '## Members and events',
    table(
      ['id', 'member', 'pg', 'muxpool', 'why'],
      deviations.map((row) => [code(row.id), code(row.member), row.pg, row.muxpool, row.why]),
    ),
  )

export const mysqlDifferencesPage = (): Page =>
  page(
    'reference/differences-mysql2.md',
    'Differences from mysql2',
    "Everything in which a program can see that it talks to muxpool and not to mysql2's pool with a connection for each session. Tests assert each row; a difference that is not here is a defect.",
    '## What a session sees of the server',
    'Found by running the same programs on private connections and through muxpool, on MySQL and MariaDB, with other sessions that dirty every kind of state beside them. `stateChanges` of results and the status flag that announces them are not compared: muxpool has the server report more than mysql2 does.',
    table(
      ['id', 'a private connection', 'muxpool', 'why'],
      mysqlDifferences.map((row) => [code(row.id), row.privateConnection, row.muxpool, row.why]),
    ),
    '## Members and events',
    '`createConnection` gives a session of its own, until `end()`: those of equal options share physical connections, as many as the server allows. What is said of connections of a pool holds for it, too. It does not keep the process alive, an error that nobody listens to does not end it, and `connectionLimit` says nothing about it.',
    table(
      ['id', 'member', 'mysql2', 'muxpool', 'why'],
      mysqlDeviations.map((row) => [code(row.id), code(row.member), row.mysql2, row.muxpool, row.why]),
    ),
  )
