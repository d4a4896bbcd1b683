import type { Engine, OpenedSession } from './engine.ts'
import { mariadbEngine, mysqlEngine } from './mysql/engine.ts'
import type { OpenMysqlSession } from './mysql/open-session.ts'
import { mysqlPrograms } from './mysql/programs/index.ts'
import { mysqlVocabulary } from './mysql/random/vocabulary.ts'
import type { MysqlPool } from './mysql/subject.ts'
import { mysqlSubjects } from './mysql/subjects/index.ts'
import type { OpenSession } from './open-session.ts'
import { postgres } from './postgres-engine.ts'
import type { Program } from './program.ts'
import { programs } from './programs/index.ts'
import { postgresVocabulary } from './random/postgres-vocabulary.ts'
import type { Vocabulary } from './random/vocabulary.ts'
import type { PoolUnderTest, Subject, SubjectPool } from './subject.ts'
import { subjects } from './subjects/index.ts'

/** What there is to run on one kind of server. */
export interface Bench<P extends PoolUnderTest, S extends OpenedSession> {
  readonly engine: Engine<P, S>
  readonly subjects: readonly Subject<P>[]
  readonly programs: readonly Program[]
  readonly vocabulary: Vocabulary
}

export const postgresBench: Bench<SubjectPool, OpenSession> = {
  engine: postgres,
  subjects,
  programs,
  vocabulary: postgresVocabulary,
}

export const mysqlBench = (flavour: 'mysql' | 'mariadb'): Bench<MysqlPool, OpenMysqlSession> => ({
  engine: flavour === 'mysql' ? mysqlEngine : mariadbEngine,
  subjects: mysqlSubjects,
  programs: mysqlPrograms.filter(({ only = flavour }) => only === flavour),
  vocabulary: mysqlVocabulary,
})
