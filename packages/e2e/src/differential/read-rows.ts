import type { Json } from './normalise.ts'

interface Seen {
  row(row: unknown): Json
  /** As members of an object. */
  error(error: unknown): Json
}

/** Reads the rows of a stream, or so many of them. */
export async function readRows(
  open: () => AsyncIterable<unknown>,
  take: number | undefined,
  seen: Seen,
): Promise<Json> {
  const rows: Json[] = []
  try {
    for await (const row of open()) {
      rows.push(seen.row(row))
      // Leaving the loop destroys the stream; the server may send the rest all the same.
      if (rows.length === take) break
    }
    return { rows }
  } catch (error) {
    return { rows, ...(seen.error(error) as object) }
  }
}
