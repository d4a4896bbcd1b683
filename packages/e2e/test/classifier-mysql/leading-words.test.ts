import { classify } from '@muxpool/core/mysql'
import { mayLeaveOut, sharedMysql } from '@muxpool/test-servers/vitest'
import { describe, expect, it } from 'vitest'
import { connect, rowsOf } from '../../src/classifier-mysql/connect.ts'

/** They end the server. */
const deadly = ['shutdown', 'restart']

/** Whether the grammar lets a statement begin with the word: only then is the complaint about what follows. */
async function canLead(url: string, word: string): Promise<boolean> {
  const own = await connect(url)
  try {
    await own.query(word)
    return true
  } catch (cause) {
    const { errno, message } = cause as Error & { errno: number }
    return errno !== 1064 || /near '' at line/.test(message)
  } finally {
    own.destroy()
  }
}

describe.each(['mysql', 'mariadb'] as const)('leading words of %s', (flavour) => {
  it.skipIf(mayLeaveOut(flavour))('have a rule, or are refused by the server', { timeout: 60_000 }, async () => {
    const url = sharedMysql(flavour)
    const admin = await connect(url)
    const rows = await rowsOf(admin, 'select word from information_schema.keywords')
    await admin.end()
    const words = [...new Set(rows.map(([word]) => String(word).toLowerCase()))].filter((word) =>
      /^[a-z_0-9]+$/.test(word),
    )
    const leading: string[] = []
    for (const word of words) if (!deadly.includes(word) && (await canLead(url, word))) leading.push(word)
    console.log(`${flavour}: ${words.length} keywords, ${leading.length} of them begin statements`)
    expect(leading.length).toBeGreaterThan(45)
    const isUnknown = (word: string) =>
      classify(word).statements[0]?.effects.some(({ rule }) => rule === 'mysql.unknown-word')
    expect(leading.filter(isUnknown)).toEqual([])
    const ofOther = new Set('backup case for if loop repeat while clone import restart table shutdown'.split(' '))
    const others = words.filter((word) => !leading.includes(word) && !ofOther.has(word))
    expect(others.filter((word) => !isUnknown(word))).toEqual([])
  })
})
