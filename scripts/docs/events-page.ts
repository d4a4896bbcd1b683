import { channelNames } from '../../packages/core/src/observe/channels.ts'
import { type EventRow, eventTable } from '../../packages/core/src/observe/event-table.ts'
import type { PoolEventName } from '../../packages/core/src/observe/pool-events.ts'
import { code, type Page, page, table } from './page.ts'

const rows = Object.entries(eventTable) as [PoolEventName, EventRow<PoolEventName>][]

const section = ([name, row]: [PoolEventName, EventRow<PoolEventName>]): string =>
  [
    `## ${name}`,
    `${row.what}${row.hot ? ' Comes with every statement or transaction: listen only while you look into something.' : ''} Channel \`${channelNames[name]}\`.`,
    table(
      ['field', 'meaning'],
      [
        [code('pool'), 'the option `name` of the pool'],
        ...Object.entries(row.fields).map(([field, what]) => [code(field), what as string]),
      ],
    ),
  ].join('\n\n')

export const eventsPage = (): Page =>
  page(
    'reference/events.md',
    'Events',
    "`pool.events` is one typed emitter (eventemitter3) for each pool. It is apart from the pool's own `on()`, which emits what pg's pool emits and nothing else.",
    'Each event has one argument, an object. The same object is published on a `node:diagnostics_channel` channel; the names of the channels do not change. Without a listener and without a subscriber an event costs two checks and makes nothing.',
    "Events are told in the middle of the pool's own work: be quick, and start no statement in a listener before it has returned (`setImmediate` is the way). A listener that throws does not reach the pool; the listeners behind it miss this one event, and one process warning names the event. What a channel's subscriber throws, Node raises as an uncaught exception.",
    table(
      ['event', 'when'],
      rows.map(([name, row]) => [`[${name}](#${name.toLowerCase()})`, row.what]),
    ),
    ...rows.map(section),
  )
