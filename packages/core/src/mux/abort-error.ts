import { MuxError } from '../errors.ts'

export function abortError(signal: AbortSignal | null, fate: 'not-sent' | 'in-doubt'): MuxError {
  const phase = fate === 'not-sent' ? 'queue' : 'statement'
  return new MuxError('MUX_ABORTED', 'The statement was aborted by its signal', { phase, fate, cause: signal?.reason })
}
