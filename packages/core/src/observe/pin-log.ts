import type { ConnectionId, Pin, SessionId } from '../vocab.ts'

/** One line for each pin, for `log`: level, where, what, reason, how to avoid it, digest. It holds no values. */
export function pinLine(
  pool: string,
  session: SessionId,
  connection: ConnectionId,
  pin: Pin,
  avoid: string | null,
): string {
  const advice = avoid === null ? '' : ` Instead: ${oneLine(avoid)}`
  const digest = pin.digest === null ? 'none' : JSON.stringify(oneLine(pin.digest))
  return (
    `[WARN] [pool=${oneLine(pool)}] [session=${session}] pinned to [connection=${connection}]: no other session can use ` +
    `the connection until this one ends. Reason: ${pin.reason} (rule ${pin.rule}).${advice} Digest: ${digest}`
  )
}

const oneLine = (text: string): string => text.replace(/\s+/g, ' ').trim()
