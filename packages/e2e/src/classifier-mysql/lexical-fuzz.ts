import fc from 'fast-check'

/**
 * A call whose lock says, on the server, whether it was code or the inside of something quoted. The name of the lock
 * is a digit in hexadecimal: a string to both servers, without quotes that would take part in the game.
 */
const lockCall = (key: number): string => `get_lock(0x3${key},0)`
const spacedCall = (key: number): string => `get_lock /**/ ('${key}', 0)`

const quotes = [
  "'",
  "''",
  '"',
  '""',
  '`',
  '``',
  "\\'",
  '\\"',
  '\\',
  '\\\\',
  "N'",
  "x'",
  "b'",
  "_utf8'",
  '$$',
  '$a$',
  '\\N',
]
const comments = [
  '--',
  '-- ',
  '--\t',
  '--\u0001',
  '--\n',
  '#',
  '# x\n',
  '-- x\n',
  '-- x\r',
  '/*',
  '*/',
  '/* */',
  '/*!',
  '/*!50000',
  '/*!50701 ',
  '/*!80000 ',
  '/*!99999 ',
  '/*!100100 ',
  '/*!999999 ',
  '/*M!',
  '/*M!100100 ',
  '/*M!999999 ',
  '/*+',
  '/*/',
  '/*!*/',
]
const spaces = [' ', '\n', '\t', '\r', '\f', '\u000b', '  \n ']
const rest = [
  ',',
  ' , ',
  ';',
  ' ; select ',
  "'a'",
  'a',
  ' as ',
  '?',
  '1',
  '.',
  '1e5',
  '0x1',
  '1.',
  '-',
  '+',
  '(',
  ')',
  'é',
  '_$',
  '@',
  '@@',
  ':=',
  '{',
  '}',
]

const key = fc.integer({ min: 1, max: 9 })
const call = fc.oneof(key.map(lockCall), key.map(spacedCall))
const piece = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...quotes) },
  { weight: 4, arbitrary: fc.constantFrom(...comments) },
  { weight: 3, arbitrary: fc.constantFrom(...spaces) },
  { weight: 4, arbitrary: fc.constantFrom(...rest) },
  { weight: 6, arbitrary: call },
)
const inside = fc.array(piece, { maxLength: 4 }).map((pieces) => pieces.join(''))

/** Strings, names and comments closed as they should be under one of the modes, with calls and noise inside. */
const closed = fc.oneof(
  inside.map((text) => `'${text.replaceAll("'", "''").replaceAll('\\', '\\\\')}'`),
  inside.map((text) => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`),
  inside.map((text) => `'${text.replaceAll(/'|\\/g, '')}'`),
  inside.map((text) => `"${text.replaceAll('"', '""').replaceAll('\\', '\\\\')}"`),
  inside.map((text) => `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"`),
  inside.map((text) => `(select 1 as \`${text.replaceAll('`', '``').slice(0, 40)}_\`)`),
  inside.map((text) => `/*${text.replaceAll(/[*/!M+]/g, '')}*/ 'c'`),
  inside.map((text) => `/*!999999 ${text.replaceAll(/[*/]/g, '')} /* x */*/ 'c'`),
  inside.map((text) => `/*M!999999 ${text.replaceAll(/[*/]/g, '')}*/ 'c'`),
  call.map((text) => `/*! ${text}, */ 'c'`),
  call.map((text) => `/*!50701 ${text}, */ 'c'`),
  call.map((text) => `/*!80000 ${text}, */ 'c'`),
  call.map((text) => `/*M!100100 ${text}, */ 'c'`),
  call.map((text) => `/*!100100 ${text}, */ 'c'`),
  inside.map((text) => `-- ${text.replaceAll('\n', '')}\n 'c'`),
  inside.map((text) => `#${text.replaceAll('\n', '')}\n 'c'`),
  call,
  call.map((text) => `(${text})`),
)

const orderly = fc.array(closed, { minLength: 1, maxLength: 5 }).map((parts) => `select ${parts.join(', ')}`)
const noisy = fc
  .tuple(fc.array(closed, { maxLength: 2 }), fc.array(piece, { minLength: 1, maxLength: 8 }))
  .map(([parts, pieces]) => `select ${[...parts, pieces.join('')].join(', ')}`)

export const lexicalTexts: fc.Arbitrary<string> = fc
  .array(fc.oneof({ weight: 3, arbitrary: orderly }, { weight: 2, arbitrary: noisy }), { minLength: 1, maxLength: 3 })
  .map((texts) => texts.join(';'))

/** The digit that a lock is named by, whichever way it was written. */
export function digitOf(lock: string | null | undefined): string {
  return lock?.startsWith('0x3') === true ? lock.slice(3) : String(lock)
}
