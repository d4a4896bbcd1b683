import type { FaultProxy } from '@muxpool/test-servers'

export interface OutageServer {
  start(): Promise<void>
  /** Abruptly. */
  stop(): Promise<void>
}

/** A way for a server not to be there. */
export interface Outage {
  readonly title: string
  begin(server: OutageServer, proxy: FaultProxy): Promise<void>
  /** Resolves when a new connection would be served. */
  end(server: OutageServer, proxy: FaultProxy): Promise<void>
}

const passAgain = async (proxy: FaultProxy): Promise<void> => {
  proxy.mode = 'pass'
  await proxy.settled()
}

export const outages: readonly Outage[] = [
  {
    title: 'nobody listens',
    async begin(_server, proxy) {
      proxy.mode = 'refuse'
      await proxy.settled()
      proxy.killAll()
    },
    end: (_server, proxy) => passAgain(proxy),
  },
  {
    title: 'every connection is reset',
    async begin(_server, proxy) {
      proxy.mode = 'reset'
      proxy.killAll()
    },
    end: (_server, proxy) => passAgain(proxy),
  },
  {
    title: 'the server is stopped',
    async begin(server, proxy) {
      proxy.mode = 'refuse'
      await proxy.settled()
      await server.stop()
    },
    async end(server, proxy) {
      await server.start()
      await passAgain(proxy)
    },
  },
]
