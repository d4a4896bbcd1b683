import { finished } from 'node:stream/promises'
import { from as copyFrom, to as copyTo } from 'pg-copy-streams'
import Cursor from 'pg-cursor'
import QueryStream from 'pg-query-stream'
import type { Json, Normaliser } from './normalise.ts'
import { observeError, observeRow } from './observation.ts'
import type { QuerySpec } from './program.ts'
import { readRows } from './read-rows.ts'
import type { SubjectSession } from './subject.ts'

export const runCursor = async (
  client: SubjectSession,
  spec: QuerySpec,
  reads: readonly number[],
  leaveOpen: boolean,
  normaliser: Normaliser,
): Promise<Json> => {
  const cursor = client.query(new Cursor(spec.text ?? '', spec.values as unknown[] | undefined))
  const chunks: Json[] = []
  try {
    for (const count of reads) {
      const rows: readonly unknown[] = await cursor.read(count)
      chunks.push(rows.map((row) => observeRow(row, [], normaliser)))
    }
    if (!leaveOpen) await cursor.close()
    return { chunks }
  } catch (error) {
    return { chunks, ...(observeError(error, normaliser) as object) }
  }
}

export const runStream = (
  client: SubjectSession,
  spec: QuerySpec,
  take: number | undefined,
  normaliser: Normaliser,
): Promise<Json> => {
  const values = spec.values as unknown[] | undefined
  const open = () => client.query(new QueryStream(spec.text ?? '', values, { batchSize: 3 }))
  return readRows(open, take, {
    row: (row) => observeRow(row, [], normaliser),
    error: (error) => observeError(error, normaliser),
  })
}

export const runCopyIn = async (
  client: SubjectSession,
  text: string,
  lines: readonly string[],
  fail: string | undefined,
  normaliser: Normaliser,
): Promise<Json> => {
  const stream = client.query(copyFrom(text))
  try {
    const ended = finished(stream)
    for (const line of lines) stream.write(`${line}\n`)
    if (fail === undefined) stream.end()
    else stream.destroy(new Error(fail))
    await ended
    return { rowCount: stream.rowCount }
  } catch (error) {
    return observeError(error, normaliser)
  }
}

export const runCopyOut = async (client: SubjectSession, text: string, normaliser: Normaliser): Promise<Json> => {
  const stream = client.query(copyTo(text))
  const chunks: Buffer[] = []
  try {
    for await (const chunk of stream) chunks.push(chunk as Buffer)
    return { text: normaliser.text(Buffer.concat(chunks).toString()), rowCount: stream.rowCount }
  } catch (error) {
    return observeError(error, normaliser)
  }
}
