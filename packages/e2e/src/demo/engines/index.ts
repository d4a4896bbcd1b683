import type { EngineName } from '../arguments.ts'
import type { Engine } from '../engine.ts'
import { mysqlEngine } from './mysql.ts'
import { postgres } from './postgres.ts'

export const engines: Readonly<Record<EngineName, Engine>> = {
  postgres,
  mysql: mysqlEngine('mysql'),
  mariadb: mysqlEngine('mariadb'),
}
