import { type Channel, channel } from 'node:diagnostics_channel'
import type { PoolEventName } from './pool-events.ts'

/** Names of the `node:diagnostics_channel` channels. They are part of the interface and do not change. */
export const channelNames: { readonly [Name in PoolEventName]: `muxpool:${Name}` } = Object.freeze({
  borrow: 'muxpool:borrow',
  return: 'muxpool:return',
  wait: 'muxpool:wait',
  pin: 'muxpool:pin',
  unpin: 'muxpool:unpin',
  stateDiscarded: 'muxpool:stateDiscarded',
  connectionOpen: 'muxpool:connectionOpen',
  connectionLost: 'muxpool:connectionLost',
  connectionClose: 'muxpool:connectionClose',
  openFailed: 'muxpool:openFailed',
  leak: 'muxpool:leak',
  leap: 'muxpool:leap',
})

/** Held for the life of the process: a channel that nobody holds may be collected, and a new one made beside it. */
export const channels: { readonly [Name in PoolEventName]: Channel } = {
  borrow: channel(channelNames.borrow),
  return: channel(channelNames.return),
  wait: channel(channelNames.wait),
  pin: channel(channelNames.pin),
  unpin: channel(channelNames.unpin),
  stateDiscarded: channel(channelNames.stateDiscarded),
  connectionOpen: channel(channelNames.connectionOpen),
  connectionLost: channel(channelNames.connectionLost),
  connectionClose: channel(channelNames.connectionClose),
  openFailed: channel(channelNames.openFailed),
  leak: channel(channelNames.leak),
  leap: channel(channelNames.leap),
}
