import type { Vocabulary } from '../../random/vocabulary.ts'

export const mysqlVocabulary = (_flavour: 'mysql' | 'mariadb'): Vocabulary => {
  return {} as Vocabulary
}
