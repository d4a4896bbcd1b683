import { createConnection, type RowDataPacket } from 'mysql2/promise'
import { givenAddress, noControl, refuseShape } from './given-server.ts'
import type { MysqlFlavour, MysqlOptions, MysqlServer } from './mysql-server.ts'
import { ServerError } from './server-error.ts'
import { knownServers } from './server-key.ts'

export async function givenMysql(url: string, flavour: MysqlFlavour, options: MysqlOptions): Promise<MysqlServer> {
  const { flavour: _, ...shape } = options
  refuseShape(flavour, shape)
  const { host, port, user, database, url: urlOf } = givenAddress(url, 3306)
  if (database === '') throw new ServerError(`${knownServers[flavour].variable} must name a database`)
  const version = await versionOf(url, flavour)
  return { ...noControl(flavour, host, port), user, database, flavour, version, url: urlOf }
}

async function versionOf(url: string, flavour: MysqlFlavour): Promise<string> {
  try {
    const connection = await createConnection({ uri: url, connectTimeout: 10_000 })
    try {
      const [rows] = await connection.query<RowDataPacket[]>('select version() as version')
      const version = String(rows[0]?.version)
      const found: MysqlFlavour = version.includes('MariaDB') ? 'mariadb' : 'mysql'
      if (found !== flavour) throw new ServerError(`it is a ${knownServers[found].name}`)
      return /\d+\.\d+/.exec(version)?.[0] ?? version
    } finally {
      connection.destroy()
    }
  } catch (cause) {
    const { variable } = knownServers[flavour]
    throw new ServerError(`${variable} can't be used: ${(cause as Error).message}`, { cause })
  }
}
