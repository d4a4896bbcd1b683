import fc from 'fast-check'

/** A call whose lock says, on the server, whether it was code or the inside of something quoted. */
const lockCall = (key: number): string => `pg_advisory_lock(${key})::text`

const quotes = ["'", "''", '"', '$$', '$a$', "E'", "e'", "U&'", 'U&"', "N'", "B'", "\\'", '\\', '\\\\', "x'"]
const comments = ['--', '/*', '*/', '/* */', '-- x\n', '-- x\r', '/*/* */*/']
const spaces = [' ', '\n', '\t', '\r', '\f', '\r\n', '  \n ', ' -- c\n ']
const rest = [
  '||',
  ' || ',
  ';',
  ' ; select ',
  "'a'",
  'a',
  ' as ',
  '$1',
  '1',
  '.',
  '-',
  '+',
  '(',
  ')',
  'é',
  '_$',
  '::text',
]

const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...quotes) },
  { weight: 2, arbitrary: fc.constantFrom(...comments) },
  { weight: 3, arbitrary: fc.constantFrom(...spaces) },
  { weight: 4, arbitrary: fc.constantFrom(...rest) },
  { weight: 5, arbitrary: fc.integer({ min: 1, max: 9 }).map(lockCall) },
)

/** Strings, names and comments closed as they should be, with calls and noise inside. */
const inside = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''))
const closed = fc.oneof(
  inside.map((text) => `'${text.replaceAll("'", "''")}'`),
  inside.map((text) => `'${text.replaceAll(/'|\\/g, '')}'`),
  inside.map((text) => `E'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`),
  inside.map((text) => `E'${text.replaceAll("'", "''").replaceAll(/\\/g, '\\\\')}'`),
  inside.map((text) => `$q$${text}$q$`),
  inside.map((text) => `$$${text.replaceAll('$', '')}$$`),
  inside.map((text) => `'x'\n'${text.replaceAll("'", "''")}'`),
  inside.map((text) => `E'x' -- c\n'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`),
  inside.map((text) => `U&'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`),
  inside.map((text) => `/*${text.replaceAll(/[*/]/g, '')}*/ 'c'`),
  inside.map((text) => `/*/*${text.replaceAll(/[*/]/g, '')}*/*/ 'c'`),
  inside.map((text) => `-- ${text.replaceAll(/[\n\r]/g, '')}\n 'c'`),
  inside.map((text) => `(select 'c' as "${text.replaceAll('"', '""').slice(0, 40)}_")`),
  fc.integer({ min: 1, max: 9 }).map(lockCall),
  fc.integer({ min: 1, max: 9 }).map((key) => `(${lockCall(key)})`),
)

/** Mostly valid: closed things joined as operands. */
const orderly = fc.array(closed, { minLength: 1, maxLength: 5 }).map((parts) => `select ${parts.join(' || ')}`)
const noisy = fc
  .tuple(fc.array(closed, { maxLength: 2 }), fc.array(piece, { minLength: 1, maxLength: 8 }))
  .map(([parts, pieces]) => `select ${[...parts, pieces.join('')].join(' || ')}`)

export const lexicalTexts: fc.Arbitrary<string> = fc
  .array(fc.oneof({ weight: 3, arbitrary: orderly }, { weight: 2, arbitrary: noisy }), { minLength: 1, maxLength: 3 })
  .map((texts) => texts.join(';'))
