import pg from 'pg'
import type { FaceCase } from '../harness/face-case.ts'

/** A `null` for what is not there, 'same' for what is pg's own, else its type. */
function compared(module: Readonly<Record<string, unknown>>, name: keyof typeof pg): string {
  const value = module[name]
  if (value === undefined) return 'absent'
  return value === pg[name] ? 'same' : typeof value
}

const own = (names: readonly (keyof typeof pg)[]) => (module: Readonly<Record<string, unknown>>) =>
  Object.fromEntries(names.map((name) => [name, compared(module, name)]))

export const moduleCases: readonly FaceCase[] = [
  {
    id: 'module.what-is-pgs-own',
    members: [
      'module.types',
      'module.defaults',
      'module.DatabaseError',
      'module.escapeIdentifier',
      'module.escapeLiteral',
      'module.Result',
      'module.Query',
      'module.TypeOverrides',
    ],
    run: (w) =>
      own([
        'types',
        'defaults',
        'DatabaseError',
        'escapeIdentifier',
        'escapeLiteral',
        'Result',
        'Query',
        'TypeOverrides',
      ])(w.module),
  },
  {
    id: 'module.classes',
    members: ['module.Pool', 'module.Client'],
    run: (w) => [typeof w.module.Pool, typeof w.module.Client],
  },
  {
    id: 'module.client-query-class',
    members: ['module.Client'],
    run: (w) => (w.module.Client as { Query?: unknown }).Query === pg.Query,
  },
  {
    id: 'module.default-export',
    members: ['module.Pool'],
    run: (w) => {
      const module = (w.module.default ?? w.module) as Record<string, unknown>
      return module.Pool === w.module.Pool
    },
  },
]
