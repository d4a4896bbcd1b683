import { ArgumentError, type DemoArguments, readArguments, usage } from './arguments.ts'
import { engines } from './engines/index.ts'
import { meaning, workloadText } from './meaning.ts'
import { type Progress, startProgress } from './progress.ts'
import { resultTable } from './result-table.ts'
import { runSubject, type SubjectResult } from './run-subject.ts'

const faultsShown = 10

async function demo(settings: DemoArguments, progress: Progress): Promise<boolean> {
  const engine = engines[settings.engine]
  progress.note(`Starting an embedded ${engine.server} …`)
  const server = await engine.start()
  const results: SubjectResult[] = []
  try {
    progress.note(workloadText(settings, engine.dialect))
    for (const subject of settings.subjects) {
      results.push(await runSubject(engine, server.url(), engine[subject], settings, progress))
    }
  } finally {
    await server.dispose()
  }
  progress.note(resultTable(results, settings))
  progress.note(meaning(engine.driver.title))
  for (const { title, faults } of results) {
    for (const fault of faults.slice(0, faultsShown)) progress.note(`WRONG on ${title}: ${fault}`)
    if (faults.length > faultsShown) progress.note(`… and ${faults.length - faultsShown} more on ${title}`)
  }
  const right = results.every(({ faults }) => faults.length === 0)
  progress.note(
    right
      ? 'All answers were right: the books balance, and every tenant saw its own rows.'
      : 'Some answers were WRONG.',
  )
  return right
}

try {
  const settings = readArguments(process.argv.slice(2))
  if (settings === 'help') console.log(usage)
  // A hung caller may keep sockets and timers: the result is known, so the process does not wait for them.
  else process.exit((await demo(settings, startProgress(process.stdout))) ? 0 : 1)
} catch (error) {
  if (!(error instanceof ArgumentError)) throw error
  console.error(`${error.message}\n\n${usage}`)
  process.exitCode = 2
}
