import { parseArgs } from 'node:util'
import type { MysqlFlavour } from '@muxpool/test-servers'

const flavours: readonly MysqlFlavour[] = ['mysql', 'mariadb']

export interface Asked {
  readonly flavour: MysqlFlavour
  /** What else was given, by position. */
  readonly numbers: readonly number[]
}

/** `--server mysql|mariadb`, and numbers. */
export function asked(): Asked {
  const { values, positionals } = parseArgs({
    options: { server: { type: 'string', default: 'mysql' } },
    allowPositionals: true,
  })
  const flavour = flavours.find((each) => each === values.server)
  if (flavour === undefined) throw new Error(`--server: ${flavours.join(' or ')}, not ${values.server}`)
  return { flavour, numbers: positionals.map(Number) }
}
