import { describe, expect, it } from 'vitest'
import { ArgumentError, readArguments } from '../../src/demo/arguments.ts'

describe('arguments of the demo', () => {
  it('has 1,000 callers on 8 connections and both pools by default', () => {
    expect(readArguments([])).toEqual({
      callers: 1000,
      connections: 8,
      seconds: 15,
      think: 1,
      seed: 1,
      subjects: ['muxpool', 'pg'],
    })
  })

  it('takes every option', () => {
    const args = '--sessions 20 --connections 2 --seconds 1.5 --think 0 --seed 7 --engine postgres --pool pg'.split(' ')
    expect(readArguments(args)).toEqual({
      callers: 20,
      connections: 2,
      seconds: 1.5,
      think: 0,
      seed: 7,
      subjects: ['pg'],
    })
  })

  it('asks for help', () => {
    expect(readArguments(['--help'])).toBe('help')
  })

  it.each([
    [['--sessions', '1'], '--sessions 1: integer from 2 to 100000'],
    [['--sessions', '2.5'], '--sessions 2.5: integer from 2 to 100000'],
    [['--connections', 'many'], '--connections many: integer from 1 to 90'],
    [['--seconds', ''], '--seconds : number from 1 to 3600'],
    [['--think', '-1'], "'--think' argument is ambiguous"],
    [['--engine', 'mysql'], '--engine mysql: only postgres is there'],
    [['--pool', 'tarn'], '--pool tarn: one of both, muxpool, pg'],
    [['--pool', 'constructor'], '--pool constructor: one of both, muxpool, pg'],
    [['--speed', '9'], '--speed'],
  ])('refuses %j', (args, text) => {
    expect(() => readArguments(args)).toThrow(ArgumentError)
    expect(() => readArguments(args)).toThrow(text)
  })
})
