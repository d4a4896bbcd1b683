import { describe, expect, test } from 'vitest'
import { lookBackStep, type Mover, noteAdvance } from '../../src/mux/look-back.ts'
import type { LookBackStep, Verdict } from '../../src/mux/verdict.ts'
import { Connection } from '../../src/store/connection.ts'
import { Headcount } from '../../src/store/places.ts'
import { Slot } from '../../src/store/slots.ts'
import type { ConnectionId, SessionId, TxStatus } from '../../src/vocab.ts'
import { codeOf, inWords, world } from '../harness.ts'

type Moves = Pick<Verdict, 'looksBack' | 'looksBackUnwarned' | 'mayAdvance' | 'movesExplicitly'>

const reads: Moves = { looksBack: false, looksBackUnwarned: false, mayAdvance: false, movesExplicitly: false }
const writes: Moves = { ...reads, mayAdvance: true }
const moves: Moves = { ...writes, movesExplicitly: true }
const looks: Moves = { ...reads, looksBack: true }
const movesAndLooks: Moves = { ...moves, looksBack: true }

const [mine, here, elsewhere] = [1 as SessionId, 1 as ConnectionId, 2 as ConnectionId]
const stranger = 9 as SessionId
type Memory = Connection<object>['sequencesOf']

function connectionOf(memory: Memory): Connection<object> {
  const connection = new Connection<object>(here, new Slot(), 0, new Headcount())
  connection.sequencesOf = memory
  return connection
}

const mover = (advancedOn: ConnectionId | null, advancedApart = false): Mover => ({
  id: mine,
  advancedOn,
  advancedApart,
})

const step = (
  verdict: Moves,
  memory: Memory,
  advancedOn: ConnectionId | null,
  seen = false,
  tx: TxStatus = 'none',
): LookBackStep => lookBackStep(verdict as Verdict, mover(advancedOn), connectionOf(memory), tx, { seen })

describe('whoever asks for what a sequence gave last', () => {
  test.each<[string, Memory, ConnectionId | null, LookBackStep]>([
    ['on the connection where he moved it alone', mine, here, 'run'],
    ['where nothing is remembered any more, though he moved it there', 'clean', here, 'refuse'],
    ['where others moved too', 'many', here, 'refuse'],
    ['where only a stranger moved', stranger, here, 'refuse'],
    ['on another connection than the one where he moved it', mine, elsewhere, 'refuse'],
    ['on another connection, that remembers nothing', 'clean', elsewhere, 'refuse'],
    ['without having moved any, where nothing is remembered', 'clean', null, 'run'],
    ['without having moved any, where he alone is remembered', mine, null, 'run'],
    ['without having moved any, where a stranger did', stranger, null, 'forget-first'],
    ['without having moved any, where many did', 'many', null, 'forget-first'],
  ])('%s', (_where, memory, advancedOn, expected) => {
    expect(step(looks, memory, advancedOn)).toBe(expected)
  })

  test("and moves it in the same statement needs nobody's memory", () => {
    expect(step(movesAndLooks, stranger, elsewhere)).toBe('forget-first')
    expect(step(movesAndLooks, mine, here)).toBe('run')
  })

  test('in a failed transaction is refused by the server', () => {
    for (const memory of ['clean', 'many', mine, stranger] as const)
      expect(step(looks, memory, elsewhere, true, 'failed')).toBe('run')
  })

  test('is noticed, for all sessions', () => {
    const care = { seen: false }
    lookBackStep(writes as Verdict, mover(null), connectionOf('clean'), 'none', care)
    expect(care.seen).toBe(false)
    lookBackStep(looks as Verdict, mover(null), connectionOf('clean'), 'none', care)
    expect(care.seen).toBe(true)
  })
})

describe('whoever moves a sequence', () => {
  test.each<[string, Moves, Memory, boolean, LookBackStep]>([
    ['by its own words, where strangers moved', moves, stranger, false, 'forget-first'],
    ['by its own words, where many moved', moves, 'many', false, 'forget-first'],
    ['by its own words, where nobody else did', moves, mine, false, 'run'],
    ['perhaps, while nobody ever looked back', writes, stranger, false, 'run'],
    ['perhaps, since somebody looked back', writes, stranger, true, 'forget-first'],
    ['perhaps, since somebody looked back, where nobody else did', writes, 'clean', true, 'run'],
    ['never', reads, 'many', true, 'run'],
  ])('%s', (_how, verdict, memory, seen, expected) => {
    expect(step(verdict, memory, null, seen)).toBe(expected)
  })

  test.each<[Memory, boolean, Memory]>([
    ['clean', false, mine],
    [mine, false, mine],
    [stranger, false, 'many'],
    ['many', false, 'many'],
    ['many', true, mine],
    [stranger, true, mine],
  ])('is remembered: %s, forgotten %s, becomes %s', (memory, forgot, expected) => {
    const [connection, session] = [connectionOf(memory), mover(null)]
    noteAdvance(writes as Verdict, session, connection, forgot)
    expect([session.advancedOn, connection.sequencesOf]).toEqual([here, expected])
  })

  test.each<[Memory, boolean, Memory]>([
    [stranger, false, stranger],
    [stranger, true, 'clean'],
  ])('and whoever does not is not: %s, forgotten %s, becomes %s', (memory, forgot, expected) => {
    const [connection, session] = [connectionOf(memory), mover(null)]
    noteAdvance(reads as Verdict, session, connection, forgot)
    expect([session.advancedOn, connection.sequencesOf]).toEqual([null, expected])
  })

  test.each<[string, ConnectionId | null, Memory, boolean, boolean]>([
    ['for the first time', null, 'clean', false, false],
    ['again', here, mine, false, false],
    ['on another connection', elsewhere, 'clean', false, true],
    ['where the pool has made it forgotten', here, 'clean', false, true],
    ['where it is forgotten just before', here, 'many', true, true],
    ['where strangers moved since', here, 'many', false, true],
  ])('has its movements in one place, or apart: %s', (_how, advancedOn, memory, forgot, apart) => {
    const session = mover(advancedOn)
    noteAdvance(writes as Verdict, session, connectionOf(memory), forgot)
    expect(session.advancedApart).toBe(apart)
  })

  test('apart must prove that it moved, only where the server would not tell', () => {
    const apart = mover(here, true)
    const stepOf = (verdict: Moves): LookBackStep =>
      lookBackStep(verdict as Verdict, apart, connectionOf(mine), 'none', { seen: true })
    expect(stepOf(looks)).toBe('run')
    expect(stepOf({ ...looks, looksBackUnwarned: true })).toBe('prove-first')
  })
})

describe('currval', () => {
  test("answers from the session's own movement, while it has its connection", async () => {
    const w = world({ maxConnections: 1 })
    const session = w.session()
    expect(inWords(await w.ask(session, "select nextval('s')"))).toBe('1')
    expect(inWords(await w.ask(session, "select currval('s')"))).toBe('1')
  })

  test("without an own movement has the server's own error, whoever moved it before", async () => {
    const w = world({ maxConnections: 1 })
    const [a, b] = [w.session(), w.session()]
    await w.ask(a, "select nextval('s')")
    a.end('release')
    expect(codeOf(await w.ask(b, "select currval('s')"))).toBe('55000')
  })

  test('never tells one session what an insert of another one did', async () => {
    const w = world({ maxConnections: 1 })
    const [a, b] = [w.session(), w.session()]
    const seen: (string | null)[] = []
    w.driver.watch = (wire, text) => {
      seen.push(text)
      // A column default moves the sequence: no text shows it.
      if (text?.startsWith('insert')) wire.backend.advance('s')
    }
    await w.ask(a, "insert into t values ('x')")
    expect(inWords(await w.ask(a, "select currval('s')"))).toBe('1')
    expect(codeOf(await w.ask(b, "select currval('s')"))).toBe('55000')
    // What the question of the other one made the connection forget is gone for the first one too.
    expect(codeOf(await w.ask(a, "select currval('s')"))).toBe('MUX_LOOKBACK_LOST')
    expect(seen.filter((text) => text === 'DISCARD SEQUENCES').length).toBe(1)
    // Since somebody looks back, whoever writes begins where nothing is remembered.
    await w.ask(b, "insert into t values ('y')")
    expect(inWords(await w.ask(b, "select currval('s')"))).toBe('2')
  })

  test('prefers the connection on which the session moved last', async () => {
    const w = world({ maxConnections: 2 })
    const [a, b] = [w.session(), w.session()]
    w.driver.watch = (wire, text) => void (text?.startsWith('insert') && wire.backend.advance('s'))
    await w.ask(a, 'begin')
    await w.ask(b, 'begin')
    await w.ask(a, "insert into t values ('x')")
    await w.ask(a, 'commit')
    await w.ask(b, 'commit')
    // Now the connection of b is the one that was used last.
    expect(inWords(await w.ask(a, "select currval('s')"))).toBe('1')
  })
})
