import { existsSync } from 'node:fs'
import { chmod, mkdir, mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { runCommand } from '../run-command.ts'
import { ServerError } from '../server-error.ts'
import { type DebianArchive, debianArchives } from './debian-sources.ts'

export interface WantedPackages {
  readonly suite: 'bookworm' | 'sid'
  readonly packages: readonly string[]
  /** Which of the packages that these depend on are fetched, too. libc6 must be: the loader comes with it. */
  needs(name: string): boolean
}

/**
 * Fetches packages of a Debian suite, with what they depend on, and unpacks them below a directory. Nothing of the
 * system changes: apt works on a state of its own that knows of no installed package, so the outcome does not depend
 * on the machine, and it needs no root. The archive and its key are those of the machine's own apt.
 */
export async function unpackDebianPackages(
  wanted: WantedPackages,
  root: string,
  known?: readonly DebianArchive[],
): Promise<void> {
  for (const tool of ['/usr/bin/apt-get', '/usr/bin/dpkg']) {
    if (!existsSync(tool)) throw new ServerError(`${tool} does not exist: this is no Debian, nothing can be fetched`)
  }
  const archives = known ?? (await debianArchives())
  if (archives.length === 0) throw new ServerError('none of the apt sources of this machine is an archive of Debian')
  const failures: string[] = []
  for (const archive of archives) {
    const work = await mkdtemp(join(root, 'apt-'))
    try {
      await fetchAndUnpack(wanted, archive, work, root)
      return
    } catch (error) {
      failures.push(`${archive.uri}: ${(error as Error).message}`)
    } finally {
      await rm(work, { recursive: true, force: true })
    }
  }
  throw new ServerError(
    `${wanted.packages.join(', ')} of Debian ${wanted.suite} can't be fetched:\n${failures.join('\n')}`,
  )
}

async function fetchAndUnpack(
  wanted: WantedPackages,
  archive: DebianArchive,
  work: string,
  root: string,
): Promise<void> {
  const apt = await privateApt(wanted.suite, archive, work)
  await apt('update')
  const plan = await apt('install', '--simulate', '--no-install-recommends', ...wanted.packages)
  const names = [...plan.matchAll(/^Inst (\S+)/gm)].map(([, name]) => name ?? '')
  const fetched = names.filter((name) => wanted.packages.includes(name) || wanted.needs(name))
  await apt('download', ...fetched)
  for (const file of await readdir(work)) {
    if (file.endsWith('.deb')) await runCommand('/usr/bin/dpkg', ['-x', join(work, file), root])
  }
  // dpkg gives the target the mode of the package's own root.
  await chmod(root, 0o755)
}

/** apt-get with a state of its own; `download` writes into the work directory. */
async function privateApt(
  suite: string,
  { uri, signedBy }: DebianArchive,
  work: string,
): Promise<(...args: string[]) => Promise<string>> {
  const state = join(work, 'state')
  await mkdir(join(state, 'lists', 'partial'), { recursive: true })
  await mkdir(join(work, 'cache', 'archives', 'partial'), { recursive: true })
  await mkdir(join(work, 'no-parts'))
  await writeFile(join(state, 'status'), '')
  const key = signedBy === null ? '' : `[signed-by=${signedBy}] `
  await writeFile(join(work, 'sources.list'), `deb ${key}${uri} ${suite} main\n`)
  const settings: Readonly<Record<string, string>> = {
    'Dir::State': state,
    'Dir::State::status': join(state, 'status'),
    'Dir::Cache': join(work, 'cache'),
    'Dir::Etc::sourcelist': join(work, 'sources.list'),
    'Dir::Etc::sourceparts': join(work, 'no-parts'),
    'Dir::Etc::preferences': '/dev/null',
    'Dir::Etc::preferencesparts': join(work, 'no-parts'),
    // apt's own user can't write here.
    'APT::Sandbox::User': 'root',
    'APT::Update::Error-Mode': 'any',
    'APT::Get::List-Cleanup': 'false',
    'Acquire::Languages': 'none',
    'Acquire::Retries': '3',
    'Acquire::http::Timeout': '20',
    'Acquire::https::Timeout': '20',
  }
  const options = Object.entries(settings).flatMap(([name, value]) => ['-o', `${name}=${value}`])
  return (...args) => runCommand('/usr/bin/apt-get', ['-q', ...options, ...args], { cwd: work })
}
