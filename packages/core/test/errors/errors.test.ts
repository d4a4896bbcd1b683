import { describe, expect, test, vi } from 'vitest'
import { type ErrorCode, errorTable, MuxError, withFate } from '../../src/errors.ts'

const codes = Object.keys(errorTable) as ErrorCode[]

/** The module once more, as when two packages bring a copy each. */
async function otherCopy(): Promise<typeof import('../../src/errors.ts')> {
  vi.resetModules()
  return import('../../src/errors.ts')
}

describe('an error of muxpool', () => {
  test.each(codes)('%s has its name, code, and what the table says', (code) => {
    const error = new MuxError(code, 'why', { phase: 'queue' })
    expect(error).toBeInstanceOf(Error)
    expect({ ...error, name: error.name, message: error.message }).toEqual({
      name: 'MuxError',
      message: 'why',
      code,
      phase: 'queue',
      fate: 'not-sent',
      retryable: errorTable[code].retryable,
    })
    expect(String(error)).toBe('MuxError: why')
    expect(error.stack).toContain('errors.test.ts')
  })

  test('has a cause only when it was given one', () => {
    const cause = new Error('behind it')
    expect(new MuxError('MUX_ABORTED', 'why', { phase: 'queue', cause }).cause).toBe(cause)
    expect('cause' in new MuxError('MUX_ABORTED', 'why', { phase: 'queue' })).toBe(false)
  })

  test('is one for every loaded copy of core', async () => {
    const other = await otherCopy()
    expect(other.MuxError).not.toBe(MuxError)
    const [mine, theirs] = [
      new MuxError('MUX_ABORTED', 'mine', { phase: 'queue' }),
      new other.MuxError('MUX_ABORTED', 'theirs', { phase: 'queue' }),
    ]
    expect([mine instanceof other.MuxError, theirs instanceof MuxError, mine instanceof MuxError]).toEqual([
      true,
      true,
      true,
    ])
  })

  test.each([null, undefined, 'MuxError', 5, {}, new Error('other'), { name: 'MuxError', code: 'MUX_ABORTED' }])(
    'is not %s',
    (value) => {
      expect((value as unknown) instanceof MuxError).toBe(false)
    },
  )

  test('shows nothing beside what it means, when it is printed as JSON', () => {
    const error = new MuxError('MUX_ABORTED', 'why', { phase: 'queue', fate: 'in-doubt' })
    expect(JSON.parse(JSON.stringify(error))).toEqual({
      code: 'MUX_ABORTED',
      phase: 'queue',
      fate: 'in-doubt',
      retryable: false,
    })
  })
})

describe('the table of errors', () => {
  test.each(codes)('%s says what it means, and what to do', (code) => {
    const { meaning, advice } = errorTable[code]
    expect([/[.]$/.test(meaning), /[.]$/.test(advice), meaning === advice]).toEqual([true, true, false])
  })

  test('calls nothing retryable that may have run', () => {
    for (const code of [
      'MUX_CONNECTION_LOST',
      'MUX_STATEMENT_TIMEOUT',
      'MUX_SESSION_BROKEN',
      'MUX_TRANSACTION_TIMEOUT',
    ] as const)
      expect([code, errorTable[code].retryable]).toEqual([code, false])
  })
})

describe('the fate of a statement', () => {
  test('is put on an error that keeps its own class and text', () => {
    const error = new RangeError('of the driver')
    expect(withFate(error, 'in-doubt')).toBe(error)
    expect(error).toMatchObject({ fate: 'in-doubt', message: 'of the driver' })
    expect(Object.keys(error)).toEqual([])
  })

  test('is not changed by whoever comes later', () => {
    expect(withFate(withFate(new Error('x'), 'in-doubt'), 'not-sent')).toMatchObject({ fate: 'in-doubt' })
  })
})
