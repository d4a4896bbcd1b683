/** A kind of pool that the workload can run on. */
export interface Subject {
  readonly name: string
  /** As the table heads its column. */
  readonly title: string
  open(connectionString: string, connections: number): Promise<OpenSubject>
}

/** What the callers use of a connection. */
export interface CallersClient {
  query(text: string, values?: unknown[]): Promise<{ readonly rows: unknown[] }>
  /** With an error: the connection goes too. */
  release(error?: Error): void
}

/** What the callers use of a pool. */
export interface CallersPool {
  connect(): Promise<CallersClient>
  end(): Promise<void>
}

interface OpenSubject {
  readonly pool: CallersPool
  /** How often a session was pinned to a connection, by reason. null: this pool knows no pins. */
  pins(): Readonly<Record<string, number>> | null
}
