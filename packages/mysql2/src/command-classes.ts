import type { CommandClasses, CommandLike, Mysql2Module } from './driver-members.ts'
import type { ReplyShape } from './reply-reader.ts'

const known = new WeakMap<Mysql2Module, CommandClasses>()

/**
 * The classes of the driver's commands. It does not export them, but makes one of each for whoever asks a connection:
 * here one that has no socket, and whose `addCommand` only looks.
 */
export function commandClassesOf(mysql2: Mysql2Module): CommandClasses {
  let classes = known.get(mysql2)
  if (classes === undefined) {
    classes = lookAtCommands(mysql2)
    known.set(mysql2, classes)
  }
  return classes
}

function lookAtCommands(mysql2: Mysql2Module): CommandClasses {
  const seen: unknown[] = []
  const face = Object.create(mysql2.Connection.prototype) as {
    [method: string]: (...args: readonly unknown[]) => unknown
  }
  const own = (name: string, value: unknown): unknown => Object.defineProperty(face, name, { value })
  own('config', new mysql2.ConnectionConfig({}))
  own('addCommand', (command: CommandLike) => {
    seen.push(command.constructor)
    return command
  })
  const silent = (): void => {}
  face.query?.('', silent)
  face.execute?.('', silent)
  face.ping?.(silent)
  face.reset?.(silent)
  face.changeUser?.({}, silent)
  const [Query, Prepare, Execute, Ping, ResetConnection, ChangeUser] = seen
  return { Query, Prepare, Execute, Ping, ResetConnection, ChangeUser } as CommandClasses
}

const shapes: { readonly [name in keyof CommandClasses]: ReplyShape } = {
  Query: 'results',
  Execute: 'results',
  Prepare: 'prepared',
  Ping: 'single',
  ResetConnection: 'single',
  ChangeUser: 'login',
}

/** By the class of a command, which may extend one of the driver's. */
const shapesOfClasses = new WeakMap<object, ReplyShape | null>()

/** How the answer to a command looks; null: a command that can't be carried. */
export function shapeOf(classes: CommandClasses, command: CommandLike): ReplyShape | null {
  const known = shapesOfClasses.get(command.constructor)
  if (known !== undefined) return known
  const names = Object.keys(shapes) as (keyof CommandClasses)[]
  const name = names.find((one) => command instanceof classes[one])
  const shape = name === undefined ? null : shapes[name]
  shapesOfClasses.set(command.constructor, shape)
  return shape
}
