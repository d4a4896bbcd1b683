import type { Engine } from '../engine.ts'
import { fill } from '../names.ts'
import type { Json } from '../normalise.ts'
import { dropLeftovers, withDatabase } from './database.ts'
import { mysqlDifferences } from './differences.ts'
import { MysqlHelper } from './helper.ts'
import { natureOfMysql } from './nature.ts'
import { neighbours } from './neighbours/neighbour.ts'
import { OpenMysqlSession } from './open-session.ts'
import { driverStatement, outcomeOf, runOwnStep } from './own-steps.ts'
import { deepProbes, lightProbe } from './probe.ts'
import type { MysqlPool } from './subject.ts'
import { privateConnections } from './subjects/private.ts'

/** mysql2, and MySQL or MariaDB. */
const engineFor = (flavour: 'mysql' | 'mariadb'): Engine<MysqlPool, OpenMysqlSession> => {
  const engine: Engine<MysqlPool, OpenMysqlSession> = {
    reference: privateConnections,
    differences: mysqlDifferences,
    nature: natureOfMysql,
    neighbours,
    withDatabase,
    dropLeftovers,
    has: ({ only = flavour }) => only === flavour,
    helper: (database, patienceMillis) => new MysqlHelper(database, patienceMillis),
    open: async (pool) => new OpenMysqlSession(await pool.getConnection()),
    query: (on, statement, { names, normaliser }) => {
      const target = on instanceof OpenMysqlSession ? on.client : on
      return outcomeOf(() => target.query(driverStatement(statement, names)), normaliser)
    },
    probe: async (session, depth, context) => {
      if (depth === 'light') return await engine.query(session, lightProbe(flavour), context)
      const shown: Json[] = []
      for (const text of deepProbes(flavour))
        shown.push(await engine.query(session, fill(text, context.names), context))
      return shown
    },
    ownStep: runOwnStep,
  }
  return engine
}

export const mysqlEngine: Engine<MysqlPool, OpenMysqlSession> = engineFor('mysql')
export const mariadbEngine: Engine<MysqlPool, OpenMysqlSession> = engineFor('mariadb')
