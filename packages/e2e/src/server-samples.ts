export interface ServerSamples {
  /** How many samples the server took. */
  readonly samples: number
  /** The most backends that existed at one sample; a backend that is closing still exists. */
  readonly max: number
  readonly mean: number
  /** The most that had not yet said who they were, of whatever program, where the server lists these. */
  readonly maxStarting: number
  /** The longest time between two samples, in ms. */
  readonly longestGapMillis: number
}

export interface ServerSampler {
  /** Backends at the last sample, for a live display. */
  current(): number
  soFar(): ServerSamples
  /** Takes the last samples, closes the sampler's own connection. */
  stop(): Promise<ServerSamples>
}

/** What the server saw in a part of the time. */
export interface Slice {
  readonly samples: number
  readonly highest: number
  readonly total: number
  readonly last: number
  readonly starting: number
  /** In seconds, by the server's clock. */
  readonly ended_at: number
  readonly longest_gap: number
}

/** The length of a slice. */
export const sliceMillis = 250

/** Adds up slices, one after the other, until it is stopped. */
export function addSlices(take: (previousAt: number | null) => Promise<Slice>, end: () => unknown): ServerSampler {
  let stopping = false
  let current = 0
  let samples = 0
  let total = 0
  let max = 0
  let maxStarting = 0
  let longestGap = 0
  let lastAt: number | null = null

  const soFar = (): ServerSamples => ({
    samples,
    max,
    mean: samples === 0 ? 0 : total / samples,
    maxStarting,
    longestGapMillis: longestGap * 1000,
  })

  const sampling = (async () => {
    while (!stopping) {
      const slice = await take(lastAt)
      samples += slice.samples
      total += slice.total
      current = slice.last
      lastAt = slice.ended_at
      max = Math.max(max, slice.highest)
      maxStarting = Math.max(maxStarting, slice.starting)
      longestGap = Math.max(longestGap, slice.longest_gap)
    }
  })()
  // A sampler that died must not look like a server without backends: stop() rejects.
  sampling.catch(() => undefined)

  return {
    current: () => current,
    soFar,
    async stop() {
      stopping = true
      try {
        await sampling
      } finally {
        await end()
      }
      return soFar()
    },
  }
}
