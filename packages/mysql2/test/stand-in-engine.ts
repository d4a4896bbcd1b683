import type { Engine } from '@muxpool/core/adapter'

const none = { text: 'DO 0' }

/** The driver asks an engine for nothing: what its tests need of one is that it is there. */
export const standInEngine: Engine = {
  name: 'mysql',
  classify: () => {
    throw new Error('the driver classifies nothing')
  },
  digest: (text) => text,
  limitsQuery: none,
  readLimits: () => ({ usableConnections: 10, version: '' }),
  routinesQuery: none,
  readRoutines: () => new Map(),
  dependentsQuery: () => none,
  readDependents: () => ({ names: new Set(), operators: new Set(), everything: false }),
  mentions: () => false,
  routinesStampQuery: none,
  readStamp: () => '',
  rollback: { text: 'ROLLBACK' },
  reset: none,
  forgetSequences: none,
  avoid: () => null,
}
