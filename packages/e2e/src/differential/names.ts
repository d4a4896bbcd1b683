import type { QuerySpec, Statement } from './program.ts'

/**
 * A program's own names. They stand in its text as placeholders, so that no program and no neighbour meets another's
 * objects: `{s}` schema, `{role}` and `{role2}` roles, `{ch}` channel, `{gid}` global transaction, `{k}` lock class
 * (an int4, the first half of a two-part advisory key), `{K}` a bigint key of the same class, `{lock}` a lock's name,
 * `{user}` another user.
 */
export interface Names {
  readonly schema: string
  readonly role: string
  readonly channel: string
  readonly gid: string
  readonly lockClass: number
  /** MySQL: the name that locks of the program begin with. */
  readonly lock: string
  /** MySQL: a user without rights. */
  readonly user: string
  /** Connection string for SQL that connects by itself (dblink). */
  readonly dsn: string
}

/** Lock classes of programs start here; those of neighbours lie below. */
const firstProgramLockClass = 1_000_000

/** `run` keeps apart what all databases of a server share: roles and global transactions; on MySQL, schemas too. */
export const namesOf = (index: number, run: string, dsn: string): Names => ({
  schema: `p${index}_${run}`,
  role: `role_${run}_${index}`,
  channel: `ch_${index}`,
  gid: `gid_${run}_${index}`,
  lockClass: firstProgramLockClass + index,
  lock: `lock_${run}_${index}`,
  user: `user_${run}_${index}`,
  dsn,
})

export const fill = (text: string, names: Names): string =>
  text.replace(/\{(s|role2?|ch|gid|k|K|lock|user|dsn)\}/g, (_all, name: string) => {
    switch (name) {
      case 's':
        return names.schema
      case 'role':
        return names.role
      case 'role2':
        return `${names.role}_b`
      case 'ch':
        return names.channel
      case 'gid':
        return names.gid
      case 'k':
        return String(names.lockClass)
      case 'K':
        // classid of a bigint key is its upper half.
        return String(BigInt(names.lockClass) << 32n)
      case 'lock':
        return names.lock
      case 'user':
        return names.user
      default:
        return names.dsn
    }
  })

const fillValue = (value: unknown, names: Names): unknown => (typeof value === 'string' ? fill(value, names) : value)

export const fillStatement = (statement: Statement, names: Names): QuerySpec => {
  if (typeof statement === 'string') return { text: fill(statement, names) }
  return {
    ...statement,
    ...(statement.text === undefined ? {} : { text: fill(statement.text, names) }),
    ...(statement.name === undefined ? {} : { name: fill(statement.name, names) }),
    ...(statement.values === undefined ? {} : { values: statement.values.map((value) => fillValue(value, names)) }),
  }
}
