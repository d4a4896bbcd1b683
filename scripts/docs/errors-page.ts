import { errorTable } from '../../packages/core/src/errors.ts'
import { code, list, type Page, page, table } from './page.ts'

export const errorsPage = (): Page =>
  page(
    'reference/errors.md',
    'Errors',
    'Errors of the server and of the driver keep their class, their text and their `code` (an SQLSTATE such as `23505`). What muxpool itself has to say is a `MuxError`. `error instanceof MuxError` holds for every copy of muxpool that the process has loaded.',
    table(
      ['field', 'meaning'],
      [
        [code('code'), 'one of the codes below'],
        [
          code('phase'),
          'where it failed: `queue`, `connect`, `init`, `validate`, `replay` (making a connection ready for the session), `statement`, `reset`, `close`',
        ],
        [code('fate'), 'what is known of the statement, see below'],
        [code('retryable'), 'whether the same call may succeed later; it says nothing about what has run, `fate` does'],
        [code('cause'), 'the error behind it, where there is one'],
      ],
    ),
    'Texts that programs are known to match (`timeout exceeded when trying to connect`, `Cannot use a pool after calling end on the pool`, `Client has been released`) begin as in pg. Match `code` instead where you can.',
    '## fate',
    "On every `MuxError`, and on the driver's own error when a connection was lost under a statement:",
    list([
      '`not-sent`: nothing of the statement reached the server. Running it again is safe.',
      '`refused-by-server`: the server answered with an error. What an error undoes is undone.',
      '`in-doubt`: it was sent, and the reply was lost or did not count. It may have run; a COMMIT may have committed. Look before you run it again.',
    ]),
    'muxpool repeats a statement by itself only when it was not sent and its session held nothing.',
    '## Codes',
    table(
      ['code', 'meaning', 'retryable', 'what to do'],
      Object.entries(errorTable).map(([name, row]) => [
        code(name),
        row.meaning,
        row.retryable ? 'yes' : 'no',
        row.advice,
      ]),
    ),
    '## Diagnosis of a borrow timeout',
    '`MUX_BORROW_TIMEOUT` has a field `diagnosis`, and a text that says who holds the connections and where the oldest holder began:',
    list([
      '`all-pinned`: pinned sessions hold most of them. See `pool.pinReport()`.',
      '`transactions-open`: transactions that wait for the program hold at least half.',
      '`all-busy`: statements are running on them.',
      '`server-silent`: the server does not answer.',
      "`server-unreachable`: no connection can be opened. `cause` is the last attempt's error.",
      '`opening`: a connection was still being opened.',
    ]),
    '## Process warnings',
    "muxpool never throws at nobody. What has no caller to be told is a process warning (`process.on('warning')`) of type `MuxpoolWarning`, with a code:",
    table(
      ['code', 'when', 'how often'],
      [
        [code('MUX_OPTION_UNKNOWN'), '`new Pool` was given an option that nobody knows', 'once for each pool and name'],
        [code('MUX_PIN_REFUSED'), "`onPin: 'warn'` and a statement pins", 'once for each pool, rule and statement'],
        [
          code('MUX_TRANSACTION_OPEN'),
          'a session was released in the middle of a transaction',
          'once for each place of the program',
        ],
        [code('MUX_TRANSACTION_TIMEOUT'), 'a transaction was given up', 'once for each place of the program'],
        [code('MUX_POOL_ENDED'), '`end()` cut off a session at `endTimeoutMillis`', 'for each session'],
        [
          code('MUX_LISTENER_THREW'),
          'a listener of `pool.events`, or the `log` function, threw',
          'once for each event',
        ],
      ],
    ),
  )
