/** A server could not do what a test asked of it; the message holds the end of its log where there is one. */
export class ServerError extends Error {
  override readonly name: string = 'ServerError'
}
