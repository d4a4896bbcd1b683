import type { PinCause, Verdict } from './verdict.ts'

/** The session sees only a part of the catalogue, or its reading would harm the statement behind it. */
const unread: PinCause = { reason: 'routine', rule: 'catalogue.unread', cleanup: 'close' }

/**
 * For a session that can't read the catalogue: whatever has been defined since it was read may do anything.
 * @param asksWithin the server tells statements of those before them.
 */
export function withoutReading(verdict: Verdict, text: string | null | undefined, asksWithin: boolean): Verdict {
  if (verdict.runsNothing || (!verdict.callsRoutines && runsNobodys(text))) return verdict
  return {
    ...verdict,
    causes: [...verdict.causes, unread],
    claims: 'forget',
    movesExplicitly: true,
    mayAdvance: true,
    // Nothing but a procedure can.
    mayDefine: verdict.mayDefine || verdict.callsRoutines,
    diagnostics: { ...verdict.diagnostics, asksWithin },
  }
}

/** No table, so no view, trigger or default either: SHOW WARNINGS, SELECT ROW_COUNT(). In doubt it runs something. */
function runsNobodys(text: string | null | undefined): boolean {
  return typeof text === 'string' && /^\s*(?:select|show)\b/i.test(text) && !/\bfrom\b/i.test(text)
}
