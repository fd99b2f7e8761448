// The resolver channel's card: what needs a person's judgement, then Start. Organisation, size and state only; no address, no phone number.
import type { Card, CardData, Fact } from '../cards.ts';
import { isAlways } from '../schedule.ts';
import { figure, forMarkdown, formatDateTime, formatFrom, formatHours, forPlain } from '../words.ts';
import { brakeLine, brakePoint, withBrake } from './brake.ts';
import { doubtWords } from './causes.ts';
import { unconfirmedCount } from './completion.ts';
import { hoursPoint } from './help-hours.ts';
import { holdChoices, holdFacts, holdHeading, holdLine } from './hold-words.ts';
import { laterThanAimed, waitingHeading, waitingLine, waiving } from './hours-words.ts';
import { finishBy, newTime, withLateness } from './lateness.ts';
import { alsoOpenFacts } from './overlap-words.ts';
import { awayLine, bar, confirmedAndMarked, contradictedWords, quarterLine, refusedFacts, undoneWords } from './progress-words.ts';
import { sharePoint, shareFact } from './share.ts';
import { undoHeldFacts, undoToStart } from './undo-cards.ts';
import { isUnderWay, isUndoAsked, isUndoing, reference, refusedCount, takenOutCount, type Counts, type Progress } from './service-request.ts';
import { button, people, quoted, words, type View } from './view.ts';

type Parts = Omit<CardData['resolver'], 'speak' | 'subtle' | 'bar' | 'refresh'> & { bar?: CardData['resolver']['bar'] };

/** `canAct` is false in the view of somebody who may look but not press: the requester. */
export function resolverCard(view: View, canAct: boolean): Card {
  const { heading: state, lines: said, counts, facts, bar: quarters, ...buttons } = partsOf(view);
  const heading = withLateness(view.request, withBrake(view.brake, view.request, state));
  const lines = view.brake !== null && view.request.status === 'in-progress' ? [brakeLine(view.brake, view.request), ...said] : said;
  const ticket = view.request.ticketNumber === null ? 'ticket number to follow' : `ticket ${view.request.ticketNumber}`;
  return {
    name: 'resolver',
    data: {
      speak: `${heading}.`,
      heading,
      lines,
      ...(counts === undefined ? {} : { counts }),
      facts: [...newTime(view.request), ...facts],
      bar: quarters ?? [],
      subtle: `${forMarkdown(view.organisationName)} (${view.request.organisation ?? ''}), ${ticket}.`,
      ...(canAct ? withRoom({ ...buttons, ...explaining(view, buttons) }) : {}),
      ...(view.requesterTeamsId === null ? {} : { refresh: { ...button(view, 'request.refresh', ''), userIds: [view.requesterTeamsId] } }),
    },
  };
}

type Buttons = Omit<Parts, 'heading' | 'lines' | 'counts' | 'facts' | 'bar'>;

/** More are dropped without a word by the renderer. What can be done again in a moment gives way. */
const mostButtons = 6;
function withRoom(buttons: Buttons): Buttons {
  const { handOver, ...others } = buttons;
  const { take, ...fewest } = others;
  if (Object.keys(buttons).length <= mostButtons) return { ...others, ...(handOver === undefined ? {} : { handOver }) };
  return Object.keys(others).length <= mostButtons ? { ...fewest, ...(take === undefined ? {} : { take }) } : fewest;
}

/** Of a late one. Three others leave no room beside them. */
function explaining(view: View, { details: _, take: _take, handOver: _handOver, ...others }: Buttons): Pick<Parts, 'explain'> {
  const { request } = view;
  if (request.lateAt === null || !isUnderWay(request)) return {};
  return { explain: { ...button(view, 'request.late-form', `Say why ${reference(request)} is late`), isInMenu: Object.values(others).length >= 3 } };
}

function partsOf(view: View): Parts {
  const name = reference(view.request);
  const detailsOnly = { details: button(view, 'request.details-to-me', 'Send me the list and contact number') };
  const details = { ...detailsOnly, ...changingHands(view, name) };
  switch (view.request.status) {
    case 'submitted':
      return { ...(isUndoAsked(view.request) ? undoRequest(view, name) : newRequest(view, name)), ...details };
    case 'in-progress':
      return { ...inProgress(view, name), ...details };
    case 'on-hold':
      return { ...onHold(view, name), ...details };
    case 'confirming':
      return { ...confirming(view, name), ...details };
    case 'resolved':
      return { heading: `Resolved: ${name}, ${isUndoing(view.request) && view.progress !== null ? undoneWords(view.progress) : `${view.progress?.confirmed ?? 0} confirmed`}`, lines: [`It closes on ${when(view.request.closesAt)}.`], counts: outcome(view), facts: [], ...detailsOnly };
    case 'closed':
      return { heading: `Closed: ${name} on ${when(view.request.closedAt)}`, lines: [], counts: outcome(view), facts: [] };
    case 'withdrawn':
      return { heading: `Withdrawn: ${name}, nothing to do`, lines: [], facts: [] };
    case 'rejected':
      return { heading: `Rejected: ${name}`, lines: ['The Local Administrator has the reason.'], facts: [] };
    default:
      throw new Error(`A request that is ${view.request.status} has no resolver card.`);
  }
}

const when = (date: Date | null) => (date === null ? '' : formatDateTime(date));
const owner = (view: View): Fact => ({ title: 'Owner', value: view.request.ownerName === null ? 'nobody yet' : forMarkdown(view.request.ownerName) });

/** Taking says whose it is: whoever has it is told. */
const changingHands = (view: View, name: string): Pick<Parts, 'take' | 'handOver'> => ({
  take: button(view, 'request.take', view.request.ownerName === null ? `Take ${name}` : `Take ${name} from ${forPlain(view.request.ownerName, { most: 30 })}`),
  handOver: button(view, 'request.hand-over-form', `Hand over ${name}`),
});

function checks(counts: Counts | null): string[] {
  if (counts === null) return [];
  const doubts = counts.doubts.filter(({ count }) => count > 0).map(({ doubt, count }) => doubtWords(doubt).fact(count));
  const noMethod = counts.noMethod === null || counts.noMethod.count === 0 ? [] : [`${counts.noMethod.count} with no sign-in method (as of ${formatDateTime(counts.noMethod.asOf)})`];
  return [...sharePoint(counts), ...doubts, ...noMethod, ...alsoOpenFacts(counts)];
}

/** Points that are about no list: what stands in the way of every request now. */
const inTheWay = ({ brake, openIncidents }: View): string[] => [...(brake === null ? [] : [brakePoint]), ...openIncidents.map(incident => `${forMarkdown(incident)} is open`)];
const toCheck = (value: string): Fact => ({ title: 'Check', value });

const undoRequest = (view: View, name: string): Parts => ({
  ...undoToStart(view, dueLine(view)),
  facts: [...inTheWay(view).map(toCheck), owner(view)],
  hold: holdingWithWords(view, name),
});

function newRequest(view: View, name: string): Parts {
  const sentAt = view.request.submittedAt ?? view.request.createdAt;
  const points = [...inTheWay(view), ...checks(view.request.shown), ...(view.request.notBefore === null ? hoursPoint(sentAt) : [])];
  const { shown } = view.request;
  const count = shown?.wouldChange ?? 0;
  const what = points.length === 0 ? 'Ready to start' : `Check ${points.length} ${points.length === 1 ? 'point' : 'points'}, then start`;
  return {
    heading: `New: ${name}, ${people(count)}. ${what}`,
    lines: [...(view.request.notBefore === null ? [] : [`It will not start before ${formatFrom(view.request.notBefore)}. Start it now, and it waits by itself.`]), dueLine(view)],
    facts: [
      ...points.map(toCheck),
      { title: 'OK', value: 'everybody belongs to the organisation, nobody protected' },
      ...(shown === null ? [] : shareFact(shown)),
      ...(isAlways(view.workingHours) ? [] : [{ title: 'Hours', value: `${formatHours(view.workingHours)}. Outside them it waits` }]),
      ...(view.request.follows === null ? [] : [{ title: 'About', value: quoted(view.request.follows) }]),
      owner(view),
    ],
    start: button(view, 'request.start', `Start ${name}`),
    hold: holdingWithWords(view, name),
    ...rejecting(view, name),
  };
}

const dueLine = ({ request }: View): string => (request.lateAt === null ? `Finish by ${when(request.targetAt)}.` : `It was due by ${when(request.targetAt)}.`);

const rejecting = (view: View, name: string) => ({ reject: { ...button(view, 'request.reject', `Reject ${name} for this reason`), showTitle: `Reject ${name}`, label: 'Why, for the LA to read' } });

const holding = (view: View, name: string) => ({
  ...button(view, 'request.hold', `Hold ${name}`),
  line: holdLine,
  choices: holdChoices,
});

/** Before it is begun its card stands still, so words may be typed into it. */
const holdingWithWords = (view: View, name: string) => ({ ...holding(view, name), label: 'For the LA to read (optional)' });

function onHold(view: View, name: string): Parts {
  const { hold } = view.request;
  if (hold === null) throw new Error('A request on hold says why.');
  return {
    heading: holdHeading(name, hold),
    lines: [`Since ${when(hold.since)}. Nothing is changed until somebody resumes it.`],
    facts: [...undoHeldFacts(view), ...holdFacts(view), owner(view)],
    resume: button(view, 'request.resume', `Resume ${name}`),
    ...(isUndoAsked(view.request) ? { reject: undoToStart(view, '').reject } : hold.from === 'submitted' ? rejecting(view, name) : {}),
  };
}

function inProgress(view: View, name: string): Parts {
  const progress = view.progress;
  if (progress === null) throw new Error('A request in progress has a round.');
  const refused = refusedCount(progress);
  const facts = [...refusedFacts(progress), finishBy(view.request), owner(view)];
  const shared = { bar: bar(progress), ...(refused > 0 ? { problems: button(view, 'request.problems', `See the ${figure(refused)} refused`) } : {}) };
  if (view.request.halted !== null) {
    // By failures; a directory that refused everything leaves a plain continue, and the rule stays on.
    const isStopped = view.request.halted === 'stopped' && view.request.reason === 'failures';
    const isRefused = view.request.halted === 'stopped' && !isStopped;
    const next = button(view, 'request.continue', `Continue ${name}`);
    return {
      heading: isStopped ? `Stopped: ${name}, ${figure(refused)} of ${figure(progress.applied + refused)} failed` : isRefused ? `Stopped: ${name}, the directory does not let us go on` : `Paused: ${name}, ${words(view).applied} ${figure(progress.applied)} of ${people(progress.total)}`,
      lines: [isStopped ? 'It stopped by itself: more than 2% and at least 5 failed. Look at the reasons before you go on.' : isRefused ? 'Nobody else was changed. Ask an operator to look at the permissions and secrets in Microsoft Entra, then continue.' : 'Nothing more is changed until somebody continues it.'],
      facts,
      ...shared,
      hold: holding(view, name),
      continue: isStopped ? { ...next, title: `Continue ${name} now`, ask: { title: `Continue ${name}`, line: `${progress.waiting} people still wait. It does not stop by itself again.` } } : next,
    };
  }
  const waits = waitingLine(view, progress, false);
  const notBegun = waitingHeading(view, progress, `${name}, ${people(progress.total)}`);
  return {
    heading: notBegun ?? `In progress: ${name}, ${isUndoing(view.request) ? words(view).applied : 'applied to'} ${figure(progress.applied)} of ${people(progress.total)}`,
    lines: waits !== null ? [waits, ...laterThanAimed(view)] : [...(view.request.triesAgainAt === null || view.brake !== null ? [] : [awayLine]), `${quarterLine(progress)} ${figure(progress.confirmed)} confirmed, ${figure(refused)} refused. It stops by itself if more than 2% and at least 5 fail.`],
    facts,
    ...shared,
    ...(notBegun === null ? {} : { bar: [] }),
    hold: holding(view, name),
    ...waiving(view),
    pause: button(view, 'request.pause', `Pause ${name}`),
  };
}

function outcome(view: View): Fact[] {
  const { progress } = view;
  if (progress === null) return [];
  return [
    ...confirmedAndMarked(view, progress),
    ...(refusedCount(progress) > 0 ? [{ title: figure(refusedCount(progress)), value: words(view).refused }] : []),
    ...(takenOutCount(progress) > 0 ? [{ title: figure(takenOutCount(progress)), value: 'taken out by its Local Administrators' }] : []),
  ];
}

function confirming(view: View, name: string): Parts {
  const progress = view.progress;
  if (progress === null) throw new Error('A request being confirmed has a round.');
  const waitsForPortal = view.request.kind === 'enable-mfa' && view.request.portalMarkedCount < progress.applied;
  const isUndo = isUndoing(view.request);
  const isLate = isWaitingOnReads(progress) && view.request.acceptedUnconfirmed < unconfirmedCount(progress);
  return {
    heading: waitsForPortal ? `Waiting for the Portal: ${name}, ${isUndo ? 'take the marks off' : 'mark'} ${people(progress.applied)}` : `Confirming: ${name}, ${figure(progress.confirmed)} of ${people(progress.applied)} confirmed`,
    lines: [
      ...(view.request.triesAgainAt === null ? [] : [awayLine]),
      waitsForPortal ? (isUndo ? 'Have the list sent to you, take the marks of these people away in the Portal, then press **Marks taken away**.' : 'Have the list sent to you, mark these people in the Portal, then press **Marked in the Portal**.') : `We keep reading the directory until it shows ${isUndo ? 'none of them' : 'everybody'}.`,
      ...(isLate && progress.overdue > 0 ? [`${people(progress.overdue)} ${words(view).unseen} after 5 minutes of reading.`] : []),
      ...(isLate && progress.contradicted > 0 ? [`${people(progress.contradicted)} ${contradictedWords(view)}.`] : []),
    ],
    counts: outcome(view),
    facts: [finishBy(view.request), owner(view)],
    ...(refusedCount(progress) > 0 ? { problems: button(view, 'request.problems', `See the ${figure(refusedCount(progress))} refused`) } : {}),
    ...(waitsForPortal ? { marked: button(view, 'request.portal-marked', `${isUndo ? 'Marks taken away' : 'Marked in the Portal'}: ${figure(progress.applied)}`) } : {}),
    ...(isLate ? { accept: button(view, 'request.accept', `Accept ${unconfirmedCount(progress)} not yet confirmed`) } : {}),
  };
}

/** All early re-reads are done and some are still not seen. */
const isWaitingOnReads = (progress: Progress): boolean => progress.overdue + progress.contradicted > 0 && progress.overdue + progress.contradicted === unconfirmedCount(progress);
