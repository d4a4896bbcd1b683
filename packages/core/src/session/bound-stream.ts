import type { Ticket } from '../adapter/driver.ts'
import type { Clock } from '../clock/clock.ts'

interface StreamOfSession {
  /** Whether it is still what the session runs. */
  runs(): boolean
  end(): void
}

/** A stream that nobody reads to its end would keep the connection of its released session for ever. */
export function boundStream(
  ticket: Ticket,
  { clock, options }: { readonly clock: Clock; readonly options: { readonly resetTimeoutMillis: number } },
  { runs, end }: StreamOfSession,
): void {
  if (ticket.flow !== 'stream' || !runs()) return
  const stopped = ticket.watchReader?.() ?? (() => true)
  const look = (): void => {
    if (!runs()) return
    if (stopped()) end()
    else clock.setTimer(look, options.resetTimeoutMillis, true)
  }
  clock.setTimer(look, options.resetTimeoutMillis, true)
}
