// The LA's status card: always the truth at a glance, one per request and conversation.
import type { Card, CardData, Fact, Quarter } from '../cards.ts';
import { addDays } from '../schedule.ts';
import { capitalised, figure, forMarkdown, formatDate, formatDateTime, formatFrom, mostWritten } from '../words.ts';
import { refusalWords } from './causes.ts';
import { ownBrakeLine, withBrake } from './brake.ts';
import { aim, finishBy, newTimeLines, whyLate, withLateness } from './lateness.ts';
import { awayLine, bar, confirmedAndMarked, contradictedWords, quarterLine, refusedFacts, undoneWords } from './progress-words.ts';
import { firstSlice } from './stop-rule.ts';
import { laterThanAimed, outsideHoursLine, startingSooner, waitingHeading, waitingLine } from './hours-words.ts';
import { holdFacts, ownHoldHeading, ownHoldLine, writtenFact } from './hold-words.ts';
import { isUnderWay, isUndoAsked, isUndoing, keptForDays, reference, refusedCount, takenOutCount, type Progress } from './service-request.ts';
import { canUndo, declinedLines, mayAskUndo, undoAskedParts, undoHeldFacts, withdrawingUndo } from './undo-cards.ts';
import { button, people, referenceLine, words, type View } from './view.ts';

type Parts = { heading: string; lines: string[]; bar?: Quarter[]; facts: Fact[] } & Partial<Pick<CardData['status'], 'outcome' | 'problems' | 'list' | 'reopen' | 'withdraw' | 'sooner' | 'checkAgain' | 'read' | 'comment' | 'followUp' | 'takeOut' | 'undo'>>;

export function statusCard(view: View): Card {
  const { heading: state, lines: said, bar, facts, ...buttons } = partsOf(view);
  const heading = withLateness(view.request, withBrake(view.brake, view.request, state));
  const lines = [...(view.brake === null ? [] : [ownBrakeLine(view.brake, view.request)]), ...said, ...newTimeLines(view.request)];
  return { name: 'status', data: { speak: `${heading}.`, heading, lines, bar: bar ?? [], facts: [...whyLate(view.request), ...facts], subtle: referenceLine(view), ...buttons, ...commenting(view) } };
}

/** While somebody works on it, or may do so again. */
function commenting(view: View): Pick<Parts, 'comment'> {
  const name = reference(view.request);
  if (!isUnderWay(view.request) && view.request.status !== 'on-hold' && view.request.status !== 'resolved') return {};
  return { comment: button(view, 'request.comment-form', view.request.hold?.why === 'answer' ? `Answer the question about ${name}` : `Comment on ${name}`) };
}

function partsOf(view: View): Parts {
  switch (view.request.status) {
    case 'submitted':
      return submitted(view);
    case 'in-progress':
      return inProgress(view);
    case 'on-hold':
      return onHold(view);
    case 'confirming':
      return confirming(view);
    case 'resolved':
      return resolved(view);
    case 'closed':
      return closed(view);
    case 'withdrawn':
      return { heading: `Withdrawn: ${nobody(view)}`, lines: [words(view).again], facts: [forWhom(view)] };
    case 'rejected':
      return { heading: `Rejected: ${nobody(view)}`, lines: [`The reason given: ${forMarkdown(view.request.reason ?? 'none', { most: mostWritten })}`, words(view).again], facts: [forWhom(view)] };
    default:
      throw new Error(`A request that is ${view.request.status} has no status card.`);
  }
}

const nobody = (view: View) => (view.request.kind === 'enable-mfa' ? 'nobody gets MFA from this request' : 'nobody is signed out by this request');
const total = (view: View) => view.progress?.total ?? view.counts?.wouldChange ?? 0;
const forWhom = (view: View): Fact => ({ title: 'For', value: `${forMarkdown(view.organisationName)} (${view.request.organisation ?? ''})` });
const aimLine = (view: View) => (view.request.lateAt === null ? `We aim to finish by ${aim(view.request)}.` : `We aimed to finish by ${aim(view.request)} and are late. The resolvers have been told.`);

/** Until it is closed, for somebody who is locked out. */
const takingOut = (view: View) => (canUndo(view.request) ? { takeOut: button(view, 'request.take-out-form', 'Take one person out') } : {});

function submitted(view: View): Parts {
  const { request } = view;
  if (isUndoAsked(request)) {
    const { heading, lines, facts, ...buttons } = undoAskedParts(view, aimLine(view));
    return { heading, lines, facts: [...facts, forWhom(view)], ...buttons, ...takingOut(view) };
  }
  const name = reference(request);
  return {
    heading: `Submitted: ${people(total(view))}, waiting for ${request.kind === 'enable-mfa' ? 'a resolver to start' : 'a second person to approve'}`,
    lines: [...(request.notBefore === null ? [] : [`It will not start before ${formatFrom(request.notBefore)}.`]), aimLine(view)],
    facts: [{ title: 'Sent', value: `${request.submittedAt === null ? '' : formatDateTime(request.submittedAt)}, by ${forMarkdown(request.requesterName)}` }, forWhom(view)],
    list: button(view, 'request.list', `Get the list of ${total(view)}`),
    ...startingSooner(view),
    ...withdrawing(view, name),
  };
}

const withdrawing = (view: View, name: string) => ({ withdraw: { ...button(view, 'request.withdraw', `Withdraw ${name} now`), showTitle: `Withdraw ${name}`, line: `${words(view).nobody} ${words(view).again}` } });

function onHold(view: View): Parts {
  const { hold } = view.request;
  if (hold === null) throw new Error('A request on hold says why.');
  const isBegun = hold.from === 'in-progress';
  const isUndo = isUndoAsked(view.request);
  const refused = view.progress === null ? 0 : refusedCount(view.progress);
  return {
    heading: ownHoldHeading(hold),
    lines: [`Since ${formatDateTime(hold.since)}. ${ownHoldLine(hold)}`],
    facts: [...writtenFact(hold), ...undoHeldFacts(view), ...holdFacts(view), forWhom(view)],
    ...(refused > 0 ? { problems: button(view, 'request.problems', `See the ${figure(refused)} refused`) } : {}),
    list: button(view, 'request.list', `Get the list of ${figure(isUndo ? view.standing : total(view))}`),
    ...(hold.link === null ? {} : { read: { title: `Read about ${hold.reference ?? 'it'}`, url: hold.link } }),
    ...(isBegun || isUndo ? takingOut(view) : {}),
    ...(isBegun ? {} : isUndo ? withdrawingUndo(view) : withdrawing(view, reference(view.request))),
  };
}

/** The rest follows the first slice without a press, so this is what people wait to read. */
const firstSliceLine = ({ applied, total, refused }: Progress): string =>
  applied >= firstSlice && applied < total && refused.length === 0 ? ` The first ${firstSlice} people went through without problems.` : '';

function inProgress(view: View): Parts {
  const { request, progress } = view;
  if (progress === null) throw new Error('A request in progress has a round.');
  const refused = refusedCount(progress);
  const count = `${words(view).applied} ${figure(progress.applied)} of ${people(progress.total)}`;
  const stopped = request.reason === 'failures' ? `${figure(refused)} of ${figure(progress.applied + refused)} failed` : 'the directory does not let us go on';
  const notBegun = waitingHeading(view, progress, people(progress.total));
  const heading = request.halted === 'stopped' ? `Stopped: ${stopped}` : request.halted === 'paused' ? `Paused by a resolver: ${count}` : (notBegun ?? `In progress: ${count}`);
  const waits = waitingLine(view, progress, true);
  const runs = request.triesAgainAt === null || view.brake !== null ? `${quarterLine(progress)}${firstSliceLine(progress)}` : `${awayLine} You do not need to do anything.`;
  const goesOn = waits === null ? runs : `${waits}${view.brake === null ? ' You do not need to do anything.' : ''}`;
  const first = request.halted === null ? goesOn : 'A resolver is looking at it. You do not need to do anything.';
  const again = isUndoing(request) ? ' It takes back what this request did.' : request.round > 1 ? ' It was re-opened.' : '';
  return {
    heading,
    lines: [`${first}${again}`, ...laterThanAimed(view), ...outsideHoursLine(view)],
    ...(notBegun === null ? { bar: bar(progress) } : {}),
    facts: [{ title: 'Confirmed', value: `${figure(progress.confirmed)} of ${figure(progress.total)}, read back from the ${request.kind === 'enable-mfa' ? 'policy' : 'directory audit'}` }, ...refusedFacts(progress), finishBy(view.request)],
    ...(refused > 0 ? { problems: button(view, 'request.problems', `See the ${figure(refused)} refused`) } : {}),
    list: button(view, 'request.list', `Get the list of ${figure(progress.total)}`),
    ...startingSooner(view),
    ...takingOut(view),
  };
}

const takenOutFacts = ({ takenOut }: Progress): Fact[] => takenOut.map(({ by, count }) => ({ title: figure(count), value: `taken out by ${forMarkdown(by)}` }));

/** Applied, confirmed and marked are different words for different things, and are counted apart. */
function outcomeFacts(view: View, progress: Progress): Fact[] {
  const unseen = progress.applied - progress.confirmed - progress.contradicted;
  return [
    ...confirmedAndMarked(view, progress),
    ...(unseen > 0 ? [{ title: figure(unseen), value: words(view).unseen }] : []),
    ...(progress.contradicted > 0 ? [{ title: figure(progress.contradicted), value: contradictedWords(view) }] : []),
    ...progress.refused.map(({ reason, count }) => ({ title: figure(count), value: `${words(view).refused}: ${refusalWords(reason)}` })),
    ...takenOutFacts(progress),
  ];
}

function confirming(view: View): Parts {
  const { progress, request } = view;
  if (progress === null) throw new Error('A request being confirmed has a round.');
  const waitsForPortal = request.kind === 'enable-mfa' && request.portalMarkedCount < progress.applied;
  return {
    heading: `Confirming: ${words(view).applied} ${people(progress.applied)}, ${figure(progress.confirmed)} confirmed`,
    lines: [...(request.lateAt === null ? [] : [aimLine(view)]), ...(request.triesAgainAt === null ? [] : [awayLine]), `${nextLine(isUndoing(request), waitsForPortal)} You do not need to do anything.`, ...outsideHoursLine(view)],
    facts: outcomeFacts(view, progress),
    outcome: button(view, 'request.outcome', 'Get the outcome so far'),
    ...takingOut(view),
  };
}

function nextLine(isUndo: boolean, waitsForPortal: boolean): string {
  if (isUndo) return waitsForPortal ? 'A resolver takes their marks away in the Portal next.' : 'We keep reading the directory until it shows none of them.';
  return waitsForPortal ? 'A resolver marks them in the Portal next.' : 'We keep reading the directory until it shows everybody.';
}

/** Those who have it beyond doubt, and those who have not, or may have. */
function resolvedHeading(view: View, progress: Progress): string {
  if (isUndoing(view.request)) return undoneWords(progress);
  const rest = progress.total - progress.confirmed;
  const { have, has, not, notOne } = words(view);
  const verb = progress.total === 1 ? has : have;
  if (rest === 0) return `${progress.total === 1 ? '' : 'all '}${people(progress.total)} ${verb}`;
  const others = rest > refusedCount(progress) + takenOutCount(progress) ? 'not confirmed' : rest === 1 ? notOne : not;
  return `${figure(progress.confirmed)} of ${people(progress.total)} ${verb}, ${figure(rest)} ${others}`;
}

function resolved(view: View): Parts {
  const { progress, request } = view;
  if (progress === null || request.closesAt === null) throw new Error('A resolved request has a round and a closing time.');
  const canReopen = request.kind === 'enable-mfa';
  return {
    heading: `Resolved: ${resolvedHeading(view, progress)}`,
    lines: [`It closes on ${formatDateTime(request.closesAt)}.${canReopen ? ` Until then you can re-open it${isUndoing(request) ? ', and they get MFA again' : ''}.` : ''}`, ...declinedLines(request), ...outsideHoursLine(view)],
    facts: outcomeFacts(view, progress),
    outcome: button(view, 'request.outcome', 'Get the outcome file'),
    ...(canReopen ? { reopen: button(view, 'request.reopen', `Re-open ${reference(request)}`) } : {}),
    ...(view.standing > 0 ? takingOut(view) : {}),
    ...(mayAskUndo(view) ? { undo: button(view, 'request.undo-form', `Take MFA off ${view.standing === 1 ? 'this' : 'these'} ${people(view.standing)}`) } : {}),
  };
}

function closed(view: View): Parts {
  const { progress, request } = view;
  const canFollow = request.kind === 'enable-mfa';
  const result = progress === null ? '' : `${resolvedHeading(view, progress)}.`;
  return {
    heading: `Closed on ${request.closedAt === null ? '' : formatDateTime(request.closedAt)}`,
    lines: [`${capitalised(result)} ${canFollow ? `If something is wrong now, start a new request: it quotes ${request.ticketNumber ?? reference(request)} for you.` : 'If something is wrong now, ask again.'}`, ...(request.closedAt === null ? [] : [`We keep the outcome file until ${formatDate(addDays(request.closedAt, keptForDays))}.`])],
    facts: progress === null ? [] : outcomeFacts(view, progress),
    ...(canFollow ? { followUp: button(view, 'request.follow-up', `Start a new request about ${reference(request)}`) } : {}),
    outcome: button(view, 'request.outcome', 'Get the outcome file'),
  };
}
