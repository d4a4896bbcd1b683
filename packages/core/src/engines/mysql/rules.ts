import type { Rule } from './rule.ts'
import { codeRules } from './rules-code.ts'
import { settingRules } from './rules-settings.ts'
import { stateRules } from './rules-state.ts'

/** Every rule of the classifier; the reference page is made from it. */
export const mysqlRules: readonly Rule[] = [...settingRules, ...stateRules, ...codeRules]
