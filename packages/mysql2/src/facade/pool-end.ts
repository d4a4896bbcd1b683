import { MuxError, type Straggler } from '@muxpool/core/adapter'

/** In mysql2's words. */
export const poolClosed = (): MuxError => new MuxError('MUX_POOL_ENDED', 'Pool is closed.', { phase: 'queue' })

export function nameStragglers(stragglers: readonly Straggler[]): void {
  for (const { origin, holds } of stragglers)
    process.emitWarning(
      `end() cut off a session that still held its connection (${holds})${origin === null ? '' : `, from ${origin}`}`,
      { type: 'MuxpoolWarning', code: 'MUX_POOL_ENDED' },
    )
}
