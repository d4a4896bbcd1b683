import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A Debian archive that this machine's own apt is set up with. */
export interface DebianArchive {
  readonly uri: string
  /** Key file that signs it; null for the keys that apt trusts anyway. */
  readonly signedBy: string | null
}

const suites: ReadonlySet<string> = new Set(
  'oldoldstable oldstable stable testing unstable sid bullseye bookworm trixie forky duke'.split(' '),
)

/** Archives in the order of apt's files: those of Debian itself, without the ones that carry only security updates. */
export async function debianArchives(directory = '/etc/apt'): Promise<DebianArchive[]> {
  const found = new Map<string, DebianArchive>()
  for (const { path, text } of await sourceFiles(directory)) {
    for (const entry of path.endsWith('.sources') ? stanzas(text) : lines(text)) {
      const isDebian = entry.suites.some((suite) => suites.has(suite)) && entry.components.includes('main')
      if (!isDebian) continue
      for (const uri of entry.uris) {
        if (!/^(https?|mirror|mirror\+\w+|file|copy):/.test(uri) || uri.includes('security')) continue
        if (!found.has(uri)) found.set(uri, { uri, signedBy: entry.signedBy })
      }
    }
  }
  return [...found.values()]
}

interface Entry {
  readonly uris: readonly string[]
  readonly suites: readonly string[]
  readonly components: readonly string[]
  readonly signedBy: string | null
}

async function sourceFiles(directory: string): Promise<{ path: string; text: string }[]> {
  const parts = await readdir(join(directory, 'sources.list.d')).catch(() => [])
  const named = parts.filter((name) => /\.(list|sources)$/.test(name)).sort()
  const paths = [join(directory, 'sources.list'), ...named.map((name) => join(directory, 'sources.list.d', name))]
  return Promise.all(paths.map(async (path) => ({ path, text: await readFile(path, 'utf8').catch(() => '') })))
}

/** `deb [signed-by=/key] uri suite component…`, see sources.list(5). */
function lines(text: string): Entry[] {
  const entries: Entry[] = []
  for (const line of text.split('\n')) {
    const [, options = '', rest] = /^\s*deb\s+(?:\[([^\]]*)\]\s+)?([^#]*)/.exec(line) ?? []
    if (rest === undefined) continue
    const [uri, suite, ...components] = words(rest)
    if (uri === undefined || suite === undefined) continue
    const key = /(?:^|\s)signed-by=(\S+)/i.exec(options)?.[1]
    entries.push({ uris: [uri], suites: [suite], components, signedBy: keyFile(key) })
  }
  return entries
}

/** The same in deb822 form: fields, blank lines between stanzas, continued lines begin with a space. */
function stanzas(text: string): Entry[] {
  const entries: Entry[] = []
  for (const stanza of text.replace(/^#.*\n?/gm, '').split(/\n\s*\n/)) {
    const fields = new Map<string, string>()
    for (const [, name, value] of stanza.matchAll(/^([\w-]+):((?:.*)(?:\n[ \t].*)*)/gm)) {
      fields.set((name ?? '').toLowerCase(), (value ?? '').trim())
    }
    const field = (name: string): string[] => words(fields.get(name) ?? '')
    if (!field('types').includes('deb') || fields.get('enabled')?.toLowerCase() === 'no') continue
    const signedBy = keyFile(fields.get('signed-by'))
    entries.push({ uris: field('uris'), suites: field('suites'), components: field('components'), signedBy })
  }
  return entries
}

function words(text: string): string[] {
  return text.split(/\s+/).filter((word) => word !== '')
}

/** A key may also stand in the file itself, or be named by its fingerprint: neither is a path to hand on. */
function keyFile(value: string | undefined): string | null {
  return value?.startsWith('/') === true && !/\s/.test(value) ? value : null
}
