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
      engine: 'postgres',
      subjects: ['muxpool', 'driver'],
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
      engine: 'postgres',
      subjects: ['driver'],
    })
  })

  it.each(['mysql', 'mariadb'])('takes %s, beside mysql2', (engine) => {
    expect(readArguments(['--engine', engine])).toMatchObject({ engine, subjects: ['muxpool', 'driver'] })
    expect(readArguments(['--engine', engine, '--pool', 'mysql2'])).toMatchObject({ engine, subjects: ['driver'] })
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
    [['--engine', 'oracle'], '--engine oracle: one of postgres, mysql, mariadb'],
    [['--pool', 'tarn'], '--pool tarn: one of both, muxpool, pg'],
    [['--pool', 'mysql2'], '--pool mysql2: one of both, muxpool, pg'],
    [['--engine', 'mysql', '--pool', 'pg'], '--pool pg: one of both, muxpool, mysql2'],
    [['--pool', 'constructor'], '--pool constructor: one of both, muxpool, pg'],
    [['--speed', '9'], '--speed'],
  ])('refuses %j', (args, text) => {
    expect(() => readArguments(args)).toThrow(ArgumentError)
    expect(() => readArguments(args)).toThrow(text)
  })
})
