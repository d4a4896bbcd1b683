import type { PreparedInfo, StatementOptions } from '../driver-members.ts'
import type { SessionStatements } from '../session-statements.ts'

/** The session of a handle. */
export interface HandleOwner {
  readonly statements: SessionStatements
}

interface Origin {
  readonly options: StatementOptions
  /** By which the driver and the session know the statement. */
  readonly key: string
}

interface Handle extends PreparedInfo {
  readonly _connection: PreparedInfo['_connection'] & HandleOwner
}

/** What each handle was prepared from; null: it is closed. */
const origins = new WeakMap<object, Origin | null>()
const prototypes = new WeakMap<object, object>()

/**
 * What a caller of prepare() holds in place of the driver's own object, whose `execute` and `close` would go to the
 * connection that the statement was prepared on, whoever uses it by then. These go to the session.
 */
export function handleOf(info: PreparedInfo, owner: HandleOwner, origin: Origin): PreparedInfo {
  const handle = Object.assign(Object.create(prototypeFor(info)) as object, info, { _connection: owner }) as Handle
  origins.set(handle, origin)
  return handle
}

/** One for each class of the driver. */
function prototypeFor(info: PreparedInfo): object {
  const base = Object.getPrototypeOf(info) as object
  let prototype = prototypes.get(base)
  if (prototype === undefined) {
    prototype = Object.create(base, {
      close: {
        configurable: true,
        writable: true,
        value(this: Handle): void {
          const origin = origins.get(this)
          // The next use of the text prepares anew.
          if (origin) this._connection.statements.forget(origin.key)
          origins.set(this, null)
        },
      },
    }) as object
    prototypes.set(base, prototype)
  }
  return prototype
}

/** Undefined: it is closed, or of a connection that others use. */
export function originOf(handle: object): StatementOptions | undefined {
  return origins.get(handle)?.options
}

/** As the server says it. https://dev.mysql.com/doc/mysql-errors/9.7/en/server-error-reference.html: ER_UNKNOWN_STMT_HANDLER */
export function closedHandle(id: number, sql: string): Error {
  const sqlMessage = `Unknown prepared statement handler (${id}) given to mysqld_stmt_execute`
  return Object.assign(new Error(sqlMessage), {
    code: 'ER_UNKNOWN_STMT_HANDLER',
    errno: 1243,
    sqlState: 'HY000',
    sqlMessage,
    sql,
  })
}
