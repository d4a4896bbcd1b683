import type { Straggler } from '@muxpool/core/adapter'

export function nameStragglers(stragglers: readonly Straggler[]): void {
  for (const { origin, holds } of stragglers)
    process.emitWarning(
      `end() cut off a session that still held its connection (${holds})${origin === null ? '' : `, from ${origin}`}`,
      { type: 'MuxpoolWarning', code: 'MUX_POOL_ENDED' },
    )
}
