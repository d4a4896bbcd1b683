import { objectSpellings } from './spellings/objects.ts'
import { placeSpellings } from './spellings/places.ts'
import { settingSpellings } from './spellings/settings.ts'
import type { Spelling } from './spellings/spelling.ts'

export const allSpellings: readonly Spelling[] = [...settingSpellings, ...placeSpellings, ...objectSpellings]
