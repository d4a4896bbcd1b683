export {
  type AfterError,
  Bench,
  type ConformanceCase,
  type ConformanceSkips,
  conformance,
  conformanceCases,
  type Subject,
  type SubjectTexts,
  type Told,
  until,
  within,
} from './testing/conformance.ts'
export { FakeBackend, FakeDatabase, type FakeReply, type FakeRows, FakeServerError } from './testing/fake-backend.ts'
export { FakeDriver, type FakeOpenError } from './testing/fake-driver.ts'
export { type FakeAnswer, FakeTicket, type FakeTicketParts } from './testing/fake-ticket.ts'
export { type FakeEvent, FakeWire } from './testing/fake-wire.ts'
export { ReferenceSession, stateOf } from './testing/reference-session.ts'
export { settle, VirtualClock } from './testing/virtual-clock.ts'
