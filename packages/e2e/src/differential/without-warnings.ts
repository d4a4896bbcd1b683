/**
 * Programs and neighbours do on purpose what pools and drivers warn of (sessions released in a transaction, statements
 * queued on one client), thousands of times: keeps that from the terminal.
 */
export const withoutWarnings = (): void => {
  process.removeAllListeners('warning')
}
