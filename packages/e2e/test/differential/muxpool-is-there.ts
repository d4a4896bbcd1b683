import * as muxpool from '@muxpool/pg'

/** Tests of the pool itself begin with the day on which it can be imported. */
export const muxpoolIsThere: boolean = 'createPool' in muxpool
