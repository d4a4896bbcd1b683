import type { Nature } from '../normalise.ts'

/** Values of MySQL and MariaDB that differ from run to run by nature. */
export const natureOfMysql: Nature = {
  columns: {
    pid: 'pid',
    'connection_id()': 'pid',
    pseudo_thread_id: 'pid',
    uuid: 'uuid',
  },
  clocks: new Set(['now()', 'current_timestamp', 'sysdate()', 'clock', 'curtime(6)']),
  texts: [
    [/\bconnection \d+ to\b/g, 'connection N to'],
    [/\bstatement handler \(\d+\) given to \w+/g, 'statement handler (N)'],
    [/\bThread ID: \d+/gi, 'Thread ID: N'],
  ],
}
