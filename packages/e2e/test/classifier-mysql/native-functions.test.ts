import { classify } from '@muxpool/core/mysql'
import { mayLeaveOut, sharedMysql } from '@muxpool/test-servers/vitest'
import type { Connection } from 'mysql2/promise'
import { describe, expect, it } from 'vitest'
import { connect, rowsOf } from '../../src/classifier-mysql/connect.ts'

const flavours = (['mysql', 'mariadb'] as const).filter((flavour) => !mayLeaveOut(flavour))
const lists = {
  mysql: 'select name from mysql.help_topic',
  mariadb: 'select function from information_schema.sql_functions',
} as const

/** What any of the servers lists as its own, whatever the other thinks of it. */
async function listed(): Promise<string[]> {
  const names = new Set<string>()
  for (const flavour of flavours) {
    const connection = await connect(sharedMysql(flavour))
    for (const text of [lists[flavour], 'select word from information_schema.keywords'])
      for (const [name] of await rowsOf(connection, text)) names.add(String(name).toLowerCase())
    await connection.end()
  }
  return [...names].filter((name) => /^[a-z_0-9]+$/.test(name))
}

const isRoutine = (call: string): boolean =>
  classify(`select ${call}`).statements.some(({ effects }) => effects.some(({ kind }) => kind === 'routine'))

/** Whether the name without a schema leads to the user's function of that name, which takes nothing and gives 4711. */
async function leadsToUsers(connection: Connection, call: string): Promise<boolean> {
  try {
    return String((await rowsOf(connection, `select ${call}`))[0]?.[0]) === '4711'
  } catch {
    return false
  }
}

describe.each(flavours)("the server's own functions on %s", (flavour) => {
  it("are nobody else's where they are not looked up", { timeout: 60_000 }, async () => {
    const calls = (await listed()).flatMap((name) => [`${name}()`, `${name} ()`, `${name}/**/()`])
    const left = new Set(calls.filter((call) => !isRoutine(call)))
    expect(left.size).toBeGreaterThan(300)
    const connection = await connect(sharedMysql(flavour))
    const wrong: string[] = []
    let seen = 0
    try {
      await connection.query('drop database if exists native_functions; create database native_functions')
      await connection.query('use native_functions')
      for (const name of new Set(calls.map((call) => call.replace(/\W.*/, '')))) {
        await connection.query(`set sql_mode = ''; create function \`${name}\`() returns int no sql return 4711`)
        for (const mode of ['', 'ansi', ...(flavour === 'mariadb' ? ['oracle'] : [])]) {
          await connection.query('set sql_mode = ?', [mode])
          for (const call of [`${name}()`, `${name} ()`, `${name}/**/()`]) {
            const users = await leadsToUsers(connection, call)
            if (users) seen += 1
            if (users && left.has(call)) wrong.push(`${call} with sql_mode '${mode}'`)
          }
        }
      }
    } finally {
      await connection.query('drop database native_functions')
      await connection.end()
    }
    expect(seen).toBeGreaterThan(100)
    expect(wrong).toEqual([])
  })
})
