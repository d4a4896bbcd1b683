import type { Piece, ProxiedConnection } from '@muxpool/test-servers'

/** Where a connection is, as its wire shows it. `reply`: the answer to a statement arrives; it will never get through. */
export type WirePlace =
  | 'opening'
  | 'init'
  | 'idle'
  | 'leased and idle'
  | 'statement'
  | 'transaction'
  | 'commit'
  | 'reply'
  | 'reset'
  | 'closing'

/** Called before a piece goes through; the pieces that it returns go through instead. */
export type OnEntry = (connection: ProxiedConnection, place: WirePlace, data: Buffer) => readonly Piece[] | null

/** Knows where each connection of a proxy is. */
export interface PlaceWatch {
  placeOf(connection: ProxiedConnection): WirePlace
}
