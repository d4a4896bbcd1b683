import type { Subject, SubjectOptions, SubjectPool } from '../subject.ts'

interface MuxpoolModule {
  readonly createPool?: (options: Readonly<Record<string, unknown>>) => SubjectPool
}

const load = async (): Promise<MuxpoolModule> => (await import('@muxpool/pg')) as unknown as MuxpoolModule

/** A cursor that is left unread when its session ends keeps the connection for so long; some programs and neighbours do that. */
const resetTimeoutMillis = 1_500

const open = async (
  connectionString: string,
  { connections }: SubjectOptions,
  profile: 'muxpool' | 'session',
): Promise<SubjectPool> => {
  const { createPool } = await load()
  if (createPool === undefined) throw new Error('@muxpool/pg exports no createPool')
  return createPool({ connectionString, maxConnections: connections, profile, resetTimeoutMillis })
}

export const muxpool: Subject = {
  name: 'muxpool',
  open: (connectionString, options) => open(connectionString, options, 'muxpool'),
}

/** Pins at the first statement: right by construction, so a difference here is one of the face or of the reset. */
export const muxpoolSession: Subject = {
  name: 'muxpool-session',
  pinsAlways: true,
  open: (connectionString, options) => open(connectionString, options, 'session'),
}
