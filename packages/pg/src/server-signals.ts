import { isIP } from 'node:net'
import { type OpContext, systemClock, withDeadline } from '@muxpool/core/adapter'
import type { PgClient, PgConnection, PgModule } from './driver-members.ts'

/** The way to a server that is known from a connection which is there. */
export interface ServerAddress {
  readonly host: string
  readonly port: number
  /** As pg's Connection takes them. */
  readonly ssl: false | object
  readonly sslNegotiation: string
  readonly stream: unknown
}

/** Where a connection really goes: no name is looked up for a cancel or a sign of life. */
export function addressOf(client: PgClient, stream: unknown): ServerAddress {
  const { host, port, connection, sslNegotiation } = client
  const { remoteAddress, remotePort } = connection.stream
  const ssl = tlsOf(client)
  // A socket of the caller's own making knows by name where to go.
  const named = host.startsWith('/') || stream !== undefined
  return named
    ? { host, port, ssl, sslNegotiation, stream }
    : { host: remoteAddress ?? host, port: remotePort ?? port, ssl, sslNegotiation, stream }
}

/** The certificate is checked against the name that the user gave, whatever is dialled. */
function tlsOf({ ssl, host }: PgClient): false | object {
  if (!ssl) return false
  const given = ssl === true ? {} : ssl
  // pg hides the key from enumeration.
  const key = 'key' in given ? { key: given.key } : {}
  return { host, ...(isIP(host) === 0 ? { servername: host } : {}), ...given, ...key }
}

function dial(pg: PgModule, address: ServerAddress, ssl: false | object): PgConnection {
  const { host, port, sslNegotiation, stream } = address
  const connection = new pg.Connection({ ssl, sslNegotiation, stream })
  if (host.startsWith('/')) connection.connect(`${host}/.s.PGSQL.${port}`)
  else connection.connect(port, host)
  return connection
}

function within<R>(
  connection: PgConnection,
  context: OpContext,
  work: (done: (result: R) => void, fail: (error: Error) => void) => void,
): Promise<R> {
  const answered = new Promise<R>((resolve, reject) => {
    // Also for errors that come when everything is over.
    connection.on('error', reject)
    work(resolve, reject)
  }).finally(() => connection.stream.destroy())
  return withDeadline(systemClock, answered, context, () => {
    connection.stream.destroy()
    return new Error('the server did not answer in time')
  })
}

/**
 * Asks the server to cancel what a backend runs, over TLS where the connection has it. The server closes this connection
 * after it has sent the signal, so the end of the socket is the proof that the cancel is no longer under way.
 * https://www.postgresql.org/docs/current/protocol-flow.html#PROTOCOL-FLOW-CANCELING-REQUESTS
 */
export function sendCancel(
  pg: PgModule,
  address: ServerAddress,
  { processID, secretKey }: { readonly processID: number; readonly secretKey: number },
  context: OpContext,
): Promise<void> {
  const connection = dial(pg, address, address.ssl)
  return within<void>(connection, context, (done) => {
    const send = (): void => connection.cancel(processID, secretKey)
    connection.once('connect', () => {
      if (address.ssl === false) send()
      else if (address.sslNegotiation !== 'direct') connection.requestSsl()
    })
    connection.once('sslconnect', send)
    connection.once('end', done)
  })
}

/** Whether the server answers the question for TLS, which needs none of its connection slots. */
export function askForLife(pg: PgModule, address: ServerAddress, context: OpContext): Promise<boolean> {
  const connection = dial(pg, address, false)
  return within<boolean>(connection, context, (done) => {
    connection.once('connect', () => connection.requestSsl())
    connection.stream.once('data', () => done(true))
    connection.once('end', () => done(false))
  }).catch(() => false)
}
