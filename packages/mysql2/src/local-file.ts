import { Readable } from 'node:stream'
import type { Mysql2Command } from './driver-members.ts'

/**
 * A factory that throws would throw into the middle of the protocol, where the server waits for a file: it gets an empty
 * one, and the caller the error.
 */
export function guardFile(command: Mysql2Command): void {
  const make = command._streamFactory
  if (make === undefined) return
  command._streamFactory = (path) => {
    try {
      return make(path)
    } catch (error) {
      return new Readable({
        read() {
          this.destroy(error as Error)
        },
      })
    }
  }
}
