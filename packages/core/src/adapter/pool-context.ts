import { AsyncResource } from 'node:async_hooks'

/**
 * The async context of the pool itself: opening, control statements and timers run in it. Otherwise the request that
 * happened to open a connection would be kept alive by it, and its trace would own everything that happens there.
 */
export class PoolContext {
  readonly #resource = new AsyncResource('muxpool.pool')

  run<R>(work: () => R): R {
    return this.#resource.runInAsyncScope(work)
  }
}
