import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { plainEnvironment, type ServerFamily } from '../family.ts'
import type { MysqlFlavour } from '../mysql-server.ts'
import { clientSockets } from './client-sockets.ts'
import { initialisers, recipe } from './initialise-mysql.ts'
import { mysqlPaths } from './mysql-paths.ts'
import { defaultSettings } from './mysql-settings.ts'
import { optionFile } from './option-file.ts'

/** fast: SIGTERM, as by the statement SHUTDOWN; immediate: SIGKILL, so the next start recovers from the log. */
export type MysqlStopManner = 'fast' | 'immediate'

const file = 'my.cnf'

export function mysqlFamily(flavour: MysqlFlavour): ServerFamily<MysqlStopManner> {
  return {
    name: flavour,
    environment: plainEnvironment,
    stopSignals: { fast: 'SIGTERM', immediate: 'SIGKILL' },
    promptStop: 'fast',
    abruptStop: 'immediate',
    templateName: ({ version }) => `${flavour}-${version}-${recipe(flavour)}`,
    initialise: initialisers[flavour],

    async configure({ directory }, settings) {
      const path = join(directory, file)
      await writeFile(path, optionFile({ ...defaultSettings[flavour], ...settings }))
      // The server's user reads it, whatever the umask; the data directory keeps others out.
      await chmod(path, 0o644)
    },

    launch: (installation, { directory }, { host, port }) => ({
      command: mysqlPaths(installation, flavour).server,
      args: [
        `--defaults-file=${join(directory, file)}`,
        ...mysqlPaths(installation, flavour).args,
        `--datadir=${directory}`,
        // A server that starts deletes the temporary tables that it finds, those of others too.
        `--tmpdir=${directory}`,
        `--bind-address=${host}`,
        `--port=${port}`,
        '--socket=',
      ],
    }),

    // The X plugin has a line of its own, without the colon.
    isReady: (_data, { logged }) => logged().includes(': ready for connections.'),

    saysPortTaken: (log) => /Bind on TCP\/IP port.*Address already in use/.test(log),

    backends: ({ pid, port }) => clientSockets(pid, port),
  }
}
