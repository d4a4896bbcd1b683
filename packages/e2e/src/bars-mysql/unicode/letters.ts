import type { Chance } from '../../differential/chance.ts'

/** What a client may say that it speaks, with letters that both sides can write in it. */
export interface Speech {
  readonly names: string
  readonly collations: readonly string[]
  /** Ranges of code points, the last one included. */
  readonly letters: readonly (readonly [from: number, to: number])[]
}

const ascii = [0x20, 0x7e] as const
const plain = [0x30, 0x39] as const
const words = [0x61, 0x7a] as const

/** Those that the driver knows too: https://dev.mysql.com/doc/refman/en/charset-charsets.html */
export const speeches: readonly Speech[] = [
  {
    names: 'utf8mb4',
    collations: ['utf8mb4_bin', 'utf8mb4_general_ci', 'utf8mb4_unicode_ci', 'utf8mb4_swedish_ci'],
    letters: [
      ascii,
      [0x01, 0x1f],
      [0xa0, 0x24f],
      [0x370, 0x3ff],
      [0x400, 0x4ff],
      [0x5d0, 0x5ea],
      [0x621, 0x64a],
    ].concat([
      [0x300, 0x36f],
      [0x900, 0x94d],
      [0x2000, 0x206f],
      [0x3041, 0x3096],
      [0x4e00, 0x9fa5],
      [0xac00, 0xd7a3],
      [0xe000, 0xe0ff],
      [0xfe00, 0xfe0f],
      [0xfffc, 0xfffd],
      [0x1f300, 0x1f64f],
      [0x20000, 0x2a6d6],
      [0x10fff0, 0x10ffff],
    ]) as Speech['letters'],
  },
  {
    names: 'utf8mb3',
    collations: ['utf8mb3_bin', 'utf8mb3_general_ci', 'utf8mb3_unicode_ci'],
    letters: [
      ascii,
      [0xa0, 0x24f],
      [0x370, 0x3ff],
      [0x400, 0x4ff],
      [0x3041, 0x3096],
      [0x4e00, 0x9fa5],
      [0xac00, 0xd7a3],
    ],
  },
  { names: 'latin1', collations: ['latin1_bin', 'latin1_german1_ci'], letters: [ascii, [0xa0, 0xff]] },
  {
    names: 'latin2',
    collations: ['latin2_bin', 'latin2_general_ci'],
    letters: [ascii, [0x154, 0x155], [0x158, 0x159]],
  },
  { names: 'cp1251', collations: ['cp1251_bin', 'cp1251_general_ci'], letters: [ascii, [0x410, 0x44f]] },
  { names: 'greek', collations: ['greek_bin', 'greek_general_ci'], letters: [ascii, [0x3b1, 0x3c9]] },
  { names: 'hebrew', collations: ['hebrew_bin', 'hebrew_general_ci'], letters: [ascii, [0x5d0, 0x5ea]] },
  { names: 'gbk', collations: ['gbk_bin', 'gbk_chinese_ci'], letters: [plain, words, [0x4e00, 0x4fff]] },
  {
    names: 'euckr',
    collations: ['euckr_bin', 'euckr_korean_ci'],
    letters: [plain, words, [0xac00, 0xac01], [0xb098, 0xb098]],
  },
]

/** Text that a program may hold in this character set. */
export function randomText(chance: Chance, { letters }: Speech): string {
  let text = ''
  for (let n = 1 + chance.below(60); n > 0; n -= 1) {
    const [from, to] = chance.pick(letters)
    text += String.fromCodePoint(from + chance.below(to - from + 1))
  }
  return text
}
