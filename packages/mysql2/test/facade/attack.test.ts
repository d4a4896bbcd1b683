import { expect, test } from 'vitest'
import type { Pool } from '../../src/facade/pool-types.ts'
import { numbers } from './numbers.ts'
import { type Answer, call, execute, facesOnBothServers, query, rowsOf, take } from './stage.ts'

const sessions = 24
const rounds = 3

/** Everything here can show what another session has left. */
const canary = `select @tag as tag, @@sort_buffer_size as size, @@time_zone as zone, @@sql_mode like '%ANSI_QUOTES%' as quotes,
  database() as place, @@autocommit as auto, @@sql_select_limit > 5 as unlimited, @@character_set_client as charset,
  is_used_lock('shared') = connection_id() as locked`
const fresh = {
  tag: null,
  zone: 'SYSTEM',
  quotes: 0,
  place: 'test',
  auto: 1,
  unlimited: 1,
  charset: 'utf8mb4',
}

/** One session's life: it leaves what it can, and finds its own at every step. */
async function live(pool: Pool, tag: string, random: () => number, size: number): Promise<void> {
  const session = await take(pool)
  const [first] = (await rowsOf(session, canary)) as [object]
  expect(first).toMatchObject({ ...fresh, size })
  // Nobody else's lock is this session's.
  expect((first as { locked: unknown }).locked).not.toBe(1)
  expect((await query(session, 'select * from mine')).error).toMatchObject({ errno: 1146 })
  expect((await query(session, 'execute prepared_by_text using @a')).error).toMatchObject({ errno: 1243 })
  let preparedIn: string | null = null
  const kinds: { readonly [kind: string]: () => Promise<void> } = {
    variable: async () => {
      await rowsOf(session, 'set @tag = ?', [tag])
      expect(await rowsOf(session, 'select @tag as tag')).toEqual([{ tag }])
    },
    setting: async () => {
      await rowsOf(session, "set sort_buffer_size = 555008, time_zone = '+03:00'")
      expect(await rowsOf(session, 'select @@sort_buffer_size as n, @@time_zone as z')).toEqual([
        { n: 555_008, z: '+03:00' },
      ])
    },
    mode: async () => {
      await rowsOf(session, "set sql_mode = 'ANSI_QUOTES', sql_select_limit = 3")
      expect(await rowsOf(session, 'select "a" from (select 7 as a) as t')).toEqual([{ a: 7 }])
    },
    names: async () => {
      await rowsOf(session, 'set names latin1')
      expect(await rowsOf(session, "select @@character_set_client as c, 'é' as e")).toEqual([{ c: 'latin1', e: 'é' }])
    },
    schema: async () => {
      await rowsOf(session, 'use face_other')
      expect(await rowsOf(session, 'select whose from placed')).toEqual([{ whose: 'other' }])
      const { rows } = await execute(session, 'select whose, ? as tag from placed', [tag])
      expect(rows).toEqual([{ whose: 'other', tag }])
    },
    temporary: async () => {
      await rowsOf(session, 'drop temporary table if exists mine')
      await rowsOf(session, 'create temporary table mine (tag varchar(50))')
      await rowsOf(session, 'insert into mine values (?)', [tag])
      expect(await rowsOf(session, 'select tag from mine')).toEqual([{ tag }])
    },
    lock: async () => {
      // On a server-wide name of its own, and one that all want: the lock is the session's as long as it says so.
      expect(await rowsOf(session, 'select get_lock(?, 0) as got', [tag])).toEqual([{ got: 1 }])
      const [{ got }] = (await rowsOf(session, "select get_lock('shared', 0) as got")) as [{ got: number }]
      const held = await rowsOf(session, "select is_used_lock('shared') = connection_id() as held")
      if (got === 1) expect(held).toEqual([{ held: 1 }])
      else expect(held).not.toEqual([{ held: 1 }])
      expect(await rowsOf(session, 'select is_used_lock(?) = connection_id() as held', [tag])).toEqual([{ held: 1 }])
    },
    prepared: async () => {
      const [{ place }] = (await rowsOf(session, 'select database() as place')) as [{ place: string }]
      // As on a connection of its own: the driver prepares a text once, and it goes on to mean what it meant then.
      preparedIn ??= place
      const { rows: statement } = await call(session, 'prepare', 'select ? as tag, whose from placed')
      const own: Answer[] = []
      for (let n = 0; n < 3; n += 1) own.push(await call(statement, 'execute', [`${tag} ${n}`]))
      const whose = preparedIn === 'test' ? 'test' : 'other'
      expect(own.map(({ rows }) => rows)).toEqual(own.map((_, n) => [{ tag: `${tag} ${n}`, whose }]))
    },
    byText: async () => {
      await rowsOf(session, `prepare prepared_by_text from 'select ? as p'`)
      await rowsOf(session, 'set @a = ?', [tag])
      expect(await rowsOf(session, 'execute prepared_by_text using @a')).toEqual([{ p: tag }])
    },
    transaction: async () => {
      await call(session, 'beginTransaction')
      await rowsOf(session, 'insert into test.face_rows values (?)', [tag])
      const own = 'select count(*) as n from test.face_rows where tag = ?'
      const [{ n }] = (await rowsOf(session, own, [tag])) as [{ n: number }]
      const commits = random() < 0.5
      await call(session, commits ? 'commit' : 'rollback')
      expect(await rowsOf(session, own, [tag])).toEqual([{ n: commits ? n : n - 1 }])
    },
  }
  const names = Object.keys(kinds)
  for (let step = 0; step < 4; step += 1) {
    await kinds[names[Math.floor(random() * names.length)] as string]?.()
    if (random() < 0.2) expect((await query(session, 'select nothing_like_this')).error).toMatchObject({ errno: 1054 })
  }
  if (random() < 0.3) {
    // Left open: whoever comes next is in no transaction of others.
    await rowsOf(session, 'set autocommit = 0')
    await rowsOf(session, "insert into test.face_rows values ('left open')")
  }
  random() < 0.1 ? session.destroy() : session.release()
}

facesOnBothServers('24 sessions on 4 connections', (stage) => {
  test.each([1, 2])('see nothing of each other (%i)', { timeout: 60_000 }, async (seed) => {
    const { admin } = stage()
    for (const text of [
      'create database if not exists face_other',
      'create table if not exists test.placed (whose varchar(10))',
      'create table if not exists face_other.placed (whose varchar(10))',
      'truncate test.placed',
      'truncate face_other.placed',
      "insert into test.placed values ('test')",
      "insert into face_other.placed values ('other')",
      'create table if not exists test.face_rows (tag varchar(50))',
      'truncate test.face_rows',
      // As an application: what it may not see of the server's own schemas is not read again and again.
      "create user if not exists application@'%'",
      "grant all on test.* to application@'%'",
      "grant all on face_other.* to application@'%'",
    ])
      await admin.query(text)
    const [[size]] = (await admin.query('select @@global.sort_buffer_size')) as unknown as [[[number]]]
    const pool = stage().pool({ connectionLimit: 4, user: 'application' })
    const random = numbers(seed)
    let lived = 0
    const life = async (at: number): Promise<void> => {
      for (let round = 0; round < rounds; round += 1) {
        await live(pool, `session ${at} of round ${round}`, random, size[0])
        lived += 1
      }
    }
    await Promise.all(Array.from({ length: sessions }, (_, at) => life(at)))
    expect(lived).toBe(sessions * rounds)
    // None has more than it may.
    expect(pool.snapshot().databaseConnections).toBeLessThanOrEqual(4)
    const [left] = (await admin.query("select count(*) from test.face_rows where tag = 'left open'")) as unknown as [
      number[][],
    ]
    expect(left).toEqual([[0]])
  })
})
