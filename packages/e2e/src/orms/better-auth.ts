import { betterAuth as createAuth } from 'better-auth'
import { getMigrations } from 'better-auth/db'
import { atOnce, failure, type Program } from './program.ts'

/** It finds out by the members of the object that it was given whether this is a PostgreSQL pool. */
export const betterAuth: Program = {
  name: 'better-auth',
  connections: 3,
  async run({ subject, connectionString, observe }) {
    const pool = new subject.driver.Pool({ connectionString, max: 3 })
    const options = {
      database: pool,
      secret: 'a secret of thirty-two characters',
      baseURL: 'http://localhost',
      emailAndPassword: { enabled: true },
      telemetry: { enabled: false },
      logger: { disabled: true },
    }
    const first = await getMigrations(options)
    observe('tables to make', first.toBeCreated.map((table) => table.table).sort())
    await first.runMigrations()
    const second = await getMigrations(options)
    observe('nothing left', [second.toBeCreated, second.toBeAdded])
    const auth = createAuth(options)
    const email = (i: number): string => `user${i}@example.org`
    const signUp = (i: number) =>
      auth.api.signUpEmail({ body: { email: email(i), password: 'a long password', name: `User ${i}` } })
    const users = await atOnce(5, signUp)
    observe(
      'signed up',
      users.map(({ user, token }) => [user.email, user.emailVerified, token !== null]),
    )
    observe('twice', await failure(() => signUp(0)))
    const signIn = (password: string) =>
      auth.api.signInEmail({ body: { email: email(1), password }, returnHeaders: true })
    observe('wrong password', await failure(() => signIn('another password')))
    const { headers } = await signIn('a long password')
    const cookie = { headers: new Headers({ cookie: headers.get('set-cookie') ?? '' }) }
    observe('session', (await auth.api.getSession(cookie))?.user.email)
    await auth.api.signOut(cookie)
    observe('signed out', await auth.api.getSession(cookie))
    observe('users', (await pool.query('select email from "user" order by email')).rows)
    await pool.end()
  },
}
