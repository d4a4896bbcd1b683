import { type FakeAnswer, FakeTicket } from '../../src/testing/fake-ticket.ts'
import type { FakeEvent, FakeWire } from '../../src/testing/fake-wire.ts'
import { ReferenceSession, stateOf } from '../../src/testing/reference-session.ts'
import { codeOf, type FakeSession, type GivenOptions, inWords, type World, world } from '../harness.ts'
import { type After, statements } from './steps.ts'

/** One statement, and what is known of it. */
interface Line {
  readonly actor: Actor
  readonly ticket: FakeTicket
  readonly abort: AbortController
  /** What a private connection answered, in the moment in which the server ran it. */
  expected: string | null
  runs: number
  cancelled: boolean
}

/** One session with the private connection that it is measured by. */
interface Actor {
  readonly n: number
  readonly session: FakeSession
  readonly reference: ReferenceSession
  readonly unpins: (() => void)[]
  /** What a private connection lost, and with it the right to run anything: a transaction may be rolled back. */
  lost: 'nothing' | 'transaction' | 'state'
}

/** Sessions, a server whose replies come when a program lets them, and a list of everything that is not as it should be. */
export class Theatre {
  readonly world: World
  readonly pending: FakeEvent[] = []
  readonly faults: string[] = []
  readonly lines: Line[] = []
  readonly #actors: Actor[] = []
  readonly #everyone: Actor[] = []
  readonly #lineOf = new Map<FakeTicket, Line>()
  paused = false

  constructor(options: GivenOptions, claims: boolean) {
    this.world = world(options)
    const { driver } = this.world
    driver.claims = claims
    driver.schedule = (event) => void this.pending.push(event)
    driver.watch = (wire, text, ticket) => this.#ran(wire, text, ticket)
    const forget = driver.wires.delete.bind(driver.wires)
    driver.wires.delete = (wire) => {
      // Whoever had the connection had, in his eyes, lost a private one.
      for (const actor of this.#everyone) if (actor.session.wire === wire) lose(actor)
      return forget(wire)
    }
  }

  /** The session in this seat; an ended one has left it to a new one. */
  actor(seat: number): Actor {
    const known = this.#actors[seat]
    if (known !== undefined && known.session.state !== 'ended') return known
    const actor: Actor = {
      n: this.#everyone.length + 10,
      session: this.world.session(),
      reference: new ReferenceSession(),
      unpins: [],
      lost: 'nothing' as const,
    }
    // Told also when the session gave a connection up that was not gone yet.
    actor.session.listener = { pushed: () => {}, drained: () => {}, lost: () => lose(actor) }
    this.#actors[seat] = actor
    this.#everyone.push(actor)
    return actor
  }

  get everyone(): readonly Actor[] {
    return this.#everyone
  }

  say(actor: Actor, what: string, limit: number, next: After): void {
    const abort = new AbortController()
    const text = statements[what]!(actor.n)
    const heard = (answer: FakeAnswer): void => this.#heard(line, answer, next)
    const ticket = new FakeTicket(text, { timeoutMillis: limit, signal: abort.signal, heard })
    const line: Line = { actor, ticket, abort, expected: null, runs: 0, cancelled: false }
    this.#lineOf.set(ticket, line)
    this.lines.push(line)
    actor.session.run(ticket)
  }

  /** Asks the server to cancel what the session runs. */
  cancel(actor: Actor): void {
    const { active } = actor.session
    const line = active === null ? undefined : this.#lineOf.get(active)
    if (line === undefined) return
    line.cancelled = true
    actor.session.cancel(line.ticket)
  }

  /** The server runs a statement: in this moment a private connection would be in the same state, and answer the same. */
  #ran(wire: FakeWire, text: string | null, ticket: FakeTicket | null): void {
    if (ticket === null || text === null) return
    const line = this.#lineOf.get(ticket)
    if (line === undefined) return void this.faults.push(`${text} ran before it was said`)
    line.runs += 1
    if (line.runs > 1) this.faults.push(`${text} ran ${line.runs} times`)
    const { reference, n, lost } = line.actor
    if (lost === 'state' || (lost === 'transaction' && text !== 'rollback'))
      this.faults.push(`session ${n} runs ${text}, though its ${lost} was lost`)
    const [real, wanted] = [JSON.stringify(stateOf(wire.backend)), JSON.stringify(reference.state)]
    if (real !== wanted) this.faults.push(`session ${n} runs ${text} on ${real} instead of ${wanted}`)
    if (
      wire.backend.interrupted &&
      !line.cancelled &&
      line.ticket.answer === null &&
      line.ticket.timeoutMillis === 0 &&
      !line.abort.signal.aborted
    )
      this.faults.push(`session ${n}: ${text} is hit by a cancel of somebody else`)
    // Who moved sequences on several connections may hear that one of them was never moved; never a wrong number.
    const sequence = /currval\('(\w+)'\)/.exec(text)?.[1]
    const forgotten = sequence !== undefined && !wire.backend.advanced.has(sequence)
    line.expected = inWords(reference.answer(forgotten ? "select currval('never')" : text, wire.backend.interrupted))
  }

  #heard(line: Line, answer: FakeAnswer, next: After): void {
    const { actor, ticket } = line
    const fate = (answer.error as { fate?: unknown } | null)?.fate
    if (fate === undefined && inWords(answer) !== line.expected)
      this.faults.push(`session ${actor.n}: ${ticket.text} is answered ${inWords(answer)} instead of ${line.expected}`)
    if (fate === 'not-sent' && line.runs > 0)
      this.faults.push(`${ticket.text} ran, and is said to be ${String(codeOf(answer))}, not sent`)
    if (codeOf(answer) === 'MUX_INVARIANT') this.faults.push(`${ticket.text}: ${answer.error?.message}`)
    // Whoever says ROLLBACK knows that his transaction is over, also when that could not be sent any more.
    if (ticket.text === 'rollback' && actor.lost === 'transaction' && codeOf(answer) !== 'MUX_SESSION_BROKEN')
      actor.lost = 'nothing'
    if (next === 'say') this.say(actor, 'one', 0, 'nothing')
    else if (next === 'unpin') actor.unpins.shift()?.()
    else if (next !== 'nothing') actor.session.end(next)
  }

  /** What must be true between any two events. */
  check(): void {
    const { pool, driver, options } = this.world
    const { places, waiting, sessions, holders } = pool.state()
    const { gone: _gone, ...counted } = places
    const total = Object.values(counted).reduce((sum, count) => sum + count, 0)
    const borne = driver.wires.size + driver.opening
    const claim = (holds: boolean, what: string): void =>
      void (holds || this.faults.push(`${what} ${JSON.stringify({ places, waiting, borne })}`))
    claim(total === borne, 'the places do not add up to what the server bears')
    claim(borne <= (options.maxConnections ?? 10), 'more connections than allowed')
    const live = this.#everyone.filter(({ session }) => session.state !== 'ended')
    const wires = live.map(({ session }) => session.wire).filter((wire) => wire !== null)
    claim(new Set(wires).size === wires.length, 'a connection has two leases')
    claim(sessions === live.length, `${sessions} sessions are counted, and ${live.length} are open`)
    const leases = holders.pinned + holders.idleInTransaction + holders.running
    claim(leases >= wires.length, 'a session holds a connection without a lease')
    claim(this.paused || waiting <= places.probing || places.idle === 0, 'somebody waits beside an idle connection')
    for (const { session } of live) {
      const expected = session.wire === null ? ['detached', 'waiting', 'broken'] : ['attached', 'pinned']
      claim(
        expected.includes(session.state),
        `a session is ${session.state} ${session.wire === null ? 'without' : 'with'} a connection`,
      )
    }
  }
}

/** The private connection is gone. What lived in it is lost, and nothing but that would have been noticed. */
function lose(actor: Actor): void {
  const { tx, ...state } = actor.reference.state
  if (Object.values(state).some((kept) => kept.length > 0)) actor.lost = 'state'
  else if (tx !== 'none') actor.lost = 'transaction'
  actor.reference.reconnected()
}
