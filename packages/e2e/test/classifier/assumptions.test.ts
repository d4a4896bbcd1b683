import { classify } from '@muxpool/core/postgres'
import { mayLeaveOut, sharedPostgres } from '@muxpool/test-servers/vitest'
import pg from 'pg'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { reviewedFunctions } from '../../src/classifier/reviewed-functions.ts'

/** Things of the server's own that run code without being called by name, where that code is volatile. */
const hidden: { readonly [what: string]: string } = {
  operators: `select oprname as name from pg_operator o join pg_proc p on p.oid = oprcode
    where provolatile = 'v' and o.oid < 16384`,
  casts: `select castfunc::regproc::text as name from pg_cast c join pg_proc p on p.oid = castfunc
    where provolatile = 'v' and c.oid < 16384`,
  types: `select typname as name from pg_type t join pg_proc p on p.oid in (typinput, typoutput, typmodin)
    where provolatile = 'v' and t.oid < 16384`,
  aggregates: `select aggfnoid::text as name from pg_aggregate a
    join pg_proc p on p.oid in (aggtransfn, aggfinalfn, aggcombinefn, aggmtransfn)
    where provolatile = 'v' and aggfnoid < 16384`,
}

describe.each([18, 15] as const)('what the classifier takes for granted, on PostgreSQL %i', (version) => {
  describe.skipIf(mayLeaveOut(version))('', () => {
    let client: pg.Client
    beforeAll(async () => {
      client = new pg.Client({ connectionString: sharedPostgres(version) })
      await client.connect()
    })
    afterAll(() => client.end())
    const names = async (text: string): Promise<readonly string[]> => {
      const { rows } = await client.query<{ name: string }>(text)
      return rows.map(({ name }) => name)
    }

    it.each(Object.entries(hidden))('no %s of the server are volatile', async (_what, text) => {
      expect(await names(text)).toEqual([])
    })

    it('the only rules of the server are those of pg_settings', async () => {
      const rules = await names(
        `select ev_class::regclass::text as name from pg_rewrite where rulename <> '_RETURN' and oid < 16384`,
      )
      expect(rules).toEqual(['pg_settings', 'pg_settings'])
    })

    it('every volatile function of the server has a rule, or was looked up', async () => {
      const functions = await names(
        `select distinct proname as name from pg_proc where pronamespace = 'pg_catalog'::regnamespace
          and provolatile = 'v' and prokind = 'f' and prorettype <> all (array['trigger', 'event_trigger']::regtype[])
          and not 'internal'::regtype = any (proargtypes) order by 1`,
      )
      // A rule says something of the call, or knows it as one that writes and keeps nothing.
      const hasRule = (name: string) =>
        classify(`select pg_catalog.${name}($1, $2, $3, $4)`).statements.some(
          ({ effects, verb }) => effects.length > 0 || verb === 'write',
        )
      expect(functions.filter((name) => !hasRule(name) && !reviewedFunctions.has(name))).toEqual([])
      expect(functions.filter((name) => hasRule(name) && reviewedFunctions.has(name))).toEqual([])
      expect(functions.length).toBeGreaterThan(150)
    })
  })
})
